// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "contract/formats/exporting.h"
#include "contract/formats/exports.h"
#include "spec/pattern.h"

namespace hanse::contract {
namespace {

using spec::Property;

// Words of Python, and attributes of BaseModel that a field would hide.
const std::set<std::string_view>& taken_words() {
  static const std::set<std::string_view> kWords = {
      "False",     "None",      "True",        "and",
      "as",        "assert",    "async",       "await",
      "break",     "case",      "class",       "continue",
      "def",       "del",       "elif",        "else",
      "except",    "finally",   "for",         "from",
      "global",    "if",        "import",      "in",
      "is",        "lambda",    "match",       "nonlocal",
      "not",       "or",        "pass",        "raise",
      "return",    "try",       "type",        "while",
      "with",      "yield",     "str",         "int",
      "float",     "bool",      "bytes",       "list",
      "dict",      "construct", "copy",        "dict",
      "from_orm",  "json",      "parse_file",  "parse_obj",
      "parse_raw", "schema",    "schema_json", "update_forward_refs",
      "validate"};
  return kWords;
}

// JSON's literals are Python's for text, whole numbers and finite floats.
std::string literal(const Json& value) {
  if (value.is_bool()) return value.as_bool() ? "True" : "False";
  if (value.is_null()) return "None";
  if (value.is_array()) {
    std::string out;
    for (const Json& item : value.items()) out += (out.empty() ? "" : ", ") + literal(item);
    return "[" + out + "]";
  }
  if (value.is_object()) {
    std::string out;
    for (const auto& [key, item] : value.members())
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", Json(key).dump(), literal(item));
    return "{" + out + "}";
  }
  return value.dump();
}

class Arguments {
 public:
  void add(std::string_view name, std::string value) {
    text_ += fmt::format("{}{}={}", text_.empty() ? "" : ", ", name, value);
  }
  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) add(name, Json(value).dump());
  }
  void number(std::string_view name, const std::optional<double>& value) {
    if (value) add(name, json_number(*value).dump());
  }
  void integer(std::string_view name, const std::optional<int64_t>& value) {
    if (value) add(name, fmt::format("{}", *value));
  }
  // `type` with what was added; plain where that is nothing.
  std::string around(const std::string& type) const {
    return text_.empty() ? type : fmt::format("_t.Annotated[{}, _p.Field({})]", type, text_);
  }

 private:
  std::string text_;
};

class ModelWriter {
 public:
  explicit ModelWriter(Losses& losses) : losses_(losses) {
    for (std::string_view word : taken_words()) classes_.make(word);
  }

  std::string table(const spec::SchemaObject& object) {
    const std::string name = classes_.make(object.name);
    if (name != object.name)
      losses_.add(object.name, "name", fmt::format("written as `{}`", name), object.span);
    model(name, object.properties, object.name, object.description);
    return std::move(code_);
  }

 private:
  // Appends the class after those that it needs.
  void model(const std::string& name, const std::vector<Property>& properties,
             const std::string& place, const std::string& description) {
    std::string body;
    if (!description.empty()) body += "    " + Json(description).dump() + "\n\n";
    body += "    model_config = _p.ConfigDict(populate_by_name=True, protected_namespaces=())\n";
    NameMaker names;
    for (std::string_view word : taken_words()) names.make(word);
    names.make("model_config");
    for (const Property& property : properties)
      body += field(property, names, place + "." + property.name);
    code_ += "\n\nclass " + name + "(_p.BaseModel):\n" + body;
  }

  std::string field(const Property& property, NameMaker& names, const std::string& place) {
    std::string name = property.name;
    const bool hidden = name.starts_with("_") || name.starts_with("model_") || name.empty();
    name = names.make(hidden ? "f_" + name : name);
    if (name.starts_with("_")) name = names.make("f" + name);
    Arguments arguments;
    if (name != property.name) arguments.text("alias", property.name);
    arguments.text("title", property.business_name);
    arguments.text("description", property.description);
    if (!property.examples.empty())
      arguments.add("examples", literal(Json(Json::Array(property.examples))));
    if (property.deprecated) arguments.add("deprecated", "True");
    std::string type = this->type(property, place);
    if (!property.required) type += " | None";
    return fmt::format("    {}: {}{}\n", name, arguments.around(type),
                       property.required ? "" : " = None");
  }

