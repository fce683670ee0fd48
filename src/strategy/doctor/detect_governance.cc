// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/words.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kGovernedDomains = 2, kClassifiedShare = 0.5;
constexpr double kUnlistedMax = 2, kPerPurposeMax = 2;
constexpr double kPlatformDomains = 3, kDomainsPerPlatformTeam = 8;
constexpr double kMeasuredShare = 0.5, kMeasuredProducts = 3;

// HNS-D001
void ungoverned(DoctorCase& run) {
  const spec::Model& model = run.index.model();
  const size_t domains = run.index.domains().size();
  if (static_cast<double>(domains) < run.limit("domains")) return;
  size_t columns = 0, classified = 0;
  for (const IndexedProduct& product : run.index.products())
    for (const IndexedTable& table : product.tables)
      for (const spec::Property& column : table.object->properties) {
        ++columns;
        classified += column.classification ? 1 : 0;
      }
  const auto policies = std::ranges::count_if(model.policies, [](const spec::PolicyFile& file) {
    return file.scope.is_mesh() && !file.is_test;
  });
  const double share =
      columns == 0 ? 1 : static_cast<double>(classified) / static_cast<double>(columns);
  std::vector<std::string> missing;
  if (model.mesh.council.empty()) missing.push_back("a council");
  if (policies == 0) missing.push_back("global policies");
  if (model.mesh.purposes.empty()) missing.push_back("registered purposes");
  if (share < run.limit("classifiedShare"))
    missing.push_back(
        fmt::format("a classification on most columns ({} have one)", share_text(share)));
  if (missing.empty()) return;
  run.find(
      {"mesh",
       fmt::format("{} publish products without {}", counted(domains, "domain"), joined(missing)),
       {{"domains with products", static_cast<double>(domains)},
        {"council seats", static_cast<double>(model.mesh.council.size())},
        {"global policy files", static_cast<double>(policies)},
        {"purposes", static_cast<double>(model.mesh.purposes.size())},
        {"columns", static_cast<double>(columns)},
        {"columns classified", static_cast<double>(classified)}},
       missing,
       model.mesh.span});
}

// Spellings of one technology are one.
std::string technology_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '-' && c != '_')
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (out == "postgres") return "postgresql";
  return out == "mongo" ? "mongodb" : out;
}

struct TechnologyUse {
  std::string name;             // as it was written first
  std::set<std::string> users;  // domains and contracts
};

// What domains name, servers of contracts are, and external builds run on. Files are none.
std::map<std::string, TechnologyUse> technologies_in_use(const MeshIndex& index) {
  std::map<std::string, TechnologyUse> uses;
  const auto note = [&](const std::string& technology, const std::string& user) {
    if (technology.empty() || technology == "local" || technology == "custom") return;
    TechnologyUse& use = uses[technology_of(technology)];
    if (use.name.empty()) use.name = technology;
    use.users.insert(user);
  };
  for (const auto& [id, domain] : index.model().domains)
    for (const std::string& technology : domain.technologies) note(technology, id.str());
  for (const auto& [id, contract] : index.model().contracts) {
    for (const spec::Server& server : contract.servers) note(server.type, id);
    if (contract.external_build) note(contract.external_build->tool, id);
  }
  for (const IndexedProduct& product : index.products())
    if (product.product->external_build) note(product.product->external_build->tool, product.str());
  return uses;
}

void report_technology(DoctorCase& run, const TechnologyUse& use, std::string why, Span place) {
  run.find({use.name,
            fmt::format("`{}` is in use in {}, and {}", use.name,
                        counted(use.users.size(), "place"), why),
            {{"places that use it", static_cast<double>(use.users.size())}},
            {use.users.begin(), use.users.end()},
            std::move(place)});
}

// HNS-D002
void sprawl(DoctorCase& run) {
  const spec::Mesh& mesh = run.index.model().mesh;
  std::map<std::string, const spec::Technology*> listed;
  for (const spec::Technology& technology : mesh.technologies)
    listed[technology_of(technology.id)] = &technology;
  const auto uses = technologies_in_use(run.index);
  std::map<std::string, std::vector<std::string>> by_purpose;
  std::vector<const TechnologyUse*> unlisted;
  for (const auto& [key, use] : uses) {
    const auto found = listed.find(key);
    if (found == listed.end()) {
      unlisted.push_back(&use);
      continue;
    }
    if (found->second->ring == "hold")
      report_technology(run, use, "the mesh's table holds it", found->second->span);
    by_purpose[found->second->purpose].push_back(use.name);
  }
  // Without a table a few technologies are a start, and more of them are nobody's decision.
  const double allowed = mesh.technologies.empty() ? run.limit("unlistedWithoutTable") : 0;
  if (static_cast<double>(unlisted.size()) > allowed)
    for (const TechnologyUse* use : unlisted)
      report_technology(run, *use, "the mesh's `technologies` do not have it", mesh.span);
  for (const auto& [purpose, names] : by_purpose)
    if (!purpose.empty() && static_cast<double>(names.size()) > run.limit("perPurpose"))
      run.find({purpose,
                fmt::format("{} serve as {}: {}", counted(names.size(), "technology"), purpose,
                            joined(names)),
                {{"technologies in use", static_cast<double>(names.size())}},
                names,
                mesh.span});
}

