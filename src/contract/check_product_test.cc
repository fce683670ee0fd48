// SPDX-License-Identifier: Apache-2.0
#include "contract/check_product.h"

#include <gtest/gtest.h>

#include "contract/run_checks.h"

namespace hanse::contract {
namespace {

Outcome outcome_of(Verdict verdict) {
  Outcome out;
  out.check.id = "orders.amount.minimum";
  out.check.key = "minimum";
  out.check.severity = Severity::kError;
  out.verdict = verdict;
  return out;
}

TEST(CheckProduct, TheWorstVerdictOfATableIsItsOwn) {
  TableOutcome table;
  EXPECT_EQ(worst_of(table), Verdict::kNotRun);
  table.outcomes.push_back(outcome_of(Verdict::kNotRun));
  EXPECT_EQ(worst_of(table), Verdict::kNotRun);
  table.outcomes.push_back(outcome_of(Verdict::kPassed));
  EXPECT_EQ(worst_of(table), Verdict::kPassed);
  table.outcomes.push_back(outcome_of(Verdict::kWarning));
  EXPECT_EQ(worst_of(table), Verdict::kWarning);
  table.outcomes.push_back(outcome_of(Verdict::kFailed));
  EXPECT_EQ(worst_of(table), Verdict::kFailed);
}

TEST(CheckProduct, ARecordHoldsNoValueOfARow) {
  catalog::TableEntry entry;
  spec::DataContract contract;
  contract.version = "1.2.0";
  entry.contract = &contract;
  CheckedTable checked{&entry, {}, 5, 9};
  Outcome outcome = outcome_of(Verdict::kFailed);
  outcome.measured = "912.5";
  outcome.may_be_a_value = true;
  outcome.failing_rows = 2;
  outcome.rows = {{1, "", "secret"}};
  checked.outcome.outcomes = {outcome, outcome_of(Verdict::kPassed)};
  const catalog::CheckRunRecord record = record_of(checked, "demand");
  EXPECT_EQ(record.verdict, "failed");
  EXPECT_EQ(record.failed, 1);
  EXPECT_EQ(record.passed, 1);
  EXPECT_EQ(record.contract_version, "1.2.0");
  EXPECT_EQ(record.started_us, 5);
  EXPECT_EQ(record.finished_us, 9);
  const std::string text = record.outcomes.dump();
  EXPECT_EQ(text.find("912.5"), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_NE(text.find("\"failing_rows\":2"), std::string::npos);
}

TEST(CheckProduct, OnlyACountIsNoValueOfARow) {
  const auto parser = engine::make_parser();
  ASSERT_TRUE(parser);
  const auto counts = [&](const std::string& query) {
    Check check;
    check.query = query;
    check.object = "orders";
    return gives_count(**parser, check);
  };
  for (const char* query :
       {"SELECT count(*) FROM {object}", "SELECT count(DISTINCT a) FROM orders",
        "SELECT 100.0 * count(*) / count(a) FROM orders", "SELECT count_if(a > 3) - 1 FROM orders",
        "SELECT CAST(count(*) AS DOUBLE) FROM orders"})
    EXPECT_TRUE(counts(query)) << query;
  for (const char* query : {"SELECT max(a) FROM orders", "SELECT a FROM orders LIMIT 1",
                            "SELECT count(*) + max(a) FROM orders", "SELECT sum(a) FROM orders",
                            "SELECT (SELECT max(a) FROM orders)",
                            "SELECT CASE WHEN count(*) > 0 THEN max(a) END FROM orders",
                            "SELECT count(*) FROM orders UNION SELECT max(a) FROM orders",
                            "no statement", "SELECT count(*) OVER (), a FROM orders"})
    EXPECT_FALSE(counts(query)) << query;
}

}  // namespace
}  // namespace hanse::contract
