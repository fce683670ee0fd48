// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot_files.h"

#include <mutex>
#include <unordered_map>

#include "base/files.h"

namespace hanse::catalog {
namespace {

constexpr size_t kOutcomesMax = 100'000;

std::unexpected<Error> damaged(ErrorCode code, std::string_view what) {
  return fail(code, fmt::format("a file of its snapshot {}", what));
}

std::unexpected<Error> damaged(const Error& error) {
  if (error.code == ErrorCode::kNotFound) return damaged(error.code, "has gone");
  if (error.code == ErrorCode::kCorrupt) return damaged(error.code, "is no regular file");
  return damaged(ErrorCode::kIo, "cannot be opened");
}

// Of files whose stamp moved: whether they have the bytes that were published, for as long as they
// have this stamp. A damaged file is not read again at each statement.
class Outcomes {
 public:
  // None: not known.
  std::optional<bool> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found == known_.end()) return std::nullopt;
    return found->second;
  }
  void keep(std::string key, bool is_same) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kOutcomesMax) known_.clear();
    known_.insert_or_assign(std::move(key), is_same);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, bool> known_;  // guarded by mutex_
};

Outcomes& outcomes() {
  // Never destroyed: threads that end late may still ask.
  static auto* const instance = new Outcomes();
  return *instance;
}

Status check_bytes(const std::string& path, const std::string& stamp, const FileMark& mark) {
  std::string key = path + '\n' + stamp + '\n' + mark.digest;
  std::optional<bool> is_same = outcomes().find(key);
  if (!is_same) {
    const Result<FileMark> found = mark_of(path);
    if (!found) return damaged(found.error());
    is_same = found->digest == mark.digest;
    if (found->stamp == stamp) outcomes().keep(std::move(key), *is_same);
  }
  if (*is_same) return {};
  return damaged(ErrorCode::kCorrupt, "is not the one that was built");
}

}  // namespace

Status check_files(const std::string& state_folder, const SnapshotRecord& record) {
  for (size_t i = 0; i < record.files.size(); ++i) {
    const std::string path = join_path(state_folder, record.files[i]);
    const Result<std::string> stamp = stamp_of(path);
    if (!stamp) return damaged(stamp.error());
    // Built by a version that kept no marks.
    if (i >= record.marks.size() || *stamp == record.marks[i].stamp) continue;
    HANSE_TRY_STATUS(check_bytes(path, *stamp, record.marks[i]));
  }
  return {};
}

}  // namespace hanse::catalog
