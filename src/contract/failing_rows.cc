// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <span>

#include "base/json.h"
#include "base/utf8.h"
#include "contract/rows.h"
#include "contract/run_checks.h"
#include "data/encode.h"

namespace hanse::contract {
namespace {

constexpr int64_t kRare = 10'000;  // rows that fail a check
constexpr const char* kNull = "NULL";

// An outcome whose rows are looked for: `SELECT … FROM (placed) join WHERE where rest`.
struct Sought {
  Outcome* outcome = nullptr;
  size_t missing = 0;            // so many more are wanted
  std::string where, join, rest;
  bool is_sorted = false;        // `rest` says in which order: the rows may come in any
  std::string key;               // the first row of each is none of them; empty: all are
  std::set<std::string> seen;    // keys
};

class RowFetcher {
 public:
  RowFetcher(const CheckRun& run, const TableUnderTest& table)
      : run_(run), table_(table) {
    const bool by_file = table.is_counted_by_file && table.file_keys.size() > 1;
    order_ = by_file ? "{'f': place_file, 'r': place_row}" : "place_row";
    if (table.plain != nullptr && !table.plain->is_refused()) plain_ = table.plain.get();
  }

  void seek(Outcome& outcome) {
    Sought sought = sought_of(outcome);
    sought.where = outcome.check.breaks;
    const bool is_rare = outcome.failing_rows <= kRare;
    if (!is_rare) sought.rest = fmt::format(" LIMIT {}", sought.missing);
    (is_rare ? together_ : apart_).push_back(std::move(sought));
  }

  // By a condition that looks at another table. Joins give rows in any order.
  void seek_where(Outcome& outcome, std::string where) {
    Sought sought = sought_of(outcome);
    sought.where = std::move(where);
    sought.rest = first_of_all();
    sought.is_sorted = true;
    apart_.push_back(std::move(sought));
  }

  // Rows whose key stood in a row before them. While they are few they are picked by their keys,
  // which takes half the time: numbers of rows are told by one thread alone.
  void seek_duplicates(Outcome& outcome) {
    const std::string key = whole_key(outcome.check);
    const auto twice = [&](const std::string& columns, const std::string& rows) {
      return fmt::format("(SELECT {0} FROM ({1}) WHERE {2} IS NOT NULL GROUP BY {2} HAVING "
                         "count(*) > 1)",
                         columns, rows, key);
    };
    Sought sought = sought_of(outcome);
    sought.is_sorted = true;
    if (outcome.failing_rows <= kRare) {
      for (const std::string& value : outcome.check.key_values)
        sought.key += fmt::format("{}CAST({}{} AS VARCHAR)", sought.key.empty() ? "" : ", ", value,
                                  is_real(value) ? " + 0" : "");
      sought.key = fmt::format("to_json([{}])", sought.key);
      sought.where = fmt::format("{} IN {}", key, twice(key, rows()));
      sought.rest = " ORDER BY " + order_;
    } else {
      sought.join = fmt::format(
          " JOIN {} AS twice ON {} = twice_key",
          twice(fmt::format("{} AS twice_key, min({}) AS twice_first", key, order_), placed()),
          key);
      sought.where = order_ + " > twice_first";
      sought.rest = first_of_all();
    }
    apart_.push_back(std::move(sought));
  }

  // Those that few rows fail in one pass, which ends with the last that is wanted; each other one
  // in a pass of its own, of which the beginning is enough as a rule.
  void fetch() {
    if (!fetch_list(together_)) fetch_each(together_);
    fetch_each(apart_);
  }

  // Places and numbers over all files become numbers in each, and files get their names.
  void name_places(std::vector<Outcome>& outcomes) {
    if (plain_ != nullptr) return number_plain(outcomes);
    count_by_file(outcomes);
    for (Outcome& outcome : outcomes)
      for (FailingRow& row : outcome.rows) row.file = name_of(row.file);
  }

  // The files changed: what was found of them is none of the rows that the other way gives.
  bool is_refused() const { return plain_ != nullptr && plain_->is_refused(); }

 private:
  const std::string& rows() const { return plain_ != nullptr ? table_.plain_rows : table_.rows; }
  const std::string& placed() const {
    return plain_ != nullptr ? table_.plain_placed : table_.placed;
  }

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
          if (first[0] == row.file) row.row -= std::atoll(first[1].c_str()) - 1;
  }

  std::string place_of(const Check& check) const {
    const std::string shown = check.shown.empty() ? "''" : check.shown;
    const std::string key =
        table_.row_key.empty()
            ? std::string()
            : fmt::format(", 'k': left({}, {})", table_.row_key, kShownBytesMax);
    return fmt::format("{{'r': place_row, 'f': place_file{}, 'v': left({}, {})}}", key, shown,
                       kShownBytesMax);
  }

  Sought sought_of(Outcome& outcome) const {
    Sought out;
    out.outcome = &outcome;
    out.missing = static_cast<size_t>(std::min<int64_t>(run_.samples, outcome.failing_rows));
    return out;
  }

  // Of these -0.0 is 0.0, though their texts differ.
  bool is_real(const std::string& value) const {
    const auto place = std::ranges::find(table_.columns, value, &Place::value);
    return place != table_.columns.end() && (place->type == "DOUBLE" || place->type == "FLOAT");
  }

  std::string first_of_all() const {
    return fmt::format(" ORDER BY {} LIMIT {}", order_, run_.samples);
  }

