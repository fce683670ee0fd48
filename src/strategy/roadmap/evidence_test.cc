// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

using testing::HasSubstr;

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;

// A small mesh: a platform team, two council seats, two domains, two products of which one passes
// its checks, and one use across domains.
ProgrammeFacts small() {
  ProgrammeFacts facts;
  facts.is_applied = true;
  facts.now_us = 1'000 * kDayUs;
  facts.applied_us = 900 * kDayUs;
  facts.teams = {{"p", "platform"}, {"s", "streamAligned"}};
  facts.council = {{"governance", "c"}, {"legal", "l"}};
  facts.domains.resize(2);
  facts.domains[0].id = DomainId("sales");
  facts.domains[0].status = "active";
  facts.domains[0].roles = {"productOwner", "dataEngineer"};
  facts.domains[0].applied_us = 900 * kDayUs;
  facts.domains[1].id = DomainId("billing");
  facts.domains[1].status = "proposed";
  facts.products.resize(2);
  for (size_t i = 0; i < 2; ++i) {
    facts.products[i].id = {DomainId("sales"), i == 0 ? "orders" : "customers"};
    facts.products[i].is_published = true;
    facts.products[i].published_us = (910 + static_cast<int64_t>(i)) * kDayUs;
  }
  facts.products[0].has_description = facts.products[0].has_support = true;
  facts.products[1].upstream = {DomainId("billing"), DomainId("hr")};
  facts.checks = {{{DomainId("sales"), "orders"}, "sales.orders", "passed", 920 * kDayUs},
                  {{DomainId("sales"), "customers"}, "sales.customers", "failed", 920 * kDayUs}};
  facts.uses = {
      {{DomainId("sales"), "orders"}, DomainId("billing"), "user:a", "statement", 930 * kDayUs}};
  facts.levels = {{{DomainId("sales"), "orders"}, "availability", 0.995, 1.0, 980 * kDayUs},
                  {{DomainId("sales"), "customers"}, "availability", 0.995, 1.0, 960 * kDayUs},
                  {{DomainId("sales"), "customers"}, "freshness", 0.99, 0.5, 900 * kDayUs}};
  facts.policy_tests = ProgrammePolicyTests{12, 0, 3, 0};
  facts.migration = ProgrammeMigration{10, 4};
  facts.technologies = {{"pg", "store", "adopt", "ADR 1"}, {"kafka", "stream", "trial", "ADR 2"}};
  facts.documents = {{"Assessment", {"strategy/assessment.yaml"}}};
  facts.doctor = std::map<std::string, size_t>{{"orphans", 0}, {"sprawl", 2}};
  facts.askers = {"user:a", "user:b"};
  facts.purposes = 3;
  facts.environments = 1;
  facts.terms = 7;
  return facts;
}

EvidenceAnswer answer(const std::string& of, double at_least = -1) {
  RoadmapEvidence evidence;
  evidence.of = of;
  if (at_least >= 0) evidence.at_least = at_least;
  return ask(evidence, small());
}

TEST(Evidence, CountsWhatTheMeshShows) {
  const std::map<std::string, double> expected = {{"councilSeats", 2},
                                                  {"teams", 2},
                                                  {"domainsActive", 1},
                                                  {"domainsStaffed", 1},
                                                  {"productsPublished", 2},
                                                  {"productsDescribed", 1},
                                                  {"contractsPassing", 1},
                                                  {"productsUsedAcross", 1},
                                                  {"consumerDomains", 1},
                                                  {"productsAcross", 1},
                                                  {"askers", 2},
                                                  {"policiesTested", 12},
                                                  {"levelsKept", 1},
                                                  {"purposes", 3},
                                                  {"technologiesDecided", 1},
                                                  {"environments", 1},
                                                  {"terms", 7},
                                                  {"documents", 1},
                                                  {"tablesLeft", 4},
                                                  {"openIncidents", 0},
                                                  {"doctorFindings", 2}};
  for (const EvidenceQuestion& question : evidence_questions()) {
    const auto found = expected.find(std::string(question.name));
    ASSERT_NE(found, expected.end()) << question.name << " has no test";
    EXPECT_EQ(answer(found->first).found, found->second) << question.name;
  }
  EXPECT_EQ(expected.size(), evidence_questions().size());
}

