// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::app {

// One commit of the repository around a folder.
struct GitCommit {
  std::string id;  // hex
  std::vector<std::string> parents;
  int64_t at_us = 0;  // of the committer, microseconds since 1970
  // Files under the folder that it changes against its parent, relative to the folder; none for
  // one with several parents.
  std::vector<std::string> paths;
};
constexpr size_t kGitCommitsMax = 20'000;

struct GitHistory {
  std::vector<GitCommit> commits;  // newest first
  bool is_whole = true;            // false: there are more than kGitCommitsMax
};
// What HEAD and `tips` (those that are there) lead to. Reads the repository by libgit2 and runs
// nothing: no hook, no configured command. kNotFound: there is no repository around the folder, or
// it has no commit; kIo with the library's words.
Result<GitHistory> git_history(const std::string& folder, const std::vector<std::string>& tips);

}  // namespace hanse::app
