// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "strategy/change/change_templates.h"
#include "strategy/change/communication.h"
#include "strategy/change/organisation.h"
#include "strategy/change/pilot.h"
#include "strategy/change/responsibilities.h"
#include "strategy/change/stakeholders.h"
#include "strategy/document.h"
#include "strategy/programme/draft_documents.h"
#include "strategy/programme/programme_kinds.h"

namespace hanse::strategy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

spec::Node node_of(const std::string& text, Diagnostics& diagnostics) {
  return spec::read_yaml(std::make_shared<const SourceFile>("strategy/x.yaml", text), diagnostics);
}

std::string findings(ProgrammeCheckFunction* check, const std::string& text,
                     const spec::Model& mesh = {}) {
  Diagnostics diagnostics;
  spec::Decoder decoder({diagnostics, "x", nullptr});
  check(decoder, node_of(text, diagnostics), mesh);
  std::string out;
  for (const Diagnostic& one : diagnostics.items()) out += one.code + " " + one.message + "\n";
  return out;
}

template <typename T>
T decoded(void (*decode)(spec::Decoder&, const spec::Node&, T&), const std::string& text) {
  T out;
  Diagnostics diagnostics;
  spec::Decoder decoder({diagnostics, "x", nullptr});
  decode(decoder, node_of(text, diagnostics), out);
  EXPECT_FALSE(diagnostics.has_errors());
  return out;
}

std::string organisation(const std::string& rest) {
  return "apiVersion: hanse/v1\nkind: Organisation\nid: o\n" + rest;
}

spec::Mesh shop() {
  spec::Mesh mesh;
  mesh.teams.resize(3);
  mesh.teams[0].id = TeamId("platform");
  mesh.teams[0].type = "platform";
  mesh.teams[1].id = TeamId("sales");
  mesh.teams[1].type = "streamAligned";
  mesh.teams[2].id = TeamId("coe");
  mesh.teams[2].type = "enabling";
  mesh.domains.resize(1);
  mesh.domains[0].id = DomainId("orders");
  return mesh;
}

TEST(Change, TemplatesHaveNoFindingsAndSayThatTheyAreDrafts) {
  spec::Model model;
  model.mesh = shop();
  std::set<std::string> kinds;
  for (const auto& [path, text] : change_files(model.mesh)) {
    Diagnostics diagnostics;
    const spec::Node root = node_of(text, diagnostics);
    const std::string kind = root.find("kind")->text;
    for (const DocumentKind& one : document_kinds()) {
      if (one.kind != kind) continue;
      kinds.insert(kind);
      spec::Decoder decoder({diagnostics, path, nullptr});
      one.check(decoder, root, model);
    }
    EXPECT_EQ(diagnostics.items().size(), 0u) << path << ": " << diagnostics.items()[0].message;
    EXPECT_NE(draft_reason(kind, spec::to_json(root)), "") << kind;
  }
  EXPECT_EQ(kinds.size(), 5u);
}

TEST(Change, AnEnablingTeamWithoutAnEndIsAFinding) {
  EXPECT_EQ(findings(check_organisation_file, organisation("teams: [{id: coe, type: enabling}]\n")),
            "HNS-G062 enabling team `coe` has no end: it would become a department\n");
  EXPECT_EQ(findings(check_organisation_file,
                     organisation("teams: [{id: coe, type: enabling, ends: 2027-12-31}]\n")),
            "");
}

TEST(Change, PeopleNeedSomebodyWhoCountedThem) {
  const std::string teams = "teams: [{id: a, type: central, today: [{role: x, people: 3}]}]\n";
  EXPECT_EQ(findings(check_organisation_file, organisation(teams)),
            "HNS-G064 nobody is named who stated the number of people, and when\n");
  EXPECT_EQ(findings(check_organisation_file, organisation("by: hr\nat: 2026-01-05\n" + teams)),
            "");
}

TEST(Change, NamesAreKnownAndThereOnce) {
  EXPECT_EQ(
      findings(check_organisation_file,
               organisation("by: hr\nat: 2026-01-05\nteams: [{id: sales, type: central}, {id: "
                            "sales, type: platform}]\nmoves: [{from: sale, to: sales, role: "
                            "x, people: 1}]\n")),
      "HNS-G063 there are two of team `sales`\nHNS-G060 there is no team `sale`\n");
}

TEST(Change, ARoleOfATeamHasOneLevelOfASkill) {
  const std::string level = "{team: sales, role: dev, skill: s, level: ";
  EXPECT_EQ(findings(check_organisation_file,
                     organisation("by: hr\nat: 2026-01-05\nteams: [{id: sales, type: central}]\n"
                                  "skills: [{id: s}]\nlevels: [" +
                                  level + "1}, " + level + "3}]\n")),
            "HNS-G063 there are two of level `s of dev in sales`\n");
}

