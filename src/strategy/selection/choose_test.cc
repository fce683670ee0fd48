// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/choose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/selection/decision.h"

namespace hanse::strategy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string findings(const std::string& text, Selection& out) {
  Diagnostics diagnostics;
  const spec::Node root = spec::read_yaml(
      std::make_shared<const SourceFile>("strategy/x.yaml", text), diagnostics);
  spec::Decoder decoder({diagnostics, "x", nullptr});
  decode_selection(decoder, root, out);
  std::string found;
  for (const Diagnostic& one : diagnostics.items()) found += one.code + " " + one.message + "\n";
  return found;
}

// Latency of 50 ms to 0 with a swing of 4, skills with one of 100.
std::string stream(const std::string& options, const std::string& rest) {
  return "apiVersion: hanse/v1\nkind: Selection\nid: s\nname: A stream\nfor: stream\n"
         "reviewBy: 2027-11-28\nweightsBy: team\noptions: [" +
         options +
         "]\ncriteria:\n"
         "  - {id: latency, name: latency, fact: latencyMs, worst: 50, best: 0, swing: 4}\n"
         "  - {id: skills, name: skills, fact: skills, scores: {some: 50, many: 100}, swing: 100}\n" +
         rest;
}
std::string measured(const std::string& option, const std::string& latency,
                     const std::string& skills) {
  const auto row = [&](const std::string& fact, const std::string& value) {
    return "  - {option: " + option + ", fact: " + fact + ", value: " + value +
           ", basis: measured, source: bench}\n";
  };
  return row("latencyMs", latency) + row("skills", skills);
}
Selection selected(const std::string& text) {
  Selection out;
  EXPECT_EQ(findings(text, out), "");
  return out;
}
const SelectionRow& row_of(const SelectionAnswer& answer, std::string_view id) {
  for (const SelectionRow& row : answer.rows)
    if (row.option.id == id) return row;
  ADD_FAILURE() << id;
  return answer.rows[0];
}

TEST(ChooseOption, ADominatedOneDoesNotMakeTheChoiceMatterLess) {
  const SelectionAnswer answer = answer_selection(selected(stream(
      "kafka, pulsar",
      "measurements:\n" + measured("kafka", "15", "some") + measured("pulsar", "40", "some"))));
  EXPECT_EQ(answer.verdict, SelectionVerdict::kChoose) << answer.reason;
  EXPECT_THAT(answer.reason, HasSubstr("no weights let another option take over"));
  EXPECT_FALSE(answer.by_largest);
}

TEST(ChooseOption, EqualOnesDoNotMatter) {
  const SelectionAnswer answer = answer_selection(selected(stream(
      "kafka, pulsar",
      "measurements:\n" + measured("kafka", "15", "some") + measured("pulsar", "15", "some"))));
  EXPECT_EQ(answer.verdict, SelectionVerdict::kDoesNotMatter) << answer.reason;
  EXPECT_THAT(answer.reason, HasSubstr("equal in every criterion"));
}

TEST(ChooseOption, OfEqualScoresTheOneThatIsNotDominatedIsFirst) {
  std::string text = stream("kafka, pulsar", "measurements:\n" + measured("kafka", "40", "some") +
                                                 measured("pulsar", "15", "some"));
  text.replace(text.find("swing: 4"), 8, "swing: 0");
  const SelectionAnswer answer = answer_selection(selected(text));
  ASSERT_NE(answer.winner(), nullptr);
  EXPECT_EQ(answer.winner()->id, "pulsar");
}

TEST(ChooseOption, OneAloneIsNoChoiceWhileOthersMayFit) {
  const SelectionAnswer answer = answer_selection(
      selected(stream("kafka, pulsar, redpanda", "measurements:\n" + measured("kafka", "9", "some"))));
  EXPECT_EQ(answer.verdict, SelectionVerdict::kCannotSay) << answer.reason;
  EXPECT_EQ(answer.winner(), nullptr);
  EXPECT_THAT(answer.not_compared, ElementsAre("pulsar", "redpanda"));
  EXPECT_THAT(answer.reason, HasSubstr("`pulsar`, `redpanda` may fit too"));
  EXPECT_THAT(answer.acceptability.ranks, IsEmpty());
  EXPECT_FALSE(answer.by_largest);
}

TEST(ChooseOption, WhatIsNotComparedIsNamed) {
  const SelectionAnswer answer = answer_selection(selected(
      stream("kafka, pulsar, redpanda", "measurements:\n" + measured("kafka", "9", "many") +
                                            measured("pulsar", "5", "some"))));
  EXPECT_EQ(answer.verdict, SelectionVerdict::kChoose);
  EXPECT_THAT(answer.reason, HasSubstr("not compared, as facts are missing: `redpanda`"));
}

TEST(ChooseOption, TheOnlyOneThatFitsIsTakenWithoutFiguresOfStability) {
  const SelectionAnswer answer = answer_selection(selected(stream(
      "kafka, redpanda", "mustHaves: [{id: open, name: open, fact: openSource, is: true}]\n"
                         "measurements:\n" +
                             measured("kafka", "9", "some"))));
  EXPECT_EQ(answer.verdict, SelectionVerdict::kChoose);
  EXPECT_THAT(answer.reason, HasSubstr("the only option that meets every must-have"));
  EXPECT_THAT(answer.acceptability.ranks, IsEmpty());
}

