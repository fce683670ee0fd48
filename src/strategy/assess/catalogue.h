// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hanse::strategy {

// The questions of `hanse assess`, as questions.yaml beside this has them. Immutable, made once.

constexpr int kAssessLevelMax = 4;  // levels are 0 to 4

// What the mesh counts for a question: its value becomes a level by four limits.
struct AssessMeasure {
  std::string id;              // of measures.h
  std::vector<double> levels;  // where levels 1 to 4 begin
  bool falls = false;          // less is better: a level holds up to its limit
  int level_of(double value) const;
};
struct AssessQuestion {
  std::string id, asks;
  std::vector<std::string> anchors;  // one a level
  AssessMeasure measure;             // without id: nothing can be counted
};
struct AssessDimension {
  std::string id, name;
  double start = 0;                      // below this level it says not to start
  std::vector<std::string> carries;      // dimensions that rest on it
  std::vector<std::string> steps;        // activities of the roadmap
  std::vector<std::string> dcam, dmbok;  // by name only
  std::vector<AssessQuestion> questions;
};
const std::vector<AssessDimension>& assess_dimensions();
const AssessQuestion* assess_question(std::string_view id);  // null: none

}  // namespace hanse::strategy
