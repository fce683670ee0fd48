// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "contract/check.h"
#include "contract/tested_table.h"
#include "engine/engine.h"

namespace hanse::contract {

// What checks are run with. All outlive the run.
struct CheckRun {
  engine::Engine* engine = nullptr;  // may read the files of the tables
  engine::Parser* parser = nullptr;  // of `sql` rules
  int samples = 5;                   // failing rows that are fetched of each check
  int64_t now_us = 0;                // what service levels are held against
};
constexpr int kSamplesMax = 1'000;
constexpr int64_t kRuleDeadlineUs = 60'000'000;  // of one `sql` rule

// A table that `sql` rules and relationships may name.
struct NamedTable {
  std::string contract;  // its file, as given
  const TableUnderTest* table = nullptr;
  std::string schema, view;  // of the typed columns, as the run's engine knows them
  std::string from() const;  // in SQL
};

// Gives each check its verdict: all that can be counted in one pass over the table, and one more
// for the failing rows. A check that cannot be computed is kNotRun with the reason and hides no
// other; a table that cannot be read at all fails with one outcome (HNS-C006). `contract`: the
// file the table is of; `tables`: those of all contracts given.
TableOutcome run_checks(const CheckRun& run, const TableUnderTest& table, std::vector<Check> checks,
                        const std::string& contract, const std::vector<NamedTable>& tables);

// SQL of the number that a check is about, over the places' columns; empty for those that take a
// statement of their own.
std::string aggregate_of(const Check& check);
// SQL that is NULL unless every part of the key has a value.
std::string whole_key(const Check& check);

// Failing rows of the outcomes that failed, put into them.
void fetch_rows(const CheckRun& run, const TableUnderTest& table, const std::string& contract,
                const std::vector<NamedTable>& tables, std::vector<Outcome>& outcomes);
// A condition on a row of `table`: its key is not in the table referred to. Fails with the reason
// when that cannot be asked.
Result<std::string> orphan_condition(const Check& check, const std::string& contract,
                                     const std::vector<NamedTable>& tables);
// Whether a `sql` rule counts: then no value of a row can be its number.
bool gives_count(engine::Parser& parser, const Check& check);
// The number of a `sql` rule. kDenied: it may not be run (more than one read-only SELECT over the
// tables); any other error: it was run and gave none.
Result<double> rule_number(const CheckRun& run, const Check& check, const std::string& contract,
                           const std::vector<NamedTable>& tables);

}  // namespace hanse::contract
