// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "contract/formats/exporting.h"
#include "contract/formats/proto_file.h"
#include "contract/formats/protobuf.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Property;

const std::map<std::string_view, Kind>& scalars() {
  static const std::map<std::string_view, Kind> kKinds = {
      {"string", Kind::kString},
      {"bytes", Kind::kBinary},
      {"bool", Kind::kBoolean},
      {"double", Kind::kDouble},
      {"float", Kind::kFloat},
      {"int32", Kind::kInt32},
      {"sint32", Kind::kInt32},
      {"sfixed32", Kind::kInt32},
      {"int64", Kind::kInt64},
      {"sint64", Kind::kInt64},
      {"sfixed64", Kind::kInt64},
      {"uint32", Kind::kUint32},
      {"fixed32", Kind::kUint32},
      {"uint64", Kind::kUint64},
      {"fixed64", Kind::kUint64},
      {"google.protobuf.Timestamp", Kind::kTimestampTz},
      {"google.protobuf.StringValue", Kind::kString},
      {"google.protobuf.BytesValue", Kind::kBinary},
      {"google.protobuf.BoolValue", Kind::kBoolean},
      {"google.protobuf.DoubleValue", Kind::kDouble},
      {"google.protobuf.FloatValue", Kind::kFloat},
      {"google.protobuf.Int32Value", Kind::kInt32},
      {"google.protobuf.Int64Value", Kind::kInt64},
      {"google.protobuf.UInt32Value", Kind::kUint32},
      {"google.protobuf.UInt64Value", Kind::kUint64},
      {"google.protobuf.Struct", Kind::kJson},
      {"google.protobuf.Value", Kind::kJson},
      {"google.type.Date", Kind::kDate},
      {"google.type.Decimal", Kind::kDecimal}};
  return kKinds;
}

class ProtoTables {
 public:
  ProtoTables(const ProtoFile& file, Imported& imported)
      : file_(file), contract_(imported.contract), diagnostics_(imported.diagnostics) {}

  void all() {
    std::set<std::string> used;
    for (const auto& [name, message] : file_.messages)
      for (const ProtoField& field : message.fields)
        if (const std::string target = resolved(message, field); target != name)
          used.insert(target);
    const bool any = std::ranges::any_of(file_.messages, [&](const auto& entry) {
      return entry.second.top && !used.contains(entry.first);
    });
    for (const std::string& name : file_.order) {
      const ProtoMessage& message = file_.messages.at(name);
      if (message.top && !(any && used.contains(name))) table(message);
    }
  }

 private:
  // A message or enum of the file by what a field calls it, from the innermost scope outward.
  std::string resolved(const ProtoMessage& message, const ProtoField& field) const {
    std::string type = field.type;
    if (scalars().contains(type) || type.size() > kDeclaredNameBytesMax * kMessageDepthMax)
      return {};
    if (!file_.package.empty() && type.starts_with(file_.package + "."))
      type.erase(0, file_.package.size() + 1);
    for (std::string scope = message.full_name;;) {
      const std::string name = scope.empty() ? type : scope + "." + type;
      if (file_.messages.contains(name) || file_.enums.contains(name)) return name;
      if (scope.empty()) return {};
      const size_t dot = scope.find_last_of('.');
      scope = dot == std::string::npos ? std::string() : scope.substr(0, dot);
    }
  }

  void table(const ProtoMessage& message) {
    spec::SchemaObject object;
    object.name = message.full_name;
    object.description = message.description;
    object.span = message.span;
    columns(message, object.properties, 0);
    contract_.schema.push_back(std::move(object));
  }

  static void set_logical(Property& property, LogicalType type) {
    property.logical_type = type;
    property.logical_type_stated = true;
  }

  void columns(const ProtoMessage& message, std::vector<Property>& properties, int depth) {
    open_.push_back(&message);
    for (const ProtoField& field : message.fields) {
      if (++columns_ > kSourceNodesMax || depth > kSourceDepthMax) {
        if (!diagnostics_.has_errors())
          diagnostics_.error("HNS-C083", field.span,
                             fmt::format("more than {} columns, or types nested more than {} deep",
                                         kSourceNodesMax, kSourceDepthMax));
        break;
      }
      Property property;
      property.name = field.name;
      property.span = field.span;
      property.description = field.description;
      property.required = !field.optional;
      if (field.deprecated) property.deprecated = true;
      if (!field.key_type.empty()) {
        set_logical(property, LogicalType::kMap);
        const auto key = scalars().find(field.key_type);
        set_type(property.map_key.emplace_back(),
                 {key == scalars().end() ? Kind::kString : key->second, 0, 0, {}});
        type_of_field(message, field, property.map_value.emplace_back(), depth);
      } else if (field.repeated) {
        set_logical(property, LogicalType::kArray);
        type_of_field(message, field, property.items.emplace_back(), depth);
      } else {
        type_of_field(message, field, property, depth);
      }
      properties.push_back(std::move(property));
    }
    open_.pop_back();
  }

  void type_of_field(const ProtoMessage& message, const ProtoField& field, Property& property,
                     int depth) {
    const std::string name = resolved(message, field);
    if (const auto known = file_.enums.find(name); known != file_.enums.end()) {
      set_logical(property, LogicalType::kString);
      property.enum_values = known->second;
      return;
    }
    if (const auto known = file_.messages.find(name); known != file_.messages.end()) {
      if (std::ranges::find(open_, &known->second) == open_.end()) {
        set_logical(property, LogicalType::kObject);
        return columns(known->second, property.properties, depth + 1);
      }
      diagnostics_.warning("HNS-C081", field.span,
                           "a message that holds itself is cut here: the column is a document");
      return set_type(property, {Kind::kJson, 0, 0, {}});
    }
    if (const auto known = scalars().find(field.type); known != scalars().end())
      return set_type(property, {known->second, 0, 0, {}});
    diagnostics_.warning(
        "HNS-C082", field.span,
        fmt::format("the type `{}` is not in this file: taken for a document", field.type));
    set_type(property, {Kind::kJson, 0, 0, {}});
  }

  const ProtoFile& file_;
  spec::DataContract& contract_;
  Diagnostics& diagnostics_;
  std::vector<const ProtoMessage*> open_;
  size_t columns_ = 0;
};

}  // namespace

void import_protobuf(const std::shared_ptr<const SourceFile>& source, Imported& imported) {
  const ProtoFile file = read_proto(source, imported.diagnostics);
  if (imported.diagnostics.has_errors()) return;
  ProtoTables(file, imported).all();
  if (imported.contract.schema.empty())
    imported.diagnostics.error("HNS-C080", {source, 0, 0}, "expected a message");
}

}  // namespace hanse::contract