  std::string type(const Property& property, const std::string& place) {
    const ColumnType column = type_of(property);
    const auto& options = property.options;
    lose_time_bounds(property, place, losses_);
    Arguments arguments;
    switch (column.kind) {
      case Kind::kObject:
        return object(property, place);
      case Kind::kVector:
        losses_.add(place, "logicalType", "written as a list", property.span);
        arguments.integer("min_length", options.dimensions);
        arguments.integer("max_length", options.dimensions);
        return arguments.around("list[float]");
      case Kind::kArray:
        arguments.integer("min_length", options.min_items);
        arguments.integer("max_length", options.max_items);
        if (options.unique_items)
          losses_.add(place, "logicalTypeOptions.uniqueItems", "", property.span);
        return arguments.around("list[" + element(property.items, place + "[]") + "]");
      case Kind::kMap:
        return fmt::format("dict[{}, {}]", key(property.map_key, place + ".key"),
                           element(property.map_value, place + ".value"));
      default:
        return scalar(property, column, place);
    }
  }

  std::string object(const Property& property, const std::string& place) {
    std::string name = place.substr(std::min(place.find('.') + 1, place.size()));
    const std::string made = classes_.make("T_" + name);
    model(made, property.properties, place, "");
    return made;
  }

  std::string element(const std::vector<Property>& items, const std::string& place) {
    if (items.empty()) return "_t.Any";
    const std::string inner = type(items.front(), place);
    return items.front().required ? inner : inner + " | None";
  }

  std::string key(const std::vector<Property>& items, const std::string& place) {
    const std::string inner = items.empty() ? "str" : type(items.front(), place);
    return inner.starts_with("list") || inner.starts_with("dict") ? "str" : inner;
  }

  std::string scalar(const Property& property, const ColumnType& column, const std::string& place) {
    const auto& options = property.options;
    Arguments arguments;
    const std::string type = plain(column.kind);
    lose_type(property, place, kept(column.kind), losses_);
    if (!property.enum_values.empty()) {
      const std::string words = closed_list(property, place);
      if (!words.empty()) return words;
    }
    arguments.number("ge", options.minimum);
    arguments.number("le", options.maximum);
    arguments.number("gt", options.exclusive_minimum);
    arguments.number("lt", options.exclusive_maximum);
    arguments.number("multiple_of", options.multiple_of);
    if (type == "str" || type == "bytes") {
      arguments.integer("min_length", options.min_length);
      arguments.integer("max_length", options.max_length);
    }
    pattern(property, type, place, arguments);
    if (column.kind == Kind::kDecimal && column.precision > 0) {
      arguments.integer("max_digits", column.precision);
      arguments.integer("decimal_places", column.scale);
    }
    return arguments.around(type);
  }

  void pattern(const Property& property, const std::string& type, const std::string& place,
               Arguments& arguments) {
    const std::string& pattern = property.options.pattern;
    if (pattern.empty()) return;
    if (type == "str" && !spec::pattern_problem(pattern)) return arguments.text("pattern", pattern);
    losses_.add(place, "logicalTypeOptions.pattern", "Pydantic cannot match it", property.span);
  }

  std::string closed_list(const Property& property, const std::string& place) {
    std::string words;
    for (const std::string& word : property.enum_values) {
      const Json value = enum_json(property, word);
      const bool fits = value.is_bool() || value.is_integer() ||
                        (value.is_string() && property.logical_type == spec::LogicalType::kString);
      if (!fits || type_of(property).kind == Kind::kBinary ||
          type_of(property).kind == Kind::kUuid) {
        losses_.add(place, "enum", "a Literal is text, a whole number or a truth value",
                    property.span);
        return {};
      }
      words += (words.empty() ? "" : ", ") + literal(value);
    }
    return "_t.Literal[" + words + "]";
  }

  static std::string plain(Kind kind) {
    const std::string text(row_of(kind).pydantic);
    if (text == "UUID") return "_uuid.UUID";
    if (text == "Decimal") return "_decimal.Decimal";
    if (text == "date" || text == "time") return "_dt." + text;
    if (text.ends_with("Datetime")) return "_p." + text;
    return text;
  }

  // What the Python type tells of it.
  static Kind kept(Kind kind) {
    const std::string_view logical = row_of(kind).logical;
    if (logical == "integer") return Kind::kInt64;
    if (kind == Kind::kFloat) return Kind::kDouble;
    if (kind == Kind::kTimeTz) return Kind::kTime;
    if (kind == Kind::kJson) return Kind::kString;
    return kind;
  }

  Losses& losses_;
  NameMaker classes_;
  std::string code_;
};

}  // namespace

Result<std::string> export_pydantic(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  std::string out =
      "import datetime as _dt\nimport decimal as _decimal\nimport typing as _t\nimport uuid as "
      "_uuid\n\nimport pydantic as _p\n";
  ModelWriter writer(losses);
  for (const spec::SchemaObject& table : contract.schema) out += writer.table(table);
  return out;
}

}  // namespace hanse::contract
