// SPDX-License-Identifier: Apache-2.0
#include "spec/yaml_splice.h"

#include "spec/write_yaml.h"
#include "spec/yaml_layout.h"
#include "spec/yaml_text.h"

namespace hanse::spec {
namespace {

constexpr int kStep = 2;
using Maybe = std::optional<std::string>;
using Kind = YamlEdit::Kind;

size_t blanks_before(std::string_view text, size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at;
}

class Splicer {
 public:
  explicit Splicer(const std::string& text) : text_(text), layout_(text) {}

  Maybe run(const Node& root, const YamlEdit& edit);

 private:
  struct Cut {  // bytes that go, and what takes their place
    size_t from = 0, to = 0;
  };
  Maybe spliced(const Cut& cut, const std::string& instead) const;
  Maybe set(const YamlValue& value, const Json& wanted) const;
  Maybe set_lines(const YamlValue& value, const Json& wanted) const;
  Maybe set_item(const YamlValue& value, const Json& wanted) const;
  Maybe add_key(const YamlValue& map, const std::string& key, const Json& wanted) const;
  Maybe insert(const YamlValue& list, size_t index, const Json& wanted) const;
  Maybe insert_inline(const YamlValue& list, size_t index, const std::string& text) const;
  Maybe remove(const YamlValue& owner, size_t index) const;
  std::string block_of(const YamlValue& value, const Json& wanted) const;

