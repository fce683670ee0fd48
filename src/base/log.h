// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse {

// Structured lines on stderr (spdlog behind it). Only edges log; an error is returned or logged,
// never both. Thread-safe. Off until `log_to_stderr` is called; level `warn` unless told.
enum class LogLevel { kDebug, kInfo, kWarn, kError };
void log_to_stderr(LogLevel level);
void log(LogLevel level, std::string_view area, std::string_view message);

}  // namespace hanse
