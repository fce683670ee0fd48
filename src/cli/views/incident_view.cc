// SPDX-License-Identifier: Apache-2.0
#include "cli/views/incident_view.h"

#include "base/clock.h"
#include "contract/level_checks.h"

namespace hanse::cli {
namespace {

std::string duration(int64_t us) { return contract::duration_text(static_cast<double>(us)); }

std::string line(std::string_view name, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("  {:<14} {}\n", name, value);
}

std::string time_line(const contract::IncidentTime& time) {
  if (!time.taken_us) return {};
  std::string text = duration(*time.taken_us);
  if (!time.is_over) text += " so far";
  if (time.allowed_us)
    text += fmt::format(", promised {}{}", duration(*time.allowed_us),
                        time.is_missed() ? ": missed" : "");
  return line(time.property, text);
}

std::string by(int64_t at_us, const std::string& who) {
  if (at_us == 0) return {};
  return who.empty() ? format_time(at_us) : fmt::format("{} by {}", format_time(at_us), who);
}

}  // namespace

std::string incident_lines(const app::IncidentView& incident) {
  const catalog::IncidentRecord& record = incident.record;
  std::string out = fmt::format("{} {} {}: {}\n", record.id, record.severity,
                                record.product.str(), record.summary);
  out += line("state", std::string(app::state_of(record)));
  out += line("kind", record.kind);
  out += line("about", record.key);
  out += line("owner", record.owner);
  out += line("contract", record.contract_version);
  out += line("seen", record.occurrences == 1 ? "once"
                                              : fmt::format("{} times", record.occurrences));
  out += line("began", by(record.began_us, ""));
  out += line("detected", by(record.detected_us, ""));
  out += line("notified", by(record.notified_us, ""));
  out += line("acknowledged", by(record.acknowledged_us, record.acknowledged_by));
  out += line("repaired", by(record.repaired_us, record.closed_by));
  out += line("cause", record.cause);
  for (const contract::IncidentTime& time : incident.times) out += time_line(time);
  return out;
}

std::string incident_table(const std::vector<app::IncidentView>& incidents) {
  std::string out;
  for (const app::IncidentView& incident : incidents) {
    const catalog::IncidentRecord& record = incident.record;
    out += fmt::format("{}  {:<8} {:<12} {}: {}{}\n", record.id, record.severity,
                       app::state_of(record), record.product.str(), record.summary,
                       record.occurrences == 1 ? ""
                                               : fmt::format(" ({} times)", record.occurrences));
  }
  return out;
}

}  // namespace hanse::cli
