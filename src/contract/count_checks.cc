// SPDX-License-Identifier: Apache-2.0
#include "contract/count_checks.h"

#include <algorithm>
#include <charconv>

#include "contract/distinct.h"
#include "contract/table_rows.h"

namespace hanse::contract {
namespace {

constexpr int kKeyParts = 32;

class Counting {
 public:
  Counting(const CheckRun& run, const TableUnderTest& table, std::vector<Outcome>& outcomes)
      : run_(run), table_(table), outcomes_(outcomes) {}

  Result<Counted> take() {
    HANSE_TRY_STATUS(count());
    return std::move(counted_);
  }

 private:
  // One pass for all numbers; when that cannot be, one for each, so that none hides the others.
  Status count() {
    counted_.numbers.assign(outcomes_.size(), {});
    std::vector<Asked> asked, keys, others;
    for (size_t i = 0; i < outcomes_.size(); ++i)
      if (Asked one = asked_of(i); !one.aggregate.empty()) asked.push_back(std::move(one));
    Status counted = count_together(asked);
    if (!counted && counted.error().code == ErrorCode::kLimitExceeded) {
      // Keys take memory for each row: they are counted apart, in parts.
      for (const Asked& one : asked) (is_of_keys(one) ? keys : others).push_back(one);
      counted = count_together(others);
      if (counted) {
        count_apart(keys);
        return {};
      }
    }
    if (counted) {
      std::erase_if(asked, [&](const Asked& one) {
        return one.is_exact || counted_.numbers[one.outcome].empty() ||
               counted_.numbers[one.outcome] == "0";
      });
      count_apart(asked);
      return {};
    }
    const auto rows = ask(*run_.engine, fmt::format("SELECT count(*) FROM ({})", table_.placed), 1);
    if (!rows) return fail(rows.error());
    counted_.rows = static_cast<int64_t>(number_of(rows->front()[0]).value_or(0));
    count_apart(asked);
    return {};
  }

  struct Asked {
    size_t outcome = 0;
    std::string aggregate, outside;  // as DuplicateCount has them
    bool is_exact = true;
  };

  Asked asked_of(size_t index) const {
    const Check& check = outcomes_[index].check;
    if (check.key == "present") return {index, presence_of(check), {}};
    if (check.measure != Measure::kDuplicates) return {index, aggregate_of(check), {}};
    DuplicateCount counted = duplicate_count(run_, table_, check);
    return {index, std::move(counted.aggregate), std::move(counted.outside), counted.is_exact};
  }

  bool is_of_keys(const Asked& one) const {
    return outcomes_[one.outcome].check.measure == Measure::kDuplicates;
  }

  Status count_together(std::vector<Asked>& asked) {
    std::string numbers = "count(*)";
    size_t columns = 1;
    for (const Asked& one : asked) {
      numbers += ", " + one.aggregate + (one.outside.empty() ? "" : ", " + one.outside);
      columns += one.outside.empty() ? 1 : 2;
    }
    HANSE_TRY(const auto rows, ask_numbers(numbers));
    if (rows.size() != 1 || rows[0].size() != columns)
      return fail(ErrorCode::kInternal, "the engine gave no numbers");
    counted_.rows = static_cast<int64_t>(number_of(rows[0][0]).value_or(0));
    size_t at = 1;
    for (Asked& one : asked) {
      counted_.numbers[one.outcome] = rows[0][at++];
      if (!one.outside.empty()) one.is_exact = rows[0][at++] == "0";
    }
    return {};
  }

  Result<TextRows> ask_numbers(const std::string& numbers, const std::string& where = {}) {
    return ask_rows(
        *run_.engine, table_,
        [&](const std::string& rows) {
          return fmt::format("SELECT {} FROM ({}){}", numbers, rows, where);
        },
        1);
  }

  void count_apart(const std::vector<Asked>& asked) {
    for (const Asked& one : asked) {
      const std::string aggregate =
          is_of_keys(one) ? exact_duplicate_count(outcomes_[one.outcome].check) : one.aggregate;
      auto rows = ask_numbers(aggregate);
      if (rows)
        counted_.numbers[one.outcome] = rows->front().front();
      else if (!is_of_keys(one) || rows.error().code != ErrorCode::kLimitExceeded ||
               !count_in_parts(one.outcome))
        set_not_run(outcomes_[one.outcome], "the engine cannot compute it over this data");
    }
  }

  // Keys that do not fit into memory together: those of one remainder of their hashes at a time.
  bool count_in_parts(size_t outcome) {
    const Check& check = outcomes_[outcome].check;
    double total = 0;
    for (int part = 0; part < kKeyParts; ++part) {
      const auto rows =
          ask_numbers(exact_duplicate_count(check),
                      fmt::format(" WHERE hash({}) % {} = {}", whole_key(check), kKeyParts, part));
      if (!rows) return false;
      total += number_of(rows->front().front()).value_or(0);
    }
    counted_.numbers[outcome] = fmt::format("{:.0f}", total);
    return true;
  }

  // Counts the values of a column of a file that has no header: some tell that it is there.
  std::string presence_of(const Check& check) const {
    const auto place = std::ranges::find(table_.columns, check.column, &Place::path);
    if (table_.presence_sql.empty() || place == table_.columns.end()) return {};
    return fmt::format("count({})", place->present);
  }

  const CheckRun& run_;
  const TableUnderTest& table_;
  std::vector<Outcome>& outcomes_;
  Counted counted_;
};

}  // namespace

std::optional<double> number_of(const std::string& text) {
  double out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

void set_not_run(Outcome& outcome, std::string reason) {
  outcome.check.measure = Measure::kNotRun;
  outcome.check.reason = std::move(reason);
}

Result<Counted> count_checks(const CheckRun& run, const TableUnderTest& table,
                             std::vector<Outcome>& outcomes) {
  return Counting(run, table, outcomes).take();
}

}  // namespace hanse::contract
