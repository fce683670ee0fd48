// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdlib>
#include <thread>

#include "cli/commands.h"
#include "cli/common.h"
#include "app/change_requests.h"
#include "app/scheduler.h"
#include "app/notice_delivery.h"
#include "net/http_server.h"
#include "server/administration.h"
#include "server/http_api/http_api.h"
#include "server/pgwire/pgwire.h"

namespace hanse::cli {
namespace {

constexpr int64_t kStopWaitMs = 10'000;
constexpr auto kWatchEvery = std::chrono::milliseconds(500);

// `apply` and `refresh` of the command line, each with a plan of at most this many bytes.
constexpr int64_t kChangeConnections = 16;
constexpr uint64_t kChangeBytesMax = 256u << 20;

constexpr std::string_view kDefaultAddress = "127.0.0.1:8080";

// The first listener of `kind` in mesh.yaml; what else stands there is said not to be served.
spec::Listener listener_of(const app::App& app, std::string_view kind) {
  spec::Listener found;
  for (spec::Listener& listener : app.listeners()) {
    if (listener.kind != kind) continue;
    if (found.kind.empty()) found = std::move(listener);
    else say(fmt::format("warning: a second `{}` listener of mesh.yaml is not served", kind));
  }
  return found;
}

net::HttpOptions listener_options(const Options& options, app::App& app,
                                  spec::Listener listener) {
  const spec::Limits limits = app.limits();
  net::HttpOptions http;
  http.address = std::move(listener.address);
  http.certificate = std::move(listener.certificate);
  http.key = std::move(listener.key);
  http.insecure = options.insecure;
  http.connections = limits.connections;
  http.body_bytes_max = static_cast<uint64_t>(limits.request_body_bytes);
  return http;
}

// mesh.yaml's listener, and what the command line says in its place.
Result<net::HttpOptions> tls_options(const Options& options, app::App& app, std::string_view kind,
                                     const std::string& address) {
  spec::Listener listener = listener_of(app, kind);
  if (!address.empty()) listener.address = address;
  if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
    listener.certificate = options.tls_certificate;
    listener.key = options.tls_key;
  }
  if (listener.certificate.empty() != listener.key.empty())
    return fail(ErrorCode::kInvalidArgument, "TLS needs both a certificate and its key",
                "pass --tls-certificate and --tls-key, or neither");
  return listener_options(options, app, std::move(listener));
}

Result<net::HttpOptions> http_options(const Options& options, app::App& app) {
  HANSE_TRY(net::HttpOptions http, tls_options(options, app, "http", options.listen));
  if (http.address.empty()) http.address = kDefaultAddress;
  return http;
}

// The second door, when it is asked for; null otherwise.
Result<std::unique_ptr<server::pgwire::PgWire>> listen_for_postgres(const Options& options,
                                                                    app::App& app) {
  HANSE_TRY(const net::HttpOptions given,
            tls_options(options, app, "postgres", options.listen_pg));
  if (given.address.empty()) return nullptr;
  HANSE_TRY(auto door, server::pgwire::PgWire::listen(
                           given, app, static_cast<uint32_t>(given.body_bytes_max)));
  say(fmt::format("PostgreSQL's protocol on {}{}", door->address(),
                  given.certificate.empty() ? "" : " (TLS)"));
  return door;
}

net::HttpOptions metrics_options(const Options& options, app::App& app) {
  spec::Listener listener = listener_of(app, "metrics");
  if (!options.listen_metrics.empty()) listener.address = options.listen_metrics;
  return listener_options(options, app, std::move(listener));
}

std::string url_of(const net::HttpOptions& http, const net::HttpServer& server) {
  return (http.certificate.empty() ? "http://" : "https://") + server.address();
}

// Validates, plans and applies what destroys nothing. What is wrong is said, and what runs goes on.
Status bring_up(const Options& options, app::App& app) {
  HANSE_TRY(const spec::LoadedMesh loaded, app::validate(options.mesh, environment_of(options)));
  if (loaded.diagnostics.has_errors()) {
    report(options, loaded.diagnostics);
    return fail(ErrorCode::kInvalidArgument, "the folder has errors: nothing was applied");
  }
  HANSE_TRY(const plan::Plan plan, app::make_plan(app, loaded));
  report(options, plan.diagnostics);
  if (plan.diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument, "the plan has errors: nothing was applied");
  if (plan.empty()) return {};
  answer(plan::render(plan, plan::Style::kHuman));
  if (plan.destroys())
    return fail(ErrorCode::kDenied, "the plan destroys something: nothing was applied",
                "look at it with `hanse plan` and run `hanse apply`");
  HANSE_TRY(const identity::Principal principal, app.act_as(""));
  HANSE_TRY(const plan::ApplyOutcome outcome,
            app::apply(app, plan, {principal, "up"}, progress_of(options)));
  for (const auto& scope : outcome.scopes)
    say(fmt::format("applied {} (revision {})", scope.scope.is_mesh() ? "mesh" : scope.scope.value,
                    scope.revision));
  for (const auto& build : outcome.builds)
    if (!build.succeeded)
      say(fmt::format("error: {} was not built: {}", build.product.str(), build.message));
  return {};
}

// The state folder's socket. Several servers may serve one state: the first one takes the changes,
// and the others see them by the state's version.
std::unique_ptr<net::HttpServer> listen_for_changes(app::App& app, net::Handler& handler) {
  net::HttpOptions socket;
  socket.unix_path = app::administration_socket(app.state_folder());
  socket.connections = kChangeConnections;
  socket.body_bytes_max = kChangeBytesMax;
  auto listening = net::HttpServer::listen(socket, handler);
  if (listening) return std::move(*listening);
  say(fmt::format("warning: `apply` and `refresh` do not go through this server: {}",
                  listening.error().message));
  return nullptr;
}

using Digests = std::map<ScopeId, std::string>;

// Serves until a signal. `on_tick` runs between looks at the signal.
template <typename Tick>
int serve(const Options& options, app::App& app, Tick on_tick) {
  watch_signals();
  server::HttpApi api(app);
  auto postgres = listen_for_postgres(options, app);
  if (!postgres) return report(options, postgres.error());
  server::MetricsHandler metrics(app, api.counters(),
                                 *postgres ? &(*postgres)->counters() : nullptr);
  const auto http = http_options(options, app);
  if (!http) return report(options, http.error());
  auto http_server = net::HttpServer::listen(*http, api);
  if (!http_server) return report(options, http_server.error());
  const net::HttpOptions measured = metrics_options(options, app);
  std::unique_ptr<net::HttpServer> metrics_server;
  if (!measured.address.empty()) {
    auto listening = net::HttpServer::listen(measured, metrics);
    if (!listening) return report(options, listening.error());
    metrics_server = std::move(*listening);
    say(fmt::format("metrics on {}/metrics", url_of(measured, *metrics_server)));
  }
  server::AdministrationApi administration(app, [](const std::string& line) { say(line); });
  const auto changes = listen_for_changes(app, administration);
  if (const std::string loss = app.ledger_loss(); !loss.empty()) say(loss);
  // Goes before the doors do: nothing is begun while they are taken down.
  auto scheduler =
      std::make_unique<app::Scheduler>(app, [](const std::string& line) { say(line); });
  std::optional<app::IncidentKeeper> incidents(std::in_place, app);
  say(fmt::format("listening on {}", url_of(*http, **http_server)));
  on_tick(true);
  while (!interrupted()) {
    std::this_thread::sleep_for(kWatchEvery);
    on_tick(false);
  }
  say("stopping: running queries may finish");
  app::cancel_changes(app);
  scheduler.reset();
  incidents.reset();
  app.gate().drain(app.clock().monotonic_us() + kStopWaitMs * 1000);
  const bool ended = changes == nullptr || changes->stop(kStopWaitMs / 10);
  const bool left = *postgres == nullptr || (*postgres)->stop(kStopWaitMs / 10);
  if ((*http_server)->stop(kStopWaitMs / 10) && ended && left) return kExitDone;
  // What still runs uses all of the above: nothing is taken down under it. State and ledger are
  // safe at any instant.
  say("error: a statement did not end in time");
  std::_Exit(kExitFailed);
}

}  // namespace

