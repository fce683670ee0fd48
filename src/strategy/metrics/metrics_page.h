// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::strategy {

std::string metrics_markdown();  // docs/reference/metrics.md: of the table of metrics

}  // namespace hanse::strategy
