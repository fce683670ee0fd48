// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "ledger/ledger.h"

namespace hanse::cli {
namespace {

Result<ledger::Head> parse_head(const std::string& text) {
  const size_t colon = text.find(':');
  char* end = nullptr;
  const uint64_t seq = std::strtoull(text.c_str(), &end, 10);
  if (colon == std::string::npos || end != text.c_str() + colon || text.size() - colon - 1 < 64)
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no head", text),
                "expected SEQ:HASH as `hanse audit head` prints it");
  return ledger::Head{seq, text.substr(colon + 1, 64)};
}

Result<std::string> ledger_folder(const Options& options) {
  HANSE_TRY(const std::string folder, app::state_folder(options.mesh, environment_of(options)));
  return join_path(folder, "ledger");
}

}  // namespace

int run_status(const Options& options) {
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto status = (*app)->status();
  if (!status) return report(options, status.error());
  if (options.output == Output::kJson) {
    answer(status->dump() + "\n");
    return kExitDone;
  }
  std::string out;
  for (const Json& scope : (*status)["scopes"].items())
    out += fmt::format("{}: revision {}, applied {} by {}\n", scope["scope"].as_string(),
                       scope["revision"].as_int(), scope["appliedAt"].as_string(),
                       scope["principal"].as_string());
  if ((*status)["scopes"].size() == 0) out += "nothing is applied yet\n";
  for (const Json& table : (*status)["tables"].items()) {
    out += fmt::format("  {}  contract {}", table["table"].as_string(),
                       table["contractVersion"].as_string());
    if (!table["rows"].is_null())
      out += fmt::format("  {} rows of {}", table["rows"].as_int(), table["freshAt"].as_string());
    if (!table["problem"].is_null())
      out += fmt::format("  PROBLEM: {}", table["problem"].as_string());
    out += '\n';
  }
  answer(out);
  return kExitDone;
}

int run_token(const Options& options) {
  if (options.words.size() != 1)
    return report(
        options,
        Error{ErrorCode::kInvalidArgument, "expected one user", "`hanse token USER`", -1, {}});
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto token = (*app)->new_token(options.words[0], options.hours);
  if (!token) return report(options, token.error());
  answer(token->reveal() + "\n");
  return kExitDone;
}

int run_audit_verify(const Options& options) {
  const auto folder = ledger_folder(options);
  if (!folder) return report(options, folder.error());
  ledger::Head kept;
  if (!options.head.empty()) {
    const auto parsed = parse_head(options.head);
    if (!parsed) return report(options, parsed.error());
    kept = *parsed;
  }
  const auto result = ledger::verify(*folder, options.head.empty() ? nullptr : &kept);
  if (!result) return report(options, result.error());
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1},
                         {"intact", result->intact},
                         {"entries", result->entries},
                         {"head", fmt::format("{}:{}", result->head.seq, result->head.hash)},
                         {"problem", result->problem},
                         {"place", result->place}})
               .dump() +
           "\n");
  else if (result->intact)
    answer(fmt::format("the ledger is intact: {} entries\nhead {}:{}\n", result->entries,
                       result->head.seq, result->head.hash));
  else
    say(fmt::format("error: the ledger is broken at {}: {}", result->place, result->problem));
  return result->intact ? kExitDone : kExitFailed;
}

int run_audit_head(const Options& options) {
  const auto folder = ledger_folder(options);
  if (!folder) return report(options, folder.error());
  const auto result = ledger::verify(*folder, nullptr);
  if (!result) return report(options, result.error());
  const std::string head = fmt::format("{}:{}", result->head.seq, result->head.hash);
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"head", head}}).dump() + "\n"
             : head + "\n");
  return kExitDone;
}

}  // namespace hanse::cli
