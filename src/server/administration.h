// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "app/app.h"
#include "app/lifecycle.h"
#include "net/http.h"

namespace hanse::server {

// What the owner of the state folder asks of a server that runs over it, through the folder's
// socket: `hanse apply` and `hanse refresh` come in here. Only for a listener that admits nobody
// but that user: whoever calls is the operator. Thread-safe.
//   POST /v1/apply    {"plan": {…}, "as": USER}    "as" is optional, as with `--as`
//   POST /v1/refresh  {"products": [NAME], "join": true}     ends when its client goes; "join" is
//                                                  optional: app::Running::kJoin
//   POST /v1/check    {"products": [NAME]}         of their checks; ends when its client goes
//   POST /v1/run      {"run": {…}, "as": USER}     a run of another tool (app/external_runs.h)
class AdministrationApi : public net::Handler {
 public:
  // `say` gets a line for each change, for whoever looks after the server; from several threads.
  AdministrationApi(app::App& app, std::function<void(const std::string&)> say)
      : app_(app), say_(std::move(say)) {}
  void handle(const net::Request& request, net::ResponseWriter& writer) override;
  std::string refusal(int status, std::string_view detail) override;

 private:
  void post_apply(const Json& body, net::ResponseWriter& writer);
  // `work` ends when the client goes.
  using Work = std::function<Result<Json>(engine::CancelToken, app::Progress)>;
  void post_work(const std::string& what, const Work& work, net::ResponseWriter& writer);
  void post_run(const net::Request& request, net::ResponseWriter& writer);

  app::App& app_;
  std::function<void(const std::string&)> say_;
};

}  // namespace hanse::server