int run_serve(const Options& options) {
  auto app = open_app(options, Serves::kYes);
  if (!app) return report(options, app.error());
  return serve(options, **app, [](bool) {});
}

int run_up(const Options& options) {
  auto app = open_app(options, Serves::kYes);
  if (!app) return report(options, app.error());
  // Before the folder is read: an edit that is saved meanwhile is then seen as one.
  Digests seen = spec::scope_digests((*app)->folder()).value_or(Digests());
  if (const Status up = bring_up(options, **app); !up) {
    const int code = report(options, up.error());
    const auto catalog = (*app)->catalog().current();
    if (!catalog || (*catalog)->scopes().empty()) return code;
    say("serving what was applied before");
  }
  Digests tried;                      // what met a conflict, and is tried again
  return serve(options, **app, [&](bool first) {
    if (first) {
      const auto mesh = spec::read_register((*app)->folder());
      if (mesh && !mesh->development_users.empty())
        say_next(options, "token " + mesh->development_users.front().id);
      return;
    }
    Digests now = spec::scope_digests((*app)->folder()).value_or(seen);
    if (now == seen) return;
    if (now != tried) say("the folder changed");
    const Status up = bring_up(options, **app);
    // Somebody else applies at the same time: nobody edits again only because of that.
    const bool later = !up && up.error().code == ErrorCode::kConflict;
    if (!up && !(later && now == tried)) report(options, up.error());
    tried = now;
    if (!later) seen = std::move(now);
  });
}

}  // namespace hanse::cli
