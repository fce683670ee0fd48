// SPDX-License-Identifier: Apache-2.0
#include "net/http_message.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "base/utf8.h"

namespace hanse::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

// Our socket in the shape that Beast reads from.
struct BeastStream {
  Socket& socket;

  template <class Buffers>
  size_t read_some(const Buffers& buffers, beast::error_code& code) {
    const auto first = boost::asio::buffer_sequence_begin(buffers);
    const boost::asio::mutable_buffer into = *first;
    const int64_t got = socket.read_some(static_cast<char*>(into.data()), into.size());
    if (got > 0) {
      code = {};
      return static_cast<size_t>(got);
    }
    if (got == 0) code = boost::asio::error::eof;
    else if (socket.timed_out()) code = beast::error::timeout;
    else code = boost::asio::error::connection_reset;
    return 0;
  }
  template <class Buffers>
  size_t read_some(const Buffers& buffers) {
    beast::error_code code;
    return read_some(buffers, code);
  }
};

int status_of(const beast::error_code& code) {
  if (code == http::error::body_limit) return 413;
  if (code == http::error::header_limit || code == http::error::buffer_overflow) return 431;
  if (code == beast::error::timeout) return 408;
  if (code == http::error::bad_version) return 505;
  return 400;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

std::string_view reason_phrase(int status) {
  return http::obsolete_reason(static_cast<http::status>(status));
}

std::optional<std::pair<std::string, std::string>> split_target(std::string_view target) {
  const size_t mark = target.find('?');
  const std::string_view raw = target.substr(0, mark);
  if (!raw.starts_with('/')) return std::nullopt;
  std::string path;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      path += raw[i];
      continue;
    }
    if (i + 2 >= raw.size()) return std::nullopt;
    const int high = hex_digit(raw[i + 1]), low = hex_digit(raw[i + 2]);
    if (high < 0 || low < 0 || high * 16 + low == 0) return std::nullopt;
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return std::pair(std::move(path),
                   std::string(mark == std::string_view::npos ? "" : target.substr(mark + 1)));
}

struct RequestReader::Parts {
  Socket& socket;
  HttpOptions options;
  beast::flat_buffer buffer;
};

RequestReader::RequestReader(Socket& socket, const HttpOptions& options)
    : parts_(new Parts{socket, options, beast::flat_buffer(options.header_bytes_max + 65'536)}) {}
RequestReader::~RequestReader() = default;

ReadOutcome RequestReader::next() {
  ReadOutcome out;
  BeastStream stream{parts_->socket};
  http::request_parser<http::string_body> parser;
  parser.header_limit(parts_->options.header_bytes_max);
  parser.body_limit(parts_->options.body_bytes_max);
  beast::error_code code;
  if (parts_->buffer.size() == 0) {     // wait for the first byte as long as a client may idle
    parts_->socket.set_deadline_ms(parts_->options.idle_timeout_ms);
    char first[4096];
    const int64_t got = parts_->socket.read_some(first, sizeof first);
    if (got <= 0) {
      out.closed = true;
      return out;
    }
    const auto room = parts_->buffer.prepare(static_cast<size_t>(got));
    std::copy_n(first, got, static_cast<char*>(room.data()));
    parts_->buffer.commit(static_cast<size_t>(got));
  }
  parts_->socket.set_deadline_ms(parts_->options.header_timeout_ms);
  http::read_header(stream, parts_->buffer, parser, code);
  if (!code && parser.get().version() != 11) code = http::error::bad_version;
  if (!code) {
    parts_->socket.set_deadline_ms(parts_->options.body_timeout_ms);
    if (equal_ignoring_case(std::string(parser.get()[http::field::expect]), "100-continue"))
      (void)parts_->socket.write_all("HTTP/1.1 100 Continue\r\n\r\n",
                                     parts_->options.write_timeout_ms);
    http::read(stream, parts_->buffer, parser, code);
  }
  if (code) {
    out.refused = status_of(code);
    out.detail = code == http::error::end_of_stream ? "the request is cut" : code.message();
    return out;
  }
  auto message = parser.release();
  if (message.count(http::field::host) > 1) {  // which of the two would be meant?
    out.refused = 400;
    out.detail = "the request has more than one Host header";
    return out;
  }
  out.keep_alive = message.keep_alive();
  out.head = message.method() == http::verb::head;
  const auto target = split_target(std::string(message.target()));
  if (!target) {
    out.refused = 400;
    out.detail = "the request's target is malformed";
    return out;
  }
  out.request.method = std::string(message.method_string());
  std::tie(out.request.path, out.request.query) = *target;
  for (const auto& field : message)
    out.request.headers.emplace_back(ascii_lower(std::string(field.name_string())),
                                     std::string(field.value()));
  out.request.body = std::move(message.body());
  return out;
}

}  // namespace hanse::net
