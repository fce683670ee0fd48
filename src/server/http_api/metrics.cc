// SPDX-License-Identifier: Apache-2.0
#include "base/process_memory.h"
#include "server/http_api/http_api.h"
#include "server/http_api/problem.h"
#include "server/http_api/product_metrics.h"

namespace hanse::server {
namespace {

void add(std::string& out, std::string_view name, std::string_view kind, std::string_view help,
         uint64_t value) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, kind, value);
}

void add_postgres(std::string& out, const pgwire::Counters& counters) {
  add(out, "hanse_postgres_connections_total", "counter",
      "Connections of PostgreSQL's protocol.", counters.connections);
  add(out, "hanse_postgres_refused_total", "counter",
      "Of those, the ones that were not signed in.", counters.refused);
  add(out, "hanse_postgres_queries_total", "counter", "Their statements.", counters.queries);
  add(out, "hanse_postgres_denied_total", "counter", "Of those, denied by policy.",
      counters.denied);
  add(out, "hanse_postgres_failed_total", "counter", "Of those, failed otherwise.",
      counters.failed);
  add(out, "hanse_postgres_rows_sent_total", "counter", "Rows sent to them.", counters.rows);
}

void add_health(std::string& out, app::App& app) {
  add(out, "hanse_ready", "gauge", "1 while statements can be decided, as /readyz says.",
      app.ready().has_value());
  const auto counts = app.counts();
  if (!counts) return;  // the line above says so
  add(out, "hanse_tables", "gauge", "Tables that have a snapshot.", counts->tables);
  add(out, "hanse_tables_damaged", "gauge",
      "Of those, the ones whose files are not what was published.", counts->damaged);
  add(out, "hanse_products_failed", "gauge", "Products whose last refresh failed.",
      counts->failed);
  add(out, "hanse_copies", "gauge", "Snapshots that are read from a copy in the engine's format.",
      static_cast<uint64_t>(counts->copies.copies));
  add(out, "hanse_copies_bytes", "gauge", "Disk that those copies take.",
      static_cast<uint64_t>(counts->copies.bytes));
}

void add_steps(std::string& out, const govern::StepHistograms& histograms) {
  constexpr std::string_view kName = "hanse_statement_step_seconds";
  out += fmt::format("# HELP {0} Where the time of statements goes.\n# TYPE {0} histogram\n",
                     kName);
  for (size_t step = 0; step < govern::kSteps; ++step) {
    const auto& histogram = histograms.of(step);
    const std::string_view name = govern::kStepNames[step];
    for (size_t i = 0; i < histogram.buckets.size(); ++i)
      out += fmt::format("{}_bucket{{step=\"{}\",le=\"{}\"}} {}\n", kName, name,
                         govern::StepHistograms::kBoundsSeconds[i], histogram.buckets[i].load());
    const uint64_t count = histogram.count;
    out += fmt::format("{0}_bucket{{step=\"{1}\",le=\"+Inf\"}} {2}\n"
                       "{0}_sum{{step=\"{1}\"}} {3}\n{0}_count{{step=\"{1}\"}} {2}\n",
                       kName, name, count, static_cast<double>(histogram.sum_ns) * 1e-9);
  }
}

}  // namespace

void MetricsHandler::handle(const net::Request& request, net::ResponseWriter& writer) {
  if (request.path != "/metrics" || request.method != "GET") {
    (void)writer.send(404, {{"Content-Type", "application/problem+json"}},
                      refusal(404, "expected GET /metrics"));
    return;
  }
  std::string out;
  add(out, "hanse_queries_total", "counter", "Statements that reached the gate over HTTP.",
      counters_.queries);
  add(out, "hanse_queries_denied_total", "counter", "Statements that policy denied.",
      counters_.denied);
  add(out, "hanse_queries_failed_total", "counter", "Statements that failed otherwise.",
      counters_.failed);
  add(out, "hanse_rows_sent_total", "counter", "Rows sent over HTTP.", counters_.rows);
  add(out, "hanse_queries_running", "gauge", "Statements that run now.",
      app_.gate().running().size());
  add(out, "hanse_resident_bytes", "gauge", "Memory of the process.",
      static_cast<uint64_t>(resident_bytes()));
  add_health(out, app_);
  out +=
      "# HELP hanse_http_responses_total Responses by class of status.\n# TYPE "
      "hanse_http_responses_total counter\n";
  for (size_t i = 1; i < counters_.by_class.size(); ++i)
    out += fmt::format("hanse_http_responses_total{{class=\"{}xx\"}} {}\n", i,
                       counters_.by_class[i].load());
  if (postgres_ != nullptr) add_postgres(out, *postgres_);
  add_steps(out, app_.gate().histograms());
  add_product_metrics(out, app_);
  (void)writer.send(200, {{"Content-Type", "text/plain; version=0.0.4"}}, out);
}

std::string MetricsHandler::refusal(int status, std::string_view detail) {
  return refusal_document(status, detail);
}

}  // namespace hanse::server
