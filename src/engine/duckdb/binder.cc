// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>
#include <optional>
#include <set>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/duckdb/connections.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/parameter_text.h"
#include "engine/duckdb/prepared_types.h"
#include "engine/duckdb/watchdog.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

// Binding folds some constants; nothing of that may hold a thread for long.
constexpr int64_t kBindLimitUs = 10'000'000;
constexpr size_t kShapesMax = 1'000'000;
constexpr int64_t kBinderMemoryBytes = int64_t{1} << 30;

// Which columns of which empty tables a bound plan reads.
class References {
 public:
  void walk(const Json& node) {
    if (node["type"].as_string() == "LOGICAL_GET") add(node);
    for (const auto& [key, value] : node.members())
      if (value.is_object() || value.is_array()) walk(value);
    for (const Json& item : node.items())
      if (item.is_object() || item.is_array()) walk(item);
  }

  std::vector<std::pair<std::string, std::vector<std::string>>> take() {
    std::vector<std::pair<std::string, std::vector<std::string>>> out;
    for (const Table& table : tables_) {
      std::vector<std::string> names;
      for (const size_t column : table.columns)
        names.emplace_back(table.names.at(column).as_string());
      out.emplace_back(table.name, std::move(names));
    }
    return out;
  }

 private:
  struct Table {
    std::string name;
    Json names;
    std::set<size_t> columns;
  };

  void add(const Json& get) {
    const Json& data = get["function_data"];
    if (data["schema"].as_string() != kShapeSchema) return;
    const std::string_view name = data["table"].as_string();
    auto found = std::ranges::find(tables_, name, &Table::name);
    if (found == tables_.end()) {
      tables_.push_back({std::string(name), get["names"], {}});
      found = tables_.end() - 1;
    }
    // Indexes past the names are the engine's own columns: rowid stands for "no column".
    for (const Json& column : get["column_indexes"].items())
      if (const uint64_t index = column["index"].as_uint(UINT64_MAX); index < found->names.size())
        found->columns.insert(index);
  }

  std::vector<Table> tables_;
};

bool types_are_known(duckdb_prepared_statement prepared) {
  for (idx_t i = 1; i <= duckdb_nparams(prepared); ++i)
    if (duckdb_param_type(prepared, i) == DUCKDB_TYPE_INVALID) return false;
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(prepared); ++i)
    if (duckdb_prepared_statement_column_type(prepared, i) == DUCKDB_TYPE_INVALID) return false;
  return true;
}

class DuckdbBinder : public Binder {
 public:
  // Without the optimizer: nothing is gained on empty tables, and it folds constant calls. The
  // engine's binder still evaluates some: callers cap what amplifies before they bind.
  explicit DuckdbBinder(std::shared_ptr<Instance> instance)
      : connections_(std::move(instance), {"PRAGMA disable_optimizer"}) {}

