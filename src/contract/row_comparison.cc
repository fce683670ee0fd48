// SPDX-License-Identifier: Apache-2.0
#include "contract/row_comparison.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "data/encode.h"

namespace hanse::contract {
namespace {

using Cells = std::vector<std::string>;

// The rows of one side, a key at a time.
class Side {
 public:
  Side(data::ChunkStream& stream, size_t key_columns)
      : stream_(stream), schema_(stream.schema()), key_columns_(key_columns) {}

  // All rows of the next key, sorted; false after the last one.
  Result<bool> next_key() {
    const Cells before = std::move(key_);
    const bool had_key = !rows_.empty();
    rows_.clear();
    if (!pending_) {
      HANSE_TRY_STATUS(fetch());
    }
    if (!pending_) return false;
    key_ = Cells(pending_->begin(), pending_->begin() + static_cast<std::ptrdiff_t>(key_columns_));
    if (had_key && key_ <= before)
      return fail(ErrorCode::kInternal, "the rows to compare are not in the order of their keys");
    while (pending_ && std::equal(key_.begin(), key_.end(), pending_->begin())) {
      if (rows_.size() == kRowsOfKeyMax)
        return fail(ErrorCode::kLimitExceeded,
                    fmt::format("one key stands in over {} rows", kRowsOfKeyMax),
                    "state the columns that tell rows apart as `key`");
      rows_.push_back(*std::move(pending_));
      HANSE_TRY_STATUS(fetch());
    }
    std::ranges::sort(rows_);
    count();
    return true;
  }
  const Cells& key() const { return key_; }
  const std::vector<Cells>& rows() const { return rows_; }
  bool is_duplicate() const { return rows_.size() > 1; }
  const SideCounts& counts() const { return counts_; }
  std::string column_name(size_t column) const { return schema_->columns()[column].name; }

 private:
  Status fetch() {
    pending_.reset();
    if (row_ >= chunk_.rows()) {
      HANSE_TRY(chunk_, stream_.next());
      row_ = 0;
      if (chunk_.empty()) return {};
    }
    Cells cells;
    for (size_t column = 0; column < schema_->columns().size(); ++column)
      cells.push_back(data::cell_text(*schema_, chunk_, column, row_));
    ++row_;
    pending_ = std::move(cells);
    return {};
  }
  void count() {
    counts_.rows += static_cast<int64_t>(rows_.size());
    counts_.duplicate_keys += is_duplicate() ? 1 : 0;
    std::string text = counts_.digest;
    for (const Cells& row : rows_)
      for (const std::string& cell : row) text += fmt::format("{}:{}", cell.size(), cell);
    counts_.digest = digest_hex(text);
  }

  data::ChunkStream& stream_;
  std::shared_ptr<const data::Schema> schema_;
  size_t key_columns_;
  data::Chunk chunk_;
  int64_t row_ = 0;
  std::optional<Cells> pending_;
  Cells key_;
  std::vector<Cells> rows_;
  SideCounts counts_;
};

class Comparison {
 public:
  Comparison(Side& first, Side& second, size_t differences_max)
      : first_(first), second_(second), differences_max_(differences_max) {}

  Result<RowComparison> run() {
    HANSE_TRY(bool has_first, first_.next_key());
    HANSE_TRY(bool has_second, second_.next_key());
    while (has_first || has_second) {
      const bool takes_first = has_first && (!has_second || first_.key() <= second_.key());
      const bool takes_second = has_second && (!has_first || second_.key() <= first_.key());
      if (takes_first && takes_second) both();
      else if (takes_first) one(out_.missing, RowDifference::Kind::kMissing, first_);
      else one(out_.extra, RowDifference::Kind::kExtra, second_);
      if (takes_first) {
        HANSE_TRY(has_first, first_.next_key());
      }
      if (takes_second) {
        HANSE_TRY(has_second, second_.next_key());
      }
    }
    out_.first = first_.counts();
    out_.second = second_.counts();
    return std::move(out_);
  }

 private:
  void note(RowDifference difference) {
    if (out_.differences.size() < differences_max_)
      out_.differences.push_back(std::move(difference));
  }
  void one(int64_t& counter, RowDifference::Kind kind, const Side& side) {
    ++counter;
    note({kind, side.key(), {}});
  }
  void both() {
    if (first_.rows() == second_.rows()) {
      ++out_.same;
      if (second_.is_duplicate()) note({RowDifference::Kind::kDuplicate, second_.key(), {}});
      return;
    }
    ++out_.differing;
    if (first_.is_duplicate() || second_.is_duplicate())
      return note({RowDifference::Kind::kDuplicate, first_.key(), {}});
    RowDifference difference{RowDifference::Kind::kDiffers, first_.key(), {}};
    const Cells &left = first_.rows()[0], &right = second_.rows()[0];
    for (size_t column = 0; column < left.size() && column < right.size(); ++column)
      if (left[column] != right[column])
        difference.columns.push_back(first_.column_name(column));
    note(std::move(difference));
  }

  Side &first_, &second_;
  size_t differences_max_;
  RowComparison out_;
};

}  // namespace

Result<RowComparison> compare_rows(data::ChunkStream& first, data::ChunkStream& second,
                                   size_t key_columns, size_t differences_max) {
  const size_t columns = first.schema()->columns().size();
  if (columns != second.schema()->columns().size() || key_columns > columns)
    return fail(ErrorCode::kInternal, "the tables to compare have not the same columns");
  Side left(first, key_columns), right(second, key_columns);
  return Comparison(left, right, differences_max).run();
}

std::string_view to_string(RowDifference::Kind kind) {
  switch (kind) {
    case RowDifference::Kind::kMissing: return "missing";
    case RowDifference::Kind::kExtra: return "extra";
    case RowDifference::Kind::kDuplicate: return "duplicate";
    case RowDifference::Kind::kDiffers: return "differs";
  }
  return "";
}

}  // namespace hanse::contract
