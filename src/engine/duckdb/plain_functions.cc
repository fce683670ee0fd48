// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/plain_functions.h"

#include <array>
#include <cstring>
#include <list>
#include <memory>

#include "engine/duckdb/handles.h"
#include "engine/plain_pattern.h"
#include "engine/plain_values.h"
#include "engine/word_list.h"

namespace hanse::engine {
namespace {

std::string_view view_of(duckdb_string_t& text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

bool is_valid(const uint64_t* mask, idx_t row) {
  return mask == nullptr || (mask[row / 64] >> (row % 64) & 1) != 0;
}

// What a thread matches against, with answers that it gave for short texts: columns of few
// different ones are common.
template <typename Matcher>
class Known {
 public:
  explicit Known(std::shared_ptr<const Matcher> matcher) : matcher_(std::move(matcher)) {}
  const std::string& text() const { return matcher_->text(); }

  bool matches(duckdb_string_t& text) {
    if (!duckdb_string_is_inlined(text)) return matcher_->matches(view_of(text));
    std::array<uint64_t, 2> bytes;
    static_assert(sizeof bytes == sizeof text);
    std::memcpy(bytes.data(), &text, sizeof text);
    Answer& answer = answers_[((bytes[0] ^ bytes[1]) * kSpread) >> 58];
    if (answer.bytes != bytes) answer = {bytes, matcher_->matches(view_of(text))};
    return answer.matches;
  }

 private:
  static constexpr uint64_t kSpread = 0x9E3779B97F4A7C15;
  struct Answer {
    std::array<uint64_t, 2> bytes = {UINT64_MAX, 0};  // of no text: none is so long
    bool matches = false;
  };
  std::shared_ptr<const Matcher> matcher_;
  std::array<Answer, 64> answers_;
};

template <typename Matcher>
Result<Known<Matcher>*> known(std::string_view wants) {
  constexpr size_t kMost = 16;
  thread_local std::list<Known<Matcher>> all;  // newest first
  for (auto one = all.begin(); one != all.end(); ++one)
    if (one->text() == wants) {
      all.splice(all.begin(), all, one);
      return &all.front();
    }
  HANSE_TRY(auto matcher, Matcher::compile(wants));
  all.emplace_front(std::move(matcher));
  if (all.size() > kMost) all.pop_back();
  return &all.front();
}

// What is matched against stands in every row, and is nearly always that of the row before.
template <typename Matcher>
Status match_rows(duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector texts = duckdb_data_chunk_get_vector(input, 0);
  duckdb_vector wanted = duckdb_data_chunk_get_vector(input, 1);
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(texts));
  auto* want = static_cast<duckdb_string_t*>(duckdb_vector_get_data(wanted));
  const std::array<const uint64_t*, 2> valid = {duckdb_vector_get_validity(texts),
                                          duckdb_vector_get_validity(wanted)};
  auto* out = static_cast<bool*>(duckdb_vector_get_data(output));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  Known<Matcher>* matcher = nullptr;
  const duckdb_string_t* before = nullptr;
  for (idx_t row = 0; row < rows; ++row) {
    if (!is_valid(valid[0], row) || !is_valid(valid[1], row)) {
      duckdb_vector_ensure_validity_writable(output);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
      continue;
    }
    if (before == nullptr || std::memcmp(before, &want[row], sizeof *before) != 0) {
      HANSE_TRY(matcher, known<Matcher>(view_of(want[row])));
      before = &want[row];
    }
    out[row] = matcher->matches(text[row]);
  }
  return {};
}

template <typename Matcher>
void match_chunk(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  if (const Status matched = match_rows<Matcher>(input, output); !matched)
    duckdb_scalar_function_set_error(info, matched.error().message.c_str());
}

// `read` gives a value of the text or nothing, which becomes NULL.
template <typename T, std::optional<T> (*read)(std::string_view)>
void read_chunk(duckdb_function_info /*info*/, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector texts = duckdb_data_chunk_get_vector(input, 0);
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(texts));
  const uint64_t* const valid = duckdb_vector_get_validity(texts);
  auto* out = static_cast<T*>(duckdb_vector_get_data(output));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const std::optional<T> value =
        is_valid(valid, row) ? read(view_of(text[row])) : std::nullopt;
    if (value) {
      out[row] = *value;
      continue;
    }
    duckdb_vector_ensure_validity_writable(output);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
  }
}

Status register_function(duckdb_connection connection, std::string_view name, int texts,
                         duckdb_type gives, duckdb_scalar_function_t runs) {
  const ScalarFunction function(duckdb_create_scalar_function());
  const LogicalType text(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  const LogicalType result(duckdb_create_logical_type(gives));
  duckdb_scalar_function_set_name(function.get(), std::string(name).c_str());
  for (int i = 0; i < texts; ++i) duckdb_scalar_function_add_parameter(function.get(), text.get());
  duckdb_scalar_function_set_return_type(function.get(), result.get());
  duckdb_scalar_function_set_function(function.get(), runs);
  if (duckdb_register_scalar_function(connection, function.get()) == DuckDBSuccess) return {};
  return fail(ErrorCode::kInternal, fmt::format("the engine refuses its function `{}`", name));
}

}  // namespace

Status register_plain_functions(duckdb_connection connection) {
  HANSE_TRY_STATUS(register_function(connection, kPlainMatches, 2, DUCKDB_TYPE_BOOLEAN,
                                     match_chunk<PlainPattern>));
  HANSE_TRY_STATUS(
      register_function(connection, kOneOf, 2, DUCKDB_TYPE_BOOLEAN, match_chunk<WordList>));
  HANSE_TRY_STATUS(register_function(connection, kPlainLength, 1, DUCKDB_TYPE_BIGINT,
                                     read_chunk<int64_t, plain_length>));
  HANSE_TRY_STATUS(register_function(connection, kPlainWhole, 1, DUCKDB_TYPE_BIGINT,
                                     read_chunk<int64_t, plain_whole>));
  HANSE_TRY_STATUS(register_function(connection, kPlainNumber, 1, DUCKDB_TYPE_DOUBLE,
                                     read_chunk<double, plain_number>));
  return register_function(connection, kPlainDay, 1, DUCKDB_TYPE_DATE,
                           read_chunk<int32_t, plain_day>);
}

}  // namespace hanse::engine
