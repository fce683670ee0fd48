// SPDX-License-Identifier: Apache-2.0
#include "contract/observe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/snapshot_builder.h"
#include "contract/notices.h"

namespace hanse::contract {
namespace {

using State = Observation::State;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int64_t kHour = 3'600'000'000;
constexpr int64_t kPublished = 1'000 * kHour;
const ProductId kOrders{DomainId("sales"), "orders"};

struct World {
  spec::Model model;
  catalog::SnapshotParts parts;
  Look look;

  World() {
    spec::DataContract contract;
    contract.id = "orders";
    contract.version = "1.2.0";
    contract.schema.emplace_back().name = "orders";
    spec::ServiceLevel fresh;
    fresh.property = "freshness";
    fresh.value = 4;
    fresh.unit = "h";
    contract.service_levels.push_back(fresh);
    contract.support = {{"mail", "mailto:help@example.org", "email", "", "", {}},
                        {"chat", "https://chat.example/1", "slack", "", "", {}},
                        {"hook", "https://hook.example/1", "", "", "", {}}};
    spec::DataProduct product;
    product.domain_folder = kOrders.domain;
    product.name = kOrders.name;
    product.output_ports.emplace_back().contract_id = contract.id;
    model.contracts[contract.id] = contract;
    model.products[kOrders] = product;
    model.mesh.domains = {{DomainId("sales"), TeamId("sellers"), "", {}, {}}};
    model.mesh.teams = {{TeamId("sellers"), "", "", "sales", "", "sellers@example.org"},
                        {TeamId("riskers"), "", "", "risk", "", "https://risk.example/hook"}};
    model.mesh.notifications.mail.server = "localhost:25";
    model.mesh.notifications.webhook.secret = "${SECRET}";
    catalog::SnapshotRecord record;
    record.id = SnapshotId("s1");
    record.table = {kOrders, "orders", 1};
    record.published_us = kPublished;
    parts.snapshots = std::vector{record};
    look.now_us = kPublished + kHour;
  }
  void built(bool succeeded, const std::string& codes) {
    parts.builds = std::vector<catalog::BuildRecord>{{kOrders, kPublished - 9, kPublished - 5, succeeded, "row 3: secret", codes}};
  }
  void checked(const char* outcomes) {
    catalog::CheckRunRecord run;
    run.id = "1";
    run.table = {kOrders, "orders", 1};
    run.snapshot_id = "s1";
    run.started_us = kPublished + 10;
    run.finished_us = kPublished + 20;
    run.outcomes = *Json::parse(outcomes);
    look.runs = {run};
  }
  std::shared_ptr<const catalog::CatalogSnapshot> catalog() const {
    catalog::SnapshotParts copy = parts;
    copy.model = std::make_shared<const spec::Model>(model);
    return catalog::SnapshotBuilder::build(std::move(copy));
  }
  Observation seen(const std::string& key) const {
    for (const Observation& each : observe(*catalog(), look))
      if (each.key == key) return each;
    ADD_FAILURE() << "nothing is observed of " << key;
    return {};
  }
};

TEST(Observe, AFailedCheckBeganWhenItsRowsWerePublished) {
  World world;
  world.checked(R"([{"id": "orders.amount.required", "category": "schema", "severity": "error",
                     "code": "HNS-C003", "text": "`amount` is there", "verdict": "failed"},
                    {"id": "orders.age", "category": "serviceLevel", "code": "HNS-C021",
                     "verdict": "warning"},
                    {"id": "orders.other", "category": "quality", "verdict": "notRun"},
                    {"id": "orders.fine", "category": "quality", "verdict": "passed"}])");
  const Observation failed = world.seen("orders@1/orders.amount.required");
  EXPECT_EQ(failed.state, State::kMissed);
  EXPECT_EQ(failed.kind, "check");
  EXPECT_EQ(failed.severity, "error");
  EXPECT_EQ(failed.contract_version, "1.2.0");
  EXPECT_EQ(failed.began_us, kPublished);
  EXPECT_EQ(failed.seen_us, kPublished + 20);
  EXPECT_EQ(failed.summary,
            "a check fails: HNS-C003, a required value is missing");
  EXPECT_EQ(world.seen("orders@1/orders.age").kind, "serviceLevel");
  EXPECT_EQ(world.seen("orders@1/orders.age").severity, "warning");
  EXPECT_EQ(world.seen("orders@1/orders.other").state, State::kUnknown);
  EXPECT_EQ(world.seen("orders@1/orders.fine").state, State::kKept);
}

