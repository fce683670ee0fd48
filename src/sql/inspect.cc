// SPDX-License-Identifier: Apache-2.0
#include "sql/inspect.h"

#include "sql/type_growth.h"
#include "sql/walker.h"

namespace hanse::sql {
namespace {

// What a policy expression may not be made of: it speaks of one row of one table.
Status check_scalar(const Json& node) {
  if (node.is_object()) {
    const std::string_view kind = node["class"].as_string();
    for (std::string_view banned :
         {"SUBQUERY", "WINDOW", "STAR", "PARAMETER", "POSITIONAL_REFERENCE"})
      if (kind == banned)
        return fail(ErrorCode::kUnsupported,
                    "expected an expression over one row: no subquery, window, star or parameter");
    if (kind == "FUNCTION" &&
        find_function(node["function_name"].as_string(), FunctionKind::kScalar) == nullptr)
      return fail(ErrorCode::kUnsupported,
                  fmt::format("`{}` is no scalar function that a policy may use",
                              node["function_name"].as_string()));
    for (const auto& [name, value] : node.members()) HANSE_TRY_STATUS(check_scalar(value));
  }
  for (const Json& item : node.items()) HANSE_TRY_STATUS(check_scalar(item));
  return {};
}

}  // namespace

Result<Inspection> inspect(const Json& ast, const InspectOptions& options) {
  Json copy = ast;
  Walker walker(options, nullptr, nullptr);
  HANSE_TRY_STATUS(walker.walk_statement(copy));
  HANSE_TRY_STATUS(check_type_growth(ast));
  return walker.take_inspection();
}

Result<std::vector<std::string>> inspect_expression(const Json& expression) {
  HANSE_TRY_STATUS(check_scalar(expression));
  std::set<std::string> columns;
  Status qualified;
  Json copy = expression;
  Walker walker({}, nullptr, [&](Json& node) {
    const Json& names = node["column_names"];
    if (names.size() != 1)
      qualified = fail(ErrorCode::kUnsupported, "expected plain column names, without a table");
    columns.insert(std::string(names.at(0).as_string()));
  });
  HANSE_TRY_STATUS(walker.walk_expression(copy));
  HANSE_TRY_STATUS(qualified);
  return std::vector<std::string>(columns.begin(), columns.end());
}

}  // namespace hanse::sql
