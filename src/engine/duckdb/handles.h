// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>
#include <utility>

namespace hanse::engine {

// Owners of the C API's objects: each releases its object once, moves, and never copies. Their
// thread-safety is that of the object they own (a connection belongs to one thread at a time, but
// for duckdb_interrupt).
template <typename T, void (*Release)(T*)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(T object) : object_(object) {}
  Handle(Handle&& other) noexcept : object_(std::exchange(other.object_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      reset();
      object_ = std::exchange(other.object_, T{});
    }
    return *this;
  }
  ~Handle() { reset(); }
  T get() const { return object_; }
  T* out() {  // for calls that fill it in
    reset();
    return &object_;
  }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  void reset() {
    if (object_ != nullptr) Release(&object_);
    object_ = nullptr;
  }
  T object_ = nullptr;
};

using Database = Handle<duckdb_database, duckdb_close>;
using Connection = Handle<duckdb_connection, duckdb_disconnect>;
using Config = Handle<duckdb_config, duckdb_destroy_config>;
using Prepared = Handle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using Pending = Handle<duckdb_pending_result, duckdb_destroy_pending>;
using DataChunk = Handle<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using LogicalType = Handle<duckdb_logical_type, duckdb_destroy_logical_type>;
using ErrorData = Handle<duckdb_error_data, duckdb_destroy_error_data>;
using ArrowOptions = Handle<duckdb_arrow_options, duckdb_destroy_arrow_options>;
using ConvertedSchema =
    Handle<duckdb_arrow_converted_schema, duckdb_destroy_arrow_converted_schema>;
using ScalarFunction = Handle<duckdb_scalar_function, duckdb_destroy_scalar_function>;
using TableFunction = Handle<duckdb_table_function, duckdb_destroy_table_function>;

// A result; pinned in place because the C API keeps pointers to it.
class QueryResult {
 public:
  QueryResult() = default;
  QueryResult(const QueryResult&) = delete;
  QueryResult& operator=(const QueryResult&) = delete;
  ~QueryResult() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }
  void reset() {
    duckdb_destroy_result(&result_);
    result_ = {};
  }

 private:
  duckdb_result result_{};
};

// Takes over a string that the engine allocated.
inline std::string take_string(char* text) {
  std::string out = text == nullptr ? std::string() : std::string(text);
  duckdb_free(text);
  return out;
}

}  // namespace hanse::engine
