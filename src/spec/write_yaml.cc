// SPDX-License-Identifier: Apache-2.0
#include "spec/write_yaml.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"
#include "spec/scalar.h"

namespace hanse::spec {
namespace {

constexpr int kStep = 2;
// What YAML 1.1 takes for a truth value.
constexpr std::array<std::string_view, 6> kOldWords = {"y", "n", "yes", "no", "on", "off"};

bool may_be_plain(std::string_view text) {
  constexpr std::string_view kFirst = "_/$.(";
  constexpr std::string_view kInner = " _-./$()=<>@%+*;";
  if (text.empty() || text.back() == ' ') return false;
  if (!is_alphanumeric(text[0]) && kFirst.find(text[0]) == std::string_view::npos) return false;
  for (char c : text)
    if (!is_alphanumeric(c) && kInner.find(c) == std::string_view::npos) return false;
  if (kind_of_plain(text) != Node::Kind::kString) return false;
  const std::string lower = ascii_lower(text);
  if (std::find(kOldWords.begin(), kOldWords.end(), lower) != kOldWords.end()) return false;
  if (lower.starts_with("0b")) return false;
  // Dates, times and numbers of YAML 1.1 have no letters but these.
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
    return !is_alphanumeric(c) || (c >= '0' && c <= '9') || c == 'T' || c == 'Z' || c == 'e' ||
           c == 'E';
  });
  return !digits;
}

// A code point that a reader may refuse or take for the end of a line.
bool needs_escape(uint32_t code) {
  return code == 0x7F || (code >= 0x80 && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
         code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

// The code point of two or three bytes at `at`; 0 for others, which need no escape.
uint32_t code_at(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return byte(0);
  if ((byte(0) & 0xE0) == 0xC0 && at + 1 < text.size())
    return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
  if ((byte(0) & 0xF0) == 0xE0 && at + 2 < text.size())
    return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  return 0;
}

std::string quoted(std::string_view text) {
  std::string plain;  // with what JSON leaves as it is and YAML does not
  append_json_string(plain, text);
  std::string out;
  for (size_t i = 0; i < plain.size(); ++i) {
    const uint32_t code = code_at(plain, i);
    if (!needs_escape(code)) {
      out += plain[i];
      continue;
    }
    out += fmt::format("\\u{:04X}", code);
    i += code < 0x80 ? 0 : code < 0x800 ? 1 : 2;
  }
  return out;
}

std::string number(const Json& value) {
  if (value.is_integer()) return value.dump();
  std::string text = fmt::format("{}", value.as_double());
  if (text.find_first_of(".eni") == std::string::npos) text += ".0";
  return text;
}

void write_block(std::string& out, const Json& value, int indent);

// What follows `key:` or `-`, line feed included.
void write_value(std::string& out, const Json& value, int indent) {
  if (value.size() > 0) {
    out += '\n';
    write_block(out, value, indent);
    return;
  }
  const std::string literal = value.is_string() && value.as_string().find('\n') != std::string::npos
                                  ? write_yaml_literal(value.as_string(), indent)
                                  : std::string();
  out += literal.empty() ? " " + write_yaml_inline(value) + "\n" : " " + literal;
}

void write_block(std::string& out, const Json& value, int indent) {
  const std::string blanks(static_cast<size_t>(indent), ' ');
  for (const auto& [key, member] : value.members()) {
    out += blanks + write_yaml_text(key) + ":";
    write_value(out, member, indent + kStep);
  }
  for (const Json& item : value.items()) {
    if (item.size() == 0) {
      out += blanks + "-";
      write_value(out, item, indent + kStep);
      continue;
    }
    std::string inner;
    write_block(inner, item, indent + kStep);
    inner[static_cast<size_t>(indent)] = '-';  // the item begins beside its dash
    out += inner;
  }
}

}  // namespace

std::string write_yaml(const Json& value, int indent) {
  std::string out;
  if (value.size() > 0)
    write_block(out, value, indent);
  else
    out = std::string(static_cast<size_t>(indent), ' ') + write_yaml_inline(value) + "\n";
  return out;
}

std::string write_yaml_inline(const Json& value) {
  if (value.is_string()) return write_yaml_text(value.as_string());
  if (value.is_number()) return number(value);
  if (value.is_array()) {
    std::string out;
    for (const Json& item : value.items())
      out += (out.empty() ? "" : ", ") + write_yaml_inline(item);
    return "[" + out + "]";
  }
  if (value.is_object()) {
    std::string out;
    for (const auto& [key, member] : value.members())
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", write_yaml_text(key),
                         write_yaml_inline(member));
    return "{" + out + "}";
  }
  return value.dump();
}

std::string write_yaml_text(std::string_view text) {
  return may_be_plain(text) ? std::string(text) : quoted(text);
}

std::string write_yaml_literal(std::string_view text, int indent) {
  const bool ends = text.ends_with('\n');
  std::string_view body = text;
  if (ends) body.remove_suffix(1);
  if (body.empty() || body[0] == ' ' || body[0] == '\n' || body.ends_with('\n')) return {};
  for (size_t i = 0; i < body.size(); ++i) {
    const auto c = static_cast<unsigned char>(body[i]);
    const bool line_ends = i + 1 == body.size() || body[i + 1] == '\n';
    if ((c < 0x20 && c != '\n') || needs_escape(code_at(body, i)) || (c == ' ' && line_ends))
      return {};
  }
  std::string out = ends ? "|\n" : "|-\n";
  for (size_t at = 0; at <= body.size();) {
    const size_t end = std::min(body.find('\n', at), body.size());
    if (end > at) out += std::string(static_cast<size_t>(indent), ' ');
    out += body.substr(at, end - at);
    out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace hanse::spec
