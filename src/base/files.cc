// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/descriptor.h"
#include "base/digest.h"
#include "base/fault.h"

namespace hanse {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".tmp-";  // before the random name of a file beside

std::unexpected<Error> io_error(std::string_view what, const std::string& path, int code) {
  // A permission that the system lacks is no policy's word: kDenied would say so at every door.
  const ErrorCode kind = code == ENOENT || code == ENOTDIR ? ErrorCode::kNotFound : ErrorCode::kIo;
  return fail(kind, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(code)));
}

// Repeats a call that a signal interrupted.
template <typename Call>
auto unless_interrupted(Call call) {
  auto outcome = call();
  while (outcome < 0 && errno == EINTR) outcome = call();
  return outcome;
}

int open_path(const std::string& path, int flags, mode_t mode = 0) {
  return unless_interrupted([&] { return open(path.c_str(), flags | O_CLOEXEC, mode); });
}

Status write_all(int descriptor, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    if (fault_at("write")) return io_error("write", path, EIO);
    const ssize_t written =
        unless_interrupted([&] { return write(descriptor, content.data(), content.size()); });
    if (written < 0) return io_error("write", path, errno);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status sync_descriptor(int descriptor, const std::string& path) {
  if (fault_at("fsync")) return io_error("flush", path, EIO);
  if (unless_interrupted([&] { return fsync(descriptor); }) != 0)
    return io_error("flush", path, errno);
  return {};
}

Status sync_path(const std::string& path, int flags) {
  Descriptor file{open_path(path, flags)};
  if (file.value < 0) return io_error("open", path, errno);
  return sync_descriptor(file.value, path);
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

// Without a mode a file that is there keeps its own.
Status write_atomic(const std::string& path, std::string_view content, std::optional<mode_t> mode) {
  // A rename would put a file in the place of a device or a pipe, for everybody.
  if (path_exists(path) && !is_regular_file(path))
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no regular file", path));
  const std::string beside = join_path(parent_of(path), std::string(kUnfinished) + random_hex(8));
  struct stat present{};
  const bool replaces = lstat(path.c_str(), &present) == 0 && S_ISREG(present.st_mode);
  // A file that its owner made private stays private.
  if (replaces && !mode) mode = present.st_mode & 07777;
  const auto write_beside = [&]() -> Status {
    if (fault_at("create")) return io_error("create", path, EIO);
    constexpr int kNew = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    Descriptor file{open_path(beside, kNew, mode ? 0600 : 0644)};
    if (file.value < 0) return io_error("create", path, errno);
    if (mode && fchmod(file.value, *mode) != 0) return io_error("set the mode of", path, errno);
    HANSE_TRY_STATUS(write_all(file.value, content, path));
    return sync_descriptor(file.value, path);
  };
  Status status = write_beside();
  if (status) status = rename_path(beside, path);
  if (!status) {
    unlink(beside.c_str());
    return status;
  }
  return sync_folder(parent_of(path));
}

}  // namespace

Result<std::string> read_file(const std::string& path, uint64_t bytes_max) {
  // Without blocking: opening a pipe would otherwise wait for its other end.
  Descriptor file{open_path(path, O_RDONLY | O_NONBLOCK)};
  if (file.value < 0) return io_error("read", path, errno);
  struct stat info{};
  if (fstat(file.value, &info) != 0) return io_error("read", path, errno);
  if (!S_ISREG(info.st_mode))
    return fail(ErrorCode::kDenied, fmt::format("`{}` is no regular file", path));
  if (static_cast<uint64_t>(info.st_size) > bytes_max)
    return fail(ErrorCode::kLimitExceeded, fmt::format("`{}` has {} bytes, expected at most {}",
                                                       path, info.st_size, bytes_max));
  std::string content(static_cast<size_t>(info.st_size), '\0');
  size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = unless_interrupted(
        [&] { return read(file.value, content.data() + filled, content.size() - filled); });
    if (got < 0) return io_error("read", path, errno);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  content.resize(filled);
  return content;
}

Status write_file_atomic(const std::string& path, std::string_view content) {
  return write_atomic(path, content, std::nullopt);
}

Status write_private_file_atomic(const std::string& path, std::string_view content) {
  return write_atomic(path, content, 0600);
}

Status remove_unfinished(const std::string& folder) {
  HANSE_TRY(const auto entries, list_folder(folder));
  for (const FolderEntry& entry : entries)
    if (entry.is_regular && !entry.is_link && entry.name.starts_with(kUnfinished))
      HANSE_TRY_STATUS(remove_tree(join_path(folder, entry.name)));
  return {};
}

Status make_folders(const std::string& path) {
  std::error_code code;
  if (fault_at("mkdir")) return io_error("create folder", path, EIO);
  std::vector<std::string> fresh;
  for (std::string part = path; !path_exists(part); part = parent_of(part)) fresh.push_back(part);
  fs::create_directories(path, code);
  if (code) return io_error("create folder", path, code.value());
  for (const std::string& part : fresh) HANSE_TRY_STATUS(sync_folder(parent_of(part)));
  return {};
}

Status make_private_folder(const std::string& path) {
  HANSE_TRY_STATUS(make_folders(parent_of(path)));
  if (fault_at("mkdir")) return io_error("create folder", path, EIO);
  if (mkdir(path.c_str(), 0700) == 0) return sync_folder(parent_of(path));
  const int code = errno;
  return is_folder(path) ? Status() : io_error("create folder", path, code);
}

Status sync_folder(const std::string& path) {
  return sync_path(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
}

Status sync_file(const std::string& path) { return sync_path(path, O_RDONLY); }

Status rename_path(const std::string& from, const std::string& to) {
  if (fault_at("rename")) return io_error("rename", from, EIO);
  if (rename(from.c_str(), to.c_str()) != 0) return io_error("rename", from, errno);
  return {};
}

bool path_exists(const std::string& path) {
  struct stat info{};
  return lstat(path.c_str(), &info) == 0;
}

bool is_regular_file(const std::string& path) {
  struct stat info{};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool is_folder(const std::string& path) {
  struct stat info{};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<std::vector<FolderEntry>> list_folder(const std::string& path) {
  std::error_code code;
  std::vector<FolderEntry> entries;
  for (fs::directory_iterator it(path, code), end; !code && it != end; it.increment(code)) {
    struct stat info{};
    if (lstat(it->path().c_str(), &info) != 0) continue;  // gone in between
    FolderEntry entry;
    entry.name = it->path().filename().string();
    entry.is_link = S_ISLNK(info.st_mode);
    if (entry.is_link && stat(it->path().c_str(), &info) != 0) info.st_mode = 0;
    entry.is_folder = S_ISDIR(info.st_mode);
    entry.is_regular = S_ISREG(info.st_mode);
    entry.bytes = static_cast<uint64_t>(info.st_size);
    entry.modified_us = info.st_mtim.tv_sec * 1'000'000 + info.st_mtim.tv_nsec / 1'000;
    entries.push_back(std::move(entry));
  }
  if (code) return io_error("list", path, code.value());
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

std::string join_path(std::string_view base, std::string_view relative) {
  std::string joined = (fs::path(base) / fs::path(relative)).lexically_normal().string();
  while (joined.size() > 1 && joined.back() == '/') joined.pop_back();
  return joined;
}

Result<std::string> resolve_path(const std::string& path) {
  std::error_code code;
  const fs::path resolved = fs::canonical(path, code);
  if (code) return io_error("resolve", path, code.value());
  return resolved.string();
}

bool path_is_inside(std::string_view resolved_path, std::string_view resolved_root) {
  while (resolved_root.size() > 1 && resolved_root.back() == '/') resolved_root.remove_suffix(1);
  if (resolved_root.empty()) return false;
  if (resolved_root == "/") return resolved_path.starts_with('/');
  const size_t size = resolved_root.size();
  return resolved_path.starts_with(resolved_root) &&
         (resolved_path.size() == size || resolved_path[size] == '/');
}

Status make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) return close(file), Status();
  if (errno == EEXIST && chmod(path.c_str(), 0600) == 0) return {};
  return fail(ErrorCode::kIo, fmt::format("cannot make `{}`: {}", path, std::strerror(errno)));
}

}  // namespace hanse
