// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "govern/gate_parts.h"
#include "govern/record.h"
#include "govern/stream.h"
#include "sql/inspect.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

constexpr const char* kCandidate = "candidate";
constexpr size_t kCheckPartsMax = 1'000'000;  // some for each column of a contract

}  // namespace

Result<BuildStatement> Gate::govern_transform(const catalog::CatalogSnapshot& candidate,
                                              const spec::DataProduct& product,
                                              const std::string& sql,
                                              const std::vector<SourceTable>& sources,
                                              const std::vector<engine::BoundColumn>& shape) {
  const Session session =
      product_session(product, parts_->given.environment, candidate.model().mesh.limits);
  StatementGovernor::Options options = parts_->options(candidate, session);
  options.sources = sources;
  options.shape = shape;
  options.tell = engine::Tell::kPlan;
  options.needs_data = false;
  StatementGovernor governor(std::move(options));
  Result<GovernedStatement> governed = governor.govern(session, sql, {});
  if (!governed) {
    // A transform reads as its product: what its owner may not know of, it may not know of either.
    return fail(governed.error());
  }
  BuildStatement out;
  out.sql = std::move(governed->sql);
  out.columns = std::move(governed->columns);
  out.snapshot_ids = std::move(governed->snapshot_ids);
  out.plan = std::move(governed->plan);
  out.pins = std::move(governed->pins);
  return out;
}

Result<Gate::Built> Gate::materialize(const BuildStatement& statement, const std::string& folder,
                                      engine::CancelToken cancel, const std::string& part) {
  Built built;
  const std::string path = join_path(folder, part);
  const std::string copy = fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd)",
                                       statement.sql, quote_literal(path));
  const Result<int64_t> rows = parts_->given.builder->execute({copy, {}, 0}, cancel);
  if (!rows) return fail(reworded(rows.error()));  // the engine's words can hold values and paths
  built.rows = *rows;
  HANSE_TRY_STATUS(sync_file(path));
  HANSE_TRY(const auto entries, list_folder(folder));
  for (const FolderEntry& entry : entries) {
    if (entry.name != part) continue;
    built.bytes += static_cast<int64_t>(entry.bytes);
    built.files.push_back(entry.name);
  }
  return built;
}

Result<std::unique_ptr<data::ChunkStream>> Gate::read_source(const ProductId& product,
                                                             const std::string& sql) {
  if (!parts_->given.ledger->append("source_read", Json::object({{"product", product.str()},
                                                                 {"sql_digest", digest_hex(sql)}})))
    return fail(ErrorCode::kUnavailable, "the reading cannot be recorded, so nothing is read");
  return parts_->given.builder->run({sql, {}, 0}, {});
}

Result<BuildStatement> Gate::govern_candidate(const ProductId& product,
                                              const std::vector<std::string>& files,
                                              const std::string& sql) {
  BuildStatement out;
  HANSE_TRY(out.sql, parts_->over_files(product, files, sql, "check"));
  return out;
}

Result<std::unique_ptr<data::ChunkStream>> Gate::check_candidate(
    const ProductId& product, const std::vector<std::string>& files, const std::string& sql) {
  HANSE_TRY(const std::string text, parts_->over_files(product, files, sql, "check"));
  return parts_->given.builder->run({text, {}, 0}, {});
}

Result<std::unique_ptr<data::ChunkStream>> Gate::read_own(const ProductId& product,
                                                          const std::vector<std::string>& files,
                                                          const std::string& sql) {
  HANSE_TRY(const std::string text, parts_->over_files(product, files, sql, "delivery_read"));
  return parts_->given.builder->run({text, {}, 0}, {});
}

Result<std::string> Gate::Parts::over_files(const ProductId& product,
                                            const std::vector<std::string>& files,
                                            const std::string& sql, const char* what_for) const {
  HANSE_TRY(const Json ast, given.parser->parse(sql));
  HANSE_TRY(const sql::Inspection inspection, sql::inspect(ast, {.parts_max = kCheckPartsMax}));
  for (const sql::TableReference& table : inspection.tables)
    if (!table.schema.empty() || !table.catalog.empty() || table.name != kCandidate)
      return fail(ErrorCode::kDenied, "a check reads its own candidate only");
  HANSE_TRY(const Json rewritten,
            sql::replace_tables(ast, [&](size_t, const sql::TableReference&) -> Result<Json> {
              Json star = Json::object({{"class", "STAR"},
                                        {"type", "STAR"},
                                        {"alias", ""},
                                        {"relation_name", ""},
                                        {"exclude_list", Json::array()},
                                        {"replace_list", Json::array()},
                                        {"columns", false},
                                        {"expr", Json()},
                                        {"qualified_exclude_list", Json::array()},
                                        {"rename_list", Json::array()}});
              return sql::subquery_ref(
                  sql::select_node({std::move(star)}, sql::parquet_ref(files), Json()), "");
            }));
  HANSE_TRY(std::string text, given.parser->print(rewritten));
  HANSE_TRY_STATUS(given.ledger->append(
      what_for, Json::object({{"product", product.str()}, {"sql_digest", digest_hex(sql)}})));
  return text;
}

}  // namespace hanse::govern
