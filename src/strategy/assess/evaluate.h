// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategy/assess/answers.h"
#include "strategy/assess/catalogue.h"
#include "strategy/assess/measures.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `hanse assess`: levels of dimensions, and what follows. Pure: equal questions give equal results.

constexpr double kAssessTarget = 3;  // the level that gaps are counted to
constexpr double kDisagreeIqr = 2;   // from this interquartile range on people have to talk

struct AssessedQuestion {
  const AssessQuestion* question = nullptr;
  std::vector<AssessAnswer> answers;             // the newest of each role
  std::optional<double> median, iqr, agreement;  // of the answers; agreement: r_wg
  std::optional<AssessMeasured> measured;        // what the mesh says, or why it cannot
  std::optional<double> level;  // the measurement's, else the median; none: nobody knows
  Basis basis = Basis::kStated;
  bool is_disputed() const;  // by iqr and r_wg of its answers
};
struct AssessedDimension {
  const AssessDimension* dimension = nullptr;
  std::vector<AssessedQuestion> questions;
  size_t known = 0;                 // questions with a level
  std::optional<double> level;      // their median; none: fewer than half of them are known
  std::optional<double> agreement;  // r_wg(J) over its questions with two answers
  double gap = 0, leverage = 0;     // gap: to kAssessTarget; leverage: gap × (1 + carries)
};
enum class AssessVerdict { kUnknown, kStayCentral, kDoNotStart, kPilot, kWiden, kScale };
std::string_view assess_verdict_name(AssessVerdict verdict);  // "do not start"

struct AssessResult {
  std::string mesh;
  int64_t now_us = 0;
  std::vector<AssessedDimension> dimensions;
  std::optional<double> readiness;   // the weakest dimension's level caps: there is no average
  std::vector<std::string> weakest;  // ids of the dimensions at that level
  AssessVerdict verdict = AssessVerdict::kUnknown;
  std::vector<std::string> reasons;  // of the verdict
  std::vector<KeptAssessment> kept;  // earlier ones, by date
  size_t people = 0;                 // roles that answered
  std::vector<std::string> later;    // answers dated after that day: they do not count
};

struct AssessQuestionnaire {
  std::string mesh;
  int64_t now_us = 0;
  std::vector<AssessSheet> sheets;
  std::map<std::string, AssessMeasured> measures;
  std::vector<KeptAssessment> kept;
};
AssessResult evaluate_assessment(const AssessQuestionnaire& questionnaire);

// Dimensions with a gap, the greatest leverage first.
std::vector<const AssessedDimension*> gaps_of(const AssessResult& result);
KeptAssessment to_keep(const AssessResult& result);
Report assess_report(const AssessResult& result);

}  // namespace hanse::strategy
