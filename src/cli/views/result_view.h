// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "govern/gate.h"

namespace hanse::cli::views {

// Three renderers of one answer, on stdout, streaming (the table shows the first kTableRowsMax
// rows). An error in mid-stream is returned; what stands on stdout then has no end: no closing
// bracket.
constexpr int64_t kTableRowsMax = 1'000;
Status write_table(govern::Answer& answer);
Status write_json(govern::Answer& answer);
Status write_csv(govern::Answer& answer);
// On stderr, for forms of output that have no place for them.
void say_warnings(const govern::Answer& answer);

}  // namespace hanse::cli::views
