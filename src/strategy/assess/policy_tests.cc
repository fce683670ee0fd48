// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/policy_tests.h"

#include <algorithm>

#include <fmt/format.h>

namespace hanse::strategy {
namespace {

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_of_path(char c) { return is_of_name(c) || c == '.'; }

// Where the text that begins at `at` with a quote or backtick ends: behind its end.
size_t end_of_text(std::string_view text, size_t at) {
  const char quote = text[at++];
  for (; at < text.size() && text[at] != quote; ++at)
    if (quote == '"' && text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

// Its words as dotted paths, each once a place: `package`, `hanse.read_test`, `data.hanse.read`.
std::vector<std::string_view> paths_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '"' || text[at] == '`') {
      at = end_of_text(text, at);
    } else if (is_of_name(text[at])) {
      const size_t begin = at;
      while (at < text.size() && is_of_path(text[at])) ++at;
      out.push_back(text.substr(begin, at - begin));
    } else {
      ++at;
    }
  }
  return out;
}

// `data.a.b` and what lies below it.
bool is_below(std::string_view path, std::string_view above) {
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '.');
}

std::string package_of(const std::vector<std::string_view>& paths) {
  return paths.size() > 1 && paths[0] == "package" ? std::string(paths[1]) : std::string();
}

}  // namespace

std::string rego_package(std::string_view text) { return package_of(paths_of(text)); }

bool is_tested(std::string_view package, const std::vector<std::string_view>& tests) {
  if (package.empty()) return false;
  const std::string data = fmt::format("data.{}", package);
  return std::ranges::any_of(tests, [&](std::string_view test) {
    const auto paths = paths_of(test);
    const std::string own = package_of(paths);
    return own == package || own == fmt::format("{}_test", package) ||
           std::ranges::any_of(paths, [&](auto path) { return is_below(path, data); });
  });
}

}  // namespace hanse::strategy
