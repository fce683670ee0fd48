// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/http_message.h"

namespace hanse::net {
namespace {

struct Echo : Handler {
  void handle(const Request& request, ResponseWriter& writer) override {
    if (request.path == "/broken") {
      (void)writer.start(200, {});
      (void)writer.write("half");
      return;
    }
    (void)writer.send(200, {{"X-Path", request.path + "\r\nX-Injected: 1"}}, request.body);
  }
  std::string refusal(int status, std::string_view) override { return std::to_string(status); }
};

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    HttpOptions options;
    options.body_bytes_max = 1000;
    options.header_bytes_max = 2000;
    options.header_timeout_ms = 100;
    options.idle_timeout_ms = 2'000;
    server = std::move(*HttpServer::listen(options, handler));
  }
  // Sends bytes and reads until the server closes or falls silent.
  std::string exchange(const std::string& bytes) {
    const int link = socket(AF_INET, SOCK_STREAM, 0);
    const std::string text = server->address();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(std::stoi(text.substr(text.rfind(':') + 1))));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    EXPECT_EQ(connect(link, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(send(link, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    std::string out;
    char buffer[4096];
    for (ssize_t got; (got = recv(link, buffer, sizeof buffer, 0)) > 0;)
      out.append(buffer, static_cast<size_t>(got));
    close(link);
    return out;
  }
  Echo handler;
  std::unique_ptr<HttpServer> server;
};

constexpr const char* kClose = "Host: localhost\r\nConnection: close\r\n";

TEST_F(HttpServerTest, AnswersOneAfterTheOther) {
  const std::string two =
      std::string("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b%2Fc HTTP/1.1\r\n") + kClose +
      "\r\n";
  const std::string out = exchange(two);
  EXPECT_NE(out.find("X-Path: /a"), std::string::npos);
  EXPECT_NE(out.find("X-Path: /b/c"), std::string::npos);
}

TEST_F(HttpServerTest, HeaderValuesCannotSplitAnAnswer) {
  EXPECT_EQ(exchange(std::string("GET /a HTTP/1.1\r\n") + kClose + "\r\n").find("\r\nX-Injected"),
            std::string::npos);
}

TEST_F(HttpServerTest, AFailureInMidStreamHasNoEnd) {
  const std::string out = exchange(std::string("GET /broken HTTP/1.1\r\n") + kClose + "\r\n");
  EXPECT_NE(out.find("half"), std::string::npos);
  EXPECT_EQ(out.find("\r\n0\r\n\r\n"), std::string::npos);
}

TEST_F(HttpServerTest, BadRequestsAreRefused) {
  EXPECT_NE(exchange("NONSENSE\r\n\r\n").find(" 400 "), std::string::npos);
  EXPECT_NE(
      exchange("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(5000, 'x') + "\r\n\r\n")
          .find(" 431 "),
      std::string::npos);
  EXPECT_NE(exchange(std::string("POST / HTTP/1.1\r\nContent-Length: 5000\r\n") + kClose + "\r\n")
                .find(" 413 "),
            std::string::npos);
  EXPECT_NE(exchange("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").find(" 505 "), std::string::npos);
  EXPECT_NE(exchange("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").find(" 421 "),
            std::string::npos);
  EXPECT_NE(exchange("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n").find(" 400 "),
            std::string::npos);
}

TEST_F(HttpServerTest, TwoLengthsAreRefused) {
  const std::string smuggled =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: "
      "chunked\r\n\r\n";
  EXPECT_NE(exchange(smuggled + "0\r\n\r\nGET /x HTTP/1.1\r\n\r\n").find(" 400 "),
            std::string::npos);
}

TEST_F(HttpServerTest, ASlowHeaderIsCut) {
  EXPECT_NE(exchange("GET / HTTP/1.1\r\nHost: local").find(" 408 "), std::string::npos);
}

TEST(HttpServer, ListensBeyondLoopbackOnlyWhenTold) {
  Echo handler;
  HttpOptions options;
  options.address = "0.0.0.0:0";
  const auto refused = HttpServer::listen(options, handler);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace hanse::net
