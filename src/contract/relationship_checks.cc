// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "contract/make_checks.h"

namespace hanse::contract {
namespace {

struct Target {
  std::string contract, table, column;
};

// `customers.id`, or `other.odcs.yaml#/schema/customers/properties/id`.
Target target_of(std::string_view text) {
  Target out;
  if (const size_t hash = text.find('#'); hash != std::string_view::npos) {
    out.contract = std::string(text.substr(0, hash));
    text.remove_prefix(hash + 1);
  }
  if (text.starts_with('/')) text.remove_prefix(1);
  if (!text.starts_with("schema/")) {
    const size_t dot = text.find('.');
    out.table = std::string(text.substr(0, dot));
    if (dot != std::string_view::npos) out.column = std::string(text.substr(dot + 1));
    return out;
  }
  text.remove_prefix(7);
  constexpr std::string_view kProperties = "/properties/";
  const size_t at = text.find(kProperties);
  out.table = std::string(text.substr(0, at));
  if (at == std::string_view::npos) return out;
  for (std::string_view rest = text.substr(at + kProperties.size()); !rest.empty();) {
    const size_t next = rest.find(kProperties);
    out.column += (out.column.empty() ? "" : ".") + std::string(rest.substr(0, next));
    rest = next == std::string_view::npos ? "" : rest.substr(next + kProperties.size());
  }
  return out;
}

std::vector<std::string> texts_of(const Json& one_or_many) {
  std::vector<std::string> out;
  if (one_or_many.is_string()) out.emplace_back(one_or_many.as_string());
  for (const Json& item : one_or_many.items()) out.emplace_back(item.as_string());
  return out;
}

// A column by its name, or by its `id`.
const Place* column_of(const TableUnderTest& table, std::string_view name) {
  for (const Place& place : table.columns)
    if (place.property->name == name || place.property->foreign["id"].as_string() == name)
      return &place;
  return nullptr;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "`" : ", `") + text + "`";
  return out;
}

void not_run(Check& check, std::string reason) {
  check.measure = Measure::kNotRun;
  check.reason = std::move(reason);
}

void add_relation(const TableUnderTest& table, const std::vector<std::string>& from,
                  const std::vector<std::string>& to, const Span& span, std::vector<Check>& out) {
  Check check;
  check.key = "relationship";
  check.id = fmt::format("{}.{}.relationship", table.table->name, from.empty() ? "" : from[0]);
  check.category = "schema";
  check.dimension = "consistency";
  check.code = "HNS-C020";
  check.object = table.table->name;
  check.span = span;
  check.text = fmt::format("{} is in {}", joined(from), joined(to));
  check.measure = Measure::kOrphans;
  Reference reference;
  for (const std::string& text : to) {
    Target target = target_of(text);
    if (!reference.table.empty() && reference.table != target.table)
      not_run(check, "its columns are in several tables");
    reference.contract = target.contract;
    reference.table = target.table;
    reference.columns.push_back(target.column);
  }
  if (from.empty() || from.size() != to.size())
    not_run(check, "`from` and `to` name another number of columns");
  for (const std::string& name : from) {
    const Place* place = column_of(table, name);
    check.column += (check.column.empty() ? "" : ", ") + name;
    if (place == nullptr || !place->is_present || is_nested(*place->property)) {
      not_run(check, fmt::format("the data has no column `{}`", name));
      continue;
    }
    check.key_values.push_back(place->value);
    check.shown += (check.shown.empty() ? "" : " || ', ' || ") + place->text;
  }
  check.reference = std::move(reference);
  out.push_back(std::move(check));
}

}  // namespace

void add_relationship_checks(const TableUnderTest& table, std::vector<Check>& out) {
  for (const Place& place : table.columns)
    for (const Json& relation : place.property->foreign["relationships"].items())
      add_relation(table, {place.property->name}, texts_of(relation["to"]), place.property->span,
                   out);
  for (const Json& relation : table.table->foreign["relationships"].items()) {
    std::vector<std::string> from;
    for (const std::string& text : texts_of(relation["from"])) {
      Target target = target_of(text);
      from.push_back(target.column.empty() ? target.table : target.column);
    }
    add_relation(table, from, texts_of(relation["to"]), table.table->span, out);
  }
}

}  // namespace hanse::contract
