// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "base/json.h"
#include "base/terminal_text.h"

namespace hanse::cli {

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kDenied: return kExitDenied;
    case ErrorCode::kUnauthenticated: return kExitNotSignedIn;
    case ErrorCode::kCancelled: return kExitInterrupted;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConflict:
    case ErrorCode::kUnsupported:
    case ErrorCode::kLimitExceeded:
    case ErrorCode::kTimeout:
    case ErrorCode::kUnavailable:
    case ErrorCode::kDataError:
    case ErrorCode::kIo:
    case ErrorCode::kCorrupt:
    case ErrorCode::kInternal: return kExitFailed;
  }
  HANSE_CHECK(false, "every error code has an exit code");
  return kExitFailed;
}

void answer(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void say(std::string_view text) {
  std::fflush(stdout);
  const std::string line = std::string(text) + '\n';  // one write: several threads say things
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int finish_answer(int code) {
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return code;
  say("error: cannot write the answer");
  return code == kExitDone ? kExitFailed : code;
}

Colour colour_of_stderr() {
  return isatty(STDERR_FILENO) && std::getenv("NO_COLOR") == nullptr ? Colour::kOn : Colour::kOff;
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) != 0; }

void answer_file(std::string_view text) {
  if (stdout_is_terminal()) answer(printable_lines(text));
  else answer(text);
}

int report(const Options& options, const Error& error) {
  if (options.output == Output::kJson) {
    Json body = Json::object({{"code", to_string(error.code)}, {"message", error.message}});
    if (!error.help.empty()) body.set("help", error.help);
    if (error.position >= 0) body.set("position", error.position);
    if (!error.decision_id.empty()) body.set("decision_id", error.decision_id);
    say(Json::object({{"format_version", 1}, {"error", std::move(body)}}).dump());
  } else {
    say(fmt::format("error: {}", printable(error.message)));
    if (!error.help.empty()) say(fmt::format("  = help: {}", printable(error.help)));
    if (!error.decision_id.empty()) say(fmt::format("  = decision: {}", error.decision_id));
  }
  return exit_code_of(error.code);
}

int report_usage(const Options& options, std::string message, std::string help) {
  report(options, Error{ErrorCode::kInvalidArgument, std::move(message), std::move(help), -1, {}});
  return kExitUsage;
}

void report(const Options& options, const Diagnostics& diagnostics) {
  if (options.output == Output::kJson) answer(render_json(diagnostics) + "\n");
  else if (!diagnostics.empty()) {
    std::string text = render_human(diagnostics, colour_of_stderr());
    text.pop_back();
    say(text);
  }
}

void say_next(const Options& options, std::string_view command) {
  if (options.output != Output::kHuman) return;
  const std::string mesh = options.mesh == "." ? "" : " --mesh " + options.mesh;
  const std::string environment =
      options.environment.empty() ? "" : " --env " + options.environment;
  say(fmt::format("next: hanse{}{} {}", mesh, environment, command));
}

}  // namespace hanse::cli
