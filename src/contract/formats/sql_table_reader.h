// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "contract/formats/relationships.h"
#include "contract/formats/sql_reader.h"

namespace hanse::contract {

// Reads the columns and constraints of tables. One text at a time; not thread-safe.
class SqlTableReader {
 public:
  explicit SqlTableReader(SqlSource& source) : source_(source), cursor_(source.cursor) {}

  // A column or a constraint, as they stand between the parentheses of CREATE TABLE.
  void element(spec::SchemaObject& table);
  // PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY: of the table, or of `column`. False: none is here.
  bool constraint(spec::SchemaObject& table, spec::Property* column);
  void default_of(spec::Property& column);  // after DEFAULT
  // Null when there is none; without regard to case.
  spec::Property* find(spec::SchemaObject& table, std::string_view name) const;
  // Table and key, in order; a key's target columns are empty where the text names none.
  std::vector<std::pair<std::string, ForeignKey>>& foreign_keys() { return foreign_; }

 private:
  void skip_element();
  void skip_one();
  void column_word(spec::SchemaObject& table);
  bool ends_word() const;
  void generated(spec::Property& column);
  void unique(spec::SchemaObject& table, spec::Property* column);
  void check(spec::SchemaObject& table);
  void references(const spec::SchemaObject& table, const std::vector<std::string>& from);
  std::vector<std::string> column_list();

  SqlSource& source_;
  SqlCursor& cursor_;
  std::map<std::string, size_t, std::less<>> columns_;  // "table\0column" in lower case
  std::vector<std::pair<std::string, ForeignKey>> foreign_;
};

// HNS-C081: what is left out.
void sql_left_out(SqlSource& source, const SqlToken& at, const std::string& what);

}  // namespace hanse::contract
