// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_pattern.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"

namespace hanse::contract {
namespace {

constexpr size_t kAlternativesMax = 3;
constexpr size_t kRunsMax = 24;
constexpr size_t kShapesMax = 40;  // looked at
constexpr size_t kOfShapeMin = 3;  // values of a shape that is a rule
constexpr size_t kPatternBytesMax = 200;
constexpr double kNearlyAll = 0.95;

enum class Detail { kFine, kCoarse };  // coarse: digits and letters are one class

// The class of a character; signs stand for themselves.
char class_of(char c, Detail detail) {
  if (!is_alphanumeric(c)) return c;
  if (detail == Detail::kCoarse) return 'X';
  return is_digit(c) ? '9' : is_upper(c) ? 'A' : 'a';
}

struct Run {  // of one place, over all values of a group
  char kind = 0;
  size_t length_min = 0, length_max = 0;
  std::string first;  // its text in the first value
  bool is_constant = true;
  bool has_digit = false, has_upper = false, has_lower = false, only_hex = true;
};
struct Group {
  std::vector<Run> runs;
  size_t values = 0;
};
using Groups = std::map<std::string, Group>;

bool add(std::string_view value, Detail detail, Groups& groups) {
  std::vector<std::string_view> parts;
  std::string signature;
  for (size_t i = 0; i < value.size();) {
    if (value[i] < ' ' || value[i] > '~') return false;
    const char kind = class_of(value[i], detail);
    size_t end = i + 1;
    while (end < value.size() && class_of(value[end], detail) == kind) ++end;
    parts.push_back(value.substr(i, end - i));
    signature += kind;
    i = end;
  }
  if (parts.size() > kRunsMax) return false;
  Group& group = groups[signature];
  ++group.values;
  std::vector<Run>& runs = group.runs;
  const bool is_new = runs.empty();
  if (is_new) runs.resize(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    Run& run = runs[i];
    const std::string_view text = parts[i];
    if (is_new) run = {signature[i], text.size(), text.size(), std::string(text)};
    run.length_min = std::min(run.length_min, text.size());
    run.length_max = std::max(run.length_max, text.size());
    run.is_constant = run.is_constant && run.first == text;
    for (const char c : text) {
      run.has_digit = run.has_digit || is_digit(c);
      run.has_upper = run.has_upper || is_upper(c);
      run.has_lower = run.has_lower || is_lower(c);
      run.only_hex = run.only_hex && is_hex(c);
    }
  }
  return true;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(R"(\^$.|?*+()[]{}/)").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string class_text(const Run& run) {
  if (run.kind == '9') return R"(\d)";
  if (run.kind == 'A') return "[A-Z]";
  if (run.kind == 'a') return "[a-z]";
  const bool hex = run.only_hex && run.has_digit && run.has_upper != run.has_lower;
  if (hex) return run.has_upper ? "[0-9A-F]" : "[0-9a-f]";
  return fmt::format("[{}{}{}]", run.has_digit ? "0-9" : "", run.has_upper ? "A-Z" : "",
                     run.has_lower ? "a-z" : "");
}

std::string run_text(const Run& run) {
  if (run.is_constant) return escaped(run.first);
  if (run.length_min != run.length_max) return class_text(run) + "+";
  if (run.length_min == 1) return class_text(run);
  return fmt::format("{}{{{}}}", class_text(run), run.length_min);
}

// Words have letters in any number; a number alone has digits in any number: neither says much.
bool tells_something(const std::vector<Run>& runs) {
  bool has_variable_letters = false, has_anchor = false;
  for (const Run& run : runs) {
    const bool is_sign = !is_alphanumeric(run.kind);
    const bool is_fixed = run.length_min == run.length_max;
    if (is_sign && (run.kind == ' ' || !is_fixed)) return false;
    if (!is_sign && !is_fixed && run.kind != '9') has_variable_letters = true;
    if (run.is_constant || (is_fixed && !is_sign)) has_anchor = true;
  }
  return has_anchor && !has_variable_letters;
}

// Shapes that stand too seldom to be a rule are left out: the pattern is then one that nearly all
// values meet.
std::vector<const Group*> usual(const Groups& groups, size_t values) {
  const size_t least = std::max(kOfShapeMin, values / 100);
  std::vector<const Group*> out;
  size_t covered = 0;
  for (const auto& [signature, group] : groups) {
    if (group.values < least) continue;
    covered += group.values;
    out.push_back(&group);
  }
  const bool is_enough = static_cast<double>(covered) >= kNearlyAll * static_cast<double>(values);
  if (!is_enough || out.size() > kAlternativesMax) out.clear();
  return out;
}

std::string pattern_with(const std::vector<std::string_view>& values, Detail detail) {
  Groups groups;
  size_t odd = 0;
  for (const std::string_view value : values) {
    if (value.empty() || !add(value, detail, groups)) ++odd;
    if (groups.size() > kShapesMax || odd * 20 > values.size()) return {};
  }
  std::string body;
  bool varies = false;
  const auto shapes = usual(groups, values.size());
  for (const Group* group : shapes) {
    if (!tells_something(group->runs)) return {};
    if (!body.empty()) body += '|';
    for (const Run& run : group->runs) {
      body += run_text(run);
      varies = varies || !run.is_constant;
    }
  }
  if (!varies || body.size() > kPatternBytesMax) return {};
  return shapes.size() == 1 ? "^" + body + "$" : "^(?:" + body + ")$";
}

struct Format {
  std::string_view name, pattern;
  bool (*fits)(std::string_view);
};
constexpr Format kFormats[] = {
    {"email",
     R"(^[A-Za-z0-9._%+'-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)"
     R"((\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$)",
     is_email},
    {"uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
     is_uuid},
    {"uri", R"(^[A-Za-z][A-Za-z0-9+.-]*:\/\/[A-Za-z0-9][A-Za-z0-9._~:\/?#@!$&'()*+,;=%-]*$)",
     is_uri}};

bool is_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

}  // namespace

bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0) return false;
  const auto is_local = [](char c) {
    return is_alphanumeric(c) || std::string_view("._%+'-").find(c) != std::string_view::npos;
  };
  if (!std::ranges::all_of(text.substr(0, at), is_local)) return false;
  std::string_view rest = text.substr(at + 1);
  size_t labels = 0;
  while (true) {
    const size_t dot = rest.find('.');
    if (!is_label(rest.substr(0, dot))) return false;
    ++labels;
    if (dot == std::string_view::npos) return labels > 1;
    rest.remove_prefix(dot + 1);
  }
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_ipv4(std::string_view text) {
  int parts = 0, value = -1;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == '.') {
      if (value < 0 || value > 255 || ++parts > 4) return false;
      value = -1;
    } else if (!is_digit(text[i]) || value == 0 || value > 255) {
      return false;  // another sign, a leading zero, too many digits
    } else {
      value = std::max(value, 0) * 10 + (text[i] - '0');
    }
  }
  return parts == 4;
}

