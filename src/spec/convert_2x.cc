// SPDX-License-Identifier: Apache-2.0
#include "spec/convert_2x.h"

#include <algorithm>

#include "base/utf8.h"
#include "spec/scalar.h"

namespace hanse::spec {
namespace {

enum class How : uint8_t { kRename, kNegate, kCustom, kCredential };
struct Change {
  std::string_view from, to;
  How how = How::kRename;
};

constexpr Change kTop[] = {{"uuid", "id"},
                           {"quantumName", "dataProduct"},
                           {"datasetDomain", "domain"},
                           {"stakeholders", "team"},
                           {"slaDefaultColumn", "slaDefaultElement"},
                           {"username", "", How::kCredential},
                           {"password", "", How::kCredential},
                           {"type", "", How::kCustom},
                           {"datasetKind", "", How::kCustom},
                           {"datasetName", "", How::kCustom},
                           {"database", "", How::kCustom},
                           {"driver", "", How::kCustom},
                           {"driverVersion", "", How::kCustom},
                           {"productSlackChannel", "", How::kCustom},
                           {"project", "", How::kCustom},
                           {"schedulerAppName", "", How::kCustom},
                           {"server", "", How::kCustom},
                           {"sourcePlatform", "", How::kCustom},
                           {"sourceSystem", "", How::kCustom},
                           {"standardVersion", "", How::kCustom},
                           {"systemInstance", "", How::kCustom},
                           {"templateName", "", How::kCustom},
                           {"userConsumptionMode", "", How::kCustom}};
constexpr Change kTable[] = {{"table", "name"},
                             {"dataGranularity", "dataGranularityDescription"},
                             {"priorTableName", "", How::kCustom}};
constexpr Change kColumn[] = {{"column", "name"},
                              {"criticalDataElementStatus", "criticalDataElement"},
                              {"encryptedColumnName", "encryptedName"},
                              {"isNullable", "required", How::kNegate},
                              {"isPrimary", "primaryKey"},
                              {"isPrimaryKey", "primaryKey"},
                              {"isUnique", "unique"},
                              {"partitionStatus", "partitioned"},
                              {"sampleValues", "examples"},
                              {"transformSourceTables", "transformSourceObjects"},
                              {"clusterKeyPosition", "", How::kCustom},
                              {"clusterStatus", "", How::kCustom}};
constexpr Change kRule[] = {{"code", "name"},
                            {"scheduleCronExpression", "schedule"},
                            {"toolName", "engine"},
                            {"toolRuleName", "implementation"},
                            {"columns", "", How::kCustom},
                            {"templateName", "", How::kCustom},
                            {"type", "", How::kCustom}};
constexpr Change kLevel[] = {{"column", "element"}};

// Words that people gave for logical types before there was a list of them.
constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {"bigint", "integer"},  {"bool", "boolean"},  {"datetime", "date"}, {"decimal", "number"},
    {"double", "number"},   {"float", "number"},  {"int", "integer"},   {"long", "integer"},
    {"numeric", "number"},  {"struct", "object"}, {"text", "string"},   {"timestamp", "date"},
    {"varchar", "string"},  {"string", "string"}, {"date", "date"},     {"number", "number"},
    {"integer", "integer"}, {"object", "object"}, {"array", "array"},   {"boolean", "boolean"}};

Node text_node(std::string_view text, const Span& span) {
  Node node;
  node.kind = Node::Kind::kString;
  node.text = text;
  node.span = span;
  return node;
}

void set(Node& map, std::string_view key, Node value, const Span& key_span) {
  map.entries.push_back({std::string(key), key_span, std::move(value)});
}

Node& child(Node& map, std::string_view key, const Span& span) {
  for (Node::Entry& entry : map.entries)
    if (entry.key == key) return entry.value;
  Node list;
  list.kind = Node::Kind::kList;
  list.span = span;
  set(map, key, std::move(list), span);
  return map.entries.back().value;
}

void keep(Node& map, const Node::Entry& entry) {
  Node property;
  property.kind = Node::Kind::kMap;
  property.span = entry.key_span;
  set(property, "property", text_node(entry.key, entry.key_span), entry.key_span);
  set(property, "value", entry.value, entry.key_span);
  Node& custom = child(map, "customProperties", entry.key_span);
  if (custom.kind == Node::Kind::kList) custom.items.push_back(std::move(property));
}

// In 2.x nearly every field of an example is there and says null.
Node without_nulls(const Node& map) {
  Node out = map;
  std::erase_if(out.entries,
                [](const Node::Entry& entry) { return entry.value.kind == Node::Kind::kNull; });
  return out;
}

class Converter {
 public:
  // Said at `place`: a diagnostic shows the line that it is about, and none may show a credential.
  Converter(Decoder& decoder, Span place) : decoder_(decoder), place_(std::move(place)) {}