TEST(Change, MovesAndHiresAddUpToTheTarget) {
  const Organisation found = decoded(
      decode_organisation,
      organisation(
          "by: hr\nat: 2026-01-05\nteams:\n"
          "  - {id: central, type: central, today: [{role: dataEngineer, people: 6}], target: "
          "[{role: dataEngineer, people: 0}]}\n"
          "  - {id: sales, type: streamAligned, target: [{role: dataEngineer, people: 3}]}\n"
          "moves:\n  - {from: central, to: sales, role: dataEngineer, people: 2}\n"));
  const auto gaps = staffing_of(found);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].open(), -4) << "6 today, 2 move, 0 wanted: 4 of whom nobody says where they go";
  EXPECT_EQ(gaps[1].open(), 1) << "3 wanted, 2 move in";
}

std::optional<double> value_of(const Report& report, std::string_view id) {
  for (const Figure& figure : report.rests_on)
    if (figure.id == id) return figure.value;
  ADD_FAILURE() << id;
  return std::nullopt;
}

TEST(Change, PeopleThatNobodyStatedAreNoZero) {
  const Organisation none = decoded(
      decode_organisation, organisation("by: hr\nat: 2026-01-05\nteams: [{id: a, type: central}]\n"));
  for (const char* id : {"people_today", "people_target", "people_moving", "people_open"})
    EXPECT_EQ(value_of(teams_report(none, {}), id), std::nullopt) << id;
  const Organisation today = decoded(
      decode_organisation, organisation("by: hr\nat: 2026-01-05\nteams: [{id: a, type: central, "
                                        "today: [{role: x, people: 3}]}]\n"));
  EXPECT_EQ(value_of(teams_report(today, {}), "people_today"), 3);
  EXPECT_EQ(value_of(teams_report(today, {}), "people_target"), std::nullopt);
  EXPECT_EQ(value_of(teams_report(today, {}), "people_open"), std::nullopt);
  EXPECT_EQ(staffing_of(today)[0].open(), std::nullopt);
}

TEST(Change, GapsOfSkillsAreOfTheTargetsRoles) {
  const Organisation found = decoded(
      decode_organisation, organisation("by: hr\nat: 2026-01-05\nteams:\n"
                                        "  - {id: sales, type: streamAligned, target: [{role: "
                                        "owner, people: 2}, {role: dev, people: 1}]}\n"
                                        "skills: [{id: s, path: [{step: a, kind: course, days: 3}, "
                                        "{step: b, kind: practice, days: 2}]}]\n"
                                        "needs: [{role: owner, skill: s, level: 3}, {role: dev, "
                                        "skill: s, level: 2}, {role: other, skill: s, level: 4}]\n"
                                        "levels: [{team: sales, role: dev, skill: s, level: 2}, "
                                        "{team: sales, role: owner, skill: s, level: 1}]\n"));
  const auto gaps = skill_gaps(found);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].role, "owner") << "the largest gap first";
  EXPECT_EQ(gaps[0].needed - *gaps[0].has, 2);
  EXPECT_EQ(gaps[0].people, 2);
  EXPECT_EQ(gaps[0].days, 5);
  EXPECT_EQ(gaps[1].needed - *gaps[1].has, 0);
}

std::string raci(const std::string& activity) {
  return "apiVersion: hanse/v1\nkind: Responsibilities\nid: r\nroles: [{id: a}, {id: b}]\n"
         "activities: [{id: x, " +
         activity + "}]\n";
}

TEST(Change, ExactlyOneRoleAnswersForAnActivity) {
  EXPECT_EQ(findings(check_responsibilities_file, raci("responsible: [a], accountable: [b]")), "");
  EXPECT_EQ(findings(check_responsibilities_file, raci("responsible: [a], accountable: [a, b]")),
            "HNS-G061 2 roles answer for `x`: a, b\n");
  EXPECT_EQ(findings(check_responsibilities_file, raci("responsible: [a]")),
            "HNS-G061 nobody answers for `x`\n");
  EXPECT_EQ(findings(check_responsibilities_file, raci("accountable: [a]")),
            "HNS-G061 nobody does `x`\n");
  EXPECT_EQ(findings(check_responsibilities_file, raci("responsible: [c], accountable: [a]")),
            "HNS-G060 there is no role `c`\n");
}

