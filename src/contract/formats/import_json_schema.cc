// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "contract/formats/exporting.h"
#include "contract/formats/json_node.h"
#include "contract/formats/json_pointer.h"
#include "contract/formats/json_schema.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Node;
using spec::Property;

// Keywords that are read, or that say nothing of the data.
constexpr std::array<std::string_view, 33> kKeywords = {"$schema",
                                                        "$id",
                                                        "$ref",
                                                        "$defs",
                                                        "definitions",
                                                        "$comment",
                                                        "type",
                                                        "title",
                                                        "description",
                                                        "properties",
                                                        "required",
                                                        "items",
                                                        "additionalProperties",
                                                        "enum",
                                                        "const",
                                                        "examples",
                                                        "deprecated",
                                                        "format",
                                                        "pattern",
                                                        "minLength",
                                                        "maxLength",
                                                        "minimum",
                                                        "maximum",
                                                        "exclusiveMinimum",
                                                        "exclusiveMaximum",
                                                        "multipleOf",
                                                        "minItems",
                                                        "maxItems",
                                                        "uniqueItems",
                                                        "contentEncoding",
                                                        "contentMediaType",
                                                        "anyOf",
                                                        "oneOf"};

class SchemaReader {
 public:
  SchemaReader(const Node& root, Imported& imported)
      : root_(root), contract_(imported.contract), diagnostics_(imported.diagnostics) {
    for (std::string_view key : {"$defs", "definitions"})
      if (const Node* all = member(root, key))
        for (const Node::Entry& entry : all->entries)
          definitions_.try_emplace(fmt::format("#/{}/{}", key, entry.key), &entry);
  }

  void all(const std::string& stem) {
    heading();
    const Node* any = member(root_, "anyOf");
    if (any == nullptr) any = member(root_, "oneOf");
    if (const std::string reference = text_member(root_, "$ref"); !reference.empty())
      return by_reference(root_, stem);
    if (any != nullptr) {
      for (const Node& part : any->items) by_reference(part, stem);
    } else if (member(root_, "properties") != nullptr) {
      const std::string title = text_member(root_, "title");
      table(title.empty() ? stem : title, root_);
    } else if (const Node* items = member(root_, "items")) {
      table(stem, resolved(*items));
    } else {
      for (const auto& [name, entry] : definitions_)
        if (member(entry->value, "properties") != nullptr) table(entry->key, entry->value);
    }
    if (contract_.schema.empty())
      diagnostics_.error("HNS-C080", root_.span, "expected a schema with `properties`");
  }

 private:
  // `urn:contract:ID:VERSION`, as the export writes it.
  void heading() {
    const std::string id = text_member(root_, "$id");
    constexpr std::string_view kPrefix = "urn:contract:";
    if (id.starts_with(kPrefix)) {
      const std::string_view rest = std::string_view(id).substr(kPrefix.size());
      contract_.id = from_pointer(rest.substr(0, rest.find(':')));
      if (rest.find(':') != std::string_view::npos)
        contract_.version = from_pointer(rest.substr(rest.find(':') + 1));
      contract_.name = text_member(root_, "title");
      contract_.description.purpose = text_member(root_, "description");
    }
  }

  void by_reference(const Node& node, const std::string& stem) {
    const auto found = definitions_.find(from_reference(text_member(node, "$ref")));
    if (found != definitions_.end()) return table(found->second->key, found->second->value);
    const std::string title = text_member(node, "title");
    table(title.empty() ? stem : title, node);
  }

  void table(const std::string& name, const Node& schema) {
    spec::SchemaObject object;
    object.name = name;
    object.span = schema.span;
    object.description = text_member(schema, "description");
    if (&schema != &root_) object.business_name = text_member(schema, "title");
    members(schema, object.properties, 0);
    contract_.schema.push_back(std::move(object));
  }

  void left_out(const Span& span, std::string what) {
    diagnostics_.warning("HNS-C081", span, std::move(what) + " is not understood and left out");
  }

  void members(const Node& schema, std::vector<Property>& properties, int depth) {
    std::set<std::string_view> required;
    if (const Node* list = member(schema, "required"))
      for (const Node& name : list->items) required.insert(name.text);
    const Node* all = member(schema, "properties");
    if (all == nullptr) return;
    for (const Node::Entry& entry : all->entries) {
      Property property;
      property.name = entry.key;
      property.span = entry.key_span;
      const bool nullable = read(entry.value, property, depth + 1);
      property.required = required.contains(entry.key) && !nullable;
      properties.push_back(std::move(property));
      if (diagnostics_.has_errors()) return;
    }
  }

