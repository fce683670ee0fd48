// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace hanse::govern {

// What was found under one version of the catalog, by key; the least recently used goes first. What
// another version finds drops it all, so that nothing old is ever given. Thread-safe.
template <typename Value>
class RevisionCache {
 public:
  explicit RevisionCache(size_t entries_max) : entries_max_(entries_max) {}

  // Null when it is not there, or held until before `now_us`.
  std::shared_ptr<const Value> find(const std::string& key, int64_t version, int64_t now_us) {
    const std::lock_guard lock(mutex_);
    if (version != version_) return nullptr;
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    if (found->second->valid_until_us != 0 && now_us >= found->second->valid_until_us) {
      entries_.erase(found->second);
      by_key_.erase(found);
      return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  // In the place of what has the key. `valid_until_us` 0: as long as the version stands. True
  // when another version's were dropped.
  bool put(const std::string& key, int64_t version, int64_t valid_until_us,
           std::shared_ptr<const Value> value) {
    const std::lock_guard lock(mutex_);
    const bool moved = version != version_;
    if (moved) {
      entries_.clear();
      by_key_.clear();
      version_ = version;
    }
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
      entries_.erase(known->second);
      by_key_.erase(known);
    }
    entries_.push_front({key, valid_until_us, std::move(value)});
    by_key_[key] = entries_.begin();
    if (entries_.size() > entries_max_) {
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
    return moved;
  }

  size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

 private:
  struct Entry {
    std::string key;
    int64_t valid_until_us = 0;
    std::shared_ptr<const Value> value;
  };
  const size_t entries_max_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  int64_t version_ = 0;
  std::list<Entry> entries_;          // newest first
  std::unordered_map<std::string, typename std::list<Entry>::iterator> by_key_;
};

}  // namespace hanse::govern
