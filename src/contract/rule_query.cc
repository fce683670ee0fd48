// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "base/clock.h"
#include "base/utf8.h"
#include "contract/rows.h"
#include "contract/run_checks.h"
#include "sql/inspect.h"
#include "sql/rewrite.h"
#include "sql/wall.h"

namespace hanse::contract {
namespace {

std::unexpected<Error> refused(std::string message) {
  return fail(ErrorCode::kDenied, "it is not run: " + std::move(message));
}

// `{object}` and its like become the name of the table, `{property}` that of the column; quotes
// and a `$` around them go.
std::string filled(const Check& check) {
  struct Word {
    std::string_view name;
    bool is_table;
  };
  constexpr Word kWords[] = {{"object", true}, {"table", true},     {"model", true},
                             {"schema", true}, {"property", false}, {"column", false},
                             {"field", false}};
  const size_t dot = check.column.find_first_of(".[{");
  const std::string column = check.column.substr(0, dot);
  std::string out;
  const std::string& text = check.query;
  for (size_t at = 0; at < text.size();) {
    size_t from = at;
    const char quote = text[from] == '"' || text[from] == '`' ? text[from] : '\0';
    if (quote != '\0') ++from;
    if (from < text.size() && text[from] == '$') ++from;
    const size_t end =
        from < text.size() && text[from] == '{' ? text.find('}', from) : std::string::npos;
    const auto word = std::ranges::find(
        kWords, end == std::string::npos ? "" : text.substr(from + 1, end - from - 1), &Word::name);
    const bool closes = quote == '\0' || (end + 1 < text.size() && text[end + 1] == quote);
    if (word == std::end(kWords) || !closes || (!word->is_table && column.empty())) {
      out += text[at++];
      continue;
    }
    out += quote_identifier(word->is_table ? check.object : column);
    at = end + 1 + (quote == '\0' ? 0 : 1);
  }
  return out;
}

const NamedTable* find_table(const std::vector<NamedTable>& tables, const std::string& contract,
                             std::string_view name) {
  for (const NamedTable& each : tables) {
    const spec::SchemaObject& table = *each.table->table;
    if (each.contract == contract &&
        (equal_ignoring_case(table.name, name) || equal_ignoring_case(table.physical_name, name) ||
         table.id == name))
      return &each;
  }
  return nullptr;
}

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.find_last_of('/') + 1));
}

// The statement over the tables under test alone. Nothing of its text reaches the engine: it is
// read by allow-list, its tables are replaced, and what is printed must read back as the same.
Result<std::string> rule_sql(engine::Parser& parser, const std::string& text,
                             const std::string& contract, const std::vector<NamedTable>& tables) {
  const auto ast = parser.parse(text);
  if (!ast) return refused(ast.error().message);
  const auto inspection = sql::inspect(*ast, {});
  if (!inspection) return refused(inspection.error().message);
  if (inspection->parameters > 0) return refused("it has parameters");
  for (const sql::TableReference& each : inspection->tables) {
    if (!each.schema.empty() || !each.catalog.empty() ||
        find_table(tables, contract, each.name) == nullptr)
      return refused(fmt::format("it reads `{}{}{}`, which is no table of the contract",
                                 each.schema, each.schema.empty() ? "" : ".", each.name));
  }
  std::vector<Json> placed;
  auto rewritten =
      sql::replace_tables(*ast, [&](size_t, const sql::TableReference& each) -> Result<Json> {
        const NamedTable* table = find_table(tables, contract, each.name);
        Json node = sql::base_table_ref(table->schema, table->view, "");
        placed.push_back(node);
        return node;
      });
  if (!rewritten) return refused(rewritten.error().message);
  if (const Status wall = sql::check_wall(*rewritten, placed); !wall)
    return refused(wall.error().message);
  HANSE_TRY(std::string printed, parser.print(*rewritten));
  HANSE_TRY(const Json again, parser.parse(printed));
  if (!sql::same_statement(again, *rewritten))
    return refused("it does not read back as it was written");
  return printed;
}

Result<double> as_number(const std::string& text) {
  if (text == "true" || text == "false") return text == "true" ? 1.0 : 0.0;
  double out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure == std::errc() && end == text.data() + text.size()) return out;
  return fail(ErrorCode::kDataError, text == "NULL" ? "it gives NULL, expected a number"
                                                    : "it gives no number and no truth value");
}

