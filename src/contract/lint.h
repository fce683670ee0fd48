// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"

namespace hanse::contract {

constexpr size_t kLintFilesMax = 100'000;
constexpr int kLintFoldersDeepMax = 32;

struct LintedFile {
  std::string path, id, version;  // id and version are empty when it could not be read
  size_t errors = 0, warnings = 0;
};
struct LintReport {
  std::vector<LintedFile> files;  // as named; those of a folder by path
  Diagnostics findings;           // sorted: what is wrong, and advice
};

// Reads each of `paths`, or every `*.odcs.yaml` (`.yml`) below where it is a folder (links and
// folders that begin with a dot are not followed). Says what is wrong with each contract by itself,
// what one without errors could say better, and which two have one id. Two threads. kNotFound when
// a path is not there or a folder has no contract, kLimitExceeded beyond the limits.
Result<LintReport> lint(const std::vector<std::string>& paths);

}  // namespace hanse::contract
