// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/product_metrics.h"

#include "app/product_gauges.h"

namespace hanse::server {
namespace {

// The value of a label.
std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out;
}

void head(std::string& out, std::string_view name, std::string_view help) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
}

void sample(std::string& out, std::string_view name, const std::string& labels, double value) {
  out += fmt::format("{}{{{}}} {}\n", name, labels, value);
}

using All = std::vector<app::ProductGauges>;

std::string product_label(const app::ProductGauges& product) {
  return fmt::format("product=\"{}\"", label(product.product));
}

void add_checks(std::string& out, const All& all) {
  constexpr std::string_view kVerdict = "hanse_product_check_verdict";
  head(out, kVerdict, "1 for the worst verdict of the product's newest checks.");
  for (const app::ProductGauges& product : all)
    if (!product.verdict.empty())
      sample(out, kVerdict,
             fmt::format("{},verdict=\"{}\"", product_label(product), label(product.verdict)), 1);
  constexpr std::string_view kFailed = "hanse_product_checks_failed";
  head(out, kFailed, "Checks of severity error that failed in the newest runs.");
  for (const app::ProductGauges& product : all)
    if (!product.verdict.empty())
      sample(out, kFailed, product_label(product), static_cast<double>(product.failed_checks));
  constexpr std::string_view kAge = "hanse_product_freshness_seconds";
  head(out, kAge, "Age of the product's oldest snapshot.");
  for (const app::ProductGauges& product : all)
    if (product.age_seconds) sample(out, kAge, product_label(product), *product.age_seconds);
}

void add_objectives(std::string& out, const All& all) {
  const auto each = [&](std::string_view name, std::string_view help, auto add) {
    head(out, name, help);
    for (const app::ProductGauges& product : all)
      for (const contract::Objective& objective : product.objectives)
        add(name, fmt::format("{},slo=\"{}\"", product_label(product), objective.name), objective);
  };
  each("hanse_slo_objective_ratio", "The share that must be good.",
       [&](std::string_view name, const std::string& labels, const contract::Objective& objective) {
         sample(out, name, labels, objective.target);
       });
  each("hanse_slo_error_budget_remaining_ratio",
       "What is left of the error budget; 0 and below: it is spent.",
       [&](std::string_view name, const std::string& labels, const contract::Objective& objective) {
         if (objective.budget_left) sample(out, name, labels, *objective.budget_left);
       });
  each("hanse_slo_burn_rate", "How many times as fast as the window allows the budget is spent.",
       [&](std::string_view name, const std::string& labels, const contract::Objective& objective) {
         const std::pair<const char*, std::optional<double>> rates[] = {
             {"1h", objective.burn_1h},
             {"6h", objective.burn_6h},
             {"window", objective.burn_window}};
         for (const auto& [window, rate] : rates)
           if (rate) sample(out, name, fmt::format("{},window=\"{}\"", labels, window), *rate);
       });
}

}  // namespace

void add_product_metrics(std::string& out, app::App& app) {
  const auto all = app::product_gauges(app);
  if (!all) return;
  add_checks(out, *all);
  add_objectives(out, *all);
  constexpr std::string_view kIncidents = "hanse_incidents_open";
  head(out, kIncidents, "Open incidents.");
  for (const app::ProductGauges& product : *all)
    for (const auto& [severity, count] : {std::pair{"error", product.incidents_error},
                                          std::pair{"warning", product.incidents_warning}})
      sample(out, kIncidents,
             fmt::format("{},severity=\"{}\"", product_label(product), severity),
             static_cast<double>(count));
  if (const auto waiting = app::waiting_notices(app)) {
    constexpr std::string_view kWaiting = "hanse_notices_waiting";
    head(out, kWaiting, "Notices of incidents that are not delivered yet.");
    out += fmt::format("{} {}\n", kWaiting, *waiting);
  }
}

}  // namespace hanse::server
