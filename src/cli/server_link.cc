// SPDX-License-Identifier: Apache-2.0
#include "cli/server_link.h"

#include "app/change_requests.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "cli/common.h"

namespace hanse::cli {
namespace {

// A problem document, as our errors look.
Error error_from(const Json& problem) {
  return {error_code_of(problem["code"].as_string()), text_at(problem, "title"),
          text_at(problem, "help"), static_cast<int>(problem["position"].as_int(-1)),
          text_at(problem, "decision_id")};
}

// Why there is no answer.
std::unexpected<Error> lost(const std::string& doing, const Error& error) {
  if (error.code == ErrorCode::kCancelled && !interrupted())
    return fail(ErrorCode::kTimeout, fmt::format("the {} did not end in time", doing),
                "the server stops it as well");
  if (error.code == ErrorCode::kCancelled)
    return fail(ErrorCode::kCancelled, "interrupted",
                doing == "apply" ? "the server goes on with it: `hanse status` tells its end"
                                 : "the server stops it as well");
  return fail(ErrorCode::kUnavailable,
              fmt::format("the server ended in the middle: whether it did the {} is not known",
                          doing),
              doing == "run" ? "report the run again, with its id: it completes what was begun"
                             : fmt::format("run `hanse {}{}` again: it completes what was begun",
                                           doing == "check" ? "product " : "", doing));
}

}  // namespace

Result<std::unique_ptr<ServerLink>> ServerLink::find(const Options& options) {
  // A folder that has no state has no server: who opens it next says what is wrong.
  const auto folder = app::state_folder(options.mesh, environment_of(options));
  if (!folder) return nullptr;
  auto client = net::UnixHttpClient::connect(app::administration_socket(*folder));
  if (client) return std::unique_ptr<ServerLink>(new ServerLink(std::move(*client)));
  if (client.error().code == ErrorCode::kNotFound) return nullptr;
  // No denial by policy.
  return fail(ErrorCode::kIo, client.error().message,
              "a server holds this state: run the command as the user that it runs as");
}

Result<Json> ServerLink::send(const std::string& doing, const Json& body, const Options& options,
                              int64_t deadline_us) {
  watch_signals();
  client_->stop_when([deadline_us] {
    return interrupted() || (deadline_us != 0 && Clock::system().monotonic_us() >= deadline_us);
  });
  const auto status = client_->post("/v1/" + doing, body.dump());
  if (!status) return lost(doing, status.error());
  const app::Progress progress = progress_of(options);
  while (true) {
    const auto line = client_->next_line();
    if (!line) return lost(doing, line.error());
    const auto json = *line ? Json::parse(**line) : fail(ErrorCode::kUnavailable, "no outcome");
    if (!json) return lost(doing, json.error());
    if (*status != 200) return fail(error_from(*json));
    if (const Json* error = json->find("error")) return fail(error_from(*error));
    if (const Json* outcome = json->find("outcome")) return *outcome;
    progress(text_at(*json, "progress"));
  }
}

}  // namespace hanse::cli
