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
  ASSERT_TRUE(journal().forget_check_runs(100).has_value());
  ASSERT_EQ(journal().check_runs(product(), 0, 10)->size(), 1u);
  EXPECT_EQ(journal().check_runs(product(), 0, 10)->at(0).id, "2");
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
