// SPDX-License-Identifier: Apache-2.0
#include "contract/run_checks.h"

#include <algorithm>
#include <set>

#include "contract/count_checks.h"
#include "contract/level_checks.h"
#include "contract/make_checks.h"
#include "contract/table_rows.h"
#include "contract/unreadable.h"

namespace hanse::contract {
namespace {

class Running {
 public:
  Running(const CheckRun& run, const TableUnderTest& table, const std::string& contract,
          const std::vector<NamedTable>& tables)
      : run_(run), table_(table), contract_(contract), tables_(tables) {}

  TableOutcome take(std::vector<Check> checks) {
    for (Check& check : checks) {
      Outcome outcome;
      outcome.check = std::move(check);
      out_.outcomes.push_back(std::move(outcome));
    }
    out_.contract = contract_;
    out_.table = table_.table->name;
    out_.source = table_.source;
    try_constants();
    auto counted = count_checks(run_, table_, out_.outcomes);
    if (!counted) {
      all_unread(counted.error());
      return std::move(out_);
    }
    out_.rows = counted->rows;
    numbers_ = std::move(counted->numbers);
    look_for_columns();
    for (Outcome& outcome : out_.outcomes) judge(outcome);
    if (run_.samples > 0) fetch_rows(run_, table_, contract_, tables_, out_.outcomes);
    return std::move(out_);
  }

 private:
  // Bounds, lists and patterns are known to the engine, or the check cannot be run.
  void try_constants() {
    std::string all;
    for (const Outcome& outcome : out_.outcomes)
      for (const std::string& constant : outcome.check.constants)
        all += fmt::format("{}({}) IS NOT NULL", all.empty() ? "" : " AND ", constant);
    if (all.empty()) return;
    const auto holds = [&](const std::string& condition) {
      const auto rows = ask(*run_.engine, "SELECT " + condition, 1);
      return rows && rows->size() == 1 && rows->front().front() == "true";
    };
    if (holds(all)) return;
    for (Outcome& outcome : out_.outcomes)
      for (const std::string& constant : outcome.check.constants)
        if (!holds(fmt::format("({}) IS NOT NULL", constant))) {
          set_not_run(outcome, fmt::format("the engine cannot take its `{}`: it is no value of the "
                                           "column's type, or a pattern of a kind or size that it "
                                           "does not match",
                                           outcome.check.key));
          break;
        }
  }

  void all_unread(const Error& error) {
    Outcome unread = unreadable_outcome(*table_.table, unreadable_text(table_, error));
    for (Outcome& outcome : out_.outcomes) {
      outcome.verdict = Verdict::kNotRun;
      outcome.reason = "the data cannot be read";
    }
    out_.outcomes.insert(out_.outcomes.begin(), std::move(unread));
  }

  // Without a header the columns are those that any of the records has.
  void look_for_columns() {
    if (table_.presence_sql.empty()) return;
    const bool any_empty = std::ranges::any_of(out_.outcomes, [&](const Outcome& outcome) {
      return outcome.check.key == "present" &&
             numbers_[static_cast<size_t>(&outcome - out_.outcomes.data())] == "0";
    });
    if (!any_empty) return;
    const auto rows = ask(*run_.engine, table_.presence_sql, SIZE_MAX);
    if (!rows) return;
    std::set<std::string> names;
    for (const auto& row : *rows) names.insert(row.front());
    for (const Place& place : table_.columns) {
      const std::string& name = place.property->physical_name.empty()
                                    ? place.property->name
                                    : place.property->physical_name;
      if (names.contains(name)) continue;
      for (Outcome& outcome : out_.outcomes) {
        Check& check = outcome.check;
        const bool is_below =
            check.column.starts_with(place.path) &&
            check.column.find_first_of(".[{", place.path.size()) == place.path.size();
        if (check.column != place.path && !is_below) continue;
        if (check.key == "present") {
          check.is_kept = false;
          check.measured = "missing";
          check.reason = "no record has such a member";
        } else if (check.measure != Measure::kQuery) {
          set_not_run(outcome, "the data has no such column");
        }
      }
    }
  }

  void fail_or_warn(Outcome& outcome) {
    outcome.verdict =
        outcome.check.severity == Severity::kError ? Verdict::kFailed : Verdict::kWarning;
  }