// HNS-D003
void thin_platform(DoctorCase& run) {
  const spec::Mesh& mesh = run.index.model().mesh;
  const size_t domains = run.index.domains().size();
  if (static_cast<double>(domains) < run.limit("domains")) return;
  const auto teams = std::ranges::count(mesh.teams, "platform", &spec::MeshTeam::type);
  const double ratio = teams == 0 ? 0 : static_cast<double>(domains) / static_cast<double>(teams);
  if (teams > 0 && ratio <= run.limit("domainsPerTeam")) return;
  std::vector<std::string> over;
  for (const auto& [id, products] : run.index.domains()) over.push_back(id.str());
  run.find({"mesh",
            teams == 0 ? fmt::format("{} publish products and no team is the platform's",
                                     counted(domains, "domain"))
                       : fmt::format("{} rest on {}: {:.1f} a team", counted(domains, "domain"),
                                     counted(static_cast<size_t>(teams), "platform team"), ratio),
            {{"domains with products", static_cast<double>(domains)},
             {"platform teams", static_cast<double>(teams)},
             {"teams", static_cast<double>(mesh.teams.size())}},
            over,
            mesh.span});
}

// HNS-D009
void unmeasured(DoctorCase& run) {
  size_t products = 0, measured = 0;
  std::vector<std::string> over;
  for (const IndexedProduct& product : run.index.products()) {
    if (product.contracts.empty()) continue;
    ++products;
    const bool has_target = product.has_service_level();
    measured += has_target ? 1 : 0;
    if (!has_target) over.push_back(product.str());
  }
  if (static_cast<double>(products) < run.limit("products")) return;
  const double share = static_cast<double>(measured) / static_cast<double>(products);
  const auto targets =
      std::ranges::count_if(run.index.model().strategy, [](const spec::StrategyDocument& document) {
        return document.value["kind"].as_string() == "Metrics";
      });
  if (share >= run.limit("measuredShare") || targets > 0) return;
  run.find({"mesh",
            fmt::format("{} of {} promise a service level that can be measured, and no file "
                        "states targets of metrics",
                        measured, counted(products, "product")),
            {{"products", static_cast<double>(products)},
             {"products with a service level", static_cast<double>(measured)},
             {"files of kind Metrics", static_cast<double>(targets)}},
            over,
            run.index.model().mesh.span});
}

}  // namespace

std::vector<Detector> governance_detectors() {
  return {
      {"HNS-D001",
       "decentralised without governance",
       "Domains publish on their own while nobody has agreed on the rules that all of them keep: "
       "no council, no global policies, no purposes, no classification.",
       "the implementation guide, pitfalls; Dehghani, Data Mesh, O'Reilly 2022, ch. 5",
       Severity::kError,
       DoctorNeed::kFiles,
       "mesh.yaml: council, purposes; policies/*.rego without tests; `classification` of the "
       "columns of every output contract",
       {{"domains", kGovernedDomains, "domains with products, from which on rules are needed"},
        {"classifiedShare", kClassifiedShare, "share of columns that state a classification"}},
       "fill `council` and `purposes` of mesh.yaml, with who approves what\n"
       "hanse init DIR makes a mesh with the default playbook: copy its policies/\n"
       "state `classification` on the columns; hanse contract lint FILE names those without",
       ungoverned},
      {"HNS-D002",
       "technology sprawl",
       "Every team brings its own tools; each has to be run, secured and known by somebody.",
       "the implementation guide, pitfalls; Taibi, Lenarduzzi, On the Definition of Microservice "
       "Bad Smells, IEEE Software 35(3), 2018 (Too Many Standards)",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "domain.yaml: technologies; servers of contracts by type; externalBuild tools; each held "
       "against `technologies` of mesh.yaml, per `for`",
       {{"unlistedWithoutTable", kUnlistedMax,
         "technologies that may be in use while mesh.yaml has no table"},
        {"perPurpose", kPerPurposeMax, "technologies in use for one purpose (`for`)"}},
       "decide: hanse select; or add a row to `technologies` of mesh.yaml with its decision\n"
       "move what uses OBJECT, or waive it until its end",
       sprawl},
      {"HNS-D003",
       "platform under-invested",
       "Domains are asked to build products on a platform that nobody is there to build.",
       "the implementation guide, pitfalls; Skelton, Pais, Team Topologies, IT Revolution 2019",
       Severity::kError,
       DoctorNeed::kFiles,
       "mesh.yaml: teams of type `platform`; domains that have products",
       {{"domains", kPlatformDomains, "domains with products, from which on a team is needed"},
        {"domainsPerTeam", kDomainsPerPlatformTeam, "domains that one platform team carries"}},
       "name a team with `type: platform` in `teams` of mesh.yaml, and give it people\n"
       "hanse change shows which roles it needs",
       thin_platform},
      {"HNS-D009",
       "performance hard to measure",
       "Nobody said what good looks like, so that nobody can tell whether it gets better.",
       "the implementation guide, pitfalls; Basili, Caldiera, Rombach, The Goal Question Metric "
       "Approach, 1994",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "`slaProperties` of output contracts, per product; files of strategy/ of kind Metrics",
       {{"products", kMeasuredProducts, "products, from which on targets are expected"},
        {"measuredShare", kMeasuredShare, "share of products with a service level"}},
       "state `slaProperties` (freshness, availability) in the output contracts\n"
       "hanse product status shows how they are kept; hanse metrics has baselines and targets",
       unmeasured},
  };
}

}  // namespace hanse::strategy
