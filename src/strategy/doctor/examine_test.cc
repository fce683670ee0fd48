// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/examine.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "spec/node.h"

namespace hanse::strategy {
namespace {

constexpr int64_t kNow = 1'800'000'000'000'000;

// Facts made by hand for what a short session of the real binary cannot show; the rest is in
// tests/strategy/run_doctor_facts.py.
class DoctorFactsTest : public testing::Test {
 protected:
  DoctorFactsTest() { facts_.is_whole = true; }
  void grant(const std::string& by, const std::string& domain, int days_ago, int waited_days = 0) {
    GrantFact fact;
    fact.grant.granted_by = by;
    fact.grant.product = {DomainId(domain), "p"};
    fact.grant.from_us = kNow - days_ago * kDayUs;
    fact.asked_us = waited_days == 0 ? 0 : fact.grant.from_us - waited_days * kDayUs;
    facts_.grants.push_back(fact);
  }
  void read(const UsageConsumer& consumer, const std::string& product, int day_ago,
            uint32_t times) {
    facts_.usage.consumers.push_back(consumer);
    facts_.usage.tables.push_back({"t", {DomainId("a"), product}});
    UsageRow row;
    row.consumer = static_cast<uint32_t>(facts_.usage.consumers.size() - 1);
    row.table = static_cast<uint32_t>(facts_.usage.tables.size() - 1);
    row.day = static_cast<int32_t>((kNow - day_ago * kDayUs) / kDayUs);
    row.allowed = times;
    row.first_allowed_us = row.last_allowed_us = kNow - day_ago * kDayUs;
    facts_.usage.rows.push_back(row);
  }
  DoctorResult run(const std::string& detector) {
    DoctorQuestion question;
    question.model = &model_;
    question.facts = &facts_;
    question.now_us = kNow;
    question.only = detector;
    question.settings = settings_;
    question.no_files = no_files_;
    return examine(question);
  }
  std::string objects(const std::string& detector) {
    std::string out;
    for (const DoctorOutcome& outcome : run(detector).outcomes)
      for (const DoctorJudged& judged : outcome.findings)
        out += (out.empty() ? "" : " ") + judged.finding.object;
    return out;
  }
  spec::Model model_;
  MeshFacts facts_;
  std::vector<DoctorSettings> settings_;
  std::string no_files_;
};

TEST_F(DoctorFactsTest, EightOfTenGrantsByOneAreABottleneck) {
  for (int i = 0; i < 8; ++i) grant("ann", i % 2 == 0 ? "a" : "b", i);
  for (int i = 0; i < 2; ++i) grant("ben", "a", i);
  EXPECT_EQ(objects("HNS-D019"), "ann");
}

TEST_F(DoctorFactsTest, SevenOfTenGrantsByOneAreNone) {
  for (int i = 0; i < 7; ++i) grant("ann", i % 2 == 0 ? "a" : "b", i);
  for (int i = 0; i < 3; ++i) grant("ben", "a", i);
  EXPECT_EQ(objects("HNS-D019"), "");
}

TEST_F(DoctorFactsTest, WhoDecidesForTheOwnDomainAloneIsNoBottleneck) {
  for (int i = 0; i < 12; ++i) grant("ann", "a", i);
  EXPECT_EQ(objects("HNS-D019"), "");
}

TEST_F(DoctorFactsTest, GrantsOfBeforeThePeriodDoNotCount) {
  for (int i = 0; i < 10; ++i) grant("ann", i % 2 == 0 ? "a" : "b", 181 + i);
  EXPECT_EQ(objects("HNS-D019"), "");
}

TEST_F(DoctorFactsTest, GrantsThatAreAheadDoNotCount) {
  for (int i = 1; i < 11; ++i) grant("ann", i % 2 == 0 ? "a" : "b", -i, 10);
  EXPECT_EQ(objects("HNS-D019"), "");
  EXPECT_EQ(objects("HNS-D020"), "");
}

TEST_F(DoctorFactsTest, APeriodHasNoMoreDaysThanItSays) {
  facts_.ledger_from_us = kNow - 40 * kDayUs;
  const UsageConsumer reader{"user:far", {}, {}, DomainId("b"), TeamId("u")};
  for (int day = -2; day <= 30; ++day) read(reader, "copied", day, 1);
  for (UsageRow& row : facts_.usage.rows) row.consumer = 0;
  const DoctorResult found = run("HNS-D018");
  ASSERT_EQ(found.outcomes[0].findings.size(), 1u);
  EXPECT_EQ(found.outcomes[0].findings[0].finding.summary,
            "`user:far` fetched it on 30 of 30 days, as who keeps a copy does");
}

TEST_F(DoctorFactsTest, StatementsOfLaterDaysAreNoUse) {
  facts_.ledger_from_us = kNow - 200 * kDayUs;
  facts_.products[{DomainId("a"), "p"}].id = {DomainId("a"), "p"};
  facts_.products[{DomainId("a"), "p"}].tables.resize(1);
  read({"user:far", {}, {}, DomainId("b"), TeamId("u")}, "p", -3, 9);
  EXPECT_EQ(objects("HNS-D014"), "a/p");
}

TEST_F(DoctorFactsTest, WhoMayNotSeeFilesLearnsNothingOfThemOrOfWaivers) {
  spec::DataProduct hidden;
  hidden.domain_folder = DomainId("secret");
  hidden.name = "plans";
  model_.products[{DomainId("secret"), "plans"}] = hidden;
  DoctorSettings settings;
  settings.waivers.push_back({"HNS-D014", "secret/plans", "r", "w", "2099-01-01", "f", {}});
  settings_ = {settings};
  facts_.ledger_from_us = kNow - 200 * kDayUs;
  EXPECT_EQ(objects("HNS-D010"), "secret/plans");
  no_files_ = "not yours";
  facts_.is_whole = false;
  const DoctorResult found = run("");
  EXPECT_EQ(found.products + found.domains + found.unused.size(), 0u);
  for (const DoctorOutcome& outcome : found.outcomes) {
    EXPECT_TRUE(outcome.findings.empty()) << outcome.detector->id;
    const bool is_of_files = outcome.detector->need == DoctorNeed::kFiles;
    EXPECT_EQ(outcome.not_run == "not yours", is_of_files) << outcome.detector->id;
  }
  for (const char* id : {"HNS-D019", "HNS-D020", "HNS-D027"})
    EXPECT_FALSE(run(id).outcomes[0].not_run.empty()) << id;
}

TEST(MeshIndexTest, OnlyAgreementsInForceLinkDomains) {
  spec::Model model;
  const auto agree = [&](const char* id, const char* status, const char* from, const char* until) {
    spec::Agreement agreement;
    agreement.id = agreement.consumer_application = id;
    agreement.status = status;
    agreement.consumer_domain = DomainId("b");
    agreement.provider_domain = DomainId("a");
    agreement.provider_product = "p";
    agreement.from = from;
    agreement.until = until;
    model.agreements.push_back(agreement);
  };
  agree("none", "", "", "");
  agree("approved", "approved", "2026-01-01", "2028-01-01");
  for (const char* status : {"proposed", "draft", "retired"}) agree(status, status, "", "");
  agree("over", "active", "", "2027-01-01");
  agree("ahead", "active", "2028-01-01", "");
  const int64_t now_us = *parse_time("2027-01-01");
  EXPECT_EQ(MeshIndex(model, now_us).links().begin()->second.examples,
            (std::vector<std::string>{"b/none takes a/p", "b/approved takes a/p"}));
}

// The codes of what a file of that waiver or threshold has wrong.
std::string wrong_with(const std::string& part) {
  Diagnostics diagnostics;
  const auto file = std::make_shared<const SourceFile>(
      "strategy/doctor.yaml", "apiVersion: hanse/v1\nkind: Doctor\n" + part + "\n");
  spec::Decoder decoder({diagnostics, "doctor", nullptr});
  DoctorSettings settings;
  decode_doctor(decoder, spec::read_yaml(file, diagnostics), settings);
  std::string out;
  for (const Diagnostic& one : diagnostics.items()) out += one.code;
  return out;
}
std::string wrong_waiver(const std::string& reason, const std::string& until) {
  return wrong_with(fmt::format(
      "waivers: [{{detector: HNS-D021, object: a, reason: {}, who: b, until: {}}}]", reason,
      until));
}
std::string wrong_threshold(const std::string& value) {
  return wrong_with("thresholds: [{detector: HNS-D008, name: " + value + "}]");
}

TEST(DoctorSettingsTest, AWaiverSaysWhyAndHoldsToTheEndOfADay) {
  EXPECT_EQ(wrong_waiver("moves", "2026-06-01"), "");
  EXPECT_EQ(wrong_waiver("' '", "2026-06-01"), "HNS-S022");
  EXPECT_EQ(wrong_waiver("moves", "'2026-06-01T12:00:00Z'"), "HNS-S034");
  EXPECT_EQ(wrong_waiver("moves", "2026-02-30"), "HNS-S034");
}

TEST(DoctorSettingsTest, AThresholdIsANumberThatCanBeReached) {
  for (const char* good : {"partners, value: 0", "partners, value: 1000000", "density, value: 1"})
    EXPECT_EQ(wrong_threshold(good), "") << good;
  for (const char* bad : {"partners, value: .inf", "partners, value: .nan", "partners, value: -1",
                          "partners, value: 1e300", "density, value: 50"})
    EXPECT_NE(wrong_threshold(bad), "") << bad;
}

TEST_F(DoctorFactsTest, TheMedianOfWaitsDecides) {
  for (const int days : {1, 1, 6, 7, 8}) grant("ann", "a", 10, days);
  for (const int days : {1, 1, 5, 7, 8}) grant("ann", "b", 10, days);
  EXPECT_EQ(objects("HNS-D020"), "a");
}

TEST_F(DoctorFactsTest, AConsumerOfTheSameDomainMayAskOften) {
  UsageConsumer near{"user:near", {}, {}, DomainId("a"), TeamId("t")};
  UsageConsumer far{"user:far", {}, {}, DomainId("b"), TeamId("u")};
  for (int day = 0; day < 5; ++day) {
    read(near, "near", day, 9'000);
    facts_.usage.rows.back().consumer = 0;
  }
  read(far, "far", 0, 2'500);
  const uint32_t number = facts_.usage.rows.back().consumer;
  for (int day = 1; day < 5; ++day) {
    read(far, "far", day, 2'500);
    facts_.usage.rows.back().consumer = number;
  }
  EXPECT_EQ(objects("HNS-D016"), "a/far");
}

TEST_F(DoctorFactsTest, AWaiverOfAnotherObjectDoesNotHold) {
  for (int i = 0; i < 10; ++i) grant("ann", i % 2 == 0 ? "a" : "b", i);
  DoctorSettings settings;
  settings.waivers.push_back({"HNS-D019", "ben", "r", "council", "2099-01-01", "f", {}});
  settings_ = {settings};
  const DoctorResult result = run("HNS-D019");
  EXPECT_EQ(result.warnings, 1u);
  ASSERT_EQ(result.unused.size(), 1u);
  EXPECT_EQ(result.unused[0].object, "ben");
}

TEST_F(DoctorFactsTest, OfTwoWaiversTheLongerOneHolds) {
  for (int i = 0; i < 10; ++i) grant("ann", i % 2 == 0 ? "a" : "b", i);
  DoctorSettings settings;
  settings.waivers.push_back({"HNS-D019", "ann", "r", "council", "2001-01-01", "f", {}});
  settings.waivers.push_back({"HNS-D019", "ann", "r", "council", "2099-01-01", "f", {}});
  settings_ = {settings};
  EXPECT_EQ(run("HNS-D019").waived, 1u);
}

TEST(DoctorDetectors, EachHasAnIdOfItsOwnAndSaysEverything) {
  std::string before;
  for (const Detector& detector : doctor_detectors()) {
    EXPECT_LT(before, detector.id);
    before = detector.id;
    for (const auto text :
         {detector.name, detector.pitfall, detector.source, detector.query, detector.remedy})
      EXPECT_FALSE(text.empty()) << detector.id;
    EXPECT_NE(detector.run, nullptr) << detector.id;
  }
  EXPECT_EQ(doctor_detectors().size(), 27u);
}

}  // namespace
}  // namespace hanse::strategy
