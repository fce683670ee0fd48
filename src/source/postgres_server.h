// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "spec/contract.h"

namespace hanse::source {

// Where a server of type `postgres` is and as whom it is asked. Plain data; only `password` is a
// secret, and no message has it.
struct PostgresServer {
  std::string host, port, database, schema;
  std::string user;
  Secret<std::string> password;
  std::string tls_mode;  // libpq's `sslmode`

  std::string address() const;  // "postgres://host:port/database": as the register lists it
  std::string name() const;     // for people: "postgres `host:port/database`"
};

bool is_postgres(const spec::Server& server);

// What a server is asked for: which list of the register must have it.
enum class PostgresUse { kSource, kTarget };

// The server with the variables of this process put in. `user`, `password` and `sslmode` are
// custom properties of the server; a password is stated as `${NAME}` or not at all. `databases`:
// the addresses of the register's list (`stores.sources`, `stores.targets`); null: any.
// kInvalidArgument for what is missing or has no value, kDenied for an address that is not listed.
Result<PostgresServer> postgres_server_of(const spec::Server& server, PostgresUse use,
                                          const std::vector<std::string>* databases);

}  // namespace hanse::source
