// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/errors.h"

#include <array>
#include <charconv>

#include "base/utf8.h"

namespace hanse::engine {
namespace {

int position_of(const Json& error, std::string_view text) {
  const std::string_view stated = error["position"].as_string();
  int position = -1;
  std::from_chars(stated.data(), stated.data() + stated.size(), position);
  return position >= 0 && static_cast<size_t>(position) <= text.size() ? position : -1;
}

bool written_in(std::string_view text, std::string_view name) {
  return !name.empty() && ascii_lower(text).find(ascii_lower(name)) != std::string::npos;
}

// The n-th (from 0) text in double quotes of a message, if the statement contains it too.
std::string quoted_name(std::string_view message, std::string_view text, int n = 0) {
  size_t from = 0;
  for (int i = 0;; ++i) {
    const size_t start = message.find('"', from);
    if (start == std::string_view::npos) return {};
    const size_t end = message.find('"', start + 1);
    if (end == std::string_view::npos) return {};
    const std::string_view name = message.substr(start + 1, end - start - 1);
    if (i == n) return written_in(text, name) ? std::string(name) : std::string();
    from = end + 1;
  }
}

std::string named(std::string_view kind, std::string_view name) {
  return name.empty() ? std::string(kind) : fmt::format("{} `{}`", kind, name);
}

// `+(INTEGER, VARCHAR)` without the column types' owners: types alone name nothing hidden.
std::string call_text(const Json& error, std::string_view text) {
  const std::string_view call = error["call"].as_string();
  const std::string_view name = error["name"].as_string();
  return written_in(text, name) && call.size() < 300 ? std::string(call) : std::string();
}

std::string missing_entry(const Json& error, std::string_view text) {
  const std::string_view stated = error["name"].as_string();
  const std::string name = written_in(text, stated) ? std::string(stated) : std::string();
  const std::string kind = ascii_lower(error["type"].as_string());
  if (kind.find("function") != std::string::npos) return named("unknown function", name);
  if (kind == "type") return named("unknown type", name);
  if (kind == "collation") return named("unknown collation", name);
  if (kind == "table" || kind == "view") return named("unknown table", name);
  return named("unknown name", name);
}

// Kinds that carry no subtype, told by the fixed words of the engine's message.
struct Pattern {
  std::string_view words;
  std::string_view ours;
  bool with_name;
};
constexpr std::array kPatterns = std::to_array<Pattern>({
    {"Ambiguous reference to column name", "ambiguous column", true},
    {"Ambiguous reference to table", "ambiguous table", true},
    {"Duplicate alias", "the alias is used twice:", true},
    {"Could not find key", "the struct has no field", true},
    {"in EXCLUDE list not found", "unknown column in EXCLUDE", true},
    {"in REPLACE list not found", "unknown column in REPLACE", true},
    {"in RENAME list not found", "unknown column in RENAME", true},
    {"does not exist on left side of join", "USING names a column the left side lacks:", true},
    {"does not exist on right side of join", "USING names a column the right side lacks:", true},
    {"must appear in the GROUP BY clause", "must be in GROUP BY or inside an aggregate: column",
     true},
    {"WHERE clause cannot contain aggregates", "an aggregate cannot stand in WHERE; use HAVING",
     false},
    {"cannot contain window functions", "a window function cannot stand here", false},
    {"aggregate function calls cannot be nested", "an aggregate cannot contain an aggregate",
     false},
    {"aggregate function calls cannot contain window",
     "an aggregate cannot contain a window function", false},
    {"Set operations can only apply", "both sides of a set operation must have as many columns",
     false},
    {"No matching columns found that match regex", "COLUMNS matches no column", false},
    {"UNNEST() can only be applied", "UNNEST expects a list or a struct", false},
    {"Subquery returns", "a scalar subquery must return one column", false},
    {"ORDER term out of range", "ORDER BY names a column number that the result lacks", false},
    {"GROUP BY term out of range", "GROUP BY names a column number that the result lacks", false},
    {"Cannot compare values of type", "types that cannot be compared; add an explicit cast", false},
    {"Cannot mix values of type", "types that cannot be mixed; add an explicit cast", false},
    {"Could not choose a best candidate", "ambiguous types in a call; add an explicit cast", false},
    {"recursive", "a recursive query in a form that is not supported", false},
    {"Max expression depth limit", "the statement is nested too deeply", false},
});

std::string binder_message(std::string_view message, std::string_view text) {
  if (message.find("does not have a column named") != std::string_view::npos)
    return named("unknown column", quoted_name(message, text, 1));
  if (message.find("Referenced table") != std::string_view::npos)
    return named("unknown table", quoted_name(message, text));
  if (message.find("Referenced column") != std::string_view::npos)
    return named("unknown column", quoted_name(message, text));
  if (message.find("Table with name") != std::string_view::npos)
    return named("unknown table", quoted_name(message, text));
  for (const Pattern& pattern : kPatterns) {
    if (message.find(pattern.words) == std::string_view::npos) continue;
    return pattern.with_name ? named(pattern.ours, quoted_name(message, text))
                             : std::string(pattern.ours);
  }
  return "the statement does not fit the tables and types it names";
}

std::string parser_message(std::string_view message, std::string_view text) {
  if (message.find("syntax error at end of input") != std::string_view::npos)
    return "syntax error at the end of the statement";
  if (message.find("Max expression depth") != std::string_view::npos)
    return "the statement is nested too deeply";
  return named("syntax error near", quoted_name(message, text));
}

}  // namespace

ErrorCode code_of(duckdb_error_type type) {
  switch (type) {
    case DUCKDB_ERROR_INTERRUPT: return ErrorCode::kCancelled;
    case DUCKDB_ERROR_OUT_OF_MEMORY: return ErrorCode::kLimitExceeded;
    case DUCKDB_ERROR_OUT_OF_RANGE:
    case DUCKDB_ERROR_CONVERSION:
    case DUCKDB_ERROR_DECIMAL:
    case DUCKDB_ERROR_MISMATCH_TYPE:
    case DUCKDB_ERROR_DIVIDE_BY_ZERO:
    case DUCKDB_ERROR_OBJECT_SIZE:
    case DUCKDB_ERROR_CONSTRAINT:
    case DUCKDB_ERROR_INVALID_INPUT: return ErrorCode::kDataError;
    case DUCKDB_ERROR_PARSER:
    case DUCKDB_ERROR_SYNTAX:
    case DUCKDB_ERROR_BINDER:
    case DUCKDB_ERROR_CATALOG:
    case DUCKDB_ERROR_INVALID_TYPE:
    case DUCKDB_ERROR_PARAMETER_NOT_RESOLVED:
    case DUCKDB_ERROR_PARAMETER_NOT_ALLOWED: return ErrorCode::kInvalidArgument;
    case DUCKDB_ERROR_NOT_IMPLEMENTED:
    case DUCKDB_ERROR_MISSING_EXTENSION:
    case DUCKDB_ERROR_AUTOLOAD: return ErrorCode::kUnsupported;
    case DUCKDB_ERROR_PERMISSION: return ErrorCode::kDenied;
    case DUCKDB_ERROR_IO: return ErrorCode::kIo;
    default: return ErrorCode::kInternal;
  }
}

Error engine_error(duckdb_error_type type, const char* message) {
  return Error{
      code_of(type), message == nullptr ? "the engine gave no reason" : message, {}, -1, {}};
}

Error reworded(const Json& error, std::string_view text) {
  Error out{ErrorCode::kInvalidArgument, {}, {}, position_of(error, text), {}};
  const std::string_view kind = error["error_type"].as_string();
  const std::string_view subtype = error["error_subtype"].as_string();
  const std::string_view message = error["error_message"].as_string();
  if (kind == "parser") {
    out.message = parser_message(message, text);
  } else if (kind == "not implemented" && message.starts_with("Only SELECT")) {
    out.message = "expected one SELECT statement";
  } else if (subtype == "MISSING_ENTRY") {
    out.message = missing_entry(error, text);
  } else if (subtype == "COLUMN_NOT_FOUND") {
    const std::string_view name = error["name"].as_string();
    out.message = named("unknown column", written_in(text, name) ? name : std::string_view());
  } else if (subtype == "NO_MATCHING_FUNCTION") {
    const std::string call = call_text(error, text);
    out.message = call.empty() ? "no function takes these argument types"
                               : fmt::format("no function takes these argument types: `{}`", call);
    out.help = "add an explicit cast";
  } else if (kind == "binder" || kind == "catalog" || kind == "invalid type") {
    out.message = binder_message(message, text);
  } else if (kind == "not implemented") {
    out.code = ErrorCode::kUnsupported;
    out.message = "the statement uses something that is not supported";
  } else {
    out.message = "the statement cannot be understood";
  }
  return out;
}

}  // namespace hanse::engine
