// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>

#include "base/utf8.h"
#include "contract/formats/exporting.h"
#include "contract/formats/protobuf.h"

namespace hanse::contract {
namespace {

using spec::Property;

constexpr int kReservedFirst = 19'000, kReservedLast = 19'999;  // Protobuf's own field numbers

// Each line of `text` as a comment.
std::string comment(std::string_view text, const std::string& indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line = one_line(text.substr(0, end));
    out += indent + (line.empty() ? "//" : "// " + line) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\{:03o}", c);
    else
      out += c;
  }
  return out + "\"";
}

// As Protobuf makes a field's JSON name; two fields of one are refused, in any case.
std::string json_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_') out += c;
  return ascii_lower(out);
}

class Scope {  // of one message: fields and types share their names
 public:
  std::string field(std::string_view name) {
    std::string made = names_.make(name);
    while (!json_names_.insert(json_name(made)).second)
      made = names_.make(std::string(name) + "_x");
    return made;
  }
  std::string type(std::string_view name) { return names_.make(std::string(name) + "_type"); }

 private:
  NameMaker names_;
  std::set<std::string> json_names_;
};

class ProtoWriter {
 public:
  explicit ProtoWriter(Losses& losses) : losses_(losses) { tables_.make("google"); }

  std::string table(const spec::SchemaObject& object) {
    const std::string name = tables_.make(object.name);
    if (name != object.name)
      losses_.add(object.name, "name", fmt::format("written as `{}`", name), object.span);
    return comment(object.description, "") + "message " + name + " {\n" +
           body(object.properties, object.name, "  ") + "}\n";
  }
  bool uses_timestamp() const { return uses_timestamp_; }

 private:
  std::string body(const std::vector<Property>& properties, const std::string& place,
                   const std::string& indent) {
    Scope scope;
    std::vector<std::string> names;
    bool over = false;
    for (const Property& property : properties) {
      names.push_back(scope.field(property.name));
      over = over || names.back() != property.name;
    }
    std::string types, fields;
    int number = 0;
    for (size_t i = 0; i < properties.size(); ++i) {
      const Property& property = properties[i];
      const std::string at = place + "." + property.name;
      if (++number == kReservedFirst) number = kReservedLast + 1;
      std::string type = field_type(property, at, {scope, types, indent});
      fields += comment(property.description, indent) + indent + type + " " + names[i] +
                fmt::format(" = {}", number);
      std::vector<std::string> options;
      if (over && may_be_json_name(property, at))
        options.push_back("json_name = " + quoted(property.name));
      if (property.deprecated) options.push_back("deprecated = true");
      std::string all;
      for (const std::string& option : options) all += (all.empty() ? "" : ", ") + option;
      fields += all.empty() ? ";\n" : " [" + all + "];\n";
    }
    return types + fields;
  }

  bool may_be_json_name(const Property& property, const std::string& place) {
    const std::string& name = property.name;
    if (!(name.starts_with('[') && name.ends_with(']')) && name.find('\0') == std::string::npos)
      return true;
    losses_.add(place, "name", "Protobuf has no such name", property.span);
    return false;
  }

  struct Into {
    Scope& scope;
    std::string& types;  // messages that the field needs
    const std::string& indent;
  };

  std::string field_type(const Property& property, const std::string& place, const Into& into) {
    const Kind kind = type_of(property).kind;
    const bool repeated = kind == Kind::kArray || kind == Kind::kVector || kind == Kind::kMap;
    if (repeated && !property.required)
      losses_.add(place, "required", "a list or map is never absent", property.span);
    if (kind == Kind::kArray) return "repeated " + item_type(property, place, into);
    if (kind == Kind::kVector) {
      losses_.add(place, "logicalType", "read back as an array", property.span);
      return "repeated float";
    }
    if (kind == Kind::kMap) return map_type(property, place, into);
    return (property.required ? "" : "optional ") + single(property, place, into);
  }

  std::string item_type(const Property& property, const std::string& place, const Into& into) {
    if (property.items.empty()) return "string";
    return inner(property.items.front(), place + "[]", into);
  }

  // Within a list or map: what is itself one stands in a message of its own.
  std::string inner(const Property& property, const std::string& place, const Into& into) {
    const Kind kind = type_of(property).kind;
    if (property.required)
      losses_.add(place, "required", "elements are never absent", property.span);
    if (kind != Kind::kArray && kind != Kind::kVector && kind != Kind::kMap)
      return single(property, place, into);
    losses_.add(place, "logicalType", "it stands in a message of its own", property.span);
    const std::string name = into.scope.type("items");
    Property member = property;
    member.name = "items";
    member.required = true;
    into.types += message(name, {member}, place, into.indent);
    return name;
  }

  std::string message(const std::string& name, const std::vector<Property>& properties,
                      const std::string& place, const std::string& indent) {
    return indent + "message " + name + " {\n" + body(properties, place, indent + "  ") + indent +
           "}\n";
  }

  std::string map_type(const Property& property, const std::string& place, const Into& into) {
    std::string key = "string";
    if (!property.map_key.empty()) {
      const Kind kind = type_of(property.map_key.front()).kind;
      const std::string_view text = row_of(kind).protobuf;
      constexpr std::array<std::string_view, 6> kKeys = {"string", "int32",  "int64",
                                                         "uint32", "uint64", "bool"};
      if (std::ranges::find(kKeys, text) != kKeys.end()) key = text;
      lose_type(property.map_key.front(), place + ".key", read_back(key), losses_);
    }
    const std::string value = property.map_value.empty()
                                  ? "string"
                                  : inner(property.map_value.front(), place + ".value", into);
    return fmt::format("map<{}, {}>", key, value);
  }

  static Kind read_back(std::string_view text) {
    if (text == "bool") return Kind::kBoolean;
    if (text == "bytes") return Kind::kBinary;
    if (text == "int32") return Kind::kInt32;
    if (text == "int64") return Kind::kInt64;
    if (text == "uint32") return Kind::kUint32;
    if (text == "uint64") return Kind::kUint64;
    if (text == "float") return Kind::kFloat;
    if (text == "double") return Kind::kDouble;
    if (text == "google.protobuf.Timestamp") return Kind::kTimestampTz;
    return Kind::kString;
  }

  std::string single(const Property& property, const std::string& place, const Into& into) {
    const Kind kind = type_of(property).kind;
    if (kind == Kind::kObject) {
      const std::string name = into.scope.type(property.name.empty() ? "item" : property.name);
      into.types += message(name, property.properties, place, into.indent);
      return name;
    }
    const std::string_view text = row_of(kind).protobuf;
    lose_type(property, place, read_back(text), losses_);
    if (kind != Kind::kTimestampTz) return std::string(text);
    uses_timestamp_ = true;
    return ".google.protobuf.Timestamp";
  }

  Losses& losses_;
  NameMaker tables_;
  bool uses_timestamp_ = false;
};

}  // namespace

Result<std::string> export_protobuf(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  ProtoWriter writer(losses);
  std::string messages;
  for (const spec::SchemaObject& table : contract.schema) messages += "\n" + writer.table(table);
  std::string out = "syntax = \"proto3\";\n";
  if (writer.uses_timestamp()) out += "\nimport \"google/protobuf/timestamp.proto\";\n";
  return out + messages;
}

}  // namespace hanse::contract
