// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "app/app.h"
#include "app/parts.h"
#include "base/json_text.h"
#include "plan/waiting.h"

namespace hanse::app {
namespace {

using View = govern::Gate::View;
using VisibleTable = govern::Gate::VisibleTable;

Json document(std::string_view name, Json value) {
  return Json::object({{"format_version", 1}, {std::string(name), std::move(value)}});
}

std::unexpected<Error> not_found(std::string_view kind, std::string_view id) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no {} `{}`", kind, id));
}

// The word for people: what keeps it from being read comes before how far to trust it.
std::string state_of(const govern::Gate& gate, const catalog::TableEntry& table,
                     const govern::TableUse& use) {
  if (table.is_view()) return use.state;
  if (table.snapshot == nullptr) return "no data yet";
  return gate.check_snapshot(*table.snapshot) ? use.state : "damaged";
}

Json column_json(const catalog::TableEntry& table, const catalog::ColumnFacts& column) {
  Json out = Json::object({{"name", column.name},
                           {"type", column.type},
                           {"classification", spec::to_string(column.classification)},
                           {"tags", json_list(column.tags)}});
  if (const spec::Property* property = table.object->property(column.name)) {
    out.set("description", property->description);
    out.set("required", property->required);
    out.set("primaryKey", property->primary_key);
  }
  return out;
}

void add_state(const catalog::TableState& state, Json& out) {
  out.set("lifecycle", catalog::to_string(state.lifecycle));
  if (state.removal_us != 0) out.set("removal", format_time(state.removal_us));
  out.set("freshness", catalog::to_string(state.freshness));
  if (state.stale_us != 0) out.set("staleAt", format_time(state.stale_us));
  out.set("quality", catalog::to_string(state.quality));
  if (state.checked_us != 0) out.set("checkedAt", format_time(state.checked_us));
}

// Columns that the asker may not read are left out: their names may say too much.
Json table_json(const govern::Gate& gate, const View& view, const VisibleTable& visible) {
  const catalog::TableEntry& table = *visible.table;
  const govern::TableUse use = govern::use_of(*view.catalog, table, view.now_us);
  Json columns = Json::array(), reasons = Json::array();
  for (const std::string& name : visible.columns)
    for (const auto& column : table.columns)
      if (column.name == name) columns.push(column_json(table, column));
  Json out = Json::object({{"name", table.schema + "." + table.name},
                           {"description", table.object->description},
                           {"readable", !visible.columns.empty()},
                           {"columns", std::move(columns)},
                           {"contract", Json::object({{"id", table.contract->id},
                                                      {"version", table.contract->version}})},
                           {"state", state_of(gate, table, use)}});
  add_state(use.status, out);
  if (table.snapshot != nullptr) {
    out.set("freshAt", format_time(table.snapshot->published_us));
    // How many rows there are is told to those alone whom no filter concerns: it is left to them to
    // count.
  }
  if (visible.columns.empty()) {
    for (const auto& reason : visible.reasons)
      reasons.push(Json::object({{"rule", reason.rule}, {"message", reason.message},
                                 {"request", reason.request}}));
    out.set("reasons", std::move(reasons));
  }
  return out;
}

Json product_json(const govern::Gate& gate, const View& view, const ProductId& id) {
  const auto found = view.catalog->model().products.find(id);
  const spec::DataProduct& product = found->second;
  Json tables = Json::array();
  for (const VisibleTable& table : view.tables)
    if (table.table->address.product == id) tables.push(table_json(gate, view, table));
  return Json::object({{"id", id.str()},
                       {"domain", id.domain.str()},
                       {"name", product.name},
                       {"status", product.status},
                       {"version", product.version},
                       {"type", product.type},
                       {"description", product.description.purpose},
                       {"limitations", product.description.limitations},
                       {"usage", product.description.usage},
                       {"tags", json_list(product.tags)},
                       {"tables", std::move(tables)}});
}

std::set<ProductId> products_of(const View& view) {
  std::set<ProductId> ids;
  for (const VisibleTable& table : view.tables) ids.insert(table.table->address.product);
  return ids;
}

}  // namespace

Result<Json> App::products(const govern::Session& session) {
  HANSE_TRY(const View view, gate().visible(session));
  Json list = Json::array();
  for (const ProductId& id : products_of(view)) list.push(product_json(gate(), view, id));
  return document("products", std::move(list));
}

Result<Json> App::product(const govern::Session& session, const std::string& id) {
  HANSE_TRY(const View view, gate().visible(session));
  for (const ProductId& known : products_of(view))
    if (known.str() == id) return document("product", product_json(gate(), view, known));
  return not_found("product", id);
}

Result<Json> App::contract(const govern::Session& session, const std::string& id) {
  HANSE_TRY(const View view, gate().visible(session));
  Json tables = Json::array();
  const catalog::TableEntry* first = nullptr;
  for (const VisibleTable& table : view.tables) {
    if (table.table->contract->id != id) continue;
    first = table.table;
    tables.push(table_json(gate(), view, table));
  }
  if (first == nullptr) return not_found("contract", id);
  Json levels = Json::array();
  for (const spec::ServiceLevel& level : first->contract->service_levels)
    levels.push(
        Json::object({{"property", level.property}, {"value", level.value}, {"unit", level.unit}}));
  return document("contract", Json::object({{"id", id},
                                            {"name", first->contract->name},
                                            {"version", first->contract->version},
                                            {"status", first->contract->status},
                                            {"product", first->address.product.str()},
                                            {"slaProperties", std::move(levels)},
                                            {"schema", std::move(tables)}}));
}

