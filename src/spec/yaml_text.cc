// SPDX-License-Identifier: Apache-2.0
#include "spec/yaml_text.h"

#include <algorithm>

namespace hanse::spec {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool ends_word(std::string_view text, size_t at) {
  return at >= text.size() || is_space(text[at]) || text[at] == '\n';
}
bool begins_comment(std::string_view text, size_t at) {
  return text[at] == '#' && (at == 0 || is_space(text[at - 1]) || text[at - 1] == '\n');
}

size_t end_of_quoted(std::string_view text, size_t at) {
  const char quote = text[at];
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') ++i;
      else return i + 1;
    }
  }
  return text.size();
}

}  // namespace

size_t end_of_enclosed(std::string_view text, size_t at) {
  if (text[at] == '"' || text[at] == '\'') return end_of_quoted(text, at);
  int depth = 0;
  char before = '[';  // a quote inside a plain word is a letter like others
  for (size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    const bool at_start = before == '[' || before == '{' || before == ',' || before == ':';
    if ((c == '"' || c == '\'') && at_start) {
      i = end_of_quoted(text, i) - 1;
    } else if (begins_comment(text, i)) {
      i = end_of_line(text, i);
      continue;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      return i + 1;
    }
    if (i < text.size() && !is_space(text[i]) && text[i] != '\n') before = text[i];
  }
  return text.size();
}

size_t end_of_plain(std::string_view text, size_t at) {
  const size_t end = end_of_line(text, at);
  for (size_t i = at; i < end; ++i)
    if (begins_comment(text, i)) return i;
  return end;
}

size_t end_of_key(std::string_view text, size_t at) {
  if (at >= text.size()) return std::string_view::npos;
  if (text[at] == '"' || text[at] == '\'') {
    const size_t end = end_of_quoted(text, at);
    const size_t colon = skip_spaces(text, end);
    const bool is_key = colon < text.size() && text[colon] == ':' && ends_word(text, colon + 1);
    return is_key ? end : std::string_view::npos;
  }
  if (text[at] == '[' || text[at] == '{' || text[at] == '|' || text[at] == '>')
    return std::string_view::npos;
  const size_t end = end_of_plain(text, at);
  for (size_t i = at; i < end; ++i)
    if (text[i] == ':' && ends_word(text, i + 1)) {
      while (i > at && is_space(text[i - 1])) --i;
      return i;
    }
  return std::string_view::npos;
}

size_t end_of_line(std::string_view text, size_t at) {
  return std::min(text.find('\n', at), text.size());
}

size_t skip_spaces(std::string_view text, size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

size_t skip_node_properties(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    while (!ends_word(text, at)) ++at;
    at = skip_spaces(text, at);
  }
  return at;
}

std::string single_quoted_text(std::string_view inner) {
  constexpr std::string_view kBlanks = " \t";
  std::string out;
  size_t breaks = 0;  // line ends since the last text
  for (bool first = true;; first = false) {
    const size_t end = std::min(inner.find_first_of("\r\n"), inner.size());
    const bool last = end == inner.size();
    std::string_view line = inner.substr(0, end);
    if (!first) line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    if (!last) line = line.substr(0, line.find_last_not_of(kBlanks) + 1);
    if (breaks == 1 && (!line.empty() || last)) out += ' ';
    if (breaks > 1 && (!line.empty() || last)) out.append(breaks - 1, '\n');
    if (!line.empty()) breaks = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      out += line[i];
      if (line[i] == '\'' && i + 1 < line.size() && line[i + 1] == '\'') ++i;
    }
    if (last) return out;
    ++breaks;
    inner.remove_prefix(end + (inner.substr(end).starts_with("\r\n") ? 2 : 1));
  }
}

}  // namespace hanse::spec
