// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>

#include "base/clock.h"
#include "base/utf8.h"
#include "contract/formats/sql_reader.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using spec::Property;
using TokenKind = SqlToken::Kind;

// Without PostgreSQL's casts: `(x)::text = 'a'::character varying` says no more than `x = 'a'`.
std::vector<SqlToken> without_casts(std::span<const SqlToken> tokens) {
  std::vector<SqlToken> out;
  const auto is = [&](size_t at, std::string_view text) {
    return at < tokens.size() && tokens[at].kind != TokenKind::kText &&
           equal_ignoring_case(tokens[at].text, text);
  };
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!is(i, "::")) {
      out.push_back(tokens[i]);
      continue;
    }
    ++i;  // the type's first word
    while (is(i + 1, "varying") || is(i + 1, "precision") || is(i + 1, "with") ||
           is(i + 1, "without") || is(i + 1, "time") || is(i + 1, "zone"))
      ++i;
    if (is(i + 1, "("))
      while (i + 1 < tokens.size() && !is(i, ")")) ++i;
    while (is(i + 1, "[") && is(i + 2, "]")) i += 2;
  }
  SqlToken end;
  if (!tokens.empty()) end.span = tokens.back().span;
  out.push_back(std::move(end));
  return out;
}

struct Operand {
  Property* column = nullptr;
  bool is_size = false;  // length(column)
  double modulo = 0;     // column % modulo
};

class CheckReader {
 public:
  CheckReader(const Dialect& dialect, std::vector<SqlToken> tokens,
              const SqlColumnFinder& column_of)
      : dialect_(dialect), cursor_(std::move(tokens)), column_of_(column_of) {}

  bool read() {
    if (!conjunction(0) || !cursor_.at_end()) return false;
    for (const auto& fact : facts_) fact();
    return true;
  }

 private:
  bool conjunction(int depth) {
    if (depth > kSourceDepthMax) return false;
    do {
      if (!term(depth)) return false;
    } while (cursor_.take_word("and"));
    return true;
  }

  // `(a AND b)`, or a comparison, whose operand may stand in parentheses itself.
  bool term(int depth) {
    if (cursor_.is_symbol("(") && !is_operand_enclosed()) {
      cursor_.next();
      return conjunction(depth + 1) && cursor_.take_symbol(")");
    }
    return comparison();
  }

  bool is_operand_enclosed() const {
    const TokenKind kind = cursor_.peek(1).kind;
    return (kind == TokenKind::kWord || kind == TokenKind::kQuoted) && cursor_.is_symbol(")", 2);
  }

  bool comparison() {
    if (cursor_.is_word("regexp_matches")) return matches();
    Operand operand;
    if (!read_operand(operand)) return false;
    if (cursor_.take_word("in")) return values(operand, "(", ")");
    if (cursor_.take_word("between")) {
      std::string low, high;
      return value(low) && cursor_.take_word("and") && value(high) && bound(operand, ">=", low) &&
             bound(operand, "<=", high);
    }
    const std::string sign = cursor_.next().text;
    if (sign == "=" && cursor_.take_word("any")) return any_of(operand);
    std::string text;
    return value(text) && bound(operand, sign, text);
  }

  bool any_of(const Operand& operand) {  // = ANY ((ARRAY['a', 'b'])) as pg_dump writes IN
    int open = 0;
    while (cursor_.take_symbol("(")) ++open;
    if (!cursor_.take_word("array") || !values(operand, "[", "]")) return false;
    while (open > 0 && cursor_.take_symbol(")")) --open;
    return open == 0;
  }

  Property* column() { return column_of_(cursor_.take_name()); }

  bool read_operand(Operand& operand) {
    for (std::string_view size :
         {"char_length", "character_length", "length", "len", "cardinality", "json_length"})
      if (cursor_.is_word(size) && cursor_.is_symbol("(", 1)) {
        cursor_.next();
        operand.is_size = true;
      }
    const bool enclosed = cursor_.take_symbol("(");
    const bool twice = enclosed && cursor_.take_symbol("(");
    operand.column = column();
    if (twice && !cursor_.take_symbol(")")) return false;
    if (enclosed && !cursor_.take_symbol(")")) return false;
    if (cursor_.take_symbol("%")) {
      const auto number = spec::number_of(cursor_.next().text);
      operand.modulo = number.value_or(0);
      if (operand.modulo <= 0) return false;
    }
    return operand.column != nullptr;
  }

