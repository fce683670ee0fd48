// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/terminal_text.h"

namespace hanse {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarn: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("hanse");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::off);
    return made;
  }();
  return instance;
}

}  // namespace

void log_to_stderr(LogLevel level) { logger()->set_level(level_of(level)); }

void log(LogLevel level, std::string_view area, std::string_view message) {
  if (!logger()->should_log(level_of(level))) return;
  // One message is one line: a name with a line end in it must not forge another entry.
  logger()->log(level_of(level), "{}: {}", area, printable(message));
}

}  // namespace hanse