Result<Json> App::domains(const govern::Session& session) {
  HANSE_TRY(const View view, gate().visible(session));
  std::map<std::string, Json> products;
  for (const ProductId& id : products_of(view)) products[id.domain.str()].push(id.str());
  Json list = Json::array();
  for (auto& [id, of_domain] : products) {
    const auto found = view.catalog->model().domains.find(DomainId(id));
    Json domain = Json::object({{"id", id}, {"products", std::move(of_domain)}});
    if (found != view.catalog->model().domains.end()) {
      domain.set("name", found->second.name);
      domain.set("description", found->second.description);
      domain.set("status", found->second.status);
    }
    list.push(std::move(domain));
  }
  return document("domains", std::move(list));
}

Result<Json> App::policies(const govern::Session& session) {
  HANSE_TRY(const View view, gate().visible(session));
  std::set<std::string> domains;
  for (const ProductId& id : products_of(view)) domains.insert(id.domain.str());
  Json list = Json::array();
  // The playbook is everyone's law; a domain's own is shown to those who may find the domain.
  // Tables of the council are not shown: they name groups and columns.
  if (!view.tables.empty())
    for (const spec::PolicyFile& file : view.catalog->model().policies)
      if (!file.is_test && (file.scope.is_mesh() || domains.contains(file.scope.value)))
        list.push(Json::object({{"path", file.path},
                                {"scope", file.scope.is_mesh() ? "mesh" : file.scope.value},
                                {"text", file.text}}));
  return document("policies", std::move(list));
}

Result<Json> App::lineage(const govern::Session& session, const std::string& product_id) {
  HANSE_TRY(const View view, gate().visible(session));
  std::set<std::string> known;  // what stands behind is named to those alone who may find it
  for (const VisibleTable& table : view.tables)
    known.insert(table.table->schema + "." + table.table->name);
  Json edges = Json::array();
  bool found = false;
  for (const VisibleTable& table : view.tables) {
    if (table.table->address.product.str() != product_id) continue;
    found = true;
    const std::string name = table.table->schema + "." + table.table->name;
    for (const auto& column : table.table->columns) {
      if (std::find(table.columns.begin(), table.columns.end(), column.name) == table.columns.end())
        continue;
      for (const auto& origin : column.origins)
        if (known.contains(origin.table))
          edges.push(Json::object(
              {{"from", Json::object({{"table", origin.table}, {"column", origin.column}})},
               {"to", Json::object({{"table", name}, {"column", column.name}})}}));
    }
  }
  if (!found) return not_found("product", product_id);
  return document("lineage", Json::object({{"product", product_id}, {"edges", std::move(edges)}}));
}

Result<Json> App::status() {
  HANSE_TRY(const auto snapshot, catalog().current());
  const auto waiting = plan::waiting_products(*snapshot);
  Json scopes = Json::array(), tables = Json::array();
  for (const auto& scope : snapshot->scopes())
    scopes.push(Json::object({{"scope", scope.scope.is_mesh() ? "mesh" : scope.scope.value},
                              {"revision", scope.revision},
                              {"principal", scope.principal},
                              {"appliedAt", format_time(scope.applied_us)}}));
  for (const catalog::TableEntry& table : snapshot->tables()) {
    Json row = Json::object(
        {{"table", table.schema + "." + table.name},
         {"product", table.address.product.str()},
         {"contractVersion", table.contract->version},
         {"rows", table.snapshot ? Json(table.snapshot->rows) : Json()},
         {"quarantined", table.snapshot ? Json(table.snapshot->quarantined) : Json()},
         {"freshAt", table.snapshot ? Json(format_time(table.snapshot->published_us)) : Json()},
         {"problem", Json()}});
    add_state(catalog::state_of(*snapshot, table, clock().now_us()), row);
    if (const auto found = waiting.find(table.address.product); found != waiting.end())
      row.set("problem", found->second);
    for (const auto& build : snapshot->builds())
      if (build.product == table.address.product && !build.succeeded)
        row.set("problem", build.message);
    if (const Status whole = table.snapshot ? gate().check_snapshot(*table.snapshot) : Status();
        !whole)
      row.set("problem", fmt::format("it cannot be read: {}; `hanse refresh {}` builds it again",
                                     whole.error().message, table.address.product.str()));
    tables.push(std::move(row));
  }
  return Json::object({{"format_version", 1},
                       {"environment", environment().str()},
                       {"scopes", std::move(scopes)},
                       {"tables", std::move(tables)}});
}

Status App::ready() {
  if (gate().draining()) return fail(ErrorCode::kUnavailable, "the server is stopping");
  if (!catalog().current()) return fail(ErrorCode::kUnavailable, "the state cannot be read");
  if (!ledger().state()) return fail(ErrorCode::kUnavailable, "the ledger cannot be written");
  return {};
}

Result<App::Counts> App::counts() {
  HANSE_TRY(const auto snapshot, catalog().current());
  Counts out;
  for (const catalog::TableEntry& table : snapshot->tables()) {
    if (table.snapshot == nullptr) continue;
    ++out.tables;
    if (!gate().check_snapshot(*table.snapshot)) ++out.damaged;
  }
  for (const auto& build : snapshot->builds())
    if (!build.succeeded) ++out.failed;
  out.copies = gate().copies();
  return out;
}

}  // namespace hanse::app
