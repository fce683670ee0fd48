// SPDX-License-Identifier: Apache-2.0
#include "spec/yaml_layout.h"

#include "spec/yaml_text.h"

namespace hanse::spec {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_gap(char c) { return is_blank(c) || c == '\n'; }

size_t trimmed_end(std::string_view text, size_t from, size_t to) {
  while (to > from && is_gap(text[to - 1])) --to;
  return to;
}

// Past blanks, line ends and comments.
size_t skip_gap(std::string_view text, size_t at, size_t end) {
  while (at < end) {
    if (text[at] == '#')
      at = end_of_line(text, at);
    else if (is_gap(text[at]))
      ++at;
    else
      break;
  }
  return at;
}

struct Part {
  size_t from = 0, to = 0;
};

// What stands between the commas of the flow collection at `at`.
std::vector<Part> flow_parts(std::string_view text, size_t at) {
  std::vector<Part> parts;
  const size_t close = end_of_enclosed(text, at) - 1;
  size_t from = skip_gap(text, at + 1, close);
  bool at_start = true;  // of a value: only there a quote or bracket encloses
  for (size_t i = from; i < close;) {
    const char c = text[i];
    if (c == ',') {
      parts.push_back({from, trimmed_end(text, from, i)});
      from = i = skip_gap(text, i + 1, close);
      at_start = true;
    } else if (c == '[' || c == '{' || (at_start && (c == '"' || c == '\''))) {
      i = end_of_enclosed(text, i);
      at_start = false;
    } else if (c == '#' && is_gap(text[i - 1])) {
      i = end_of_line(text, i);
    } else {
      at_start = c == ':' || (at_start && is_gap(c));
      ++i;
    }
  }
  if (from < close) parts.push_back({from, trimmed_end(text, from, close)});
  return parts;
}

// After the colon of the entry at `part`.
size_t flow_head_end(std::string_view text, const Part& part) {
  const bool quoted = text[part.from] == '"' || text[part.from] == '\'';
  size_t at = quoted ? skip_gap(text, end_of_enclosed(text, part.from), part.to) : part.from;
  if (quoted) return at < part.to && text[at] == ':' ? at + 1 : kNone;
  for (; at < part.to; ++at)
    if (text[at] == ':' && (at + 1 == part.to || is_gap(text[at + 1]))) return at + 1;
  return kNone;
}

}  // namespace

int YamlLayout::column_of(size_t at) const { return static_cast<int>(at - line_start(at)); }

size_t YamlLayout::line_start(size_t at) const {
  const size_t before = at == 0 ? kNone : text_.rfind('\n', at - 1);
  return before == kNone ? 0 : before + 1;
}

bool YamlLayout::is_first_on_line(size_t at) const {
  return skip_spaces(text_, line_start(at)) >= at;
}

bool YamlLayout::is_blank_or_comment(size_t at) const {
  while (at < text_.size() && is_blank(text_[at])) ++at;
  return at >= text_.size() || text_[at] == '\n' || text_[at] == '#';
}

bool YamlLayout::is_dash(size_t at) const {
  return at < text_.size() && text_[at] == '-' && (at + 1 == text_.size() || is_gap(text_[at + 1]));
}

// The first byte of content in the lines that begin at or after `at`.
size_t YamlLayout::next_content(size_t at, size_t end) const {
  while (at < end && is_blank_or_comment(at)) at = end_of_line(text_, at) + 1;
  return at < end ? skip_spaces(text_, at) : end;
}

size_t YamlLayout::end_of_content(size_t at, size_t end, int column) const {
  size_t last = std::min(end_of_line(text_, at) + 1, end);
  for (size_t line = last; line < end;) {
    const size_t next = std::min(end_of_line(text_, line) + 1, end);
    const size_t begin = skip_spaces(text_, line);
    const bool is_comment = begin < end && text_[begin] == '#';
    if (is_comment ? column_of(begin) > column : !is_blank_or_comment(line)) last = next;
    line = next;
  }
  return last;
}

std::optional<YamlValue> YamlLayout::document(const Node& root) const {
  size_t at = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  YamlValue value;
  value.node = &root;
  value.column = -1;
  value.end = text_.size();
  for (at = next_content(at, value.end); at < value.end; at = next_content(at, value.end)) {
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("---"))
      at += 3;
    else if (rest.starts_with('%'))
      at = end_of_line(text_, at) + 1;
    else
      break;
    if (is_blank_or_comment(at)) at = end_of_line(text_, at) + 1;
  }
  for (size_t line = at; line < value.end; line = end_of_line(text_, line) + 1)
    if (text_.substr(line).starts_with("...") && column_of(line) == 0) value.end = line;
  value.start = value.head_end = value.at = skip_node_properties(text_, at);
  return at < value.end ? std::optional(value) : std::nullopt;
}

