// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace hanse::spec {

// Each is a field of `limits:`; 0 never means "no limit".
struct Limits {
  int64_t query_time_ms = 30'000;
  int64_t query_memory_bytes = 1'000'000'000;  // declared budget of one query
  int64_t engine_memory_bytes = 4'000'000'000;
  int64_t result_rows = 10'000'000;
  int64_t result_bytes = 4'000'000'000;
  int64_t query_nesting = 200;
  int64_t query_parts = 5'000;
  int64_t query_tables = 200;
  int64_t query_text_bytes = 1'000'000;
  int64_t queries_running = 32;
  int64_t policy_time_us = 50'000;
  int64_t request_body_bytes = 2'000'000;
  int64_t connections = 512;
  int64_t copies_bytes = 2'000'000'000;  // 0: no copies
  int64_t copy_after_queries = 100;
  int64_t history_days = 90;
};

// Under which name each stands in `limits` of mesh.yaml.
struct LimitField {
  std::string_view name;
  int64_t Limits::*value;
};
constexpr LimitField kLimitFields[] = {
    {"queryTimeMs", &Limits::query_time_ms},
    {"queryMemoryBytes", &Limits::query_memory_bytes},
    {"engineMemoryBytes", &Limits::engine_memory_bytes},
    {"resultRows", &Limits::result_rows},
    {"resultBytes", &Limits::result_bytes},
    {"queryNesting", &Limits::query_nesting},
    {"queryParts", &Limits::query_parts},
    {"queryTables", &Limits::query_tables},
    {"queryTextBytes", &Limits::query_text_bytes},
    {"queriesRunning", &Limits::queries_running},
    {"policyTimeUs", &Limits::policy_time_us},
    {"requestBodyBytes", &Limits::request_body_bytes},
    {"connections", &Limits::connections},
    {"copiesBytes", &Limits::copies_bytes},
    {"copyAfterQueries", &Limits::copy_after_queries},
    {"historyDays", &Limits::history_days}};

}  // namespace hanse::spec
