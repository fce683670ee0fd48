// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/change_templates.h"

#include <fmt/format.h>

#include <array>

#include "base/embedded.h"
#include "spec/write_yaml.h"

namespace hanse::strategy {
namespace {

struct ChangeTemplate {
  std::string_view file, path;
};
constexpr std::array<ChangeTemplate, 5> kTemplates = {
    {{"template_organisation.yaml", "strategy/organisation.yaml"},
     {"template_responsibilities.yaml", "strategy/responsibilities.yaml"},
     {"template_stakeholders.yaml", "strategy/stakeholders.yaml"},
     {"template_communication.yaml", "strategy/communication.yaml"},
     {"template_pilot.yaml", "strategy/pilot.yaml"}}};

void replace(std::string& text, std::string_view mark, const std::string& value) {
  if (const size_t at = text.find(mark); at != std::string::npos)
    text.replace(at, mark.size(), value);
}

std::string teams_of(const spec::Mesh& mesh) {
  std::string out;
  for (const spec::MeshTeam& team : mesh.teams) {
    // An enabling team needs an end, which the register does not state.
    if (team.type == "enabling" || team.id.str() == "central-data") continue;
    out += fmt::format("  - {{id: {}, type: {}}}\n", spec::write_yaml_text(team.id.str()),
                       team.type.empty() ? "streamAligned" : team.type);
  }
  return out;
}

// The register's team of that type, where there is exactly one.
std::string team_of(const spec::Mesh& mesh, std::string_view type) {
  std::string out;
  for (const spec::MeshTeam& team : mesh.teams) {
    if (team.type != type) continue;
    if (!out.empty()) return "";
    out = ", team: " + spec::write_yaml_text(team.id.str());
  }
  return out;
}

std::string candidates_of(const spec::Mesh& mesh) {
  if (mesh.domains.empty()) return "[]  # no domain is registered yet: `hanse domains discover`";
  std::string out;
  for (const spec::DomainEntry& domain : mesh.domains)
    out += fmt::format("\n  - domain: {}", spec::write_yaml_text(domain.id.str()));
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> change_files(const spec::Mesh& mesh) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const ChangeTemplate& one : kTemplates) {
    std::string text(embedded_file(fmt::format("src/strategy/change/{}", one.file)));
    replace(text, "@teams\n", teams_of(mesh));
    replace(text, "@platform", team_of(mesh, "platform"));
    replace(text, "@council", team_of(mesh, "council"));
    replace(text, "@candidates", candidates_of(mesh));
    out.emplace_back(one.path, std::move(text));
  }
  return out;
}

}  // namespace hanse::strategy
