// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/utf8.h"
#include "contract/compare.h"
#include "engine/types.h"
#include "source/column_type.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Property;

struct Physical {
  std::string name;                // lower case, single spaces
  std::vector<int64_t> arguments;  // whole numbers in its parentheses
  bool operator==(const Physical&) const = default;
};

Physical physical_of(std::string_view text) {
  Physical out;
  const std::string lower = ascii_lower(trim(text));
  const size_t open = std::min(lower.find('('), lower.size());
  for (const char c : trim(std::string_view(lower).substr(0, open)))
    if (c != ' ' || !out.name.ends_with(' ')) out.name += c;
  const char* at = lower.data() + open;
  const char* const end = lower.data() + lower.size();
  while (at < end) {
    int64_t number = 0;
    const auto [rest, problem] = std::from_chars(at, end, number);
    if (problem == std::errc()) out.arguments.push_back(number);
    at = problem == std::errc() ? rest : at + 1;
  }
  if (!out.name.empty() && out.arguments.empty()) out.name += lower.substr(open);
  return out;
}

// `varchar(10)` is a text of at most ten characters: compare_ranges judges that.
Physical without_length(const Property& property) {
  Physical out = physical_of(property.physical_type);
  if (property.logical_type == LogicalType::kString && out.arguments.size() == 1)
    out.arguments.clear();
  return out;
}

std::string_view type_of_format(std::string_view format) {
  constexpr std::pair<std::string_view, std::string_view> kFormats[] = {
      {"i8", "TINYINT"},   {"i16", "SMALLINT"},  {"i32", "INTEGER"},   {"i64", "BIGINT"},
      {"i128", "HUGEINT"}, {"u8", "UTINYINT"},   {"u16", "USMALLINT"}, {"u32", "UINTEGER"},
      {"u64", "UBIGINT"},  {"u128", "UHUGEINT"}, {"f32", "FLOAT"},     {"f64", "DOUBLE"}};
  for (const auto& [name, type] : kFormats)
    if (name == format) return type;
  return {};
}

// The engine's type of the column's own kind: of what nests, without what it holds. Empty when the
// engine does not know it.
std::string own_type(const Property& property) {
  const bool is_number = property.logical_type == LogicalType::kInteger ||
                         property.logical_type == LogicalType::kNumber;
  if (is_number && property.physical_type.empty())
    if (const auto type = type_of_format(property.options.format); !type.empty())
      return std::string(type);
  if (property.logical_type == LogicalType::kVector && property.physical_type.empty())
    return "VECTOR";
  const auto known =
      engine::engine_type(spec::to_string(property.logical_type), property.physical_type);
  return known ? *known : std::string();
}

enum class Relation { kSame, kWider, kNarrower, kOther };

Relation relation_of_known(const std::string& from, const std::string& to) {
  if (from == to) return Relation::kSame;
  if (engine::is_assignable(from, to)) return Relation::kWider;
  return engine::is_assignable(to, from) ? Relation::kNarrower : Relation::kOther;
}

// Of types that the engine does not know: by their names and the numbers behind them.
Relation relation_of_names(const Physical& from, const Physical& to) {
  if (from == to) return Relation::kSame;
  if (from.name != to.name || from.arguments.size() != to.arguments.size()) return Relation::kOther;
  const auto fits = [](const auto& small, const auto& large) {
    return std::ranges::equal(small, large, std::ranges::less_equal());
  };
  // NUMBER(p, s): digits before the point count, not the precision.
  auto was = from.arguments, is = to.arguments;
  if (was.size() == 2) was[0] -= was[1], is[0] -= is[1];
  if (fits(was, is)) return Relation::kWider;
  return fits(is, was) ? Relation::kNarrower : Relation::kOther;
}

Relation relation_of_logical(LogicalType from, LogicalType to) {
  if (from == to) return Relation::kSame;
  if (from == LogicalType::kInteger && to == LogicalType::kNumber) return Relation::kWider;
  if (from == LogicalType::kNumber && to == LogicalType::kInteger) return Relation::kNarrower;
  return Relation::kOther;
}

std::string shown_type(const Property& property, const std::string& own) {
  if (own.empty() && !property.physical_type.empty()) return property.physical_type;
  return type_text(property);
}

}  // namespace

std::string type_text(const Property& property) {
  if (property.physical_type.empty())
    if (std::string own = own_type(property);
        !own.empty() && own != "VECTOR" && own != "STRUCT" && own != "LIST" && own != "MAP")
      return own;
  const auto type = source::column_type(property);
  if (type) return *type;
  return property.physical_type.empty() ? std::string(spec::to_string(property.logical_type))
                                        : property.physical_type;
}

bool compare_types(const PropertyPair& pair, const Topic& place, Changes& out) {
  const auto& [before, after] = pair;
  const bool same_logical = before.logical_type == after.logical_type;
  if (same_logical && before.physical_type == after.physical_type &&
      before.options.format == after.options.format)
    return true;
  const std::string old_own = own_type(before), new_own = own_type(after);
  const std::string old_text = shown_type(before, old_own), new_text = shown_type(after, new_own);
  const auto add = [&](Rule rule, std::string_view how) {
    out.add(
        rule, place,
        fmt::format("{} is {} from {} to {}", subject_of(after, place), how, old_text, new_text),
        {old_text, new_text});
  };
  const Physical old_physical = without_length(before), new_physical = without_length(after);
  const bool are_known = !old_own.empty() && !new_own.empty();
  Relation relation = relation_of_logical(before.logical_type, after.logical_type);
  if (are_known) {
    relation = relation_of_known(old_own, new_own);
  } else if (same_logical) {
    if (old_physical.name.empty() || new_physical.name.empty()) {
      const bool is_stated = old_physical.name.empty();
      if (old_physical != new_physical)
        out.add(is_stated ? Rule::kTypeStated : Rule::kTypeUnstated, place,
                fmt::format("{} is {}", subject_of(after, place),
                            is_stated ? "a " + after.physical_type + " in the store"
                                      : "no longer said to be a " + before.physical_type),
                {before.physical_type, after.physical_type});
      return true;
    }
    relation = relation_of_names(old_physical, new_physical);
  }
  switch (relation) {
    case Relation::kWider:
      add(Rule::kTypeWidened, "widened");
      break;
    case Relation::kNarrower:
      add(Rule::kTypeNarrowed, "narrowed");
      break;
    case Relation::kOther:
      add(Rule::kTypeChanged, "changed");
      break;
    case Relation::kSame:
      if (old_physical != new_physical || !same_logical)
        out.add(Rule::kTypeRestated, place,
                fmt::format("{} has the same type in other words", subject_of(after, place)),
                {before.physical_type, after.physical_type});
      break;
  }
  return same_logical;
}

}  // namespace hanse::contract
