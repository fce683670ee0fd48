// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// The exporters that take no more than a contract: Format::write of theirs. Pure.

// For people; text of several lines becomes one in Markdown.
Result<std::string> export_markdown(const spec::DataContract& contract, Losses& losses);
Result<std::string> export_html(const spec::DataContract& contract, Losses& losses);
// erDiagram: entities, attributes with keys, relationships.
Result<std::string> export_mermaid(const spec::DataContract& contract, Losses& losses);

// Python for Pydantic 2: a model a table. Fields whose name Python or Pydantic does not have get
// one with the contract's as alias.
Result<std::string> export_pydantic(const spec::DataContract& contract, Losses& losses);
// JSON-LD: a dcat:Dataset with its distributions, tables and columns as CSVW has them.
Result<std::string> export_dcat(const spec::DataContract& contract, Losses& losses);
// JSON-LD: a dprod:DataProduct whose output port gives access to that dataset.
Result<std::string> export_dprod(const spec::DataContract& contract, Losses& losses);
// The header line of the contract's one table.
Result<std::string> export_csv(const spec::DataContract& contract, Losses& losses);
// An empty Parquet file with the schema of the contract's one table, as bytes.
Result<std::string> export_parquet(const spec::DataContract& contract, Losses& losses);

// What the engine says of a file: names and types, `required` where Parquet says so.
Status import_csv(const std::string& path, Imported& imported);
Status import_parquet(const std::string& path, Imported& imported);
// A live schema: `connection` as source::read_postgres_schema takes it.
Status import_postgres(const std::string& connection, Imported& imported);

}  // namespace hanse::contract
