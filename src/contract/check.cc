// SPDX-License-Identifier: Apache-2.0
#include "contract/check.h"

#include <charconv>
#include <climits>

#include "base/utf8.h"
#include "contract/rows.h"
#include "engine/types.h"
#include "source/column_type.h"

namespace hanse::contract {
namespace {

Check key_check(const spec::SchemaObject& table, const std::vector<const spec::Property*>& key) {
  std::string list, names;
  for (const spec::Property* column : key) {
    const std::string separator = list.empty() ? "" : ", ";
    list += separator + quote_identifier(column->name);
    names += separator + "`" + column->name + "`";
  }
  // The difference to the distinct keys: rows that repeat a key of another one.
  return {"HNS-C005", fmt::format("the primary key {} of `{}` is not unique", names, table.name),
          fmt::format("count(*) - "
                      "(SELECT count(*) FROM (SELECT DISTINCT {} FROM candidate) AS distinct_keys)",
                      list),
          key.front()->span};
}

const engine::BoundColumn* find_column(const std::vector<engine::BoundColumn>& columns,
                                       const std::string& name) {
  for (const engine::BoundColumn& column : columns)
    if (ascii_lower(column.name) == ascii_lower(name)) return &column;
  return nullptr;
}

}  // namespace

std::vector<Check> checks_of(const spec::SchemaObject& table) {
  std::vector<Check> out;
  const auto key = table.primary_key();
  for (const spec::Property& column : table.properties) {
    const std::string name = quote_identifier(column.name);
    if (column.required || column.primary_key)
      out.push_back(
          {"HNS-C003",
           fmt::format("column `{}` of `{}` is required and has no value", column.name, table.name),
           fmt::format("count(*) - count({})", name), column.span});
    const bool is_whole_key = key.size() == 1 && key.front() == &column;
    if (column.unique && !is_whole_key)
      out.push_back({"HNS-C004",
                     fmt::format("column `{}` of `{}` is not unique", column.name, table.name),
                     fmt::format("count({0}) - count(DISTINCT {0})", name), column.span});
  }
  if (!key.empty()) out.push_back(key_check(table, key));
  return out;
}

std::string fused_sql(const std::vector<Check>& checks) {
  std::string sql = "SELECT count(*) AS row_count";
  for (size_t i = 0; i < checks.size(); ++i)
    sql += fmt::format(", {} AS check_{}", checks[i].sql, i);
  return sql + " FROM candidate";
}

Result<Diagnostics> check_snapshot(govern::Gate& gate, const ProductId& product,
                                   const spec::SchemaObject& table,
                                   const std::vector<std::string>& files) {
  const auto checks = checks_of(table);
  Diagnostics out;
  if (checks.empty()) return out;
  HANSE_TRY(const auto stream, gate.check_candidate(product, files, fused_sql(checks)));
  HANSE_TRY(const TextRows rows, read_text_rows(*stream, 1));
  if (rows.size() != 1 || rows[0].size() != checks.size() + 1)
    return fail(ErrorCode::kInternal, fmt::format("the check of `{}` gave no answer", table.name));
  for (size_t i = 0; i < checks.size(); ++i) {
    const std::string& text = rows[0][i + 1];
    int64_t broken = -1;
    std::from_chars(text.data(), text.data() + text.size(), broken);
    if (broken < 0)
      return fail(ErrorCode::kInternal, fmt::format("a check of `{}` gave no number", table.name));
    if (broken == 0) continue;
    Diagnostic finding{checks[i].code,
                       Severity::kError,
                       fmt::format("{} in {} of {} rows", checks[i].text, broken, rows[0][0]),
                       checks[i].span,
                       "product " + product.str(),
                       {},
                       {}};
    out.add(std::move(finding));
  }
  return out;
}

Diagnostics result_matches(const std::vector<engine::BoundColumn>& columns,
                           const spec::SchemaObject& table, const Span& span) {
  Diagnostics out;
  for (const spec::Property& column : table.properties) {
    const engine::BoundColumn* found = find_column(columns, column.name);
    if (found == nullptr) {
      out.error("HNS-T006", span,
                fmt::format("the result has no column `{}`, which the contract "
                            "promises for `{}`",
                            column.name, table.name));
      continue;
    }
    const auto type = source::column_type(column);
    if (!type)
      out.error("HNS-T007", column.span, type.error().message, type.error().help);
    else if (!engine::is_assignable(found->type, *type))
      out.error("HNS-T007", span,
                fmt::format("column `{}` is {} in the result, expected {}", column.name,
                            found->type, *type),
                fmt::format("write CAST(… AS {}) in the transform", *type));
  }
  for (const engine::BoundColumn& column : columns) {
    const auto promised = [&](const spec::Property& property) {
      return ascii_lower(property.name) == ascii_lower(column.name);
    };
    if (std::ranges::none_of(table.properties, promised))
      out.error("HNS-T006", span,
                fmt::format("the result has a column `{}`, which the contract does not promise for "
                            "`{}`",
                            column.name, table.name));
  }
  return out;
}

}  // namespace hanse::contract
