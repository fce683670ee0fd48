// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/draft_documents.h"

#include <gtest/gtest.h>

#include <set>

#include "base/embedded.h"
#include "strategy/assess/answers.h"
#include "strategy/change/change_templates.h"
#include "strategy/document.h"
#include "strategy/roadmap/template.h"
#include "strategy/worksheet/worksheet.h"

namespace hanse::strategy {
namespace {

Json document_of(const std::string& text) {
  Diagnostics diagnostics;
  const Json out = spec::to_json(
      spec::read_yaml(std::make_shared<const SourceFile>("strategy/x.yaml", text), diagnostics));
  EXPECT_FALSE(diagnostics.has_errors()) << text;
  return out;
}

spec::Mesh shop() {
  spec::Mesh mesh;
  mesh.teams.resize(1);
  mesh.teams[0].id = TeamId("rails");
  mesh.teams[0].type = "platform";
  mesh.domains.resize(1);
  mesh.domains[0].id = DomainId("orders");
  return mesh;
}

// Every file that a command writes to be filled in, as it writes it.
std::vector<std::string> written_files() {
  std::vector<std::string> out = {std::string(embedded_file("src/strategy/value/template.yaml")),
                                  roadmap_from_template({}), assessment_sheet()};
  for (const auto& [path, text] : change_files(shop())) out.push_back(text);
  for (const WorksheetKind& kind : sheet_kinds()) {
    Worksheet sheet;
    sheet.id = "orders";
    sheet.sections[std::string(kind.sections[0].key)] = {
        std::vector<std::string>(std::max<size_t>(kind.sections[0].columns.size(), 1), "a fact")};
    out.push_back(write_sheet(kind, sheet));
  }
  return out;
}

std::string reason_of(const Json& document) {
  return draft_reason(document["kind"].as_string(), document);
}

TEST(DraftDocuments, EveryFileIsADraftAsACommandWritesIt) {
  std::set<std::string, std::less<>> kinds;
  for (const std::string& text : written_files()) {
    const Json document = document_of(text);
    EXPECT_NE(reason_of(document), "") << text.substr(0, 200);
    kinds.emplace(document["kind"].as_string());
  }
  // Nothing writes these to be filled in: people write them, or a tool keeps a result.
  const std::set<std::string_view> whole = {
      "AssessmentResult", "Doctor",       "Metrics",   "Survey",          "ValueForecast",
      "Selection",        "ValueActuals", "Inventory", "RoadmapForecasts"};
  for (const DocumentKind& kind : document_kinds())
    EXPECT_NE(kinds.contains(kind.kind), whole.contains(kind.kind))
        << kind.kind << " is neither tested as a draft nor named as one that is never";
}

TEST(DraftDocuments, AValueModelIsOneUntilEveryInputHasNumbers) {
  const std::string head = "kind: ValueModel\ninputs:\n  - {id: a, value: 1}\n";
  EXPECT_EQ(reason_of(document_of(head + "  - {id: b, low: 1}\n")), "1 inputs have no numbers");
  EXPECT_EQ(reason_of(document_of(head + "  - {id: b, low: 1, high: 2}\n")), "");
}

TEST(DraftDocuments, AnAssessmentIsOneUntilSomebodyAnswers) {
  EXPECT_EQ(reason_of(document_of("kind: Assessment\nquestions:\n  - {question: q, answers: "
                                  "[{who: lead, when: 2026-01-05, level: 2}]}\n")),
            "");
}

TEST(DraftDocuments, AWorksheetIsOneUntilItSaysWhoFilledItIn) {
  for (const WorksheetKind& kind : sheet_kinds()) {
    Worksheet sheet;
    sheet.id = "orders";
    sheet.who = "lead of orders";
    EXPECT_EQ(reason_of(document_of(write_sheet(kind, sheet))), "") << kind.kind;
  }
}

TEST(DraftDocuments, ResponsibilitiesAreOneUntilTheySayMoreThanTheTemplate) {
  for (const auto& [path, text] : change_files(shop())) {
    Json document = document_of(text);
    if (document["kind"].as_string() != "Responsibilities") continue;
    Json changed = document;
    changed.find("activities")->mutable_items().pop_back();
    EXPECT_EQ(reason_of(changed), "");
    document.find("roles")->mutable_items()[0].set("team", "board");
    EXPECT_EQ(reason_of(document), "");
  }
}

TEST(DraftDocuments, ARoadmapIsOneWhateverItsCommandFillsIn) {
  RoadmapPrefill prefill{"cfo", "2026-01-05", {{"platform", "rails"}, {"domain", "orders"}}, true};
  Json document = document_of(roadmap_from_template(prefill));
  EXPECT_NE(reason_of(document), "");
  document.find("activities")
      ->mutable_items()[0]
      .set("estimate", Json::object({{"likely", 3}, {"by", "lead"}}));
  EXPECT_EQ(reason_of(document), "");
}

TEST(DraftDocuments, OfPeopleAndMessagesAreOnesWhenTheyNameNone) {
  EXPECT_EQ(reason_of(document_of("kind: Stakeholders\nstakeholders: []\n")),
            "it names no stakeholder");
  EXPECT_EQ(reason_of(document_of("kind: CommunicationPlan\nmessages: []\n")),
            "it has no message");
}

}  // namespace
}  // namespace hanse::strategy