  Node contract(const Node& root) {
    Node out = changed(root, kTop);
    support(root, out);
    for (Node::Entry& entry : out.entries) {
      if (entry.key == "description")
        entry.value = without_nulls(entry.value);
      else if (entry.key == "slaProperties")
        each(entry.value, [&](const Node& level) { return changed(level, kLevel); });
      else if (entry.key == "team" || entry.key == "roles")
        each(entry.value, without_nulls);
      else if (entry.key == "dataset") {
        entry.key = "schema";
        each(entry.value, [&](const Node& table) { return this->table(table); });
      }
    }
    return out;
  }

 private:
  template <typename Convert>
  static void each(Node& list, const Convert& convert) {
    for (Node& item : list.items)
      if (item.kind == Node::Kind::kMap) item = convert(item);
  }

  Node changed(const Node& map, std::span<const Change> changes) {
    Node out;
    out.kind = Node::Kind::kMap;
    out.span = map.span;
    std::vector<const Node::Entry*> kept;
    for (const Node::Entry& entry : map.entries) {
      if (entry.value.kind == Node::Kind::kNull) continue;
      const auto change = std::find_if(changes.begin(), changes.end(),
                                       [&](const Change& each) { return each.from == entry.key; });
      if (change == changes.end()) {
        out.entries.push_back(entry);
      } else if (change->how == How::kCredential) {
        decoder_.warning("HNS-S045", place_,
                         fmt::format("`{}` is a credential, which no contract keeps: it is not "
                                     "read",
                                     entry.key));
      } else if (change->how == How::kCustom) {
        kept.push_back(&entry);
      } else {
        Node value = entry.value;
        if (change->how == How::kNegate && value.kind == Node::Kind::kBool)
          value.text = bool_of(value.text) ? "false" : "true";
        if (out.find(change->to) == nullptr) set(out, change->to, std::move(value), entry.key_span);
      }
    }
    for (const Node::Entry* entry : kept) keep(out, *entry);
    return out;
  }

  // Where people write to; a channel without a URL stays a custom property.
  void support(const Node& root, Node& out) {
    for (std::string_view key : {"productDl", "productFeedbackUrl"}) {
      const Node* value = root.find(key);
      if (value == nullptr || value->kind != Node::Kind::kString) continue;
      const bool is_mail = key == "productDl" && value->text.find("://") == std::string::npos;
      Node channel;
      channel.kind = Node::Kind::kMap;
      channel.span = value->span;
      set(channel, "channel", text_node(is_mail ? "mail" : "feedback", value->span), value->span);
      set(channel, "url", text_node((is_mail ? "mailto:" : "") + value->text, value->span),
          value->span);
      child(out, "support", value->span).items.push_back(std::move(channel));
      std::erase_if(out.entries, [&](const Node::Entry& entry) { return entry.key == key; });
    }
  }

  Node table(const Node& node) {
    Node out = changed(node, kTable);
    for (Node::Entry& entry : out.entries) {
      if (entry.key == "quality") each(entry.value, [&](const Node& item) { return rule(item); });
      if (entry.key != "columns") continue;
      entry.key = "properties";
      each(entry.value, [&](const Node& item) { return column(item); });
    }
    return out;
  }

  Node column(const Node& node) {
    Node out = changed(node, kColumn);
    for (Node::Entry& entry : out.entries)
      if (entry.key == "quality") each(entry.value, [&](const Node& item) { return rule(item); });
    const auto type = std::find_if(out.entries.begin(), out.entries.end(),
                                   [](const auto& entry) { return entry.key == "logicalType"; });
    if (type == out.entries.end() || type->value.kind != Node::Kind::kString) return out;
    const std::string word = ascii_lower(type->value.text);
    for (const auto& [from, to] : kTypes)
      if (from == word) {
        type->value.text = to;
        return out;
      }
    const Node::Entry unknown = *type;
    out.entries.erase(type);
    keep(out, unknown);
    return out;
  }

  // A rule of 2.x names a tool that carries it out, or tells people.
  Node rule(const Node& node) {
    Node out = changed(node, kRule);
    const bool has_tool = out.find("engine") != nullptr && out.find("implementation") != nullptr;
    set(out, "type", text_node(has_tool ? "custom" : "text", node.span), node.span);
    if (out.find("schedule") != nullptr && out.find("scheduler") == nullptr)
      set(out, "scheduler", text_node("cron", node.span), node.span);
    return out;
  }

  Decoder& decoder_;
  const Span place_;
};

}  // namespace

bool is_odcs_2x(const Node& root) {
  const Node* version = root.find("apiVersion");
  return version != nullptr && version->kind == Node::Kind::kString &&
         version->text.starts_with("v2.");
}

Node convert_odcs_2x(const Node& root, Decoder& decoder) {
  return Converter(decoder, root.find("apiVersion")->span).contract(root);
}

}  // namespace hanse::spec
