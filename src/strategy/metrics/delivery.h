// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {

// Delivery of data products, by the five measures of DORA (dora.dev/guides/dora-metrics; rework
// rate since its report of 2024). Pure.

// A change needs to be remediated when its product breaks within this time, and before the next.
constexpr int64_t kDeploymentWatchUs = kDayUs;

// A time in which a product was broken: a build or a run of its tool failed until one succeeded, or
// an incident of severity error, from when it was detected until it was repaired.
struct BrokenTime {
  int64_t from_us = 0, until_us = 0;  // until 0: still
};
// Of each product, by when they begin; may overlap.
std::map<ProductId, std::vector<BrokenTime>> broken_times(const MeshFacts& facts);

// An apply that policy allowed and that changed the product.
struct Deployment {
  ProductId product;
  int64_t at_us = 0;
  size_t apply = 0;          // into facts.applies
  bool failed = false;       // a time in which it was broken begins with it
  int64_t recovered_us = 0;  // when all of those were over; 0: not yet, or none
  bool is_rework = false;    // made while the product was broken
  bool is_alone = false;     // its apply changed this domain and nothing else
};
// By time, then product.
std::vector<Deployment> deployments(const MeshFacts& facts);

// A commit that reached a product: with the first apply that policy allowed of its domain whose
// commit contains it. The first apply of a domain that the ledger has only marks what was there.
struct DeliveredCommit {
  ProductId product;
  size_t commit = 0;  // into facts.commits
  int64_t committed_us = 0, delivered_us = 0;
};
// By delivery. None when git or the commits of applies are not known.
std::vector<DeliveredCommit> delivered_commits(const MeshFacts& facts);

}  // namespace hanse::strategy
