// SPDX-License-Identifier: Apache-2.0
#include "contract/candidate.h"

#include <charconv>
#include <climits>

#include "base/utf8.h"
#include "contract/make_checks.h"
#include "contract/rows.h"
#include "contract/run_checks.h"
#include "engine/types.h"
#include "source/column_type.h"

namespace hanse::contract {
namespace {

const engine::BoundColumn* find_column(const std::vector<engine::BoundColumn>& columns,
                                       const std::string& name) {
  for (const engine::BoundColumn& column : columns)
    if (ascii_lower(column.name) == ascii_lower(name)) return &column;
  return nullptr;
}

// `number`, `carrier`: the columns of a check in backticks.
std::string joined_columns(const Check& check) {
  std::string out = "`";
  for (size_t i = 0; i < check.column.size(); ++i)
    out += check.column.compare(i, 2, ", ") == 0 ? (++i, "`, `") : std::string(1, check.column[i]);
  return out + "`";
}

// How the promise is broken, by what goes before the number of rows.
std::string broken_text(const Check& check) {
  const std::string columns = joined_columns(check);
  if (check.key == "required")
    return fmt::format("column {} of `{}` is required and has no value", columns, check.object);
  if (check.key == "unique")
    return fmt::format("column {} of `{}` is not unique", columns, check.object);
  return fmt::format("the primary key {} of `{}` is not unique", columns, check.object);
}

}  // namespace

std::string fused_sql(const std::vector<Check>& checks) {
  std::string sql = "SELECT count(*) AS row_count";
  for (size_t i = 0; i < checks.size(); ++i)
    sql += fmt::format(", {} AS check_{}", aggregate_of(checks[i]), i);
  return sql + " FROM candidate";
}

Result<Diagnostics> check_snapshot(govern::Gate& gate, const ProductId& product,
                                   const spec::SchemaObject& table,
                                   const std::vector<std::string>& files) {
  const auto checks = key_checks_of(table);
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
    Diagnostic finding{
        checks[i].code,
        Severity::kError,
        fmt::format("{} in {} of {} rows", broken_text(checks[i]), broken, rows[0][0]),
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
