// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/delivery.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace hanse::strategy {
namespace {

void add_failures(const MeshFacts& facts, std::map<ProductId, std::vector<BrokenTime>>& out) {
  std::map<std::pair<ProductId, OutcomeFact::Kind>, int64_t> failing;
  for (const OutcomeFact& outcome : facts.outcomes) {
    if (outcome.kind == OutcomeFact::Kind::kChecks) continue;  // incidents tell of them
    const auto key = std::pair(outcome.product, outcome.kind);
    const auto open = failing.find(key);
    if (!outcome.succeeded) {
      if (open == failing.end()) failing[key] = outcome.at_us;
    } else if (open != failing.end()) {
      out[outcome.product].push_back({open->second, outcome.at_us});
      failing.erase(open);
    }
  }
  for (const auto& [key, from_us] : failing) out[key.first].push_back({from_us, 0});
}

void judge(const std::vector<BrokenTime>& broken, int64_t next_us, Deployment& deployment) {
  const int64_t end_us = std::min(deployment.at_us + kDeploymentWatchUs, next_us);
  bool is_open = false;
  for (const BrokenTime& time : broken) {
    if (time.from_us < deployment.at_us && (time.until_us == 0 || time.until_us > deployment.at_us))
      deployment.is_rework = true;
    if (time.from_us < deployment.at_us || time.from_us >= end_us) continue;
    deployment.failed = true;
    is_open = is_open || time.until_us == 0;
    deployment.recovered_us = std::max(deployment.recovered_us, time.until_us);
  }
  if (is_open) deployment.recovered_us = 0;
}

bool is_alone(const ApplyFact& apply, const DomainId& domain) {
  return apply.mesh_changes == 0 &&
         std::ranges::all_of(apply.scopes,
                             [&](const std::string& scope) { return scope == domain.str(); });
}

// Walks from each applied commit to what its domain does not have yet.
class Deliveries {
 public:
  explicit Deliveries(const MeshFacts& facts) : facts_(facts) {
    for (size_t i = 0; i < facts.commits.size(); ++i) by_id_.emplace(facts.commits[i].id, i);
  }

  std::vector<DeliveredCommit> run() {
    for (const ApplyFact& apply : facts_.applies) {
      const auto tip = by_id_.find(apply.git_commit);
      if (!apply.allowed || tip == by_id_.end()) continue;
      std::set<DomainId> domains;
      for (const std::string& scope : apply.scopes)
        if (scope != "mesh") domains.insert(DomainId(scope));
      for (const DomainId& domain : domains) deliver(domain, tip->second, apply.at_us);
    }
    std::ranges::stable_sort(out_, {}, &DeliveredCommit::delivered_us);
    return std::move(out_);
  }

 private:
  void deliver(const DomainId& domain, size_t tip, int64_t at_us) {
    const auto [place, is_first] = delivered_.try_emplace(domain);
    std::vector<size_t> open = {tip};
    while (!open.empty()) {
      const size_t index = open.back();
      open.pop_back();
      if (!place->second.insert(index).second) continue;
      const CommitFact& commit = facts_.commits[index];
      if (!is_first)
        for (const ProductId& product : commit.products)
          if (product.domain == domain) out_.push_back({product, index, commit.at_us, at_us});
      for (const std::string& parent : commit.parents)
        if (const auto found = by_id_.find(parent); found != by_id_.end())
          open.push_back(found->second);
    }
  }

  const MeshFacts& facts_;
  std::map<std::string, size_t> by_id_;
  std::map<DomainId, std::set<size_t>> delivered_;
  std::vector<DeliveredCommit> out_;
};

}  // namespace

std::map<ProductId, std::vector<BrokenTime>> broken_times(const MeshFacts& facts) {
  std::map<ProductId, std::vector<BrokenTime>> out;
  add_failures(facts, out);
  for (const catalog::IncidentRecord& incident : facts.incidents)
    if (incident.severity == "error")
      out[incident.product].push_back({incident.detected_us, incident.repaired_us});
  for (auto& [product, times] : out) std::ranges::stable_sort(times, {}, &BrokenTime::from_us);
  return out;
}

std::vector<Deployment> deployments(const MeshFacts& facts) {
  std::map<ProductId, std::vector<Deployment>> by_product;
  for (size_t i = 0; i < facts.applies.size(); ++i) {
    const ApplyFact& apply = facts.applies[i];
    if (!apply.allowed) continue;
    for (const ProductId& product : apply.products) {
      Deployment deployment{product, apply.at_us, i};
      deployment.is_alone = is_alone(apply, product.domain);
      by_product[product].push_back(deployment);
    }
  }
  const auto broken = broken_times(facts);
  std::vector<Deployment> out;
  for (auto& [product, list] : by_product) {
    const auto times = broken.find(product);
    for (size_t i = 0; i < list.size(); ++i) {
      const int64_t next_us = i + 1 < list.size() ? list[i + 1].at_us : INT64_MAX;
      if (times != broken.end()) judge(times->second, next_us, list[i]);
      out.push_back(list[i]);
    }
  }
  std::ranges::sort(out, [](const Deployment& left, const Deployment& right) {
    return std::tie(left.at_us, left.product) < std::tie(right.at_us, right.product);
  });
  return out;
}

std::vector<DeliveredCommit> delivered_commits(const MeshFacts& facts) {
  return Deliveries(facts).run();
}

}  // namespace hanse::strategy
