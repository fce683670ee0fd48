// SPDX-License-Identifier: Apache-2.0
#include "app/dbt_reports.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/server_link.h"

namespace hanse::cli {
namespace {

std::string line_of(const Json& outcome) {
  const Json& run = outcome["run"];
  const std::string what = fmt::format("{}: run {} of {}", text_at(outcome, "product"),
                                       text_at(run, "id"), text_at(run, "tool"));
  const std::string_view kind = outcome["outcome"].as_string();
  const std::string message = text_at(outcome, "message");
  const std::string checks = text_at(outcome, "checks");
  if (kind == "published")
    return fmt::format("{}: {} rows published{}\n", what, outcome["rows"].as_int(),
                       checks.empty() ? "" : ", checks " + checks);
  if (kind == "superseded") return what + ": reported before, a later run followed\n";
  const std::string tail = message.empty() ? "\n" : fmt::format(": {}\n", message);
  return what + (kind == "runFailed" ? " failed, nothing was built" : " was not published") + tail;
}

Result<Json> complete(const Options& options, const app::RunReport& report) {
  HANSE_TRY(const auto server, ServerLink::find(options));
  if (server) {
    Json body = Json::object({{"run", app::to_json(report)}});
    if (!options.as.empty()) body.set("as", options.as);
    return server->send("run", body, options);
  }
  HANSE_TRY(const auto app, open_app(options));
  HANSE_TRY(identity::Principal principal, app->act_as(options.as));
  return app::complete_run(*app, report, {std::move(principal), "cli"}, progress_of(options));
}

Result<std::vector<app::RunReport>> dbt_reports(const Options& options) {
  HANSE_TRY(const plan::DbtRun run, plan::read_dbt_run(options.dbt_target));
  HANSE_TRY(const auto app, open_app(options));
  HANSE_TRY(auto reports,
            app::dbt_reports(*app, run, options.words.empty() ? "" : options.words[0]));
  for (app::RunReport& report : reports) {
    if (!options.run_id.empty()) report.id = options.run_id;
    if (!options.message.empty()) report.message = options.message;
  }
  return reports;
}

Result<std::vector<app::RunReport>> reports_of(const Options& options) {
  if (!options.dbt_target.empty()) return dbt_reports(options);
  Json json = Json::object({{"product", options.words[0]}, {"id", options.run_id},
                            {"tool", options.tool}, {"status", options.status},
                            {"message", options.message}});
  HANSE_TRY(app::RunReport report, app::run_report_from_json(json));
  return std::vector{std::move(report)};
}

}  // namespace

int run_run_complete(const Options& options) {
  const bool is_dbt = !options.dbt_target.empty();
  if (options.words.size() > 1 || (options.words.empty() && !is_dbt))
    return report_usage(options, "expected one product",
                        "`hanse run complete shop/orders --run-id ID`");
  if (is_dbt && !(options.status + options.tool).empty())
    return report_usage(options, "--dbt-target tells the status and the tool itself",
                        "leave out --status and --tool");
  const auto reports = reports_of(options);
  if (!reports) return report(options, reports.error());
  bool all_done = true;
  Json list = Json::array();
  for (const app::RunReport& each : *reports) {
    auto outcome = complete(options, each);
    if (!outcome) return report(options, outcome.error());
    const bool failed = app::has_failed(*outcome);
    all_done = all_done && !failed;
    if (options.output == Output::kHuman) {
      const std::string line = printable_lines(line_of(*outcome));
      if (!failed) answer(line);
      else say("error: " + line.substr(0, line.size() - 1));
      report(options, plan::findings_from_json((*outcome)["findings"]));
    }
    list.push(*std::move(outcome));
  }
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1}, {"runs", std::move(list)}}).dump() + "\n");
  return all_done ? kExitDone : kExitFailed;
}

int run_run_list(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one product", "`hanse run list shop/orders`");
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  auto by = (*app)->act_as(options.as);
  if (!by) return report(options, by.error());
  const auto runs = app::external_runs(**app, options.words[0], {*std::move(by), "cli"});
  if (!runs) return report(options, runs.error());
  if (options.output == Output::kJson) answer(runs->dump() + "\n");
  if (options.output == Output::kJson) return kExitDone;
  for (const Json& run : (*runs)["runs"].items()) {
    const std::string message = text_at(run, "message");
    answer(printable_lines(fmt::format("{}  {}  {} {}{}\n", text_at(run, "finishedAt"),
                                       text_at(run, "id"), text_at(run, "tool"),
                                       text_at(run, "status"),
                                       message.empty() ? "" : ": " + message)));
  }
  if ((*runs)["runs"].size() == 0) answer("no runs\n");
  return kExitDone;
}

}  // namespace hanse::cli
