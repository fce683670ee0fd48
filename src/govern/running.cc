// SPDX-License-Identifier: Apache-2.0
#include "govern/running.h"

#include <chrono>

namespace hanse::govern {
namespace {

// What one principal's statements together may take of a whole: the rest is there for others,
// however many connections it opens.
int64_t most_of_one(int64_t whole) { return whole - whole / 4; }

}  // namespace

Status RunningQueries::leaves_some(const RunningQuery& query, const spec::Limits& limits) const {
  int64_t running = 0, memory_bytes = query.memory_bytes;
  for (const auto& [id, entry] : entries_) {
    if (entry.query.principal != query.principal) continue;
    ++running;
    memory_bytes += entry.query.memory_bytes;
  }
  if (running == 0) return {};  // one statement may take what it may declare
  if (running >= most_of_one(limits.queries_running))
    return fail(ErrorCode::kUnavailable,
                fmt::format("you run {} statements already, three quarters of those that may run "
                            "(`limits.queriesRunning`)",
                            running),
                "read one of them to its end, or close it");
  if (memory_bytes > most_of_one(limits.engine_memory_bytes))
    return fail(ErrorCode::kUnavailable,
                fmt::format("your statements would have declared {} bytes, more than three "
                            "quarters of the memory that there is (`limits.engineMemoryBytes`)",
                            memory_bytes),
                "read one of them to its end, or declare less memory");
  return {};
}

RunningQueries::Ticket::~Ticket() {
  const std::lock_guard lock(owner_->mutex_);
  const auto found = owner_->entries_.find(id_);
  owner_->memory_bytes_ -= found->second.query.memory_bytes;
  owner_->entries_.erase(found);
  owner_->changed_.notify_all();
}

void RunningQueries::Ticket::add_rows(int64_t rows) {
  const std::lock_guard lock(owner_->mutex_);
  const auto found = owner_->entries_.find(id_);
  if (found != owner_->entries_.end()) found->second.query.rows += rows;
}

Result<std::unique_ptr<RunningQueries::Ticket>> RunningQueries::admit(RunningQuery query,
                                                                      engine::CancelToken cancel,
                                                                      const spec::Limits& limits) {
  // Nothing declared: as many as may run at once share what the engine has.
  if (query.memory_bytes == 0)
    query.memory_bytes = std::min(limits.query_memory_bytes,
                                  limits.engine_memory_bytes / limits.queries_running);
  if (query.memory_bytes > limits.query_memory_bytes)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the statement declares {} bytes of memory, more than "
                            "`limits.queryMemoryBytes` allows ({})",
                            query.memory_bytes, limits.query_memory_bytes));
  const std::lock_guard lock(mutex_);
  if (draining_) return fail(ErrorCode::kUnavailable, "the server is stopping");
  if (static_cast<int64_t>(entries_.size()) >= limits.queries_running)
    return fail(ErrorCode::kUnavailable,
                fmt::format("{} queries run already (`limits.queriesRunning`)", entries_.size()),
                "try again in a moment");
  if (memory_bytes_ + query.memory_bytes > limits.engine_memory_bytes)
    return fail(ErrorCode::kUnavailable,
                fmt::format("the queries that run have declared {} bytes of the {} that there are "
                            "(`limits.engineMemoryBytes`)",
                            memory_bytes_, limits.engine_memory_bytes),
                "try again in a moment, or declare less memory");
  HANSE_TRY_STATUS(leaves_some(query, limits));
  memory_bytes_ += query.memory_bytes;
  const std::string id = query.query_id;
  entries_.emplace(id, Entry{std::move(query), std::move(cancel)});
  return std::make_unique<Ticket>(shared_from_this(), id);
}

std::vector<RunningQuery> RunningQueries::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<RunningQuery> out;
  for (const auto& [id, entry] : entries_) out.push_back(entry.query);
  return out;
}

bool RunningQueries::kill(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  found->second.cancel.cancel();
  return true;
}

bool RunningQueries::draining() const {
  const std::lock_guard lock(mutex_);
  return draining_;
}

void RunningQueries::drain(const Clock& clock, int64_t deadline_us) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  const auto left = [&] { return std::chrono::microseconds(deadline_us - clock.monotonic_us()); };
  changed_.wait_for(lock, left(), [&] { return entries_.empty(); });
  for (auto& [id, entry] : entries_) entry.cancel.cancel();
}

}  // namespace hanse::govern