TEST(Observe, AFailedBuildIsDriftWhereTheSourcesShapeIsWrong) {
  World world;
  world.built(false, "HNS-C002");
  EXPECT_EQ(world.seen("build").kind, "build");
  EXPECT_EQ(world.seen("build").state, State::kMissed);
  EXPECT_THAT(world.seen("build").summary, Not(HasSubstr("secret")));
  world.built(false, "HNS-C001 HNS-C002");
  EXPECT_EQ(world.seen("build").kind, "drift");
  world.built(true, "");
  EXPECT_EQ(world.seen("build").state, State::kKept);
}

TEST(Observe, AgeIsHeldAgainstTheContract) {
  World world;
  EXPECT_EQ(world.seen("freshness/orders@1").state, State::kKept);
  world.look.now_us = kPublished + 5 * kHour;
  const Observation old = world.seen("freshness/orders@1");
  EXPECT_EQ(old.state, State::kMissed);
  EXPECT_EQ(old.began_us, kPublished + 4 * kHour) << "the moment at which it was first missed";
}

// A level with an element is checked by its column as well.
TEST(Observe, ATableIsOldOnceHoweverItIsSeen) {
  World world;
  const auto checked = [&](const char* verdict) {
    world.checked(fmt::format(R"([{{"id":"orders.freshness","key":"freshness",
        "category":"serviceLevel","verdict":"{}","code":"HNS-C021"}}])", verdict).c_str());
  };
  checked("passed");
  EXPECT_EQ(world.seen("freshness/orders@1").state, State::kKept);
  checked("failed");
  EXPECT_EQ(world.seen("freshness/orders@1").state, State::kMissed) << "its rows are old";
  EXPECT_EQ(world.seen("freshness/orders@1").severity, "error");
  world.look.now_us = kPublished + 5 * kHour;
  EXPECT_EQ(world.seen("freshness/orders@1").began_us, kPublished) << "the earlier of the two";
  checked("passed");
  EXPECT_EQ(world.seen("freshness/orders@1").state, State::kMissed) << "the check is of before";
  checked("notRun");
  EXPECT_EQ(world.seen("freshness/orders@1").state, State::kMissed);
  const auto all = observe(*world.catalog(), world.look);
  EXPECT_EQ(std::ranges::count(all, "freshness/orders@1", &Observation::key), 1);
}

TEST(Observe, ATableThatCannotBeReadIsNotAvailable) {
  World world;
  world.built(true, "");
  EXPECT_EQ(world.seen("availability/orders@1").state, State::kKept);
  world.look.damaged = {{kOrders, "orders", 1}};
  EXPECT_EQ(world.seen("availability/orders@1").state, State::kMissed);
  world.parts.snapshots = {};
  world.look.damaged.clear();
  EXPECT_EQ(world.seen("availability/orders@1").state, State::kMissed);
  world.parts.builds = {};
  EXPECT_EQ(world.seen("availability/orders@1").state, State::kUnknown) << "nobody tried yet";
}

