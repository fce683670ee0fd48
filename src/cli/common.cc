// SPDX-License-Identifier: Apache-2.0
#include "cli/common.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

#include "base/files.h"

namespace hanse::cli {
namespace {

constexpr size_t kStandardInputMax = 4u << 20;
std::atomic<bool> stop_asked{false};

void on_signal(int) { stop_asked = true; }

}  // namespace

EnvironmentId environment_of(const Options& options) { return EnvironmentId(options.environment); }

Result<std::unique_ptr<app::App>> open_app(const Options& options, Serves serves) {
  return app::App::open({options.mesh, environment_of(options), serves == Serves::kYes});
}

app::Progress progress_of(const Options& options) {
  if (options.output != Output::kHuman) return [](const std::string&) {};
  return [](const std::string& line) { say(line); };
}

Result<std::string> read_standard_input() {
  std::string text;
  char buffer[65536];
  while (true) {
    const ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::kIo, "cannot read standard input");
    if (got == 0) return text;
    text.append(buffer, static_cast<size_t>(got));
    if (text.size() > kStandardInputMax)
      return fail(ErrorCode::kLimitExceeded, "standard input is larger than 4 MB");
  }
}

Result<std::string> read_named_file(const std::string& path, uint64_t bytes_max) {
  auto text = read_file(path, bytes_max);
  if (!text && text.error().code == ErrorCode::kDenied)
    return fail(ErrorCode::kIo, text.error().message, text.error().help);
  return text;
}

Status save_out(const Options& options, std::string_view text) {
  return options.out.empty() ? Status() : write_file_atomic(options.out, text);
}

Json findings_json(const Diagnostics& findings) {
  Json out = Json::array();
  for (const Diagnostic& item : findings.items())
    out.push(Json::object({{"code", item.code}, {"message", item.message}}));
  return out;
}

int finish(const Options& options, const Status& status) {
  return status ? kExitDone : report(options, status.error());
}

void watch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return stop_asked; }

}  // namespace hanse::cli
