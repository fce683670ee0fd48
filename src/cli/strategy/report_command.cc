// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/report_command.h"

#include <algorithm>

#include "base/clock.h"
#include "base/files.h"
#include "cli/terminal.h"

namespace hanse::cli {
namespace {

std::string as_asked(const Options& options, const strategy::Report& report) {
  switch (options.output) {
    case Output::kJson: return strategy::report_json(report).dump() + "\n";
    case Output::kMarkdown: return strategy::report_markdown(report);
    case Output::kCsv: {
      const auto files = strategy::report_csv(report);
      const bool has_figures = !strategy::figures_of(report).empty();
      if (files.empty()) return {};
      return files[has_figures && files.size() > 1 ? 1 : 0].second;
    }
    case Output::kHuman:
    case Output::kParquet: break;
  }
  return strategy::report_text(report);
}

// A name of a file, whatever the report is about.
std::string file_name(std::string name) {
  std::ranges::replace_if(name, [](char c) { return c == '/' || c == '\\' || c == '\0'; }, '_');
  return name.starts_with('.') ? "_" + name : name;
}

Status write_report(const std::string& folder, const strategy::Report& report) {
  HANSE_TRY_STATUS(make_folders(folder));
  const std::string base = join_path(folder, file_name(report.tool));
  HANSE_TRY_STATUS(write_file_atomic(base + ".html", strategy::report_html(report)));
  HANSE_TRY_STATUS(
      write_file_atomic(base + ".json", strategy::report_json(report).dump_pretty() + "\n"));
  for (const auto& [name, content] : strategy::report_csv(report))
    HANSE_TRY_STATUS(write_file_atomic(join_path(folder, file_name(name)), content));
  return {};
}

}  // namespace

Result<int64_t> report_time(const Options& options) {
  return options.now.empty() ? Clock::system().now_us() : parse_time(options.now);
}

int show_report(const Options& options, const strategy::Report& report, int code,
                std::string_view human) {
  if (!options.out.empty()) {
    if (const Status written = write_report(options.out, report); !written)
      return cli::report(options, written.error());
    say(fmt::format("wrote {}", join_path(options.out, file_name(report.tool) + ".html")));
  }
  if (options.output == Output::kHuman && !human.empty()) answer(human);
  else answer(as_asked(options, report));
  return code;
}

}  // namespace hanse::cli
