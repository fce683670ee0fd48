// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace hanse::govern {

// Where the time of a statement goes. `encode` is the door's: it adds it itself.
enum class Step { kParse, kBind, kDecide, kRewrite, kRecord, kFetch, kPrepare, kExecute, kEncode };
constexpr size_t kSteps = 9;
constexpr std::array<std::string_view, kSteps> kStepNames = {
    "parse", "bind", "decide", "rewrite", "record", "fetch", "prepare", "execute", "encode"};

// One statement's: nanoseconds of wall time by step. Belongs to the statement's thread.
struct Profile {
  std::array<int64_t, kSteps> ns{};
  bool repeated = false;              // governed before: no parse, bind, decide, rewrite
  int64_t& of(Step step) { return ns[static_cast<size_t>(step)]; }
};

// Adds the time of a block to one step; nothing when `profile` is null.
class Timed {
 public:
  Timed(Profile* profile, Step step) : profile_(profile), step_(step) {
    if (profile_ != nullptr) begin_ = std::chrono::steady_clock::now();
  }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;
  ~Timed() {
    if (profile_ != nullptr)
      profile_->of(step_) += std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin_)
                                 .count();
  }

 private:
  Profile* profile_;
  Step step_;
  std::chrono::steady_clock::time_point begin_;
};

// All statements' steps, as Prometheus histograms count them: cumulative buckets by upper bound.
// Thread-safe.
class StepHistograms {
 public:
  static constexpr std::array<double, 10> kBoundsSeconds = {0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                            0.0025,  0.01,   0.1,     1,      10};
  struct Histogram {
    std::array<std::atomic<uint64_t>, kBoundsSeconds.size()> buckets{};
    std::atomic<uint64_t> count{0};
    std::atomic<int64_t> sum_ns{0};
  };
  void add(const Profile& profile) {
    for (size_t step = 0; step < kSteps; ++step) {
      if (profile.ns[step] == 0) continue;  // a step that it did not take
      Histogram& histogram = histograms_[step];
      ++histogram.count;
      histogram.sum_ns += profile.ns[step];
      for (size_t i = 0; i < kBoundsSeconds.size(); ++i)
        if (static_cast<double>(profile.ns[step]) * 1e-9 <= kBoundsSeconds[i])
          ++histogram.buckets[i];
    }
  }
  const Histogram& of(size_t step) const { return histograms_[step]; }

 private:
  std::array<Histogram, kSteps> histograms_;
};

}  // namespace hanse::govern
