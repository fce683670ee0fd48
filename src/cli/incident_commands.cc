// SPDX-License-Identifier: Apache-2.0
#include "app/incidents.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/views/incident_view.h"

namespace hanse::cli {
namespace {

struct Asked {
  std::unique_ptr<app::App> app;
  govern::Session session;
};

// Straight on the state, also while a server holds it: what it does is one transaction.
Result<Asked> ask(const Options& options) {
  HANSE_TRY(auto app, open_app(options));
  HANSE_TRY(auto principal, app->act_as(options.as));
  govern::Session session = app->session(std::move(principal), "", "cli");
  return Asked{std::move(app), std::move(session)};
}

int show(const Options& options, const Result<app::IncidentView>& incident) {
  if (!incident) return report(options, incident.error());
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"incident", app::to_json(*incident)}}).dump() +
                   "\n"
             : printable_lines(incident_lines(*incident)));
  return kExitDone;
}

// The one incident that a command is about.
template <typename Do>
int with_incident(const Options& options, Do act) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one incident", "`hanse incident list` lists them");
  const auto asked = ask(options);
  if (!asked) return report(options, asked.error());
  return show(options, act(*asked->app, asked->session, options.words[0]));
}

}  // namespace

int run_incident_list(const Options& options) {
  const auto asked = ask(options);
  if (!asked) return report(options, asked.error());
  const auto all = app::incidents(*asked->app, asked->session, options.all);
  if (!all) return report(options, all.error());
  if (options.output == Output::kJson) {
    Json list = Json::array();
    for (const app::IncidentView& incident : *all) list.push(app::to_json(incident));
    answer(Json::object({{"format_version", 1}, {"incidents", std::move(list)}}).dump() + "\n");
  } else {
    answer(all->empty() ? "no incidents\n" : printable_lines(incident_table(*all)));
  }
  return kExitDone;
}

int run_incident_show(const Options& options) {
  return with_incident(options, app::incident);
}

int run_incident_ack(const Options& options) {
  return with_incident(options, app::acknowledge_incident);
}

int run_incident_close(const Options& options) {
  if (options.cause.empty())
    return report_usage(options, "expected a cause",
                        "`hanse incident close ID --cause 'the source was late'`");
  return with_incident(options, [&](app::App& app, const govern::Session& session,
                                    const std::string& id) {
    return app::close_incident(app, session, id, options.cause);
  });
}

int run_incident_open(const Options& options) {
  if (options.words.size() != 1 || options.summary.empty())
    return report_usage(options, "expected a product and what is wrong with it",
                        "`hanse incident open shop/orders --summary 'May is missing'`");
  const auto asked = ask(options);
  if (!asked) return report(options, asked.error());
  return show(options, app::report_incident(*asked->app, asked->session, options.words[0],
                                            options.summary));
}

}  // namespace hanse::cli
