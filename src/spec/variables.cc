// SPDX-License-Identifier: Apache-2.0
#include "spec/variables.h"

#include <unistd.h>

#include "base/files.h"
#include "base/utf8.h"

namespace hanse::spec {
namespace {

constexpr size_t kFileBytesMax = 1u << 20;
constexpr std::string_view kOpen = "${";

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && c != '_' && (c < '0' || c > '9')) return false;
  }
  return true;
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                      (value.front() == '"' || value.front() == '\'');
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// False when the line is none.
bool add_line(std::string_view line, Variables& variables) {
  line = trim(line);
  if (line.empty() || line[0] == '#') return true;
  if (line.starts_with("export ")) line = trim(line.substr(7));
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos || !is_name(trim(line.substr(0, equals)))) return false;
  variables.insert_or_assign(std::string(trim(line.substr(0, equals))),
                             std::string(unquoted(trim(line.substr(equals + 1)))));
  return true;
}

}  // namespace

Variables process_variables() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos && equals > 0)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Status add_variables(const std::string& path, Variables& variables) {
  HANSE_TRY(const std::string text, read_file(path, kFileBytesMax));
  int number = 1;
  for (size_t at = 0; at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (!add_line(std::string_view(text).substr(at, end - at), variables))
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("{}:{}: expected `NAME=VALUE`", path, number));
    at = end + 1;
  }
  return {};
}

std::expected<std::string, std::string> resolve_variables(std::string_view text,
                                                          const Variables& variables) {
  std::string out;
  for (;;) {
    const size_t open = text.find(kOpen);
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, open);
    const std::string_view inner = text.substr(open + 2, close - open - 2);
    const size_t mark = inner.find(":-");
    const std::string name(inner.substr(0, mark));
    const auto found = variables.find(name);
    if (found != variables.end() && !found->second.empty())
      out += found->second;
    else if (mark != std::string_view::npos)
      out += inner.substr(mark + 2);
    else
      return std::unexpected(name);
    text.remove_prefix(close + 1);
  }
}

bool has_variables(std::string_view text) {
  const size_t open = text.find(kOpen);
  return open != std::string_view::npos && text.find('}', open) != std::string_view::npos;
}

}  // namespace hanse::spec
