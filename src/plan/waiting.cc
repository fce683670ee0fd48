// SPDX-License-Identifier: Apache-2.0
#include "plan/waiting.h"

#include <set>

#include "spec/table_source.h"

namespace hanse::plan {
namespace {

// Why the product's own tool keeps it waiting; empty when it does not.
std::string reason_of(const catalog::CatalogSnapshot& catalog, const ProductId& product) {
  const std::string tool = tool_of(catalog.model(), product);
  if (tool.empty()) return {};
  for (const catalog::ExternalRunRecord& run : catalog.external_runs())
    if (run.product == product)
      return run.status == "succeeded"
                 ? std::string()
                 : fmt::format("the last run of {} that was reported failed", tool);
  return fmt::format("no run of {} was reported yet", tool);
}

bool has_no_rows(const catalog::TableEntry& table) {
  return table.materialization == spec::Materialization::kTable && table.snapshot == nullptr;
}

}  // namespace

std::string tool_of(const spec::Model& model, const ProductId& product) {
  const auto found = model.products.find(product);
  if (found == model.products.end()) return {};
  for (const spec::OutputPort& port : found->second.output_ports)
    if (const auto* build = spec::external_build_of(found->second, model.contract_of(port)))
      return build->tool;
  return {};
}

std::map<ProductId, std::string> waiting_products(const catalog::CatalogSnapshot& catalog) {
  std::map<ProductId, std::string> out;
  std::map<std::string, const catalog::TableEntry*> empty;  // by name: no rows while it waits
  for (const catalog::TableEntry& table : catalog.tables()) {
    const std::string reason = reason_of(catalog, table.address.product);
    if (reason.empty()) continue;
    out[table.address.product] = reason;
    if (has_no_rows(table)) empty[table.schema + "." + table.name] = &table;
  }
  for (bool grew = !empty.empty(); grew;) {
    grew = false;
    for (const catalog::TableEntry& table : catalog.tables()) {
      const std::string name = table.schema + "." + table.name;
      if (empty.contains(name)) continue;
      for (const std::string& read : table.reads) {
        const size_t dot = read.find('.');
        const auto* input = catalog.find_table(read.substr(0, dot), read.substr(dot + 1));
        if (input == nullptr || !empty.contains(input->schema + "." + input->name)) continue;
        out.try_emplace(table.address.product,
                        fmt::format("it reads `{}`, which waits for its first run", read));
        if (!table.is_view() && !has_no_rows(table)) break;
        empty[name] = &table;
        grew = true;
        break;
      }
    }
  }
  return out;
}

}  // namespace hanse::plan
