// SPDX-License-Identifier: Apache-2.0
#include "net/unix_socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

#include "base/files.h"
#include "net/http_client.h"
#include "net/http_server.h"

namespace hanse::net {
namespace {

class UnixSockets : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "hanse-unix-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = resolve_path(pattern).value();
  }
  void TearDown() override { EXPECT_TRUE(remove_tree(folder_).has_value()); }
  std::string at(std::string_view name) const { return join_path(folder_, name); }
  std::string folder_;
};

// Answers POST /lines with two lines, /cut with one and no end, anything else with a 404.
class LineHandler : public Handler {
 public:
  void handle(const Request& request, ResponseWriter& writer) override {
    body = request.body;
    if (request.path != "/lines" && request.path != "/cut" && request.path != "/wait") {
      (void)writer.send(404, {}, "{\"code\":\"not_found\"}\n");
      return;
    }
    (void)writer.start(200, {});
    (void)writer.write("{\"n\":1}\n{\"n\"");
    if (request.path == "/cut") return;
    const auto watch = writer.when_gone([this] { gone = true; });
    while (request.path == "/wait" && !gone) usleep(1000);
    (void)writer.write(":2}\n");
    (void)writer.finish();
  }
  std::string refusal(int, std::string_view detail) override { return std::string(detail); }
  std::string body;
  std::atomic<bool> gone{false};
};

class UnixHttp : public UnixSockets {
 protected:
  void listen(const std::string& path) {
    HttpOptions options;
    options.unix_path = path;
    auto server = HttpServer::listen(options, handler_);
    ASSERT_TRUE(server.has_value()) << server.error().message;
    server_ = std::move(*server);
  }
  LineHandler handler_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(UnixSockets, ASocketIsItsOwnersAlone) {
  const auto listener = UnixListener::open(at("s"));
  ASSERT_TRUE(listener.has_value()) << listener.error().message;
  struct stat info {};
  ASSERT_EQ(stat(at("s").c_str(), &info), 0);
  EXPECT_TRUE(S_ISSOCK(info.st_mode));
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(UnixSockets, ASecondListenerIsAConflict) {
  const auto first = UnixListener::open(at("s"));
  ASSERT_TRUE(first.has_value());
  const auto second = UnixListener::open(at("s"));
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(connect_unix(at("s")).has_value()) << "the first one still listens";
}

TEST_F(UnixSockets, WhatAKilledProcessLeftIsReplaced) {
  const pid_t child = fork();
  if (child == 0) {
    const auto listener = UnixListener::open(at("s"));
    _exit(listener ? 0 : 1);            // without the destructor, as a kill would
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  ASSERT_TRUE(path_exists(at("s")));
  EXPECT_EQ(connect_unix(at("s")).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(UnixListener::open(at("s")).has_value());
}

TEST_F(UnixSockets, AnotherFileInItsPlaceIsLeftAlone) {
  ASSERT_TRUE(write_file_atomic(at("s"), "precious").has_value());
  EXPECT_FALSE(UnixListener::open(at("s")).has_value());
  EXPECT_EQ(read_file(at("s"), 100).value(), "precious");
}

TEST_F(UnixSockets, NothingIsLeftOfAListenerThatEnds) {
  { const auto listener = UnixListener::open(at("s")); }
  EXPECT_FALSE(path_exists(at("s")));
  EXPECT_EQ(connect_unix(at("s")).error().code, ErrorCode::kNotFound);
}

TEST_F(UnixSockets, APathMayBeLongerThanAnAddress) {
  const std::string deep = at(std::string(100, 'a') + "/" + std::string(100, 'b'));
  ASSERT_TRUE(make_folders(deep).has_value());
  const auto listener = UnixListener::open(deep + "/s");
  ASSERT_TRUE(listener.has_value()) << listener.error().message;
  EXPECT_TRUE(path_exists(deep + "/s"));
  EXPECT_TRUE(connect_unix(deep + "/s").has_value());
}

TEST_F(UnixHttp, AnAnswerIsReadByItsLines) {
  listen(at("s"));
  auto client = UnixHttpClient::connect(at("s")).value();
  ASSERT_EQ(client->post("/lines", "{\"a\":1}").value(), 200);
  EXPECT_EQ(client->next_line().value(), "{\"n\":1}");
  EXPECT_EQ(client->next_line().value(), "{\"n\":2}");
  EXPECT_EQ(client->next_line().value(), std::nullopt);
  EXPECT_EQ(handler_.body, "{\"a\":1}");
}

TEST_F(UnixHttp, AProblemHasItsStatus) {
  listen(at("s"));
  auto client = UnixHttpClient::connect(at("s")).value();
  EXPECT_EQ(client->post("/nothing", "{}").value(), 404);
  EXPECT_EQ(client->next_line().value(), "{\"code\":\"not_found\"}");
}

TEST_F(UnixHttp, ACutAnswerIsNoEnd) {
  listen(at("s"));
  auto client = UnixHttpClient::connect(at("s")).value();
  ASSERT_EQ(client->post("/cut", "{}").value(), 200);
  EXPECT_EQ(client->next_line().value(), "{\"n\":1}");
  EXPECT_EQ(client->next_line().error().code, ErrorCode::kUnavailable);
}

TEST_F(UnixHttp, AStopEndsTheWaitAndTellsTheServer) {
  listen(at("s"));
  auto client = UnixHttpClient::connect(at("s")).value();
  std::atomic<bool> stop{false};
  client->stop_when([&] { return stop.load(); });
  ASSERT_EQ(client->post("/wait", "{}").value(), 200);
  EXPECT_EQ(client->next_line().value(), "{\"n\":1}");
  stop = true;
  EXPECT_EQ(client->next_line().error().code, ErrorCode::kCancelled);
  client.reset();
  EXPECT_TRUE(server_->stop(10'000));
  EXPECT_TRUE(handler_.gone);
}

TEST_F(UnixHttp, AnotherUserIsRefusedEvenWhereTheModeLetsIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  ASSERT_EQ(chmod(folder_.c_str(), 0755), 0);
  listen(at("s"));
  const auto as_nobody = [&] {
    const pid_t child = fork();
    if (child == 0) {
      if (setgid(65534) != 0 || setuid(65534) != 0) _exit(9);
      const auto client = UnixHttpClient::connect(at("s"));
      if (!client) _exit(client.error().code == ErrorCode::kDenied ? 1 : 8);
      const auto status = (*client)->post("/lines", "{}");
      _exit(status && *status == 403 ? 2 : 7);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
  };
  EXPECT_EQ(as_nobody(), 1) << "the mode keeps it out";
  ASSERT_EQ(chmod(at("s").c_str(), 0666), 0);
  EXPECT_EQ(as_nobody(), 2) << "the kernel's word keeps it out";
  EXPECT_EQ(handler_.body, "");
}

}  // namespace
}  // namespace hanse::net
