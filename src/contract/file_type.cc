// SPDX-License-Identifier: Apache-2.0
#include "contract/file_type.h"

#include "base/utf8.h"

namespace hanse::contract {
namespace {

using Kind = FileType::Kind;
using spec::LogicalType;

// Splits at commas that stand in no bracket and no quotes.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  int depth = 0;
  char quote = '\0';
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      out.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  out.push_back(trim(text.substr(start)));
  return out;
}

// `"a b" INTEGER`: the name and what follows it.
std::pair<std::string, std::string_view> named(std::string_view field) {
  std::string name;
  size_t at = 0;
  if (field.starts_with('"')) {
    for (at = 1; at < field.size(); ++at) {
      if (field[at] != '"')
        name += field[at];
      else if (field.substr(at, 2) == "\"\"")
        name += field[at++];
      else
        break;
    }
    ++at;
  } else {
    at = std::min(field.find(' '), field.size());
    name = std::string(field.substr(0, at));
  }
  return {name, trim(field.substr(std::min(at, field.size())))};
}

bool is_whole(std::string_view type) {
  return type.ends_with("INT") || type == "INTEGER" || type == "UINTEGER" ||
         (type.starts_with("DECIMAL(") && type.ends_with(",0)"));
}

bool is_number(std::string_view type) {
  return is_whole(type) || type == "DOUBLE" || type == "FLOAT" || type.starts_with("DECIMAL(");
}

}  // namespace

const FileType* FileType::field(std::string_view name) const {
  if (kind != Kind::kStruct) return nullptr;
  for (const auto& [field, type] : parts)
    if (equal_ignoring_case(field, name)) return &type;
  return nullptr;
}

FileType parse_file_type(std::string_view text) {
  FileType out;
  out.text = std::string(text);
  const auto inner = [&](size_t prefix) {
    return split(text.substr(prefix, text.size() - prefix - 1));
  };
  if (text.ends_with(']')) {
    out.kind = Kind::kList;
    out.parts.emplace_back("", parse_file_type(text.substr(0, text.rfind('['))));
  } else if (text.starts_with("STRUCT(") && text.ends_with(')')) {
    out.kind = Kind::kStruct;
    for (const std::string_view field : inner(7)) {
      const auto [name, type] = named(field);
      out.parts.emplace_back(name, parse_file_type(type));
    }
  } else if (text.starts_with("MAP(") && text.ends_with(')')) {
    const auto types = inner(4);
    if (types.size() == 2) out.kind = Kind::kMap;
    for (const std::string_view type : types) out.parts.emplace_back("", parse_file_type(type));
  }
  return out;
}

bool suits(const FileType& type, LogicalType logical) {
  const std::string_view text = type.text;
  switch (logical) {
    case LogicalType::kString:
      return type.kind == Kind::kScalar && (text == "VARCHAR" || text == "UUID" || text == "BLOB" ||
                                            text == "JSON" || text.starts_with("ENUM("));
    case LogicalType::kDate:
      return text == "DATE";
    case LogicalType::kTimestamp:
      return type.kind == Kind::kScalar && text.starts_with("TIMESTAMP");
    case LogicalType::kTime:
      return text == "TIME" || text.starts_with("TIME ") || text == "TIME_NS";
    case LogicalType::kNumber:
      return type.kind == Kind::kScalar && is_number(text);
    case LogicalType::kInteger:
      return type.kind == Kind::kScalar && is_whole(text);
    case LogicalType::kBoolean:
      return text == "BOOLEAN";
    case LogicalType::kObject:
      return type.kind == Kind::kStruct;
    case LogicalType::kArray:
      return type.kind == Kind::kList;
    case LogicalType::kMap:
      return type.kind == Kind::kMap;
    case LogicalType::kVector:
      return type.kind == Kind::kList && is_number(type.parts.front().second.text);
  }
  return false;
}

}  // namespace hanse::contract