TEST(Observe, ASpentBudgetIsMissedAndOneThatIsNotLookedAtStaysAsItWas) {
  World world;
  EXPECT_EQ(world.seen("objective/availability").state, State::kUnknown);
  Objective spent{"availability", "time", 0.9};
  spent.budget_left = -0.5;
  world.look.objectives = {{kOrders, {spent}}};
  EXPECT_EQ(world.seen("objective/availability").state, State::kMissed);
  world.look.objectives[0].objectives[0].budget_left = 0.5;
  EXPECT_EQ(world.seen("objective/availability").state, State::kKept);
}

TEST(LevelChanges, AreNotedOnceAndWhenTheyHappened) {
  World world;
  const auto first = new_level_changes(*world.catalog(), world.look, {});
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].level, "availability");
  EXPECT_EQ(first[0].at_us, kPublished);
  EXPECT_TRUE(first[1].is_kept);
  EXPECT_TRUE(new_level_changes(*world.catalog(), world.look, first).empty());
  world.look.now_us = kPublished + 100 * kHour;  // nobody looked for long
  const auto later = new_level_changes(*world.catalog(), world.look, first);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].level, "freshness");
  EXPECT_EQ(later[0].at_us, kPublished + 4 * kHour);
  EXPECT_FALSE(later[0].is_kept);
}

std::vector<std::string> addresses(const World& world) {
  std::vector<std::string> out;
  for (const Recipient& each : recipients_of(*world.catalog(), kOrders, world.look.now_us))
    out.push_back(each.address);
  return out;
}

TEST(Recipients, AreOwnersChannelsAndConsumersEachOnce) {
  World world;
  EXPECT_THAT(addresses(world), ElementsAre("mailto:sellers@example.org", "mailto:help@example.org",
                                            "https://hook.example/1"));
  spec::Agreement agreement;
  agreement.provider_domain = kOrders.domain;
  agreement.provider_product = kOrders.name;
  agreement.consumer_team = TeamId("riskers");
  world.model.agreements = {agreement};
  EXPECT_THAT(addresses(world), testing::Contains("https://risk.example/hook"));
  world.model.agreements[0].status = "retired";
  EXPECT_THAT(addresses(world), Not(testing::Contains("https://risk.example/hook")));
  catalog::GrantRecord grant;
  grant.id = "g";
  grant.principal = "group:risk";
  grant.product = kOrders;
  world.parts.grants = std::vector{grant};
  EXPECT_THAT(addresses(world), testing::Contains("https://risk.example/hook"));
  grant.revoked_us = 1;
  world.parts.grants = std::vector{grant};
  EXPECT_THAT(addresses(world), Not(testing::Contains("https://risk.example/hook")));
}

TEST(Recipients, AreNoneWithoutAWayToThem) {
  World world;
  world.model.mesh.notifications.mail.server.clear();
  EXPECT_THAT(addresses(world), ElementsAre("https://hook.example/1"));
  world.model.mesh.notifications.webhook.secret.clear();
  EXPECT_THAT(addresses(world), ElementsAre());
}

TEST(Notices, TellAReportersWordsToTheOwnerAlone) {
  World world;
  catalog::IncidentRecord incident;
  incident.id = "i1";
  incident.product = kOrders;
  incident.kind = "report";
  incident.key = "report/ann/1";
  incident.severity = "warning";
  incident.owner = "sellers";
  incident.summary = "order 4711 has the wrong customer";
  const auto notices = notices_of(*world.catalog(), incident, "opened", 5);
  ASSERT_EQ(notices.size(), 3u);
  EXPECT_THAT(notices[0].text, HasSubstr("4711"));
  for (size_t i = 1; i < notices.size(); ++i) {
    EXPECT_THAT(notices[i].text + notices[i].subject + notices[i].body.dump(),
                Not(HasSubstr("4711")));
    EXPECT_THAT(notices[i].subject, HasSubstr("a consumer reports a problem"));
  }
  EXPECT_EQ(notices[0].event, "i1/opened");
  EXPECT_EQ(notices[0].team, "sellers");
}

}  // namespace
}  // namespace hanse::contract
