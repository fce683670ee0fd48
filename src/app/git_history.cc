// SPDX-License-Identifier: Apache-2.0
#include "app/git_history.h"

#include <git2.h>

#include "base/files.h"

namespace hanse::app {
namespace {

constexpr int64_t kSecondUs = 1'000'000;

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};
using Repository = std::unique_ptr<git_repository, Freed<git_repository, git_repository_free>>;
using Walk = std::unique_ptr<git_revwalk, Freed<git_revwalk, git_revwalk_free>>;
using Commit = std::unique_ptr<git_commit, Freed<git_commit, git_commit_free>>;
using Tree = std::unique_ptr<git_tree, Freed<git_tree, git_tree_free>>;
using Diff = std::unique_ptr<git_diff, Freed<git_diff, git_diff_free>>;

// The library counts how often it was started.
struct Started {
  Started() { git_libgit2_init(); }
  ~Started() { git_libgit2_shutdown(); }
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;
};

std::unexpected<Error> git_failed(const char* what) {
  const git_error* error = git_error_last();
  return fail(ErrorCode::kIo, fmt::format("{}: {}", what,
                                          error != nullptr && error->message != nullptr
                                              ? error->message
                                              : "the repository cannot be read"));
}

std::string hex_of(const git_oid& id) {
  char text[GIT_OID_HEXSZ + 1] = {};
  git_oid_tostr(text, sizeof(text), &id);
  return text;
}

class History {
 public:
  Result<GitHistory> read(const std::string& folder, const std::vector<std::string>& tips) {
    HANSE_TRY_STATUS(open(folder));
    HANSE_TRY_STATUS(begin(tips));
    GitHistory out;
    git_oid id;
    while (git_revwalk_next(&id, walk_.get()) == 0) {
      if (out.commits.size() >= kGitCommitsMax) {
        out.is_whole = false;
        break;
      }
      HANSE_TRY(GitCommit commit, read_commit(id));
      out.commits.push_back(std::move(commit));
    }
    return out;
  }

 private:
  Status open(const std::string& folder) {
    git_repository* repository = nullptr;
    const int code = git_repository_open_ext(&repository, folder.c_str(), 0, nullptr);
    repository_.reset(repository);
    if (code == GIT_ENOTFOUND)
      return fail(ErrorCode::kNotFound, "there is no git repository around the mesh's folder");
    if (code != 0) return git_failed("git");
    const char* root = git_repository_workdir(repository);
    if (root == nullptr) return fail(ErrorCode::kNotFound, "the git repository has no files");
    HANSE_TRY(const std::string whole, resolve_path(root));
    HANSE_TRY(const std::string own, resolve_path(folder));
    if (own.size() > whole.size()) prefix_ = own.substr(whole.size() + 1) + "/";
    return {};
  }

  Status begin(const std::vector<std::string>& tips) {
    git_revwalk* walk = nullptr;
    if (git_revwalk_new(&walk, repository_.get()) != 0) return git_failed("git");
    walk_.reset(walk);
    git_revwalk_sorting(walk, GIT_SORT_TIME | GIT_SORT_TOPOLOGICAL);
    if (git_revwalk_push_head(walk) != 0)
      return fail(ErrorCode::kNotFound, "the git repository has no commit yet");
    for (const std::string& tip : tips) {
      git_oid id;
      if (git_oid_fromstr(&id, tip.c_str()) == 0) (void)git_revwalk_push(walk, &id);
    }
    return {};
  }

  Result<GitCommit> read_commit(const git_oid& id) {
    git_commit* raw = nullptr;
    if (git_commit_lookup(&raw, repository_.get(), &id) != 0) return git_failed("git");
    const Commit commit(raw);
    GitCommit out;
    out.id = hex_of(id);
    out.at_us = static_cast<int64_t>(git_commit_time(raw)) * kSecondUs;
    const unsigned count = git_commit_parentcount(raw);
    for (unsigned i = 0; i < count; ++i)
      out.parents.push_back(hex_of(*git_commit_parent_id(raw, i)));
    if (count <= 1) HANSE_TRY_STATUS(add_paths(raw, count, out.paths));
    return out;
  }

  Status add_paths(const git_commit* commit, unsigned parents, std::vector<std::string>& out) {
    git_tree *now = nullptr, *before = nullptr;
    if (git_commit_tree(&now, commit) != 0) return git_failed("git");
    const Tree kept(now);
    if (parents == 1) {
      git_commit* parent = nullptr;
      if (git_commit_parent(&parent, commit, 0) != 0) return {};  // a shallow clone ends here
      const Commit kept_parent(parent);
      if (git_commit_tree(&before, parent) != 0) return git_failed("git");
    }
    const Tree kept_before(before);
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    char* paths[] = {prefix_.data()};
    options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_SKIP_BINARY_CHECK;
    if (!prefix_.empty()) options.pathspec = {paths, 1};
    git_diff* raw = nullptr;
    if (git_diff_tree_to_tree(&raw, repository_.get(), before, now, &options) != 0)
      return git_failed("git");
    const Diff diff(raw);
    for (size_t i = 0; i < git_diff_num_deltas(raw); ++i) {
      const git_diff_delta* delta = git_diff_get_delta(raw, i);
      const std::string path(delta->new_file.path != nullptr ? delta->new_file.path
                                                             : delta->old_file.path);
      if (path.starts_with(prefix_)) out.push_back(path.substr(prefix_.size()));
    }
    return {};
  }

  const Started started_;
  Repository repository_;
  Walk walk_;
  std::string prefix_;  // of the mesh's folder in the repository: "mesh/", or empty
};

}  // namespace

Result<GitHistory> git_history(const std::string& folder, const std::vector<std::string>& tips) {
  return History().read(folder, tips);
}

}  // namespace hanse::app
