// SPDX-License-Identifier: Apache-2.0
#include "contract/incidents.h"

#include <gtest/gtest.h>

namespace hanse::contract {
namespace {

using catalog::IncidentRecord;
using What = IncidentChange::What;
using State = Observation::State;

Observation seen(State state, int64_t seen_us, const std::string& severity = "error") {
  Observation out;
  out.product = {DomainId("d"), "p"};
  out.kind = "check";
  out.key = "t@1/t.a.required";
  out.severity = severity;
  out.summary = "a check fails";
  out.state = state;
  out.began_us = seen_us - 5;
  out.seen_us = seen_us;
  return out;
}

std::vector<IncidentChange> changes(const std::vector<Observation>& observations,
                                    const std::vector<IncidentRecord>& known, int64_t now_us) {
  return incident_changes(observations, known, [](const ProductId&) { return "team"; }, now_us);
}

IncidentRecord open_one() { return changes({seen(State::kMissed, 100)}, {}, 110)[0].incident; }

TEST(Incidents, OneIsOpenedForWhatIsMissed) {
  const auto out = changes({seen(State::kMissed, 100)}, {}, 110);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].what, What::kOpened);
  EXPECT_EQ(out[0].incident.owner, "team");
  EXPECT_EQ(out[0].incident.began_us, 95);
  EXPECT_EQ(out[0].incident.detected_us, 110);
  EXPECT_EQ(out[0].incident.occurrences, 1);
}

TEST(Incidents, NothingIsOpenedForWhatIsKeptOrNotKnown) {
  EXPECT_TRUE(changes({seen(State::kKept, 100)}, {}, 110).empty());
  EXPECT_TRUE(changes({seen(State::kUnknown, 100)}, {}, 110).empty());
}

TEST(Incidents, TheSameEvidenceIsNoSecondOccurrence) {
  EXPECT_TRUE(changes({seen(State::kMissed, 100)}, {open_one()}, 120).empty());
  const auto out = changes({seen(State::kMissed, 130)}, {open_one()}, 140);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].what, What::kSeenAgain);
  EXPECT_EQ(out[0].incident.occurrences, 2);
  EXPECT_EQ(out[0].incident.detected_us, 110) << "it was detected once";
}

TEST(Incidents, SeverityOnlyGrowsWhileOneIsOpen) {
  IncidentRecord warning = open_one();
  warning.severity = "warning";
  const auto worse = changes({seen(State::kMissed, 100)}, {warning}, 120);
  ASSERT_EQ(worse.size(), 1u);
  EXPECT_EQ(worse[0].incident.severity, "error");
  const auto better = changes({seen(State::kMissed, 130, "warning")}, {open_one()}, 140);
  EXPECT_EQ(better[0].incident.severity, "error");
}

TEST(Incidents, WhatIsKeptAgainIsRepairedByNobody) {
  const auto out = changes({seen(State::kKept, 130)}, {open_one()}, 140);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].what, What::kRepaired);
  EXPECT_EQ(out[0].incident.repaired_us, 140);
  EXPECT_EQ(out[0].incident.closed_by, "");
}

TEST(Incidents, WhatCannotBeToldStaysAsItIs) {
  EXPECT_TRUE(changes({seen(State::kUnknown, 130)}, {open_one()}, 140).empty());
}

TEST(Incidents, OneThatSomebodyClosedOpensAgainWithNewerEvidenceAlone) {
  IncidentRecord closed = open_one();
  closed.repaired_us = 150;
  closed.closed_by = "ann";
  EXPECT_TRUE(changes({seen(State::kMissed, 100)}, {closed}, 160).empty());
  EXPECT_EQ(changes({seen(State::kMissed, 151)}, {closed}, 160).size(), 1u);
  closed.closed_by.clear();  // seen to be kept since: the same evidence is news
  EXPECT_EQ(changes({seen(State::kMissed, 100)}, {closed}, 160).size(), 1u);
}

TEST(Incidents, WhatIsNoLongerPromisedIsClosedAndReportsAreNot) {
  IncidentRecord report = open_one();
  report.id = "r";
  report.kind = "report";
  report.key = "report/ann/1";
  const auto out = changes({}, {open_one(), report}, 140);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].incident.kind, "check");
  EXPECT_EQ(out[0].incident.cause, "it is no longer promised");
}

spec::DataContract promising(const char* property, double value, const char* unit) {
  spec::DataContract out;
  spec::ServiceLevel level;
  level.property = property;
  level.value = value;
  level.unit = unit;
  out.service_levels.push_back(level);
  return out;
}

TEST(IncidentTimes, AreHeldAgainstTheContract) {
  constexpr int64_t kMinuteUs = 60'000'000;
  IncidentRecord incident;
  incident.began_us = 10 * kMinuteUs;
  incident.detected_us = 15 * kMinuteUs;
  incident.notified_us = 16 * kMinuteUs;
  const auto contract = promising("TimeToRepair", 1, "h");
  auto times = incident_times(incident, &contract, 60 * kMinuteUs);
  ASSERT_EQ(times.size(), 3u);
  EXPECT_EQ(times[0].taken_us, 5 * kMinuteUs);
  EXPECT_FALSE(times[0].allowed_us.has_value());
  EXPECT_EQ(times[1].taken_us, 1 * kMinuteUs);
  EXPECT_EQ(times[2].taken_us, 45 * kMinuteUs);
  EXPECT_EQ(times[2].allowed_us, 60 * kMinuteUs);
  EXPECT_FALSE(times[2].is_over);
  EXPECT_FALSE(times[2].is_missed());
  EXPECT_TRUE(incident_times(incident, &contract, 80 * kMinuteUs)[2].is_missed());
  incident.repaired_us = 75 * kMinuteUs;
  times = incident_times(incident, &contract, 900 * kMinuteUs);
  EXPECT_EQ(times[2].taken_us, 60 * kMinuteUs);
  EXPECT_TRUE(times[2].is_over);
  EXPECT_FALSE(times[2].is_missed()) << "one hour is kept when it takes one hour";
}

}  // namespace
}  // namespace hanse::contract
