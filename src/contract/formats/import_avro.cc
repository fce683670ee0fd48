// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "contract/formats/avro.h"
#include "contract/formats/exporting.h"
#include "contract/formats/json_node.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Node;
using spec::Property;

const std::map<std::string_view, Kind>& primitives() {
  static const std::map<std::string_view, Kind> kKinds = {
      {"boolean", Kind::kBoolean}, {"int", Kind::kInt32},     {"long", Kind::kInt64},
      {"float", Kind::kFloat},     {"double", Kind::kDouble}, {"bytes", Kind::kBinary},
      {"string", Kind::kString},   {"fixed", Kind::kBinary}};
  return kKinds;
}
const std::map<std::string_view, Kind>& logicals() {
  static const std::map<std::string_view, Kind> kKinds = {
      {"uuid", Kind::kUuid},
      {"date", Kind::kDate},
      {"time-millis", Kind::kTime},
      {"time-micros", Kind::kTime},
      {"timestamp-millis", Kind::kTimestampTz},
      {"timestamp-micros", Kind::kTimestampTz},
      {"timestamp-nanos", Kind::kTimestampTz},
      {"local-timestamp-millis", Kind::kTimestamp},
      {"local-timestamp-micros", Kind::kTimestamp},
      {"local-timestamp-nanos", Kind::kTimestamp},
      {"decimal", Kind::kDecimal}};
  return kKinds;
}

std::string name_of(const Node& node) {
  const std::string kept = text_member(node, "odcsName");
  const std::string name = kept.empty() ? text_member(node, "name") : kept;
  return kept.empty() ? name.substr(name.find_last_of('.') + 1) : name;
}

class AvroReader {
 public:
  explicit AvroReader(Imported& imported)
      : contract_(imported.contract), diagnostics_(imported.diagnostics) {}

  void all(const Node& root) {
    std::vector<const Node*> records;
    if (root.kind == Node::Kind::kList)
      for (const Node& item : root.items) records.push_back(&item);
    else
      records.push_back(&root);
    for (const Node* record : records) table(*record);
  }

 private:
  void table(const Node& record) {
    if (text_member(record, "type") != "record") {
      diagnostics_.error("HNS-C080", record.span, "expected an Avro record");
      return;
    }
    spec::SchemaObject object;
    object.name = name_of(record);
    object.span = record.span;
    object.description = text_member(record, "doc");
    remember(record);
    fields(record, object.properties, 0);
    contract_.schema.push_back(std::move(object));
  }

  void remember(const Node& schema) {
    std::string name = text_member(schema, "name");
    const std::string space = text_member(schema, "namespace");
    if (!space.empty()) types_.try_emplace(space + "." + name, &schema);
    types_.try_emplace(name.substr(name.find_last_of('.') + 1), &schema);
    types_.try_emplace(name, &schema);
  }

  void fields(const Node& record, std::vector<Property>& properties, int depth) {
    const Node* all = member(record, "fields");
    if (all == nullptr) return;
    open_.push_back(&record);
    for (const Node& field : all->items) {
      Property property;
      property.name = name_of(field);
      property.span = field.span;
      property.description = text_member(field, "doc");
      const Node* type = member(field, "type");
      if (property.name.empty() || type == nullptr) {
        diagnostics_.error("HNS-C080", field.span, "a field needs `name` and `type`");
        break;
      }
      property.required = !read(*type, property, depth + 1);
      custom_default(field, property);
      properties.push_back(std::move(property));
      if (diagnostics_.has_errors()) break;
    }
    open_.pop_back();
  }

  static void custom_default(const Node& field, Property& property) {
    const Node* value = member(field, "default");
    if (value == nullptr || value->kind == Node::Kind::kNull) return;
    spec::CustomProperty custom;
    custom.property = "default";
    custom.value = spec::to_json(*value);
    property.custom.push_back(std::move(custom));
  }

  // True when null is a value of it.
  bool read(const Node& type, Property& property, int depth) {
    if (++columns_ > kSourceNodesMax || depth > kSourceDepthMax) {
      diagnostics_.error("HNS-C083", type.span,
                         depth > kSourceDepthMax
                             ? fmt::format("types are nested more than {} deep", kSourceDepthMax)
                             : fmt::format("more than {} columns", kSourceNodesMax));
      return false;
    }
    if (type.kind == Node::Kind::kList) return choice(type, property, depth);
    if (type.kind == Node::Kind::kMap) {
      const Node* inner = member(type, "type");
      if (inner != nullptr && inner->kind != Node::Kind::kString)
        return read(*inner, property, depth + 1);
      by_name(type, text_member(type, "type"), property, depth);
    } else {
      by_name(type, type.text, property, depth);
    }
    return false;
  }

