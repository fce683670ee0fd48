// SPDX-License-Identifier: Apache-2.0
#include "strategy/facts/segment_summary.h"

#include <bit>
#include <cstring>
#include <type_traits>

#include "base/digest.h"

namespace hanse::strategy {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is written as it lies");

constexpr std::string_view kSummaryMagic = "hnsfact2", kDecisionsMagic = "hnsdeci1";
constexpr size_t kSealBytes = 32;

class Writer {
 public:
  explicit Writer(std::string_view magic) : out_(magic) {}
  template <typename T>
    requires std::is_trivially_copyable_v<T>
  void put(const T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof(T));
  }
  void put_text(std::string_view text) {
    put(static_cast<uint64_t>(text.size()));
    out_ += text;
  }
  // Each member by itself: what lies between them in memory is not written.
  template <typename T, typename... Members>
  void put_all(const std::vector<T>& items, Members... members) {
    put(static_cast<uint64_t>(items.size()));
    for (const T& item : items) (put(item.*members), ...);
  }
  std::string sealed(const SummarySeal& seal) {
    const Digest digest = digest_of(seal.key + out_);
    out_.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    return std::move(out_);
  }

 private:
  std::string out_;
};

// Reads past the end give zeros and `is_good` false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  template <typename T>
  void get(T& value) {
    value = {};
    if (left_.size() < sizeof(T)) return spoil();
    std::memcpy(&value, left_.data(), sizeof(T));
    left_.remove_prefix(sizeof(T));
  }
  std::string get_text() {
    uint64_t size = 0;
    get(size);
    if (left_.size() < size) return spoil(), std::string();
    std::string out(left_.substr(0, size));
    left_.remove_prefix(size);
    return out;
  }
  uint64_t get_count() {
    uint64_t count = 0;
    get(count);
    if (count > left_.size()) return spoil(), 0;  // every item has a byte at least
    return count;
  }
  template <typename T, typename... Members>
  void get_all(std::vector<T>& items, Members... members) {
    items.resize(get_count());
    for (T& item : items) (get(item.*members), ...);
  }
  bool is_done() const { return good_ && left_.empty(); }

 private:
  void spoil() {
    good_ = false;
    left_ = {};
  }
  std::string_view left_;
  bool good_ = true;
};

std::unexpected<Error> not_usable(const char* why) {
  return fail(ErrorCode::kCorrupt, fmt::format("the summary of a segment {}", why));
}

// What lies between magic, stamp and seal.
Result<std::string_view> opened(std::string_view bytes, std::string_view magic,
                                const SummarySeal& seal) {
  if (bytes.size() < magic.size() + kSealBytes || !bytes.starts_with(magic))
    return not_usable("is of another format");
  const std::string_view content = bytes.substr(0, bytes.size() - kSealBytes);
  const Digest digest = digest_of(seal.key + std::string(content));
  if (!equal_in_constant_time(
          bytes.substr(content.size()),
          std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size())))
    return not_usable("was changed");
  Reader reader(content.substr(magic.size()));
  if (reader.get_text() != seal.stamp) return not_usable("is of another state of it");
  return content.substr(magic.size() + sizeof(uint64_t) + seal.stamp.size());
}

void put_names(const SegmentFacts& facts, Writer& out) {
  out.put(static_cast<uint64_t>(facts.names.size()));
  for (const std::string& name : facts.names) out.put_text(name);
}
void get_names(Reader& in, SegmentFacts& facts) {
  facts.names.resize(in.get_count());
  for (std::string& name : facts.names) name = in.get_text();
}

}  // namespace

std::string encode_summary(const SegmentFacts& facts, const SummarySeal& seal) {
  using R = SegmentRow;
  using O = SegmentOutcome;
  Writer out(kSummaryMagic);
  out.put_text(seal.stamp);
  for (const uint64_t number : {facts.entries, facts.unknown_tables}) out.put(number);
  for (const int64_t at : {facts.first_us, facts.last_us}) out.put(at);
  out.put_text(facts.before);
  out.put_text(facts.last);
  put_names(facts, out);
  out.put_all(facts.rows, &R::principal, &R::table, &R::day, &R::allowed, &R::refused, &R::failed,
              &R::first_allowed_us, &R::last_allowed_us, &R::first_refused_us, &R::last_refused_us);
  out.put_all(facts.outcomes, &O::at_us, &O::product, &O::kind, &O::succeeded);
  out.put_all(facts.groups, &SegmentGroup::principal, &SegmentGroup::group);
  out.put(static_cast<uint64_t>(facts.events.size()));
  for (const SegmentEvent& event : facts.events) {
    out.put(event.at_us);
    out.put_text(event.kind);
    out.put_text(event.json);
  }
  return out.sealed(seal);
}

Result<SegmentFacts> decode_summary(std::string_view bytes, const SummarySeal& seal) {
  using R = SegmentRow;
  using O = SegmentOutcome;
  HANSE_TRY(const std::string_view content, opened(bytes, kSummaryMagic, seal));
  Reader in(content);
  SegmentFacts out;
  in.get(out.entries);
  in.get(out.unknown_tables);
  in.get(out.first_us);
  in.get(out.last_us);
  out.before = in.get_text();
  out.last = in.get_text();
  get_names(in, out);
  in.get_all(out.rows, &R::principal, &R::table, &R::day, &R::allowed, &R::refused, &R::failed,
             &R::first_allowed_us, &R::last_allowed_us, &R::first_refused_us, &R::last_refused_us);
  in.get_all(out.outcomes, &O::at_us, &O::product, &O::kind, &O::succeeded);
  in.get_all(out.groups, &SegmentGroup::principal, &SegmentGroup::group);
  out.events.resize(in.get_count());
  for (SegmentEvent& event : out.events) {
    in.get(event.at_us);
    event.kind = in.get_text();
    event.json = in.get_text();
  }
  if (!in.is_done()) return not_usable("is not whole");
  return out;
}

std::string encode_decisions(const SegmentFacts& facts, const SummarySeal& seal) {
  Writer out(kDecisionsMagic);
  out.put_text(seal.stamp);
  put_names(facts, out);
  out.put(static_cast<uint64_t>(facts.lists.size()));
  for (const auto& list : facts.lists) {
    out.put(static_cast<uint64_t>(list.size()));
    for (const uint32_t name : list) out.put(name);
  }
  out.put(static_cast<uint64_t>(facts.decisions.size()));
  for (const SegmentDecision& decision : facts.decisions) {
    out.put(decision.key.time);
    out.put(decision.key.chance);
    out.put(decision.list);
  }
  return out.sealed(seal);
}

Result<SegmentFacts> decode_decisions(std::string_view bytes, const SummarySeal& seal) {
  HANSE_TRY(const std::string_view content, opened(bytes, kDecisionsMagic, seal));
  Reader in(content);
  SegmentFacts out;
  get_names(in, out);
  out.lists.resize(in.get_count());
  for (auto& list : out.lists) {
    list.resize(in.get_count());
    for (uint32_t& name : list) in.get(name);
  }
  out.decisions.resize(in.get_count());
  for (SegmentDecision& decision : out.decisions) {
    in.get(decision.key.time);
    in.get(decision.key.chance);
    in.get(decision.list);
  }
  if (!in.is_done()) return not_usable("is not whole");
  return out;
}

}  // namespace hanse::strategy
