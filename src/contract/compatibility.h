// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/compatibility_rules.h"
#include "spec/contract.h"

namespace hanse::contract {

// One thing that differs between two contracts. What it means is its rule's to say.
struct ContractChange {
  Rule rule;
  std::string_view kind;      // contract, table, column, quality, relationship, serviceLevel, …
  std::string address;        // "table orders column note"; empty: the contract as a whole
  std::string text;           // in meaning: "column `note` may be null now"
  std::string before, after;  // as the files say it; empty where there was or is nothing
  Span span;                  // in the new file: the thing, or what it was taken out of
};

// Everything that differs in meaning, in the order of the new file. Formatting, comments, the order
// of tables and what merely spells out a default are no difference. Time linear in both. Pure.
std::vector<ContractChange> compare(const spec::DataContract& before,
                                    const spec::DataContract& after);

// Whose eyes a change is seen with.
enum class Perspective { kReaders, kWriters, kBoth };
std::optional<Perspective> perspective_of(std::string_view word);
Impact verdict_of(const ContractChange& change, Perspective perspective);

// How far a version must move: SemVer 2.0.0, breaking is major, additive is minor, else patch.
// Before 1.0.0 breaking is minor and the rest patch.
enum class Step { kNone, kPatch, kMinor, kMajor };
std::string_view to_string(Step step);  // "none", "patch", "minor", "major"

struct VersionVerdict {
  enum class Problem { kNone, kTooSmall, kBackwards, kNotSemantic };
  Step step = Step::kNone;
  std::string required;  // the least version that will do; empty when `before` is not semantic
  Problem problem = Problem::kNone;
};
VersionVerdict judge_version(const std::string& before, const std::string& after,
                             const std::vector<ContractChange>& changes, Perspective perspective);

}  // namespace hanse::contract
