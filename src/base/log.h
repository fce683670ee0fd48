// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse {

// Structured lines on stderr (spdlog behind it). Only edges log; an error is returned or logged,
// never both. Thread-safe. Off until `log_to_stderr` is called; level `warn` unless told.
// Control characters of `message` are shown as `?`: an entry is one line whatever it quotes.
enum class LogLevel { kDebug, kInfo, kWarn, kError };
void log_to_stderr(LogLevel level = LogLevel::kWarn);
void log(LogLevel level, std::string_view area, std::string_view message);

}  // namespace hanse
