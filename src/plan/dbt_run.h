// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::plan {

// What a run of dbt did, from the two files that it leaves in its target folder. Plain data.

struct DbtTest {
  std::string name, column;           // column: empty when it is of the whole table
  std::string verdict;                // passed | warning | failed | error | notRun
  std::string message;
  int64_t failures = 0;               // rows, as dbt counts them
};

struct DbtModel {
  std::string id;                     // unique_id: model.PROJECT.NAME
  std::string name, alias, package;
  std::string location;               // of an external file, as the project states it; or empty
  std::string status;                 // success | error | skipped | …; empty: it did not run
  std::string message;
  int64_t started_us = 0, finished_us = 0;  // 0: not known
  std::vector<DbtTest> tests;
};

struct DbtRun {
  std::string folder;                 // target, absolute
  std::string project, version, invocation;
  int64_t finished_us = 0;
  std::vector<DbtModel> models;       // all of the manifest, by id
};

// Schemas (`metadata.dbt_schema_version`) that are read; others are refused by name.
constexpr int kDbtManifestOldest = 10, kDbtManifestNewest = 12;
constexpr int kDbtResultsOldest = 5, kDbtResultsNewest = 6;
constexpr size_t kDbtManifestBytesMax = 128u << 20, kDbtResultsBytesMax = 64u << 20;
constexpr size_t kDbtNodesMax = 100'000, kDbtMessageBytesMax = 1'000;

// Reads manifest.json and run_results.json of `target`. kNotFound for a file that is not there,
// kLimitExceeded for one that is too large, kUnsupported for another schema, kDataError for what is
// no such file, or when the two are not of one project: the message names the file and the place.
Result<DbtRun> read_dbt_run(const std::string& target);

}  // namespace hanse::plan