  void fetch_each(std::vector<Sought>& list) {
    for (Sought& one : list) (void)fetch_list({&one, 1});
  }

  std::string statement_of(std::span<const Sought> list) const {
    std::string cells, where;
    for (const Sought& one : list) {
      const std::string place = fmt::format("to_json({})", place_of(one.outcome->check));
      cells += (cells.empty() ? "" : ", ") +
               (list.size() == 1 ? place
                                 : fmt::format("CASE WHEN {} THEN {} END", one.where, place)) +
               ", " + (one.key.empty() ? "NULL" : one.key);
      where += fmt::format("{}({})", where.empty() ? "" : " OR ", one.where);
    }
    return fmt::format("SELECT {} FROM ({}) AS placed{} WHERE {}{}", cells, placed(),
                       list.front().join, where, list.front().rest);
  }

  // False when the statement fails; then no row was taken.
  bool fetch_list(std::span<Sought> list) {
    if (list.empty()) return true;
    engine::Statement statement{statement_of(list), {}, 0};
    if (plain_ != nullptr)
      statement.given = {list.front().is_sorted ? table_.plain : plain_->in_order()};
    const auto stream = run_.engine->run(statement, {});
    if (!stream) return false;
    const auto schema = (*stream)->schema();
    while (std::ranges::any_of(list, [](const Sought& one) { return one.missing > 0; })) {
      const auto chunk = (*stream)->next();
      if (!chunk) return forget(list);
      if (chunk->empty()) break;
      for (int64_t row = 0; row < chunk->rows(); ++row)
        for (size_t i = 0; i < list.size(); ++i)
          if (list[i].missing > 0)
            take(data::cell_text(*schema, *chunk, 2 * i, row),
                 data::cell_text(*schema, *chunk, 2 * i + 1, row), list[i]);
    }
    return true;
  }

  void number_plain(std::vector<Outcome>& outcomes) {
    std::set<int64_t> places;
    for (const Outcome& outcome : outcomes)
      for (const FailingRow& row : outcome.rows) places.insert(row.row);
    const auto rows = plain_->rows_at(places);
    if (!rows) {  // the files have gone
      for (Outcome& outcome : outcomes) outcome.rows.clear();
      return;
    }
    for (Outcome& outcome : outcomes)
      std::erase_if(outcome.rows, [&](FailingRow& row) {
        const auto at = rows->find(row.row);
        if (at == rows->end()) return true;  // the file ends before it by now
        row.row = at->second.number;
        if (table_.file_names.size() > 1) row.file = table_.file_names[at->second.file];
        return false;
      });
  }

  bool forget(std::span<Sought> list) {
    for (Sought& one : list) {
      one.missing += one.outcome->rows.size();
      one.outcome->rows.clear();
      one.seen.clear();
    }
    return false;
  }

  std::string name_of(const std::string& key) const {
    const auto found = std::ranges::find(table_.file_keys, key);
    if (found == table_.file_keys.end()) return {};
    return table_.file_names[static_cast<size_t>(found - table_.file_keys.begin())];
  }

  void take(const std::string& text, const std::string& key, Sought& sought) {
    if (text == kNull) return;
    if (!sought.key.empty() && sought.seen.insert(key).second) return;
    const auto item = Json::parse(text);
    if (!item) return;
    FailingRow row;
    row.row = (*item)["r"].as_int();
    if ((*item)["k"].is_string()) row.key = (*item)["k"].as_string();
    if (table_.file_keys.size() > 1) row.file = (*item)["f"].as_string();
    row.value = (*item)["v"].is_null() ? "NULL" : std::string((*item)["v"].as_string());
    sought.outcome->rows.push_back(std::move(row));
    --sought.missing;
  }

  const CheckRun& run_;
  const TableUnderTest& table_;
  const source::PlainCsv* plain_ = nullptr;  // null: rows come in the other way
  std::string order_;                        // of rows, in SQL
  // The first ones have neither `join` nor `rest` nor `key`, and are not sorted.
  std::vector<Sought> together_, apart_;
};

// False when it has to be done again.
bool fetch_once(const CheckRun& run, const TableUnderTest& table, const std::string& contract,
                const std::vector<NamedTable>& tables, std::vector<Outcome>& outcomes) {
  RowFetcher fetcher(run, table);
  for (Outcome& outcome : outcomes) {
    outcome.rows.clear();
    const bool is_wrong =
        outcome.verdict == Verdict::kFailed || outcome.verdict == Verdict::kWarning;
    if (!is_wrong || outcome.failing_rows == 0) continue;
    if (outcome.check.measure == Measure::kRows) fetcher.seek(outcome);
    if (outcome.check.measure == Measure::kDuplicates) fetcher.seek_duplicates(outcome);
    if (outcome.check.measure != Measure::kOrphans) continue;
    if (auto condition = orphan_condition(outcome.check, contract, tables))
      fetcher.seek_where(outcome, std::move(*condition));
  }
  fetcher.fetch();
  if (fetcher.is_refused()) return false;
  fetcher.name_places(outcomes);
  return true;
}

}  // namespace

void fetch_rows(const CheckRun& run, const TableUnderTest& table, const std::string& contract,
                const std::vector<NamedTable>& tables, std::vector<Outcome>& outcomes) {
  if (!fetch_once(run, table, contract, tables, outcomes))
    (void)fetch_once(run, table, contract, tables, outcomes);
}

}  // namespace hanse::contract
