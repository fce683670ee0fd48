// SPDX-License-Identifier: Apache-2.0
#include <condition_variable>
#include <thread>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/server_link.h"

namespace hanse::cli {
namespace {

constexpr auto kLookAtClock = std::chrono::milliseconds(100);
constexpr int64_t kSecondUs = 1'000'000, kTimeoutMaxUs = int64_t{30} * 86'400 * kSecondUs;

// `90s`, `30m`, `2h` or ISO 8601. Nothing for what is none.
std::optional<int64_t> duration_of(const std::string& text) {
  const auto iso = parse_duration_us(text);
  if (iso && *iso > 0 && *iso <= kTimeoutMaxUs) return *iso;
  if (text.size() < 2 || text.size() > 8) return std::nullopt;
  int64_t number = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  const char unit = text.back();
  const int64_t seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3'600 : 0;
  const int64_t us = number * seconds * kSecondUs;
  return us > 0 && us <= kTimeoutMaxUs ? std::optional(us) : std::nullopt;
}

bool is_past(int64_t deadline_us) {
  return deadline_us != 0 && Clock::system().monotonic_us() >= deadline_us;
}

// Cancels a refresh of this process at the deadline, and on Ctrl-C.
class Watch {
 public:
  Watch(engine::CancelToken cancel, int64_t deadline_us)
      : thread_([this, cancel, deadline_us]() mutable {
          std::unique_lock lock(mutex_);
          while (!done_ && !interrupted() && !is_past(deadline_us))
            changed_.wait_for(lock, kLookAtClock);
          if (!done_) cancel.cancel();
        }) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;                 // guarded by mutex_
  std::thread thread_;                // last: it uses the others
};

Result<plan::RefreshOutcome> refresh(const Options& options, int64_t deadline_us) {
  HANSE_TRY(const auto server, ServerLink::find(options));
  if (server) {
    Json names = Json::array();
    for (const std::string& name : options.words) names.push(name);
    const Json body = Json::object({{"products", std::move(names)}, {"join", true}});
    HANSE_TRY(const Json outcome, server->send("refresh", body, options, deadline_us));
    return plan::refresh_outcome_from_json(outcome);
  }
  HANSE_TRY(const auto app, open_app(options));
  watch_signals();
  const engine::CancelToken cancel;
  const Watch watch(cancel, deadline_us);
  return app::refresh(*app, options.words, cancel, progress_of(options), app::Running::kJoin);
}

std::string say_product(const Options& options, const plan::RefreshOutcome::Product& product,
                        const std::string& checks) {
  if (product.succeeded)
    return fmt::format("{}: {} rows{}\n", product.product.str(), product.rows,
                       checks.empty() ? "" : ", checks " + checks);
  say(fmt::format("error: {}: {}", product.product.str(), product.message));
  report(options, product.findings);
  return {};
}

// What an orchestrator is told: the worst of all products.
int exit_code_of(const plan::RefreshOutcome& outcome, bool has_failed_checks, int64_t deadline_us) {
  if (outcome.all_succeeded()) return has_failed_checks ? kExitChecksFailed : kExitDone;
  if (interrupted()) return kExitInterrupted;
  return is_past(deadline_us) ? kExitTimedOut : kExitFailed;
}

}  // namespace

int run_refresh_and_wait(const Options& options) {
  const auto timeout = options.timeout.empty() ? 0 : duration_of(options.timeout);
  if (!timeout)
    return report_usage(options, fmt::format("`{}` is no duration", options.timeout),
                        "expected a form like 90s, 30m, 2h or PT30M, 30 days at most");
  const int64_t deadline_us = *timeout == 0 ? 0 : Clock::system().monotonic_us() + *timeout;
  const auto outcome = refresh(options, deadline_us);
  if (!outcome) {
    const int code = report(options, outcome.error());
    const bool ended = outcome.error().code == ErrorCode::kTimeout ||
                       (outcome.error().code == ErrorCode::kCancelled && !interrupted());
    return ended ? kExitTimedOut : code;
  }
  const auto app = open_app(options);   // the state: what the checks of the new snapshots said
  bool has_failed_checks = false;
  Json list = Json::array();
  for (const auto& product : outcome->products) {
    const auto verdict = app ? app::check_verdict(**app, product.product) : std::string();
    const std::string checks = product.succeeded ? verdict.value_or("") : std::string();
    has_failed_checks = has_failed_checks || checks == "failed";
    list.push(Json::object({{"product", product.product.str()}, {"succeeded", product.succeeded},
                            {"rows", product.rows}, {"quarantined", product.quarantined},
                            {"message", product.message},
                            {"findings", findings_json(product.findings)},
                            {"checks", checks.empty() ? Json() : Json(checks)}}));
    if (options.output == Output::kHuman) answer(say_product(options, product, checks));
  }
  const int code = exit_code_of(*outcome, has_failed_checks, deadline_us);
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1},
                         {"timed_out", code == kExitTimedOut},
                         {"products", std::move(list)}})
               .dump() + "\n");
  return code;
}

}  // namespace hanse::cli
