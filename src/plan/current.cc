// SPDX-License-Identifier: Apache-2.0
#include "plan/current.h"

#include "base/files.h"
#include "catalog/snapshot_files.h"
#include "plan/definition.h"
#include "source/input.h"
#include "spec/database_address.h"

namespace hanse::plan {
namespace {

constexpr int kViewsDeepMax = 32;

// The snapshots that a table's build reads, also behind views: all must be in its source state.
bool has_read(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
              const std::string& source_state, int depth) {
  for (const std::string& read : table.reads) {
    const size_t dot = read.find('.');
    const catalog::TableEntry* input =
        dot == std::string::npos ? nullptr
                                 : catalog.find_table(read.substr(0, dot), read.substr(dot + 1));
    if (input == nullptr || input->address == table.address) continue;
    if (depth > kViewsDeepMax) return false;
    if (input->materialization == spec::Materialization::kView) {
      if (!has_read(catalog, *input, source_state, depth + 1)) return false;
    } else if (input->snapshot == nullptr ||
               source_state.find(input->snapshot->id.str()) == std::string::npos) {
      return false;
    }
  }
  return true;
}

bool is_current(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                const Context& context) {
  if (table.snapshot == nullptr) return false;
  if (!catalog::check_files(context.state_folder, *table.snapshot)) return false;
  const auto definition = define(catalog.model(), table, context.environment);
  if (!definition || definition->digest != table.snapshot->definition_digest) return false;
  const std::string& known = table.snapshot->source_state;
  std::string now;
  for (const SourceInput& input : definition->sources) {
    const auto state =
        source::source_state(source::server_of_table(*input.server, *input.table),
                             source_roots(context, catalog.model(), ""));
    if (!state) return false;
    now += *state + ";";
  }
  return known.starts_with(now) && has_read(catalog, table, known, 0);
}

}  // namespace

source::SourceRoots source_roots(const Context& context, const spec::Model& model,
                                 std::string scratch) {
  const std::string& stated = model.mesh.state_path;
  source::SourceRoots roots{context.mesh_folder,
                            {},
                            {context.state_folder, join_path(context.mesh_folder, ".hanse"),
                             join_path(context.mesh_folder, stated.empty() ? ".hanse" : stated)},
                            std::move(scratch)};
  for (const std::string& root : model.mesh.source_roots)
    if (spec::is_database_address(root))
      roots.databases->push_back(root);
    else
      roots.folders.push_back(join_path(context.mesh_folder, root));
  if (roots.folders.empty()) roots.folders.push_back(context.mesh_folder);
  return roots;
}

bool is_current(const catalog::CatalogSnapshot& catalog, const ProductId& product,
                const Context& context) {
  for (const catalog::BuildRecord& build :
       std::ranges::equal_range(catalog.builds(), product, {}, &catalog::BuildRecord::product))
    if (!build.succeeded) return false;
  for (const catalog::TableEntry& table : catalog.tables())
    if (table.address.product == product &&
        table.materialization == spec::Materialization::kTable &&
        !is_current(catalog, table, context))
      return false;
  return true;
}

}  // namespace hanse::plan
