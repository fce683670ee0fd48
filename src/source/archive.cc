// SPDX-License-Identifier: Apache-2.0
#include "source/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <memory>

#include "base/descriptor.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"

namespace hanse::source {
namespace {

constexpr size_t kBlock = 1u << 16;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

struct Entry {
  uint64_t index = 0;
  std::string name;
  uint64_t packed = 0;
};

Status check_name(std::string_view name) {
  bool climbs = name.starts_with('/') || name.find('\\') != std::string_view::npos ||
                (name.size() > 1 && name[1] == ':');
  for (size_t start = 0; start <= name.size();) {
    const size_t end = std::min(name.find('/', start), name.size());
    climbs = climbs || name.substr(start, end - start) == "..";
    start = end + 1;
  }
  if (climbs)
    return fail(ErrorCode::kDenied,
                fmt::format("the archive has an entry `{}` that leaves its folder", name));
  return {};
}

Status check_kind(zip_t* archive, uint64_t index, const zip_stat_t& info) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  const bool known =
      zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0;
  const uint32_t mode = attributes >> 16;
  if (known && system == ZIP_OPSYS_UNIX && (mode & S_IFMT) != 0 && !S_ISREG(mode) && !S_ISDIR(mode))
    return fail(ErrorCode::kDenied,
                fmt::format("the archive's entry `{}` is no regular file", info.name));
  if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE)
    return fail(ErrorCode::kDenied,
                fmt::format("the archive's entry `{}` is encrypted", info.name));
  return {};
}

Result<std::vector<Entry>> list_entries(zip_t* archive, std::string_view extension,
                                        const UnpackLimits& limits) {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count < 0 || static_cast<uint64_t>(count) > limits.entries_max)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the archive has {} entries, expected at most {}", count,
                            limits.entries_max));
  std::vector<Entry> out;
  for (uint64_t i = 0; i < static_cast<uint64_t>(count); ++i) {
    zip_stat_t info;
    if (zip_stat_index(archive, i, 0, &info) != 0 || (info.valid & ZIP_STAT_NAME) == 0)
      return fail(ErrorCode::kDataError, "the archive's directory cannot be read");
    const std::string name = info.name;
    HANSE_TRY_STATUS(check_name(name));
    HANSE_TRY_STATUS(check_kind(archive, i, info));
    const bool wanted = ascii_lower(name).ends_with(extension) && !name.starts_with("__MACOSX/");
    if (wanted)
      out.push_back({i, name, (info.valid & ZIP_STAT_COMP_SIZE) != 0 ? info.comp_size : 0});
  }
  if (out.empty())
    return fail(ErrorCode::kDataError, fmt::format("the archive has no file `*{}`", extension));
  return out;
}

// Counts what comes out, whatever the directory promised.
Status copy_entry(zip_t* archive, const Entry& entry, int descriptor, const std::string& path,
                  const UnpackLimits& limits, uint64_t& total) {
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive, entry.index, 0));
  if (!file)
    return fail(ErrorCode::kDataError,
                fmt::format("the archive's entry `{}` cannot be unpacked", entry.name));
  std::string block(kBlock, '\0');
  uint64_t size = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), block.data(), block.size());
    if (got < 0)
      return fail(ErrorCode::kDataError,
                  fmt::format("the archive's entry `{}` is damaged", entry.name));
    if (got == 0) return {};
    size += static_cast<uint64_t>(got);
    total += static_cast<uint64_t>(got);
    if (limits.are_passed(size, entry.packed, total))
      return fail(
          ErrorCode::kLimitExceeded,
          fmt::format("the archive's entry `{}` unpacks to more than is allowed", entry.name));
    if (!write_whole(descriptor, {block.data(), static_cast<size_t>(got)}))
      return fail(ErrorCode::kIo, fmt::format("cannot write `{}`", path));
  }
}

Result<std::vector<std::string>> unpack_into(zip_t* archive, std::string_view extension,
                                             const std::string& folder,
                                             const UnpackLimits& limits) {
  HANSE_TRY(const auto entries, list_entries(archive, extension, limits));
  HANSE_TRY_STATUS(make_folders(folder));
  std::vector<std::string> out;
  uint64_t total = 0;
  for (const Entry& entry : entries) {
    std::string path = fmt::format("{}/{}{}", folder, out.size(), extension);
    const Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (file.value < 0) return fail(ErrorCode::kIo, fmt::format("cannot create `{}`", path));
    HANSE_TRY_STATUS(copy_entry(archive, entry, file.value, path, limits, total));
    out.push_back(std::move(path));
  }
  return out;
}

}  // namespace

Result<std::vector<std::string>> unpack_zip(const Packed& archive, std::string_view extension,
                                            const std::string& scratch,
                                            const UnpackLimits& limits) {
  int code = 0;
  const std::unique_ptr<zip_t, CloseArchive> opened(
      zip_open(archive.path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
  if (!opened)
    return fail(ErrorCode::kDataError, fmt::format("`{}` is no whole ZIP archive", archive.name));
  const std::string folder = scratch + "/unpacked-" + random_hex(8);
  auto out = unpack_into(opened.get(), extension, folder, limits);
  if (!out) (void)remove_tree(folder);
  return out;
}

}  // namespace hanse::source
