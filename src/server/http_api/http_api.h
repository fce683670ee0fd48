// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <string>

#include "app/app.h"
#include "net/http.h"
#include "server/pgwire/counters.h"

namespace hanse::server {

// Counters of the HTTP door, for /metrics. Thread-safe.
struct HttpCounters {
  std::array<std::atomic<uint64_t>, 6> by_class{};  // 1xx … 5xx at 1 … 5
  std::atomic<uint64_t> queries{0}, denied{0}, failed{0}, rows{0};
  void count(int status) { ++by_class[static_cast<size_t>(status / 100 % 6)]; }
};

// The HTTP door: a translator over app::App. Thread-safe.
class HttpApi : public net::Handler {
 public:
  explicit HttpApi(app::App& app) : app_(app) {}
  void handle(const net::Request& request, net::ResponseWriter& writer) override;
  std::string refusal(int status, std::string_view detail) override;
  const HttpCounters& counters() const { return counters_; }

  struct Call {                         // one request on its way
    const net::Request& request;
    net::ResponseWriter& writer;
    std::string rest;                   // of the path: what the route's last names stand for
  };
  // The handlers of the route table (routes.cc).
  void get_page(Call& call);
  void post_session(Call& call);
  void post_query(Call& call);
  void post_apply(Call& call);
  void get_queries(Call& call);
  void delete_query(Call& call);
  void get_products(Call& call);
  void get_product_status(Call& call);
  void post_checks(Call& call);
  void post_run(Call& call);
  void get_runs(Call& call);
  void get_contract(Call& call);
  void get_domains(Call& call);
  void get_policies(Call& call);
  void get_lineage(Call& call);
  void get_incidents(Call& call);
  void get_incident(Call& call);
  void post_incident(Call& call);
  void acknowledge_incident(Call& call);
  void close_incident(Call& call);
  void get_openapi(Call& call);
  void get_health(Call& call);
  void get_ready(Call& call);

 private:
  Result<govern::Session> session_of(const net::Request& request, const std::string& purpose);
  Result<govern::Session> session_by(const std::string& bearer, const std::string& purpose);
  void send(Call& call, const Result<Json>& answer);
  void fail_with(Call& call, const Error& error);
  Status stream(Call& call, govern::Answer& answer, std::string_view format);

  app::App& app_;
  HttpCounters counters_;
};

// `/metrics` for a listener of its own: numbers of the process, none of any principal's data.
class MetricsHandler : public net::Handler {
 public:
  // `postgres`: of the second door; null when there is none.
  MetricsHandler(app::App& app, const HttpCounters& counters, const pgwire::Counters* postgres)
      : app_(app), counters_(counters), postgres_(postgres) {}
  void handle(const net::Request& request, net::ResponseWriter& writer) override;
  std::string refusal(int status, std::string_view detail) override;

 private:
  app::App& app_;
  const HttpCounters& counters_;
  const pgwire::Counters* postgres_;
};

}  // namespace hanse::server
