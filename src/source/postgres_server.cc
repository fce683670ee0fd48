// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_server.h"

#include <algorithm>

#include "base/utf8.h"
#include "spec/variables.h"

namespace hanse::source {
namespace {

Result<std::string> stated(const spec::Server& server, std::string_view field) {
  const Json& value = server.values.reveal()[field];
  std::string out = value.is_string() ? std::string(value.as_string()) : std::string();
  if (value.is_integer()) out = std::to_string(value.as_int());
  if (out.empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the server `{}` does not state its `{}`", server.server, field));
  return out;
}

// A custom property with its variables put in: those of the mesh, else those of this process.
struct Credential {
  std::string stated, value;
};

Result<Credential> credential(const spec::Server& server, std::string_view name) {
  static const spec::Variables variables = spec::process_variables();
  Credential out;
  for (const Json& each : server.fields["customProperties"].items())
    if (each["property"].as_string() == name) out.stated = each["value"].as_string();
  for (const Json& each : server.values.reveal()["customProperties"].items())
    if (each["property"].as_string() == name) out.value = each["value"].as_string();
  if (out.value != out.stated || !spec::has_variables(out.stated)) return out;
  auto value = spec::resolve_variables(out.stated, variables);
  if (!value)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` of the server `{}`: the variable `{}` has no value", name,
                            server.server, value.error()),
                "set it in the environment of `hanse`");
  out.value = std::move(*value);
  return out;
}

}  // namespace

std::string PostgresServer::address() const {
  return fmt::format("postgres://{}:{}/{}", host, port, database);
}

std::string PostgresServer::name() const {
  return fmt::format("postgres `{}:{}/{}`", host, port, database);
}

bool is_postgres(const spec::Server& server) {
  const std::string type = ascii_lower(server.type);
  return type == "postgres" || type == "postgresql";
}

Result<PostgresServer> postgres_server_of(const spec::Server& server, PostgresUse use,
                                          const std::vector<std::string>* databases) {
  PostgresServer out;
  HANSE_TRY(out.host, stated(server, "host"));
  HANSE_TRY(out.port, stated(server, "port"));
  HANSE_TRY(out.database, stated(server, "database"));
  HANSE_TRY(out.schema, stated(server, "schema"));
  // Before a secret is put in anywhere: it is not for a server that nobody listed.
  if (databases != nullptr && std::ranges::find(*databases, out.address()) == databases->end())
    return fail(ErrorCode::kDenied,
                fmt::format("the database `{}` is none that may be {}", out.address(),
                            use == PostgresUse::kSource ? "asked" : "written to"),
                fmt::format("add it to `stores.{}` in `mesh.yaml`",
                            use == PostgresUse::kSource ? "sources" : "targets"));
  HANSE_TRY(const Credential user, credential(server, "user"));
  HANSE_TRY(const Credential mode, credential(server, "sslmode"));
  HANSE_TRY(Credential password, credential(server, "password"));
  if (!password.stated.empty() && !spec::has_variables(password.stated))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the server `{}` has its password in the open", server.server),
                "state it as `${NAME}` and set the variable");
  out.user = user.value;
  out.tls_mode = mode.value;
  out.password = Secret<std::string>(std::move(password.value));
  return out;
}

}  // namespace hanse::source
