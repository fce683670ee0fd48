// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"
#include "net/socket.h"

namespace hanse::server::pgwire {

// Messages of PostgreSQL's protocol 3 (https://www.postgresql.org/docs/15/protocol.html): a type
// byte, a length that counts itself, a body. Used by one connection's thread.

// Integers travel with their highest byte first.
template <typename T>
void append_big(T value, std::string& out) {
  static_assert(std::endian::native == std::endian::little);
  const auto swapped = std::byteswap(static_cast<std::make_unsigned_t<T>>(value));
  char bytes[sizeof(T)];
  std::memcpy(bytes, &swapped, sizeof(T));
  out.append(bytes, sizeof(T));
}
// Writes the length of what follows into the four bytes at `at`, with or without those four.
enum class Length { kOfBody, kCountsItself };
void set_length(std::string& out, size_t at, Length length);

struct WireLimits {
  int64_t startup_ms = 10'000;  // from the connection to the end of signing in
  int64_t idle_ms = 3'600'000;  // between messages
  int64_t message_ms = 30'000;  // from a message's first byte to its last
  int64_t write_ms = 60'000;    // without the client taking a byte
  uint32_t startup_bytes_max = 10'000;
  uint32_t message_bytes_max = 2'000'000;
};

// Reads fields of a message's body; everything is bounds-checked. After a field that is not there
// `ok` is false and fields are zero or empty.
class BodyReader {
 public:
  explicit BodyReader(std::string_view body) : rest_(body) {}
  uint8_t byte();
  int16_t int16();
  int32_t int32();
  std::string_view bytes(size_t count);
  std::string_view text();  // up to its NUL
  std::string_view rest() const { return rest_; }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Message {
  char type = 0;
  std::string_view body;  // until the next read
};

class MessageReader {
 public:
  MessageReader(net::Socket& socket, const WireLimits& limits) : socket_(socket), limits_(limits) {}
  // A message without a type, as connections begin; `within_ms`: to its last byte. Empty: the
  // client has gone.
  Result<std::optional<std::string_view>> startup(int64_t within_ms);
  // kInvalidArgument for a type or length that no client sends: nothing after it can be understood.
  Result<std::optional<Message>> next(uint32_t bytes_max, int64_t idle_ms);
  Result<std::optional<Message>> next_within(uint32_t bytes_max, int64_t ms);  // to its last byte
  // Whether a client sent more than was read: before TLS that would be taken for what it encrypted.
  bool has_more() const { return taken_ < buffer_.size(); }

 private:
  Result<bool> fill(size_t bytes);  // by the socket's deadline; false: the client has gone
  net::Socket& socket_;
  const WireLimits& limits_;
  std::string buffer_;
  size_t taken_ = 0;  // of `buffer_`
};

// Messages on their way out, collected until `flush`.
class MessageWriter {
 public:
  MessageWriter(net::Socket& socket, const WireLimits& limits) : socket_(socket), limits_(limits) {}
  void begin(char type);
  void end() { set_length(out_, begin_, Length::kCountsItself); }
  void byte(char value) { out_ += value; }
  void int16(int16_t value) { append_big(value, out_); }
  void int32(int32_t value) { append_big(value, out_); }
  void text(std::string_view value);  // with its NUL; a NUL inside ends it
  void bytes(std::string_view value) { out_ += value; }
  void empty(char type) { begin(type), end(); }
  std::string& out() { return out_; }  // for encoders of rows
  bool is_full() const { return out_.size() >= kFlushAt; }
  Status flush();
  Status flush_if_full() { return is_full() ? flush() : Status(); }
  bool is_broken() const { return broken_; }  // the client takes nothing any more

 private:
  static constexpr size_t kFlushAt = 64 * 1024;
  net::Socket& socket_;
  const WireLimits& limits_;
  std::string out_;
  size_t begin_ = 0;
  bool broken_ = false;
};

}  // namespace hanse::server::pgwire
