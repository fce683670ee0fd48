// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/make_checks.h"
#include "engine/types.h"

namespace hanse::contract {
namespace {

Check type_check(const Place& place, const spec::SchemaObject& table, std::string_view type) {
  Check check = check_at(place, table, "logicalType");
  check.code = "HNS-C002";
  check.dimension = "conformity";
  check.text = fmt::format("`{}` is of type {}", place.path, type);
  return check;
}

void know(Check& check, bool is_kept, std::string measured, std::string expected) {
  check.measure = Measure::kKnown;
  check.is_kept = is_kept;
  check.measured = std::move(measured);
  check.expected_text = std::move(expected);
  if (!is_kept) check.reason = "the data states another type";
}

void not_run(Check& check, std::string reason) {
  check.measure = Measure::kNotRun;
  check.reason = std::move(reason);
}

// Values that are there and are none of the type.
void set_unfit(const Place& place, Check& check) {
  const std::string breaks = fmt::format("NOT ({}) AND ({}) IS NULL", place.missing, place.value);
  check.measure = Measure::kRows;
  check.breaks = place.row_where(breaks);
  check.shown = place.row_shown(breaks, place.text);
  check.expected_text.clear();
}

void add_typed(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  const std::string logical(spec::to_string(property.logical_type));
  const std::string& stated = place.file_type->text;
  if (property.logical_type_stated) {
    Check check = type_check(place, table, logical);
    know(check, suits(*place.file_type, property.logical_type), stated, logical);
    // A wider type of the same kind: each value is looked at.
    if (check.is_kept && !is_nested(property) && place.value != place.raw) set_unfit(place, check);
    out.push_back(std::move(check));
  }
  if (property.physical_type.empty() || is_nested(property)) return;
  Check check = type_check(place, table, property.physical_type);
  check.key = "physicalType";
  check.id = fmt::format("{}.{}.physicalType", table.name, place.path);
  check.code = "HNS-C010";
  if (!place.type_problem.empty())
    not_run(check, place.type_problem);
  else
    know(check, stated == place.type, stated, place.type);
  out.push_back(std::move(check));
}

void add_untyped(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  const std::string logical(spec::to_string(property.logical_type));
  const bool by_physical = !property.physical_type.empty() && place.type_problem.empty();
  Check check = type_check(place, table, by_physical ? property.physical_type : logical);
  if (place.fits_always)
    know(check, true, "text", "text");
  else
    set_unfit(place, check);
  if (place.is_unreadable) not_run(check, place.type_problem);
  out.push_back(std::move(check));
  if (place.type_problem.empty() || property.physical_type.empty()) return;
  Check physical = type_check(place, table, property.physical_type);
  physical.key = "physicalType";
  physical.id = fmt::format("{}.{}.physicalType", table.name, place.path);
  physical.code = "HNS-C010";
  not_run(physical, place.type_problem);
  out.push_back(std::move(physical));
}

}  // namespace

void add_type_checks(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const bool is_stated =
      place.property->logical_type_stated || !place.property->physical_type.empty();
  if (!is_stated) return;
  if (place.file_type != nullptr) return add_typed(place, table, out);
  if (place.is_present) return add_untyped(place, table, out);
  Check check = type_check(place, table, spec::to_string(place.property->logical_type));
  not_run(check, "the data has no such column");
  out.push_back(std::move(check));
}

}  // namespace hanse::contract
