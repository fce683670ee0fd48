// SPDX-License-Identifier: Apache-2.0
#include "server/administration.h"

#include "app/change_requests.h"
#include "app/external_runs.h"
#include "base/json_text.h"
#include "server/change_stream.h"
#include "server/http_api/body.h"
#include "server/http_api/problem.h"

namespace hanse::server {
namespace {

constexpr const char* kDoor = "socket";

std::string ended(const Result<Json>& outcome) {
  return outcome ? "done" : outcome.error().message;
}

}  // namespace

void AdministrationApi::handle(const net::Request& request, net::ResponseWriter& writer) {
  if (request.method == "POST" && request.path == "/v1/run") return post_run(request, writer);
  const bool is_apply = request.path == "/v1/apply", is_refresh = request.path == "/v1/refresh",
             is_check = request.path == "/v1/check";
  if (request.method != "POST" || (!is_apply && !is_refresh && !is_check)) {
    (void)send_problem(writer,
                       Error{ErrorCode::kNotFound, "there is nothing at this address",
                             "POST /v1/apply, /v1/refresh, /v1/check or /v1/run", -1, {}});
    return;
  }
  const auto body = is_apply     ? read_json_object(request, kApplyAsFields)
                    : is_refresh ? read_json_object(request, kRefreshFields)
                                 : read_json_object(request, kProductsFields);
  if (!body) {
    send_body_problem(writer, body.error());
    return;
  }
  if (is_apply) return post_apply(*body, writer);
  const auto names = text_list((*body)["products"]);
  if (is_refresh)
    post_work("refresh", [&](const auto& cancel, auto progress) {
      return app::refresh_document(app_, names, cancel, std::move(progress),
                                   (*body)["join"].as_bool() ? app::Running::kJoin
                                                             : app::Running::kWait);
    }, writer);
  else
    post_work("check", [&](const auto& cancel, auto progress) {
      return app::check_document(app_, names, "operator", cancel, progress);
    }, writer);
}

std::string AdministrationApi::refusal(int status, std::string_view detail) {
  return refusal_document(status, detail);
}

void AdministrationApi::post_apply(const Json& body, net::ResponseWriter& writer) {
  ChangeStream stream(writer);
  const auto apply = [&]() -> Result<Json> {
    HANSE_TRY(const identity::Principal principal, app_.act_as(text_at(body, "as")));
    say_(fmt::format("apply by {} through the socket", principal.id));
    return app::apply_document(app_, body["plan"], {principal, kDoor}, stream.progress());
  };
  const Result<Json> outcome = apply();
  say_("apply through the socket: " + ended(outcome));
  stream.end(outcome);
}

void AdministrationApi::post_work(const std::string& what, const Work& work,
                                  net::ResponseWriter& writer) {
  ChangeStream stream(writer);
  engine::CancelToken cancel;
  const auto watch = writer.when_gone([cancel]() mutable { cancel.cancel(); });
  say_(fmt::format("{} through the socket", what));
  const Result<Json> outcome = work(cancel, stream.progress());
  say_(fmt::format("{} through the socket: {}", what,
                   cancel.cancelled() ? "cancelled" : ended(outcome)));
  stream.end(outcome);
}

void AdministrationApi::post_run(const net::Request& request, net::ResponseWriter& writer) {
  const auto body = read_json_object(request, kRunAsFields);
  if (!body) {
    send_body_problem(writer, body.error());
    return;
  }
  ChangeStream stream(writer);
  const auto complete = [&]() -> Result<Json> {
    HANSE_TRY(const identity::Principal principal, app_.act_as(text_at(*body, "as")));
    HANSE_TRY(const app::RunReport report, app::run_report_from_json((*body)["run"]));
    return app::complete_run(app_, report, {principal, kDoor}, stream.progress());
  };
  const Result<Json> outcome = complete();
  say_("report of a run through the socket: " + ended(outcome));
  stream.end(outcome);
}

}  // namespace hanse::server