// Counts, and arithmetic over counts.
bool is_count(const Json& item) {
  const std::string_view kind = item["class"].as_string();
  if (kind == "CONSTANT") return true;
  if (kind == "CAST") return is_count(item["child"]);
  if (kind != "FUNCTION") return false;
  const std::string_view name = item["function_name"].as_string();
  if (name == "count" || name == "count_star" || name == "count_if") return true;
  constexpr std::string_view kArithmetic[] = {"+", "-", "*", "/", "//", "round", "coalesce"};
  return std::ranges::find(kArithmetic, name) != std::end(kArithmetic) &&
         std::ranges::all_of(item["children"].items(), is_count);
}

}  // namespace

bool gives_count(engine::Parser& parser, const Check& check) {
  const auto ast = parser.parse(filled(check));
  if (!ast) return false;
  const Json node = sql::root_node(*ast);
  const Json& columns = node["select_list"];
  return node["type"].as_string() == "SELECT_NODE" && columns.size() == 1 &&
         is_count(columns.items()[0]);
}

std::string NamedTable::from() const {
  return schema.empty() ? quote_identifier(view)
                        : fmt::format("{}.{}", quote_identifier(schema), quote_identifier(view));
}

Result<double> rule_number(const CheckRun& run, const Check& check, const std::string& contract,
                           const std::vector<NamedTable>& tables) {
  HANSE_TRY(const std::string sql, rule_sql(*run.parser, filled(check), contract, tables));
  const int64_t deadline = Clock::system().monotonic_us() + kRuleDeadlineUs;
  const auto answer = [&]() -> Result<TextRows> {
    HANSE_TRY(const auto stream, run.engine->run({sql, {}, deadline}, {}));
    if (stream->schema()->columns().size() != 1)
      return fail(ErrorCode::kDataError, "it gives several columns, expected one");
    return read_text_rows(*stream, 2);
  }();
  if (!answer && answer.error().code == ErrorCode::kTimeout)
    return fail(ErrorCode::kTimeout, fmt::format("it took longer than {} s and was stopped",
                                                 kRuleDeadlineUs / 1'000'000));
  if (!answer && answer.error().message.starts_with("it gives")) return fail(answer.error());
  if (!answer)  // the engine's words can hold values and paths
    return fail(ErrorCode::kDataError,
                "the engine cannot compute it: it names a column that is not there, mixes types, "
                "or fails over a value");
  if (answer->size() != 1)
    return fail(ErrorCode::kDataError,
                fmt::format("it gives {} rows, expected one", answer->empty() ? "no" : "several"));
  return as_number(answer->front().front());
}

Result<std::string> orphan_condition(const Check& check, const std::string& contract,
                                     const std::vector<NamedTable>& tables) {
  const Reference& reference = *check.reference;
  std::string file = contract;
  if (!reference.contract.empty()) {
    auto given = std::ranges::find(tables, reference.contract, &NamedTable::contract);
    if (given == tables.end())
      given = std::ranges::find_if(tables, [&](const NamedTable& each) {
        return file_name(each.contract) == file_name(reference.contract);
      });
    if (given == tables.end())
      return fail(ErrorCode::kNotFound,
                  fmt::format("give the contract `{}` as a further file", reference.contract));
    file = given->contract;
  }
  const NamedTable* target = find_table(tables, file, reference.table);
  if (target == nullptr)
    return fail(ErrorCode::kNotFound,
                fmt::format("there is no table `{}` that can be read", reference.table));
  std::string present, equal;
  for (size_t i = 0; i < check.key_values.size(); ++i) {
    const auto column = std::ranges::find_if(target->table->columns, [&](const Place& place) {
      return place.property->name == reference.columns[i] ||
             place.property->id == reference.columns[i];
    });
    if (column == target->table->columns.end() || !column->is_present)
      return fail(ErrorCode::kNotFound, fmt::format("the table `{}` has no column `{}`",
                                                    reference.table, reference.columns[i]));
    const std::string separator = i == 0 ? "" : " AND ";
    present += fmt::format("{}{} IS NOT NULL", separator, check.key_values[i]);
    // As text: two contracts may state other types for one key.
    equal += fmt::format("{}CAST(target.{} AS VARCHAR) = CAST({} AS VARCHAR)", separator,
                         quote_identifier(column->property->name), check.key_values[i]);
  }
  return fmt::format("{} AND NOT EXISTS (SELECT 1 FROM {} AS target WHERE {})", present,
                     target->from(), equal);
}

}  // namespace hanse::contract
