// SPDX-License-Identifier: Apache-2.0
#include "net/http_client.h"

#include <poll.h>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "net/socket.h"
#include "net/unix_socket.h"

namespace hanse::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr int kLookMs = 100;
constexpr int64_t kSendMs = 60'000;      // without the server taking a byte
constexpr size_t kReadBytes = 65'536;
constexpr size_t kLineBytesMax = 64u << 20;

std::unexpected<Error> cut() {
  return fail(ErrorCode::kUnavailable, "the server ended before it answered");
}

}  // namespace

struct UnixHttpClient::Parts {
  explicit Parts(int descriptor) : socket(descriptor) {
    parser.eager(true);
    parser.body_limit(boost::none);
  }
  Socket socket;
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  std::function<bool()> stop;

  Status wait();
  Status read_more();
};

Status UnixHttpClient::Parts::wait() {
  while (true) {
    if (stop && stop()) return fail(ErrorCode::kCancelled, "interrupted");
    pollfd entry{socket.descriptor(), POLLIN, 0};
    const int ready = poll(&entry, 1, kLookMs);
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return cut();
  }
}

Status UnixHttpClient::Parts::read_more() {
  HANSE_TRY_STATUS(wait());
  const auto room = buffer.prepare(kReadBytes);
  socket.set_deadline_ms(kLookMs);
  const int64_t got = socket.read_some(static_cast<char*>(room.data()), room.size());
  if (got <= 0) return cut();
  buffer.commit(static_cast<size_t>(got));
  beast::error_code code;
  buffer.consume(parser.put(buffer.data(), code));
  if (code && code != http::error::need_more)
    return fail(ErrorCode::kUnavailable, "the server's answer is no HTTP");
  return {};
}

UnixHttpClient::UnixHttpClient(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
UnixHttpClient::~UnixHttpClient() = default;

Result<std::unique_ptr<UnixHttpClient>> UnixHttpClient::connect(const std::string& path) {
  HANSE_TRY(const int descriptor, connect_unix(path));
  return std::unique_ptr<UnixHttpClient>(
      new UnixHttpClient(std::make_unique<Parts>(descriptor)));
}

void UnixHttpClient::stop_when(std::function<bool()> stop) { parts_->stop = std::move(stop); }

Result<int> UnixHttpClient::post(const std::string& target, std::string_view json) {
  const std::string head = fmt::format(
      "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Accept: application/x-ndjson\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
      target, json.size());
  // Who refuses a request may do so before it was sent whole: the answer tells, not the write.
  if (parts_->socket.write_all(head, kSendMs)) (void)parts_->socket.write_all(json, kSendMs);
  while (!parts_->parser.is_header_done()) HANSE_TRY_STATUS(parts_->read_more());
  return static_cast<int>(parts_->parser.get().result_int());
}

Result<std::optional<std::string>> UnixHttpClient::next_line() {
  std::string& body = parts_->parser.get().body();
  while (true) {
    if (const size_t end = body.find('\n'); end != std::string::npos) {
      std::string line = body.substr(0, end);
      body.erase(0, end + 1);
      return line;
    }
    if (parts_->parser.is_done()) {
      if (body.empty()) return std::optional<std::string>();
      return std::exchange(body, {});
    }
    if (body.size() > kLineBytesMax)
      return fail(ErrorCode::kLimitExceeded, "the server's answer has too long a line");
    HANSE_TRY_STATUS(parts_->read_more());
  }
}

}  // namespace hanse::net
