// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace hanse::contract {

// One promise of a contract as a question to the data. Plain data: making it reads nothing.

// What a measured number must be: an operator of the standard over one bound, or two.
struct Expectation {
  std::string comparison = "mustBe";  // … mustNotBeBetween; both Between forms leave the ends out
  double low = 0, high = 0;           // `high`: of the Between forms
  bool is_percent = false;            // of the rows, 0 when there are none
  bool holds(double measured) const;
  std::string text() const;  // "0", "less than 5 %", "between 1 and 3, ends left out"
};

// How the number is found.
enum class Measure {
  kKnown,       // without reading a row: `measured` and `is_kept`
  kRows,        // rows for which `breaks` is true
  kDuplicates,  // rows whose `key` stands in another row before them
  kCount,       // all rows
  kNewest,      // age of the greatest `instant`, in microseconds
  kOldest,      // age of the least one
  kGap,         // the greatest step between two instants that follow each other, or up to now
  kOrphans,     // rows whose `key` is not in the table referred to
  kQuery,       // the number that a `sql` rule gives
  kNotRun,      // it cannot be: `reason`
};

struct Reference {       // of kOrphans
  std::string contract;   // a file's name as written before `#`; empty: the same
  std::string published;  // `domain.table` of another product; empty outside a mesh
  std::string table;
  std::vector<std::string> columns;
};

struct Check {
  std::string id;         // "orders.amount.minimum": once in a contract
  std::string key;        // the standard's word: "minimum", "required", "nullValues"
  std::string category;   // schema | quality | serviceLevel
  std::string dimension;  // the standard's seven, or empty
  std::string code;       // HNS-C…: what a failure is reported as
  Severity severity = Severity::kError;
  std::string text;            // what is promised: "`amount` is at least 0"
  std::string object, column;  // table, and path below it: "address.zip"; empty: the table
  Span span;                   // in the contract
  Measure measure = Measure::kRows;
  Expectation expected;
  std::string expected_text;  // instead of Expectation::text
  // SQL over the columns of a table under test (tested_table.h).
  std::string breaks;                   // kRows
  std::string has_value;                // kRows: NULL exactly where `breaks` holds; or empty
  std::string shown;                    // text of the value that a failing row is shown with
  std::vector<std::string> key_values;  // kDuplicates, kOrphans
  std::string instant;                  // kNewest, kOldest, kGap: microseconds since 1970, or NULL
  std::vector<std::string> constants;   // must not be NULL, nor fail: else it cannot be run
  std::optional<Reference> reference;
  std::string query;     // kQuery, as written
  bool is_kept = false;  // kKnown
  std::string measured;  // kKnown
  std::string reason;    // kNotRun, and why a kKnown one is broken
};

enum class Verdict { kPassed, kWarning, kFailed, kNotRun };
std::string_view to_string(Verdict verdict);  // "passed", "warning", "failed", "notRun"

struct FailingRow {
  int64_t row = 0;    // from 1, in its file
  std::string key;    // of a database's row, "id = 7": then `row` says nothing
  std::string file;   // empty when there is only one
  std::string value;  // "NULL" for none; cut at kShownBytesMax
};
constexpr int kShownBytesMax = 200;

struct Outcome {
  Check check;
  Verdict verdict = Verdict::kNotRun;
  std::string measured, expected;  // texts with their units
  std::string reason;              // of kNotRun, and of a failure that no number tells
  int64_t failing_rows = 0;
  std::vector<FailingRow> rows;  // the first ones
  bool may_be_a_value = false;   // `measured`, which a `sql` rule gave: it may be a row's
};

struct TableOutcome {
  std::string contract, table, source;  // source: the server and what it names
  int64_t rows = -1;                    // -1: it could not be read
  std::vector<Outcome> outcomes;
};

struct TestReport {
  std::vector<TableOutcome> tables;  // in contract order
  size_t count(Verdict verdict) const;
  bool has_failed() const { return count(Verdict::kFailed) > 0; }
};

}  // namespace hanse::contract
