// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/sql_types.h"

#include "base/clock.h"
#include "spec/pattern.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using Nesting = Dialect::Nesting;
using spec::Property;

constexpr int64_t kMySqlKeyLength = 255;
constexpr size_t kDateBytes = 10;  // of `2026-01-31`

// What every dialect reads as a number as it stands.
bool is_sql_number(std::string_view text) {
  return text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos && spec::number_of(text);
}

std::string struct_of(const Dialect& dialect, const Property& property, const std::string& place,
                      Losses& losses) {
  std::string fields;
  const bool spark = dialect.nesting == Nesting::kSpark;
  for (const Property& field : property.properties) {
    fields += fields.empty() ? "" : ", ";
    fields += sql_identifier(dialect, field.name) + (spark ? ": " : " ") +
              sql_type_of(dialect, field, place + "." + field.name, losses);
    if (spark && field.required) fields += " NOT NULL";
    if (spark && !field.description.empty())
      fields += " COMMENT " + sql_text(dialect, field.description);
  }
  if (spark) return "STRUCT<" + fields + ">";
  return (dialect.nesting == Nesting::kTrino ? "ROW(" : "STRUCT(") + fields + ")";
}

std::string list_of(const Dialect& dialect, const std::string& item) {
  switch (dialect.nesting) {
    case Nesting::kTrino:
      return "ARRAY(" + item + ")";
    case Nesting::kSpark:
      return "ARRAY<" + item + ">";
    default:
      return item + "[]";
  }
}

std::string map_of(const Dialect& dialect, const std::string& key, const std::string& value) {
  const bool spark = dialect.nesting == Nesting::kSpark;
  return fmt::format("MAP{}{}, {}{}", spark ? '<' : '(', key, value, spark ? '>' : ')');
}

bool is_nested(Kind kind) {
  return kind == Kind::kObject || kind == Kind::kArray || kind == Kind::kMap;
}

// Text that stands for all of it where the dialect has no such type.
std::string as_json(const Dialect& dialect, const Property& property, const std::string& place,
                    Losses& losses) {
  losses.add(place, "logicalType",
             fmt::format("{} has no type for it: its content is not described", dialect.title),
             property.span);
  return std::string(row_of(Kind::kJson).*dialect.types);
}

std::string nested_type(const Dialect& dialect, const Property& property, const std::string& place,
                        Losses& losses) {
  const Kind kind = type_of(property).kind;
  const bool all = dialect.nesting != Nesting::kJson && dialect.nesting != Nesting::kArrays;
  if (kind == Kind::kArray && !property.items.empty()) {
    const Property& item = property.items.front();
    const Kind inner = type_of(item).kind;
    if (all || (dialect.nesting == Nesting::kArrays && !is_nested(inner) && inner != Kind::kVector))
      return list_of(dialect, sql_type_of(dialect, item, place + "[]", losses));
  }
  if (kind == Kind::kObject && all && !property.properties.empty())
    return struct_of(dialect, property, place, losses);
  if (kind == Kind::kMap && all && !property.map_key.empty() && !property.map_value.empty())
    return map_of(dialect, sql_type_of(dialect, property.map_key.front(), place + ".key", losses),
                  sql_type_of(dialect, property.map_value.front(), place + ".value", losses));
  return as_json(dialect, property, place, losses);
}

std::string string_type(const Dialect& dialect, const Property& property, const ColumnType& type,
                        const std::string& place, Losses& losses) {
  const bool is_key = property.primary_key || property.unique;
  if (type.length && *type.length > 0 && dialect.length_max > 0) {
    if (*type.length <= dialect.length_max) return fmt::format("VARCHAR({})", *type.length);
    losses.add(place, "logicalTypeOptions.maxLength",
               fmt::format("{} has lengths of at most {}", dialect.title, dialect.length_max),
               property.span);
  }
  if (&dialect == &kMySql && is_key) {
    losses.add(place, "logicalType",
               fmt::format("a key needs a length: {} is written", kMySqlKeyLength), property.span);
    return fmt::format("VARCHAR({})", kMySqlKeyLength);
  }
  return std::string(row_of(Kind::kString).*dialect.types);
}

class Conditions {
 public:
  Conditions(const Dialect& dialect, const Property& property, std::string column,
             const std::string& place, Losses& losses)
      : dialect_(dialect),
        property_(property),
        type_(type_of(property)),
        column_(std::move(column)),
        place_(place),
        losses_(losses) {}

  std::vector<std::string> all() {
    lengths();
    numbers();
    times();
    counts();
    pattern();
    closed_list();
    return std::move(all_);
  }

 private:
  void lose(std::string_view field, std::string reason) {
    losses_.add(place_, field, std::move(reason), property_.span);
  }

  void lengths() {
    const auto& options = property_.options;
    const bool is_text = type_.kind == Kind::kString;
    const std::string size = fmt::format("{}({})", dialect_.length_function, column_);
    if (options.min_length && is_text)
      all_.push_back(fmt::format("{} >= {}", size, *options.min_length));
    else if (options.min_length)
      lose("logicalTypeOptions.minLength", "the type has no length");
    if (!type_.length && options.max_length)
      return lose("logicalTypeOptions.maxLength", "the type has no length");
    if (!type_.length || !is_text) return;
    if (dialect_.length_max == 0 || *type_.length == 0)
      all_.push_back(fmt::format("{} <= {}", size, *type_.length));
  }

