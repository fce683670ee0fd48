// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include "net/host.h"
#include "net/http_message.h"
#include "net/socket.h"

namespace hanse::net {
namespace {

// Flags that a test and a handler's thread wait for.
class Signal {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  bool wait(int seconds = 10) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(seconds), [&] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

struct Echo : Handler {
  Signal entered, gone, released;
  std::atomic<int> write_failed{0};
  void handle(const Request& request, ResponseWriter& writer) override {
    if (request.path == "/broken") {
      (void)writer.start(200, {});
      (void)writer.write("half");
      return;
    }
    if (request.path == "/memory") std::string().reserve(std::string().max_size());
    if (request.path == "/compute") {   // until the client goes
      const auto watch = writer.when_gone([this] { gone.set(); });
      entered.set();
      (void)gone.wait();
      return;
    }
    if (request.path == "/deaf") {      // until the test says so, whatever the client does
      entered.set();
      (void)released.wait();
    }
    if (request.path == "/flood") return flood(writer);
    (void)writer.send(200, {{"X-Path", request.path + "\r\nX-Injected: 1"}}, request.body);
  }
  void flood(ResponseWriter& writer) {
    const std::string block(1 << 20, 'x');
    Status sent = writer.start(200, {});
    for (int i = 0; sent && i < 1000; ++i) sent = writer.write(block);
    write_failed = sent ? 0 : static_cast<int>(sent.error().code);
    gone.set();
  }
  std::string refusal(int status, std::string_view detail) override {
    return fmt::format("{}: {}", status, detail);
  }
};

int connect_to(const std::string& text) {
  const int link = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::stoi(text.substr(text.rfind(':') + 1))));
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  EXPECT_EQ(connect(link, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  return link;
}

void send_all(int link, const std::string& bytes) {
  EXPECT_EQ(send(link, bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
}

std::string read_to_end(int link) {
  std::string out;
  char buffer[4096];
  for (ssize_t got; (got = recv(link, buffer, sizeof buffer, 0)) > 0;)
    out.append(buffer, static_cast<size_t>(got));
  close(link);
  return out;
}

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    HttpOptions options;
    options.body_bytes_max = 1000;
    options.header_bytes_max = 2000;
    options.header_timeout_ms = 100;
    options.body_timeout_ms = 100;
    options.idle_timeout_ms = 2'000;
    options.write_timeout_ms = 100;
    options.connections = 2;
    server = std::move(*HttpServer::listen(options, handler));
  }
  // Sends bytes and reads until the server closes or falls silent.
  std::string exchange(const std::string& bytes) {
    for (int attempt = 0;; ++attempt) {
      const int link = connect_to(server->address());
      send_all(link, bytes);
      std::string out = read_to_end(link);
      // A client sees the end of its connection a moment before the server has given its place up.
      if (attempt >= kAttempts || out.find("too many connections") == std::string::npos) return out;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  static constexpr int kAttempts = 20;
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

TEST_F(HttpServerTest, ASlowBodyIsCut) {
  EXPECT_NE(exchange("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf")
                .find(" 408 "),
            std::string::npos);
}

TEST_F(HttpServerTest, AStuckReaderIsGivenUp) {
  const int link = connect_to(server->address());
  send_all(link, std::string("GET /flood HTTP/1.1\r\n") + kClose + "\r\n");
  EXPECT_TRUE(handler.gone.wait());
  EXPECT_EQ(handler.write_failed, static_cast<int>(ErrorCode::kTimeout));
  close(link);
}

TEST_F(HttpServerTest, TooManyConnectionsAreTurnedAway) {
  const int first = connect_to(server->address()), second = connect_to(server->address());
  EXPECT_NE(exchange("").find(" 503 "), std::string::npos);
  close(first);
  close(second);
}

TEST_F(HttpServerTest, AClientThatLeavesIsTold) {
  const int link = connect_to(server->address());
  send_all(link, "GET /compute HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(handler.entered.wait());
  close(link);
  EXPECT_TRUE(handler.gone.wait());
}

TEST_F(HttpServerTest, AClientThatStaysIsNotGone) {
  const int link = connect_to(server->address());
  send_all(link, "GET /compute HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(handler.entered.wait());
  EXPECT_FALSE(handler.gone.wait(1));
  close(link);
}

TEST_F(HttpServerTest, AHandlerWithoutMemoryFailsItsRequestAlone) {
  EXPECT_NE(exchange(std::string("GET /memory HTTP/1.1\r\n") + kClose + "\r\n").find(" 503 "),
            std::string::npos);
  EXPECT_NE(exchange(std::string("GET /a HTTP/1.1\r\n") + kClose + "\r\n").find(" 200 "),
            std::string::npos);
}

TEST_F(HttpServerTest, StopLetsAHandlerFinish) {
  const int link = connect_to(server->address());
  send_all(link, "GET /deaf HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(handler.entered.wait());
  std::thread later([&] { handler.released.set(); });
  EXPECT_TRUE(server->stop(10'000));
  later.join();
  EXPECT_NE(read_to_end(link).find(" 200 "), std::string::npos);
}

TEST_F(HttpServerTest, StopDoesNotWaitForAHandlerThatDoesNotEnd) {
  const int link = connect_to(server->address());
  send_all(link, "GET /deaf HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(handler.entered.wait());
  EXPECT_FALSE(server->stop(0));
  EXPECT_EQ(read_to_end(link), "");
  handler.released.set();
}

TEST_F(HttpServerTest, TwoHostsAreRefused) {
  EXPECT_NE(exchange("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                .find(" 400 "),
            std::string::npos);
}

int64_t processor_ms() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return spent.tv_sec * 1000 + spent.tv_nsec / 1'000'000;
}

TEST_F(HttpServerTest, WithoutDescriptorsTheAcceptorRests) {
  const int link = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(link) + 1;
  setrlimit(RLIMIT_NOFILE, &none);
  const std::string text = server->address();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::stoi(text.substr(text.rfind(':') + 1))));
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  EXPECT_EQ(connect(link, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  send_all(link, std::string("GET /a HTTP/1.1\r\n") + kClose + "\r\n");
  const int64_t start_ms = processor_ms();
  pollfd silent{link, POLLIN, 0};
  EXPECT_EQ(poll(&silent, 1, 500), 0);
  EXPECT_LT(processor_ms() - start_ms, 200);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_NE(read_to_end(link).find(" 200 "), std::string::npos);
}

TEST(Host, OnlyLoopbackIsNamedByIt) {
  for (const char* host : {"localhost", "LocalHost:80", "127.0.0.1", "127.1.2.3:65535", "[::1]",
                           "[::1]:8080", "localhost:0"})
    EXPECT_TRUE(names_loopback(host)) << host;
  for (const char* host :
       {"", "evil.example", "127.evil.example", "127.0.0.1.evil.example", "[::1].evil.example",
        "[::1", "[::2]", "::1", "localhost.evil.example", "localhost:", "localhost:65536",
        "localhost:80:80", "localhost:-1", "localhost:8x", "128.0.0.1", "127.1", "0x7f.0.0.1",
        "user@localhost", "localhost "})
    EXPECT_FALSE(names_loopback(host)) << host;
}

TEST(Listener, APortBeyondTheLargestIsRefused) {
  for (const char* address : {"127.0.0.1:65536", "127.0.0.1:73616", "127.0.0.1:-1", "127.0.0.1:"}) {
    const auto refused = open_listener(address, Exposure::kLoopback);
    ASSERT_FALSE(refused.has_value()) << address;
    EXPECT_NE(refused.error().message.find("is no address"), std::string::npos) << address;
  }
}

TEST(Listener, BeyondLoopbackIsRefusedBeforeItIsBound) {
  const auto taken = open_listener("0.0.0.0:0", Exposure::kAnywhere);
  ASSERT_TRUE(taken.has_value());
  const auto refused = open_listener(taken->address, Exposure::kLoopback);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);  // and not kConflict, which binding gives
  close(taken->descriptor);
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
