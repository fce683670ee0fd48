// SPDX-License-Identifier: Apache-2.0
#include "app/migration.h"
#include "app/parts.h"
#include "app/product_change.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "plan/current.h"
#include "source/reader.h"
#include "spec/edit_yaml.h"

namespace hanse::app {
namespace {

constexpr uint64_t kEvidenceBytesMax = 16u << 20;

std::string evidence_path(App& app, const std::string& id) {
  return join_path(app.state_folder(), "migration/" + id + ".json");
}

// Of everything but itself.
std::string digest_of_evidence(const Json& evidence) {
  Json rest = evidence;
  rest.erase("evidence");
  return digest_hex(rest.dump_canonical());
}

// The file as it is once cut over, with what stands in it otherwise untouched.
Result<std::string> edited(const std::string& folder, const std::string& path,
                           const std::string& field, const Json& value) {
  HANSE_TRY(const std::string text, read_file(join_path(folder, path), kSpecificationBytesMax));
  return spec::edit_yaml(path, text, {{spec::YamlEdit::Kind::kSet, {field}, value}});
}

bool is_before_active(const std::string& status) {
  return status == "draft" || status == "proposed";
}

// What a cut-over writes, by path. The register's entry comes last: until it is there, the cut-over
// has not happened and can be asked for again.
Result<std::vector<std::pair<std::string, std::string>>> files_of_cut_over(
    App& app, const catalog::TableEntry& target, const spec::LegacyTable& legacy,
    const Json& evidence) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto activate = [&](const std::string& path, const std::string& status) -> Status {
    if (!is_before_active(status)) return {};
    HANSE_TRY(std::string text, edited(app.folder(), path, "status", "active"));
    out.emplace_back(path, std::move(text));
    return {};
  };
  HANSE_TRY_STATUS(activate(target.product->path, target.product->status));
  HANSE_TRY_STATUS(activate(target.contract->path, target.contract->status));
  HANSE_TRY(std::string entry,
            edited(app.folder(), legacy.path, "cutOver",
                   Json::object({{"at", format_time(app.clock().now_us())},
                                 {"evidence", evidence["evidence"]}})));
  out.emplace_back(legacy.path, std::move(entry));
  return out;
}

struct TableState {
  std::string_view state;
  std::string note;
};

TableState state_of(App& app, const catalog::CatalogSnapshot& catalog,
                    const spec::LegacyTable& legacy) {
  if (legacy.is_cut_over()) return {"cutOver", ""};
  const catalog::TableEntry* target = target_of(catalog, legacy);
  if (target == nullptr)
    return {"registered", legacy.product.empty() ? "" : "its product is not applied"};
  if (target->snapshot == nullptr) return {"registered", "its product is not built"};
  const auto evidence = read_evidence(app, legacy.id);
  if (!evidence) return {"migrated", evidence.error().message};
  const std::string problem = problem_of_evidence(app, catalog, legacy, *evidence);
  return problem.empty() ? TableState{"compared", ""} : TableState{"migrated", problem};
}

}  // namespace

Result<std::map<std::string, spec::LegacyTable>> legacy_tables(App& app) {
  const spec::Mesh& mesh = app.parts().register_file;
  const spec::Variables* variables = nullptr;
  for (const spec::Environment& environment : mesh.environments)
    if (environment.id == app.environment()) variables = &environment.variables;
  Diagnostics diagnostics;
  HANSE_TRY(auto tables, spec::load_migrations(app.folder(), variables, diagnostics));
  if (diagnostics.has_errors())
    return fail(ErrorCode::kDataError,
                fmt::format("the register of legacy tables has errors: {}",
                            diagnostics.items()[0].message),
                "`hanse migrate status` shows them");
  return tables;
}

Result<spec::LegacyTable> legacy_table(App& app, const std::string& id) {
  HANSE_TRY(auto tables, legacy_tables(app));
  if (const auto found = tables.find(id); found != tables.end()) return found->second;
  std::vector<std::string_view> names;
  for (const auto& [name, table] : tables) names.push_back(name);
  const std::string_view near = nearest(id, names);
  return fail(ErrorCode::kNotFound, fmt::format("there is no legacy table `{}`", id),
              near.empty() ? "`hanse migrate TABLE --domain DOMAIN` registers one"
                           : fmt::format("did you mean `{}`?", near));
}

const catalog::TableEntry* target_of(const catalog::CatalogSnapshot& catalog,
                                     const spec::LegacyTable& legacy) {
  const std::string& name = legacy.table.empty() ? legacy.id : legacy.table;
  const catalog::TableEntry* out = nullptr;
  for (const catalog::TableEntry& table : catalog.tables())
    if (table.address.product.str() == legacy.product &&
        equal_ignoring_case(table.object->name, name) &&
        (out == nullptr || table.address.major > out->address.major))
      out = &table;
  return out;
}

source::SourceRoots legacy_roots(App& app, const catalog::CatalogSnapshot& catalog,
                                 std::string scratch) {
  plan::Context context;
  context.mesh_folder = app.folder();
  context.state_folder = app.state_folder();
  return plan::source_roots(context, catalog.model(), std::move(scratch));
}