  void numbers() {
    const auto& options = property_.options;
    const auto add = [&](std::string_view sign, const std::optional<double>& bound) {
      if (bound) all_.push_back(fmt::format("{} {} {}", column_, sign, *bound));
    };
    add(">=", options.minimum);
    add("<=", options.maximum);
    add(">", options.exclusive_minimum);
    add("<", options.exclusive_maximum);
    if (!options.multiple_of) return;
    const double multiple = *options.multiple_of;
    if (type_.kind == Kind::kFloat || type_.kind == Kind::kDouble ||
        multiple != static_cast<double>(static_cast<int64_t>(std::min(multiple, 1e15))))
      return lose("logicalTypeOptions.multipleOf", "only whole numbers are divided exactly");
    all_.push_back(fmt::format("{} % {} = 0", column_, multiple));
  }

  void times() {
    const auto& options = property_.options;
    const auto add = [&](std::string_view field, std::string_view sign, const std::string& bound) {
      if (bound.empty()) return;
      const bool is_read = (type_.kind == Kind::kDate && bound.size() == kDateBytes) ||
                           (type_.kind == Kind::kTimestampTz && &dialect_ != &kMySql);
      if (!is_read || !parse_time(bound) || !options.format.empty())
        return lose(fmt::format("logicalTypeOptions.{}", field),
                    "it cannot be compared with such a value");
      all_.push_back(fmt::format("{} {} {}", column_, sign, sql_text(dialect_, bound)));
    };
    add("minimum", ">=", options.minimum_text);
    add("maximum", "<=", options.maximum_text);
    add("exclusiveMinimum", ">", options.exclusive_minimum_text);
    add("exclusiveMaximum", "<", options.exclusive_maximum_text);
  }

  void counts() {
    const auto& options = property_.options;
    std::string_view function;
    if (dialect_.nesting == Nesting::kDuckDb) function = "len";
    if (dialect_.nesting == Nesting::kJson) function = "json_length";
    const Kind inner = property_.items.empty() ? Kind::kObject : type_of(property_.items[0]).kind;
    if (dialect_.nesting == Nesting::kArrays && !is_nested(inner) && inner != Kind::kVector)
      function = "cardinality";
    const auto add = [&](std::string_view field, std::string_view sign,
                         const std::optional<int64_t>& bound) {
      if (!bound) return;
      if (function.empty())
        return lose(fmt::format("logicalTypeOptions.{}", field), "the list is kept as a document");
      all_.push_back(fmt::format("{}({}) {} {}", function, column_, sign, *bound));
    };
    add("minItems", ">=", options.min_items);
    add("maxItems", "<=", options.max_items);
  }

  void pattern() {
    const std::string& pattern = property_.options.pattern;
    if (pattern.empty()) return;
    if (&dialect_ != &kDuckDb || type_.kind != Kind::kString || spec::pattern_problem(pattern))
      return lose("logicalTypeOptions.pattern",
                  fmt::format("{} has patterns of another kind", dialect_.title));
    all_.push_back(fmt::format("regexp_matches({}, {})", column_, sql_text(dialect_, pattern)));
  }

  void closed_list() {
    if (property_.enum_values.empty()) return;
    if (is_nested(type_.kind) || type_.kind == Kind::kVector || type_.kind == Kind::kBinary ||
        type_.kind == Kind::kJson)
      return lose("enum", "it cannot be compared with such a value");
    const bool plain = property_.logical_type == spec::LogicalType::kInteger ||
                       property_.logical_type == spec::LogicalType::kNumber;
    std::string list;
    for (const std::string& value : property_.enum_values)
      list += (list.empty() ? "" : ", ") +
              (plain && is_sql_number(value) ? value : sql_text(dialect_, value));
    all_.push_back(fmt::format("{} IN ({})", column_, list));
  }

  const Dialect& dialect_;
  const Property& property_;
  const ColumnType type_;
  const std::string column_;
  const std::string& place_;
  Losses& losses_;
  std::vector<std::string> all_;
};

}  // namespace

std::string sql_type_of(const Dialect& dialect, const Property& property, const std::string& place,
                        Losses& losses) {
  const ColumnType type = type_of(property);
  if (is_nested(type.kind)) return nested_type(dialect, property, place, losses);
  if (type.kind == Kind::kVector) {
    if (dialect.nesting != Nesting::kDuckDb)
      losses.add(place, "logicalType", "read back as an array", property.span);
    return filled(row_of(type.kind).*dialect.types, type, property.options.dimensions);
  }
  std::string text = type.kind == Kind::kString
                         ? string_type(dialect, property, type, place, losses)
                         : filled(row_of(type.kind).*dialect.types, type);
  const auto read = sql_type(dialect, text);
  lose_type(property, place, read ? std::optional(read->kind) : std::nullopt, losses);
  if (type.kind == Kind::kDecimal && type.precision == 0 && &dialect != &kPostgres)
    losses.add(place, "physicalType",
               fmt::format("a decimal without precision is written as {}", text), property.span);
  if (type.kind == Kind::kDecimal && type.precision == 0 && &dialect == &kPostgres)
    return "numeric";
  return text;
}

std::vector<std::string> sql_conditions(const Dialect& dialect, const Property& property,
                                        const std::string& column, const std::string& place,
                                        Losses& losses) {
  return Conditions(dialect, property, column, place, losses).all();
}

}  // namespace hanse::contract
