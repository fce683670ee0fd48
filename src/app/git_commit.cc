// SPDX-License-Identifier: Apache-2.0
#include "app/git_commit.h"

#include "base/files.h"
#include "base/utf8.h"

namespace hanse::app {
namespace {

constexpr uint64_t kGitFileBytesMax = 16u << 20;
constexpr int kFoldersUpMax = 32;

std::string first_line(const std::string& path) {
  const auto text = read_file(path, kGitFileBytesMax);
  return text ? std::string(trim(text->substr(0, text->find('\n')))) : std::string();
}

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// `.git` of the folder or of one above it; a worktree's is a file that names it.
std::string git_folder(std::string folder) {
  for (int i = 0; i < kFoldersUpMax; ++i) {
    const std::string git = join_path(folder, ".git");
    if (is_folder(git)) return git;
    if (const std::string link = first_line(git); link.starts_with("gitdir: "))
      return join_path(folder, link.substr(8));
    const size_t slash = folder.rfind('/');
    if (slash == std::string::npos || folder.size() == 1) return {};
    folder.resize(std::max<size_t>(slash, 1));
  }
  return {};
}

std::string packed_ref(const std::string& git, const std::string& ref) {
  const auto text = read_file(join_path(git, "packed-refs"), kGitFileBytesMax);
  if (!text) return {};
  const size_t at = text->find(" " + ref + "\n");
  const size_t start = at == std::string::npos ? at : text->rfind('\n', at) + 1;
  return at == std::string::npos ? std::string() : text->substr(start, at - start);
}

}  // namespace

std::string git_commit_of(const std::string& folder) {
  const std::string git = git_folder(folder);
  if (git.empty()) return {};
  std::string head = first_line(join_path(git, "HEAD"));
  if (head.starts_with("ref: ")) {
    const std::string ref = head.substr(5);
    // A worktree keeps its refs in the repository that it belongs to.
    const std::string common = first_line(join_path(git, "commondir"));
    const std::string refs = common.empty() ? git : join_path(git, common);
    head = first_line(join_path(refs, ref));
    if (head.empty()) head = packed_ref(refs, ref);
  }
  return is_commit(head) ? head : std::string();
}

}  // namespace hanse::app
