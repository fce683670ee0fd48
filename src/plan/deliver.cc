// SPDX-License-Identifier: Apache-2.0
#include "plan/deliver.h"

#include "base/utf8.h"
#include "contract/formats/sql.h"
#include "contract/formats/sql_types.h"
#include "source/column_type.h"
#include "source/input.h"
#include "source/postgres_delivery.h"

namespace hanse::plan {
namespace {

// The table alone, as the contract's DDL export makes it: what it refers to need not be there.
Result<source::DeliveryOrder> order_of(const catalog::TableEntry& table) {
  spec::DataContract alone = *table.contract;
  alone.schema = {*table.object};
  alone.schema[0].relationships.clear();
  for (spec::Property& column : alone.schema[0].properties) column.relationships.clear();
  const spec::SchemaObject& object = alone.schema[0];
  source::DeliveryOrder out;
  out.table = object.physical_name.empty() ? object.name : object.physical_name;
  contract::Losses losses;
  HANSE_TRY(out.create, contract::export_sql(contract::kPostgres, alone, losses));
  for (const spec::Property& column : object.properties)
    out.columns.push_back({source::source_name(column),
                           contract::sql_type_of(contract::kPostgres, column, "", losses),
                           column.primary_key});
  return out;
}

// The columns as texts that PostgreSQL reads; see source::deliver.
Result<std::string> select_of(const spec::SchemaObject& table) {
  std::string list;
  for (const spec::Property& column : table.properties) {
    HANSE_TRY(const std::string type, source::column_type(column));
    const std::string name = quote_identifier(column.name);
    const bool is_nested =
        type.ends_with(']') || type.starts_with("STRUCT(") || type.starts_with("MAP(");
    list += is_nested ? fmt::format("CAST(to_json({}) AS VARCHAR), ", name) : name + ", ";
  }
  return "SELECT " + list + "1 AS line_end FROM candidate";
}

}  // namespace

const spec::Server* target_of(const spec::DataContract& contract,
                              const EnvironmentId& environment) {
  const spec::Server* any = nullptr;
  for (const spec::Server& server : contract.servers) {
    if (!source::is_postgres(server)) continue;
    if (server.environment == environment.str()) return &server;
    if (server.environment.empty() && any == nullptr) any = &server;
  }
  return any;
}

Status deliver_table(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                     const std::vector<std::string>& files, engine::CancelToken cancel,
                     Context& context) {
  const spec::Server* const stated = target_of(*table.contract, context.environment);
  if (stated == nullptr) return {};
  HANSE_TRY(const source::PostgresServer server,
            source::postgres_server_of(*stated, source::PostgresUse::kTarget,
                                       &catalog.model().mesh.targets));
  HANSE_TRY(const source::DeliveryOrder order, order_of(table));
  HANSE_TRY(const std::string sql, select_of(*table.object));
  HANSE_TRY(const auto rows, context.gate->read_own(table.address.product, files, sql));
  HANSE_TRY(const source::Delivered done, source::deliver(server, order, *rows, cancel));
  return context.ledger->append_durably("delivery",
                                        Json::object({{"product", table.address.product.str()},
                                                      {"table", table.address.str()},
                                                      {"target", server.address()},
                                                      {"rows", done.rows},
                                                      {"added", done.added},
                                                      {"changed", done.changed},
                                                      {"removed", done.removed}}));
}

}  // namespace hanse::plan
