// SPDX-License-Identifier: Apache-2.0
#include "server/change_stream.h"

#include "server/http_api/problem.h"

namespace hanse::server {

Status ChangeStream::line(const Json& value) {
  if (!started_)
    HANSE_TRY_STATUS(writer_.start(
        200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-store"}}));
  started_ = true;
  return writer_.write(value.dump() + "\n");
}

app::Progress ChangeStream::progress() {
  return [this](const std::string& text) {
    const std::lock_guard lock(mutex_);
    (void)line(Json::object({{"progress", text}}));
  };
}

int ChangeStream::end(const Result<Json>& outcome) {
  const std::lock_guard lock(mutex_);
  if (!outcome && !started_) {
    (void)send_problem(writer_, outcome.error());
    return http_status(outcome.error().code);
  }
  if (outcome) {
    (void)line(Json::object({{"outcome", *outcome}}));
  } else {
    const int status = http_status(outcome.error().code);
    const auto problem = Json::parse(problem_document(status, outcome.error()));
    (void)line(Json::object({{"error", problem ? *problem : Json()}}));
  }
  (void)writer_.finish();
  return 200;
}

}  // namespace hanse::server
