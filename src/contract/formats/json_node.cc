// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/json_node.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace hanse::contract {
namespace {

using spec::Node;

class JsonReader {
 public:
  JsonReader(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics)
      : source_(source), text_(source->text()), diagnostics_(diagnostics) {}

  Node all() {
    const size_t invalid = first_invalid_utf8(text_);
    if (invalid != std::string_view::npos) at_ = invalid;
    Node root;
    if (invalid != std::string_view::npos || !value(root, 0)) return problem();
    blanks();
    if (at_ < text_.size()) return problem();
    return root;
  }

 private:
  Node problem() {
    if (!diagnostics_.has_errors())
      diagnostics_.error(
          "HNS-C080", here(1),
          at_ < text_.size() ? "this is no JSON" : "the JSON document ends too early");
    return {};
  }

  Span here(size_t length) const {
    return {source_, static_cast<uint32_t>(std::min(at_, text_.size())),
            static_cast<uint32_t>(length)};
  }

  void blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  bool take(char c) {
    blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool value(Node& node, int depth) {
    blanks();
    if (depth > kJsonDepthMax) {
      diagnostics_.error("HNS-C083", here(1),
                         fmt::format("JSON nested more than {} deep", kJsonDepthMax));
      return false;
    }
    if (at_ >= text_.size()) return false;
    const size_t from = at_;
    const bool good = inner(node, depth);
    node.span = {source_, static_cast<uint32_t>(from), static_cast<uint32_t>(at_ - from)};
    return good;
  }

  bool inner(Node& node, int depth) {
    switch (text_[at_]) {
      case '{':
        return object(node, depth);
      case '[':
        return array(node, depth);
      case '"':
        node.kind = Node::Kind::kString;
        return string(node.text);
      case 't':
        node.kind = Node::Kind::kBool;
        return word(node, "true");
      case 'f':
        node.kind = Node::Kind::kBool;
        return word(node, "false");
      case 'n':
        return word(node, "null");
      default:
        return number(node);
    }
  }

  bool word(Node& node, std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    if (expected != "null") node.text = expected;
    return true;
  }

  bool number(Node& node) {
    const size_t from = at_;
    const auto digits = [&] {
      const size_t begin = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      return at_ > begin;
    };
    node.kind = Node::Kind::kInteger;
    if (text_[at_] == '-') ++at_;
    if (!digits()) return false;
    if (at_ < text_.size() && text_[at_] == '.') {
      node.kind = Node::Kind::kFloat;
      ++at_;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      node.kind = Node::Kind::kFloat;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    node.text = text_.substr(from, at_ - from);
    return true;
  }

  bool object(Node& node, int depth) {
    node.kind = Node::Kind::kMap;
    ++at_;
    if (take('}')) return true;
    std::set<std::string, std::less<>> keys;
    do {
      blanks();
      Node::Entry entry;
      const size_t from = at_;
      if (at_ >= text_.size() || text_[at_] != '"' || !string(entry.key)) return false;
      entry.key_span = {source_, static_cast<uint32_t>(from), static_cast<uint32_t>(at_ - from)};
      if (!keys.insert(entry.key).second) {
        diagnostics_.error("HNS-C080", entry.key_span,
                           fmt::format("the key `{}` stands twice", entry.key));
        return false;
      }
      if (!take(':') || !value(entry.value, depth + 1)) return false;
      node.entries.push_back(std::move(entry));
    } while (take(','));
    return take('}');
  }

  bool array(Node& node, int depth) {
    node.kind = Node::Kind::kList;
    ++at_;
    if (take(']')) return true;
    do {
      if (!value(node.items.emplace_back(), depth + 1)) return false;
    } while (take(','));
    return take(']');
  }

  // The base's parser knows the escapes: it is given the literal alone.
  bool string(std::string& out) {
    const size_t from = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return false;
    ++at_;
    const std::string_view literal = text_.substr(from, at_ - from);
    if (literal.find('\\') == std::string_view::npos && std::ranges::none_of(literal, [](char c) {
          return static_cast<unsigned char>(c) < 0x20;
        })) {
      out = literal.substr(1, literal.size() - 2);
      return true;
    }
    const auto parsed = Json::parse(literal);
    if (!parsed || !parsed->is_string()) {
      at_ = from;
      return false;
    }
    out = parsed->as_string();
    return true;
  }

  std::shared_ptr<const SourceFile> source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
};

}  // namespace

Node read_json(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics) {
  return JsonReader(source, diagnostics).all();
}

const Node* member(const Node& node, std::string_view key) {
  return node.kind == Node::Kind::kMap ? node.find(key) : nullptr;
}

std::string text_member(const Node& node, std::string_view key) {
  const Node* value = member(node, key);
  return value != nullptr && value->kind == Node::Kind::kString ? value->text : std::string();
}

}  // namespace hanse::contract
