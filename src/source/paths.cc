// SPDX-License-Identifier: Apache-2.0
#include "source/paths.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/files.h"

namespace hanse::source {
namespace {

Status check_written(const std::string& path) {
  if (path.empty()) return fail(ErrorCode::kInvalidArgument, "the server states no `path`");
  if (path.find('\0') != std::string::npos)
    return fail(ErrorCode::kDenied, "a path must not contain a NUL byte");
  if (path.find("://") != std::string::npos)
    return fail(ErrorCode::kUnsupported, fmt::format("`{}` is no path of a local file", path));
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
  const std::string name = path.substr(slash == std::string::npos ? 0 : slash + 1);
  if (folder.find('*') != std::string::npos || name.find("**") != std::string::npos)
    return fail(ErrorCode::kUnsupported,
                fmt::format("`{}`: `*` may only stand in the last part of a path", path));
  return {};
}

bool matches(std::string_view name, std::string_view pattern) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return name == pattern;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  for (size_t i = star; i <= name.size(); ++i)
    if (matches(name.substr(i), pattern.substr(star + 1))) return true;
  return false;
}

Result<std::string> admit(const std::string& found, const std::string& path,
                          const SourceRoots& roots) {
  auto resolved = resolve_path(found);
  if (!resolved)
    return fail(resolved.error().code == ErrorCode::kNotFound ? ErrorCode::kNotFound
                                                              : resolved.error().code,
                fmt::format("the source file `{}` does not exist", path));
  bool inside = false;
  for (const std::string& folder : roots.folders) {
    const auto root = resolve_path(folder);
    inside = inside || (root && path_is_inside(*resolved, *root));
  }
  if (!inside)
    return fail(ErrorCode::kDenied,
                fmt::format("`{}` is outside the folders that may be read from", path));
  for (const std::string& folder : roots.state_folders) {
    // One that does not exist yet holds nothing; its own name is refused all the same.
    const auto state = resolve_path(folder);
    const std::string state_folder = state ? *state : folder;
    if (!state_folder.empty() && path_is_inside(*resolved, state_folder))
      return fail(ErrorCode::kDenied, fmt::format("`{}` is in the state folder", path));
  }
  if (!is_regular_file(*resolved))
    return fail(ErrorCode::kDenied, fmt::format("`{}` is no regular file", path));
  // The engine would take these as a pattern and read other files than the ones checked here.
  if (resolved->find_first_of("*?[\\") != std::string::npos)
    return fail(ErrorCode::kUnsupported,
                fmt::format("`{}`: a file's path must not contain `*`, `?`, `[` or `\\`", path));
  return resolved;
}

}  // namespace

Result<OpenSourceFile> open_source_file(const SourceFileName& file, const std::string& path) {
  const auto held = std::make_shared<Descriptor>();
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  held->value = open(file.resolved.c_str(), kFlags);
  if (held->value < 0 && (errno == EMFILE || errno == ENFILE))
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("`{}`: too many files are open at once", path),
                "let the process open more, or state fewer files");
  if (held->value < 0)
    return fail(ErrorCode::kIo,
                fmt::format("the source file `{}` cannot be read: {}", path, strerror(errno)));
  // Where the opened file really is, as the system says: its folders may have been swapped.
  const std::string name = fmt::format("/proc/self/fd/{}", held->value);
  std::string real(PATH_MAX, '\0');
  const ssize_t size = readlink(name.c_str(), real.data(), real.size());
  struct stat info {};
  const bool is_same = size > 0 && real.substr(0, static_cast<size_t>(size)) == file.resolved &&
                       fstat(held->value, &info) == 0 && S_ISREG(info.st_mode);
  if (is_same) return OpenSourceFile{name, held};
  return fail(ErrorCode::kDenied, fmt::format("`{}` became another file while it was read", path));
}

Result<std::vector<SourceFileName>> find_source_files(const std::string& path,
                                                      const SourceRoots& roots) {
  HANSE_TRY_STATUS(check_written(path));
  const std::string absolute = join_path(roots.mesh_folder, path);
  std::vector<std::string> found;
  if (absolute.find('*') == std::string::npos) {
    found.push_back(absolute);
  } else {
    const size_t slash = absolute.rfind('/');
    const std::string folder = absolute.substr(0, slash == 0 ? 1 : slash);
    // The folder is only listed when it is one that may be read: names are data too.
    HANSE_TRY(const std::string resolved, resolve_path(folder));
    const bool listed = std::ranges::any_of(roots.folders, [&](const std::string& root) {
      const auto real = resolve_path(root);
      return real && path_is_inside(resolved, *real);
    });
    if (!listed)
      return fail(ErrorCode::kDenied,
                  fmt::format("`{}` is outside the folders that may be read from", path));
    HANSE_TRY(const auto entries, list_folder(resolved));
    for (const FolderEntry& entry : entries)
      if (!entry.is_folder && !entry.name.starts_with('.') &&
          matches(entry.name, std::string_view(absolute).substr(slash + 1)))
        found.push_back(resolved + "/" + entry.name);
  }
  if (found.empty())
    return fail(ErrorCode::kNotFound, fmt::format("no source file matches `{}`", path));
  if (found.size() > kSourceFilesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("`{}` matches {} files, expected at most {}", path, found.size(),
                            kSourceFilesMax));
  std::vector<SourceFileName> out;
  for (const std::string& name : found) {
    HANSE_TRY(std::string resolved, admit(name, path, roots));
    out.push_back({std::move(resolved), name});
  }
  return out;
}

}  // namespace hanse::source
