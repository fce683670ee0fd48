// SPDX-License-Identifier: Apache-2.0
#include "net/http_writer.h"

#include "net/http_message.h"

namespace hanse::net {

std::string SocketWriter::head_of(int status, const Headers& headers) const {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", status, reason_phrase(status));
  for (const auto& [name, value] : headers) {
    out += name + ": ";
    for (const char c : value) out += c == '\r' || c == '\n' ? ' ' : c;  // no header splitting
    out += "\r\n";
  }
  if (!shape_.keep_alive) out += "Connection: close\r\n";
  return out;
}

Status SocketWriter::send(int status, const Headers& headers, std::string_view body) {
  std::string out = head_of(status, headers);
  out += fmt::format("Content-Length: {}\r\n\r\n", body.size());
  if (!shape_.head) out += body;
  started_ = finished_ = true;
  return socket_.write_all(out, options_.write_timeout_ms);
}

Status SocketWriter::start(int status, const Headers& headers) {
  started_ = true;
  return socket_.write_all(head_of(status, headers) + "Transfer-Encoding: chunked\r\n\r\n",
                           options_.write_timeout_ms);
}

Status SocketWriter::write(std::string_view bytes) {
  if (bytes.empty() || shape_.head) return {};
  std::string out = fmt::format("{:x}\r\n", bytes.size());
  out += bytes;
  out += "\r\n";
  return socket_.write_all(out, options_.write_timeout_ms);
}

Status SocketWriter::finish() {
  finished_ = true;
  return shape_.head ? Status() : socket_.write_all("0\r\n\r\n", options_.write_timeout_ms);
}

std::shared_ptr<void> SocketWriter::when_gone(std::function<void()> on_gone) {
  return std::shared_ptr<void>(peers_.watch(socket_.descriptor(), std::move(on_gone)));
}

}  // namespace hanse::net
