// SPDX-License-Identifier: Apache-2.0
#include "app/contract_infer.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "spec/write_yaml.h"

namespace hanse::cli {
namespace {

void say_evidence(const Json& evidence, const std::string& indent) {
  for (const Json& each : evidence.items()) {
    const bool is_sample = each["seen"].as_string() == "sample";
    say(fmt::format("{}{} {}{}  {:.2f}  {}{}", indent, each["aspect"].as_string(),
                    printable(each["conclusion"].as_string()),
                    each["proposed"].as_bool() ? "" : " (not proposed)",
                    each["confidence"].as_double(), printable(each["evidence"].as_string()),
                    is_sample ? " [sample]" : ""));
  }
}

// Of the contract: paths of its servers begin there.
std::string folder_of(const std::string& out) {
  const size_t slash = out.find_last_of('/');
  return slash == std::string::npos ? "." : out.substr(0, slash + 1);
}

void say_tables(const Json& tables) {
  for (const Json& table : tables.items()) {
    say(fmt::format("table {}: {} rows, {} sampled", table["table"].as_string(),
                    table["rows"].as_int(), table["sampled"].as_int()));
    say_evidence(table["evidence"], "  ");
    for (const Json& column : table["columns"].items()) {
      say(fmt::format("  {}", printable(column["column"].as_string())));
      say_evidence(column["evidence"], "    ");
    }
  }
}

}  // namespace

int run_contract_infer(const Options& options) {
  if (options.words.empty())
    return report_usage(options, "expected a file of data",
                        "`hanse contract infer data/orders.csv`");
  const auto found = app::infer_contract({options.words, options.name, folder_of(options.out)},
                                         engine::CancelToken());
  if (!found) return report(options, found.error());
  const std::string yaml = spec::write_yaml(found->contract);
  if (const Status written = save_out(options, yaml); !written)
    return report(options, written.error());
  if (options.output == Output::kJson) {
    Json document = Json::object({{"format_version", 1}});
    if (options.out.empty()) document.set("contract", found->contract);
    document.set("tables", found->tables);
    answer(document.dump() + "\n");
    return kExitDone;
  }
  say_tables(found->tables);
  if (options.out.empty())
    answer(yaml);
  else
    say(fmt::format("wrote {}", options.out));
  return kExitDone;
}

}  // namespace hanse::cli