TEST(Change, QuadrantsFollowPowerAndInterest) {
  Stakeholder one;
  EXPECT_EQ(quadrant_of(one), "not judged");
  const auto at = [&](int64_t power, int64_t interest) {
    one.power = power;
    one.interest = interest;
    return std::string(quadrant_of(one));
  };
  EXPECT_EQ(at(5, 4), "manage closely");
  EXPECT_EQ(at(4, 3), "keep satisfied");
  EXPECT_EQ(at(3, 5), "keep informed");
  EXPECT_EQ(at(1, 1), "watch");
}

std::string stakeholders_text(const std::string& rows) {
  const auto found = decoded(decode_stakeholders,
                             "apiVersion: hanse/v1\nkind: Stakeholders\nid: s\nby: lead\n"
                             "at: 2026-01-07\nstakeholders:\n" + rows);
  return report_markdown(stakeholders_report(found, {}));
}

TEST(Change, AnAttitudeThatNobodyStatedIsNoZero) {
  const std::string text =
      stakeholders_text("  - {id: a, name: Ann, power: 5, interest: 5, owner: lead}\n");
  EXPECT_THAT(text, HasSubstr("| Ann | 5 | 5 | – | – | manage closely |"));
  EXPECT_THAT(text, HasSubstr("not judged yet: Ann (no `attitude`)"));
}

TEST(Change, WhoIsPowerfulAndAgainstItStopsItWhateverTheirInterest) {
  const std::string text =
      stakeholders_text("  - {id: b, name: Bob, power: 5, attitude: -2, owner: lead}\n");
  EXPECT_THAT(text, HasSubstr("able to stop it: Bob"));
  EXPECT_THAT(text, HasSubstr("| Bob | 5 | – | −2 | – | not judged |"));
}

std::string candidate(const std::string& domain, std::array<int, 7> scores) {
  std::string out = "  - domain: " + domain + "\n    scores:\n";
  for (size_t i = 0; i < scores.size(); ++i)
    out += fmt::format("      - {{criterion: {}, score: {}}}\n", kPilotCriteria[i], scores[i]);
  return out;
}
std::string pilot(const std::string& weights, const std::string& candidates) {
  return "apiVersion: hanse/v1\nkind: PilotSelection\nid: p\nby: lead\nat: 2026-01-05\nweights: [" +
         weights + "]\ncandidates:\n" + candidates;
}

TEST(Pilot, FindsTheSmallestWeightThatFlipsTheWinner) {
  // Two criteria count: value 60 %, feasibility 40 %. a has 5 and 2, b has 3 and 4:
  // a 5·0.6 + 2·0.4 = 3.8, b 3·0.6 + 4·0.4 = 3.4. With value at t and feasibility at 1−t:
  // 5t + 2(1−t) = 3t + 4(1−t), so t = 0.5: 10 points less.
  const PilotSelection found =
      decoded(decode_pilot,
              pilot("{criterion: businessValue, weight: 60}, {criterion: feasibility, weight: 40}",
                    candidate("a", {5, 2, 3, 3, 3, 3, 3}) + candidate("b", {3, 4, 3, 3, 3, 3, 3})));
  const PilotResult result = rank_pilots(found);
  ASSERT_EQ(result.ranks.size(), 2u);
  EXPECT_EQ(result.ranks[0].domain.str(), "a");
  EXPECT_DOUBLE_EQ(result.ranks[0].score, 3.8);
  EXPECT_DOUBLE_EQ(result.ranks[1].score, 3.4);
  ASSERT_TRUE(result.flip);
  EXPECT_EQ(result.flip->winner.str(), "b");
  EXPECT_NEAR(std::abs(result.flip->to - result.flip->from), 0.1, 1e-12);
  // Over all weights each wins half: they differ by 2 in one criterion each.
  EXPECT_NEAR(result.ranks[0].acceptability, 0.5, 0.02);
}

TEST(Pilot, WhoIsBestInEverythingIsFlippedByNothing) {
  const PilotResult result =
      rank_pilots(decoded(decode_pilot, pilot("", candidate("a", {5, 5, 5, 5, 5, 5, 5}) +
                                                      candidate("b", {4, 4, 4, 4, 4, 4, 4}))));
  EXPECT_FALSE(result.flip);
  EXPECT_NEAR(result.ranks[0].acceptability, 1, 1e-9);
}

TEST(Pilot, EqualCandidatesShareWhatTheyWinAndNoneLeads) {
  const PilotSelection found =
      decoded(decode_pilot, pilot("", candidate("a", {4, 4, 4, 4, 4, 4, 4}) +
                                          candidate("b", {4, 4, 4, 4, 4, 4, 4})));
  const PilotResult result = rank_pilots(found);
  EXPECT_NEAR(result.ranks[0].acceptability, 0.5, 1e-9);
  EXPECT_NEAR(result.ranks[1].acceptability, 0.5, 1e-9);
  EXPECT_EQ(result.tied(), (std::vector<std::string>{"a", "b"}));
  const std::string text = report_markdown(pilot_report(found, {}));
  EXPECT_THAT(text, HasSubstr("`a`, `b` score the same (4 of 5)"));
  EXPECT_THAT(text, testing::Not(HasSubstr("No change of one weight")));
}

