// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::app {

// The commit that is checked out in the repository around `folder`, 40 or 64 hex digits; empty when
// there is none or it cannot be read. Reads `.git` itself (HEAD, refs, packed-refs, a worktree's
// link) and runs nothing. It names the history, not the state of the files: a plan's digests do
// that.
std::string git_commit_of(const std::string& folder);

}  // namespace hanse::app
