// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/exports.h"
#include "contract/formats/sql.h"
#include "source/postgres_schema.h"

namespace hanse::contract {

Status import_postgres(const std::string& connection, Imported& imported) {
  HANSE_TRY(source::PostgresSchema schema,
            source::read_postgres_schema(connection, kSourceBytesMax));
  imported.contract.id = schema.database + "-" + schema.schema;
  imported.contract.name = schema.schema;
  // Places are in what the server said: the connection's words may hold a password.
  const auto text = std::make_shared<const SourceFile>(
      fmt::format("PostgreSQL schema {}.{}", schema.database, schema.schema), schema.ddl);
  import_sql(kPostgres, text, imported);
  if (imported.contract.schema.empty() && !imported.diagnostics.has_errors())
    return fail(ErrorCode::kNotFound, fmt::format("the schema `{}` has no tables", schema.schema),
                "add `options=-csearch_path=SCHEMA` to the connection for another one");
  return {};
}

}  // namespace hanse::contract
