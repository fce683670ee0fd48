// SPDX-License-Identifier: Apache-2.0
#include "app/ledger_facts.h"

#include <atomic>
#include <thread>

#include "app/parts.h"
#include "base/digest.h"
#include "base/file_mark.h"
#include "ledger/format.h"
#include "strategy/facts/segment_summary.h"

namespace hanse::app {
namespace {

using strategy::SegmentFacts;
using strategy::SummarySeal;

constexpr uint64_t kSegmentReadMax = 2 * ledger::kSegmentBytesMax;  // one entry may be longer
constexpr uint64_t kSummaryReadMax = uint64_t{1} << 30;
constexpr unsigned kThreadsMax = 8;
constexpr int64_t kSlackUs = int64_t{3'600} * 1'000'000;  // from decision to entry, at the most

struct Segment {
  std::string path, name;
  std::string stamp;  // as it was before it was read
  bool is_closed = false;
  bool is_new = false;  // counted now, not read from its summary
  bool has_decisions = false;
  SegmentFacts facts;
  Status status;
};

class Gather {
 public:
  Gather(std::string ledger_folder, std::string facts_folder, std::string key)
      : ledger_folder_(std::move(ledger_folder)),
        facts_folder_(std::move(facts_folder)),
        key_(std::move(key)) {}

  Result<strategy::LedgerFacts> run() {
    HANSE_TRY(const auto paths, ledger::segments(ledger_folder_));
    for (const std::string& path : paths) {
      Segment& segment = segments_.emplace_back();
      segment.path = path;
      segment.name = path.substr(path.rfind('/') + 1);
      segment.is_closed = &path != &paths.back();
    }
    in_parallel([this](Segment& segment) { segment.status = read(segment); });
    for (const Segment& segment : segments_) HANSE_TRY_STATUS(segment.status);
    HANSE_TRY_STATUS(check_order());
    for (size_t i = 0; i < segments_.size(); ++i) HANSE_TRY_STATUS(resolve(i));
    for (Segment& segment : segments_)
      if (segment.is_new && segment.is_closed) keep(segment);
    std::vector<SegmentFacts> all;
    for (Segment& segment : segments_) all.push_back(std::move(segment.facts));
    return strategy::merge_segments(all);
  }

 private:
  template <typename Do>
  void in_parallel(Do act) {
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      for (size_t i = next++; i < segments_.size(); i = next++) act(segments_[i]);
    };
    const size_t count = std::min<size_t>(
        {segments_.size(), kThreadsMax, std::max(1u, std::thread::hardware_concurrency())});
    std::vector<std::thread> threads;
    for (size_t i = 1; i < count; ++i) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
  }

  std::string place_of(const Segment& segment, const char* ending) const {
    return join_path(facts_folder_, segment.name + ending);
  }
  SummarySeal seal_of(const Segment& segment) const { return {segment.stamp, key_}; }

  Status read(Segment& segment) {
    HANSE_TRY(segment.stamp, stamp_of(segment.path));
    if (segment.is_closed)
      if (const auto bytes = read_file(place_of(segment, ".facts"), kSummaryReadMax))
        if (auto facts = strategy::decode_summary(*bytes, seal_of(segment))) {
          segment.facts = *std::move(facts);
          return {};
        }
    return count(segment);
  }

  static Status count(Segment& segment) {
    HANSE_TRY(const std::string text, read_file(segment.path, kSegmentReadMax));
    segment.facts = strategy::scan_segment(text);
    segment.is_new = segment.has_decisions = true;
    return {};
  }

  Status check_order() {
    for (size_t i = 1; i < segments_.size(); ++i) {
      const SegmentFacts& facts = segments_[i].facts;
      if (facts.entries == 0 || facts.before == segments_[i - 1].facts.last) continue;
      return fail(
          ErrorCode::kCorrupt,
          fmt::format("the segment `{}` does not follow the one before it", segments_[i].path),
          "`hanse audit verify` says more");
    }
    return {};
  }

  // Statements that repeat a decision of an earlier segment.
  Status resolve(size_t index) {
    Segment& segment = segments_[index];
    for (size_t i = index; i-- > 0 && !segment.facts.repeats.empty();) {
      Segment& earlier = segments_[i];
      const bool may_have = std::ranges::any_of(segment.facts.repeats, [&](const auto& repeat) {
        const auto at = static_cast<int64_t>(repeat.of.time);
        return at >= earlier.facts.first_us - kSlackUs && at <= earlier.facts.last_us + kSlackUs;
      });
      if (!may_have) continue;
      HANSE_TRY(const SegmentFacts* decisions, decisions_of(earlier));
      strategy::resolve_repeats(segment.facts, *decisions);
    }
    strategy::give_up_repeats(segment.facts);
    return {};
  }

  Result<const SegmentFacts*> decisions_of(Segment& segment) {
    if (segment.has_decisions) return &segment.facts;
    auto& kept = decisions_[segment.name];
    if (kept) return &*kept;
    if (const auto bytes = read_file(place_of(segment, ".decisions"), kSummaryReadMax))
      if (auto facts = strategy::decode_decisions(*bytes, seal_of(segment))) {
        kept = *std::move(facts);
        return &*kept;
      }
    HANSE_TRY(const std::string text, read_file(segment.path, kSegmentReadMax));
    kept = strategy::scan_segment(text);
    if (const auto stamp = stamp_of(segment.path); stamp && *stamp == segment.stamp)
      (void)write_private_file_atomic(place_of(segment, ".decisions"),
                                      strategy::encode_decisions(*kept, seal_of(segment)));
    return &*kept;
  }

  // For the next time; without a place for it, the segment is counted again then.
  void keep(const Segment& segment) const {
    const auto stamp = stamp_of(segment.path);
    if (!stamp || *stamp != segment.stamp || !make_private_folder(facts_folder_)) return;
    const SummarySeal seal = seal_of(segment);
    (void)write_private_file_atomic(place_of(segment, ".decisions"),
                                    strategy::encode_decisions(segment.facts, seal));
    (void)write_private_file_atomic(place_of(segment, ".facts"),
                                    strategy::encode_summary(segment.facts, seal));
  }

  const std::string ledger_folder_, facts_folder_, key_;
  std::vector<Segment> segments_;
  std::map<std::string, std::optional<SegmentFacts>> decisions_;
};

}  // namespace

Result<strategy::LedgerFacts> ledger_facts(App& app) {
  HANSE_TRY_STATUS(app.ledger().flush());
  HANSE_TRY(const std::string secret, app.catalog().store().hash_key());
  return Gather(app.parts().ledger_folder(), join_path(app.state_folder(), "facts"),
                digest_hex("facts of the ledger\n" + secret))
      .run();
}

}  // namespace hanse::app
