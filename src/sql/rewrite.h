// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "sql/inspect.h"

namespace hanse::sql {

// Replaces every TableReference (in `inspect`'s order) by what `replace` gives: a table-ref AST
// node (SUBQUERY or BASE_TABLE). The reference's alias, or else its table name, stays its alias;
// column references qualified by schema or catalog are trimmed to that alias. Sample and column
// aliases are kept. Fails (kUnsupported) when a construct cannot be carried over (`rowid`, AT, …).
using TableReplacement = std::function<Result<Json>(size_t index, const TableReference&)>;
Result<Json> replace_tables(const Json& ast, const TableReplacement& replace);

// Puts constants in the place of `$1`, `$2`, …: a value never becomes text. A value is a scalar, or
// {"value": scalar or list of scalars, "type": "DATE"} for what JSON has no type of: a closed list
// of types, DECIMAL(w,s), and lists of them (`BIGINT[]`). kInvalidArgument when one is missing or
// is neither.
Result<Json> bind_parameters(const Json& ast, const std::vector<Json>& values);
// Puts `CAST($n AS <type>)` in the place of `$n`, for those whose type is stated (not empty).
Result<Json> type_parameters(const Json& ast, const std::vector<std::string>& types);

// AST builders. Values come in as JSON scalars and become constants, never text.
Json column_ref(const std::string& name);
Json qualified_column_ref(const std::string& table, const std::string& name);
Result<Json> constant(const Json& value);
enum class Comparison { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };
Json compare(Comparison comparison, Json left, Json right);
Json in_list(Json operand, std::vector<Json> values);
Json not_in_list(Json operand, std::vector<Json> values);
Json in_subquery(Json operand, Json select_node);
Json is_null(Json operand);
Json logical_not(Json operand);
Json all_of(std::vector<Json> conditions);     // AND; one: itself; none: TRUE
Json call(const std::string& function, std::vector<Json> arguments);
Json cast(Json operand, const std::string& engine_type);  // simple types only, else aborts
Json list_literal(std::vector<Json> items);
// A type as a cast names it: one without arguments, and a list of one.
Json plain_type(std::string_view id);
Json type_info(std::string_view kind);  // what the arguments of a type are added to
Json list_type(Json element);
Json with_alias(Json expression, const std::string& alias);

// `SELECT <columns> FROM <from> WHERE <where>` as a select node; `where` null: none.
Json select_node(std::vector<Json> columns, Json from, Json where);
// `(<select node>)` as a table ref; `alias` may be empty.
Json subquery_ref(Json select_node, const std::string& alias);
Json base_table_ref(const std::string& schema, const std::string& table, const std::string& alias);
// `read_parquet(['f1', …])` as a table ref: only `govern` puts it into a statement.
Json parquet_ref(const std::vector<std::string>& files);
// `hanse_given(index)` (engine/given_rows.h) as a table ref: as the one above.
Json given_ref(int64_t index);
// A whole statement around a select node: what engine::Parser::print takes.
Json statement(Json select_node);
// The node that a statement stands on: a select, a set operation, a recursion.
Json root_node(const Json& ast);
// Equal but for positions (query_location): the check after printing and parsing again.
bool same_statement(const Json& left, const Json& right);

}  // namespace hanse::sql
