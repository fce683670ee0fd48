// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "strategy/domains/inventory.h"

namespace hanse::strategy {

// An inventory with so many areas that are there: each of `width` capabilities and assets, with
// applications that link neighbours in a ring, and one that links the area with the next.
inline Inventory planted_inventory(int areas, int width = 6, int teams = 0) {
  Inventory out;
  out.id = out.name = "planted";
  out.origin = {"test", "2026-01", ""};
  const auto id = [](char kind, int area, int at) {
    return std::string(1, kind) + std::to_string(area) + "_" + std::to_string(at);
  };
  for (int area = 0; area < areas; ++area) {
    if (teams == 0 || area < teams)
      out.teams.push_back({"team" + std::to_string(area), "", "", 7, {}, {}});
    const std::string owner = "team" + std::to_string(teams == 0 ? area : area % teams);
    for (int at = 0; at < width; ++at) {
      out.capabilities.push_back({id('c', area, at), "", "", "", "", "", {}, {}, {}});
      InventoryAsset asset;
      asset.id = id('d', area, at);
      out.assets.push_back(asset);
      for (int step = 1; step <= 2; ++step) {
        InventoryApplication application;
        application.id = fmt::format("{}s{}", id('a', area, at), step);
        application.owner = owner;
        application.capabilities = {id('c', area, at), id('c', area, (at + step) % width)};
        out.applications.push_back(application);
        out.access.push_back(
            {application.id, asset.id, step == 1 ? "creates" : "reads", 1, {}, {}});
      }
    }
    out.access.push_back({fmt::format("{}s1", id('a', area, 0)),
                          id('d', (area + 1) % areas, 0),
                          "reads",
                          1,
                          {},
                          {}});
  }
  return out;
}

// Pairs of capabilities on a ring, and less between neighbours: a team each.
inline Inventory ring_of_pairs(int pairs) {
  Inventory out;
  out.id = out.name = "ring";
  out.origin = {"test", "2026-01", ""};
  const auto id = [&](int at) { return "c" + std::to_string(at % (2 * pairs)); };
  for (int pair = 0; pair < pairs; ++pair) {
    const std::string team = "team" + std::to_string(pair);
    out.teams.push_back({team, "", "", 7, {}, {}});
    for (int i = 0; i < 2; ++i)
      out.capabilities.push_back({id(2 * pair + i), "", "", "", "", "", {}, {}, {}});
    for (int i = 0; i < 4; ++i) {
      InventoryApplication application;
      application.id = fmt::format("a{}_{}", pair, i);
      application.owner = team;
      const int from = 2 * pair + (i < 3 ? 0 : 1);
      application.capabilities = {id(from), id(from + 1)};
      out.applications.push_back(application);
    }
  }
  return out;
}

}  // namespace hanse::strategy
