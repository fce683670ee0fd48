// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "spec/upgrade_contract.h"

namespace hanse::cli {
namespace {

int put(const Options& options, const spec::UpgradedContract& upgraded) {
  if (const Status written = save_out(options, upgraded.text); !written)
    return report(options, written.error());
  const int code = upgraded.findings.has_errors() ? kExitFailed : kExitDone;
  if (options.output == Output::kJson) {
    Json changes = Json::array();
    for (const std::string& change : upgraded.changes) changes.push(change);
    Json document = Json::object({{"format_version", 1},
                                  {"rewritten", upgraded.is_rewritten},
                                  {"changes", std::move(changes)}});
    if (options.out.empty())
      document.set("text", upgraded.text);
    else
      document.set("out", options.out);
    document.set("diagnostics", findings_json(upgraded.findings));
    answer(document.dump() + "\n");
    return code;
  }
  if (options.out.empty())
    answer_file(upgraded.text);
  for (const std::string& change : upgraded.changes) say(printable(change));
  if (upgraded.is_rewritten)
    say("order and comments of the file are not kept: its edition has another shape");
  report(options, upgraded.findings);
  return code;
}

}  // namespace

int run_contract_upgrade(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected a contract",
                        "`hanse contract upgrade orders.odcs.yaml --out orders.odcs.yaml`");
  const auto text = read_named_file(options.words[0], kSpecificationBytesMax);
  if (!text) return report(options, text.error());
  Diagnostics findings;
  const auto upgraded = spec::upgrade_contract(options.words[0], *text, findings);
  if (!upgraded && !findings.has_errors()) return report(options, upgraded.error());
  if (!upgraded) return report(options, findings), kExitFailed;
  if (options.output != Output::kJson) report(options, findings);
  return put(options, *upgraded);
}

}  // namespace hanse::cli
