// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/app.h"
#include "app/lifecycle.h"
#include "base/json.h"

namespace hanse::app {

// Runs of tools that fill the tables of a product with `externalBuild` (dbt, Airflow, Spark). A
// report is recorded in the ledger and the journal; after a success the product is refreshed.
// Whether somebody may report is hanse.change's to decide, as a change of kind `run` in the
// product's domain.

struct RunReport {
  std::string product;                // domain/name; the operator may shorten it as for `refresh`
  std::string id;                     // the tool's own; empty: a new one
  std::string tool;                   // empty: as the product states it
  std::string status;                 // succeeded | failed
  std::string message;
  int64_t started_us = 0, finished_us = 0;  // 0: not known; finished: now
  Json details;                       // what the tool reported
};
// kInvalidArgument for a status, an id or a time that is none, kLimitExceeded for details past
// kRunDetailsBytesMax. Fields: product, id, tool, status, message, startedAt, finishedAt, details.
Result<RunReport> run_report_from_json(const Json& json);
Json to_json(const RunReport& report);

constexpr size_t kRunDetailsBytesMax = 256u << 10, kRunsListedMax = 1'000;

// The outcome as a document: {format_version, product, run, repeated, outcome, rows, message,
// findings, checks}; `checks` is check_verdict's word. `outcome` is `published`, `runFailed`,
// `buildFailed`, or `superseded` for the repeated report of a run that a later one followed.
// Idempotent by run id: a repeated report of the newest run builds what it left to build,
// kConflict when it says another status. kNotFound also for what
// the caller may not discover, kInvalidArgument when the mesh builds the product itself, kDenied.
Result<Json> complete_run(App& app, const RunReport& report, const Caller& caller,
                          Progress progress);

// {format_version, product, runs}, newest first, at most kRunsListedMax. Messages and details may
// quote rows: only for those who may report. kNotFound also for what the caller may not discover.
Result<Json> external_runs(App& app, const std::string& product, const Caller& caller);

// Whether a document of complete_run says that the run failed, or that what it left was not
// published.
bool has_failed(const Json& outcome);

}  // namespace hanse::app
