// SPDX-License-Identifier: Apache-2.0
#include "catalog/collect.h"

#include <set>

#include "catalog/snapshot_files.h"

namespace hanse::catalog {
namespace {

constexpr const char* kPin = ".pin";
constexpr std::string_view kGone = ".gone-";  // before a snapshot's id: nobody reads it any more
constexpr int kFoldersDeep = 4;  // data/<domain>/<product>/<table>@<major>/<snapshot>

std::string folder_of(const std::string& state_folder, const std::string& file) {
  return join_path(state_folder, file.substr(0, file.rfind('/')));
}

struct Collector {
  const std::set<std::string>& kept;  // absolute folders
  int64_t newest_us;
  int removed = 0;

  Status visit(const std::string& folder, int depth) {
    HANSE_TRY(const auto entries, list_folder(folder));
    for (const FolderEntry& entry : entries) {
      if (!entry.is_folder || entry.is_link) continue;
      const std::string path = join_path(folder, entry.name);
      if (depth + 1 < kFoldersDeep) HANSE_TRY_STATUS(visit(path, depth + 1));
      else if (entry.name.starts_with(kGone)) HANSE_TRY_STATUS(finish(path));
      else if (!kept.contains(path) && entry.modified_us < newest_us)
        HANSE_TRY_STATUS(remove(path));
    }
    return {};
  }

  Status remove(const std::string& path) {
    const auto pin = FileLock::acquire(join_path(path, kPin), FileLock::Mode::kExclusive,
                                       FileLock::Wait::kNo);
    if (!pin) return {};  // somebody reads it; the next round looks again
    const size_t name = path.rfind('/') + 1;
    const std::string parent = path.substr(0, name), gone = fmt::format("{}{}{}", parent, kGone,
                                                                        path.substr(name));
    const Status renamed = rename_path(path, gone);
    if (!renamed && renamed.error().code == ErrorCode::kNotFound) return {};  // another was faster
    HANSE_TRY_STATUS(renamed);
    HANSE_TRY_STATUS(sync_folder(parent));
    return finish(gone);
  }

  // Whoever pins takes the old name: what has the new one is nobody's, also after a crash.
  Status finish(const std::string& gone) {
    HANSE_TRY_STATUS(remove_tree(gone));
    ++removed;
    return {};
  }
};

}  // namespace

Result<std::shared_ptr<void>> pin_snapshot(const std::string& state_folder,
                                           const SnapshotRecord& record) {
  std::shared_ptr<void> pin;
  if (record.files.empty()) return pin;
  const std::string folder = folder_of(state_folder, record.files.front());
  auto lock =
      FileLock::acquire(join_path(folder, kPin), FileLock::Mode::kShared, FileLock::Wait::kYes);
  if (!lock) {
    const bool gone = lock.error().code == ErrorCode::kNotFound;
    return fail(gone ? ErrorCode::kNotFound : ErrorCode::kIo,
                fmt::format("the folder of its snapshot {}", gone ? "has gone" : "cannot be used"));
  }
  HANSE_TRY_STATUS(check_files(state_folder, record));
  return std::static_pointer_cast<void>(std::make_shared<FileLock>(std::move(*lock)));
}

Result<int> collect(const Store& store, const std::string& state_folder, const Clock& clock) {
  HANSE_TRY(const auto records, store.snapshots());
  std::set<std::string> kept;
  for (const SnapshotRecord& record : records)
    for (const std::string& file : record.files) kept.insert(folder_of(state_folder, file));
  const std::string data = join_path(state_folder, "data");
  if (!is_folder(data)) return 0;
  Collector collector{kept, clock.now_us() - kCollectAfterUs};
  HANSE_TRY_STATUS(collector.visit(data, 0));
  return collector.removed;
}

}  // namespace hanse::catalog
