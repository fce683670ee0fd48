// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "base/source.h"

namespace hanse::spec {

// One node of a YAML 1.2 document (core schema) with its place. Anchors are expanded within
// kAliasNodesMax, so a decoder never meets one. Value type; const access is thread-safe.
struct Node {
  enum class Kind { kNull, kBool, kInteger, kFloat, kString, kList, kMap };
  struct Entry;
  Kind kind = Kind::kNull;
  std::string text;         // scalars: the text after unquoting
  std::vector<Node> items;  // kList
  std::vector<Entry> entries;  // kMap, in file order, keys unique
  Span span;

  const Node* find(std::string_view key) const;  // null when no map or no such key
};
struct Node::Entry {
  std::string key;
  Span key_span;
  Node value;
};

constexpr int kNestingMax = 64;
constexpr size_t kAliasNodesMax = 100'000;
constexpr size_t kAliasBytesMax = 16u << 20;  // of text that aliases repeat

// Reads one YAML document. Problems (tabs, not UTF-8, NUL, duplicate keys, anchor bombs, nesting,
// empty file, more than one document) go to `diagnostics` with codes HNS-S0xx; the node is
// kNull when the text has no readable structure, so that nothing is reported about what is missing.
Node read_yaml(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics);

// The state store's form of a document: plain JSON. from_json gives nodes without places.
Json to_json(const Node& node);
Json to_json(Node&& node);  // takes the texts along
Node from_json(const Json& json);

}  // namespace hanse::spec
