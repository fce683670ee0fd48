// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "strategy/report/report.h"

namespace hanse::cli {

// What every command with a report takes; a table of flags of its own has them at its end.
constexpr Flag kReportOutput = {"--output", "FORMAT", "human (default), json, csv or markdown"};
constexpr Flag kReportOut = {"--out", "DIR", "write the report there, too: HTML, JSON and CSV"};
constexpr Flag kReportNow = {"--now", "TIME", "as of this date or instant in UTC; none: now"};
// Of a command that writes files and says which.
constexpr Flag kJsonOutput = {"--output", "FORMAT", "human (default) or json"};

// The instant that a report is made at: of --now, else the clock's; microseconds since 1970.
Result<int64_t> report_time(const Options& options);

// Prints the report as --output asks: CSV is its first table, or its figures when it has none.
// With --out also writes DIR/<tool>.html, DIR/<tool>.json and a CSV a table, and says so. Gives
// `code`, or the exit code of what went wrong. `human`: what people read instead of the report's
// own text; empty: that.
int show_report(const Options& options, const strategy::Report& report, int code,
                std::string_view human = {});

}  // namespace hanse::cli
