// SPDX-License-Identifier: Apache-2.0
#include "strategy/worksheet/worksheet.h"

namespace hanse::strategy {
namespace {

// Business model canvas: Osterwalder, Pigneur, "Business Model Generation", 2010.
constexpr WorksheetColumn kBlock[] = {
    {"what", "What"}, {"data", "Data it needs or makes"}, {"capability", "Capability"}};
constexpr WorksheetSection kBusinessModel[] = {
    {"customerSegments", "Customer segments", "For whom do we create value?", kBlock},
    {"valuePropositions", "Value propositions", "Which problem do we solve for them?", kBlock},
    {"channels", "Channels", "How do we reach them?", kBlock},
    {"customerRelationships", "Customer relationships", "What do they expect of us?", kBlock},
    {"revenueStreams", "Revenue streams", "What do they pay for?", kBlock},
    {"keyResources", "Key resources", "Which data and systems does it take?", kBlock},
    {"keyActivities", "Key activities", "What must we do well?", kBlock},
    {"keyPartners", "Key partners", "Who does or delivers what for us?", kBlock},
    {"costStructure", "Cost structure", "What costs most?", kBlock}};

constexpr WorksheetColumn kStage[] = {{"stream", "Value stream"},       {"stage", "Stage"},
                                      {"capabilities", "Capabilities"}, {"domain", "Domain"},
                                      {"dataRead", "Data read"},        {"dataMade", "Data made"},
                                      {"waitHours", "Waiting (hours)"}, {"pain", "What hurts"}};
constexpr WorksheetColumn kHandover[] = {
    {"from", "From"}, {"to", "To"}, {"what", "What is handed over"}, {"contract", "Contract"}};
constexpr WorksheetSection kValueStream[] = {
    {"trigger", "Trigger and outcome", "What starts it, and what does the customer have then?", {}},
    {"stages", "Stages", "Which steps create the value, with which data?", kStage},
    {"handovers", "Handovers", "Where does data cross a boundary on the way?", kHandover}};

constexpr WorksheetColumn kCapabilityRow[] = {
    {"capability", "Capability"},   {"domain", "Domain"},        {"unit", "Business unit"},
    {"systems", "Systems"},         {"dependsOn", "Depends on"}, {"importance", "Importance (1–5)"},
    {"maturity", "Maturity (1–5)"}, {"gap", "What is missing"}};
constexpr WorksheetColumn kOrganisation[] = {{"capability", "Capability"},
                                             {"teams", "Teams"},
                                             {"conflict", "Where lines of organisation cut it"}};
constexpr WorksheetSection kCapabilities[] = {
    {"capabilities", "Capabilities", "What do we do, how well, and what does it depend on?",
     kCapabilityRow},
    {"organisation", "Organisational boundaries", "Which capabilities do several teams share?",
     kOrganisation}};

constexpr WorksheetColumn kAssetRow[] = {
    {"asset", "Data asset"},       {"domain", "Domain"}, {"madeBy", "Made by"},
    {"readBy", "Read by"},         {"owner", "Owner"},   {"classification", "Classification"},
    {"personal", "Personal data"}, {"note", "Note"}};
constexpr WorksheetSection kAssets[] = {
    {"assets", "Data assets", "Which data is there, who makes it, who needs it?", kAssetRow},
    {"unknown", "What nobody knows", "Which data is used and in no list?", {}}};

constexpr WorksheetColumn kUsageRow[] = {
    {"table", "Table"},        {"domain", "Domain"},
    {"readers", "Readers"},    {"statements", "Statements"},
    {"lastRead", "Last read"}, {"checks", "Checks"},
    {"verdict", "Verdict"},    {"decision", "Keep, mend or retire"}};
constexpr WorksheetColumn kGovernanceRow[] = {
    {"table", "Table"}, {"finding", "Finding"}, {"remedy", "Remedy"}};
constexpr WorksheetSection kUsage[] = {
    {"usage", "Usage and quality", "Who uses it, and can they rely on it?", kUsageRow},
    {"governance", "Governance", "What of owner, classification and purpose is open?",
     kGovernanceRow}};

// Bounded context canvas, version 5: DDD Crew (Tune, Brandolini, and others).
constexpr WorksheetColumn kMessage[] = {
    {"with", "With"}, {"what", "What"}, {"contract", "Contract"}, {"pattern", "Pattern"}};
constexpr WorksheetColumn kTermRow[] = {{"term", "Term"}, {"definition", "Definition"}};
constexpr WorksheetSection kBoundary[] = {
    {"purpose", "Purpose", "Why is it there, in words of the business?", {}},
    {"classification",
     "Strategic classification",
     "Core, supporting or generic; how does it earn; how evolved is it?",
     {}},
    {"capabilities", "Capabilities", "What does it do?", {}},
    {"inbound", "Inbound", "Who asks it for what?", kMessage},
    {"outbound", "Outbound", "What does it need of whom?", kMessage},
    {"language", "Ubiquitous language", "Which words mean something of their own here?", kTermRow},
    {"businessDecisions", "Business decisions", "Which rules does it alone decide?", {}},
    {"ownership", "Ownership", "Who owns it, who works in it?", {}},
    {"assumptions", "Assumptions", "What do we believe and have not seen?", {}},
    {"verification", "Verification metrics", "What would show that the boundary is right?", {}},
    {"openQuestions", "Open questions", "What is not decided?", {}}};

constexpr WorksheetColumn kAnswer[] = {
    {"question", "Question"}, {"answer", "Answer"}, {"sureness", "How sure (0–1)"}};
constexpr WorksheetColumn kSaid[] = {{"says", "Together or apart"},
                                     {"items", "What"},
                                     {"weight", "How sure (0–1)"},
                                     {"because", "Because"}};
constexpr WorksheetSection kInterview[] = {
    {"work", "The work", "What do you do, with which data, and what comes in your way?", kAnswer},
    {"undecided", "What the evidence does not decide", "Where does this belong, and why?", kAnswer},
    {"statements", "Statements", "What belongs together, what apart? Goes into statements.csv.",
     kSaid}};

constexpr WorksheetKind kKinds[] = {
    {"business-model-canvas", "BusinessModelCanvas", "Business model canvas",
     "From the business model to the data it lives on", kBusinessModel},
    {"value-stream", "ValueStreamMap", "Value streams",
     "From trigger to outcome, with the data each stage reads and makes", kValueStream},
    {"capability-assessment", "CapabilityAssessment", "Capability assessment",
     "What the organisation does, how well, and what cuts through it", kCapabilities},
    {"asset-inventory", "AssetInventory", "Data asset inventory",
     "Which data there is, who makes it and who needs it", kAssets},
    {"usage-audit", "UsageAudit", "Usage and quality audit",
     "Who uses which data, and whether they can rely on it", kUsage, false, true},
    {"boundary-canvas", "BoundaryCanvas", "Bounded context canvas",
     "One domain: purpose, language, what comes in and what goes out", kBoundary, true},
    {"interview-guide", "InterviewGuide", "Interview guide",
     "Questions for stakeholders, with what the evidence leaves open", kInterview},
};

}  // namespace

std::span<const WorksheetKind> sheet_kinds() { return kKinds; }

const WorksheetKind* find_sheet_kind(std::string_view name) {
  for (const WorksheetKind& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

void check_sheet(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  const spec::Node* name = root.find("kind");
  for (const WorksheetKind& kind : kKinds) {
    if (name == nullptr || kind.kind != name->text) continue;
    Worksheet sheet;
    decode_sheet(decoder, root, kind, sheet);
  }
}

}  // namespace hanse::strategy
