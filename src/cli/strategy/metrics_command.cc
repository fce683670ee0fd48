// SPDX-License-Identifier: Apache-2.0
#include "app/mesh_facts.h"
#include "cli/common.h"
#include "cli/strategy/metrics_commands.h"
#include "cli/strategy/report_command.h"
#include "strategy/document.h"
#include "strategy/metrics/metrics_report.h"

namespace hanse::cli {
namespace {

using strategy::MetricBucket;

constexpr uint64_t kCostBytesMax = uint64_t{1} << 30;
constexpr int64_t kPeriodUs = 90 * strategy::kDayUs;  // where none is asked for

Result<strategy::MetricsQuestion> question_of(const Options& options, int64_t now_us) {
  strategy::MetricsQuestion out;
  out.window.until_us = now_us;
  if (!options.until.empty()) {
    HANSE_TRY(out.window.until_us, parse_time(options.until));
  }
  out.window.from_us = out.window.until_us - kPeriodUs;
  if (!options.from.empty()) {
    HANSE_TRY(out.window.from_us, parse_time(options.from));
  }
  if (out.window.from_us >= out.window.until_us)
    return fail(ErrorCode::kInvalidArgument, "the period ends before it begins");
  const std::string by = options.last_of("--by");
  if (!by.empty() && by != "week" && by != "month")
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("expected `--by week` or `--by month`, found `{}`", by));
  if (by == "month") out.bucket = MetricBucket::kMonth;
  return out;
}

// A domain or product that the asker may know; others look like what is not there.
Status narrow(const Options& options, const strategy::MeshFacts& facts,
              strategy::MetricsQuestion& question) {
  const DomainId domain(options.domain);
  if (!domain.empty() && !facts.domains.contains(domain))
    return fail(ErrorCode::kNotFound, fmt::format("there is no domain `{}`", domain.str()));
  question.domain = domain;
  if (options.words.empty()) return {};
  for (const auto& [id, product] : facts.products)
    if (id.str() == options.words[0]) question.product = id.str();
  if (question.product.empty())
    return fail(ErrorCode::kNotFound, fmt::format("there is no product `{}`", options.words[0]),
                "products are named domain/name");
  return {};
}

Result<strategy::MetricsGiven> given_of(const Options& options, const std::string& folder) {
  strategy::MetricsGiven out;
  HANSE_TRY(out.plans, strategy::load_documents<strategy::MetricsDocument>(
                           folder, "Metrics", strategy::decode_metrics));
  HANSE_TRY(out.surveys, strategy::load_documents<strategy::SurveyDocument>(
                             folder, "Survey", strategy::decode_survey));
  const std::string costs = options.last_of("--costs");
  if (costs.empty()) return out;
  HANSE_TRY(const std::string text, read_named_file(costs, kCostBytesMax));
  HANSE_TRY(out.costs, strategy::read_cost_export(text, costs.substr(costs.rfind('/') + 1)));
  return out;
}

Result<strategy::Report> report_of(const Options& options) {
  HANSE_TRY(const auto app, open_app(options));
  std::optional<govern::Session> session;
  if (!options.as.empty()) {
    HANSE_TRY(identity::Principal principal, app->act_as(options.as));
    session = app->session(std::move(principal), options.purpose, "cli");
  }
  HANSE_TRY(const int64_t now_us, report_time(options));
  HANSE_TRY(auto facts, app::mesh_facts(*app, {session ? &*session : nullptr, true, now_us}));
  HANSE_TRY(auto question, question_of(options, facts.now_us));
  HANSE_TRY_STATUS(narrow(options, facts, question));
  HANSE_TRY(auto given, given_of(options, app->folder()));
  if (given.costs) strategy::attribute_costs(facts, *given.costs);
  HANSE_TRY_STATUS(strategy::check_period(facts, given, question));
  return strategy::metrics_report(strategy::compute_metrics(facts, given, question), facts, given);
}

constexpr Flag kMetricsFlags[] = {
    {"WORDS", "PRODUCT", "domain/name: of this product alone"},
    {"--domain", "DOMAIN", "of this domain alone"},
    {"--from", "TIME", "a date or an instant in UTC; none: 90 days before the end"},
    {"--until", "TIME", "a date or an instant in UTC; none: now"},
    {"--by", "BUCKET", "week (default) or month: the points of a series"},
    {"--costs", "FILE", "a FOCUS export as CSV"},
    {"--as", "USER", "as this development user may know them"},
    kReportNow,
    kReportOut,
    kReportOutput};

int run_metrics(const Options& options) {
  if (options.words.size() > 1)
    return report_usage(options, "expected one product at the most",
                        "`hanse metrics shop/orders`; `--domain` is for a domain");
  const auto report = report_of(options);
  if (!report) return cli::report(options, report.error());
  return show_report(options, *report, kExitDone);
}

constexpr Command kMetricsCommands[] = {
    {"metrics", "how the mesh does, from its own facts: delivery, use, quality, sharing",
     "hanse metrics --from 2026-01-01 --by month --out report\n"
     "hanse metrics shop/orders --output json",
     kMetricsFlags, run_metrics}};

}  // namespace

std::span<const Command> metrics_commands() { return kMetricsCommands; }

}  // namespace hanse::cli