  Status ensure(const EmptyTable& table) override {
    std::lock_guard lock(mutex_);
    if (known_.contains(table.name)) return {};
    if (known_.size() >= kShapesMax)
      return fail(ErrorCode::kLimitExceeded, "too many table shapes are held at once");
    if (table.columns.empty())
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("the table `{}` needs at least one column", table.name));
    std::string sql = fmt::format("CREATE TABLE IF NOT EXISTS {}.{} (", kShapeSchema,
                                  quote_identifier(table.name));
    for (const BoundColumn& column : table.columns) {
      if (&column != &table.columns.front()) sql += ", ";
      sql += quote_identifier(column.name) + " " + column.type;
    }
    HANSE_TRY(const auto lease, connections_.lease());
    HANSE_TRY(const Prepared prepared, prepare(lease.get(), sql + ")"));
    QueryResult result;
    if (duckdb_execute_prepared(prepared.get(), result.get()) != DuckDBSuccess)
      return fail(
          engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get())));
    known_.insert(table.name);
    return {};
  }

  Result<Binding> bind(const std::string& sql, Tell tell) override {
    if (sql.find('\0') != std::string::npos || first_invalid_utf8(sql) != std::string::npos)
      return fail(ErrorCode::kInvalidArgument, "a statement must be valid UTF-8 without NUL");
    HANSE_TRY(auto lease, connections_.lease());
    const auto watch = Watchdog::watch({lease.get(), Clock::system().monotonic_us() + kBindLimitUs,
                                        CancelToken(), kBinderMemoryBytes});
    if (tell == Tell::kReferences && sql.find('$') == std::string::npos) {
      auto references = references_of(lease, sql);
      if (references) return std::move(*references);
    }
    const auto prepared = prepare(lease.get(), sql);
    if (prepared && duckdb_prepared_statement_type(prepared->get()) != DUCKDB_STATEMENT_TYPE_SELECT)
      return fail(ErrorCode::kInvalidArgument, "expected one SELECT statement");
    auto binding = prepared && types_are_known(prepared->get())
                       ? bind_text(lease, {sql, {}}, sql, prepared->get(), tell)
                       : bind_somehow(lease, sql, tell);
    if (binding && prepared) binding->parameters = parameter_types(prepared->get());
    return binding;
  }

  Result<Json> functions() override {
    HANSE_TRY(const auto lease, connections_.lease());
    HANSE_TRY(const std::string text,
              text_of(lease.get(),
                      "SELECT to_json(list({name: function_name, type: function_type, "
                      "parameters: parameter_types, varargs: varargs, result: return_type, "
                      "schema: schema_name, side_effects: has_side_effects, "
                      "stability: stability} ORDER BY function_name, function_oid))::VARCHAR "
                      "FROM duckdb_functions() WHERE $1::VARCHAR IS NOT NULL",
                      "all"));
    return Json::parse(text);
  }

 private:
  // Unknown types: NULL fits most places; where it is ambiguous, a text is.
  static Result<Binding> bind_somehow(Connections::Lease& lease, const std::string& sql,
                                      Tell tell) {
    auto binding = bind_without_parameters(lease, sql, "NULL", tell);
    if (binding || sql.find('$') == std::string::npos) return binding;
    auto second = bind_without_parameters(lease, sql, "CAST(NULL AS VARCHAR)", tell);
    return second ? std::move(second) : std::move(binding);
  }

  static Result<Binding> bind_without_parameters(Connections::Lease& lease, const std::string& sql,
                                                 std::string_view constant, Tell tell) {
    const ParameterText text = without_parameters(sql, constant);
    const auto prepared = prepare(lease.get(), text.sql);
    return bind_text(lease, text, sql, prepared ? prepared->get() : nullptr, tell);
  }

  // Nothing when the plan is not to be had: then the longer way says why.
  static std::optional<Binding> references_of(Connections::Lease& lease, const std::string& sql) {
    const auto printed = lease.text_of(
        "SELECT json_serialize_plan($1::VARCHAR, skip_null := true, skip_empty := true)::VARCHAR",
        sql);
    const auto whole = printed ? Json::parse(*printed) : Result<Json>(Json());
    if (!whole || (*whole)["error"].as_bool(true) || (*whole)["plans"].size() != 1) return {};
    References references;
    references.walk((*whole)["plans"].at(0));
    return Binding{{}, references.take(), Json(), {}};
  }

  // `prepared` is null when the engine refused the text: the plan's error then says why.
  static Result<Binding> bind_text(Connections::Lease& lease, const ParameterText& text,
                                   const std::string& original, duckdb_prepared_statement prepared,
                                   Tell tell) {
    HANSE_TRY(const std::string printed,
              lease.text_of("SELECT json_serialize_plan($1::VARCHAR)::VARCHAR", text.sql));
    auto whole = Json::parse(printed);
    if (!whole) return fail(ErrorCode::kLimitExceeded, "the statement is nested too deeply");
    if ((*whole)["error"].as_bool(true)) {
      Error error = reworded(*whole, text.sql);
      error.position = text.original_position(error.position);
      if (error.position > static_cast<int>(original.size())) error.position = -1;
      return fail(std::move(error));
    }
    if (prepared == nullptr)
      return fail(ErrorCode::kInvalidArgument,
                  "the statement does not fit the tables and types it names");
    const Json& plans = (*whole)["plans"];
    if (plans.size() != 1)
      return fail(ErrorCode::kInvalidArgument, "expected one SELECT statement");
    References references;
    references.walk(plans.at(0));
    Binding out{result_types(prepared), references.take(), Json(), {}};
    if (tell == Tell::kPlan) out.plan = plans.at(0);
    return out;
  }

  Connections connections_;
  std::mutex mutex_;
  std::set<std::string> known_;  // guarded by mutex_
};

}  // namespace

Result<std::shared_ptr<Binder>> make_binder() {
  InstanceOptions options;
  options.threads = 1;
  options.memory_bytes = kBinderMemoryBytes;
  options.then = {fmt::format("CREATE SCHEMA {}", kShapeSchema),
                  "SET GLOBAL enable_external_access = false"};
  HANSE_TRY(auto instance, Instance::open(options));
  return std::make_shared<DuckdbBinder>(std::move(instance));
}

}  // namespace hanse::engine
