// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/catalog_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/postgres/pg_types.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/utf8.h"

namespace hanse::postgres {
namespace {

using govern::Gate;

// PostgreSQL gives its own objects the numbers below. A table's key has the next number, and the
// constraint that states the key the one after.
constexpr int64_t kFirst = 20'000, kStep = 4, kSlots = int64_t{1} << 28;

class Numbers {
 public:
  int64_t of(const std::string& name) {
    const Digest digest = digest_of(name);
    int64_t slot = 0;
    for (size_t i = 0; i < 8; ++i) slot = (slot << 8 | digest[i]) & INT64_MAX;
    slot %= kSlots;
    while (!taken_.insert(slot).second) slot = (slot + 1) % kSlots;
    return kFirst + slot * kStep;
  }

 private:
  std::set<int64_t> taken_;
};

std::string sentence(std::string text, const std::vector<std::string>& words) {
  std::string inner;
  for (const std::string& word : words)
    if (!word.empty()) inner += (inner.empty() ? "" : ", ") + word;
  if (inner.empty()) return text;
  return text + (text.empty() ? "[" : " [") + inner + "]";
}

std::string comment_of(const Gate::VisibleTable& visible) {
  std::string out = visible.table->object->description;
  if (!visible.columns.empty()) return out;
  std::string why = "not readable";
  for (const policy::Reason& reason : visible.reasons)
    if (!reason.message.empty()) why = fmt::format("not readable: {}", reason.message);
  return sentence(std::move(out), {why});
}

std::string comment_of(const spec::Property* property, const catalog::ColumnFacts& column) {
  std::vector<std::string> words = {std::string(spec::to_string(column.classification))};
  words.insert(words.end(), column.tags.begin(), column.tags.end());
  if (property != nullptr && property->required) words.emplace_back("required");
  return sentence(property == nullptr ? std::string() : property->description, words);
}

void add_columns(Json& rows, int64_t oid, const Gate::VisibleTable& visible) {
  const catalog::TableEntry& table = *visible.table;
  const auto is_seen = [&](const std::string& name) {
    return std::ranges::find(visible.columns, name) != visible.columns.end();
  };
  std::vector<const spec::Property*> key = table.object->primary_key();
  // A key that is seen in part would not be one.
  if (!std::ranges::all_of(key, is_seen, &spec::Property::name)) key.clear();
  int number = 0;
  for (const catalog::ColumnFacts& column : table.columns) {
    if (!is_seen(column.name)) continue;
    const spec::Property* property = table.object->property(column.name);
    const PgType type = pg_type_of(column.type);
    const auto in_key = std::ranges::find(key, property);
    const int64_t key_number = in_key == key.end() ? 0 : in_key - key.begin() + 1;
    rows.push(Json::object({{"table_oid", oid},
                            {"number", ++number},
                            {"name", column.name},
                            {"type_oid", int64_t{type.oid}},
                            {"modifier", int64_t{type.modifier}},
                            {"comment", comment_of(property, column)},
                            {"key_number", key_number}}));
  }
}

// A table of these rows.
std::string made(const char* name, const Json& rows,
                 std::initializer_list<std::pair<const char*, const char*>> columns) {
  std::string shape, list, declared;
  for (const auto& [column, type] : columns) {
    const char* separator = list.empty() ? "" : ", ";
    shape += fmt::format("{}\"{}\":\"{}\"", separator, column, type);
    list += fmt::format("{}r.{}", separator, column);
    declared += fmt::format("{}{} {}", separator, column, type);
  }
  if (rows.size() == 0) return fmt::format("CREATE TABLE hanse_pg.{} ({})", name, declared);
  return fmt::format(
      "CREATE TABLE hanse_pg.{} AS SELECT {} FROM (SELECT unnest(from_json({}, '[{{{}}}]')) AS r)",
      name, list, quote_literal(rows.dump()), shape);
}

}  // namespace

std::vector<std::string> asker_rows(const Asker& asker) {
  Json settings = Json::array();
  for (const auto& [name, value] : asker.settings())
    settings.push(Json::object({{"name", name}, {"setting", value}}));
  return {fmt::format("CREATE TABLE hanse_pg.hanse_asker AS SELECT {} AS name, {} AS mesh",
                      quote_literal(asker.name), quote_literal(asker.mesh)),
          made("hanse_settings", settings, {{"name", "VARCHAR"}, {"setting", "VARCHAR"}})};
}

std::vector<std::string> catalog_rows(const Gate::View& view) {
  Json schemas = Json::array(), tables = Json::array(), columns = Json::array();
  Numbers numbers;
  std::map<std::string, int64_t> known;
  for (const Gate::VisibleTable& visible : view.tables) {
    const catalog::TableEntry& table = *visible.table;
    if (!known.contains(table.schema)) {
      const int64_t oid = known[table.schema] = numbers.of(table.schema);
      const auto domain = view.catalog->model().domains.find(table.address.product.domain);
      schemas.push(Json::object({{"oid", oid},
                                 {"name", table.schema},
                                 {"comment", domain == view.catalog->model().domains.end()
                                                 ? std::string()
                                                 : domain->second.description}}));
    }
    const int64_t oid = numbers.of(table.schema + "." + table.name);
    tables.push(Json::object({{"oid", oid},
                              {"key_oid", oid + 1},
                              {"schema", table.schema},
                              {"name", table.name},
                              {"kind", table.is_view() ? "v" : "r"},
                              {"comment", comment_of(visible)},
                              {"readable", !visible.columns.empty()}}));
    add_columns(columns, oid, visible);
  }
  return {made("hanse_schemas", schemas,
               {{"oid", "UINTEGER"}, {"name", "VARCHAR"}, {"comment", "VARCHAR"}}),
          made("hanse_tables", tables,
               {{"oid", "UINTEGER"},
                {"key_oid", "UINTEGER"},
                {"schema", "VARCHAR"},
                {"name", "VARCHAR"},
                {"kind", "VARCHAR"},
                {"comment", "VARCHAR"},
                {"readable", "BOOLEAN"}}),
          made("hanse_columns", columns,
               {{"table_oid", "UINTEGER"},
                {"number", "SMALLINT"},
                {"name", "VARCHAR"},
                {"type_oid", "UINTEGER"},
                {"modifier", "INTEGER"},
                {"comment", "VARCHAR"},
                {"key_number", "SMALLINT"}})};
}

}  // namespace hanse::postgres