TEST(Pilot, ATieAtAWeightOfZeroIsNoFlip) {
  const PilotResult result =
      rank_pilots(decoded(decode_pilot, pilot("", candidate("a", {5, 4, 4, 4, 4, 4, 4}) +
                                                      candidate("b", {4, 4, 4, 4, 4, 4, 4}))));
  EXPECT_FALSE(result.flip) << result.flip->criterion << " " << result.flip->to;
}

TEST(Pilot, ACandidateWithoutEveryScoreIsNotRanked) {
  const PilotSelection found = decoded(
      decode_pilot, pilot("", candidate("a", {5, 5, 5, 5, 5, 5, 5}) +
                                  "  - domain: b\n    scores: [{criterion: sponsor, score: 5}]\n"));
  const PilotResult result = rank_pilots(found);
  EXPECT_EQ(result.ranks.size(), 1u);
  ASSERT_EQ(result.incomplete.size(), 1u);
  EXPECT_EQ(result.incomplete[0]->missing().size(), 6u);
}

TEST(Communication, LeavesOutWhatIsNotKnownAndSaysWhatIsMissing) {
  for (const std::string_view audience : kAudiences) {
    const MessageText text = message_to(audience, {});
    EXPECT_THAT(text.facts, testing::Not(IsEmpty()));
    for (const MessageFact& fact : text.facts) {
      EXPECT_EQ(fact.text, "") << fact.text;
      EXPECT_NE(fact.query, "");
    }
  }
}

// The next date of one message, seen on `today`.
std::string next_date(const std::string& first, const std::string& every, const std::string& today) {
  const auto plan = decoded(decode_communication,
                            "apiVersion: hanse/v1\nkind: CommunicationPlan\nid: c\nmessages:\n"
                            "  - {id: a, audience: sponsor, message: M, every: " + every +
                                ", first: " + first + "}\n");
  ProgrammeFacts facts;
  facts.now_us = *parse_time(today);
  const Report report = communication_report(plan, facts);
  return std::get<ReportTable>(report.sections[0].blocks[0]).rows[0].back();
}

TEST(Communication, MonthsAndYearsAreThoseOfTheCalendar) {
  EXPECT_EQ(next_date("2026-01-31", "P1M", "2026-02-01"), "2026-02-28");
  EXPECT_EQ(next_date("2026-01-31", "P1M", "2026-03-01"), "2026-03-31") << "from the first date on";
  EXPECT_EQ(next_date("2026-01-31", "P1M", "2028-02-10"), "2028-02-29");
  EXPECT_EQ(next_date("2026-01-15", "P1M", "2036-12-15"), "2036-12-15");
  EXPECT_EQ(next_date("2024-02-29", "P1Y", "2025-01-01"), "2025-02-28");
  EXPECT_EQ(next_date("2024-02-29", "P1Y", "2028-01-01"), "2028-02-29");
  EXPECT_EQ(next_date("2026-01-05", "P3M", "2026-04-06"), "2026-07-05");
  EXPECT_EQ(next_date("2026-01-05", "P2W", "2026-02-01"), "2026-02-02");
  EXPECT_EQ(next_date("2026-01-05", "P1M1W", "2026-01-06"), "2026-02-12");
  EXPECT_EQ(next_date("2026-01-05", "PT48H", "2026-01-08"), "2026-01-09");
  EXPECT_EQ(next_date("2026-01-05", "PT1H", "2026-01-08"), "was on 2026-01-05");
  EXPECT_EQ(next_date("2026-01-05", "P30000Y", "2026-01-08"), "was on 2026-01-05");
}

TEST(Communication, EveryNumberHasItsQuery) {
  ProgrammeFacts facts;
  facts.is_applied = true;
  facts.products.resize(1);
  facts.products[0].id = {DomainId("sales"), "orders"};
  facts.products[0].is_published = true;
  facts.migration = ProgrammeMigration{10, 4};
  const MessageText text = message_to("sponsor", facts);
  EXPECT_EQ(text.facts[1].text, "1 product can be read: sales/orders");
  EXPECT_EQ(text.facts[4].text, "4 of 10 legacy tables are left");
  EXPECT_EQ(text.facts[4].query, "`hanse migrate status`");
}

}  // namespace
}  // namespace hanse::strategy
