// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "contract/make_checks.h"
#include "spec/reference.h"

namespace hanse::contract {
namespace {

struct Target {
  std::string contract, table, column;
};

// `customers.id`, or `other.odcs.yaml#/schema/customers/properties/id`.
Target target_of(const std::string& text) {
  Target out;
  const auto reference = spec::parse_reference(text);
  if (!reference) return out;
  out.contract = reference->contract;
  for (size_t i = 0; i < reference->steps.size(); ++i)
    if (i == 0) out.table = reference->steps[i];
    else out.column += (i == 1 ? "" : ".") + reference->steps[i];
  return out;
}

// A column by its name, or by its `id`.
const Place* column_of(const TableUnderTest& table, std::string_view name) {
  for (const Place& place : table.columns)
    if (place.property->name == name || place.property->id == name)
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
    for (const auto& relation : place.property->relationships)
      add_relation(table, {place.property->name}, relation.to, place.property->span, out);
  for (const auto& relation : table.table->relationships) {
    std::vector<std::string> from;
    for (const std::string& text : relation.from) {
      Target target = target_of(text);
      from.push_back(target.column.empty() ? target.table : target.column);
    }
    add_relation(table, from, relation.to, table.table->span, out);
  }
}

}  // namespace hanse::contract
