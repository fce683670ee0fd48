// SPDX-License-Identifier: Apache-2.0
#include "app/check_samples.h"
#include "app/product_checks.h"
#include "app/product_status.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/server_link.h"
#include "cli/views/check_runs_view.h"
#include "cli/views/product_status_view.h"

namespace hanse::cli {
namespace {

// By the server that holds the state when one runs; else here.
Result<app::CheckRuns> check(const Options& options) {
  HANSE_TRY(const auto server, ServerLink::find(options));
  if (server) {
    Json names = Json::array();
    for (const std::string& name : options.words) names.push(name);
    HANSE_TRY(const Json outcome,
              server->send("check", Json::object({{"products", std::move(names)}}), options));
    return app::check_runs_from_json(outcome);
  }
  HANSE_TRY(const auto app, open_app(options));
  // What failed is told below.
  return app::check_named(*app, options.words, "operator", {}, [](const std::string&) {});
}

Result<govern::Session> session_of(const Options& options, app::App& app) {
  HANSE_TRY(identity::Principal principal, app.act_as(options.as));
  return app.session(std::move(principal), options.purpose, "cli");
}

// What was found, as far as the user that the command line names may see it.
Result<app::CheckRuns> shown(const Options& options, app::CheckRuns runs) {
  const int samples = options.samples.value_or(0);
  if (samples == 0 && options.as.empty()) return runs;
  HANSE_TRY(const auto app, open_app(options));
  HANSE_TRY(const govern::Session session, session_of(options, *app));
  if (!options.as.empty()) {
    HANSE_TRY(runs, app::seen_runs(*app, session, std::move(runs)));
  }
  if (samples == 0) return runs;
  return app::with_samples(*app, session, std::move(runs), samples);
}

Result<Json> status(const Options& options) {
  HANSE_TRY(const auto app, open_app(options));
  app::StatusQuestion question{options.words, nullptr, options.history};
  if (options.as.empty()) return app::product_status(*app, question);
  HANSE_TRY(const govern::Session session, session_of(options, *app));
  question.session = &session;
  return app::product_status(*app, question);
}

}  // namespace

int run_product_check(const Options& options) {
  const auto runs = check(options);
  if (!runs) return report(options, runs.error());
  const bool has_failed = app::any_failed(*runs);
  const auto seen = shown(options, *runs);
  if (!seen) return report(options, seen.error());
  if (options.output == Output::kJson)
    answer(app::to_json(*seen).dump() + "\n");
  else
    answer(views::check_runs_text(*seen));
  return has_failed ? kExitFailed : kExitDone;
}

int run_product_status(const Options& options) {
  const auto document = status(options);
  if (!document) return report(options, document.error());
  answer(options.output == Output::kJson ? document->dump() + "\n"
                                         : views::product_status_text(*document));
  return kExitDone;
}

}  // namespace hanse::cli
