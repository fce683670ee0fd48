// SPDX-License-Identifier: Apache-2.0
#include "contract/incidents.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"
#include "base/utf8.h"
#include "spec/service_levels.h"

namespace hanse::contract {
namespace {

using catalog::IncidentRecord;
using What = IncidentChange::What;
using State = Observation::State;
using Key = std::pair<ProductId, std::string>;

constexpr std::string_view kObservedKinds[] = {"check", "serviceLevel", "drift", "build"};

bool is_worse(std::string_view severity, std::string_view than) {
  return severity == "error" && than != "error";
}

// `order`: among those of one look, which ids keep.
IncidentRecord opened(const Observation& seen, std::string owner, int64_t now_us, size_t order) {
  IncidentRecord out;
  out.id = new_time_id(now_us + static_cast<int64_t>(order));
  out.product = seen.product;
  out.kind = seen.kind;
  out.key = seen.key;
  out.severity = seen.severity;
  out.owner = std::move(owner);
  out.summary = seen.summary;
  out.contract_version = seen.contract_version;
  out.began_us = seen.began_us == 0 ? now_us : std::min(seen.began_us, now_us);
  out.detected_us = now_us;
  out.last_seen_us = seen.seen_us;
  return out;
}

// What is known of each key.
struct Known {
  std::map<Key, IncidentRecord> open;
  std::map<Key, int64_t> closed_us;   // the last time that somebody closed it by hand
};

Known sorted(const std::vector<IncidentRecord>& incidents) {
  Known out;
  for (const IncidentRecord& incident : incidents) {
    const Key key{incident.product, incident.key};
    if (incident.is_open()) out.open.emplace(key, incident);
    else if (!incident.closed_by.empty())
      out.closed_us[key] = std::max(out.closed_us[key], incident.repaired_us);
  }
  return out;
}

void see(const Observation& seen, IncidentRecord incident, std::vector<IncidentChange>& out,
         int64_t now_us) {
  if (seen.state == State::kUnknown) return;
  if (seen.state == State::kKept) {
    incident.repaired_us = now_us;
    out.push_back({What::kRepaired, std::move(incident)});
    return;
  }
  if (seen.seen_us <= incident.last_seen_us && !is_worse(seen.severity, incident.severity)) return;
  if (seen.seen_us > incident.last_seen_us) ++incident.occurrences;
  incident.last_seen_us = std::max(incident.last_seen_us, seen.seen_us);
  if (is_worse(seen.severity, incident.severity)) incident.severity = seen.severity;
  incident.kind = seen.kind;          // of a build: the source may have drifted meanwhile
  incident.summary = seen.summary;
  out.push_back({What::kSeenAgain, std::move(incident)});
}

}  // namespace

std::vector<IncidentChange> incident_changes(
    const std::vector<Observation>& observations, const std::vector<IncidentRecord>& known,
    const std::function<std::string(const ProductId&)>& owner_of, int64_t now_us) {
  Known all = sorted(known);
  std::vector<IncidentChange> out;
  std::set<Key> observed;
  for (const Observation& seen : observations) {
    const Key key{seen.product, seen.key};
    if (!observed.insert(key).second) continue;  // the first word on a key counts
    const auto open = all.open.find(key);
    if (open != all.open.end()) {
      see(seen, open->second, out, now_us);
      continue;
    }
    const auto closed = all.closed_us.find(key);
    const bool is_old_news = closed != all.closed_us.end() && seen.seen_us <= closed->second;
    if (seen.state == State::kMissed && !is_old_news)
      out.push_back({What::kOpened, opened(seen, owner_of(seen.product), now_us, out.size())});
  }
  for (auto& [key, incident] : all.open) {
    if (observed.contains(key) ||
        std::ranges::find(kObservedKinds, incident.kind) == std::end(kObservedKinds))
      continue;
    incident.repaired_us = now_us;
    incident.cause = "it is no longer promised";
    out.push_back({What::kRepaired, std::move(incident)});
  }
  return out;
}

std::vector<IncidentTime> incident_times(const IncidentRecord& incident,
                                         const spec::DataContract* contract, int64_t now_us) {
  const auto from = [&](std::string_view property, int64_t begin_us, int64_t end_us) {
    IncidentTime out{property, {}, {}, end_us != 0};
    // Nobody is told of an incident any more that is over and was never told.
    if (begin_us != 0 && (out.is_over || incident.is_open()))
      out.taken_us = std::max<int64_t>((out.is_over ? end_us : now_us) - begin_us, 0);
    if (contract == nullptr) return out;
    for (const spec::ServiceLevel& level : contract->service_levels) {
      if (!equal_ignoring_case(level.property, property) || !level.value.is_number()) continue;
      const int64_t unit = spec::unit_us(level.unit.empty() ? "d" : level.unit);
      const double allowed = level.value.as_double() * static_cast<double>(unit);
      if (unit > 0 && allowed >= 0 && allowed < 9e18)
        out.allowed_us = static_cast<int64_t>(allowed);
    }
    return out;
  };
  return {from("timeToDetect", incident.began_us, incident.detected_us),
          from("timeToNotify", incident.detected_us, incident.notified_us),
          from("timeToRepair", incident.detected_us, incident.repaired_us)};
}

}  // namespace hanse::contract
