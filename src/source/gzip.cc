// SPDX-License-Identifier: Apache-2.0
#include "source/gzip.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>

#include "base/descriptor.h"
#include "base/digest.h"
#include "base/files.h"

namespace hanse::source {
namespace {

constexpr size_t kBlock = size_t{1} << 16;
constexpr int kGzipOnly = 15 + 16;  // the largest window, and the format's own header and sum

// Members of one file, one after the other.
class Inflater {
 public:
  Inflater(int in, int out, std::string name, const UnpackLimits& limits)
      : in_(in), out_(out), name_(std::move(name)), limits_(limits) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }

  Status run() {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK)
      return fail(ErrorCode::kInternal, "there is no memory to unpack it");
    ready_ = true;
    HANSE_TRY(bool more, fill());
    if (!more) return broken();
    while (more) {
      HANSE_TRY_STATUS(member());
      // Behind a member comes another, or zeros that fill up a block.
      HANSE_TRY(more, skip_zeros());
      inflateReset(&stream_);
    }
    return {};
  }

 private:
  std::unexpected<Error> broken() const {
    return fail(ErrorCode::kDataError, fmt::format("`{}` is no whole gzip file", name_));
  }

  // True while there are bytes to take.
  Result<bool> fill() {
    if (stream_.avail_in > 0) return true;
    ssize_t got = -1;
    do got = read(in_, read_.data(), read_.size());
    while (got < 0 && errno == EINTR);
    if (got < 0) return fail(ErrorCode::kIo, fmt::format("`{}` cannot be read", name_));
    packed_ += static_cast<uint64_t>(got);
    stream_.next_in = reinterpret_cast<Bytef*>(read_.data());
    stream_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  Status member() {
    for (int outcome = Z_OK; outcome != Z_STREAM_END;) {
      HANSE_TRY(const bool more, fill());
      if (!more) return broken();
      stream_.next_out = reinterpret_cast<Bytef*>(write_.data());
      stream_.avail_out = static_cast<uInt>(write_.size());
      outcome = inflate(&stream_, Z_NO_FLUSH);
      if (outcome != Z_OK && outcome != Z_STREAM_END) return broken();
      HANSE_TRY_STATUS(put({write_.data(), write_.size() - stream_.avail_out}));
    }
    return {};
  }

  Status put(std::string_view bytes) {
    unpacked_ += bytes.size();
    if (limits_.are_passed(unpacked_, packed_, unpacked_))
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("`{}` unpacks to more than is allowed", name_));
    if (write_whole(out_, bytes)) return {};
    return fail(ErrorCode::kIo, fmt::format("`{}` cannot be unpacked", name_));
  }

  Result<bool> skip_zeros() {
    bool found = false;
    for (;;) {
      HANSE_TRY(const bool more, fill());
      if (!more) return false;
      if (*stream_.next_in != 0) break;
      ++stream_.next_in;
      --stream_.avail_in;
      found = true;
    }
    if (found) return broken();
    return true;
  }

  const int in_, out_;
  const std::string name_;
  const UnpackLimits& limits_;
  std::string read_ = std::string(kBlock, '\0'), write_ = std::string(kBlock, '\0');
  uint64_t packed_ = 0, unpacked_ = 0;
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

Result<std::string> unpack_gzip(const Packed& packed, std::string_view extension,
                                const std::string& scratch, const UnpackLimits& limits) {
  const Descriptor in{open(packed.path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.value < 0) return fail(ErrorCode::kIo, fmt::format("`{}` cannot be read", packed.name));
  const std::string path = fmt::format("{}/unpacked-{}{}", scratch, random_hex(8), extension);
  Status done;
  {
    const Descriptor out{open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (out.value < 0)
      return fail(ErrorCode::kIo, fmt::format("`{}` cannot be unpacked", packed.name));
    done = Inflater(in.value, out.value, packed.name, limits).run();
  }
  if (done) return path;
  (void)remove_tree(path);
  return fail(done.error());
}

}  // namespace hanse::source
