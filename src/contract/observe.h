// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "catalog/snapshot.h"
#include "contract/incidents.h"
#include "contract/service_objectives.h"

namespace hanse::contract {

// What one look at a mesh sees beside its catalog.
struct Look {
  int64_t now_us = 0;
  std::set<catalog::TableAddress> damaged;        // their files are not those that were published
  std::vector<catalog::CheckRunRecord> runs;      // the newest of each table, with outcomes
  std::vector<ProductObjectives> objectives;      // by product; without: nothing new is known
};

// Every promise that can be told now: each check of the newest runs, builds and runs of other
// tools, whether tables can be read, their freshness, and budgets that are spent. Pure.
std::vector<Observation> observe(const catalog::CatalogSnapshot& catalog, const Look& look);

// Availability and freshness of each product as they are now, where they are another thing than the
// last of `known`; a level that was missed meanwhile and whose moment is known has that moment.
std::vector<catalog::LevelChangeRecord> new_level_changes(
    const catalog::CatalogSnapshot& catalog, const Look& look,
    const std::vector<catalog::LevelChangeRecord>& known);

}  // namespace hanse::contract
