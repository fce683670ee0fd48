// SPDX-License-Identifier: Apache-2.0
#include "cli/views/product_status_view.h"

#include "base/json_text.h"
#include "base/terminal_text.h"
#include "cli/views/check_runs_view.h"
#include "contract/level_checks.h"

namespace hanse::cli::views {
namespace {

// Where something is known against it: "  stale since …", "  deprecated until …".
std::string state_text(const Json& state) {
  const std::string word = text_at(state, "overall");
  if (word.empty() || word == "fresh") return {};
  if (word == "stale") return fmt::format("  stale since {}", text_at(state, "staleAt"));
  const std::string removal = text_at(state, "removal").substr(0, sizeof "2026-01-01" - 1);
  return fmt::format("  {}{}", word, removal.empty() ? "" : " until " + removal);
}

std::string table_text(const Json& table) {
  std::string line = fmt::format("  {}  contract {}", text_at(table, "name"),
                                 text_at(table["contract"], "version"));
  if (const std::string life = text_at(table["contract"], "status"); !life.empty())
    line += fmt::format(" ({})", life);
  if (!table["rows"].is_null()) line += fmt::format("  {} rows", table["rows"].as_int());
  if (!table["freshAt"].is_null()) line += "  of " + text_at(table, "freshAt");
  if (const int64_t apart = table["quarantined"].as_int(); apart > 0)
    line += fmt::format("  {} kept apart", apart);
  line += state_text(table["state"]);
  const Json& check = table["check"];
  if (check.is_null()) return printable(line) + "\n    never checked\n";
  std::string out = printable(line) + "\n" +
                    printable(fmt::format("    {} at {} ({})", text_at(check, "verdict"),
                                          text_at(check, "startedAt"), text_at(check, "trigger"))) +
                    "\n";
  for (const Json& level : check["serviceLevels"].items())
    if (level["verdict"].as_string() == "passed")
      out += "    " +
             printable(fmt::format("{} of `{}`: {}, {}", text_at(level, "property"),
                                   text_at(level, "column"), text_at(level, "measured"),
                                   text_at(level, "expected"))) +
             "\n";
  return out + unkept_text(check["unkept"]);
}

std::string percent(const Json& share) { return fmt::format("{:.4g} %", share.as_double() * 100); }

std::string burn(const Json& rate) {
  return rate.is_null() ? "-" : fmt::format("{:.3g}", rate.as_double());
}

std::string or_default(const Json& is_default) { return is_default.as_bool() ? " (default)" : ""; }

// What was good, against what must be, and how much of the budget is left.
std::string objective_text(const Json& objective) {
  constexpr double kSecondUs = 1e6;
  std::string line = fmt::format("  {} ", text_at(objective, "name"));
  if (objective["attained"].is_null()) line += "not known yet";
  else
    line += fmt::format("{} of {}", percent(objective["attained"]), text_at(objective, "unit"));
  line += fmt::format(", objective {}{} over {}{}", percent(objective["target"]),
                      or_default(objective["target_is_default"]),
                      contract::duration_text(objective["window_seconds"].as_double() * kSecondUs),
                      or_default(objective["window_is_default"]));
  if (!objective["budget_left"].is_null())
    line += fmt::format("; budget left {}{}; burn rate {} in 1 h, {} in 6 h, {} in all",
                        percent(Json(std::max(objective["budget_left"].as_double(), 0.0))),
                        objective["is_spent"].as_bool() ? ": spent" : "",
                        burn(objective["burn_1h"]), burn(objective["burn_6h"]),
                        burn(objective["burn_window"]));
  return printable(line) + "\n";
}

std::string incident_text(const Json& incident) {
  return printable(fmt::format("  incident {} {} {}: {}", text_at(incident, "id"),
                               text_at(incident, "severity"), text_at(incident, "state"),
                               text_at(incident, "summary"))) +
         "\n";
}

std::string run_text(const Json& run) {
  return printable(fmt::format("    {}  {}  {} v{}  {}", text_at(run, "startedAt"),
                               text_at(run, "verdict"), text_at(run, "table"),
                               text_at(run, "contractVersion"), text_at(run, "trigger"))) +
         "\n";
}

}  // namespace

std::string product_status_text(const Json& document) {
  std::string out;
  for (const Json& product : document["products"].items()) {
    std::string line = text_at(product, "id");
    for (const char* field : {"version", "status"})
      if (const std::string text = text_at(product, field); !text.empty()) line += "  " + text;
    out += printable(line) + "\n";
    const Json& build = product["build"];
    if (!build.is_null() && !build["succeeded"].as_bool())
      out += printable(fmt::format("  the last build failed at {} {}", text_at(build, "finishedAt"),
                                   text_at(build, "message"))) +
             "\n";
    for (const Json& incident : product["incidents"].items()) out += incident_text(incident);
    for (const Json& objective : product["objectives"].items()) out += objective_text(objective);
    for (const Json& table : product["tables"].items()) out += table_text(table);
    if (product["history"].size() > 0) out += "  history\n";
    for (const Json& run : product["history"].items()) out += run_text(run);
  }
  return out.empty() ? "there are no products\n" : out;
}

}  // namespace hanse::cli::views
