// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/roadmap/evidence_counts.h"

namespace hanse::strategy {
namespace {

constexpr size_t kNamesShownMax = 4;
constexpr const char* kNotApplied = "nothing is applied: run `hanse apply`";
constexpr std::string_view kAtLeast[] = {"atLeast"};
constexpr std::string_view kRoles[] = {"atLeast", "roles"};
constexpr std::string_view kTypes[] = {"atLeast", "type"};
constexpr std::string_view kOfDomain[] = {"atLeast", "domain"};
constexpr std::string_view kShares[] = {"atLeast", "share", "domain"};
constexpr std::string_view kLevels[] = {"atLeast", "level", "over"};
constexpr std::string_view kDocuments[] = {"atLeast", "document"};
constexpr std::string_view kDetectors[] = {"atMost", "detectors"};
constexpr std::string_view kKinds[] = {"atLeast", "kinds"};
constexpr std::string_view kAtMost[] = {"atMost"};

struct Row {
  EvidenceQuestion question;
  EvidenceCount (*count)(const RoadmapEvidence&, const ProgrammeFacts&);
};

// Sorted as docs/reference/roadmap.md lists them.
constexpr Row kRows[] = {
    {{"councilSeats", "seats of the governance council that a team holds",
      "mesh.yaml as applied: `council`", "council seats", kRoles, 1, false, true},
     count_seats},
    {{"teams", "teams of a type (streamAligned, platform, enabling, complicatedSubsystem, council)",
      "mesh.yaml as applied: `teams`", "teams", kTypes, 1},
     count_teams},
    {{"domainsActive", "domains of status `active`", "domain.yaml as applied: `status`", "domains",
      kAtLeast, 1},
     count_domains},
    {{"domainsStaffed", "domains in which somebody has each role (productOwner and dataEngineer)",
      "domain.yaml as applied: `roles`", "domains", kRoles, 1},
     count_staffed},
    {{"productsPublished", "products whose rows can be read", "`hanse status`", "products",
      kOfDomain, 1},
     count_products},
    {{"productsDescribed", "published products with a purpose and a support channel",
      "product.odps.yaml as applied: `description`, `support`", "products", kShares, 1},
     count_described},
    {{"contractsPassing", "published tables whose newest run of checks passed",
      "`hanse product status`", "contracts", kShares, 1},
     count_passing},
    {{"productsUsedAcross", "products that another domain reads, by an agreement or a grant",
      "`hanse grant list`, agreements as applied, and the ledger's decisions", "products", kAtLeast,
      1},
     count_used},
    {{"consumerDomains", "domains that read products of others",
      "agreements as applied, and the ledger's decisions", "domains", kAtLeast, 1},
     count_consumers},
    {{"productsAcross", "products computed from two domains and more", "lineage of what is applied",
      "products", kAtLeast, 1},
     count_across},
    {{"askers", "people whose statements were answered in the last 90 days",
      "the ledger's decisions", "people", kAtLeast, 1},
     count_askers},
    {{"policiesTested", "tests of the policies that pass, none failing", "`hanse policy test`",
      "tests", kAtLeast, 1},
     count_tests},
    {{"levelsKept", "products that kept a service level over a time (P30D)",
      "`hanse product status`: objectives", "products", kLevels, 1},
     count_levels},
    {{"purposes", "purposes that the council registered", "mesh.yaml as applied: `purposes`",
      "purposes", kAtLeast, 1},
     count_purposes},
    {{"technologiesDecided", "technologies to adopt with a decision written down",
      "mesh.yaml as applied: `technologies`", "technologies", kKinds, 1, false, true},
     count_technologies},
    {{"environments", "environments that are the same files",
      "mesh.yaml as applied: `environments`", "environments", kAtLeast, 2},
     count_environments},
    {{"terms", "terms that domains and the glossary define", "domain.yaml and glossary as applied",
      "terms", kAtLeast, 1},
     count_terms},
    {{"documents", "strategy files of a kind, without errors", "`hanse validate`", "documents",
      kDocuments, 1},
     count_documents},
    {{"tablesLeft", "legacy tables that are not cut over", "`hanse migrate status`", "tables",
      kAtMost, 0, true},
     count_tables_left},
    {{"openIncidents", "open incidents", "`hanse incident list`", "incidents", kAtMost, 0, true},
     count_incidents},
    {{"doctorFindings", "findings of the doctor's detectors", "`hanse doctor`", "findings",
      kDetectors, 0, true},
     count_findings},
};

constexpr size_t kRowCount = std::size(kRows);

const Row* row_of(std::string_view name) {
  for (const Row& row : kRows)
    if (row.question.name == name) return &row;
  return nullptr;
}

std::string names_text(const std::vector<EvidenceMatch>& matches) {
  std::vector<std::string> names;
  for (const EvidenceMatch& match : matches)
    if (!match.name.empty() && names.size() < kNamesShownMax) names.push_back(match.name);
  if (names.empty()) return "";
  if (names.size() < matches.size())
    names.push_back(fmt::format("{} more", matches.size() - names.size()));
  return ": " + joined(names);
}

// When the last one of those that were needed came to be, at the latest: those of which nobody
// knows may have been earlier.
int64_t since(const std::vector<EvidenceMatch>& matches, size_t needed) {
  std::vector<int64_t> times;
  for (const EvidenceMatch& match : matches)
    if (match.since_us != 0) times.push_back(match.since_us);
  if (needed == 0 || times.size() < needed) return 0;
  std::ranges::sort(times);
  return times[needed - 1];
}

void answer_count(const RoadmapEvidence& evidence, const EvidenceCount& count,
                  EvidenceAnswer& out) {
  const double found = count.number ? *count.number : static_cast<double>(count.matches.size());
  if (evidence.share) {
    const double share = count.of > 0 ? found / static_cast<double>(count.of) : 0;
    out.found = share * 100;
    const double at_least = evidence.at_least.value_or(1);
    out.holds = found >= at_least && share >= *evidence.share;
    out.text = fmt::format("{} of {}, {:.0f} % where {:.0f} % are wanted", found, count.of,
                           share * 100, out.wanted);
    if (evidence.at_least) out.text += fmt::format(", and at least {} of them", at_least);
    const double needed = std::ceil(*evidence.share * static_cast<double>(count.of) - 1e-9);
    if (out.holds)
      out.since_us = since(count.matches, static_cast<size_t>(std::max(needed, at_least)));
    return;
  }
  out.found = found;
  out.holds =
      (out.wants_at_most ? found <= out.wanted : found >= out.wanted) && count.problem.empty();
  if (!count.unit.empty()) out.unit = count.unit;
  out.text = fmt::format("{} {} where {} {} wanted{}", found, out.unit,
                         out.wants_at_most ? "at most" : "at least", out.wanted,
                         names_text(count.matches));
  if (!count.problem.empty()) out.text += "; " + count.problem;
  if (out.holds && !out.wants_at_most)
    out.since_us = since(count.matches, static_cast<size_t>(out.wanted));
}

}  // namespace

EvidenceAnswer ask(const RoadmapEvidence& evidence, const ProgrammeFacts& facts) {
  EvidenceAnswer out;
  const Row* row = row_of(evidence.of);
  if (row == nullptr) {
    out.missing = fmt::format("there is no question `{}`", evidence.of);
    return out;
  }
  const EvidenceQuestion& question = row->question;
  out.unit = question.unit;
  out.query = fmt::format("{} in {}", question.text, question.query);
  out.wants_at_most = question.is_at_most;
  // Every role, or every kind of technology, that was named.
  const double named = static_cast<double>(std::max(evidence.roles.size(), evidence.kinds.size()));
  const double wanted = question.is_per_name && named > 0 ? named : question.wanted;
  out.wanted = evidence.at_least.value_or(evidence.at_most.value_or(wanted));
  if (evidence.share) {
    out.unit = "%";
    out.wanted = *evidence.share * 100;
  }
  EvidenceCount count = row->count(evidence, facts);
  // Files alone can be read before anything is applied; what else is not there yet is not none.
  if (!facts.is_applied && question.name != "documents") count.missing = kNotApplied;
  if (!count.missing.empty()) {
    out.missing = count.missing;
    out.text = "not known: " + count.missing;
    return out;
  }
  answer_count(evidence, count, out);
  return out;
}

std::span<const EvidenceQuestion> evidence_questions() {
  static const auto all = [] {
    std::array<EvidenceQuestion, kRowCount> out = {};
    for (size_t i = 0; i < kRowCount; ++i) out[i] = kRows[i].question;
    return out;
  }();
  return all;
}

const EvidenceQuestion* evidence_question(std::string_view name) {
  const Row* row = row_of(name);
  return row == nullptr ? nullptr : &row->question;
}

std::vector<std::string_view> given_parameters(const RoadmapEvidence& evidence) {
  std::vector<std::string_view> out;
  if (evidence.at_least) out.push_back("atLeast");
  if (evidence.at_most) out.push_back("atMost");
  if (evidence.share) out.push_back("share");
  if (!evidence.over.empty()) out.push_back("over");
  if (!evidence.level.empty()) out.push_back("level");
  if (!evidence.type.empty()) out.push_back("type");
  if (!evidence.document.empty()) out.push_back("document");
  if (!evidence.domain.empty()) out.push_back("domain");
  if (!evidence.roles.empty()) out.push_back("roles");
  if (!evidence.kinds.empty()) out.push_back("kinds");
  if (!evidence.detectors.empty()) out.push_back("detectors");
  return out;
}

}  // namespace hanse::strategy
