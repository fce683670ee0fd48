// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/carried.h"

#include <algorithm>

namespace hanse::contract {
namespace {

using spec::Node;

// What every contract says of itself and no other format needs.
constexpr std::string_view kHeading = "contract.apiVersion contract.kind contract.schema";

bool says_nothing(const Node& value) {
  switch (value.kind) {
    case Node::Kind::kNull:
      return true;
    case Node::Kind::kBool:
      return value.text == "false" || value.text == "False";
    case Node::Kind::kList:
      return value.items.empty();
    case Node::Kind::kMap:
      return value.entries.empty();
    default:
      return value.text.empty();
  }
}

// Fields whose parts are looked at, wherever they stand.
struct Part {
  std::string_view field, level;
};
constexpr Part kParts[] = {{"enum", "enum"},
                           {"quality", "rule"},
                           {"relationships", "relation"},
                           {"authoritativeDefinitions", "definition"},
                           {"customProperties", "custom"},
                           {"servers", "server"},
                           {"slaProperties", "sla"},
                           {"roles", "role"},
                           {"team", "team"},
                           {"members", "member"},
                           {"support", "support"}};

struct At {
  std::string_view level;
  std::string place;
};

class Walk {
 public:
  explicit Walk(std::span<const std::string_view> carried) : carried_(carried_words(carried)) {}

  void map(const Node& node, const At& at) {
    for (const Node::Entry& entry : node.entries) field(entry, at);
  }
  std::vector<Lost> take() { return std::move(lost_); }

 private:
  bool is_carried(std::string_view level, std::string_view field) const {
    return carried_.contains(fmt::format("{}.{}", level, field)) ||
           carried_.contains(fmt::format("{}.*", level));
  }

  void field(const Node::Entry& entry, const At& at) {
    if (says_nothing(entry.value)) return;
    const std::string_view inner = level_below(entry, at.level);
    if (inner == "options" || inner == "nestedOptions" || inner == "description")
      return map(entry.value, {inner, at.place});
    if (!is_carried(at.level, entry.key))
      return lost_.push_back({at.place, shown(at.level, entry.key), {}, entry.key_span});
    if (inner.empty()) return;
    if (entry.value.kind == Node::Kind::kMap) below(entry.key, entry.value, {inner, at.place});
    for (const Node& item : entry.value.items) below(entry.key, item, {inner, at.place});
  }

  // The field with what it stands in: `logicalTypeOptions.pattern`.
  static std::string shown(std::string_view level, const std::string& field) {
    if (level == "options" || level == "nestedOptions") return "logicalTypeOptions." + field;
    if (level == "description") return "description." + field;
    for (const Part& part : kParts)
      if (part.level == level) return fmt::format("{}.{}", part.field, field);
    return field;
  }

  static std::string_view level_below(const Node::Entry& entry, std::string_view level) {
    const bool is_property = level == "property" || level == "nested";
    if (entry.key == "team" && entry.value.kind == Node::Kind::kList) return "member";
    const bool holds_parts = is_property || level == "contract" || level == "table" ||
                             (level == "team" && entry.key == "members");
    for (const Part& part : kParts)
      if (holds_parts && part.field == entry.key) return part.level;
    if (entry.key == "description" && level == "contract")
      return entry.value.kind == Node::Kind::kMap ? "description" : "";
    if (entry.key == "schema" && level == "contract") return "table";
    if (entry.key == "properties" && level == "table") return "property";
    if (!is_property) return {};
    if (entry.key == "logicalTypeOptions") return level == "nested" ? "nestedOptions" : "options";
    const bool nests = entry.key == "properties" || entry.key == "items" || entry.key == "map";
    return nests ? "nested" : "";
  }

  void below(std::string_view key, const Node& node, const At& at) {
    if (key == "map") {  // key and value, each a property
      for (const Node::Entry& part : node.entries)
        map(part.value, {at.level, at.place + "." + part.key});
      return;
    }
    const Node* name = node.find("name");
    const bool is_place = key == "schema" || key == "properties";
    std::string place = at.place;
    if (key == "items")
      place += "[]";
    else if (is_place && name != nullptr)
      place += (place.empty() ? "" : ".") + name->text;
    map(node, {at.level, std::move(place)});
  }

  std::set<std::string_view> carried_;
  std::vector<Lost> lost_;
};

}  // namespace

std::set<std::string_view> carried_words(std::span<const std::string_view> carried) {
  std::set<std::string_view> words;
  const auto add = [&words](std::string_view text) {
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      if (end > 0) words.insert(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  };
  add(kHeading);
  for (std::string_view text : carried) add(text);
  return words;
}

std::vector<Lost> not_carried(const Node& document, std::span<const std::string_view> carried) {
  Walk walk(carried);
  walk.map(document, {"contract", {}});
  return walk.take();
}

}  // namespace hanse::contract
