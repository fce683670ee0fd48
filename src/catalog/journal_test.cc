// SPDX-License-Identifier: Apache-2.0
#include "catalog/journal.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/sqlite.h"
#include "catalog/store.h"

namespace hanse::catalog {
namespace {

class JournalTest : public testing::Test {
 protected:
  JournalTest()
      : folder(testing::TempDir() + "hanse-journal-" + random_hex(6)),
        store(*open_sqlite_store(folder)) {}
  ~JournalTest() override {
    store.reset();
    (void)remove_tree(folder);
  }
  static ProductId product() { return {DomainId("d"), "p"}; }
  static CheckRunRecord check_run(const std::string& id, int64_t at_us) {
    CheckRunRecord run;
    run.id = id;
    run.table = {product(), "t", 2};
    run.contract_version = "2.1.0";
    run.snapshot_id = "s1";
    run.trigger = "schedule";
    run.started_us = at_us;
    run.finished_us = at_us + 5;
    run.verdict = "failed";
    run.rows = 9;
    run.passed = 3;
    run.failed = 1;
    run.outcomes = *Json::parse(R"([{"id":"t.a.required","verdict":"failed"}])");
    return run;
  }
  static IncidentRecord incident(const std::string& id) {
    IncidentRecord out;
    out.id = id;
    out.product = product();
    out.kind = "check";
    out.key = "t.a.required";
    out.severity = "error";
    out.owner = "team";
    out.detected_us = 10;
    return out;
  }
  Journal& journal() { return store->journal(); }
  std::string folder;
  std::shared_ptr<Store> store;
};

TEST_F(JournalTest, EachWriteMovesTheVersionOfTheState) {
  const int64_t before = *store->version();
  ASSERT_TRUE(journal().add_check_runs({check_run("1", 1)}).has_value());
  EXPECT_NE(*store->version(), before);
}

TEST_F(JournalTest, TheNewestRunOfATableIsKeptWhenOldOnesGo) {
  ASSERT_TRUE(journal().add_check_runs({check_run("1", 1), check_run("2", 20)}).has_value());
  ASSERT_EQ(journal().last_check_runs()->size(), 1u);
  const CheckRunRecord last = journal().last_check_runs()->at(0);
  EXPECT_EQ(last.id, "2");
  EXPECT_EQ(last.table.str(), "d/p/t@2");
  EXPECT_TRUE(last.outcomes.is_null());
  ASSERT_EQ(journal().check_runs(product(), 0, 10)->size(), 2u);
  EXPECT_EQ(journal().check_runs(product(), 2, 10)->size(), 1u);
  EXPECT_EQ(journal().check_runs(product(), 0, 10)->at(1).outcomes.items().size(), 1u);
  ASSERT_TRUE(journal().forget_history(100).has_value());
  ASSERT_EQ(journal().check_runs(product(), 0, 10)->size(), 1u);
  EXPECT_EQ(journal().check_runs(product(), 0, 10)->at(0).id, "2");
}

TEST_F(JournalTest, RunsAreCountedByWhenTheyEndedIfTheyJudgedAnything) {
  CheckRunRecord good = check_run("3", 30), idle = check_run("4", 31);
  good.failed = 0;
  good.verdict = "warning";
  idle.verdict = "notRun";
  ASSERT_TRUE(journal().add_check_runs({check_run("1", 1), check_run("2", 20), good, idle}));
  const auto count = [&](int64_t after_us, int64_t until_us) {
    const auto counted = *journal().count_check_runs(after_us, until_us);
    return counted.empty() ? std::pair<int64_t, int64_t>()
                           : std::pair(counted.at(product()).all, counted.at(product()).good);
  };
  EXPECT_EQ(count(0, 100), std::pair(int64_t{3}, int64_t{1}));
  EXPECT_EQ(count(6, 35), std::pair(int64_t{2}, int64_t{1})) << "the first ended at 6";
  EXPECT_EQ(count(6, 34), std::pair(int64_t{1}, int64_t{0}));
  EXPECT_EQ(count(35, 100), std::pair(int64_t{0}, int64_t{0}));
}

TEST_F(JournalTest, OfOldChangesOfALevelTheOneThatHoldsIsKept) {
  const auto change = [](int64_t at_us, bool is_kept) {
    return LevelChangeRecord{product(), "freshness", at_us, is_kept};
  };
  ASSERT_TRUE(journal().add_level_changes({change(1, true), change(10, false), change(20, true)}));
  ASSERT_TRUE(journal().forget_history(15).has_value());
  ASSERT_EQ(journal().level_changes(0)->size(), 2u);
  EXPECT_EQ(journal().level_changes(0)->at(0).at_us, 10);
  ASSERT_TRUE(journal().forget_history(100).has_value());
  ASSERT_EQ(journal().level_changes(0)->size(), 1u);
  EXPECT_TRUE(journal().level_changes(0)->at(0).is_kept);
}

TEST_F(JournalTest, OneIncidentOfAKeyIsOpen) {
  IncidentRecord first = incident("1");
  ASSERT_TRUE(journal().put_incident(first).has_value());
  EXPECT_EQ(journal().put_incident(incident("2")).error().code, ErrorCode::kConflict);
  first.repaired_us = 30;
  ASSERT_TRUE(journal().put_incident(first).has_value());
  EXPECT_TRUE(journal().open_incidents()->empty());
  ASSERT_TRUE(journal().put_incident(incident("2")).has_value());
  ASSERT_EQ(journal().open_incidents()->size(), 1u);
  EXPECT_EQ(journal().open_incidents()->at(0).id, "2");
  EXPECT_EQ(journal().incidents(31, 10)->size(), 1u);
  ASSERT_EQ(journal().incidents(30, 10)->size(), 2u);
  EXPECT_EQ(journal().incidents(30, 10)->at(1).repaired_us, 30);
}

NoticeRecord notice(const std::string& id, const std::string& event, const std::string& address) {
  NoticeRecord out;
  out.id = id;
  out.event = event;
  out.incident = "1";
  out.address = address;
  out.due_us = 100;
  out.body = Json::object({{"id", id}});
  return out;
}

TEST_F(JournalTest, AnEventIsToldToAnAddressOnce) {
  ASSERT_TRUE(journal().put_incident(incident("1"), {notice("a", "1/opened", "mailto:x@y")}));
  ASSERT_TRUE(journal().put_incident(incident("1"), {notice("b", "1/opened", "mailto:x@y"),
                                                     notice("c", "1/opened", "mailto:z@y")}));
  const auto waiting = journal().waiting_notices(10);
  ASSERT_EQ(waiting->size(), 2u);
  EXPECT_EQ(waiting->at(0).id, "a");
  EXPECT_EQ(waiting->at(1).id, "c");
  EXPECT_EQ(waiting->at(0).body["id"].as_string(), "a");
}

TEST_F(JournalTest, ANoticeThatWasTakenIsNobodyElsesUntilItsTakerIsThoughtDead) {
  ASSERT_TRUE(journal().put_incident(incident("1"), {notice("a", "1/opened", "mailto:x@y")}));
  EXPECT_TRUE(journal().take_notices(99, 200, 10)->empty()) << "not due yet";
  auto taken = journal().take_notices(100, 200, 10);
  ASSERT_EQ(taken->size(), 1u);
  EXPECT_EQ(taken->at(0).attempts, 1);
  EXPECT_TRUE(journal().take_notices(199, 300, 10)->empty());
  EXPECT_EQ(journal().take_notices(200, 300, 10)->size(), 1u);
  taken->at(0).sent_us = 250;
  ASSERT_TRUE(journal().put_notices(*taken).has_value());
  EXPECT_TRUE(journal().take_notices(1000, 1100, 10)->empty());
  EXPECT_EQ(journal().open_incidents()->at(0).notified_us, 250);
  taken->at(0).sent_us = 260;
  ASSERT_TRUE(journal().put_notices(*taken).has_value());
  EXPECT_EQ(journal().open_incidents()->at(0).notified_us, 250) << "the first one counts";
}

TEST_F(JournalTest, ALaterNoticeDoesNotOvertakeOneThatIsTriedAgain) {
  ASSERT_TRUE(journal().put_incident(incident("1"), {notice("a", "1/opened", "mailto:x@y"),
                                                     notice("b", "1/repaired", "mailto:x@y"),
                                                     notice("c", "1/opened", "mailto:z@y")}));
  auto taken = journal().take_notices(100, 200, 1);
  ASSERT_EQ(taken->size(), 1u);
  auto others = journal().take_notices(100, 200, 10);
  ASSERT_EQ(others->size(), 1u);
  EXPECT_EQ(others->at(0).id, "c");
  taken->at(0).is_held = true;  // quiet hours hold back what others may pass
  ASSERT_TRUE(journal().put_notices(*taken).has_value());
  EXPECT_EQ(journal().take_notices(100, 200, 10)->at(0).id, "b");
}

TEST_F(JournalTest, AnIncidentThatIsRefusedBringsNoNotice) {
  ASSERT_TRUE(journal().put_incident(incident("1")).has_value());
  EXPECT_FALSE(journal().put_incident(incident("2"), {notice("a", "2/opened", "mailto:x@y")}));
  EXPECT_TRUE(journal().waiting_notices(10)->empty());
}

TEST_F(JournalTest, NoticesThatWaitAreNotForgotten) {
  NoticeRecord done = notice("a", "1/opened", "mailto:x@y");
  done.sent_us = 1;
  ASSERT_TRUE(journal().put_incident(incident("1"), {done, notice("b", "1/opened", "mailto:z@y")}));
  ASSERT_TRUE(journal().forget_notices(1000).has_value());
  EXPECT_EQ(journal().waiting_notices(10)->size(), 1u);
}

TEST_F(JournalTest, ALevelIsKnownFromBeforeAWindowOn) {
  const auto change = [](int64_t at_us, bool is_kept) {
    return LevelChangeRecord{product(), "freshness", at_us, is_kept};
  };
  ASSERT_TRUE(journal().add_level_changes({change(1, true), change(10, false), change(20, true)}));
  const auto since = journal().level_changes(15);
  ASSERT_EQ(since->size(), 2u);
  EXPECT_EQ(since->at(0).at_us, 10);
  EXPECT_FALSE(since->at(0).is_kept);
  EXPECT_EQ(journal().level_changes(0)->size(), 3u);
}

TEST_F(JournalTest, ARunOfAnotherToolIsReportedOnce) {
  ExternalRunRecord run;
  run.id = "r1";
  run.product = product();
  run.tool = "dbt";
  run.status = "succeeded";
  run.details = Json::object();
  ASSERT_TRUE(journal().add_external_run(run).has_value());
  EXPECT_EQ(journal().add_external_run(run).error().code, ErrorCode::kAlreadyExists);
  run.id = "r0";
  ASSERT_TRUE(journal().add_external_run(run).has_value());
  ASSERT_EQ(journal().last_external_runs()->size(), 1u);
  EXPECT_EQ(journal().last_external_runs()->at(0).id, "r0") << "the one that was reported last";
  EXPECT_EQ(journal().external_runs(product(), 10)->size(), 2u);
}

TEST_F(JournalTest, ADamagedRecordIsNotTakenForNone) {
  ASSERT_TRUE(journal().add_check_runs({check_run("1", 1)}).has_value());
  const auto database = Database::open(join_path(folder, "state.sqlite"));
  ASSERT_TRUE(database.has_value());
  ASSERT_TRUE((*database)->run("UPDATE check_runs SET outcomes = '['").has_value());
  EXPECT_EQ(journal().check_runs(product(), 0, 10).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace hanse::catalog
