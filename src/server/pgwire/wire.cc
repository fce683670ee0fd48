// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/wire.h"

#include "base/big_endian.h"

namespace hanse::server::pgwire {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr size_t kReadBytes = 32 * 1024;
constexpr std::string_view kTypes = "BCDEFHPQSXcdfp";  // of a client's messages

std::unexpected<Error> bad_length(uint32_t length, uint32_t most) {
  return fail(
      ErrorCode::kInvalidArgument,
      fmt::format("a message states a length of {} bytes, expected at most {}", length, most));
}

}  // namespace

void set_length(std::string& out, size_t at, Length length) {
  const size_t from = length == Length::kCountsItself ? at : at + kLengthBytes;
  const auto bytes = static_cast<uint32_t>(out.size() - from);
  const uint32_t swapped = std::byteswap(bytes);
  std::memcpy(out.data() + at, &swapped, kLengthBytes);
}

uint8_t BodyReader::byte() {
  const std::string_view one = bytes(1);
  return one.empty() ? uint8_t{0} : static_cast<uint8_t>(one[0]);
}
int16_t BodyReader::int16() { return big_endian<int16_t>(bytes(2)); }
int32_t BodyReader::int32() { return big_endian<int32_t>(bytes(4)); }

std::string_view BodyReader::bytes(size_t count) {
  if (!ok_ || count > rest_.size()) {
    ok_ = false;
    return {};
  }
  const std::string_view out = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return out;
}

std::string_view BodyReader::text() {
  const size_t end = rest_.find('\0');
  if (!ok_ || end == std::string_view::npos) {
    ok_ = false;
    return {};
  }
  const std::string_view out = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return out;
}

Result<bool> MessageReader::fill(size_t bytes) {
  if (taken_ > 0) buffer_.erase(0, taken_), taken_ = 0;
  while (buffer_.size() < bytes) {
    const size_t before = buffer_.size();
    buffer_.resize(before + kReadBytes);
    const int64_t got = socket_.read_some(buffer_.data() + before, kReadBytes);
    buffer_.resize(before + static_cast<size_t>(std::max<int64_t>(got, 0)));
    if (got > 0) continue;
    if (got == 0) return false;
    if (!socket_.timed_out()) return false;
    return fail(ErrorCode::kTimeout, "the client sent nothing for too long");
  }
  return true;
}

Result<std::optional<std::string_view>> MessageReader::startup(int64_t within_ms) {
  socket_.set_deadline_ms(within_ms);
  HANSE_TRY(const bool begun, fill(kLengthBytes));
  if (!begun) return std::nullopt;
  const uint32_t length = big_endian<uint32_t>(std::string_view(buffer_));
  if (length < 2 * kLengthBytes || length > limits_.startup_bytes_max)
    return bad_length(length, limits_.startup_bytes_max);
  HANSE_TRY(const bool whole, fill(length));
  if (!whole) return std::nullopt;
  taken_ = length;
  return std::string_view(buffer_).substr(kLengthBytes, length - kLengthBytes);
}

Result<std::optional<Message>> MessageReader::next(uint32_t bytes_max, int64_t idle_ms) {
  if (!has_more()) {
    socket_.set_deadline_ms(idle_ms);
    HANSE_TRY(const bool begun, fill(1));
    if (!begun) return std::nullopt;
  }
  return next_within(bytes_max, limits_.message_ms);
}

Result<std::optional<Message>> MessageReader::next_within(uint32_t bytes_max, int64_t ms) {
  constexpr size_t kHead = 1 + kLengthBytes;
  socket_.set_deadline_ms(ms);
  if (buffer_.size() - taken_ < kHead) {
    HANSE_TRY(const bool head, fill(kHead));
    if (!head) return std::nullopt;
  }
  const char type = buffer_[taken_];
  if (kTypes.find(type) == std::string_view::npos)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a message of type {} is none of the protocol's",
                            static_cast<int>(static_cast<unsigned char>(type))));
  const uint32_t length = big_endian<uint32_t>(std::string_view(buffer_).substr(taken_ + 1));
  if (length < kLengthBytes || length > bytes_max) return bad_length(length, bytes_max);
  const size_t whole = size_t{1} + length;
  if (buffer_.size() - taken_ < whole) {
    HANSE_TRY(const bool complete, fill(whole));
    if (!complete) return std::nullopt;
  }
  const Message out{type,
                    std::string_view(buffer_).substr(taken_ + kHead, whole - kHead)};
  taken_ += whole;
  return out;
}

void MessageWriter::begin(char type) {
  out_ += type;
  begin_ = out_.size();
  out_.append(kLengthBytes, '\0');
}

void MessageWriter::text(std::string_view value) {
  out_ += value.substr(0, value.find('\0'));
  out_ += '\0';
}

Status MessageWriter::flush() {
  if (out_.empty()) return {};
  const Status sent = socket_.write_all(out_, limits_.write_ms);
  out_.clear();
  broken_ = broken_ || !sent;
  return sent;
}

}  // namespace hanse::server::pgwire
