// SPDX-License-Identifier: Apache-2.0
#include "app/scheduler.h"

#include <algorithm>

#include "app/product_checks.h"
#include "base/files.h"

namespace hanse::app {
namespace {

constexpr int64_t kLookUs = 1'000'000;  // how soon a schedule that was applied is known
constexpr int64_t kAfterErrorUs = 60'000'000;

}  // namespace

Scheduler::Scheduler(App& app, Progress say)
    : app_(app), say_(std::move(say)), thread_([this] { run(); }) {}

Scheduler::~Scheduler() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Scheduler::run() {
  std::unique_lock lock(mutex_);
  while (!stops_) {
    lock.unlock();
    look();
    lock.lock();
    changed_.wait_for(lock, std::chrono::microseconds(kLookUs), [this] { return stops_; });
  }
}

void Scheduler::look() {
  const int64_t now_us = app_.clock().now_us();
  if (now_us < not_before_us_) return;
  const auto catalog = app_.catalog().current();
  if (!catalog) return;  // the doors say so
  const bool is_seen = (*catalog)->version() == seen_version_;
  if (is_seen && (next_us_ == 0 || now_us < next_us_)) return;
  const Due due = due_at(**catalog, now_us);
  if (due.checks.empty() && due.refreshes.empty()) {
    seen_version_ = (*catalog)->version();
    next_us_ = due.next_us;
    return;
  }
  // Another server over this state does it, and when it is done the state tells.
  const auto lock = FileLock::acquire(join_path(app_.state_folder(), "schedule.lock"),
                                      FileLock::Mode::kExclusive, FileLock::Wait::kNo);
  if (!lock) return;
  // It may just have been done.
  const auto newest = app_.catalog().current();
  if (!newest) return;
  if (const Status done = carry_out(due_at(**newest, now_us)); !done) {
    if (done.error().code != ErrorCode::kCancelled)
      say_("error: on schedule: " + done.error().message);
    not_before_us_ = now_us + kAfterErrorUs;
  }
}

Status Scheduler::carry_out(const Due& due) {
  std::vector<std::string> names;
  for (const ProductId& product : due.refreshes) names.push_back(product.str());
  if (!names.empty()) {
    say_(fmt::format("refresh on schedule: {}", fmt::join(names, ", ")));
    HANSE_TRY(const plan::RefreshOutcome outcome,
              refresh(app_, names, {}, say_, Running::kWait, plan::Asked::kByPlan));
    for (const auto& product : outcome.products)
      if (!product.succeeded)
        say_(fmt::format("error: {}: {}", product.product.str(), product.message));
  }
  if (due.checks.empty()) return {};
  // Those that were just built were checked after it.
  const auto still_due =
      [&](const catalog::CatalogSnapshot& catalog) -> Result<std::vector<ProductId>> {
    return due_at(catalog, app_.clock().now_us()).checks;
  };
  HANSE_TRY(const CheckRuns runs, check_products(app_, {"schedule", ""}, still_due, {}, say_));
  if (!runs.empty()) say_(fmt::format("checked on schedule: {} tables", runs.size()));
  return {};
}

}  // namespace hanse::app