Result<Json> read_evidence(App& app, const std::string& id) {
  const std::string path = evidence_path(app, id);
  if (!path_exists(path)) return Json();
  HANSE_TRY(const std::string text, read_file(path, kEvidenceBytesMax));
  const auto evidence = Json::parse(text);
  if (!evidence || text_at(*evidence, "evidence") != digest_of_evidence(*evidence))
    return fail(ErrorCode::kCorrupt,
                fmt::format("the evidence of `{}` is not what was compared", id),
                "compare again");
  return *evidence;
}

Status write_evidence(App& app, const std::string& id, Json& evidence) {
  evidence.set("evidence", digest_of_evidence(evidence));
  HANSE_TRY_STATUS(make_private_folder(join_path(app.state_folder(), "migration")));
  Json entry = Json::object({{"action", "compare"}});
  for (const std::string_view key :
       {"table", "product", "snapshot", "window", "equal", "rows", "keys", "digests", "evidence"})
    entry.set(key, evidence[key]);
  HANSE_TRY_STATUS(app.ledger().append_durably("migration", entry));
  return write_private_file_atomic(evidence_path(app, id), evidence.dump_pretty());
}

std::string problem_of_evidence(App& app, const catalog::CatalogSnapshot& catalog,
                                const spec::LegacyTable& legacy, const Json& evidence) {
  if (evidence.is_null()) return "it was not compared";
  const catalog::TableEntry* target = target_of(catalog, legacy);
  if (target == nullptr || target->snapshot == nullptr) return "its product is not built";
  if (evidence["product"].as_string() != legacy.product)
    return "another product was compared";
  if (!evidence["equal"].as_bool()) {
    const Json& keys = evidence["keys"];
    return fmt::format("they differ: {} keys missing, {} extra, {} with other rows",
                       keys["missing"].as_int(), keys["extra"].as_int(),
                       keys["differing"].as_int());
  }
  if (evidence["rows"]["legacy"].as_int() == 0) return "the comparison was of no row";
  if (evidence["snapshot"].as_string() != target->snapshot->id.str())
    return "the product was built again since it was compared";
  if (legacy.legacy.type != "local") return {};  // what a database has now, its state cannot say
  const auto state = source::source_state(legacy.legacy, legacy_roots(app, catalog, ""));
  if (!state || *state != evidence["legacyState"].as_string())
    return "the legacy table changed since it was compared";
  return {};
}

Result<Json> cut_over(App& app, const std::string& id, const Caller& caller) {
  HANSE_TRY(const spec::LegacyTable legacy, legacy_table(app, id));
  if (legacy.is_cut_over())
    return fail(ErrorCode::kAlreadyExists,
                fmt::format("`{}` was cut over at {}", id, legacy.cut_over_at));
  HANSE_TRY(const auto catalog, app.catalog().current());
  HANSE_TRY(const Json evidence, read_evidence(app, id));
  const catalog::TableEntry* target = target_of(*catalog, legacy);
  const ProductId product = target == nullptr ? ProductId() : target->address.product;
  if (target != nullptr)
    HANSE_TRY_STATUS(may_change(app, *catalog, {product, "product", product.str(),
                                                "cut over to this product"},
                                caller.principal));
  const std::string problem = problem_of_evidence(app, *catalog, legacy, evidence);
  if (!problem.empty())
    return fail(ErrorCode::kConflict, fmt::format("`{}` is not cut over: {}", id, problem),
                fmt::format("`hanse migrate compare {}` shows what differs", id));
  HANSE_TRY(const auto files, files_of_cut_over(app, *target, legacy, evidence));
  HANSE_TRY_STATUS(app.ledger().append_durably(
      "migration", Json::object({{"action", "cutOver"},
                                 {"table", id},
                                 {"product", product.str()},
                                 {"evidence", evidence["evidence"]},
                                 {"by", caller.principal.to_json()},
                                 {"acting_for", json_list(caller.principal.acting_for)}})));
  Json written = Json::array();
  for (const auto& [path, text] : files) {
    HANSE_TRY_STATUS(write_file_atomic(join_path(app.folder(), path), text));
    written.push(path);
  }
  return Json::object({{"format_version", 1},
                       {"table", id},
                       {"product", product.str()},
                       {"window", evidence["window"]},
                       {"evidence", evidence["evidence"]},
                       {"files", std::move(written)}});
}

Result<Json> migration_status(App& app) {
  HANSE_TRY(const auto tables, legacy_tables(app));
  HANSE_TRY(const auto catalog, app.catalog().current());
  std::map<std::string_view, int64_t> counts;
  Json list = Json::array();
  for (const auto& [id, legacy] : tables) {
    const TableState state = state_of(app, *catalog, legacy);
    ++counts[state.state];
    list.push(Json::object({{"table", id},
                            {"state", state.state},
                            {"product", legacy.product},
                            {"note", state.note}}));
  }
  Json counted = Json::object();
  for (const std::string_view state : {"registered", "migrated", "compared", "cutOver"})
    counted.set(state, counts[state]);
  return Json::object({{"format_version", 1},
                       {"tables", std::move(list)},
                       {"counts", std::move(counted)},
                       {"left", static_cast<int64_t>(tables.size()) - counts["cutOver"]}});
}

}  // namespace hanse::app
