// SPDX-License-Identifier: Apache-2.0
#include "contract/row_rules.h"

#include "base/utf8.h"
#include "contract/make_checks.h"
#include "contract/run_checks.h"
#include "source/column_type.h"

namespace hanse::contract {
namespace {

constexpr std::string_view kOfRow = "hanse_row_reason";

struct Rule {
  std::string breaks, text;
};

Result<Place> column_place(const spec::Property& property) {
  Place place = typed_column(property);
  HANSE_TRY(place.type, source::column_type(property));
  place.row_shown = [](const std::string&, const std::string& shown) { return shown; };
  return place;
}

// What no row may break: a share or a number of rows that may is about the table as a whole.
bool is_of_each_row(const Check& check) {
  return check.severity == Severity::kError && check.measure == Measure::kRows &&
         check.expected.comparison == "mustBe" && check.expected.low == 0;
}

struct Rules {
  std::vector<Rule> rows;
  std::vector<Rule> keys;             // `breaks`: what the key is made of
};

Result<Rules> rules_of(const spec::SchemaObject& table) {
  std::vector<Check> checks = key_checks_of(table);
  for (const spec::Property& property : table.properties) {
    HANSE_TRY(const Place place, column_place(property));
    add_option_checks(place, table, checks);
    add_enum_check(place, table, checks);
    add_quality_checks(place, {place.missing, place.text}, table, checks);
  }
  Rules out;
  for (const Check& check : checks) {
    if (check.measure == Measure::kDuplicates && check.severity == Severity::kError &&
        !check.key_values.empty())
      out.keys.push_back({whole_key(check), check.text});
    if (is_of_each_row(check) && !check.breaks.empty())
      out.rows.push_back({check.breaks, check.text});
  }
  return out;
}

// The texts of the rules that are broken, one after another.
std::string reasons(const std::vector<Rule>& rules,
                    const std::function<std::string(const Rule&)>& broken) {
  std::string out;
  for (const Rule& rule : rules)
    out += fmt::format("{}CASE WHEN {} THEN {} ELSE '' END", out.empty() ? "" : " || ",
                       broken(rule), quote_literal(rule.text + "; "));
  return out.empty() ? "''" : out;
}

std::string contract_columns(const spec::SchemaObject& table, bool as_text) {
  std::string out;
  for (const spec::Property& property : table.properties) {
    const std::string name = quote_identifier(property.name);
    out += (out.empty() ? "" : ", ") +
           (as_text ? fmt::format("CAST({0} AS VARCHAR) AS {0}", name) : name);
  }
  return out;
}

}  // namespace

Result<std::string> judged_rows_sql(const spec::SchemaObject& table) {
  HANSE_TRY(const Rules rules, rules_of(table));
  const std::string of_row = reasons(rules.rows, [](const Rule& rule) {
    return fmt::format("({})", rule.breaks);
  });
  // A row that goes anyhow takes nobody with it. SQL's NULLs are no key.
  const std::string of_keys = reasons(rules.keys, [](const Rule& rule) {
    return fmt::format("({0} = '' AND ({1}) IS NOT NULL AND count(*) FILTER (WHERE {0} = '') "
                       "OVER (PARTITION BY {1}) > 1)",
                       kOfRow, rule.breaks);
  });
  const std::string columns = contract_columns(table, false);
  return fmt::format("SELECT {}, {} || {} AS {} FROM (SELECT {}, {} AS {} FROM candidate)", columns,
                     kOfRow, of_keys, kReasonColumn, columns, of_row, kOfRow);
}

Result<std::string> sound_rows_sql(const spec::SchemaObject& table) {
  HANSE_TRY(const std::string judged, judged_rows_sql(table));
  return fmt::format("SELECT {} FROM ({}) WHERE {} = ''", contract_columns(table, false), judged,
                     kReasonColumn);
}

Result<std::string> unsound_rows_sql(const spec::SchemaObject& table) {
  HANSE_TRY(const std::string judged, judged_rows_sql(table));
  return fmt::format("SELECT rtrim({0}, '; ') AS {0}, 'result' AS {1}, CAST(NULL AS BIGINT) AS "
                     "{2}, CAST(NULL AS VARCHAR) AS {3}, {4} FROM ({5}) WHERE {0} <> ''",
                     kReasonColumn, kSourceColumn, kRowColumn, kRecordColumn,
                     contract_columns(table, true), judged);
}

Result<std::string> unsound_count_sql(const spec::SchemaObject& table) {
  HANSE_TRY(const std::string judged, judged_rows_sql(table));
  return fmt::format("SELECT count(*), count(*) FILTER (WHERE {} <> '') FROM ({})", kReasonColumn,
                     judged);
}

}  // namespace hanse::contract