  void judge(Outcome& outcome) {
    Check& check = outcome.check;
    outcome.expected = check.expected_text.empty() ? check.expected.text() : check.expected_text;
    const size_t index = static_cast<size_t>(&outcome - out_.outcomes.data());
    switch (check.measure) {
      case Measure::kNotRun:
        outcome.verdict = Verdict::kNotRun;
        outcome.reason = check.reason;
        return;
      case Measure::kKnown:
        outcome.measured = check.measured;
        outcome.reason = check.is_kept ? "" : check.reason;
        if (check.is_kept)
          outcome.verdict = Verdict::kPassed;
        else
          fail_or_warn(outcome);
        return;
      case Measure::kRows:
      case Measure::kDuplicates:
      case Measure::kCount:
        return judge_count(outcome, number_of(numbers_[index]).value_or(0));
      case Measure::kNewest:
      case Measure::kOldest:
        return judge_age(outcome, number_of(numbers_[index]));
      case Measure::kGap:
        return judge_gap(outcome);
      case Measure::kOrphans:
        return judge_orphans(outcome);
      case Measure::kQuery:
        return judge_query(outcome);
    }
  }

  void judge_count(Outcome& outcome, double count) {
    const Check& check = outcome.check;
    // Rows that a rule wants more of are none that fail.
    const bool wants_more = check.expected.comparison.find("Greater") != std::string::npos;
    if (check.measure != Measure::kCount && !wants_more)
      outcome.failing_rows = static_cast<int64_t>(count);
    const double rows = static_cast<double>(out_.rows);
    const double percent = out_.rows == 0 ? 0 : 100.0 * count / rows;
    const double measured = check.expected.is_percent ? percent : count;
    outcome.measured =
        check.expected.is_percent ? fmt::format("{:.6g} %", percent) : fmt::format("{:.0f}", count);
    if (check.expected.holds(measured))
      outcome.verdict = Verdict::kPassed;
    else
      fail_or_warn(outcome);
  }

  void judge_age(Outcome& outcome, std::optional<double> instant) {
    if (!instant) return judge_without_instants(outcome);
    const double age = static_cast<double>(run_.now_us) - *instant;
    outcome.measured = duration_text(age);
    if (outcome.check.expected.holds(age))
      outcome.verdict = Verdict::kPassed;
    else
      fail_or_warn(outcome);
  }

  void judge_without_instants(Outcome& outcome) {
    outcome.measured = "no value";
    // What is not there is not too old.
    if (outcome.check.measure == Measure::kOldest)
      outcome.verdict = Verdict::kPassed;
    else
      fail_or_warn(outcome);
  }

  void judge_gap(Outcome& outcome) {
    const auto steps = [&](const std::string& rows) {
      return fmt::format(
          "SELECT max(step) FROM (SELECT coalesce(lead(i) OVER (ORDER BY i), {}) - i AS step FROM "
          "(SELECT DISTINCT {} AS i FROM ({})) WHERE i IS NOT NULL)",
          run_.now_us, outcome.check.instant, rows);
    };
    const auto rows = ask_rows(*run_.engine, table_, steps, 1);
    const auto gap = rows && rows->size() == 1 ? number_of(rows->front().front()) : std::nullopt;
    if (!gap) return judge_without_instants(outcome);
    outcome.measured = duration_text(*gap);
    if (outcome.check.expected.holds(*gap))
      outcome.verdict = Verdict::kPassed;
    else
      fail_or_warn(outcome);
  }

  void judge_orphans(Outcome& outcome) {
    const auto condition = orphan_condition(outcome.check, contract_, tables_);
    if (!condition) {
      outcome.reason = condition.error().message;
      return;
    }
    const auto orphans = [&](const std::string& rows) {
      return fmt::format("SELECT count(*) FROM ({}) WHERE {}", rows, *condition);
    };
    const auto rows = ask_rows(*run_.engine, table_, orphans, 1);
    if (!rows || rows->empty()) {
      outcome.reason = "the table referred to cannot be read";
      return;
    }
    judge_count(outcome, number_of(rows->front().front()).value_or(0));
  }

  void judge_query(Outcome& outcome) {
    const auto number = rule_number(run_, outcome.check, contract_, tables_);
    if (!number) {
      if (number.error().code == ErrorCode::kDenied) outcome.check.code = "HNS-C022";
      outcome.reason = number.error().message;
      return fail_or_warn(outcome);
    }
    outcome.measured = number_text(*number);
    if (outcome.check.expected.holds(*number))
      outcome.verdict = Verdict::kPassed;
    else
      fail_or_warn(outcome);
  }

  const CheckRun& run_;
  const TableUnderTest& table_;
  const std::string& contract_;
  const std::vector<NamedTable>& tables_;
  TableOutcome out_;
  std::vector<std::string> numbers_;  // of each outcome; empty: not counted in the pass
};

}  // namespace

TableOutcome run_checks(const CheckRun& run, const TableUnderTest& table, std::vector<Check> checks,
                        const std::string& contract, const std::vector<NamedTable>& tables) {
  return Running(run, table, contract, tables).take(std::move(checks));
}

}  // namespace hanse::contract