  const Node& resolved(const Node& node) {
    const auto found = definitions_.find(from_reference(text_member(node, "$ref")));
    return found == definitions_.end() ? node : found->second->value;
  }

  // True when null is a value of it.
  bool read(const Node& schema, Property& property, int depth) {
    if (++columns_ > kSourceNodesMax || depth > kSourceDepthMax) {
      diagnostics_.error(
          "HNS-C083", schema.span,
          depth > kSourceDepthMax
              ? fmt::format("types are nested more than {} deep", kSourceDepthMax)
              : fmt::format("more than {} columns, references followed", kSourceNodesMax));
      return false;
    }
    if (schema.kind != Node::Kind::kMap) {  // `true`: anything
      set_type(property, {Kind::kJson, 0, 0, {}});
      return true;
    }
    if (member(schema, "$ref") != nullptr) return follow(schema, property, depth);
    if (const Node* one = the_other_than_null(schema)) {
      read(*one, property, depth + 1);
      annotations(schema, property);
      return true;
    }
    const bool nullable = content(schema, property, depth);
    annotations(schema, property);
    for (const Node::Entry& entry : schema.entries)
      if (std::ranges::find(kKeywords, entry.key) == kKeywords.end())
        left_out(entry.key_span, fmt::format("the keyword `{}`", entry.key));
    return nullable;
  }

  bool follow(const Node& schema, Property& property, int depth) {
    const Node& target = resolved(schema);
    const bool open = std::ranges::find(open_, &target) != open_.end();
    if (&target == &schema || open) {
      diagnostics_.warning("HNS-C081", schema.span,
                           open ? "a type that holds itself is cut here: the column is a document"
                                : "the reference leads to nothing here: the column is a document");
      set_type(property, {Kind::kJson, 0, 0, {}});
      return false;
    }
    open_.push_back(&target);
    const bool nullable = read(target, property, depth);
    open_.pop_back();
    annotations(schema, property);
    return nullable;
  }

  // Of `anyOf: [X, {type: null}]` the X: how generators write what may be null.
  static const Node* the_other_than_null(const Node& schema) {
    const Node* parts = member(schema, "anyOf");
    if (parts == nullptr) parts = member(schema, "oneOf");
    if (parts == nullptr || parts->items.size() != 2) return nullptr;
    const bool first = text_member(parts->items[0], "type") == "null";
    const bool second = text_member(parts->items[1], "type") == "null";
    return first == second ? nullptr : &parts->items[first ? 1 : 0];
  }

  static void annotations(const Node& schema, Property& property) {
    if (std::string text = text_member(schema, "description"); !text.empty())
      property.description = std::move(text);
    if (std::string text = text_member(schema, "title"); !text.empty())
      property.business_name = std::move(text);
    if (const Node* examples = member(schema, "examples"))
      for (const Node& item : examples->items) property.examples.push_back(spec::to_json(item));
    if (const Node* value = member(schema, "deprecated"))
      if (value->text == "true") property.deprecated = true;
  }

  bool content(const Node& schema, Property& property, int depth) {
    std::vector<std::string> types;
    bool nullable = false;
    if (const Node* type = member(schema, "type")) {
      if (type->kind == Node::Kind::kString) types.push_back(type->text);
      for (const Node& item : type->items) types.push_back(item.text);
    }
    if (std::erase(types, "null") > 0) nullable = true;
    if (types.empty() && member(schema, "properties") != nullptr) types.push_back("object");
    if (types.empty() && member(schema, "enum") != nullptr) types.push_back("string");
    const bool is_choice = member(schema, "anyOf") != nullptr || member(schema, "oneOf") != nullptr;
    if (types.size() != 1) {
      left_out(schema.span,
               types.empty() && !is_choice ? "a schema without `type`" : "a choice of types");
      set_type(property, {Kind::kJson, 0, 0, {}});
      return true;
    }
    values(schema, property);
    if (types[0] == "object")
      object(schema, property, depth);
    else if (types[0] == "array")
      list(schema, property, depth);
    else if (types[0] == "string")
      string(schema, property);
    else if (types[0] == "boolean")
      set_type(property, {Kind::kBoolean, 0, 0, {}});
    else if (types[0] == "integer" || types[0] == "number")
      number(schema, property, types[0]);
    else {
      left_out(schema.span, fmt::format("the type `{}`", types[0]));
      set_type(property, {Kind::kJson, 0, 0, {}});
    }
    return nullable;
  }

