// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::strategy {

// What `hanse validate` and `plan` ask of the files of `hanse roi`; see DocumentKind.
void check_value_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);
void check_value_forecast_file(spec::Decoder& decoder, const spec::Node& root,
                               const spec::Model& mesh);
void check_value_actuals_file(spec::Decoder& decoder, const spec::Node& root,
                              const spec::Model& mesh);

}  // namespace hanse::strategy