  const std::string& text_;
  YamlLayout layout_;
};

Maybe Splicer::spliced(const Cut& cut, const std::string& instead) const {
  if (cut.from > cut.to || cut.to > text_.size()) return std::nullopt;
  std::string added = instead;
  if (text_.find("\r\n") != std::string::npos)
    for (size_t at = 0; (at = added.find('\n', at)) != std::string::npos; at += 2)
      added.insert(at, "\r");
  // A last line without its end gets one before another follows.
  const bool joins =
      cut.from > 0 && cut.from == text_.size() && text_.back() != '\n' && added.ends_with('\n');
  std::string out = text_.substr(0, cut.from);
  out += joins ? "\n" : "";
  out += added;
  return out + text_.substr(cut.to);
}

// The lines of a list or map below its key, as deep as what stood there.
std::string Splicer::block_of(const YamlValue& value, const Json& wanted) const {
  int indent = value.column + kStep;
  const bool below =
      value.at < value.end && layout_.line_start(value.at) != layout_.line_start(value.start);
  const bool same_kind = (value.node->kind == Node::Kind::kList) == wanted.is_array();
  if (below && same_kind) indent = layout_.column_of(value.at);
  return write_yaml(wanted, std::max(indent, 0));
}

Maybe Splicer::set(const YamlValue& value, const Json& wanted) const {
  const auto end = layout_.end_on_line(value);
  const bool is_block =
      wanted.size() > 0 && !value.in_flow &&
      (!layout_.is_flow(value) || value.node->items.size() + value.node->entries.size() == 0);
  if (value.in_flow && value.at >= value.end)
    return spliced({value.head_end, value.end}, " " + write_yaml_inline(wanted));
  if (end && !is_block) {
    // An anchor before it goes as well.
    const size_t from = value.in_flow ? value.at : skip_spaces(text_, value.head_end);
    const std::string literal =
        wanted.is_string() && !value.in_flow && wanted.as_string().find('\n') != std::string::npos
            ? write_yaml_literal(wanted.as_string(), value.column + kStep)
            : std::string();
    const size_t line = end_of_line(text_, *end);
    if (literal.empty() || text_.find_first_not_of(" \r", *end) < line)
      return spliced({from, *end}, write_yaml_inline(wanted));
    return spliced({from, std::min(line + 1, text_.size())}, literal);
  }
  if (text_[value.start] == '-' && value.head_end == value.start + 1)
    return set_item(value, wanted);
  return set_lines(value, wanted);
}

// `key: …` whose value becomes lines or stands in lines. The comment beside the key stays.
Maybe Splicer::set_lines(const YamlValue& value, const Json& wanted) const {
  const size_t line = end_of_line(text_, value.head_end);
  const size_t content = value.at >= value.end  // nothing stood there: comments below it stay
                             ? std::min(line + 1, text_.size())
                             : layout_.end_of_content(value.start, value.end, value.column);
  const auto on_line = layout_.end_on_line(value);
  size_t comment = on_line ? *on_line : value.head_end;
  const bool begins_here = value.at < value.end && value.at < line;
  if (!on_line && begins_here) comment = line;  // a literal, or text over several lines
  std::string rest = text_.substr(comment, line - comment);
  while (!rest.empty() && (rest.back() == ' ' || rest.back() == '\r')) rest.pop_back();
  std::string text = wanted.size() > 0 ? rest + "\n" + block_of(value, wanted)
                                       : " " + write_yaml_inline(wanted) + rest + "\n";
  if (wanted.is_string() && rest.empty()) {
    const std::string literal = write_yaml_literal(wanted.as_string(), value.column + kStep);
    if (!literal.empty() && wanted.as_string().find('\n') != std::string::npos)
      text = " " + literal;
  }
  return spliced({value.head_end, content}, text);
}

// `- …`: what is set begins beside the dash.
Maybe Splicer::set_item(const YamlValue& value, const Json& wanted) const {
  const size_t content = layout_.end_of_content(value.start, value.end, value.column);
  const Json item = Json::array({wanted});
  const std::string block = write_yaml(item, value.column);
  return spliced({value.start, content}, block.substr(static_cast<size_t>(value.column)));
}

Maybe Splicer::add_key(const YamlValue& map, const std::string& key, const Json& wanted) const {
  const std::string inline_entry = write_yaml_text(key) + ": " + write_yaml_inline(wanted);
  if (layout_.is_flow(map)) {
    const auto entries = layout_.children(map);
    if (!entries) return std::nullopt;
    if (!entries->empty())
      return spliced({entries->back().end, entries->back().end}, ", " + inline_entry);
    if (map.in_flow || map.column < 0) return spliced({map.at + 1, map.at + 1}, inline_entry);
    return set(map, Json::object({{key, wanted}}));
  }
  const int column = layout_.column_of(map.at);
  const size_t end = layout_.end_of_content(map.at, map.end, column);
  return spliced({end, end}, write_yaml(Json::object({{key, wanted}}), column));
}

Maybe Splicer::insert_inline(const YamlValue& list, size_t index, const std::string& text) const {
  const auto items = layout_.children(list);
  if (!items) return std::nullopt;
  if (items->empty()) return spliced({list.at + 1, list.at + 1}, text);
  if (index < items->size()) {
    const size_t at = (*items)[index].start;
    return spliced({at, at}, text + ", ");
  }
  return spliced({items->back().end, items->back().end}, ", " + text);
}

Maybe Splicer::insert(const YamlValue& list, size_t index, const Json& wanted) const {
  if (layout_.is_flow(list)) {
    if (list.node->items.empty() && !list.in_flow && list.column >= 0)
      return set(list, Json::array({wanted}));
    return insert_inline(list, index, write_yaml_inline(wanted));
  }
  const auto items = layout_.children(list);
  if (!items) return std::nullopt;
  const int column = layout_.column_of(list.at);
  const std::string block = write_yaml(Json::array({wanted}), column);
  if (index > 0) {
    const YamlValue& before = (*items)[index - 1];
    const size_t end = layout_.end_of_content(before.start, before.end, column);
    return spliced({end, end}, block);
  }
  const size_t at = items->front().start;
  const std::string blanks(static_cast<size_t>(column), ' ');
  return spliced({at, at}, block.substr(static_cast<size_t>(column)) + blanks);
}

Maybe Splicer::remove(const YamlValue& owner, size_t index) const {
  const auto children = layout_.children(owner);
  if (!children) return std::nullopt;
  if (children->size() == 1) {
    const bool is_map = owner.node->kind == Node::Kind::kMap;
    const Json nothing = is_map ? Json::object() : Json::array();
    if (owner.column >= 0 || owner.in_flow) return set(owner, nothing);
    return spliced({owner.at, layout_.end_of_content(owner.at, owner.end, 0)},
                   write_yaml_inline(nothing) + "\n");
  }
  const YamlValue& gone = (*children)[index];
  const bool is_last = index + 1 == children->size();
  if (gone.in_flow)
    return is_last ? spliced({(*children)[index - 1].end, gone.end}, "")
                   : spliced({gone.start, (*children)[index + 1].start}, "");
  const size_t content = layout_.end_of_content(gone.start, gone.end, gone.column);
  if (layout_.is_first_on_line(gone.start))
    return spliced({layout_.line_start(gone.start), content}, "");
  // The first one beside a dash: the next takes its place there, or below when comments precede it.
  const size_t next = (*children)[index + 1].start;
  if (layout_.line_start(next) == content) return spliced({gone.start, next}, "");
  return spliced({blanks_before(text_, gone.start), content}, "\n");
}

Maybe Splicer::run(const Node& root, const YamlEdit& edit) {
  auto at = layout_.document(root);
  for (size_t i = 0; at && i < edit.path.size(); ++i) {
    const bool is_last = i + 1 == edit.path.size();
    size_t index = 0;
    if (const auto* key = std::get_if<std::string>(&edit.path[i])) {
      const auto& entries = at->node->entries;
      while (index < entries.size() && entries[index].key != *key) ++index;
      if (index == entries.size()) return is_last ? add_key(*at, *key, edit.value) : std::nullopt;
    } else {
      index = std::get<size_t>(edit.path[i]);
    }
    if (is_last && edit.kind == Kind::kInsert) return insert(*at, index, edit.value);
    if (is_last && edit.kind == Kind::kRemove) return remove(*at, index);
    const auto children = layout_.children(*at);
    if (!children || index >= children->size()) return std::nullopt;
    at = (*children)[index];
  }
  return at ? set(*at, edit.value) : std::nullopt;
}

}  // namespace

std::optional<std::string> splice_edit(const std::string& text, const Node& root,
                                       const YamlEdit& edit) {
  return Splicer(text).run(root, edit);
}

}  // namespace hanse::spec
