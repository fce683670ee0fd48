// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/discover.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "strategy/domains/discovered_test.h"
#include "strategy/domains/proposal_report.h"
#include "strategy/domains/reasons.h"
#include "strategy/graph/agreement.h"

namespace hanse::strategy {
namespace {

double pair_weight(const DomainEvidence& evidence, const std::string& a, const std::string& b) {
  const Graph graph = *make_graph(evidence.graph);
  const auto from = evidence.item_of.find(a)->second, to = evidence.item_of.find(b)->second;
  for (size_t i = 0; i < graph.neighbours(from).size(); ++i)
    if (graph.neighbours(from)[i] == to) return graph.weights_of(from)[i];
  return 0;
}

TEST(Evidence, ALargeApplicationSaysLittleOfEachPair) {
  Inventory inventory = planted_inventory(2);
  InventoryApplication giant;
  giant.id = "giant";
  for (const auto& each : inventory.capabilities) giant.capabilities.push_back(each.id);
  inventory.applications.push_back(giant);
  const DomainEvidence evidence = *gather_evidence(inventory);
  EXPECT_GT(pair_weight(evidence, "c0_0", "c0_1"), 5 * pair_weight(evidence, "c0_0", "c1_3"));
  EXPECT_GT(pair_weight(evidence, "c0_0", "c1_3"), 0);
}

TEST(Evidence, PartsOfTheMapAreContainersAndTheirLeavesAreItems) {
  Inventory inventory = planted_inventory(2);
  inventory.capabilities.push_back({"chapter", "", "", "", "", "", {}, {}, {}});
  inventory.capabilities[0].parent = inventory.capabilities[1].parent = "chapter";
  const DomainEvidence evidence = *gather_evidence(inventory);
  EXPECT_FALSE(evidence.item_of.contains("chapter"));
  EXPECT_EQ(evidence.below.find("chapter")->second.size(), 2u);
}

TEST(Evidence, ABusIsSeenThroughAndItsOwnFlowsSayNothing) {
  Inventory inventory = planted_inventory(8);
  InventoryApplication bus;
  bus.id = "bus";
  inventory.applications.push_back(bus);
  for (int area = 0; area < 8; ++area)
    for (int at = 0; at < 4; ++at) {
      inventory.integrations.push_back({fmt::format("a{}_{}s1", area, at),
                                        "bus",
                                        "",
                                        {fmt::format("d{}_{}", area, at)},
                                        1,
                                        {},
                                        {},
                                        {}});
      inventory.integrations.push_back({"bus",
                                        fmt::format("a{}_{}s2", area, at),
                                        "",
                                        {fmt::format("d{}_{}", area, at)},
                                        1,
                                        {},
                                        {},
                                        {}});
    }
  const DomainEvidence evidence = *gather_evidence(inventory);
  ASSERT_EQ(evidence.hubs.size(), 1u);
  EXPECT_EQ(inventory.applications[evidence.hubs[0].application].id, "bus");
  EXPECT_FALSE(evidence.hubs[0].is_stated);
  EXPECT_EQ(evidence.flows.size(), 32u) << "from who puts an asset in to who takes it out";
}

TEST(Evidence, WhoSaysApartTakesEvidenceAway) {
  Inventory inventory = planted_inventory(2);
  const double before = pair_weight(*gather_evidence(inventory), "c0_0", "c0_1");
  inventory.statements.push_back({"cto", "", "", "apart", {"c0_0", "c0_1"}, 0.5, {}});
  inventory.statements.push_back({"cfo", "", "", "apart", {"c0_0", "c0_1"}, 0.5, {}});
  EXPECT_NEAR(pair_weight(*gather_evidence(inventory), "c0_0", "c0_1"), before / 4, 1e-9);
}

TEST(Discover, FindsTheAreasThatAreThere) {
  for (const int areas : {3, 5, 8}) {
    const Inventory inventory = planted_inventory(areas);
    const Found found = discovered(inventory);
    EXPECT_EQ(found.proposal.answer, DomainsAnswer::kDomains);
    ASSERT_EQ(found.proposal.domains.size(), static_cast<size_t>(areas));
    std::vector<std::uint32_t> planted;
    for (const DomainItem& item : found.evidence.items)
      planted.push_back(static_cast<std::uint32_t>(item.id[1] - '0'));
    EXPECT_EQ(agreement(planted, found.proposal.domain_of)->nmi, 1) << areas;
  }
}

TEST(Discover, GivesTheSameForTheSame) {
  const Inventory inventory = planted_inventory(4);
  const Found one = discovered(inventory), other = discovered(inventory);
  EXPECT_EQ(report_html(proposal_report(inventory, one.evidence, one.proposal, "t")),
            report_html(proposal_report(inventory, other.evidence, other.proposal, "t")));
}

TEST(Discover, KeepsConstraintsOfTheFlags) {
  const Inventory inventory = planted_inventory(4);
  DiscoverOptions options;
  options.together = {{"c0_0", "c1_0"}};
  options.apart = {{"c2_0", "c2_1"}};
  const Found found = discovered(inventory, options);
  EXPECT_EQ(found.domain_of("c0_0"), found.domain_of("c1_0"));
  EXPECT_NE(found.domain_of("c2_0"), found.domain_of("c2_1"));
  options = {};
  options.domains_max = 2;
  EXPECT_LE(discovered(inventory, options).proposal.domains.size(), 2u);
}

TEST(Discover, NamesAFixedDomainAsItIsStated) {
  Inventory inventory = planted_inventory(3);
  inventory.constraints.fixed = {{"orders", "Orders", {"c1_2", "d1_4"}, {}}};
  const Found found = discovered(inventory);
  EXPECT_EQ(found.proposal.domains[found.domain_of("c1_2")].id, "orders");
  EXPECT_EQ(found.domain_of("c1_2"), found.domain_of("d1_4"));
}

TEST(Discover, ContradictingFlagsAreAConflictAndUnknownIdsAreNamed) {
  const Inventory inventory = planted_inventory(3);
  const DomainEvidence evidence = *gather_evidence(inventory);
  DiscoverOptions options;
  options.together = options.apart = {{"c0_0", "c1_0"}};
  const auto both = discover_domains(inventory, evidence, options);
  ASSERT_FALSE(both.has_value());
  EXPECT_EQ(both.error().code, ErrorCode::kConflict);
  options = {};
  options.together = {{"c0_0", "c1_00"}};
  const auto unknown = discover_domains(inventory, evidence, options);
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(unknown.error().help.find("c1_0"), std::string::npos);
}

TEST(Discover, OneTeamStaysCentral) {
  const Found found = discovered(planted_inventory(4, 6, 1));
  EXPECT_EQ(found.proposal.answer, DomainsAnswer::kStayCentral);
  ASSERT_FALSE(found.proposal.reasons.empty());
  EXPECT_NE(found.proposal.reasons[0].find("team0"), std::string::npos);
}

TEST(Discover, WhatIsTooSmallAloneIsJoinedDownToTheLeastNumber) {
  const Inventory ring = ring_of_pairs(8);
  const Found central = discovered(ring);
  EXPECT_TRUE(central.proposal.answer == DomainsAnswer::kStayCentral ||
              central.proposal.domains.size() >= 2)
      << central.proposal.domains.size() << " domains";
  for (const DomainAlternative& each : central.proposal.alternatives)
    EXPECT_TRUE(!each.is_chosen || each.domains == central.proposal.domains.size());
  DiscoverOptions options;
  for (const int least : {4, 8}) {
    options.domains_min = least;
    EXPECT_GE(discovered(ring, options).proposal.domains.size(), static_cast<size_t>(least));
  }
}

TEST(Discover, ALeastNumberThatIsNotThereIsAConflict) {
  const Inventory inventory = planted_inventory(3);
  const DomainEvidence evidence = *gather_evidence(inventory);
  DiscoverOptions options;
  options.domains_min = 50;
  const auto found = discover_domains(inventory, evidence, options);
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::kConflict);
  EXPECT_EQ(found.error().message.find("at least 50 domains are asked for"), 0u);
}

TEST(Discover, OneKnownOwnerAmongManyUnknownIsAMissingFact) {
  Inventory inventory = planted_inventory(4);
  for (size_t i = 1; i < inventory.applications.size(); ++i) inventory.applications[i].owner = "";
  const Found found = discovered(inventory);
  EXPECT_EQ(found.proposal.answer, DomainsAnswer::kDomains);
  const auto& missing = found.proposal.missing;
  EXPECT_TRUE(std::ranges::any_of(missing, [](const std::string& fact) {
    return fact.starts_with("who owns 47 of 48 applications, beside those of `team0`");
  })) << missing.size();
}

TEST(Discover, StatedNamesComeFirstAndRegisteredOnesAreSpelledSo) {
  Inventory inventory = planted_inventory(3);
  const Found plain = discovered(inventory);
  const std::string derived = plain.proposal.domains[plain.domain_of("c0_0")].id;
  inventory.constraints.fixed = {{"C0-" + derived.substr(3), "", {"c1_2"}, {}}};
  const Found fixed = discovered(inventory);
  EXPECT_EQ(fixed.proposal.domains[fixed.domain_of("c1_2")].id, "C0-" + derived.substr(3));
  EXPECT_EQ(fixed.proposal.domains[fixed.domain_of("c0_0")].id, derived + "_2");
  inventory.constraints.fixed.clear();
  DiscoverOptions options;
  options.registered = {"C0-" + derived.substr(3)};
  const Found known = discovered(inventory, options);
  EXPECT_EQ(known.proposal.domains[known.domain_of("c0_0")].id, options.registered[0]);
}

TEST(Evidence, OnlyLinksThatImportersWroteAreMeasured) {
  Inventory inventory = planted_inventory(3);
  const auto basis = [&] {
    const Found found = discovered(inventory);
    for (const Figure& figure : evidence_figures(inventory, found.evidence))
      if (figure.basis == Basis::kMeasured) return figure.source;
    return std::string();
  };
  const InventoryLink typed{"d0_0", "d0_1", "foreignKey", 5, "my gut", {}, {}};
  InventoryLink imported{"d0_0", "d0_2", "foreignKey", 1, "foreign keys of PostgreSQL erp", {}, {}};
  inventory.links = {typed};
  EXPECT_EQ(basis(), "");
  inventory.links = {imported};
  EXPECT_EQ(basis(), imported.source);
  inventory.links = {imported, typed};
  EXPECT_EQ(basis(), "");
}

TEST(Discover, EvidenceWithoutStructureStaysCentral) {
  Inventory inventory = planted_inventory(1, 24);
  inventory.teams.push_back({"other", "", "", 5, {}, {}});
  for (size_t i = 0; i < inventory.applications.size(); ++i) {  // everything with everything
    inventory.applications[i].owner = i % 2 == 0 ? "team0" : "other";
    inventory.applications[i].capabilities = {fmt::format("c0_{}", i * 7 % 24),
                                              fmt::format("c0_{}", (i * 11 + 5) % 24)};
  }
  for (size_t i = 0; i < inventory.access.size(); ++i)
    inventory.access[i].asset = fmt::format("d0_{}", i * 13 % 24);
  const Found found = discovered(inventory);
  EXPECT_EQ(found.proposal.answer, DomainsAnswer::kStayCentral);
  EXPECT_FALSE(found.proposal.reasons.empty());
}

TEST(Discover, SaysWhatAThinInventoryLacks) {
  Inventory inventory = planted_inventory(3);
  inventory.access.clear();
  inventory.applications.clear();
  for (auto& each : inventory.capabilities) each.parent = "top";
  inventory.capabilities.push_back({"top", "", "", "", "", "", {}, {}, {}});
  const Found found = discovered(inventory);
  EXPECT_EQ(found.proposal.answer, DomainsAnswer::kTooThin);
  EXPECT_TRUE(found.proposal.domains.empty());
  EXPECT_GE(found.proposal.missing.size(), 5u);
  Inventory tiny = planted_inventory(1, 2);
  EXPECT_EQ(discovered(tiny).proposal.answer, DomainsAnswer::kTooThin);
}

TEST(Discover, DataReadAcrossIsAProductAndNeedsAnAgreement) {
  const Found found = discovered(planted_inventory(3));
  const std::uint32_t owner = found.domain_of("d1_0"), consumer = found.domain_of("c0_0");
  const auto& shared = found.proposal.domains[owner].shared;
  ASSERT_EQ(shared.size(), 1u);
  EXPECT_EQ(found.evidence.items[shared[0].item].id, "d1_0");
  EXPECT_EQ(shared[0].consumers, std::vector<std::uint32_t>{consumer});
  EXPECT_EQ(found.proposal.domains[consumer].agreements_needed, 1u);
}

TEST(Discover, AnApplicationOfTwoAreasIsSplitNotAssigned) {
  Inventory inventory = planted_inventory(3);
  InventoryApplication monolith;
  monolith.id = "core";
  monolith.owner = "team0";
  monolith.capabilities = {"c0_0", "c0_1", "c1_0", "c1_1"};
  inventory.applications.push_back(monolith);
  const Found found = discovered(inventory);
  ASSERT_EQ(found.proposal.splits.size(), 1u);
  EXPECT_EQ(inventory.applications[found.proposal.splits[0].application].id, "core");
  ASSERT_EQ(found.proposal.splits[0].domains.size(), 2u);
  EXPECT_EQ(found.proposal.splits[0].domains[0].second, 0.5);
}

TEST(Discover, WhatHasNoEvidenceIsLeftToPeople) {
  Inventory inventory = planted_inventory(3);
  inventory.capabilities.push_back({"lonely", "", "", "", "", "", {}, {}, {}});
  const Found found = discovered(inventory);
  ASSERT_EQ(found.proposal.unplaced.size(), 1u);
  EXPECT_EQ(found.evidence.items[found.proposal.unplaced[0]].id, "lonely");
  EXPECT_EQ(found.proposal.domains.size(), 3u);
}

TEST(Discover, AStatementThatIsNotFollowedIsNamed) {
  Inventory inventory = planted_inventory(3);
  inventory.statements.push_back({"cto", "", "", "together", {"c0_0", "c2_3"}, 0.1, {}});
  inventory.statements.push_back({"cto", "", "", "together", {"c0_0", "c0_1"}, 0.1, {}});
  const Found found = discovered(inventory);
  ASSERT_EQ(found.proposal.against.size(), 1u);
  EXPECT_EQ(found.proposal.against[0].statement, 0u);
}

TEST(Discover, CongruenceIsTheShareOfNeededPairsThatWorkTogether) {
  Inventory inventory = planted_inventory(3);
  for (int area = 0; area < 3; ++area)
    inventory.integrations.push_back({fmt::format("a{}_0s1", area),
                                      fmt::format("a{}_0s1", (area + 1) % 3),
                                      "",
                                      {},
                                      1,
                                      {},
                                      {},
                                      {}});
  inventory.collaborations.push_back({"team0", "team1", "", 1, {}, {}});
  const Found found = discovered(inventory);
  ASSERT_TRUE(found.proposal.congruence.share.has_value());
  EXPECT_NEAR(*found.proposal.congruence.share, 1.0 / 3, 1e-12);
}

TEST(Reasons, AnswerAllSixteenCriteriaAndTenQuestions) {
  const Inventory inventory = planted_inventory(3);
  const Found found = discovered(inventory);
  const auto coupling = coupling_reasons(inventory, found.evidence, found.proposal, 0);
  const auto service = service_reasons(inventory, found.evidence, found.proposal, 0);
  EXPECT_EQ(coupling.size(), 16u);
  EXPECT_EQ(service.size(), 10u);
  const auto owner = std::ranges::find(coupling, "Shared owner", &DomainReason::criterion);
  EXPECT_EQ(owner->says, ReasonSays::kFor) << owner->text;
  const auto keys = std::ranges::find(coupling, "Consistency constraint", &DomainReason::criterion);
  EXPECT_EQ(keys->says, ReasonSays::kOpen) << "no foreign key is known: people are asked";
}

}  // namespace
}  // namespace hanse::strategy
