// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/what_if.h"

#include <set>

#include "strategy/domains/discovered_test.h"

namespace hanse::strategy {
namespace {

TEST(WhatIf, AMoveCostsWhatItCuts) {
  const Inventory inventory = planted_inventory(3);
  const Found found = discovered(inventory);
  const std::string from = found.proposal.domains[found.domain_of("c0_1")].id;
  const std::string to = found.proposal.domains[found.domain_of("c1_0")].id;
  const auto worse = what_if(inventory, found.evidence, found.proposal, {{"c0_1", to}});
  ASSERT_TRUE(worse.has_value());
  EXPECT_LT(worse->effect.quality_after, worse->effect.quality_before);
  EXPECT_GT(worse->after.boundary.share_cut, found.proposal.boundary.share_cut);
  EXPECT_EQ(worse->after.domains.size(), 3u);
  EXPECT_EQ(worse->after.domains[found.domain_of("c0_1")].id, from) << "names stay";
  const auto same = what_if(inventory, found.evidence, found.proposal, {{"c0_1", "c0_0"}});
  ASSERT_TRUE(same.has_value());
  EXPECT_TRUE(same->moved.empty());
}

TEST(WhatIf, AWholeDomainMergesAndANewOneIsMade) {
  const Inventory inventory = planted_inventory(3);
  const Found found = discovered(inventory);
  const auto& domains = found.proposal.domains;
  const auto merged =
      what_if(inventory, found.evidence, found.proposal, {{domains[0].id, domains[1].id}});
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(merged->moved.size(), 12u);
  EXPECT_TRUE(merged->after.domains[0].items.empty());
  const auto made = what_if(inventory, found.evidence, found.proposal, {{"c0_0", "new"}});
  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(made->after.domains.size(), 4u);
  std::set<std::string> ids;
  for (const ProposedDomain& each : made->after.domains) ids.insert(each.id);
  EXPECT_EQ(ids.size(), 4u);
}

TEST(WhatIf, BrokenConstraintsAndUnknownNamesAreSaid) {
  Inventory inventory = planted_inventory(3);
  inventory.constraints.together = {{"c0_0", "c0_1"}};
  const Found found = discovered(inventory);
  const auto broken = what_if(inventory, found.evidence, found.proposal, {{"c0_1", "c1_0"}});
  ASSERT_TRUE(broken.has_value());
  EXPECT_EQ(broken->broken, std::vector<std::string>{"`c0_0` and `c0_1` are to stay together"});
  const auto unknown = what_if(inventory, found.evidence, found.proposal, {{"c0_11", "c1_0"}});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
  for (const char* text : {"", "billing", ":orders", "billing:"})
    EXPECT_FALSE(parse_move(text).has_value()) << text;
}

TEST(WhatIf, HoldsEveryRuleOfTheProposal) {
  Inventory inventory = planted_inventory(3);
  inventory.capabilities.push_back({"chapter", "", "", "", "", "", {}, {}, {}});
  inventory.capabilities[0].parent = inventory.capabilities[1].parent = "chapter";
  inventory.constraints.fixed = {{"orders", "Orders", {"c2_0"}, {}}};
  DiscoverOptions options;
  options.apart = {{"chapter", "c1_0"}};
  options.together = {{"c1_1", "c1_2"}};
  options.domains_max = options.domains_min = 3;
  const Found found = discovered(inventory, options);
  const auto broken = [&](const std::vector<DomainMove>& moves) {
    const auto result = what_if(inventory, found.evidence, found.proposal, moves);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
    return result ? result->broken : std::vector<std::string>();
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(broken({{"c0_2", "c1_0"}}), Texts{});
  EXPECT_EQ(broken({{"c0_1", "c1_0"}}), Texts{"`c0_1` and `c1_0` are to stay apart"});
  EXPECT_EQ(broken({{"c1_1", "c0_0"}}), Texts{"`c1_1` and `c1_2` are to stay together"});
  EXPECT_EQ(broken({{"c2_0", "c0_2"}}), Texts{"`c2_0` is fixed in `orders`"});
  EXPECT_EQ(broken({{"c2_1", "new"}}), Texts{"4 domains, at most 3"});
  const std::string first = found.proposal.domains[found.domain_of("c1_0")].id;
  EXPECT_EQ(broken({{first, "orders"}}), Texts{"2 domains, at least 3"});
}

TEST(WhatIf, EachNewIsADomainOfItsOwnAndNothingGoesToTwo) {
  const Inventory inventory = planted_inventory(3);
  const Found found = discovered(inventory);
  const auto two =
      what_if(inventory, found.evidence, found.proposal, {{"c0_0", "new"}, {"c1_0", "new"}});
  ASSERT_TRUE(two.has_value()) << two.error().message;
  EXPECT_EQ(two->after.domains.size(), 5u);
  const DomainMove once{"c0_0", "new"};
  const auto again = what_if(inventory, found.evidence, found.proposal, {once, once});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->after.domains.size(), 4u);
  const std::string to = found.proposal.domains[found.domain_of("c1_0")].id;
  const auto both = what_if(inventory, found.evidence, found.proposal, {once, {"c0_0", to}});
  ASSERT_FALSE(both.has_value());
  EXPECT_EQ(both.error().message,
            fmt::format("`c0_0` is to move to a new domain and to `{}`, expected one of them", to));
}

}  // namespace
}  // namespace hanse::strategy
