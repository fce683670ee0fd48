// SPDX-License-Identifier: Apache-2.0
#include "base/scratch_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/digest.h"
#include "base/files.h"

namespace hanse {
namespace {

std::unexpected<Error> failed(std::string_view what) {
  return fail(ErrorCode::kIo,
              fmt::format("a scratch file cannot be {}: {}", what, std::strerror(errno)));
}

}  // namespace

Result<ScratchFile> ScratchFile::make(const std::string& folder) {
  HANSE_TRY_STATUS(make_folders(folder));
  const std::string path = join_path(folder, ".scratch-" + random_hex(8));
  ScratchFile out;
  out.descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out.descriptor_ < 0) return failed("made");
  (void)::unlink(path.c_str());
  return out;
}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

ScratchFile::~ScratchFile() {
  if (is_open()) (void)::close(descriptor_);
}

Status ScratchFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(bytes_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("written");
    bytes_ += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Result<std::string> ScratchFile::read(uint64_t from, size_t bytes) const {
  std::string out(from < bytes_ ? std::min<uint64_t>(bytes, bytes_ - from) : 0, '\0');
  if (read_at(descriptor_, from, out.data(), out.size()) != out.size()) return failed("read");
  return out;
}

}  // namespace hanse