TEST(Evidence, OfNothingAppliedHoldsNothing) {
  ProgrammeFacts nothing;
  for (const EvidenceQuestion& question : evidence_questions()) {
    RoadmapEvidence evidence;
    evidence.of = std::string(question.name);
    EXPECT_FALSE(ask(evidence, nothing).holds) << question.name;
    evidence.at_least = 0;
    evidence.at_most = 0;
    const EvidenceAnswer found = ask(evidence, nothing);
    if (question.name == "documents") continue;
    EXPECT_FALSE(found.holds) << question.name;
    EXPECT_THAT(found.missing, HasSubstr("nothing is applied")) << question.name;
  }
}

TEST(Evidence, HoldsFromTheNumberOnThatIsWanted) {
  EXPECT_TRUE(answer("productsPublished", 2).holds);
  EXPECT_FALSE(answer("productsPublished", 3).holds);
  EXPECT_FALSE(answer("tablesLeft").holds);
  RoadmapEvidence most;
  most.of = "tablesLeft";
  most.at_most = 4;
  EXPECT_TRUE(ask(most, small()).holds);
}

TEST(Evidence, SaysSinceWhenItHolds) {
  EXPECT_EQ(answer("productsPublished", 1).since_us, 910 * kDayUs);
  EXPECT_EQ(answer("productsPublished", 2).since_us, 911 * kDayUs);
  EXPECT_EQ(answer("productsUsedAcross", 1).since_us, 930 * kDayUs);
}

TEST(Evidence, OfALevelNeedsItsWholeTime) {
  RoadmapEvidence evidence;
  evidence.of = "levelsKept";
  evidence.level = "availability";
  evidence.over = "P30D";
  const EvidenceAnswer found = ask(evidence, small());
  EXPECT_EQ(found.found, 1) << "orders is known for 20 days only";
  EXPECT_EQ(found.since_us, 990 * kDayUs);
  evidence.over = "P10D";
  EXPECT_EQ(ask(evidence, small()).found, 2);
  evidence.level = "freshness";
  EXPECT_EQ(ask(evidence, small()).found, 0) << "it was not kept";
}

TEST(Evidence, OfEveryNamedRoleNeedsEach) {
  RoadmapEvidence evidence;
  evidence.of = "councilSeats";
  evidence.roles = {"governance", "security"};
  const EvidenceAnswer found = ask(evidence, small());
  EXPECT_FALSE(found.holds);
  EXPECT_EQ(found.wanted, 2);
  EXPECT_THAT(found.text, HasSubstr("nobody holds security"));
}

TEST(Evidence, AShareIsOfAllThatArePublished) {
  RoadmapEvidence evidence;
  evidence.of = "contractsPassing";
  evidence.share = 0.5;
  EXPECT_TRUE(ask(evidence, small()).holds);
  evidence.share = 0.9;
  const EvidenceAnswer found = ask(evidence, small());
  EXPECT_FALSE(found.holds);
  EXPECT_EQ(found.text, "1 of 2, 50 % where 90 % are wanted");
}

TEST(Evidence, AShareAndANumberMustBothHold) {
  RoadmapEvidence evidence;
  evidence.of = "contractsPassing";
  evidence.share = 0.5;
  evidence.at_least = 1;
  EXPECT_TRUE(ask(evidence, small()).holds);
  evidence.at_least = 2;
  const EvidenceAnswer found = ask(evidence, small());
  EXPECT_FALSE(found.holds);
  EXPECT_EQ(found.text, "1 of 2, 50 % where 50 % are wanted, and at least 2 of them");
}

TEST(Evidence, FailingTestsAreNoEvidence) {
  ProgrammeFacts facts = small();
  facts.policy_tests->failed = 1;
  RoadmapEvidence evidence;
  evidence.of = "policiesTested";
  EXPECT_FALSE(ask(evidence, facts).holds);
}

TEST(Evidence, SaysWhichFactIsMissing) {
  ProgrammeFacts facts = small();
  facts.migration.reset();
  RoadmapEvidence evidence;
  evidence.of = "tablesLeft";
  const EvidenceAnswer found = ask(evidence, facts);
  EXPECT_FALSE(found.found);
  EXPECT_FALSE(found.holds);
  EXPECT_THAT(found.missing, HasSubstr("hanse migrate"));
}

TEST(Evidence, ADraftIsNamedAndDoesNotCount) {
  ProgrammeFacts facts = small();
  facts.drafts["Stakeholders"] = "strategy/stakeholders.yaml is a draft: nobody is judged";
  RoadmapEvidence evidence;
  evidence.of = "documents";
  evidence.document = "Stakeholders";
  const EvidenceAnswer found = ask(evidence, facts);
  EXPECT_FALSE(found.holds);
  EXPECT_THAT(found.text, HasSubstr("is a draft"));
}

}  // namespace
}  // namespace hanse::strategy
