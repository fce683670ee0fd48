// SPDX-License-Identifier: Apache-2.0
#include "contract/published_table.h"

#include <algorithm>

#include "base/utf8.h"
#include "contract/table_reader.h"

namespace hanse::contract {
namespace {

// "order_id = 7", in SQL; empty without a key, or without all of it.
std::string key_text(const TableUnderTest& table) {
  std::string out;
  for (const spec::Property* property : table.table->primary_key()) {
    const auto place = std::ranges::find(table.columns, property, &Place::property);
    if (place == table.columns.end() || !place->is_present || place->text.empty()) return {};
    const std::string name = fmt::format("{}{} = ", out.empty() ? "" : ", ", property->name);
    out += fmt::format("{}{} || coalesce({}, 'NULL')", out.empty() ? "" : " || ",
                       quote_literal(name), place->text);
  }
  return out;
}

}  // namespace

std::unique_ptr<TableUnderTest> published_table(const catalog::TableEntry& entry,
                                                const std::string& from,
                                                const std::set<std::string>* only) {
  auto out = std::make_unique<TableUnderTest>();
  out->table = entry.object;
  out->source = fmt::format("`{}.{}`", entry.schema, entry.name);
  out->unreadable = "the published rows cannot be read";
  TableReader reader(*out, source::Format::kParquet, ColumnName::kContract);
  out->file_types.reserve(entry.object->properties.size());  // places point into it
  for (const spec::Property& property : entry.object->properties) {
    const auto found = std::ranges::find_if(
        entry.columns, [&](const auto& column) { return column.name == property.name; });
    const bool is_present =
        found != entry.columns.end() && (only == nullptr || only->contains(property.name));
    if (is_present) out->file_types.push_back(parse_file_type(found->type));
    reader.add(property, is_present);
  }
  const ColumnLists& lists = reader.lists();
  const std::string arrived = lists.arrived.empty() ? "1 AS nothing" : lists.arrived;
  const std::string read = lists.read.empty() ? "nothing" : lists.read;
  out->rows = fmt::format("SELECT {} FROM (SELECT {} FROM {})", read, arrived, from);
  out->row_key = key_text(*out);
  // Rows have no place that lasts: a view has none at all.
  out->placed = fmt::format(
      "SELECT place_row, place_file, {} FROM (SELECT row_number() OVER () AS place_row, '' AS "
      "place_file, {} FROM {})",
      read, arrived, from);
  out->typed = from;
  out->rows_at_most = entry.snapshot == nullptr ? 0 : entry.snapshot->rows;
  return out;
}

}  // namespace hanse::contract
