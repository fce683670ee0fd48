// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/views/contract_diff_view.h"
#include "spec/lone_contract.h"

namespace hanse::cli {
namespace {

using Problem = contract::VersionVerdict::Problem;

struct TwoContracts {
  spec::LoneContract before, after;
};

TwoContracts read_both(const std::string& before, const std::string& after) {
  TwoContracts out;
  std::jthread other([&] { out.before = spec::read_lone_contract(before, nullptr); });
  out.after = spec::read_lone_contract(after, nullptr);
  other.join();
  return out;
}

Diagnostics findings_of(const spec::DataContract& before, const spec::DataContract& after,
                        const contract::VersionVerdict& verdict) {
  Diagnostics out;
  const std::string object = "contract " + after.id;
  const auto add = [&](const char* code, std::string message, std::string help) {
    out.add({code,
             Severity::kError,
             std::move(message),
             after.version_span,
             object,
             {},
             std::move(help)});
  };
  const std::string help = verdict.required.empty()
                               ? std::string()
                               : fmt::format("write `version: {}` or more", verdict.required);
  switch (verdict.problem) {
    case Problem::kNone:
      break;
    case Problem::kTooSmall:
      add("HNS-C040",
          fmt::format("the version {} is too small a step from {}: the changes need a {} one",
                      after.version, before.version, to_string(verdict.step)),
          help);
      break;
    case Problem::kBackwards:
      add("HNS-C041",
          fmt::format("the version goes back from {} to {}", before.version, after.version), help);
      break;
    case Problem::kNotSemantic:
      add("HNS-C042", fmt::format("the version `{}` is not semantic", after.version),
          "write MAJOR.MINOR.PATCH, such as `1.4.0`");
      break;
  }
  return out;
}

}  // namespace

int run_contract_diff(const Options& options) {
  if (options.words.size() != 2)
    return report_usage(options, "expected two contracts, the old one and the new one",
                        "`hanse contract diff OLD NEW`");
  const std::string word = options.perspective.empty() ? "both" : options.perspective;
  const auto perspective = contract::perspective_of(word);
  if (!perspective)
    return report_usage(options, fmt::format("there is no perspective `{}`", word),
                        "expected readers, writers or both");
  TwoContracts contracts = read_both(options.words[0], options.words[1]);
  Diagnostics unread;
  for (auto* one : {&contracts.before, &contracts.after})
    if (one->diagnostics.has_errors() || !one->known) unread.merge(std::move(one->diagnostics));
  if (unread.has_errors()) {
    report(options, unread);
    return kExitFailed;
  }
  const auto& before = contracts.before.contract;
  const auto& after = contracts.after.contract;
  views::ContractDiff diff{before, after, *perspective, contract::compare(before, after), {}, {}};
  diff.version = judge_version(before.version, after.version, diff.changes, *perspective);
  diff.findings = findings_of(before, after, diff.version);
  if (options.output == Output::kJson)
    answer(views::json(diff));
  else if (options.output == Output::kMarkdown)
    answer(views::markdown(diff));
  else
    answer(views::human(diff));
  if (options.output != Output::kJson) report(options, diff.findings);
  if (diff.findings.has_errors()) return kExitFailed;
  return options.detailed_exitcode && !diff.changes.empty() ? kExitChanges : kExitDone;
}

}  // namespace hanse::cli
