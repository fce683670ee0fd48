// SPDX-License-Identifier: Apache-2.0
#include "spec/scaffold.h"

#include "base/clock.h"
#include "base/embedded.h"
#include "base/files.h"
#include "base/utf8.h"
#include "spec/database_address.h"
#include "spec/model.h"
#include "spec/names.h"
#include "spec/scaffold_files.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kMeshTemplates = "src/spec/init/mesh/";
constexpr std::string_view kPolicies = "policies/";
constexpr std::string_view kAccessTable = "policies/data/access.yaml";
constexpr size_t kDateBytes = 10;
constexpr int64_t kYearUs = int64_t{365} * 24 * 3600 * 1'000'000;

// What the first mesh lets people try: somebody with a right who does not own the data.
constexpr std::string_view kNoRules = "rules: []\n";
constexpr std::string_view kFirstRule =
    "rules:\n"
    "  - rule: sales-for-analysts\n"
    "    groups: [analysts]\n"
    "    tables: [shop.daily_sales]\n"
    "    purposes: [analysis]\n";

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : ascii_lower(name)) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word) slug += c;
    else if (!slug.empty() && slug.back() != '-') slug += '-';
  }
  while (slug.ends_with('-')) slug.pop_back();
  if (!id_problem(slug).empty()) slug = "mesh";
  return slug;
}

std::string quoted(const std::string& text) { return Json(text).dump(); }

