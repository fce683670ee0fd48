// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/sql_table_reader.h"

#include <algorithm>

#include "base/utf8.h"

namespace hanse::contract {

using spec::Property;
using spec::SchemaObject;

namespace {

std::string key_of(const SchemaObject& table, std::string_view column) {
  return ascii_lower(table.name) + '\0' + ascii_lower(column);
}

}  // namespace

void SqlTableReader::element(SchemaObject& table) {
  if (cursor_.take_word("constraint")) cursor_.take_name();
  if (constraint(table, nullptr)) return;
  for (std::string_view index : {"index", "key", "fulltext", "spatial"})
    if (cursor_.is_word(index) && (cursor_.is_symbol("(", 2) || cursor_.is_symbol("(", 1))) {
      cursor_.skip_enclosed();
      return;
    }
  const bool excludes =
      cursor_.is_word("exclude") && (cursor_.is_word("using", 1) || cursor_.is_symbol("(", 1));
  if (excludes || cursor_.is_word("like")) {
    sql_left_out(source_, cursor_.peek(), fmt::format("`{}`", cursor_.peek().text));
    return skip_element();
  }
  Property column;
  column.span = cursor_.peek().span;
  column.name = cursor_.take_name();
  if (column.name.empty() ||
      !columns_.try_emplace(key_of(table, column.name), table.properties.size()).second) {
    source_.diagnostics.error(
        "HNS-C080", column.span,
        column.name.empty()
            ? fmt::format("expected a column of `{}`, found `{}`", table.name, cursor_.peek().text)
            : fmt::format("the column `{}` stands twice", column.name));
    return skip_element();
  }
  read_sql_type(source_, column);
  table.properties.push_back(std::move(column));
  while (!cursor_.at_end() && !cursor_.is_symbol(",") && !cursor_.is_symbol(")") &&
         !cursor_.is_symbol(";"))
    column_word(table);
}

void SqlTableReader::skip_element() {
  while (!cursor_.at_end() && !cursor_.is_symbol(",") && !cursor_.is_symbol(")") &&
         !cursor_.is_symbol(";"))
    skip_one();
}
void SqlTableReader::skip_one() {
  if (cursor_.is_symbol("("))
    cursor_.skip_enclosed();
  else
    cursor_.next();
}

// One constraint or option of the column that was read last.
void SqlTableReader::column_word(SchemaObject& table) {
  Property& column = table.properties.back();
  const SqlToken first = cursor_.peek();
  if (cursor_.take_word("constraint"))
    cursor_.take_name();
  else if (cursor_.take_words({"not", "null"}))
    column.required = true;
  else if (cursor_.take_word("null") || cursor_.take_word("auto_increment"))
    return;
  else if (cursor_.take_word("comment"))
    column.description = cursor_.next().text;
  else if (cursor_.take_word("default"))
    default_of(column);
  else if (cursor_.take_word("generated"))
    generated(column);
  else if (cursor_.take_word("collate"))
    cursor_.take_name();
  else if (cursor_.take_words({"character", "set"}))
    cursor_.take_name();
  else if (!constraint(table, &column)) {
    sql_left_out(source_, first, fmt::format("`{}` of the column `{}`", first.text, column.name));
    skip_one();
    while (!cursor_.at_end() && !ends_word()) skip_one();
  }
}

// Whether here ends what began with a word that was not understood.
bool SqlTableReader::ends_word() const {
  for (std::string_view word : {"not", "null", "primary", "unique", "check", "references",
                                "default", "comment", "constraint"})
    if (cursor_.is_word(word)) return true;
  return cursor_.is_symbol(",") || cursor_.is_symbol(")") || cursor_.is_symbol(";");
}

void SqlTableReader::default_of(Property& column) {
  const size_t from = cursor_.position();
  do skip_one();
  while (!cursor_.at_end() && !ends_word());
  spec::CustomProperty custom;
  custom.property = "default";
  std::string text = source_text(cursor_.between(from, cursor_.position()));
  if (equal_ignoring_case(text, "null")) return;  // what a column without one has
  custom.value = std::move(text);
  column.custom.push_back(std::move(custom));
}

// GENERATED ALWAYS AS (…) STORED says how the values come about; AS IDENTITY is the database's.
void SqlTableReader::generated(Property& column) {
  if (!cursor_.take_word("always")) cursor_.take_words({"by", "default"});
  cursor_.take_words({"on", "null"});
  cursor_.take_word("as");
  const bool identity = cursor_.take_word("identity");
  const size_t from = cursor_.position() + 1;
  if (cursor_.is_symbol("(")) {
    cursor_.skip_enclosed();
    if (!identity)
      column.transform_logic =
          source_text(cursor_.between(from, std::max(from, cursor_.position() - 1)));
  }
  if (!cursor_.take_word("stored")) cursor_.take_word("virtual");
}

// PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY: of the table, or of `column`. False: none is here.
bool SqlTableReader::constraint(SchemaObject& table, Property* column) {
  if (cursor_.take_words({"primary", "key"})) {
    const auto names = column == nullptr ? column_list() : std::vector{column->name};
    int position = 0;
    for (const std::string& name : names)
      if (Property* part = find(table, name)) {
        part->primary_key = true;
        part->primary_key_position = ++position;
      }
  } else if (cursor_.take_word("unique")) {
    cursor_.take_word("key");
    unique(table, column);
  } else if (cursor_.take_word("check")) {
    check(table);
  } else if (cursor_.take_words({"foreign", "key"})) {
    const auto from = column_list();
    if (cursor_.take_word("references")) references(table, from);
  } else if (column != nullptr && cursor_.take_word("references")) {
    references(table, {column->name});
  } else {
    return false;
  }
  return true;
}

void SqlTableReader::unique(SchemaObject& table, Property* column) {
  if (column != nullptr) {
    column->unique = true;
    return;
  }
  const SqlToken at = cursor_.peek();
  if (!cursor_.is_symbol("(")) cursor_.take_name();
  const auto names = column_list();
  if (names.size() == 1) {
    if (Property* only = find(table, names[0])) only->unique = true;
    return;
  }
  spec::QualityRule rule;  // several columns together
  rule.metric = "duplicateValues";
  rule.comparison = "mustBe";
  rule.bounds = {0};
  rule.arguments = Json::object();
  Json list = Json::array();
  for (const std::string& name : names) list.push(name);
  rule.arguments.set("properties", std::move(list));
  rule.span = at.span;
  table.quality.push_back(std::move(rule));
}

void SqlTableReader::check(SchemaObject& table) {
  const size_t from = cursor_.position() + 1;
  if (!cursor_.is_symbol("(")) return;
  cursor_.skip_enclosed();
  cursor_.take_words({"not", "enforced"});
  cursor_.take_words({"not", "valid"});
  const size_t to = std::max(from, cursor_.position() - 1);
  const auto condition = cursor_.between(from, to);
  if (read_sql_check(source_.dialect, condition,
                     [&](std::string_view name) { return find(table, name); }))
    return;
  spec::QualityRule rule;
  rule.kind = spec::QualityRule::Kind::kSql;
  rule.query = "SELECT count(*) FROM {object} WHERE NOT (" + source_text(condition) + ")";
  rule.comparison = "mustBe";
  rule.bounds = {0};
  table.quality.push_back(std::move(rule));
}

void SqlTableReader::references(const SchemaObject& table, const std::vector<std::string>& from) {
  ForeignKey key{from, cursor_.take_name(), {}};
  if (cursor_.is_symbol("(")) key.to = column_list();
  foreign_.emplace_back(table.name, std::move(key));
  while (cursor_.take_word("on")) {  // ON DELETE SET NULL
    cursor_.next();
    if (!cursor_.take_words({"set", "null"}) && !cursor_.take_words({"set", "default"}) &&
        !cursor_.take_words({"no", "action"}))
      cursor_.next();
  }
}

std::vector<std::string> SqlTableReader::column_list() {
  std::vector<std::string> names;
  if (!cursor_.take_symbol("(")) return names;
  while (!cursor_.at_end() && !cursor_.is_symbol(")") && !cursor_.is_symbol(";")) {
    std::string name = cursor_.take_name();
    if (!name.empty())
      names.push_back(std::move(name));
    else
      skip_one();
  }
  cursor_.take_symbol(")");
  return names;
}

Property* SqlTableReader::find(SchemaObject& table, std::string_view name) const {
  const auto found = columns_.find(key_of(table, name));
  return found == columns_.end() || found->second >= table.properties.size()
             ? nullptr
             : &table.properties[found->second];
}

void sql_left_out(SqlSource& source, const SqlToken& at, const std::string& what) {
  source.diagnostics.warning("HNS-C081", at.span,
                             fmt::format("{} is not understood and left out", what));
}

}  // namespace hanse::contract
