// SPDX-License-Identifier: Apache-2.0
#include "app/change.h"

#include "app/programme_facts.h"
#include "base/files.h"
#include "spec/mesh_folder.h"
#include "strategy/change/change_templates.h"
#include "strategy/change/charter.h"
#include "strategy/change/communication.h"
#include "strategy/change/organisation.h"
#include "strategy/change/pilot.h"
#include "strategy/change/responsibilities.h"
#include "strategy/change/stakeholders.h"
#include "strategy/document.h"

namespace hanse::app {
namespace {

using strategy::ProgrammeFacts;
using strategy::Report;

// The one file of a kind, checked as `hanse validate` checks it.
template <typename T, typename Decode>
Result<T> change_document(const std::string& folder, std::string_view kind, Decode decode) {
  HANSE_TRY(auto one, strategy::load_document<T>(folder, kind, decode));
  if (one) return std::move(*one);
  return fail(ErrorCode::kNotFound,
              fmt::format("there is no file of kind `{}` in `strategy/`", kind),
              "`hanse change init` writes it, prefilled");
}

struct Source {
  const std::string& folder;
  const spec::Model& model;
  const ProgrammeFacts& facts;
};

Result<strategy::Organisation> organisation_of(const Source& source) {
  return change_document<strategy::Organisation>(
      source.folder, "Organisation",
      [&](spec::Decoder& decoder, const spec::Node& root, strategy::Organisation& out) {
        strategy::decode_organisation(decoder, root, out);
        strategy::check_organisation(decoder, out, source.model);
      });
}

Result<Report> raci_of(const Source& source) {
  HANSE_TRY(const auto found, change_document<strategy::Responsibilities>(
                                  source.folder, "Responsibilities",
                                  [&](spec::Decoder& decoder, const spec::Node& root,
                                      strategy::Responsibilities& out) {
                                    strategy::decode_responsibilities(decoder, root, out);
                                    strategy::check_responsibilities(decoder, out, source.model);
                                  }));
  return strategy::raci_report(found, source.facts);
}

Result<Report> stakeholders_of(const Source& source) {
  HANSE_TRY(const auto found,
            change_document<strategy::Stakeholders>(
                source.folder, "Stakeholders",
                [](spec::Decoder& decoder, const spec::Node& root, strategy::Stakeholders& out) {
                  strategy::decode_stakeholders(decoder, root, out);
                  strategy::check_stakeholders(decoder, out);
                }));
  return strategy::stakeholders_report(found, source.facts);
}

Result<Report> communication_of(const Source& source) {
  HANSE_TRY(const auto found, change_document<strategy::CommunicationPlan>(
                                  source.folder, "CommunicationPlan",
                                  [](spec::Decoder& decoder, const spec::Node& root,
                                     strategy::CommunicationPlan& out) {
                                    strategy::decode_communication(decoder, root, out);
                                    strategy::check_communication(decoder, out);
                                  }));
  return strategy::communication_report(found, source.facts);
}

Result<Report> pilot_of(const Source& source) {
  HANSE_TRY(const auto found,
            change_document<strategy::PilotSelection>(
                source.folder, "PilotSelection",
                [&](spec::Decoder& decoder, const spec::Node& root, strategy::PilotSelection& out) {
                  strategy::decode_pilot(decoder, root, out);
                  strategy::check_pilot(decoder, out, source.model);
                }));
  return strategy::pilot_report(found, source.facts);
}

Result<Report> charter_of(const Source& source, const std::string& of) {
  strategy::CharterOrder order;
  if (of == "platform")
    order.of = strategy::CharterOf::kPlatform;
  else if (of == "council")
    order.of = strategy::CharterOf::kCouncil;
  else
    order.domain = DomainId(of);
  if (!order.domain.empty() && source.model.domain_entry(order.domain) == nullptr) {
    std::vector<std::string_view> names;
    for (const spec::DomainEntry& domain : source.model.mesh.domains)
      names.push_back(domain.id.str());
    const std::string_view near = nearest(of, names);
    return fail(ErrorCode::kNotFound, fmt::format("there is no domain `{}`", of),
                near.empty() ? "`platform`, `council` and each domain of mesh.yaml have a charter"
                             : fmt::format("did you mean `{}`?", near));
  }
  auto organisation = organisation_of(source);
  if (!organisation && organisation.error().code != ErrorCode::kNotFound)
    return fail(organisation.error());
  if (organisation) order.organisation = &*organisation;
  return strategy::charter_report(order, source.facts);
}

}  // namespace

Result<std::vector<std::string>> init_change(const std::string& folder) {
  const auto mesh = spec::read_register(folder);
  std::vector<std::string> out;
  for (const auto& [path, text] : strategy::change_files(mesh ? *mesh : spec::Mesh())) {
    if (path_exists(join_path(folder, path))) continue;
    HANSE_TRY_STATUS(spec::write_mesh_file(folder, path, text));
    out.push_back(path);
  }
  if (out.empty())
    return fail(ErrorCode::kAlreadyExists, "every file of the change exists already",
                "edit those in `strategy/`; `hanse change teams` shows what the first one says");
  return out;
}

Result<Report> change_report(App& app, const ChangeQuestion& question) {
  HANSE_TRY(const auto loaded, spec::load_mesh(app.folder(), {app.environment()}));
  HANSE_TRY(ProgrammeFacts facts, programme_facts(app, loaded));
  facts.now_us = question.now_us;
  const Source source{app.folder(), *loaded.model, facts};
  switch (question.view) {
    case ChangeView::kTeams: {
      HANSE_TRY(const auto organisation, organisation_of(source));
      return strategy::teams_report(organisation, facts);
    }
    case ChangeView::kSkills: {
      HANSE_TRY(const auto organisation, organisation_of(source));
      return strategy::skills_report(organisation, facts);
    }
    case ChangeView::kCharter:
      return charter_of(source, question.charter_of);
    case ChangeView::kRaci:
      return raci_of(source);
    case ChangeView::kStakeholders:
      return stakeholders_of(source);
    case ChangeView::kCommunication:
      return communication_of(source);
    case ChangeView::kPilot:
      return pilot_of(source);
  }
  return fail(ErrorCode::kInternal, "a view of the change that nobody knows");
}

}  // namespace hanse::app
