// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "contract/tested_table.h"
#include "source/input.h"

namespace hanse::contract {

// What a column is called where its rows are.
enum class ColumnName {
  kPhysical,  // as its source has it
  kContract,  // as it is published
};

// What the SELECTs over a table under test are put together from, column by column.
struct ColumnLists {
  std::string arrived, read, typed;
};

// Adds columns to a table under test, each as rows of its format bring it. Not thread-safe.
class TableReader {
 public:
  TableReader(TableUnderTest& out, source::Format format, ColumnName name = ColumnName::kPhysical)
      : out_(out), format_(format), name_(name) {}

  // In contract order. Of a typed format: its type was added to TableUnderTest::file_types just
  // before, which must not move any more.
  void add(const spec::Property& property, bool is_present);
  // Of a table that was fetched from a database: the types that its columns have there.
  void know_types(const std::vector<source::PostgresColumn>& columns) {
    for (const source::PostgresColumn& column : columns) database_columns_[column.name] = column;
  }
  const ColumnLists& lists() const { return lists_; }

 private:
  bool is_json() const;
  void arrive(Place& place, const std::string& number);
  void finish(Place& place, const std::string& v);

  TableUnderTest& out_;
  const source::Format format_;
  const ColumnName name_;
  std::map<std::string, source::PostgresColumn> database_columns_;
  ColumnLists lists_;
};

}  // namespace hanse::contract
