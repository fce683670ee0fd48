// SPDX-License-Identifier: Apache-2.0
#include "spec/node.h"

#include <charconv>
#include <cmath>

#include "spec/scalar.h"

namespace hanse::spec {
namespace {

template <typename Text>
Json scalar_to_json(Node::Kind kind, Text&& text) {
  switch (kind) {
    case Node::Kind::kNull: return Json();
    case Node::Kind::kBool: return Json(bool_of(text));
    case Node::Kind::kInteger: {
      if (const auto small = integer_of(text)) return Json(*small);
      uint64_t large = 0;
      const auto end = text.data() + text.size();
      const auto read = std::from_chars(text.data(), end, large);
      if (read.ec == std::errc() && read.ptr == end) return Json(large);
      [[fallthrough]];
    }
    case Node::Kind::kFloat: {
      const auto value = number_of(text);
      if (value && std::isfinite(*value)) return Json(*value);
      return Json(std::string(std::forward<Text>(text)));
    }
    case Node::Kind::kString:
    case Node::Kind::kList:
    case Node::Kind::kMap: break;
  }
  return Json(std::string(std::forward<Text>(text)));
}

void number_text(const Json& json, Node& node) {
  if (!json.is_integer()) {
    node.kind = Node::Kind::kFloat;
    node.text = fmt::format("{}", json.as_double());
    return;
  }
  node.kind = Node::Kind::kInteger;
  const uint64_t large = json.as_uint();
  node.text = large > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())
                  ? std::to_string(large)
                  : std::to_string(json.as_int());
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Json to_json(const Node& node) {
  if (node.kind == Node::Kind::kList) {
    Json::Array items;
    items.reserve(node.items.size());
    for (const Node& item : node.items) items.push_back(to_json(item));
    return Json(std::move(items));
  }
  if (node.kind == Node::Kind::kMap) {
    Json::Object members;
    members.reserve(node.entries.size());
    for (const Node::Entry& entry : node.entries)
      members.emplace_back(entry.key, to_json(entry.value));
    return Json(std::move(members));
  }
  return scalar_to_json(node.kind, node.text);
}

Json to_json(Node&& node) {
  if (node.kind == Node::Kind::kList) {
    Json::Array items;
    items.reserve(node.items.size());
    for (Node& item : node.items) items.push_back(to_json(std::move(item)));
    return Json(std::move(items));
  }
  if (node.kind == Node::Kind::kMap) {
    Json::Object members;
    members.reserve(node.entries.size());
    for (Node::Entry& entry : node.entries)
      members.emplace_back(std::move(entry.key), to_json(std::move(entry.value)));
    return Json(std::move(members));
  }
  return scalar_to_json(node.kind, std::move(node.text));
}

Node from_json(const Json& json) {
  Node node;
  if (json.is_string()) {
    node.kind = Node::Kind::kString;
    node.text = json.as_string();
  } else if (json.is_object()) {
    node.kind = Node::Kind::kMap;
    node.entries.reserve(json.size());
    for (const auto& [key, value] : json.members())
      node.entries.push_back({key, {}, from_json(value)});
  } else if (json.is_array()) {
    node.kind = Node::Kind::kList;
    node.items.reserve(json.size());
    for (const Json& item : json.items()) node.items.push_back(from_json(item));
  } else if (json.is_bool()) {
    node.kind = Node::Kind::kBool;
    node.text = json.as_bool() ? "true" : "false";
  } else if (json.is_number()) {
    number_text(json, node);
  }
  return node;
}

}  // namespace hanse::spec
