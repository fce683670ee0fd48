// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/evidence_counts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/words.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kOverDefault = "P30D";

bool is_among(const std::vector<std::string>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

EvidenceCount number(size_t count) {
  EvidenceCount out;
  out.number = static_cast<double>(count);
  return out;
}

std::vector<std::string> lacking(const std::vector<std::string>& wanted,
                                 const std::vector<std::string>& there) {
  std::vector<std::string> out;
  for (const std::string& word : wanted)
    if (!is_among(there, word)) out.push_back(word);
  return out;
}

bool is_of(const ProgrammeProduct& product, const RoadmapEvidence& evidence) {
  return evidence.domain.empty() || product.id.domain.str() == evidence.domain;
}

}  // namespace

EvidenceCount count_seats(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  std::vector<std::string> held;
  for (const ProgrammeSeat& seat : facts.council) {
    held.push_back(seat.role);
    if (evidence.roles.empty() || is_among(evidence.roles, seat.role))
      out.matches.push_back({seat.role, facts.applied_us});
  }
  if (const auto none = lacking(evidence.roles, held); !none.empty())
    out.problem = fmt::format("nobody holds {}", joined(none));
  return out;
}

EvidenceCount count_teams(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  if (!evidence.type.empty()) out.unit = fmt::format("teams of type {}", evidence.type);
  for (const ProgrammeTeam& team : facts.teams)
    if (evidence.type.empty() || team.type == evidence.type)
      out.matches.push_back({team.id, facts.applied_us});
  return out;
}

EvidenceCount count_domains(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  EvidenceCount out;
  for (const ProgrammeDomain& domain : facts.domains)
    if (domain.status == "active") out.matches.push_back({domain.id.str(), domain.applied_us});
  return out;
}

EvidenceCount count_staffed(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  const std::vector<std::string> roles =
      evidence.roles.empty() ? std::vector<std::string>{"productOwner", "dataEngineer"}
                             : evidence.roles;
  EvidenceCount out;
  for (const ProgrammeDomain& domain : facts.domains)
    if (domain.status == "active" && lacking(roles, domain.roles).empty())
      out.matches.push_back({domain.id.str(), domain.applied_us});
  return out;
}

EvidenceCount count_products(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  for (const ProgrammeProduct& product : facts.products)
    if (product.is_published && is_of(product, evidence))
      out.matches.push_back({product.id.str(), product.published_us});
  return out;
}

EvidenceCount count_described(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  for (const ProgrammeProduct& product : facts.products) {
    if (!product.is_published || !is_of(product, evidence)) continue;
    ++out.of;
    if (product.has_description && product.has_support)
      out.matches.push_back({product.id.str(), product.published_us});
  }
  return out;
}

EvidenceCount count_passing(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  for (const ProgrammeCheck& check : facts.checks) {
    if (!evidence.domain.empty() && check.product.domain.str() != evidence.domain) continue;
    ++out.of;
    if (check.verdict == "passed") out.matches.push_back({check.table, check.at_us});
  }
  return out;
}

EvidenceCount count_used(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  std::map<std::string, int64_t> first;
  for (const ProgrammeUse& use : facts.uses) {
    const auto [at, is_new] = first.emplace(use.product.str(), use.first_us);
    if (!is_new) at->second = std::min(at->second, use.first_us);
  }
  EvidenceCount out;
  for (const auto& [name, time] : first) out.matches.push_back({name, time});
  return out;
}

EvidenceCount count_consumers(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  std::map<std::string, int64_t> first;
  for (const ProgrammeUse& use : facts.uses) {
    if (use.consumer.empty()) continue;
    const auto [at, is_new] = first.emplace(use.consumer.str(), use.first_us);
    if (!is_new) at->second = std::min(at->second, use.first_us);
  }
  EvidenceCount out;
  for (const auto& [name, time] : first) out.matches.push_back({name, time});
  return out;
}

EvidenceCount count_across(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  EvidenceCount out;
  for (const ProgrammeProduct& product : facts.products)
    if (product.is_published && product.upstream.size() > 1)
      out.matches.push_back({product.id.str(), product.published_us});
  return out;
}

EvidenceCount count_askers(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  return number(facts.askers.size());
}

EvidenceCount count_tests(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  EvidenceCount out;
  if (!facts.policy_tests) {
    out.missing = "the tests of the policies could not be run; `hanse policy test` says why";
    return out;
  }
  out.number = facts.policy_tests->passed;
  if (facts.policy_tests->failed > 0)
    out.problem = fmt::format("{} of them fail", facts.policy_tests->failed);
  return out;
}

EvidenceCount count_levels(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  const auto over =
      parse_duration_us(evidence.over.empty() ? kOverDefault : std::string_view(evidence.over));
  if (!over) {
    out.missing = fmt::format("`{}` is no duration", evidence.over);
    return out;
  }
  for (const ProgrammeLevel& level : facts.levels) {
    if (!evidence.level.empty() && level.level != evidence.level) continue;
    if (level.attained < level.target || level.known_since_us == 0) continue;
    if (facts.now_us - level.known_since_us < *over) continue;
    out.matches.push_back(
        {fmt::format("{} ({})", level.product.str(), level.level), level.known_since_us + *over});
  }
  return out;
}

EvidenceCount count_purposes(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  return number(facts.purposes);
}

EvidenceCount count_technologies(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  std::vector<std::string> decided;
  for (const ProgrammeTechnology& technology : facts.technologies) {
    if (technology.ring != "adopt" || technology.decision.empty()) continue;
    if (!evidence.kinds.empty() && !is_among(evidence.kinds, technology.kind)) continue;
    decided.push_back(technology.kind);
    out.matches.push_back({technology.id, facts.applied_us});
  }
  if (const auto none = lacking(evidence.kinds, decided); !none.empty())
    out.problem = fmt::format("nothing is decided for {}", joined(none));
  return out;
}

EvidenceCount count_environments(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  return number(facts.environments);
}

EvidenceCount count_terms(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  return number(facts.terms);
}

EvidenceCount count_documents(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  if (!evidence.document.empty()) out.unit = fmt::format("files of kind {}", evidence.document);
  for (const auto& [kind, paths] : facts.documents)
    if (evidence.document.empty() || kind == evidence.document)
      for (const std::string& path : paths) out.matches.push_back({path, 0});
  const auto draft = facts.drafts.find(evidence.document);
  if (out.matches.empty() && draft != facts.drafts.end()) out.problem = draft->second;
  return out;
}

EvidenceCount count_tables_left(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  EvidenceCount out;
  if (facts.migration)
    out.number = static_cast<double>(facts.migration->left);
  else
    out.missing = "no legacy table is registered; `hanse migrate TABLE --domain DOMAIN` does it";
  return out;
}

EvidenceCount count_incidents(const RoadmapEvidence&, const ProgrammeFacts& facts) {
  return number(facts.open_incidents);
}

EvidenceCount count_findings(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceCount out;
  if (!facts.doctor) {
    out.missing = "the doctor was not asked; `hanse doctor` does it";
    return out;
  }
  for (const std::string& detector : evidence.detectors)
    if (!facts.doctor->contains(detector)) {
      out.missing = fmt::format("detector `{}` did not run; `hanse doctor` says why", detector);
      return out;
    }
  double found = 0;
  for (const auto& [detector, count] : *facts.doctor)
    if (evidence.detectors.empty() || is_among(evidence.detectors, detector))
      found += static_cast<double>(count);
  out.number = found;
  return out;
}

}  // namespace hanse::strategy
