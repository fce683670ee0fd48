// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace hanse::ledger {

// Append-only, hash-chained record of decisions and changes in `<folder>/<number>.ledger` segments.
// One line an entry: `<hash> <canonical JSON>\n`, where the JSON has seq, time, kind, prev (the
// hash before it) and body, and hash = BLAKE2b-256 hex of the JSON. The first entry of a segment
// carries on the chain of the one before. Several processes may append to one folder: each append
// takes a file lock and continues from the real tail. `head` (seq and hash) is also written to
// `<folder>/head`.
enum class Durability {
  kStrict,   // `append` returns after fsync; concurrent appends share one
  kRelaxed,  // `append` returns when queued: a kill or a crash loses what is not written yet, which
             // is what came in the last 10 ms and while the batch before was written:
             // kQueueEntriesMax at the most
};
struct Head {
  uint64_t seq = 0;
  std::string hash;                   // 64 hex digits; zeros for an empty ledger
};
constexpr uint64_t kSegmentBytesMax = 64u << 20;
constexpr size_t kQueueEntriesMax = 100'000;  // beyond it, append waits: nothing is dropped

class Ledger {
 public:
  virtual ~Ledger() = default;        // writes what is queued
  // Thread-safe. Once a write failed, or entries that were written have gone, every later append
  // fails (kIo, kCorrupt): no decision goes unrecorded.
  virtual Status append(std::string kind, Json body) = 0;
  virtual Status flush() = 0;         // all appended so far is on disk
  // For what changes what is in force: on disk in both modes, before it is.
  Status append_durably(std::string kind, Json body) {
    const Status queued = append(std::move(kind), std::move(body));
    return queued ? flush() : queued;
  }
  virtual Head head() const = 0;
  virtual Status state() const = 0;   // the failure that every later append gives; never waits
};
Result<std::unique_ptr<Ledger>> open_ledger(const std::string& folder, Durability durability,
                                            const Clock& clock);

struct Verification {
  bool intact = false;
  uint64_t entries = 0;
  Head head;
  std::string problem;                // what, when not intact: flipped, removed, reordered, cut
  std::string place;                  // "000001.ledger line 42"
  std::vector<std::string> notes;     // what is no fault: torn entries that were cut off
};
// Reads everything again. With `kept`, a head noted earlier and kept apart, also finds a cut tail;
// without it the file `head` beside the segments tells as much as who cut it left there.
Result<Verification> verify(const std::string& folder, const Head* kept);

struct Entry {
  uint64_t seq = 0;
  std::string time, kind, hash;
  Json body;
};
// Entries from newest to oldest for which `body.decision_id` is `id`, or all when empty; at most
// `count`.
Result<std::vector<Entry>> read_back(const std::string& folder, const std::string& id,
                                     size_t count);

struct RecentQuery {
  std::string kind;                   // of the entries
  std::string since;                  // as format_time writes it
  std::vector<std::string> words;     // each entry's text has one of them
  uint64_t bytes_max = 0;             // of whole segments, from the newest back
};
struct RecentEntries {
  std::vector<Entry> entries;
  bool is_complete = true;            // false: `bytes_max` ended it before `since` was reached
  std::string oldest;                 // time up to which was read
};
Result<RecentEntries> read_recent(const std::string& folder, const RecentQuery& query);

}  // namespace hanse::ledger
