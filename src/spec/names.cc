// SPDX-License-Identifier: Apache-2.0
#include "spec/names.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/terminal_text.h"
#include "base/utf8.h"

namespace hanse::spec {
namespace {

constexpr std::array<std::string_view, 8> kReservedSchemas = {
    "hanse", "information_schema", "main", "pg_catalog", "pg_toast", "public", "system", "temp"};

}  // namespace

std::string id_problem(std::string_view id) {
  if (id.empty()) return "it is empty";
  if (id.size() > kIdBytesMax) return fmt::format("it has more than {} letters", kIdBytesMax);
  if (!is_letter(id.front())) return "it must begin with a letter";
  const bool fits = std::all_of(id.begin(), id.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-';
  });
  return fits ? "" : "expected letters without accents, digits, `_` and `-`";
}

std::string name_problem(std::string_view name) {
  if (trim(name).empty()) return "it is empty";
  if (name.size() > kNameBytesMax) return fmt::format("it has more than {} bytes", kNameBytesMax);
  return printable(name) != name ? "it has control characters" : "";
}

bool is_reserved_schema(std::string_view id) {
  const std::string lower = ascii_lower(id);
  return lower.starts_with("pg_") ||
         std::find(kReservedSchemas.begin(), kReservedSchemas.end(), lower) !=
             kReservedSchemas.end();
}

std::string folded_id(std::string_view id) {
  std::string folded = ascii_lower(id);
  std::replace(folded.begin(), folded.end(), '-', '_');
  return folded;
}

}  // namespace hanse::spec
