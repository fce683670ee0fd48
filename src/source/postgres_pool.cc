// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_pool.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/digest.h"

namespace hanse::source {
namespace {

// One moment for all that is read; a statement that failed goes back to the savepoint.
constexpr const char* kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SAVEPOINT opened";

}  // namespace

std::string PostgresPool::key_of(const PostgresServer& server) {
  return fmt::format("{}\n{}\n{}\n{}", server.address(), server.user, server.tls_mode,
                     digest_hex(server.password.reveal()));
}

Result<PostgresLink> PostgresPool::open(const PostgresServer& server, engine::CancelToken cancel) {
  HANSE_TRY(PostgresLink link,
            PostgresLink::open(server, PostgresLink::Mode::kReadOnly, std::move(cancel)));
  HANSE_TRY_STATUS(link.run(kBegin));
  return link;
}

bool PostgresPool::is_over(const Idle& idle, int64_t now_us) {
  return now_us - idle.since_us > kIdleUs || now_us - idle.link.opened_us() > kAgeUs;
}

Result<PostgresLink> PostgresPool::begin(const PostgresServer& server,
                                         engine::CancelToken cancel) {
  const std::string key = key_of(server);
  while (true) {
    std::optional<Idle> taken;
    {
      const std::lock_guard lock(mutex_);
      std::vector<Idle>& idle = idle_[key];
      if (!idle.empty()) {
        taken.emplace(std::move(idle.back()));
        idle.pop_back();
      }
    }
    if (!taken) break;
    if (is_over(*taken, clock_.monotonic_us())) continue;
    taken->link.serve(cancel);
    const Status begun = taken->link.run(kBegin);
    if (begun) return std::move(taken->link);
    // The server ended it meanwhile: another one says whether it is there.
    if (begun.error().code == ErrorCode::kCancelled) return fail(begun.error());
  }
  HANSE_TRY(PostgresLink link, open(server, std::move(cancel)));
  link.note_opened(clock_.monotonic_us());
  return link;
}

void PostgresPool::give_back(const PostgresServer& server, PostgresLink link) {
  if (!link.end_transaction()) return;
  const int64_t now = clock_.monotonic_us();
  std::vector<Idle> closed;  // behind the lock
  const std::lock_guard lock(mutex_);
  for (auto& [key, idle] : idle_) {
    const auto old = std::stable_partition(
        idle.begin(), idle.end(), [&](const Idle& one) { return !is_over(one, now); });
    std::move(old, idle.end(), std::back_inserter(closed));
    idle.erase(old, idle.end());
  }
  std::erase_if(idle_, [](const auto& entry) { return entry.second.empty(); });
  std::vector<Idle>& idle = idle_[key_of(server)];
  if (idle.size() < kIdleMax) idle.push_back({std::move(link), now});
}

}  // namespace hanse::source