bool is_ipv6(std::string_view text) {
  size_t groups = 0, digits = 0, gaps = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':') {
      if (i > 0 && text[i - 1] == ':') ++gaps;
      if (digits > 0) ++groups;
      digits = 0;
    } else if (!is_hex(text[i]) || ++digits > 4) {
      return false;
    }
  }
  if (digits > 0) ++groups;
  return text.size() > 1 && (gaps == 1 ? groups < 8 : gaps == 0 && groups == 8);
}

bool is_uri(std::string_view text) {
  const size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0 || text.size() < colon + 4) return false;
  if (!is_upper(text[0]) && !is_lower(text[0])) return false;
  if (!is_alphanumeric(text[colon + 3])) return false;
  return std::ranges::all_of(
      text, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '<' && c != '>'; });
}

std::string pattern_of(const std::vector<std::string_view>& values) {
  if (std::set<std::string_view>(values.begin(), values.end()).size() < kPatternValuesMin)
    return {};
  std::string out = pattern_with(values, Detail::kFine);
  return out.empty() ? pattern_with(values, Detail::kCoarse) : out;
}

std::vector<PatternCandidate> pattern_candidates(const std::vector<std::string_view>& values) {
  std::vector<PatternCandidate> out;
  for (const Format& format : kFormats) {
    const auto fitting = std::ranges::count_if(values, format.fits);
    if (values.empty() ||
        static_cast<double>(fitting) < kNearlyAll * static_cast<double>(values.size()))
      continue;
    out.push_back({std::string(format.pattern), std::string(format.name), 0});
    return out;  // the shape says no more
  }
  if (std::string shape = pattern_of(values); !shape.empty())
    out.push_back({std::move(shape), "", 0});
  return out;
}

}  // namespace hanse::contract
