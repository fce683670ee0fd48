// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kApprovalDays = 180, kApprovals = 10, kApproverShare = 0.8;
constexpr double kWaits = 5, kWaitDays = 5;

// Whether it begins in the period, and is not ahead.
bool begins_in(const GrantFact& fact, const DoctorCase& run) {
  return fact.grant.from_us >= run.days_ago(run.limit("period")) &&
         fact.grant.from_us <= run.now_us;
}

// HNS-D019
void few_approvers(DoctorCase& run) {
  const MeshFacts& facts = *run.facts;
  if (!facts.is_whole) return run.skip(kGrantsNotTold);
  std::map<std::string, std::set<std::string>> given;  // products by who granted
  std::map<std::string, size_t> counts;
  size_t all = 0;
  std::set<DomainId> domains;
  for (const GrantFact& fact : facts.grants) {
    if (!begins_in(fact, run)) continue;
    ++all;
    ++counts[fact.grant.granted_by];
    given[fact.grant.granted_by].insert(fact.grant.product.str());
    domains.insert(fact.grant.product.domain);
  }
  // Of one domain's products its own people are meant to decide.
  if (static_cast<double>(all) < run.limit("grants") || domains.size() < 2) return;
  for (const auto& [who, count] : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(all);
    if (share < run.limit("share")) continue;
    run.find({who,
              fmt::format("`{}` gave {} of {} over {}", who, count, counted(all, "grant"),
                          counted(domains.size(), "domain")),
              {{"grants", static_cast<double>(all)},
               {"grants by the one", static_cast<double>(count)},
               {"people who granted", static_cast<double>(counts.size())},
               {"domains", static_cast<double>(domains.size())}},
              {given[who].begin(), given[who].end()},
              {}});
  }
}

// HNS-D020
void slow_access(DoctorCase& run) {
  const MeshFacts& facts = *run.facts;
  if (!facts.is_whole) return run.skip(kGrantsNotTold);
  std::map<DomainId, std::vector<int64_t>> waits;
  for (const GrantFact& fact : facts.grants)
    if (fact.asked_us != 0 && begins_in(fact, run))
      waits[fact.grant.product.domain].push_back(fact.grant.from_us - fact.asked_us);
  for (auto& [domain, all] : waits) {
    if (static_cast<double>(all.size()) < run.limit("waits")) continue;
    std::ranges::sort(all);
    const size_t half = all.size() / 2;
    const double median = all.size() % 2 == 1 ? static_cast<double>(all[half])
                                              : static_cast<double>(all[half - 1] + all[half]) / 2;
    const double days = median / static_cast<double>(kDayUs);
    if (days <= run.limit("days")) continue;
    run.find({domain.str(),
              fmt::format("half of those who were refused waited {:.1f} days and more for a grant",
                          days),
              {{"waits", static_cast<double>(all.size())}, {"median in days", days}},
              {},
              {}});
  }
}

}  // namespace

std::vector<Detector> access_detectors() {
  return {
      {"HNS-D019",
       "approval bottleneck",
       "All access of all domains goes through a few hands.",
       "practice; Forsgren, Humble, Kim, Accelerate, IT Revolution 2018, ch. 7",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "grants of the period by who gave them, over at least two domains",
       {{"period", kApprovalDays, "days that are looked at"},
        {"grants", kApprovals, "grants, from which on the share counts"},
        {"share", kApproverShare, "share of them by one"}},
       "let each domain's product owner decide: policies/data/change.yaml\n"
       "let rules decide where they can: policies/data/access.yaml",
       few_approvers},
      {"HNS-D020",
       "slow access",
       "Who needs data waits days for it, and finds another way.",
       "practice; Forsgren, Humble, Kim, Accelerate, IT Revolution 2018, ch. 7",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "grants of the period: from the first refusal of who got it to its beginning, median by "
       "domain",
       {{"period", kApprovalDays, "days that are looked at"},
        {"waits", kWaits, "grants after a refusal, from which on the median counts"},
        {"days", kWaitDays, "days that half of them may wait"}},
       "hanse grant list shows what was given; let rules decide where they can:\n"
       "policies/data/access.yaml, and clearance in policies/data/classification.yaml",
       slow_access},
  };
}

}  // namespace hanse::strategy