  bool value(std::string& out) {
    const bool enclosed = cursor_.take_symbol("(");
    const bool negative = cursor_.take_symbol("-");
    const SqlToken& token = cursor_.next();
    if (token.kind != TokenKind::kNumber && (token.kind != TokenKind::kText || negative)) {
      const bool is_typed =
          cursor_.peek().kind == TokenKind::kText &&
          (equal_ignoring_case(token.text, "date") || equal_ignoring_case(token.text, "timestamp"));
      if (!is_typed) return false;
      out = cursor_.next().text;
      return !enclosed || cursor_.take_symbol(")");
    }
    out = (negative ? "-" : "") + token.text;
    return !enclosed || cursor_.take_symbol(")");
  }

  bool values(const Operand& operand, std::string_view open, std::string_view close) {
    if (operand.is_size || operand.modulo > 0 || !cursor_.take_symbol(open)) return false;
    std::vector<std::string> all;
    do {
      if (!value(all.emplace_back())) return false;
    } while (cursor_.take_symbol(","));
    if (!cursor_.take_symbol(close)) return false;
    facts_.push_back(
        [column = operand.column, all = std::move(all)] { column->enum_values = all; });
    return true;
  }

  bool matches() {
    cursor_.next();
    if (!cursor_.take_symbol("(")) return false;
    Property* matched = column();
    std::string pattern;
    if (matched == nullptr || !cursor_.take_symbol(",") || !value(pattern) ||
        !cursor_.take_symbol(")"))
      return false;
    facts_.push_back([matched, pattern] { matched->options.pattern = pattern; });
    return &dialect_ == &kDuckDb;
  }

  bool bound(const Operand& operand, std::string_view sign, const std::string& text) {
    auto& options = operand.column->options;
    const auto number = spec::number_of(text);
    if (operand.modulo > 0) {
      if (sign != "=" || !number || *number != 0 || operand.is_size) return false;
      facts_.push_back([&options, by = operand.modulo] { options.multiple_of = by; });
      return true;
    }
    if (operand.is_size) return size_bound(operand, sign, number);
    const auto type = operand.column->logical_type;
    const bool is_time = type == spec::LogicalType::kDate || type == spec::LogicalType::kTimestamp;
    if (is_time && !parse_time(text)) return false;
    if (!is_time && (!number || !std::isfinite(*number) ||
                     (type != spec::LogicalType::kInteger && type != spec::LogicalType::kNumber)))
      return false;
    const auto set = [&](std::optional<double>& as_number, std::string& as_text) {
      facts_.push_back([&, is_time, number, text] {
        if (is_time)
          as_text = text;
        else
          as_number = *number;
      });
      return true;
    };
    if (sign == ">=") return set(options.minimum, options.minimum_text);
    if (sign == "<=") return set(options.maximum, options.maximum_text);
    if (sign == ">") return set(options.exclusive_minimum, options.exclusive_minimum_text);
    if (sign == "<") return set(options.exclusive_maximum, options.exclusive_maximum_text);
    return false;
  }

  bool size_bound(const Operand& operand, std::string_view sign,
                  const std::optional<double>& number) {
    if (!number || *number < 0 || *number > 1e15 || std::floor(*number) != *number) return false;
    auto& options = operand.column->options;
    const bool is_list = operand.column->logical_type == spec::LogicalType::kArray;
    if (!is_list && operand.column->logical_type != spec::LogicalType::kString) return false;
    auto size = static_cast<int64_t>(*number);
    if (sign == ">") ++size;
    if (sign == "<") --size;
    const bool low = sign == ">=" || sign == ">" || sign == "=";
    const bool high = sign == "<=" || sign == "<" || sign == "=";
    if ((!low && !high) || size < 0) return false;
    facts_.push_back([&options, is_list, size, low, high] {
      if (low) (is_list ? options.min_items : options.min_length) = size;
      if (high) (is_list ? options.max_items : options.max_length) = size;
    });
    return true;
  }

  const Dialect& dialect_;
  SqlCursor cursor_;
  const SqlColumnFinder& column_of_;
  std::vector<std::function<void()>> facts_;
};

}  // namespace

bool read_sql_check(const Dialect& dialect, std::span<const SqlToken> condition,
                    const SqlColumnFinder& column_of) {
  return CheckReader(dialect, without_casts(condition), column_of).read();
}

}  // namespace hanse::contract
