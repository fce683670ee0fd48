// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/files.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "ledger/ledger.h"

namespace hanse::cli {
namespace {

constexpr size_t kHashDigits = 64;

// SEQ:HASH, nothing before, between or behind: a head that was copied by half must not verify.
std::optional<ledger::Head> parse_head(const std::string& text) {
  const size_t colon = std::min(text.find(':'), text.size());
  ledger::Head head;
  const char* const end = text.data() + colon;
  const auto [rest, problem] = std::from_chars(text.data(), end, head.seq);
  if (problem != std::errc() || rest != end || colon == text.size()) return std::nullopt;
  head.hash = text.substr(colon + 1);
  const bool is_hex = head.hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (head.hash.size() != kHashDigits || !is_hex) return std::nullopt;
  return head;
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
    if (table["quarantined"].as_int() > 0)
      out += fmt::format("  {} kept apart", table["quarantined"].as_int());
    if (table["lifecycle"].as_string() != "active")
      out += fmt::format("  {}", table["lifecycle"].as_string());
    if (table["removal"].is_string())
      out += fmt::format(" until {}", table["removal"].as_string().substr(0, 10));
    if (table["freshness"].as_string() == "stale")
      out += fmt::format("  stale since {}", table["staleAt"].as_string());
    if (table["quality"].as_string() == "failing") out += "  checks failing";
    if (!table["problem"].is_null())
      out += fmt::format("  PROBLEM: {}", table["problem"].as_string());
    out += '\n';
  }
  answer(printable_lines(out));
  return kExitDone;
}

int run_token(const Options& options) {
  if (options.words.size() + (options.revoke.empty() ? 0 : 1) != 1)
    return report_usage(options, "expected one user, or a token to revoke",
                        "`hanse token USER`, `hanse token --revoke ID`");
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  if (!options.revoke.empty()) return finish(options, (*app)->revoke_token(options.revoke));
  const auto token = (*app)->new_token(options.words[0], options.hours);
  if (!token) return report(options, token.error());
  answer(token->reveal() + "\n");
  return kExitDone;
}

int run_audit_verify(const Options& options) {
  ledger::Head kept;
  if (options.head) {
    const auto parsed = parse_head(*options.head);
    if (!parsed)
      return report_usage(options, fmt::format("`{}` is no head of a ledger", *options.head),
                          "expected SEQ:HASH, a number and 64 hex digits, as `hanse audit head` "
                          "prints it");
    kept = *parsed;
  }
  const auto folder = ledger_folder(options);
  if (!folder) return report(options, folder.error());
  const auto result = ledger::verify(*folder, options.head ? &kept : nullptr);
  if (!result) return report(options, result.error());
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1},
                         {"intact", result->intact},
                         {"entries", result->entries},
                         {"head", fmt::format("{}:{}", result->head.seq, result->head.hash)},
                         {"problem", result->problem},
                         {"place", result->place},
                         {"notes", json_list(result->notes)}})
               .dump() +
           "\n");
  else if (result->intact) {
    answer(fmt::format("the ledger is intact: {} entries\nhead {}:{}\n", result->entries,
                       result->head.seq, result->head.hash));
    for (const std::string& note : result->notes) say("note: " + note);
  } else
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
