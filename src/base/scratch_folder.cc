// SPDX-License-Identifier: Apache-2.0
#include "base/scratch_folder.h"

#include <cstdlib>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"

namespace hanse {

Result<ScratchFolder> ScratchFolder::make() {
  const char* stated = std::getenv("TMPDIR");
  std::string path = join_path(stated != nullptr && *stated == '/' ? stated : "/tmp",
                               "hanse-" + new_time_id(Clock::system().now_us()));
  HANSE_TRY_STATUS(make_private_folder(path));
  return ScratchFolder(std::move(path));
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) {
  other.path_.clear();
}

ScratchFolder::~ScratchFolder() {
  if (!path_.empty()) (void)remove_tree(path_);
}

}  // namespace hanse
