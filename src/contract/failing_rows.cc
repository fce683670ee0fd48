// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/json.h"
#include "base/utf8.h"
#include "contract/rows.h"
#include "contract/run_checks.h"

namespace hanse::contract {
namespace {

class RowFetcher {
 public:
  RowFetcher(const CheckRun& run, const TableUnderTest& table) : run_(run), table_(table) {
    const bool by_file = table.is_counted_by_file && table.file_keys.size() > 1;
    order_ = by_file ? "{'f': place_file, 'r': place_row}" : "place_row";
  }

  // All that fail row by row, in one pass.
  void fetch_together(const std::vector<Outcome*>& outcomes) {
    if (outcomes.empty()) return;
    std::string sql;
    for (const Outcome* outcome : outcomes)
      sql += fmt::format("{}to_json(arg_min({}, {}, {}) FILTER (WHERE {}))",
                         sql.empty() ? "SELECT " : ", ", place_of(outcome->check), order_,
                         run_.samples, outcome->check.breaks);
    const auto stream =
        run_.engine->run({fmt::format("{} FROM ({})", sql, table_.placed), {}, 0}, {});
    if (!stream) return fetch_apart(outcomes);
    const auto rows = read_text_rows(**stream, 1);
    if (!rows || rows->size() != 1) return fetch_apart(outcomes);
    for (size_t i = 0; i < outcomes.size() && i < rows->front().size(); ++i)
      take(rows->front()[i], *outcomes[i]);
  }

  void fetch_where(const std::string& condition, Outcome& outcome) {
    fetch(fmt::format("SELECT {} AS p, {} AS o FROM ({}) WHERE {}", place_of(outcome.check), order_,
                      table_.placed, condition),
          outcome);
  }

  // Rows whose key stood in a row before them.
  void fetch_duplicates(Outcome& outcome) {
    const std::string key = whole_key(outcome.check);
    fetch(fmt::format("SELECT p, o FROM (SELECT {0} AS p, {1} AS o, {2} AS k FROM ({3})) "
                      "JOIN (SELECT {2} AS k, min({1}) AS first FROM ({3}) "
                      "WHERE {2} IS NOT NULL GROUP BY 1 HAVING count(*) > 1) AS twice USING (k) "
                      "WHERE o > first",
                      place_of(outcome.check), order_, key, table_.placed),
          outcome);
  }

  // Numbers over all files become numbers in each.
  void count_by_file(std::vector<Outcome>& outcomes) {
    if (table_.is_counted_by_file || table_.file_keys.size() < 2) return;
    const auto stream = run_.engine->run(
        {fmt::format("SELECT place_file, min(place_row) FROM ({}) GROUP BY 1", table_.placed),
         {},
         0},
        {});
    if (!stream) return;
    const auto firsts = read_text_rows(**stream, SIZE_MAX);
    if (!firsts) return;
    for (Outcome& outcome : outcomes)
      for (FailingRow& row : outcome.rows)
        for (const auto& first : *firsts)
          if (name_of(first[0]) == row.file) row.row -= std::atoll(first[1].c_str()) - 1;
  }

 private:
  std::string place_of(const Check& check) const {
    const std::string shown = check.shown.empty() ? "''" : check.shown;
    const std::string key =
        table_.row_key.empty()
            ? std::string()
            : fmt::format(", 'k': left({}, {})", table_.row_key, kShownBytesMax);
    return fmt::format("{{'r': place_row, 'f': place_file{}, 'v': left({}, {})}}", key, shown,
                       kShownBytesMax);
  }

  void fetch_apart(const std::vector<Outcome*>& outcomes) {
    for (Outcome* outcome : outcomes) fetch_where(outcome->check.breaks, *outcome);
  }

  void fetch(const std::string& rows_sql, Outcome& outcome) {
    const auto stream = run_.engine->run(
        {fmt::format("SELECT to_json(list(p ORDER BY o)) FROM (SELECT p, o FROM ({}) ORDER BY o "
                     "LIMIT {})",
                     rows_sql, run_.samples),
         {},
         0},
        {});
    if (!stream) return;
    const auto rows = read_text_rows(**stream, 1);
    if (rows && rows->size() == 1) take(rows->front().front(), outcome);
  }

  std::string name_of(const std::string& key) const {
    const auto found = std::ranges::find(table_.file_keys, key);
    if (found == table_.file_keys.end()) return {};
    return table_.file_names[static_cast<size_t>(found - table_.file_keys.begin())];
  }

  void take(const std::string& text, Outcome& outcome) {
    const auto list = Json::parse(text);
    if (!list) return;
    for (const Json& item : list->items()) {
      FailingRow row;
      row.row = item["r"].as_int();
      if (item["k"].is_string()) row.key = item["k"].as_string();
      if (table_.file_keys.size() > 1) row.file = name_of(std::string(item["f"].as_string()));
      row.value = item["v"].is_null() ? "NULL" : std::string(item["v"].as_string());
      outcome.rows.push_back(std::move(row));
    }
  }

  const CheckRun& run_;
  const TableUnderTest& table_;
  std::string order_;
};

}  // namespace

void fetch_rows(const CheckRun& run, const TableUnderTest& table, const std::string& contract,
                const std::vector<NamedTable>& tables, std::vector<Outcome>& outcomes) {
  RowFetcher fetcher(run, table);
  std::vector<Outcome*> together;
  for (Outcome& outcome : outcomes) {
    const bool is_wrong =
        outcome.verdict == Verdict::kFailed || outcome.verdict == Verdict::kWarning;
    if (!is_wrong || outcome.failing_rows == 0) continue;
    if (outcome.check.measure == Measure::kRows) together.push_back(&outcome);
    if (outcome.check.measure == Measure::kDuplicates) fetcher.fetch_duplicates(outcome);
    if (outcome.check.measure != Measure::kOrphans) continue;
    if (const auto condition = orphan_condition(outcome.check, contract, tables))
      fetcher.fetch_where(*condition, outcome);
  }
  fetcher.fetch_together(together);
  fetcher.count_by_file(outcomes);
}

}  // namespace hanse::contract
