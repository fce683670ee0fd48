// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/evaluate.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "spec/node.h"

namespace hanse::strategy {
namespace {

class AssessTest : public testing::Test {
 protected:
  AssessTest() { sheet_.path = "strategy/assessment.yaml"; }
  void answer(const std::string& question, const std::string& who, int level,
              const std::string& when = "2026-11-28") {
    AssessItem item;
    item.question = question;
    item.answers.push_back({who, when, "", level, {}});
    sheet_.items.push_back(item);
  }
  // Every question of every dimension but those of `but`.
  void answer_all(int level, const std::string& but = "") {
    for (const AssessDimension& dimension : assess_dimensions())
      for (const AssessQuestion& question : dimension.questions)
        if (dimension.id != but && question.id != but) answer(question.id, "cio", level);
  }
  AssessResult result() {
    return evaluate_assessment({"m", *parse_time("2026-12-01"), {sheet_}, measures_, kept_});
  }
  static const AssessedDimension& of(const AssessResult& result, const std::string& id) {
    for (const AssessedDimension& each : result.dimensions)
      if (each.dimension->id == id) return each;
    return result.dimensions.front();
  }
  AssessSheet sheet_;
  std::map<std::string, AssessMeasured> measures_;
  std::vector<KeptAssessment> kept_;
};

TEST_F(AssessTest, TheWeakestDimensionCapsHoweverGoodTheOthersAre) {
  answer_all(4, "culture");
  for (const char* id :
       {"culture.errors", "culture.decisions", "culture.sharing", "culture.learning"})
    answer(id, "cio", 1);
  const AssessResult found = result();
  EXPECT_EQ(found.readiness, 1);
  EXPECT_EQ(found.weakest, std::vector<std::string>{"culture"});
  EXPECT_EQ(found.verdict, AssessVerdict::kPilot);
}

TEST_F(AssessTest, SponsorshipBelowTheBarMeansDoNotStart) {
  answer_all(4, "sponsorship");
  for (const char* id :
       {"sponsorship.person", "sponsorship.money", "sponsorship.case", "sponsorship.time"})
    answer(id, "cio", 1);
  EXPECT_EQ(result().verdict, AssessVerdict::kDoNotStart);
  EXPECT_EQ(result().reasons, std::vector<std::string>{"Sponsorship is at 1, a start needs 2"});
}

TEST_F(AssessTest, ACentralTeamThatKeepsUpStays) {
  answer_all(4, "alignment.need");
  answer("alignment.need", "cio", 1);
  EXPECT_EQ(result().verdict, AssessVerdict::kStayCentral);
}

TEST_F(AssessTest, WhatNobodyAnsweredHasNoLevelAndNoVerdict) {
  answer_all(3, "skills");
  const AssessResult found = result();
  EXPECT_FALSE(of(found, "skills").level);
  EXPECT_EQ(found.verdict, AssessVerdict::kUnknown);
  answer("skills.roles", "cio", 3);
  EXPECT_FALSE(of(result(), "skills").level);
  answer("skills.path", "cio", 2);
  EXPECT_EQ(of(result(), "skills").level, 2.5);
  EXPECT_EQ(result().verdict, AssessVerdict::kWiden);
}

TEST_F(AssessTest, AMeasurementStandsBesideTheAnswerAndWins) {
  answer("ownership.accountable", "cio", 4);
  measures_["owners_assigned"] = {"owners_assigned", 50, "%", "1 of 2 domains", "query"};
  const AssessResult found = result();
  const AssessedQuestion& question = of(found, "ownership").questions[0];
  EXPECT_EQ(question.median, 4);
  EXPECT_EQ(question.level, 2);  // 50 % reaches the second limit of 20 50 80 95
  EXPECT_EQ(question.basis, Basis::kMeasured);
  measures_["owners_assigned"].value.reset();
  EXPECT_EQ(of(result(), "ownership").questions[0].level, 4);
}

TEST_F(AssessTest, FewerHoursAreABetterLevel) {
  const AssessMeasure& hours = assess_question("self_serve.time")->measure;
  EXPECT_EQ(hours.level_of(400), 0);
  EXPECT_EQ(hours.level_of(336), 1);
  EXPECT_EQ(hours.level_of(24), 3);
  EXPECT_EQ(hours.level_of(0.5), 4);
}

TEST_F(AssessTest, OfARoleTheNewestAnswerCounts) {
  answer("culture.errors", "cio", 0, "2026-11-01");
  answer("culture.errors", "cio", 3, "2026-11-20");
  answer("culture.errors", "cio", 1, "2026-11-10");
  const AssessResult found = result();
  EXPECT_EQ(of(found, "culture").questions[0].answers.size(), 1u);
  EXPECT_EQ(of(found, "culture").questions[0].median, 3);
  EXPECT_EQ(found.people, 1u);
}

TEST_F(AssessTest, WhatIsDatedAfterTheDayDoesNotCountAndIsSaid) {
  answer("culture.errors", "cio", 1, "2026-12-01");
  answer("culture.errors", "cio", 4, "2026-12-02");
  kept_ = {{"f", "2026-11-01", "scale", {}}, {"g", "2026-12-02", "scale", {}}};
  const AssessResult found = result();
  EXPECT_EQ(of(found, "culture").questions[0].median, 1);
  EXPECT_EQ(found.later, std::vector<std::string>{"strategy/assessment.yaml: `cio` answers "
                                                  "`culture.errors` on 2026-12-02"});
  EXPECT_EQ(found.kept.size(), 1u);
}

// What is wrong with a sheet, in a mesh that has another one of that path.
std::string findings_of(const std::string& path, const std::string& items,
                        const std::string& other_path = {}, const std::string& other = {}) {
  const std::string heading = "apiVersion: hanse/v1\nkind: Assessment\nquestions:\n";
  Diagnostics diagnostics;
  const auto root_of = [&](const std::string& at, const std::string& text) {
    return spec::read_yaml(std::make_shared<const SourceFile>(at, heading + text), diagnostics);
  };
  spec::Model mesh;
  if (!other.empty())
    mesh.strategy.push_back({other_path, "", spec::to_json(root_of(other_path, other))});
  spec::Decoder decoder({diagnostics, "sheet", nullptr});
  check_assessment(decoder, root_of(path, items), mesh);
  std::string out;
  for (const Diagnostic& one : diagnostics.items()) out += fmt::format("{} ", one.code);
  return out;
}

TEST(AssessSheets, ARoleAnswersAQuestionOnceADayOverItemsAndFiles) {
  const std::string one =
      "  - {question: culture.errors, answers: [{who: a, when: 2026-11-28, level: 1}]}\n";
  const std::string again =
      "  - {question: culture.errors, answers: [{who: a, when: 2026-11-28, level: 2}]}\n";
  const std::string next =
      "  - {question: culture.errors, answers: [{who: a, when: 2026-11-29, level: 2}]}\n";
  EXPECT_EQ(findings_of("strategy/a.yaml", one + again), "HNS-G081 ");
  EXPECT_EQ(findings_of("strategy/b.yaml", one, "strategy/a.yaml", again), "HNS-G081 ");
  EXPECT_EQ(findings_of("strategy/a.yaml", one, "strategy/b.yaml", again), "") << "said once";
  EXPECT_EQ(findings_of("strategy/b.yaml", one + next), "");
  EXPECT_EQ(findings_of("strategy/b.yaml", one, "strategy/a.yaml", next), "");
}

TEST_F(AssessTest, DisagreementIsShownByItsRangeAndByRwg) {
  for (const auto& [who, level] : {std::pair{"a", 0}, {"b", 4}})
    answer("culture.errors", who, level);
  for (const auto& [who, level] : {std::pair{"a", 2}, {"b", 3}})
    answer("culture.sharing", who, level);
  const AssessResult found = result();
  EXPECT_TRUE(of(found, "culture").questions[0].is_disputed());
  EXPECT_FALSE(of(found, "culture").questions[2].is_disputed());  // IQR 0.5, r_wg 0.75
}

TEST_F(AssessTest, LeverageIsTheGapTimesWhatRestsOnIt) {
  answer_all(2, "product");
  for (const char* id : {"product.consumers", "product.promises"}) answer(id, "cio", 0);
  const AssessResult found = result();
  // Sponsorship: (3 - 2) × (1 + 4) = 5; product: (3 - 0) × (1 + 1) = 6.
  EXPECT_EQ(gaps_of(found)[0]->dimension->id, "product");
  EXPECT_EQ(gaps_of(found)[0]->leverage, 6);
  EXPECT_EQ(gaps_of(found)[1]->dimension->id, "sponsorship");
  EXPECT_EQ(gaps_of(found)[1]->leverage, 5);
}

TEST(AssessCatalogue, EveryDimensionHasFourQuestionsWithFiveAnchors) {
  EXPECT_EQ(assess_dimensions().size(), 10u);
  for (const AssessDimension& dimension : assess_dimensions()) {
    EXPECT_EQ(dimension.questions.size(), 4u) << dimension.id;
    EXPECT_FALSE(dimension.steps.empty() || dimension.dcam.empty() || dimension.dmbok.empty());
    for (const AssessQuestion& question : dimension.questions)
      EXPECT_TRUE(question.id.starts_with(dimension.id + ".")) << question.id;
  }
}

}  // namespace
}  // namespace hanse::strategy
