// SPDX-License-Identifier: Apache-2.0
#include "app/sight.h"

#include <algorithm>

#include "base/json_text.h"
#include "base/utf8.h"

namespace hanse::app {
namespace {

Json without_numbers(const Json& check) {
  Json out = check;
  for (const char* number : {"measured", "failing_rows"}) out.set(number, Json());
  return out;
}

}  // namespace

std::set<std::string> columns_of_check(const std::string& columns) {
  std::set<std::string> out;
  for (size_t at = 0; at < columns.size();) {
    const size_t end = std::min(columns.find(", ", at), columns.size());
    const std::string path = columns.substr(at, end - at);
    out.insert(path.substr(0, path.find_first_of(".[{")));
    at = end + 2;
  }
  return out;
}

bool Sight::is_whole(const catalog::TableEntry& table) const {
  return refusal.empty() && !is_filtered && masked.empty() &&
         readable.size() == table.columns.size();
}

std::string Sight::hides(const std::string& columns) const {
  if (!refusal.empty()) return refusal;
  for (const std::string& column : columns_of_check(columns)) {
    if (!readable.contains(column)) return "you may not read all columns that it is about";
    if (const auto mask = masked.find(column); mask != masked.end())
      return fmt::format("a mask changes what you see: {}", mask->second);
  }
  return {};
}

Result<Sight> sight_of(App& app, const govern::Session& session,
                       const govern::Gate::VisibleTable& table) {
  Sight out;
  if (table.columns.empty()) {
    out.refusal = "you may not read the table";
    for (const policy::Reason& reason : table.reasons) out.refusal += ": " + reason.message;
    return out;
  }
  std::string sql;
  for (const std::string& column : table.columns)
    sql += (sql.empty() ? "SELECT " : ", ") + quote_identifier(column);
  sql += fmt::format(" FROM {}.{}", quote_identifier(table.table->schema),
                     quote_identifier(table.table->name));
  HANSE_TRY(const govern::Explanation explained, app.gate().explain(session, sql, {}));
  const std::string name = table.table->schema + "." + table.table->name;
  const auto own = std::ranges::find(explained.tables, name, &govern::TableExplanation::table);
  if (!explained.allowed || own == explained.tables.end() || !own->allowed) {
    out.refusal = "you may not read the table";
    if (own != explained.tables.end())
      for (const policy::Reason& reason : own->reasons) out.refusal += ": " + reason.message;
    return out;
  }
  out.readable = {table.columns.begin(), table.columns.end()};
  out.is_filtered = !own->filters.empty();
  for (const std::string& mask : own->masks)
    for (const std::string& column : table.columns)
      if (mask.starts_with(column + ": ")) out.masked[column] = mask;
  return out;
}

Json seen_checks(const Json& checks, const Sight& sight, const catalog::TableEntry& table,
                 const std::set<std::string>& found) {
  if (sight.is_whole(table)) {
    const bool finds_all = std::ranges::all_of(checks.items(), [&](const Json& check) {
      const std::string other = text_at(check, "refers_to");
      return other.empty() || found.contains(other);
    });
    if (finds_all) return checks;
  }
  Json out = Json::array();
  for (const Json& check : checks.items()) {
    const std::string columns = text_at(check, "column"), other = text_at(check, "refers_to");
    if (!other.empty() && !found.contains(other)) continue;
    if (sight.is_whole(table)) {
      out.push(check);
      continue;
    }
    // Rules over the table, and statements, can be about anything in it.
    const std::string_view key = check["key"].as_string();
    if (columns.empty() || key == "sql") continue;
    const auto names = columns_of_check(columns);
    if (!std::ranges::all_of(names,
                             [&](const auto& name) { return sight.readable.contains(name); }))
      continue;
    const bool as_it_is = !sight.is_filtered && sight.hides(columns).empty();
    out.push(as_it_is ? check : without_numbers(check));
  }
  return out;
}

}  // namespace hanse::app
