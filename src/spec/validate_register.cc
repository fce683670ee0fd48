// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <map>
#include <set>

#include "spec/names.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr const char* kObject = "mesh";
constexpr int kPortMax = 65'535;

const std::string& text_of(const std::string& id) { return id; }
template <typename Tag>
const std::string& text_of(const Id<Tag>& id) {
  return id.str();
}

template <typename T>
void unique_ids(Validation& validation, std::string_view what, const std::vector<T>& all) {
  std::map<std::string_view, const Span*> first;
  for (const T& item : all) {
    const std::string& id = text_of(item.id);
    if (id.empty()) continue;
    const auto [place, added] = first.try_emplace(id, &item.span);
    if (!added)
      validation.error({"HNS-V001", item.span, kObject,
                        fmt::format("the {} `{}` is registered twice", what, id),
                        {fmt::format("first defined at {}", place_text(*place->second))}});
  }
}

void check_id(Validation& validation, std::string_view what, const std::string& id,
              const Span& span) {
  if (id.empty()) return;
  const std::string problem = id_problem(id);
  if (!problem.empty())
    validation.error({"HNS-V008", span, kObject,
                      fmt::format("`{}` cannot name {}: {}", id, what, problem)});
}

void check_teams_and_council(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  unique_ids(validation, "team", mesh.teams);
  for (const CouncilSeat& seat : mesh.council)
    validation.check_team(seat.team, span_of_word(seat.span, seat.team.str()), kObject);
}

// Domains that differ only by case or by `-` and `_` would share a schema or a policy package.
void check_domain_ids(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  unique_ids(validation, "domain", mesh.domains);
  std::map<std::string, const DomainEntry*> folded;
  for (const DomainEntry& entry : mesh.domains) {
    check_id(validation, "a domain", entry.id.str(), entry.span);
    validation.check_team(entry.owner, entry.owner_span, kObject);
    if (is_reserved_schema(entry.id.str()))
      validation.error({"HNS-V009", entry.span, kObject,
                        fmt::format("`{}` is a reserved schema, expected another id for the domain",
                                    entry.id.str())});
    const auto [place, added] = folded.try_emplace(folded_id(entry.id.str()), &entry);
    if (!added && place->second->id != entry.id)
      validation.error(
          {"HNS-V016", entry.span, kObject,
           fmt::format("the domains `{}` and `{}` differ only by case, `-` or `_`",
                       place->second->id.str(), entry.id.str()),
           {fmt::format("the other one is at {}", place_text(place->second->span))}});
  }
}

void check_environments(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  unique_ids(validation, "environment", mesh.environments);
  std::vector<std::string_view> names;
  for (const Environment& known : mesh.environments) names.push_back(known.id.str());
  const auto unknown = [&](const EnvironmentId& id, const Span& span) {
    validation.error({"HNS-V005", span, kObject,
                      fmt::format("the environment `{}` is not registered", id.str()), {},
                      did_you_mean(id.str(), names)});
  };
  Edges edges;
  for (const Environment& environment : mesh.environments) {
    check_id(validation, "an environment", environment.id.str(), environment.span);
    for (const EnvironmentId& before : environment.after) {
      if (validation.model().environment(before) == nullptr)
        unknown(before, span_of_word(environment.span, before.str()));
      else
        edges[environment.id.str()].push_back(before.str());
    }
    for (const TeamId& team : environment.approvers)
      validation.check_team(team, span_of_word(environment.span, team.str()), kObject);
  }
  if (!validation.asked_environment().empty() && validation.environment().empty())
    unknown(validation.asked_environment(), mesh.span);
  for (const auto& cycle : find_cycles(edges))
    validation.error({"HNS-V006", validation.model().environment(EnvironmentId(cycle[0]))->span,
                      kObject, fmt::format("the environment `{}` comes after itself", cycle[0]),
                      {"each comes after the next: " + joined(cycle, " -> ")}});
}

void check_purposes(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  unique_ids(validation, "purpose", mesh.purposes);
  Edges edges;
  for (const Purpose& purpose : mesh.purposes) {
    if (purpose.parent.empty()) continue;
    if (validation.check_purpose(purpose.parent, purpose.parent_span, kObject))
      edges[purpose.id.str()].push_back(purpose.parent.str());
  }
  for (const auto& cycle : find_cycles(edges))
    validation.error({"HNS-V004", validation.model().purpose(PurposeId(cycle[0]))->parent_span,
                      kObject, fmt::format("the purpose `{}` is a part of itself", cycle[0]),
                      {"each is a part of the next: " + joined(cycle, " -> ")}});
}

void check_users(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  unique_ids(validation, "development user", mesh.development_users);
  for (const DevelopmentUser& user : mesh.development_users) {
    check_id(validation, "a development user", user.id, user.span);
    validation.check_purpose(user.default_purpose,
                             span_of_word(user.span, user.default_purpose.str()), kObject);
  }
}

bool is_address(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view digits = text.substr(colon + 1);
  int port = -1;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return failure == std::errc() && end == digits.data() + digits.size() && port >= 0 &&
         port <= kPortMax;
}

void check_listeners(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  for (const Listener& listener : mesh.listeners) {
    if (listener.address.empty() || is_address(listener.address)) continue;
    validation.error({"HNS-V007", span_of_word(mesh.span, listener.address), kObject,
                      fmt::format("`{}` is no address, expected HOST:PORT", listener.address)});
  }
  for (const Listener& listener : mesh.listeners)
    if (listener.certificate.empty() != listener.key.empty())
      validation.error({"HNS-V007", span_of_word(mesh.span, listener.address), kObject,
                        "a listener with TLS needs both `certificate` and `key`"});
  std::set<std::string> kinds;
  for (const Listener& listener : mesh.listeners)
    if (!kinds.insert(listener.kind).second)
      validation.warning({"HNS-V017", span_of_word(mesh.span, listener.address), kObject,
                          fmt::format("a second `{}` listener is not served", listener.kind), {},
                          "keep one of a kind; `serve --listen` takes another address"});
}

}  // namespace

void validate_register(Validation& validation) {
  check_teams_and_council(validation);
  check_domain_ids(validation);
  check_environments(validation);
  check_purposes(validation);
  unique_ids(validation, "technology", validation.model().mesh.technologies);
  check_users(validation);
  check_listeners(validation);
  validate_notifications(validation);
}

}  // namespace hanse::spec
