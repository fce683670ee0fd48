// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "strategy/value/answer.h"

namespace hanse::strategy {

// Writes the value model as a spreadsheet (Office Open XML) to `path`, by libxlsxwriter. Base
// values, flows by year, present values, internal rate, payback and flexibility are live formulas
// over the cells of the sheet `Inputs`: who changes one sees what `hanse roi` would say. What
// comes of runs cannot be recomputed there: those are values, and say so.
// Texts are texts, whatever they begin with. `made_at_us` is the date in its properties. kIo when
// the file cannot be written; kInvalidArgument when the answer has no figures.
Status write_value_workbook(const std::string& path, const ValueModel& model,
                            const ValueAnswer& answer, int64_t made_at_us);

}  // namespace hanse::strategy