  static void values(const Node& schema, Property& property) {
    if (const Node* words = member(schema, "enum"))
      for (const Node& word : words->items)
        if (word.kind != Node::Kind::kNull) property.enum_values.push_back(word.text);
    if (const Node* word = member(schema, "const")) property.enum_values.push_back(word->text);
  }

  static void set_logical(Property& property, LogicalType type) {
    property.logical_type = type;
    property.logical_type_stated = true;
  }

  void object(const Node& schema, Property& property, int depth) {
    const Node* values = member(schema, "additionalProperties");
    if (member(schema, "properties") != nullptr) {
      set_logical(property, LogicalType::kObject);
      members(schema, property.properties, depth);
    } else if (values != nullptr && values->kind == Node::Kind::kMap) {
      set_logical(property, LogicalType::kMap);
      set_type(property.map_key.emplace_back(), {});
      Property& value = property.map_value.emplace_back();
      value.required = !read(*values, value, depth + 1);
    } else {
      set_type(property, {Kind::kJson, 0, 0, {}});
    }
  }

  void list(const Node& schema, Property& property, int depth) {
    set_logical(property, LogicalType::kArray);
    Property& item = property.items.emplace_back();
    const Node* items = member(schema, "items");
    if (items == nullptr)
      set_type(item, {Kind::kJson, 0, 0, {}});
    else
      item.required = !read(*items, item, depth + 1);
    property.options.min_items = integer(schema, "minItems");
    property.options.max_items = integer(schema, "maxItems");
    if (const Node* unique = member(schema, "uniqueItems"))
      property.options.unique_items = unique->text == "true";
  }

  static void string(const Node& schema, Property& property) {
    const std::string format = text_member(schema, "format");
    Kind kind = Kind::kString;
    if (format == "date")
      kind = Kind::kDate;
    else if (format == "time")
      kind = Kind::kTime;
    else if (format == "date-time")
      kind = Kind::kTimestampTz;
    else if (!text_member(schema, "contentEncoding").empty())
      kind = Kind::kBinary;
    else if (text_member(schema, "contentMediaType") == "application/json")
      kind = Kind::kJson;
    set_type(property, {kind, 0, 0, {}});
    if (property.logical_type != LogicalType::kString) return;
    if (kind == Kind::kString) property.options.format = format;
    property.options.min_length = integer(schema, "minLength");
    property.options.max_length = integer(schema, "maxLength");
    property.options.pattern = text_member(schema, "pattern");
  }

  static void number(const Node& schema, Property& property, const std::string& type) {
    set_type(property, {type == "integer" ? Kind::kInt64 : Kind::kDouble, 0, 0, {}});
    const std::string format = text_member(schema, "format");
    for (const SizeName& size : size_names())
      if (size.schema == format && size.contract.starts_with('f') == (type == "number"))
        property.options.format = size.contract;
    property.options.minimum = decimal(schema, "minimum");
    property.options.maximum = decimal(schema, "maximum");
    property.options.exclusive_minimum = decimal(schema, "exclusiveMinimum");
    property.options.exclusive_maximum = decimal(schema, "exclusiveMaximum");
    property.options.multiple_of = decimal(schema, "multipleOf");
  }

  static std::optional<int64_t> integer(const Node& schema, std::string_view key) {
    const auto number = decimal(schema, key);
    if (!number || *number < 0 || *number > 9e15) return {};
    return static_cast<int64_t>(*number);
  }
  static std::optional<double> decimal(const Node& schema, std::string_view key) {
    const Node* value = member(schema, key);
    if (value == nullptr ||
        (value->kind != Node::Kind::kInteger && value->kind != Node::Kind::kFloat))
      return {};
    return spec::number_of(value->text);
  }

  const Node& root_;
  spec::DataContract& contract_;
  Diagnostics& diagnostics_;
  std::map<std::string, const Node::Entry*, std::less<>> definitions_;
  std::vector<const Node*> open_;  // targets that are being read
  size_t columns_ = 0;
};

}  // namespace

void import_json_schema(const std::shared_ptr<const SourceFile>& source, Imported& imported) {
  const Node root = read_json(source, imported.diagnostics);
  if (!imported.diagnostics.has_errors()) SchemaReader(root, imported).all(stem_of(source->path()));
}

}  // namespace hanse::contract
