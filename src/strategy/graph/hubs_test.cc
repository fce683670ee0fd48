// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/hubs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hanse::strategy {
namespace {

// Twelve cliques of five nodes, 0…59, joined in a ring; more nodes are added by the tests.
GraphInput cliques(size_t more) {
  GraphInput input;
  input.sizes.assign(60 + more, 1);
  for (GraphNode group = 0; group < 12; ++group) {
    for (GraphNode i = 0; i < 5; ++i) {
      for (GraphNode j = 0; j < i; ++j) input.edges.push_back({group * 5 + i, group * 5 + j});
    }
    input.edges.push_back({group * 5, (group * 5 + 5) % 60});
  }
  return input;
}

TEST(Hubs, TellsBusWarehouseAndMasterDataApart) {
  GraphInput input = cliques(3);
  for (GraphNode node = 0; node < 60; ++node) {
    input.edges.push_back({60, node});                     // reads from all: a warehouse
    if (node % 2 == 0) input.edges.push_back({node, 61});  // read by 30: master data
    if (node % 3 == 0) input.edges.push_back({62, node});  // 40 in both directions: a bus
    if (node % 3 == 1) input.edges.push_back({node, 62});
  }
  const auto hubs = find_hubs(*make_graph(std::move(input)));
  ASSERT_TRUE(hubs);
  ASSERT_EQ(hubs->size(), 3U);
  EXPECT_EQ((*hubs)[0].node, 60U);
  EXPECT_EQ((*hubs)[0].kind, HubKind::kWarehouse);
  EXPECT_EQ((*hubs)[0].depends_on, 60U);
  // 60 neighbours, five in each of twelve communities: P = 1 − 12·(5/60)².
  EXPECT_NEAR((*hubs)[0].participation, 1 - 12.0 / 144, 1e-12);
  EXPECT_EQ((*hubs)[1].node, 62U);
  EXPECT_EQ((*hubs)[1].kind, HubKind::kBus);
  EXPECT_EQ((*hubs)[2].node, 61U);
  EXPECT_EQ((*hubs)[2].kind, HubKind::kMasterData);
  EXPECT_EQ((*hubs)[2].used_by, 30U);
}

TEST(Hubs, TheCentreOfOneCommunityIsNone) {
  GraphInput input = cliques(41);
  for (GraphNode node = 61; node < 101;
       ++node) {  // 40 that hang on 60 alone, which touches the rest
    input.edges.push_back({60, node});
  }
  input.edges.push_back({60, 0});
  input.edges.push_back({60, 7});
  EXPECT_TRUE(find_hubs(*make_graph(std::move(input)))->empty());
}

TEST(Hubs, AStarHasACentreAndNoHub) {
  GraphInput input;
  input.sizes.assign(20, 1);
  for (GraphNode node = 1; node < 20; ++node) input.edges.push_back({node, 0});
  EXPECT_TRUE(find_hubs(*make_graph(std::move(input)))->empty());
}

TEST(Hubs, EvenGraphsAndEmptyOnesHaveNone) {
  EXPECT_TRUE(find_hubs(*make_graph(cliques(0)))->empty());
  EXPECT_TRUE(find_hubs(*make_graph({}))->empty());
  GraphInput input;
  input.sizes.assign(5, 1);
  EXPECT_TRUE(find_hubs(*make_graph(std::move(input)))->empty());
}

TEST(Hubs, WithoutDependenciesTheKindIsNotKnown) {
  GraphInput input = cliques(1);
  input.layers[0].is_dependency = false;
  for (GraphNode node = 0; node < 60; ++node) input.edges.push_back({60, node});
  const auto hubs = find_hubs(*make_graph(std::move(input)));
  ASSERT_EQ(hubs->size(), 1U);
  EXPECT_EQ((*hubs)[0].kind, HubKind::kUndirected);
  EXPECT_EQ(hub_kind_name(HubKind::kUndirected), "undirected");
}

}  // namespace
}  // namespace hanse::strategy
