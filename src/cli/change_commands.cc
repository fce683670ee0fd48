// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <iostream>

#include "base/files.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/server_link.h"

namespace hanse::cli {
namespace {

constexpr uint64_t kPlanBytesMax = 256u << 20;

// "1 domain", "2 domains".
std::string counted(size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string rendered(const plan::Plan& plan, Output output) {
  if (output == Output::kJson) return plan::to_json(plan).dump() + "\n";
  return plan::render(plan,
                      output == Output::kMarkdown ? plan::Style::kMarkdown : plan::Style::kHuman);
}

// What does not stop a plan is said beside it. A JSON plan carries it, and what policies warn of
// stands in every rendering.
void say_warnings(const Options& options, const plan::Plan& plan) {
  if (options.output == Output::kJson) return;
  Diagnostics warnings;
  for (const Diagnostic& item : plan.diagnostics.items())
    if (item.code != "HNS-P014") warnings.add(item);
  if (!warnings.empty()) report(options, warnings);
}

// The plan of the folder, or nothing when diagnostics forbid one (they are reported).
Result<std::optional<plan::Plan>> plan_folder(const Options& options, app::App& app) {
  HANSE_TRY(const spec::LoadedMesh loaded, app::validate(options.mesh, environment_of(options)));
  if (loaded.diagnostics.has_errors()) {
    report(options, loaded.diagnostics);
    return std::optional<plan::Plan>();
  }
  HANSE_TRY(plan::Plan plan, app::make_plan(app, loaded));
  if (plan.diagnostics.has_errors()) {
    report(options, plan.diagnostics);
    return std::optional<plan::Plan>();
  }
  say_warnings(options, plan);
  return std::optional(std::move(plan));
}

Result<plan::Plan> read_plan(const std::string& path) {
  HANSE_TRY(const std::string text, read_named_file(path, kPlanBytesMax));
  const Result<Json> json = Json::parse(text);
  Result<plan::Plan> plan = json ? plan::from_json(*json) : std::unexpected(json.error());
  if (!plan)
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no saved plan", path),
                "`hanse plan --out FILE` saves one");
  return plan;
}

bool agreed(const plan::Plan& plan) {
  if (!isatty(STDIN_FILENO)) return false;
  say(plan.destroys() ? "this destroys something; apply it? (yes/no)" : "apply it? (yes/no)");
  std::string line;
  std::getline(std::cin, line);
  return trim(line) == "yes";
}

int report_outcome(const Options& options, const plan::ApplyOutcome& outcome) {
  bool failed = false;
  for (const auto& scope : outcome.scopes)
    if (options.output == Output::kHuman)
      answer(fmt::format("applied {} (revision {})\n",
                         scope.scope.is_mesh() ? "mesh" : scope.scope.value, scope.revision));
  for (const auto& build : outcome.builds) {
    failed = failed || !build.succeeded;
    if (options.output == Output::kHuman && !build.succeeded)
      say(fmt::format("error: {} was not built: {}", build.product.str(), build.message));
  }
  if (options.output == Output::kJson) answer(plan::to_json(outcome).dump() + "\n");
  return failed ? kExitFailed : kExitDone;
}

// The saved plan that the command line names, or the folder's; nothing when diagnostics forbid one.
Result<std::optional<plan::Plan>> plan_to_apply(const Options& options,
                                                std::unique_ptr<app::App>& app) {
  if (!options.target.empty()) {
    HANSE_TRY(plan::Plan plan, read_plan(options.target));
    say_warnings(options, plan);
    return std::optional(std::move(plan));
  }
  HANSE_TRY(app, open_app(options));
  return plan_folder(options, *app);
}

// Through the server that holds the state when one runs; else here. `app` may be open from
// planning. A server that starts or ends meanwhile does no harm: `apply.lock` lets one apply at a
// time, and a plan whose revisions passed is refused.
Result<plan::ApplyOutcome> carry_out(const Options& options, const plan::Plan& plan,
                                     std::unique_ptr<app::App> app) {
  HANSE_TRY(const auto server, ServerLink::find(options));
  if (server) {
    app.reset();                        // its engines and caches are not needed while we wait
    Json body = Json::object({{"plan", plan::to_json(plan)}});
    if (!options.as.empty()) body.set("as", options.as);
    HANSE_TRY(const Json outcome, server->send("apply", body, options));
    return plan::apply_outcome_from_json(outcome);
  }
  if (!app) {
    HANSE_TRY(app, open_app(options));
  }
  HANSE_TRY(identity::Principal principal, app->act_as(options.as));
  return app::apply(*app, plan, {std::move(principal), "cli"}, progress_of(options));
}

Result<plan::RefreshOutcome> refresh(const Options& options) {
  HANSE_TRY(const auto server, ServerLink::find(options));
  if (server) {
    Json names = Json::array();
    for (const std::string& name : options.words) names.push(name);
    HANSE_TRY(const Json outcome,
              server->send("refresh", Json::object({{"products", std::move(names)}}), options));
    return plan::refresh_outcome_from_json(outcome);
  }
  HANSE_TRY(const auto app, open_app(options));
  return app::refresh(*app, options.words, {}, progress_of(options));
}

}  // namespace

int run_validate(const Options& options) {
  const auto loaded = app::validate(options.mesh, environment_of(options));
  if (!loaded) return report(options, loaded.error());
  report(options, loaded->diagnostics);
  if (loaded->diagnostics.has_errors()) {
    if (options.output == Output::kHuman)
      say(counted(loaded->diagnostics.error_count(), "error"));
    return kExitFailed;
  }
  if (options.output == Output::kHuman)
    answer(fmt::format("{} is valid: {}, {}, {}\n",
                       loaded->model->mesh.name.empty() ? "the mesh" : loaded->model->mesh.name,
                       counted(loaded->model->domains.size(), "domain"),
                       counted(loaded->model->products.size(), "product"),
                       counted(loaded->model->contracts.size(), "contract")));
  say_next(options, "plan");
  return kExitDone;
}

int run_plan(const Options& options) {
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  auto plan = plan_folder(options, **app);
  if (!plan) return report(options, plan.error());
  if (!*plan) return kExitFailed;
  if (!options.out.empty())
    if (const Status saved = write_file_atomic(options.out, plan::to_json(**plan).dump()); !saved)
      return report(options, saved.error());
  answer(rendered(**plan, options.output));
  if (!(*plan)->empty()) say_next(options, options.out.empty() ? "apply" : "apply " + options.out);
  return options.detailed_exitcode && !(*plan)->empty() ? kExitChanges : kExitDone;
}

int run_show(const Options& options) {
  const auto plan = read_plan(options.target);
  if (!plan) return report(options, plan.error());
  answer(rendered(*plan, options.output));
  return kExitDone;
}

int run_apply(const Options& options) {
  std::unique_ptr<app::App> app;
  const auto plan = plan_to_apply(options, app);
  if (!plan) return report(options, plan.error());
  if (!*plan) return kExitFailed;
  if ((*plan)->empty()) {
    if (options.output == Output::kHuman) answer("nothing to do: the folder is what is applied\n");
    return report_outcome(options, {});
  }
  if (options.output == Output::kHuman) answer(rendered(**plan, Output::kHuman));
  if (!options.yes && !agreed(**plan))
    return report(options, Error{ErrorCode::kInvalidArgument, "nothing was applied",
                                 "answer yes on a terminal, or pass --yes", -1, {}});
  const auto outcome = carry_out(options, **plan, std::move(app));
  if (!outcome) return report(options, outcome.error());
  const int code = report_outcome(options, *outcome);
  say_next(options, code == kExitDone ? "serve" : "refresh");
  return code;
}

int run_refresh(const Options& options) {
  if (options.wait || !options.timeout.empty()) return run_refresh_and_wait(options);
  const auto outcome = refresh(options);
  if (!outcome) return report(options, outcome.error());
  Json list = Json::array();
  for (const auto& product : outcome->products) {
    list.push(Json::object({{"product", product.product.str()}, {"succeeded", product.succeeded},
                            {"rows", product.rows}, {"quarantined", product.quarantined},
                            {"message", product.message},
                            {"findings", findings_json(product.findings)}}));
    if (options.output != Output::kHuman) continue;
    if (product.succeeded)
      answer(fmt::format("{}: {} rows{}\n", product.product.str(), product.rows,
                         product.quarantined == 0
                             ? ""
                             : fmt::format(", {} kept apart", product.quarantined)));
    else say(fmt::format("error: {}: {}", product.product.str(), product.message));
    report(options, product.findings);
  }
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1}, {"products", std::move(list)}}).dump() + "\n");
  return outcome->all_succeeded() ? kExitDone : kExitFailed;
}

}  // namespace hanse::cli
