// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/draft_documents.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/edit_yaml.h"
#include "strategy/change/change_templates.h"
#include "strategy/change/pilot.h"
#include "strategy/roadmap/template.h"
#include "strategy/worksheet/worksheet.h"

namespace hanse::strategy {
namespace {

// How many of the maps lack one of the keys.
size_t lacking(const Json& list, std::initializer_list<std::string_view> keys) {
  return static_cast<size_t>(std::ranges::count_if(list.items(), [&](const Json& one) {
    return std::ranges::any_of(keys, [&](std::string_view key) { return one[key].is_null(); });
  }));
}

std::string stakeholders_draft(const Json& document) {
  const Json& all = document["stakeholders"];
  const size_t count = lacking(all, {"power", "interest"});
  if (all.size() == 0) return "it names no stakeholder";
  return count == 0 ? "" : fmt::format("{} stakeholders are not judged", count);
}

std::string communication_draft(const Json& document) {
  const Json& all = document["messages"];
  const size_t count = lacking(all, {"owner", "first"});
  if (all.size() == 0) return "it has no message";
  return count == 0 ? "" : fmt::format("{} messages have no owner or no date", count);
}

std::string organisation_draft(const Json& document) {
  const Json& teams = document["teams"];
  return lacking(teams, {"target"}) < teams.size() ? "" : "no team states its `target`";
}

std::string pilot_draft(const Json& document) {
  const bool is_scored =
      std::ranges::any_of(document["candidates"].items(), [](const Json& candidate) {
        return candidate["scores"].size() >= kPilotCriteriaCount;
      });
  return is_scored ? "" : "no candidate has every score";
}

std::string value_draft(const Json& document) {
  const Json& inputs = document["inputs"];
  const auto missing = std::ranges::count_if(inputs.items(), [](const Json& input) {
    return input["value"].is_null() && (input["low"].is_null() || input["high"].is_null());
  });
  return missing == 0 ? "" : fmt::format("{} inputs have no numbers", missing);
}

std::string assessment_draft(const Json& document) {
  const bool is_answered =
      std::ranges::any_of(document["questions"].items(),
                          [](const Json& question) { return question["answers"].size() > 0; });
  return is_answered ? "" : "no question is answered";
}

std::string sheet_draft(const Json& document) {
  return document["filledInBy"]["who"].as_string().empty() ? "`filledInBy` does not say who" : "";
}

// Without what `hanse change init` takes from the register, and the name of the file's content.
Json bare_responsibilities(Json document) {
  document.erase("id");
  if (Json* const roles = document.find("roles"); roles != nullptr && roles->is_array())
    for (Json& role : roles->mutable_items())
      if (role["id"].as_string() == "platform" || role["id"].as_string() == "council")
        if (role.is_object()) role.erase("team");
  return document;
}

std::string responsibilities_draft(const Json& document) {
  for (const auto& [path, text] : change_files(spec::Mesh())) {
    const Json written = spec::known_document("template", text);
    if (written["kind"] == document["kind"] &&
        bare_responsibilities(written) == bare_responsibilities(document))
      return "it says what `hanse change init` wrote: name the `team` of each role, or change what "
             "is not so";
  }
  return "";
}

// Without what `hanse roadmap init` takes from its flags, the register and the guide.
Json bare_roadmap(Json document) {
  for (const char* key : {"id", "sponsor", "start"}) document.erase(key);
  for (const char* list : {"activities", "milestones"}) {
    Json* const items = document.find(list);
    if (items == nullptr || !items->is_array()) continue;
    for (Json& item : items->mutable_items()) {
      if (!item.is_object()) continue;
      item.erase("owner");
      if (item["estimate"]["source"].as_string() == kGuideEstimateSource) item.erase("estimate");
    }
  }
  return document;
}

std::string roadmap_draft(const Json& document) {
  const Json written = spec::known_document("template", roadmap_from_template({}));
  return bare_roadmap(written) == bare_roadmap(document)
             ? "it says what `hanse roadmap init` wrote: state estimates, and change what is not so"
             : "";
}

struct Rule {
  std::string_view kind;
  std::string (*reason)(const Json& document);
};
constexpr Rule kRules[] = {{"Stakeholders", stakeholders_draft},
                           {"CommunicationPlan", communication_draft},
                           {"Organisation", organisation_draft},
                           {"PilotSelection", pilot_draft},
                           {"Responsibilities", responsibilities_draft},
                           {"ValueModel", value_draft},
                           {"Assessment", assessment_draft},
                           {"Roadmap", roadmap_draft}};

}  // namespace

std::string draft_reason(std::string_view kind, const Json& document) {
  for (const Rule& rule : kRules)
    if (rule.kind == kind) return rule.reason(document);
  for (const WorksheetKind& sheet : sheet_kinds())
    if (sheet.kind == kind) return sheet_draft(document);
  return "";
}

}  // namespace hanse::strategy
