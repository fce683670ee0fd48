// SPDX-License-Identifier: Apache-2.0
#include "spec/scalar.h"

#include <charconv>
#include <limits>

#include "base/ascii.h"

namespace hanse::spec {
namespace {

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words)
    if (text == word) return true;
  return false;
}

bool has_only(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

Node::Kind kind_of_number(std::string_view text) {
  if (text.starts_with("0o") && has_only(text.substr(2), "01234567")) return Node::Kind::kInteger;
  if (text.starts_with("0x") && has_only(text.substr(2), "0123456789abcdefABCDEF"))
    return Node::Kind::kInteger;
  size_t at = text[0] == '+' || text[0] == '-' ? 1 : 0;
  if (is_one_of(text.substr(at), {".inf", ".Inf", ".INF"})) return Node::Kind::kFloat;
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) return Node::Kind::kFloat;
  const size_t whole = at;
  at = skip_digits(text, at);
  const bool has_whole = at > whole;
  if (at == text.size()) return has_whole ? Node::Kind::kInteger : Node::Kind::kString;
  if (text[at] == '.') {
    const size_t fraction = ++at;
    at = skip_digits(text, at);
    if (!has_whole && at == fraction) return Node::Kind::kString;
  } else if (!has_whole) {
    return Node::Kind::kString;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = at;
    at = skip_digits(text, at);
    if (at == exponent) return Node::Kind::kString;
  }
  return at == text.size() ? Node::Kind::kFloat : Node::Kind::kString;
}

}  // namespace

Node::Kind kind_of_plain(std::string_view text) {
  if (text.empty()) return Node::Kind::kNull;
  const char first = text[0];
  if (is_digit(first) || first == '+' || first == '-' || first == '.') return kind_of_number(text);
  if (first == '~' || first == 'n' || first == 'N')
    return is_one_of(text, {"~", "null", "Null", "NULL"}) ? Node::Kind::kNull
                                                          : Node::Kind::kString;
  if (first == 't' || first == 'T' || first == 'f' || first == 'F')
    return is_one_of(text, {"true", "True", "TRUE", "false", "False", "FALSE"})
               ? Node::Kind::kBool
               : Node::Kind::kString;
  return Node::Kind::kString;
}

bool bool_of(std::string_view text) {
  return !text.empty() && (text[0] == 't' || text[0] == 'T');
}

std::optional<int64_t> integer_of(std::string_view text) {
  int base = 10;
  if (text.starts_with("0o") || text.starts_with("0x")) {
    base = text[1] == 'o' ? 8 : 16;
    text.remove_prefix(2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc() || at != end) return std::nullopt;
  return value;
}

std::optional<double> number_of(std::string_view text) {
  if (const auto whole = integer_of(text)) return static_cast<double>(*whole);
  std::string_view bare = text;
  const bool negative = bare.starts_with('-');
  if (negative || bare.starts_with('+')) bare.remove_prefix(1);
  const double sign = negative ? -1.0 : 1.0;
  if (is_one_of(bare, {".inf", ".Inf", ".INF"}))
    return sign * std::numeric_limits<double>::infinity();
  double value = 0;
  const char* end = bare.data() + bare.size();
  const auto [at, error] = std::from_chars(bare.data(), end, value);
  if (error != std::errc() || at != end) return std::nullopt;
  return sign * value;
}

}  // namespace hanse::spec