  bool choice(const Node& type, Property& property, int depth) {
    const Node* only = nullptr;
    size_t others = 0;
    for (const Node& item : type.items)
      if (item.kind != Node::Kind::kString || item.text != "null") {
        only = &item;
        ++others;
      }
    if (others == 1) {
      read(*only, property, depth);
    } else {
      diagnostics_.warning("HNS-C081", type.span, "a choice of types: the column is a document");
      set_type(property, {Kind::kJson, 0, 0, {}});
    }
    return others < type.items.size();
  }

  static void set_logical(Property& property, LogicalType type) {
    property.logical_type = type;
    property.logical_type_stated = true;
  }

  void by_name(const Node& type, const std::string& name, Property& property, int depth) {
    if (name == "record" || name == "error") {
      remember(type);
      set_logical(property, LogicalType::kObject);
      fields(type, property.properties, depth);
    } else if (name == "array" || name == "map") {
      container(type, name, property, depth);
    } else if (name == "enum") {
      remember(type);
      set_logical(property, LogicalType::kString);
      if (const Node* symbols = member(type, "symbols"))
        for (const Node& symbol : symbols->items) property.enum_values.push_back(symbol.text);
    } else if (const auto known = primitives().find(name); known != primitives().end()) {
      scalar(type, known->second, property);
    } else {
      by_reference(type, name, property, depth);
    }
  }

  void scalar(const Node& type, Kind kind, Property& property) {
    if (type.kind == Node::Kind::kMap) remember(type);
    const std::string logical = text_member(type, "logicalType");
    ColumnType column{kind, 0, 0, {}};
    if (const auto known = logicals().find(logical); known != logicals().end()) {
      column.kind = known->second;
      const Node* precision = member(type, "precision");
      const Node* scale = member(type, "scale");
      const auto whole = [](const Node* node) {
        return node == nullptr ? 0 : static_cast<int>(spec::integer_of(node->text).value_or(0));
      };
      column.precision = whole(precision);
      column.scale = whole(scale);
    } else if (!logical.empty()) {
      diagnostics_.warning("HNS-C082", type.span,
                           fmt::format("the logicalType `{}` is not known: taken for `{}`", logical,
                                       row_of(kind).logical));
    }
    set_type(property, column);
  }

  void container(const Node& type, const std::string& name, Property& property, int depth) {
    const Node* inner = member(type, name == "array" ? "items" : "values");
    set_logical(property, name == "array" ? LogicalType::kArray : LogicalType::kMap);
    if (name == "map") set_type(property.map_key.emplace_back(), {});
    Property& item = (name == "array" ? property.items : property.map_value).emplace_back();
    if (inner != nullptr)
      item.required = !read(*inner, item, depth + 1);
    else
      diagnostics_.error("HNS-C080", type.span, fmt::format("an `{}` needs a type", name));
  }

  void by_reference(const Node& type, const std::string& name, Property& property, int depth) {
    const auto found = types_.find(name);
    const Node* target = found == types_.end() ? nullptr : found->second;
    if (target != nullptr && std::ranges::find(open_, target) == open_.end()) {
      read(*target, property, depth + 1);
      return;
    }
    diagnostics_.warning("HNS-C081", type.span,
                         target == nullptr
                             ? fmt::format("there is no type `{}` before: a document", name)
                             : "a type that holds itself is cut here: the column is a document");
    set_type(property, {Kind::kJson, 0, 0, {}});
  }

  spec::DataContract& contract_;
  Diagnostics& diagnostics_;
  std::map<std::string, const Node*, std::less<>> types_;
  std::vector<const Node*> open_;  // records that are being read
  size_t columns_ = 0;
};

}  // namespace

void import_avro(const std::shared_ptr<const SourceFile>& source, Imported& imported) {
  const Node root = read_json(source, imported.diagnostics);
  if (!imported.diagnostics.has_errors()) AvroReader(imported).all(root);
}

}  // namespace hanse::contract