TEST(ChooseOption, AFactThatIsNoNumberIsNotMissing) {
  const SelectionAnswer answer = answer_selection(
      selected(stream("kafka, pulsar", "measurements:\n" + measured("kafka", "4 ms", "plenty") +
                                           measured("pulsar", "5", "some"))));
  EXPECT_THAT(row_of(answer, "kafka").unknown,
              ElementsAre("`latencyMs` of `kafka` is `\"4 ms\"`, expected a number",
                          "`skills` of `kafka` is `\"plenty\"`, expected one of many, some"));
}

// What `since` says of a fact: out, unknown, or nothing.
std::string since(const std::string& value) {
  const SelectionAnswer answer = answer_selection(selected(stream(
      "kafka", "mustHaves: [{id: new, name: recent, fact: released, since: 2026-05-10}]\n"
               "measurements:\n  - {option: kafka, fact: released, value: \"" +
                   value + "\", basis: stated, source: s}\n" + measured("kafka", "5", "some"))));
  const SelectionRow& row = row_of(answer, "kafka");
  if (!row.out.empty()) return "out";
  return row.unknown.empty() ? "" : row.unknown[0];
}

TEST(ChooseOption, SinceComparesDatesAndNothingElse) {
  EXPECT_EQ(since("2026-05-10"), "");
  EXPECT_EQ(since("2026-05-09"), "out");
  EXPECT_EQ(since("2026-06"), "") << "any day of June";
  EXPECT_EQ(since("2026-04"), "out");
  EXPECT_EQ(since("2026-05"), "`released` of `kafka` is `\"2026-05\"`, expected the day");
  EXPECT_EQ(since("4.1.1"), "`released` of `kafka` is `\"4.1.1\"`, expected a date");
}

std::string findings(const std::string& text) {
  Selection out;
  return findings(text, out);
}

TEST(DecodeSelection, NumbersAndDatesHaveTheirRange) {
  for (const char* value : {"-0.1", "1.5", ".inf"})
    EXPECT_THAT(findings(stream("kafka", std::string("tieWithin: ") + value + "\n")),
                HasSubstr("HNS-G041 `tieWithin` is")) << value;
  EXPECT_EQ(findings(stream("kafka", "tieWithin: 1\n")), "");
  EXPECT_THAT(findings(stream("kafka", "mustHaves: [{id: a, name: a, fact: f, since: soon}]\n")),
              HasSubstr("HNS-G043 `soon` is no date"));
}

Selection kafka_and_pulsar(const std::string& name) {
  Selection out = selected(stream("kafka, pulsar", "measurements:\n" +
                                                       measured("kafka", "9", "many") +
                                                       measured("pulsar", "5", "some")));
  out.name = name;
  return out;
}

TEST(DecisionRecord, NamesForgeNoSection) {
  Selection selection = kafka_and_pulsar("A stream\n\n## Decision\n\nPulsar: <b>said</b> so");
  selection.criteria[0].name = "# latency\r* [a](b)";
  const std::string record =
      decision_record(selection, answer_selection(selection), "2026-11-28");
  EXPECT_EQ(record.find("\n## Decision"), record.rfind("\n## Decision")) << record;
  EXPECT_THAT(record, testing::StartsWith(
                          "# A stream  ## Decision  Pulsar: \\<b>said\\</b> so\n\n* status"));
  EXPECT_THAT(record, HasSubstr("* \\# latency \\* \\[a\\](b): weight 0.04"));
}

Result<std::string> written(const spec::Mesh& mesh, const std::string& text) {
  const Selection selection = kafka_and_pulsar("A stream");
  return with_technology("mesh.yaml", text, mesh, selection, answer_selection(selection));
}

TEST(DecisionRecord, AnEntryOfAnotherPurposeIsNotRewritten) {
  spec::Mesh mesh;
  mesh.technologies = {{"kafka", "pipeline", "hold", "adr", "", {}}};
  const auto refused = written(
      mesh, "technologies:\n  - {id: kafka, for: pipeline, ring: hold, decision: adr}\n");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("has `kafka` for `pipeline`, expected `stream`"));
  mesh.technologies = {{"kafka", "stream", "hold", "adr", "", {}}};
  const auto changed =
      written(mesh, "technologies:\n  - {id: kafka, for: stream, ring: hold, decision: adr}\n");
  ASSERT_TRUE(changed);
  EXPECT_THAT(*changed, HasSubstr("ring: adopt"));
}

TEST(DecisionRecord, OthersThatAreAdoptedForThePurposeAreNamed) {
  const Selection selection = kafka_and_pulsar("A stream");
  spec::Mesh mesh;
  mesh.technologies = {{"kafka", "stream", "adopt", "", "", {}},
                       {"pulsar", "stream", "adopt", "", "", {}},
                       {"nats", "stream", "hold", "", "", {}},
                       {"dbt", "pipeline", "adopt", "", "", {}}};
  EXPECT_THAT(also_adopted(mesh, selection, answer_selection(selection)), ElementsAre("pulsar"));
}

}  // namespace
}  // namespace hanse::strategy
