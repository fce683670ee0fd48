// SPDX-License-Identifier: Apache-2.0
#include "plan/definition.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "source/column_type.h"
#include "spec/quarantine.h"
#include "source/postgres_server.h"
#include "spec/table_source.h"

namespace hanse::plan {
namespace {


const spec::Server* source_server(const spec::DataContract& contract,
                                const EnvironmentId& environment) {
  const spec::Server* any = nullptr;
  for (const spec::Server& server : contract.servers) {
    if (server.type != "local" && !source::is_postgres(server)) continue;
    if (server.environment == environment.str()) return &server;
    if (server.environment.empty() && any == nullptr) any = &server;
  }
  return any;
}

const spec::DataContract* contract_by_id(const spec::Model& model, const std::string& id) {
  const auto found = model.contracts.find(id);
  return found == model.contracts.end() ? nullptr : &found->second;
}

bool publishes(const spec::DataProduct& product, const std::string& contract) {
  return std::ranges::any_of(product.output_ports, [&](const spec::OutputPort& port) {
    return port.contract_id == contract;
  });
}

// The product that publishes the contract of an input port, when another one does.
const spec::DataProduct* publisher(const spec::Model& model, const spec::DataProduct& reader,
                                   const std::string& contract) {
  for (const auto& [id, product] : model.products)
    if (&product != &reader && publishes(product, contract)) return &product;
  return nullptr;
}

std::string select_columns(const spec::SchemaObject& table, const std::string& from) {
  std::string list;
  for (const spec::Property& column : table.properties)
    list += (list.empty() ? "" : ", ") + quote_identifier(column.name);
  return "SELECT " + list + " FROM " + from;
}

void describe(const spec::SchemaObject& table, std::string& out) {
  for (const spec::Property& column : table.properties) {
    const auto type = source::column_type(column);
    out += fmt::format("{}\x1f{}\x1f{}{}{}{}\x1f{}\x1e", column.name, type ? *type : "",
                       column.required, column.unique, column.primary_key,
                       column.primary_key_position, column.options.format);
    for (const spec::QualityRule& rule : column.quality) out += rule.arguments.dump_canonical();
  }
  out += '\x1d';
}

struct IdentityInput {
  std::string from;  // as the statement writes it
  bool same_table = false;
};

// Every table that the product could hand on, by its input ports.
std::vector<IdentityInput> identity_inputs(const spec::Model& model,
                                           const spec::DataProduct& product,
                                           const TableDefinition& definition) {
  std::vector<IdentityInput> out;
  const std::string& name = definition.table->object->name;
  for (const SourceInput& source : definition.sources)
    out.push_back({quote_identifier(source.table->name),
                   equal_ignoring_case(source.table->name, name)});
  for (const spec::InputPort& port : product.input_ports) {
    const spec::DataContract* contract = contract_by_id(model, port.contract_id);
    const spec::DataProduct* other = publisher(model, product, port.contract_id);
    if (contract == nullptr || other == nullptr) continue;
    for (const spec::SchemaObject& table : contract->schema)
      out.push_back({quote_identifier(other->domain_folder.str()) + "." +
                         quote_identifier(table.name),
                     equal_ignoring_case(table.name, name)});
  }
  return out;
}

Status define_identity(const spec::Model& model, TableDefinition& definition) {
  const auto inputs = identity_inputs(model, *definition.table->product, definition);
  const IdentityInput* chosen = inputs.size() == 1 ? &inputs[0] : nullptr;
  for (const IdentityInput& input : inputs)
    if (input.same_table) chosen = &input;
  const std::string& name = definition.table->object->name;
  if (chosen == nullptr)
    return fail(ErrorCode::kDataError,
                fmt::format("nothing says how `{}` is computed: no transform `{}.sql` and no "
                            "single input table", name, name),
                fmt::format("write `{}.sql` beside the product", name));
  definition.is_identity = true;
  definition.sql = select_columns(*definition.table->object, chosen->from);
  definition.span = definition.table->port->span;
  return {};
}

std::string quarantine_text(const spec::DataContract& contract) {
  const auto quarantine = spec::quarantine_of(contract);
  return quarantine ? fmt::format("quarantine {}", quarantine->limit_percent) : std::string();
}

Status define_external(const EnvironmentId& environment, TableDefinition& definition) {
  const catalog::TableEntry& table = *definition.table;
  const spec::Server* server = source_server(*table.contract, environment);
  if (server == nullptr)
    return fail(ErrorCode::kDataError,
                fmt::format("another tool fills `{}`, and no server of its contract that can be "
                            "read says where", table.object->name),
                "add a server of type `local` or `postgres` to the contract");
  definition.is_identity = definition.is_external = true;
  definition.sources = {{table.contract, table.object, server}};
  definition.sql = select_columns(*table.object, quote_identifier(table.object->name));
  definition.span = table.port->span;
  return {};
}

}  // namespace

Result<TableDefinition> define(const spec::Model& model, const catalog::TableEntry& table,
                               const EnvironmentId& environment) {
  TableDefinition out;
  out.table = &table;
  const spec::DataProduct& product = *table.product;
  std::string text = fmt::format("{}\x1d", static_cast<int>(table.materialization));
  describe(*table.object, text);
  if (spec::external_build_of(product, table.contract) != nullptr) {
    HANSE_TRY_STATUS(define_external(environment, out));
    const spec::Server& server = *out.sources[0].server;
    out.digest = digest_hex(text + server.fields.dump_canonical() + server.path +
                            quarantine_text(*table.contract) + out.sql);
    return out;
  }
  for (const spec::InputPort& port : product.input_ports) {
    const spec::DataContract* contract = contract_by_id(model, port.contract_id);
    if (contract == nullptr) continue;
    for (const spec::SchemaObject& object : contract->schema) describe(object, text);
    if (publisher(model, product, port.contract_id) != nullptr) continue;
    const spec::Server* server = source_server(*contract, environment);
    if (server == nullptr) continue;
    text += server->fields.dump_canonical() + server->path;
    for (const spec::SchemaObject& object : contract->schema)
      out.sources.push_back({contract, &object, server});
    // A contract of files alone has the shape of what is published from it.
    if (contract->schema.empty()) out.sources.push_back({contract, table.object, server});
  }
  if (table.transform != nullptr) {
    out.sql = table.transform->sql;
    out.span = table.transform->span;
  } else {
    HANSE_TRY_STATUS(define_identity(model, out));
  }
  out.digest = digest_hex(text + quarantine_text(*table.contract) + out.sql);
  return out;
}

Result<std::vector<engine::BoundColumn>> columns_of(const spec::SchemaObject& table) {
  std::vector<engine::BoundColumn> out;
  for (const spec::Property& column : table.properties) {
    HANSE_TRY(std::string type, source::column_type(column));
    out.push_back({column.name, std::move(type)});
  }
  return out;
}

Result<std::vector<govern::SourceTable>> empty_sources(const std::vector<SourceInput>& sources) {
  std::vector<govern::SourceTable> out;
  for (const SourceInput& source : sources) {
    govern::SourceTable table;
    table.name = source.table->name;
    HANSE_TRY(table.columns, columns_of(*source.table));
    std::string list;
    for (const engine::BoundColumn& column : table.columns)
      list += fmt::format("{}CAST(NULL AS {}) AS {}", list.empty() ? "" : ", ", column.type,
                          quote_identifier(column.name));
    table.select_sql = "SELECT " + list;
    out.push_back(std::move(table));
  }
  return out;
}

}  // namespace hanse::plan
