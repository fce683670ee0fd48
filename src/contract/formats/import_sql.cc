// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "contract/formats/sql.h"
#include "contract/formats/sql_table_reader.h"

namespace hanse::contract {
namespace {

using spec::Property;
using spec::SchemaObject;
using TokenKind = SqlToken::Kind;

// Statements that say nothing of a schema that a contract could keep: passed over without a word.
constexpr std::string_view kQuiet[] = {"set",    "begin",  "commit", "use",    "drop",    "start",
                                       "grant",  "revoke", "insert", "select", "analyze", "lock",
                                       "unlock", "pragma", "copy",   "update", "delete",  "vacuum"};
constexpr std::string_view kQuietObjects[] = {"schema", "database", "sequence", "extension",
                                              "index",  "role",     "user"};
// Words between CREATE and TABLE.
constexpr std::string_view kTableWords[] = {"or",        "replace",   "global",   "local",
                                            "temp",      "temporary", "unlogged", "external",
                                            "transient", "foreign"};

class DdlReader {
 public:
  DdlReader(SqlSource& source, Imported& imported)
      : source_(source), cursor_(source.cursor), reader_(source), contract_(imported.contract) {}

  void all() {
    while (!cursor_.at_end()) {
      if (cursor_.take_symbol(";")) continue;
      statement();
    }
    for (auto& [table, key] : reader_.foreign_keys()) link(table, key);
  }

 private:
  bool is_quiet() const {
    if (std::ranges::any_of(kQuiet, [&](auto word) { return cursor_.is_word(word); })) return true;
    if (!cursor_.is_word("create") && !cursor_.is_word("alter") && !cursor_.is_word("comment"))
      return cursor_.peek().kind != TokenKind::kWord;
    const size_t at = cursor_.is_word("comment") ? 2 : 1;
    return std::ranges::any_of(kQuietObjects, [&](auto word) { return cursor_.is_word(word, at); });
  }

  void statement() {
    const SqlToken first = cursor_.peek();
    if (is_quiet()) return cursor_.skip_statement();
    bool understood = false;
    if (cursor_.take_words({"create", "type"}))
      understood = create_type();
    else if (cursor_.take_word("create"))
      understood = create_table();
    else if (cursor_.take_words({"comment", "on"}))
      understood = comment();
    else if (cursor_.take_words({"alter", "table"}))
      understood = alter_table();
    if (!understood)
      sql_left_out(source_, first, fmt::format("a statement that begins with `{}`", first.text));
    cursor_.skip_statement();
  }

  bool create_type() {
    const std::string name = ascii_lower(cursor_.take_name());
    if (!cursor_.take_words({"as", "enum"}) || !cursor_.take_symbol("(")) return false;
    auto& words = source_.enums[name];
    do words.push_back(cursor_.next().text);
    while (cursor_.take_symbol(",") && !cursor_.at_end());
    return cursor_.take_symbol(")");
  }

  bool create_table() {
    while (std::ranges::any_of(kTableWords, [&](auto word) { return cursor_.take_word(word); })) {
    }
    if (!cursor_.take_word("table")) return false;
    cursor_.take_words({"if", "not", "exists"});
    SchemaObject table;
    table.span = cursor_.peek().span;
    table.name = cursor_.take_name();
    if (table.name.empty() || !cursor_.take_symbol("(")) return false;
    if (!tables_.try_emplace(ascii_lower(table.name), contract_.schema.size()).second) {
      source_.diagnostics.error("HNS-C080", table.span,
                                fmt::format("the table `{}` stands twice", table.name));
      return true;
    }
    do reader_.element(table);
    while (cursor_.take_symbol(",") && !cursor_.at_end());
    if (!cursor_.take_symbol(")"))
      source_.diagnostics.error("HNS-C080", cursor_.peek().span,
                                fmt::format("expected `,` or `)` in the table `{}`, found `{}`",
                                            table.name, cursor_.peek().text));
    options(table);
    contract_.schema.push_back(std::move(table));
    return true;
  }

