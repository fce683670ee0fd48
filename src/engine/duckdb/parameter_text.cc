// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/parameter_text.h"

#include "base/ascii.h"

namespace hanse::engine {
namespace {

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

size_t past(std::string_view sql, size_t found, size_t length) {
  return found == std::string_view::npos ? sql.size() : found + length;
}

size_t end_of_quoted(std::string_view sql, size_t start, bool backslash) {
  const char mark = sql[start];
  for (size_t i = start + 1; i < sql.size(); ++i) {
    if (backslash && sql[i] == '\\') ++i;
    else if (sql[i] == mark && i + 1 < sql.size() && sql[i + 1] == mark) ++i;
    else if (sql[i] == mark) return i + 1;
  }
  return sql.size();
}

size_t end_of_comment(std::string_view sql, size_t start) {
  int depth = 0;
  for (size_t i = start; i + 1 < sql.size(); ++i) {
    if (sql.substr(i, 2) == "/*") {
      ++depth;
      ++i;
    } else if (sql.substr(i, 2) == "*/") {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return sql.size();
}

// The end of `$tag$…$tag$` at `start`, or `start` when there is none.
size_t end_of_dollar_quoted(std::string_view sql, size_t start) {
  size_t i = start + 1;
  if (i < sql.size() && is_digit(sql[i])) return start;
  while (i < sql.size() && is_word(sql[i])) ++i;
  if (i >= sql.size() || sql[i] != '$') return start;
  const std::string_view tag = sql.substr(start, i + 1 - start);
  return past(sql, sql.find(tag, i + 1), tag.size());
}

// The end of what must be kept as it is at `start`; `start` when nothing begins there.
size_t end_of_opaque(std::string_view sql, size_t start) {
  const char c = sql[start];
  const std::string_view two = sql.substr(start, 2);
  if (c == '\'') {
    const bool escape = start > 0 && (sql[start - 1] == 'e' || sql[start - 1] == 'E') &&
                        (start < 2 || !is_word(sql[start - 2]));
    return end_of_quoted(sql, start, escape);
  }
  if (c == '"') return end_of_quoted(sql, start, false);
  if (two == "--") return past(sql, sql.find('\n', start), 1);
  if (two == "/*") return end_of_comment(sql, start);
  if (c == '$') return end_of_dollar_quoted(sql, start);
  return start;
}

}  // namespace

int ParameterText::original_position(int position) const {
  int64_t shift = 0;
  for (const Change& change : changes) {
    if (static_cast<size_t>(position) <= change.at) break;
    shift += change.longer;
  }
  const int64_t original = position - shift;
  return position < 0 || original < 0 ? -1 : static_cast<int>(original);
}

ParameterText without_parameters(std::string_view sql, std::string_view constant) {
  ParameterText out;
  for (size_t i = 0; i < sql.size();) {
    if (const size_t end = end_of_opaque(sql, i); end > i) {
      out.sql += sql.substr(i, end - i);
      i = end;
      continue;
    }
    size_t end = i + 1;
    const bool joined = i > 0 && is_word(sql[i - 1]);
    while (sql[i] == '$' && !joined && end < sql.size() && is_digit(sql[end])) ++end;
    if (end == i + 1) {
      out.sql += sql[i++];
      continue;
    }
    out.changes.push_back({out.sql.size(), static_cast<int64_t>(constant.size()) -
                                               static_cast<int64_t>(end - i)});
    out.sql += constant;
    i = end;
  }
  return out;
}

}  // namespace hanse::engine
