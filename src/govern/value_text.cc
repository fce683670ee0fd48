// SPDX-License-Identifier: Apache-2.0
#include "govern/value_text.h"

#include "base/digest.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

bool is_plain_text(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c <= '~' && c != '\'' && c != '"' && c != '\\'; });
}

bool is_plain(const Json& value) {
  if (value.is_string()) return is_plain_text(value.as_string());
  return value.is_integer() && value.as_uint(UINT64_MAX) <= uint64_t{INT64_MAX};
}

std::string literal(const Json& value) {
  if (value.is_string()) return fmt::format("'{}'", value.as_string());
  return std::to_string(value.as_int());
}

}  // namespace

std::vector<bool> plain_values(const engine::Parameters& values) {
  std::vector<bool> out;
  for (const Json& value : values) out.push_back(is_plain(value));
  return out;
}

std::string kinds_of(const engine::Parameters& values) {
  std::string out = "kinds";
  for (const Json& value : values) {
    out += ' ';
    if (!is_plain(value))
      out += value.dump();
    else if (value.is_string())
      out += "text";
    // As literals they have different types.
    else
      out += value.as_int() <= INT32_MAX ? "integer" : "bigint";
  }
  return out;
}

std::optional<ValueText> ValueText::make(engine::Parser& parser, const Governed& governed,
                                         const engine::Parameters& values) {
  // A mark stands where a value will: nobody else can have written it.
  const std::string mark = "hanse-" + random_hex(16) + "-";
  Json marked = governed.ast;
  for (size_t i = 0; i < governed.sites.size(); ++i) {
    const Result<Json> made = sql::constant(mark + std::to_string(i) + "-");
    Json* node = sql::node_at(marked, governed.sites[i].path);
    if (node == nullptr || (*node)["class"].as_string() != "CONSTANT") return std::nullopt;
    node->set("value", (*made)["value"]);
  }
  const Result<std::string> text = parser.print(marked);
  if (!text) return std::nullopt;
  ValueText out;
  size_t from = 0;
  const std::string opening = "'" + mark;
  for (size_t at = text->find(opening); at != std::string::npos; at = text->find(opening, from)) {
    const size_t number_at = at + opening.size(), end = text->find("-'", number_at);
    if (end == std::string::npos) return std::nullopt;
    const size_t site = std::strtoul(text->c_str() + number_at, nullptr, 10);
    if (site >= governed.sites.size()) return std::nullopt;
    out.pieces_.push_back(text->substr(from, at - from));
    out.numbers_.push_back(governed.sites[site].number);
    from = end + 2;
  }
  out.pieces_.push_back(text->substr(from));
  if (out.numbers_.size() != governed.sites.size() || out.with(values) != governed.sql)
    return std::nullopt;
  return out;
}

std::string ValueText::with(const engine::Parameters& values) const {
  std::string out;
  for (size_t i = 0; i < numbers_.size(); ++i)
    out += pieces_[i] + literal(values.at(numbers_[i] - 1));
  return out + pieces_.back();
}

}  // namespace hanse::govern
