// SPDX-License-Identifier: Apache-2.0
#include "plan/keep_apart.h"

#include <charconv>

#include "base/files.h"
#include "base/utf8.h"
#include "contract/row_rules.h"
#include "contract/rows.h"

namespace hanse::plan {
namespace {

constexpr const char* kSoundPart = "sound.parquet";

Result<int64_t> number_of(const std::string& text) {
  int64_t out = -1;
  std::from_chars(text.data(), text.data() + text.size(), out);
  if (out < 0) return fail(ErrorCode::kInternal, "a count of rows gave no number");
  return out;
}

const spec::Property* column_named(const spec::SchemaObject& table, const std::string& name) {
  for (const spec::Property& property : table.properties)
    if (equal_ignoring_case(property.name, name)) return &property;
  return nullptr;
}

// The table's columns, as text: those that the source has by the same name.
std::string source_rows_sql(const spec::SchemaObject& table, const SourceInput& input,
                            const std::string& unsound) {
  std::string columns;
  for (const spec::Property& property : table.properties) {
    const spec::Property* read = column_named(*input.table, property.name);
    columns += fmt::format(", {} AS {}",
                           read == nullptr ? "CAST(NULL AS VARCHAR)" : quote_identifier(read->name),
                           quote_identifier(property.name));
  }
  return fmt::format("SELECT reason AS {}, {} AS {}, row_number AS {}, record AS {}{} FROM ({})",
                     contract::kReasonColumn, quote_literal(input.table->name),
                     contract::kSourceColumn, contract::kRowColumn, contract::kRecordColumn,
                     columns, unsound);
}

std::string no_rows_sql(const spec::SchemaObject& table) {
  std::string columns;
  for (const spec::Property& property : table.properties)
    columns += fmt::format(", CAST(NULL AS VARCHAR) AS {}", quote_identifier(property.name));
  return fmt::format("SELECT CAST(NULL AS VARCHAR) AS {}, CAST(NULL AS VARCHAR) AS {}, "
                     "CAST(NULL AS BIGINT) AS {}, CAST(NULL AS VARCHAR) AS {}{} LIMIT 0",
                     contract::kReasonColumn, contract::kSourceColumn, contract::kRowColumn,
                     contract::kRecordColumn, columns);
}

}  // namespace

Result<int64_t> RowSeparator::keep(const govern::BuildStatement& statement) {
  const std::string part = fmt::format("quarantine-{}.parquet", files_.size());
  HANSE_TRY(const auto built,
            parts_.gate->materialize(statement, parts_.folder, parts_.cancel, part));
  if (built.rows == 0) {
    HANSE_TRY_STATUS(remove_tree(join_path(parts_.folder, part)));
    return 0;
  }
  files_.push_back(part);
  rows_ += built.rows;
  return built.rows;
}

void RowSeparator::check_share(int64_t bad, int64_t all, const std::string& of) {
  const double percent = 100.0 * static_cast<double>(bad) / static_cast<double>(std::max(all, bad));
  if (percent <= parts_.quarantine.limit_percent) return;
  findings.add({"HNS-L010", Severity::kError,
                fmt::format("{} of {} rows of {} would be kept apart, more than {} %", bad, all, of,
                            parts_.quarantine.limit_percent),
                parts_.table->span, "product " + parts_.product.str(), {},
                "mend the source, or state a `limitPercent` that is meant"});
}

Status RowSeparator::sources(const std::vector<SourceInput>& inputs,
                             const std::vector<const source::SourceScan*>& scans) {
  for (size_t i = 0; i < scans.size(); ++i) {
    if (scans[i]->unsound_sql.empty()) continue;
    govern::BuildStatement statement;
    statement.sql = source_rows_sql(*parts_.table, inputs[i], scans[i]->unsound_sql);
    HANSE_TRY(const int64_t bad, keep(statement));
    if (bad == 0) continue;
    HANSE_TRY(const auto stream,
              parts_.gate->read_source(
                  parts_.product, fmt::format("SELECT count(*) FROM ({})", scans[i]->sound_sql)));
    HANSE_TRY(const auto rows, contract::read_text_rows(*stream, 1));
    if (rows.size() != 1) return fail(ErrorCode::kInternal, "a count of rows gave no answer");
    HANSE_TRY(const int64_t sound, number_of(rows[0][0]));
    check_share(bad, bad + sound, fmt::format("`{}`", inputs[i].table->name));
  }
  return {};
}

Status RowSeparator::result(govern::Gate::Built& built) {
  std::vector<std::string> files;
  for (const std::string& name : built.files) files.push_back(join_path(parts_.folder, name));
  HANSE_TRY(const std::string counting, contract::unsound_count_sql(*parts_.table));
  HANSE_TRY(const auto stream, parts_.gate->check_candidate(parts_.product, files, counting));
  HANSE_TRY(const auto rows, contract::read_text_rows(*stream, 1));
  if (rows.size() != 1 || rows[0].size() != 2)
    return fail(ErrorCode::kInternal, "a count of rows gave no answer");
  HANSE_TRY(const int64_t all, number_of(rows[0][0]));
  HANSE_TRY(const int64_t bad, number_of(rows[0][1]));
  if (bad == 0) return {};
  check_share(bad, all, fmt::format("the result `{}`", parts_.table->name));
  if (findings.has_errors()) return {};
  HANSE_TRY(const std::string unsound, contract::unsound_rows_sql(*parts_.table));
  HANSE_TRY(const auto apart, parts_.gate->govern_candidate(parts_.product, files, unsound));
  HANSE_TRY(const int64_t kept, keep(apart));
  if (kept != bad) return fail(ErrorCode::kInternal, "the rows to be kept apart changed");
  HANSE_TRY(const std::string sound, contract::sound_rows_sql(*parts_.table));
  HANSE_TRY(const auto rest, parts_.gate->govern_candidate(parts_.product, files, sound));
  HANSE_TRY(auto remaining,
            parts_.gate->materialize(rest, parts_.folder, parts_.cancel, kSoundPart));
  for (const std::string& file : files) HANSE_TRY_STATUS(remove_tree(file));
  built = std::move(remaining);
  return {};
}

Result<std::vector<std::string>> RowSeparator::finish() {
  if (!files_.empty()) return files_;
  const std::string part = "quarantine-0.parquet";
  govern::BuildStatement none;
  none.sql = no_rows_sql(*parts_.table);
  HANSE_TRY(const auto written,
            parts_.gate->materialize(none, parts_.folder, parts_.cancel, part));
  files_ = written.files;
  return files_;
}

}  // namespace hanse::plan
