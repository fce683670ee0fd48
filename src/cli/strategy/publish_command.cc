// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/publish_command.h"

#include "app/strategy_product.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "cli/terminal.h"

namespace hanse::cli {
namespace {

constexpr Flag kFlags[] = {
    {"WORDS", "PRODUCT", "domain/name; the domain is registered"},
    {"--purpose", "PURPOSE", "of the product; none: the only one of mesh.yaml"},
    {"--output", "FORMAT", "human (default) or json"}};

int run_publish(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected a product",
                        "`hanse strategy publish transformation/strategy`");
  const auto done = app::publish_strategy(options.mesh, {options.words[0], options.purpose});
  if (!done) return report(options, done.error());
  if (options.output == Output::kJson) {
    answer(Json::object({{"format_version", 1},
                         {"product", options.words[0]},
                         {"is_new", done->is_new},
                         {"tables", json_list(done->tables)},
                         {"added", json_list(done->added)},
                         {"gone", json_list(done->gone)},
                         {"files", json_list(done->files)}})
               .dump() +
           "\n");
    return kExitDone;
  }
  std::string text = fmt::format("{}: {} tables\n", options.words[0], done->tables.size());
  for (const std::string& file : done->files) text += fmt::format("  wrote {}\n", printable(file));
  for (const std::string& table : done->added)
    text += fmt::format("  new in the contract: {}\n", printable(table));
  for (const std::string& table : done->gone)
    text += fmt::format("  gone: {} is in the contract alone, and {} any more\n", printable(table),
                        table.contains('.') ? "has no values" : "has no rows");
  answer(text);
  const bool has_changes = done->is_new || !done->added.empty();
  say_next(options, has_changes ? "apply" : "refresh " + options.words[0]);
  return kExitDone;
}

constexpr Command kCommands[] = {
    {"strategy publish", "make the files and reports of strategy/ a product that can be queried",
     "hanse strategy publish transformation/strategy\n"
     "hanse strategy publish transformation/strategy --purpose planning",
     kFlags, run_publish}};

}  // namespace

std::span<const Command> publish_commands() { return kCommands; }

}  // namespace hanse::cli