Status check_id(std::string_view what, const std::string& id) {
  const std::string problem = id_problem(id);
  if (problem.empty()) return {};
  return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` cannot name {}: {}", id, what,
                                                       problem));
}

struct Address {
  std::string domain, name;
};
Result<Address> address_of(std::string_view what, const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == std::string::npos)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no {}, expected `domain/product`", text, what));
  Address address{text.substr(0, slash), text.substr(slash + 1)};
  HANSE_TRY_STATUS(check_id("a domain", address.domain));
  HANSE_TRY_STATUS(check_id("a product", address.name));
  return address;
}

Result<DomainEntry> registered(const Mesh& mesh, const std::string& domain) {
  std::vector<std::string_view> known;
  for (const DomainEntry& entry : mesh.domains) {
    if (entry.id.str() == domain) return entry;
    known.push_back(entry.id.str());
  }
  std::string help = did_you_mean(domain, known);
  if (help.empty()) help = fmt::format("`hanse new domain {} --owner TEAM` makes it", domain);
  return fail(ErrorCode::kNotFound, fmt::format("the mesh has no domain `{}`", domain),
              std::move(help));
}

Result<const DataProduct*> find_product(const Model& model, const Address& address) {
  const ProductId id{DomainId(address.domain), address.name};
  const auto found = model.products.find(id);
  if (found != model.products.end()) return &found->second;
  std::vector<std::string> addresses;
  for (const auto& [known, product] : model.products) addresses.push_back(known.str());
  return fail(ErrorCode::kNotFound, fmt::format("the mesh has no product `{}`", id.str()),
              did_you_mean(id.str(), {addresses.begin(), addresses.end()}));
}

Status check_port(const DataProduct& provider, const std::string& port) {
  std::vector<std::string_view> names;
  for (const OutputPort& each : provider.output_ports) {
    if (each.name == port || port.empty()) return {};
    names.push_back(each.name);
  }
  return fail(ErrorCode::kNotFound,
              fmt::format("`{}` has no output port `{}`", provider.product_id().str(), port),
              did_you_mean(port, names));
}

Result<std::string> purpose_for(const Model& model, const std::string& stated,
                                const DataProduct* consumer) {
  const std::string purpose =
      stated.empty() && consumer != nullptr ? consumer->purpose : stated;
  if (purpose.empty())
    return fail(ErrorCode::kInvalidArgument, "an agreement needs a purpose",
                "state one of `mesh.yaml`");
  if (model.purpose(PurposeId(purpose)) != nullptr) return purpose;
  std::vector<std::string_view> known;
  for (const Purpose& each : model.mesh.purposes) known.push_back(each.id.str());
  return fail(ErrorCode::kNotFound, fmt::format("the mesh has no purpose `{}`", purpose),
              did_you_mean(purpose, known));
}

}  // namespace

Result<std::vector<std::string>> init_mesh(const std::string& folder, const std::string& name) {
  if (trim(name).empty())
    return fail(ErrorCode::kInvalidArgument, "a mesh needs a name");
  const std::map<std::string, std::string> values{{"id", slug_of(name)}, {"name", quoted(name)}};
  ScaffoldFiles files(folder);
  const EmbeddedFile* register_file = nullptr;
  for (const EmbeddedFile& file : embedded_files()) {
    std::string text(file.content);
    if (file.path.starts_with(kPolicies)) {
      const size_t at = file.path == kAccessTable ? text.find(kNoRules) : std::string::npos;
      if (at != std::string::npos) text.replace(at, kNoRules.size(), kFirstRule);
      files.add(std::string(file.path), std::move(text));
    } else if (file.path.starts_with(kMeshTemplates)) {
      const std::string path(file.path.substr(kMeshTemplates.size()));
      if (path == "mesh.yaml") register_file = &file;
      else files.add(path, fill_template(std::move(text), values));
    }
  }
  if (!path_exists(join_path(folder, ".gitignore"))) files.add(".gitignore", ".hanse/\n");
  // Last: a folder that was cut off while it was made is no mesh yet.
  if (register_file != nullptr)
    files.add("mesh.yaml", fill_template(std::string(register_file->content), values));
  return files.write();
}

Result<std::vector<std::string>> new_domain(const std::string& folder, const std::string& id,
                                            const std::string& owner) {
  HANSE_TRY_STATUS(check_id("a domain", id));
  if (is_reserved_schema(id))
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is a reserved schema", id));
  HANSE_TRY(const Mesh mesh, read_register(folder));
  std::vector<std::string_view> teams;
  bool has_team = false, is_registered = false;
  for (const MeshTeam& team : mesh.teams) {
    teams.push_back(team.id.str());
    has_team = has_team || team.id.str() == owner;
  }
  if (!has_team)
    return fail(ErrorCode::kNotFound, fmt::format("the mesh has no team `{}`", owner),
                did_you_mean(owner, teams));
  for (const DomainEntry& entry : mesh.domains) {
    is_registered = is_registered || entry.id.str() == id;
    if (entry.id.str() != id && folded_id(entry.id.str()) == folded_id(id))
      return fail(ErrorCode::kAlreadyExists,
                  fmt::format("the domain `{}` has nearly the same name", entry.id.str()));
  }
  ScaffoldFiles files(folder);
  files.add_template(fmt::format("domains/{}/domain.yaml", id), "new/domain.yaml",
                     {{"domain", id}, {"name", id}, {"owner", owner}});
  if (is_registered) return files.write();  // by hand, before
  const std::string path = join_path(folder, "mesh.yaml");
  HANSE_TRY(const std::string text, read_file(path, kSpecificationBytesMax));
  HANSE_TRY(const std::string longer, add_domain_entry(text, id, owner));
  HANSE_TRY(auto paths, files.write());
  HANSE_TRY_STATUS(write_file_atomic(path, longer));
  paths.push_back("mesh.yaml");
  return paths;
}

Result<std::vector<std::string>> new_product(const std::string& folder,
                                             const std::string& address) {
  HANSE_TRY(const Address place, address_of("product", address));
  HANSE_TRY(const Mesh mesh, read_register(folder));
  HANSE_TRY(const DomainEntry domain, registered(mesh, place.domain));
  const std::string root = mesh.source_roots.empty() || mesh.source_roots[0].starts_with('/') ||
                                   is_database_address(mesh.source_roots[0])
                               ? "data"
                               : mesh.source_roots[0];
  const std::string data = fmt::format("{}/{}/{}.csv", root, place.domain, place.name);
  const std::string id = fmt::format("{}-{}", place.domain, place.name);
  const std::string under = fmt::format("domains/{}/{}/", place.domain, place.name);
  const std::map<std::string, std::string> values{{"id", id},
                                                  {"domain", place.domain},
                                                  {"product", place.name},
                                                  {"owner", domain.owner.str()},
                                                  {"path", data}};
  ScaffoldFiles files(folder);
  files.add_template(data, "new/data.csv", values);
  files.add_template(under + "files.odcs.yaml", "new/files.odcs.yaml", values);
  files.add_template(under + place.name + ".odcs.yaml", "new/output.odcs.yaml", values);
  files.add_template(under + "product.odps.yaml", "new/product.odps.yaml", values);
  return files.write();
}

Result<std::vector<std::string>> new_agreement(const std::string& folder,
                                               const NewAgreement& what) {
  HANSE_TRY(const LoadedMesh loaded, load_mesh(folder, {}));
  const Model& model = *loaded.model;
  HANSE_TRY(const Address from, address_of("provider", what.provider));
  HANSE_TRY(const DataProduct* provider, find_product(model, from));
  HANSE_TRY_STATUS(check_port(*provider, what.port));
  const DataProduct* consumer = nullptr;
  std::string domain = what.consumer, side;
  if (what.consumer.find('/') != std::string::npos) {
    HANSE_TRY(const Address to, address_of("consumer", what.consumer));
    HANSE_TRY(consumer, find_product(model, to));
    domain = to.domain;
    side = fmt::format("{{product: {}}}", to.name);
  }
  HANSE_TRY(const DomainEntry entry, registered(model.mesh, domain));
  if (side.empty()) side = fmt::format("{{team: {}}}", entry.owner.str());
  HANSE_TRY(const std::string purpose, purpose_for(model, what.purpose, consumer));
  const std::string id = consumer == nullptr
                             ? fmt::format("{}-{}", from.domain, from.name)
                             : fmt::format("{}-{}", consumer->name, from.name);
  const std::string port = what.port.empty() ? "" : fmt::format(", port: {}", quoted(what.port));
  const int64_t now_us = Clock::system().now_us();
  ScaffoldFiles files(folder);
  files.add_template(
      fmt::format("domains/{}/agreements/{}.agreement.yaml", domain, id), "new/agreement.yaml",
      {{"id", id},
       {"provider", fmt::format("{{domain: {}, product: {}{}}}", from.domain, from.name, port)},
       {"consumer", side},
       {"purpose", purpose},
       {"from", format_time(now_us).substr(0, kDateBytes)},
       {"until", format_time(now_us + kYearUs).substr(0, kDateBytes)}});
  return files.write();
}

}  // namespace hanse::spec
