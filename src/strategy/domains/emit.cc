// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/emit.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/files.h"
#include "base/utf8.h"
#include "spec/database_address.h"
#include "spec/edit_yaml.h"
#include "spec/mesh_folder.h"
#include "spec/names.h"
#include "spec/write_yaml.h"
#include "strategy/domains/distinct_names.h"
#include "strategy/domains/emit_documents.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kRegister = "mesh.yaml";
constexpr std::string_view kDraft =
    "# Proposed by `hanse domains discover` from the inventory: a draft to be worked on.\n";

std::string team_id(std::string_view name) {
  std::string out;
  for (const char c : name) out += is_alphanumeric(c) || c == '_' || c == '-' ? c : '-';
  if (out.empty() || !is_letter(out.front())) out.insert(0, "team-");
  return out;
}

// What the proposal adds to the register.
struct Additions {
  std::vector<std::pair<std::string, std::string>> teams, domains;  // id with group, id with owner
};

class Emission {
 public:
  Emission(EmitContext context, const spec::Model& mesh)
      : context_(std::move(context)), mesh_(mesh) {}

  Result<DomainFiles> run() {
    name_teams();
    for (const ProposedDomain& domain : context_.proposal.domains) name_products(domain);
    for (const ProposedDomain& domain : context_.proposal.domains)
      owners_.push_back(owner_of(domain));
    for (size_t i = 0; i < owners_.size(); ++i) add_domain(i);
    for (size_t i = 0; i < owners_.size(); ++i) add_products(i);
    HANSE_TRY_STATUS(extend_register());
    std::sort(out_.files.begin(), out_.files.end());
    return std::move(out_);
  }

 private:
  static std::string called(const ProposedDomain& domain) {  // its team
    return domain.owner.empty() ? domain.id + "-team" : domain.owner;
  }
  // Whose names are ids keep them; others that come to the same id are told apart by a number.
  void name_teams() {
    std::set<std::string> taken;
    for (const bool are_ids : {true, false})
      for (const ProposedDomain& domain : context_.proposal.domains) {
        const std::string name = called(domain), base = team_id(name);
        if ((base == name) != are_ids || team_ids_.contains(name)) continue;
        std::string& id = team_ids_[name] = base;
        for (int i = 2; !taken.insert(id).second; ++i) id = fmt::format("{}-{}", base, i);
        if (id != base)
          out_.notes.push_back(
              fmt::format("the team `{}` becomes `{}`: another one is `{}`", name, id, base));
      }
  }
  // The same for what others read of a domain.
  void name_products(const ProposedDomain& domain) {
    std::vector<const InventoryAsset*> assets;
    for (const SharedAsset& shared : domain.shared) assets.push_back(&context_.asset(shared.item));
    std::ranges::sort(assets, {}, [](const InventoryAsset* asset) {
      return std::pair(product_name(*asset) != asset->id, asset);
    });
    DistinctNames names({}, kProductNameBytesMax);
    for (const InventoryAsset* asset : assets) {
      const std::string base = product_name(*asset), name = names.take(base);
      context_.product_names.emplace(asset, name);
      if (name != base)
        out_.notes.push_back(
            fmt::format("`{}` becomes the product `{}`: another one of `{}` is `{}`", asset->id,
                        name, domain.id, base));
    }
  }

  // As registered, else the proposal's; a domain without any gets a team of its own.
  std::string owner_of(const ProposedDomain& domain) {
    if (const auto* entry = mesh_.domain_entry(DomainId(domain.id)); entry != nullptr)
      return entry->owner.str();
    const std::string team = team_ids_[called(domain)];
    if (domain.owner.empty())
      out_.notes.push_back(
          fmt::format("`{}` has no owner in the inventory: the team `{}` is new", domain.id, team));
    if (mesh_.team(TeamId(team)) == nullptr && new_teams_.insert(team).second)
      additions_.teams.emplace_back(team, team);
    return team;
  }

  void add(const std::string& path, std::string text) {
    if (path_exists(join_path(context_.options.folder, path)))
      out_.kept.push_back(path);
    else
      out_.files.emplace_back(path, std::move(text));
  }
  void add(const std::string& path, const Json& document) {
    add(path, std::string(kDraft) + spec::write_yaml(document));
  }

  void add_domain(size_t at) {
    const ProposedDomain& domain = context_.proposal.domains[at];
    add(fmt::format("domains/{}/domain.yaml", domain.id),
        domain_document(context_, domain, owners_[at]));
    if (mesh_.domain_entry(DomainId(domain.id)) == nullptr)
      additions_.domains.emplace_back(domain.id, owners_[at]);
  }