// The entry that begins at `start`: `key: value` or `- value`.
std::optional<YamlValue> YamlLayout::block_value(const Node& node, size_t start, size_t end) const {
  YamlValue value;
  value.node = &node;
  value.start = start;
  value.column = column_of(start);
  value.end = end;
  if (is_dash(start)) {
    value.head_end = start + 1;
  } else {
    const size_t key_end = end_of_key(text_, start);
    if (key_end == kNone) return std::nullopt;
    value.head_end = text_.find(':', key_end) + 1;
  }
  const size_t at = skip_node_properties(text_, skip_spaces(text_, value.head_end));
  value.at = is_blank_or_comment(at) ? next_content(end_of_line(text_, at) + 1, end) : at;
  if (value.at > end) value.at = end;
  return value;
}

// Where the entries of a block begin: at its column, each on a line of its own but the first.
std::vector<size_t> YamlLayout::starts(const YamlValue& value, bool dashes) const {
  std::vector<size_t> found{value.at};
  const int column = column_of(value.at);
  for (size_t line = end_of_line(text_, value.at) + 1; line < value.end;
       line = end_of_line(text_, line) + 1) {
    const size_t at = skip_spaces(text_, line);
    if (!is_blank_or_comment(line) && column_of(at) == column && is_dash(at) == dashes)
      found.push_back(at);
  }
  return found;
}

std::optional<std::vector<YamlValue>> YamlLayout::flow_children(const YamlValue& value) const {
  const Node& node = *value.node;
  const bool is_map = node.kind == Node::Kind::kMap;
  const std::vector<Part> parts = flow_parts(text_, value.at);
  if (parts.size() != (is_map ? node.entries.size() : node.items.size())) return std::nullopt;
  std::vector<YamlValue> out;
  for (size_t i = 0; i < parts.size(); ++i) {
    YamlValue child;
    child.node = is_map ? &node.entries[i].value : &node.items[i];
    child.in_flow = true;
    child.start = child.head_end = parts[i].from;
    child.end = parts[i].to;
    if (is_map) {
      child.head_end = flow_head_end(text_, parts[i]);
      if (child.head_end == kNone) return std::nullopt;
    }
    const size_t begin = skip_gap(text_, child.head_end, child.end);
    child.at = std::min(skip_node_properties(text_, begin), child.end);
    out.push_back(child);
  }
  return out;
}

std::optional<std::vector<YamlValue>> YamlLayout::children(const YamlValue& value) const {
  const Node& node = *value.node;
  if (is_flow(value)) return flow_children(value);
  const bool is_map = node.kind == Node::Kind::kMap;
  if (value.in_flow || value.at >= value.end) return std::nullopt;
  const std::vector<size_t> found = starts(value, !is_map);
  if (found.size() != (is_map ? node.entries.size() : node.items.size())) return std::nullopt;
  std::vector<YamlValue> out;
  for (size_t i = 0; i < found.size(); ++i) {
    const size_t end = i + 1 < found.size() ? line_start(found[i + 1]) : value.end;
    const auto child = block_value(is_map ? node.entries[i].value : node.items[i], found[i], end);
    if (!child) return std::nullopt;
    out.push_back(*child);
  }
  return out;
}

bool YamlLayout::is_flow(const YamlValue& value) const {
  return value.at < value.end && (text_[value.at] == '[' || text_[value.at] == '{');
}

std::optional<size_t> YamlLayout::end_on_line(const YamlValue& value) const {
  if (value.in_flow) return value.end;
  if (value.at >= value.end) return std::nullopt;
  const char first = text_[value.at];
  if (first == '[' || first == '{' || first == '"' || first == '\'')
    return end_of_enclosed(text_, value.at);
  const bool is_scalar =
      value.node->kind != Node::Kind::kMap && value.node->kind != Node::Kind::kList;
  if (!is_scalar || line_start(value.at) != line_start(value.start)) return std::nullopt;
  const size_t end = trimmed_end(text_, value.at, end_of_plain(text_, value.at));
  // Otherwise it goes on in other lines, or is a literal.
  if (text_.substr(value.at, end - value.at) != value.node->text) return std::nullopt;
  return end;
}

}  // namespace hanse::spec
