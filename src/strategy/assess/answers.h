// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::strategy {

// `strategy/assessment.yaml`, kind Assessment: what people answered. Plain data. Several files of
// the kind count as one.

struct AssessAnswer {
  std::string who, when, note;  // who: the role that speaks; when: a date
  int level = 0;                // 0 to kAssessLevelMax
  Span span;
};
struct AssessItem {
  std::string question;
  std::vector<AssessAnswer> answers;
  Span span;
};
struct AssessSheet {
  std::string path;
  std::vector<AssessItem> items;
};

// HNS-G080 (no such question), HNS-G081 (answered twice on one day, in one question or in several of
// that name) and what the decoder finds.
void decode_assessment(spec::Decoder& decoder, const spec::Node& root, AssessSheet& sheet);
void check_assessment(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);

// HNS-G081 against the sheets of the mesh that come before this one by their path.
void check_other_sheets(spec::Decoder& decoder, const AssessSheet& sheet, const spec::Model& mesh);

// By question; of one role the newest answer alone. Those dated after the day of `now_us` are left
// out, and are what the second gives, for people: they are slips, or of later.
std::map<std::string, std::vector<AssessAnswer>> newest_answers(
    const std::vector<AssessSheet>& sheets, int64_t now_us);
std::vector<std::string> later_answers(const std::vector<AssessSheet>& sheets, int64_t now_us);

// `strategy/assessment.yaml` with every question and its anchors, and no answer.
std::string assessment_sheet();

// `strategy/assessments/<date>.yaml`, kind AssessmentResult: what one assessment came to.
struct KeptDimension {
  std::string id, basis;  // basis: measured | stated, of most of its questions
  double level = 0;
  Span span;
};
struct KeptAssessment {
  std::string path, date, verdict;
  std::vector<KeptDimension> dimensions;
};
void decode_kept(spec::Decoder& decoder, const spec::Node& root, KeptAssessment& kept);
void check_kept(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);
std::string kept_yaml(const KeptAssessment& kept);

}  // namespace hanse::strategy