  void add_products(size_t at) {
    const ProposedDomain& domain = context_.proposal.domains[at];
    for (const SharedAsset& shared : domain.shared) {
      const InventoryAsset& asset = context_.asset(shared.item);
      const std::string& name = context_.product(asset);
      const std::string under = fmt::format("domains/{}/{}/", domain.id, name);
      if (is_folder(join_path(context_.options.folder, under))) {
        out_.kept.push_back(under);  // the team's: nothing is put beside its files
      } else {
        add(under + "product.odps.yaml", product_document(context_, domain, asset, owners_[at]));
        add(under + name + ".odcs.yaml", output_contract(context_, domain, asset));
        add(under + "files.odcs.yaml", input_contract(context_, domain, asset));
        add(data_path(context_, domain, asset), data_header(asset));
      }
      for (const std::uint32_t consumer : shared.consumers)
        add(fmt::format("domains/{}/agreements/{}-{}.agreement.yaml",
                        context_.proposal.domains[consumer].id, domain.id, name),
            agreement_document(context_, domain, asset, owners_[consumer]));
    }
  }

  Status extend_register() {
    if (additions_.teams.empty() && additions_.domains.empty()) return {};
    const std::string path = join_path(context_.options.folder, kRegister);
    HANSE_TRY(const std::string text, read_file(path, kSpecificationBytesMax));
    std::vector<spec::YamlEdit> edits;
    std::vector<Json> teams, domains;
    for (const auto& [id, group] : additions_.teams)
      teams.push_back(Json::object({{"id", id}, {"type", "streamAligned"}, {"group", group}}));
    for (const auto& [id, owner] : additions_.domains)
      domains.push_back(Json::object({{"id", id}, {"owner", owner}}));
    append("teams", mesh_.mesh.teams.size(), std::move(teams), edits);
    append("domains", mesh_.mesh.domains.size(), std::move(domains), edits);
    HANSE_TRY(out_.register_text, spec::edit_yaml(std::string(kRegister), text, edits));
    return {};
  }
  // A list that is not there yet comes as a whole.
  static void append(const std::string& list, size_t size, std::vector<Json> entries,
                     std::vector<spec::YamlEdit>& edits) {
    if (entries.empty()) return;
    if (size == 0) {
      edits.push_back({spec::YamlEdit::Kind::kSet, {list}, Json(std::move(entries))});
      return;
    }
    for (Json& entry : entries)
      edits.push_back({spec::YamlEdit::Kind::kInsert, {list, size++}, std::move(entry)});
  }

  EmitContext context_;
  const spec::Model& mesh_;
  std::vector<std::string> owners_;              // of each domain
  std::map<std::string, std::string> team_ids_;  // by what the inventory calls them
  std::set<std::string> new_teams_;
  Additions additions_;
  DomainFiles out_;
};

std::string data_root_of(const spec::Mesh& mesh) {
  for (const std::string& root : mesh.source_roots)
    if (!root.empty() && !spec::is_database_address(root) && spec::is_in_mesh(root)) return root;
  return "data";
}

}  // namespace

Result<DomainFiles> domain_files(const Inventory& inventory, const DomainEvidence& evidence,
                                 const DomainProposal& proposal, const spec::Model& mesh,
                                 const EmitOptions& options) {
  if (proposal.answer != DomainsAnswer::kDomains)
    return fail(ErrorCode::kConflict, "the answer is not to draw domains: nothing is written",
                "`hanse domains discover` says why");
  if (mesh.mesh.purposes.empty())
    return fail(ErrorCode::kInvalidArgument,
                "`mesh.yaml` has no `purposes`: an agreement says what its data is for",
                "add one: `- {id: operations, name: Running the business}`");
  return Emission({inventory,
                   evidence,
                   proposal,
                   options,
                   mesh.mesh.purposes.front().id.str(),
                   data_root_of(mesh.mesh),
                   {}},
                  mesh)
      .run();
}

std::vector<std::string> registered_domains(const spec::Mesh& mesh) {
  std::vector<std::string> out;
  for (const spec::DomainEntry& entry : mesh.domains) out.push_back(entry.id.str());
  return out;
}

Result<std::vector<std::string>> write_domain_files(const std::string& folder,
                                                    const DomainFiles& files) {
  std::vector<std::string> paths;
  std::set<std::string> different;
  for (const auto& [path, text] : files.files) {
    const std::string full = join_path(folder, path);
    HANSE_TRY_STATUS(spec::check_mesh_folder(folder, path));
    if (!different.insert(full).second)
      return fail(ErrorCode::kConflict, fmt::format("`{}` would be written twice", path));
    if (path_exists(full))
      return fail(ErrorCode::kAlreadyExists, fmt::format("`{}` exists already", path));
  }
  for (const auto& [path, text] : files.files) {
    HANSE_TRY_STATUS(spec::write_mesh_file(folder, path, text));
    paths.push_back(path);
  }
  if (files.register_text.empty()) return paths;
  HANSE_TRY_STATUS(write_file_atomic(join_path(folder, kRegister), files.register_text));
  paths.emplace_back(kRegister);
  return paths;
}

}  // namespace hanse::strategy