  void options(SchemaObject& table) {  // after the columns
    while (!cursor_.at_end() && !cursor_.is_symbol(";")) {
      if (!cursor_.take_word("comment")) {
        cursor_.next();
        continue;
      }
      cursor_.take_symbol("=");
      if (cursor_.peek().kind == TokenKind::kText) table.description = cursor_.next().text;
    }
  }

  SchemaObject* find_table(const std::string& name) {
    const auto found = tables_.find(ascii_lower(name));
    return found == tables_.end() ? nullptr : &contract_.schema[found->second];
  }

  bool comment() {
    const bool of_table = cursor_.take_word("table");
    if (!of_table && !cursor_.take_word("column")) return false;
    std::vector<std::string> names;
    while (cursor_.peek().kind == TokenKind::kWord || cursor_.peek().kind == TokenKind::kQuoted) {
      names.push_back(cursor_.next().text);
      if (!cursor_.take_symbol(".")) break;
    }
    if (names.empty() || !cursor_.take_word("is")) return false;
    const std::string text = cursor_.peek().kind == TokenKind::kText ? cursor_.next().text : "";
    SchemaObject* table = names.size() < (of_table ? 1u : 2u)
                              ? nullptr
                              : find_table(of_table ? names.back() : names[names.size() - 2]);
    if (table == nullptr) return false;
    if (of_table)
      table->description = text;
    else if (Property* column = reader_.find(*table, names.back()))
      column->description = text;
    else
      return false;
    return true;
  }

  bool alter_table() {
    cursor_.take_words({"if", "exists"});
    cursor_.take_word("only");
    SchemaObject* table = find_table(cursor_.take_name());
    if (cursor_.take_word("owner") || cursor_.take_word("enable")) return true;
    if (table == nullptr) return false;
    if (cursor_.take_word("add")) {
      if (cursor_.take_word("constraint")) cursor_.take_name();
      return reader_.constraint(*table, nullptr);
    }
    if (!cursor_.take_word("alter")) return false;
    cursor_.take_word("column");
    Property* column = reader_.find(*table, cursor_.take_name());
    if (column == nullptr) return false;
    if (cursor_.take_words({"set", "not", "null"}))
      column->required = true;
    else if (cursor_.take_words({"set", "default"}))
      reader_.default_of(*column);
    else
      return cursor_.take_word("add") || cursor_.take_word("set");  // identity, statistics
    return true;
  }

  void link(const std::string& from, ForeignKey& key) {
    SchemaObject* table = find_table(from);
    const SchemaObject* target = find_table(key.table);
    if (table == nullptr) return;
    if (target != nullptr) key.table = target->name;
    if (key.to.empty() && target != nullptr) key.to = key_of(*target);
    Property* column = key.from.size() == 1 ? reader_.find(*table, key.from.front()) : nullptr;
    const bool is_known = key.to.size() == key.from.size() && !key.from.empty();
    if (is_known && column != nullptr) return add_foreign_key(*column, key);
    if (is_known && key.from.size() > 1) return add_foreign_key(*table, key);
    source_.diagnostics.warning(
        "HNS-C081", table->span,
        fmt::format("a foreign key of `{}` to `{}` does not tell its columns and is left out",
                    table->name, key.table));
  }

  // The primary key's columns; looked for once, however many keys lead there.
  const std::vector<std::string>& key_of(const SchemaObject& table) {
    const auto [found, is_new] = keys_.try_emplace(&table);
    if (is_new)
      for (const Property* column : table.primary_key()) found->second.push_back(column->name);
    return found->second;
  }

  SqlSource& source_;
  SqlCursor& cursor_;
  SqlTableReader reader_;
  spec::DataContract& contract_;
  std::map<std::string, size_t> tables_;  // lower case, to its place
  std::map<const SchemaObject*, std::vector<std::string>> keys_;
};

}  // namespace

void import_sql(const Dialect& dialect, const std::shared_ptr<const SourceFile>& source,
                Imported& imported) {
  SqlSource reading{dialect,
                    SqlCursor(sql_tokens(dialect, source, imported.diagnostics)),
                    imported.diagnostics,
                    {},
                    0};
  if (imported.diagnostics.has_errors()) return;
  DdlReader(reading, imported).all();
}

}  // namespace hanse::contract
