// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "contract/compatibility.h"

namespace hanse::contract {
namespace {

// The three numbers of a semantic version. `1`, `1.2` and a leading `v` are taken as meant.
struct Version {
  std::array<int64_t, 3> numbers{};
  bool is_prerelease = false;
  auto operator<=>(const Version&) const = default;
};

std::optional<Version> parse(std::string_view text) {
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  text = text.substr(0, text.find('+'));
  Version out;
  const size_t dash = text.find('-');
  out.is_prerelease = dash != std::string_view::npos;
  if (out.is_prerelease && dash + 1 == text.size()) return {};
  text = text.substr(0, dash);
  for (size_t i = 0; i < out.numbers.size(); ++i) {
    const char* end = text.data() + text.size();
    const auto [rest, problem] = std::from_chars(text.data(), end, out.numbers[i]);
    if (problem != std::errc() || out.numbers[i] < 0) return {};
    text = std::string_view(rest, static_cast<size_t>(end - rest));
    if (text.empty()) return out;
    if (!text.starts_with('.')) return {};
    text.remove_prefix(1);
  }
  return {};
}

Step step_of(const std::vector<ContractChange>& changes, Perspective perspective) {
  Step step = Step::kNone;
  for (const ContractChange& change : changes) {
    if (change.rule == Rule::kContractVersion) continue;
    switch (verdict_of(change, perspective)) {
      case Impact::kCompatible:
        step = std::max(step, Step::kPatch);
        break;
      case Impact::kAdditive:
        step = std::max(step, Step::kMinor);
        break;
      case Impact::kBreaking:
        return Step::kMajor;
    }
  }
  return step;
}

// A pre-release promises nothing yet: its own version, finished, is enough for whatever changes.
Version next(const Version& before, Step step) {
  auto [major, minor, patch] = before.numbers;
  if (before.is_prerelease || step == Step::kNone) return {{major, minor, patch}};
  switch (step) {
    case Step::kMajor:
      return {{major + 1, 0, 0}};
    case Step::kMinor:
      return {{major, minor + 1, 0}};
    case Step::kPatch:
    case Step::kNone:
      break;
  }
  return {{major, minor, patch + 1}};
}

}  // namespace

std::string_view to_string(Step step) {
  switch (step) {
    case Step::kNone:
      return "none";
    case Step::kPatch:
      return "patch";
    case Step::kMinor:
      return "minor";
    case Step::kMajor:
      return "major";
  }
  return "major";
}

VersionVerdict judge_version(const std::string& before, const std::string& after,
                             const std::vector<ContractChange>& changes, Perspective perspective) {
  VersionVerdict out;
  out.step = step_of(changes, perspective);
  const auto old_one = parse(before), new_one = parse(after);
  // SemVer 2.0.0, 4: before 1.0.0 anything may change. What breaks is told from what does not all
  // the same, one number further down.
  if (old_one && old_one->numbers[0] == 0 && out.step > Step::kPatch)
    out.step = out.step == Step::kMajor ? Step::kMinor : Step::kPatch;
  if (!new_one && (out.step != Step::kNone || before != after))
    out.problem = VersionVerdict::Problem::kNotSemantic;
  if (!old_one || !new_one) return out;
  const Version required = next(*old_one, out.step);
  out.required = fmt::format("{}", fmt::join(required.numbers, "."));
  if (new_one->numbers < old_one->numbers)
    out.problem = VersionVerdict::Problem::kBackwards;
  else if (new_one->numbers < required.numbers || (out.step != Step::kNone && before == after))
    out.problem = VersionVerdict::Problem::kTooSmall;
  return out;
}

}  // namespace hanse::contract
