// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/answers.h"
#include "strategy/doctor/settings.h"
#include "strategy/document.h"
#include "strategy/domains/decode_inventory.h"
#include "strategy/metrics/metrics_document.h"
#include "strategy/programme/programme_kinds.h"
#include "strategy/selection/kinds.h"
#include "strategy/value/kinds.h"
#include "strategy/worksheet/worksheet.h"

namespace hanse::strategy {

// A row a kind; each tool adds its own.
std::span<const DocumentKind> document_kinds() {
  static const std::vector<DocumentKind> kKinds = {
      {"Assessment", "answers to the questions of `hanse assess`", check_assessment},
      {"AssessmentResult", "what an earlier `hanse assess --keep` came to", check_kept},
      {"Doctor", "thresholds and waivers of `hanse doctor`", check_doctor},
      {"Metrics", "baseline and target of each success metric", check_metrics},
      {"Survey", "what people answered, item by item", check_survey},
      {"ValueModel", "what a mesh costs and returns, beside its alternatives", check_value_file},
      {"ValueForecast", "a forecast that is kept to be scored", check_value_forecast_file},
      {"Selection", "which technology to take, by must-haves, criteria and facts",
       check_selection_file},
      {"ValueActuals", "what happened, to score forecasts by", check_value_actuals_file},
      {"Inventory", "what boundaries hang on: capabilities, systems, data, teams, interviews",
       check_inventory_document},
      {"BusinessModelCanvas", "a worksheet: how the business earns, and on which data",
       check_sheet},
      {"ValueStreamMap", "a worksheet: stages of value streams with their data",
       check_sheet},
      {"CapabilityAssessment", "a worksheet: what is done, how well, and across which teams",
       check_sheet},
      {"AssetInventory", "a worksheet: which data there is, who makes and who needs it",
       check_sheet},
      {"UsageAudit", "a worksheet: who uses which data, and can they rely on it",
       check_sheet},
      {"BoundaryCanvas", "a worksheet: the bounded context canvas of one domain",
       check_sheet},
      {"InterviewGuide", "a worksheet: questions to stakeholders, and what they said",
       check_sheet},
      {"Roadmap", "phases, activities and milestones of the way", check_roadmap_file},
      {"RoadmapForecasts", "what `hanse roadmap` forecast, kept", check_forecasts_file},
      {"Organisation", "teams of today and of the target, moves and skills",
       check_organisation_file},
      {"Responsibilities", "who does, answers, is asked and is told", check_responsibilities_file},
      {"Stakeholders", "who can move the programme", check_stakeholders_file},
      {"CommunicationPlan", "what is said to whom", check_communication_file},
      {"PilotSelection", "which domain begins", check_pilot_file},
  };
  return kKinds;
}

}  // namespace hanse::strategy
