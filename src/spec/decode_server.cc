// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

// ODCS 3.2.0: the fields of each type of server beside those that all have. `!` marks a required
// one. `custom` may have all of them.
struct ServerType {
  std::string_view type, fields;
};
constexpr ServerType kTypes[] = {
    {"api", "location!"},
    {"athena", "stagingDir schema! catalog regionName workgroup"},
    {"azure", "location! format! encoding delimiter"},
    {"bigquery", "project! dataset!"},
    {"btrieve", "host! port database!"},
    {"clickhouse", "host! port! database!"},
    {"cloudsql", "host! port! database! schema!"},
    {"custom",
     "account catalog database dataset delimiter endpointUrl format encoding host location path "
     "port project region regionName schema serviceName stagingDir warehouse stream"},
    {"databricks", "host catalog! schema!"},
    {"db2", "host! port! database! schema"},
    {"denodo", "host! port! database"},
    {"dremio", "host! port! schema"},
    {"duckdb", "database! schema"},
    {"exasol", "host! port schema"},
    {"fastobjects", "database! host port"},
    {"glue", "account! database! location format encoding"},
    {"hana", "host! port database schema"},
    {"hive", "host! port database!"},
    {"iceberg", "catalog! catalogUrl! namespace warehouse"},
    {"impala", "host! port database!"},
    {"informix", "host! port database!"},
    {"ingres", "database! host! port"},
    {"kafka", "host! format encoding"},
    {"kinesis", "region format encoding"},
    {"local", "path! format! encoding"},
    {"mysql", "host! port! database!"},
    {"oracle", "host! port! serviceName!"},
    {"poet", "database! host port"},
    {"postgres", "host! port! database! schema!"},
    {"postgresql", "host! port! database! schema!"},
    {"presto", "host! catalog schema"},
    {"pubsub", "project!"},
    {"redshift", "host database! schema! region account"},
    {"s3", "location! endpointUrl format encoding delimiter"},
    {"sftp", "location! format encoding delimiter"},
    {"snowflake", "host port account! database! schema! warehouse"},
    {"sqlserver", "host! port database! schema!"},
    {"synapse", "host! port! database!"},
    {"teradata", "host! port database"},
    {"trino", "host! port! catalog! schema!"},
    {"vectorwise", "database! host! port"},
    {"versant", "database! host port"},
    {"vertica", "host! port! database! schema!"},
    {"zen", "host! port database!"},
};
// In 3.0.x and 3.1.0 a few more were common; they are kept, not used.
constexpr std::string_view kOlderFields = "schema location delimiter";

constexpr std::string_view kCommon[] = {"server", "type",        "description",     "environment",
                                        "id",     "roles",       "customProperties"};

struct ServerField {
  std::string_view name;
  bool required = false;
};

std::vector<ServerField> split(std::string_view text) {
  std::vector<ServerField> fields;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    std::string_view name = text.substr(0, end);
    const bool required = name.ends_with('!');
    if (required) name.remove_suffix(1);
    fields.push_back({name, required});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fields;
}

void check_server_role(Decoder& decoder, const Node& node) {
  static constexpr Table kRole(
      "a role", "role",
      {checked<Shape>("role", Expect::kText, Need::kRequired),
       checked<Shape>("access", Expect::kText), checked<Shape>("description", Expect::kText),
       checked<Shape>("id", Expect::kText), checked<Shape>("firstLevelApprovers", Expect::kText),
       checked<Shape>("secondLevelApprovers", Expect::kText),
       checked<Shape, check_custom_property>("customProperties", Expect::kMaps)});
  Shape shape;
  decoder.map(node, kRole, shape);
}

// Every field that some type has; which ones this type has is checked afterwards.
constexpr Table kServer(
    "a server", "server",
    {text<&Server::server>("server", Need::kRequired), text<&Server::type>("type", Need::kRequired),
     text<&Server::description>("description"), text<&Server::environment>("environment"),
     text<&Server::path>("path"), text<&Server::format>("format"),
     text<&Server::location>("location"), text<&Server::delimiter>("delimiter"),
     list<&Server::custom, read_custom_property>("customProperties"),
     checked<Server>("id", Expect::kText),
     checked<Server, check_server_role>("roles", Expect::kMaps),
     checked<Server>("port", Expect::kTextOrNumber), checked<Server>("host", Expect::kText),
     checked<Server>("database", Expect::kText), checked<Server>("schema", Expect::kText),
     checked<Server>("catalog", Expect::kText), checked<Server>("catalogUrl", Expect::kText),
     checked<Server>("namespace", Expect::kText), checked<Server>("warehouse", Expect::kText),
     checked<Server>("account", Expect::kText), checked<Server>("dataset", Expect::kText),
     checked<Server>("project", Expect::kText), checked<Server>("endpointUrl", Expect::kText),
     checked<Server>("encoding", Expect::kText), checked<Server>("region", Expect::kText),
     checked<Server>("regionName", Expect::kText), checked<Server>("serviceName", Expect::kText),
     checked<Server>("stagingDir", Expect::kText), checked<Server>("stream", Expect::kText),
     checked<Server>("workgroup", Expect::kText)});

bool is_known(std::string_view name) {
  return std::any_of(kServer.fields.begin(), kServer.fields.end(),
                     [&](const Field& field) { return field.name == name; });
}

void check_type(Decoder& decoder, const Node& node, const ServerType& type) {
  const std::vector<ServerField> fields = split(type.fields);
  std::vector<std::string_view> allowed(std::begin(kCommon), std::end(kCommon));
  for (const ServerField& field : fields) allowed.push_back(field.name);
  if (decoder.older_standard)
    for (const ServerField& field : split(kOlderFields)) allowed.push_back(field.name);
  for (const Node::Entry& entry : node.entries) {
    if (!is_known(entry.key)) continue;  // reported already
    if (std::find(allowed.begin(), allowed.end(), entry.key) != allowed.end()) continue;
    decoder.error("HNS-S020", entry.key_span,
                  fmt::format("a server of type `{}` has no field `{}`", type.type, entry.key));
  }
  for (const ServerField& field : fields)
    if (field.required && node.find(field.name) == nullptr)
      decoder.missing(field.name, fmt::format("a server of type `{}`", type.type), node.span);
}

// `${NAME}` by the environment's variables; `field` as the file has it otherwise.
void resolve(Decoder& decoder, const Node& node, std::string& field) {
  if (decoder.variables() == nullptr) return;
  size_t at = 0;
  while ((at = field.find("${", at)) != std::string::npos) {
    const size_t end = field.find('}', at);
    if (end == std::string::npos) return;
    const std::string name = field.substr(at + 2, end - at - 2);
    const auto found = decoder.variables()->find(name);
    if (found == decoder.variables()->end()) {
      std::vector<std::string_view> names;
      for (const auto& [known, value] : *decoder.variables()) names.push_back(known);
      const std::string_view near = nearest(name, names);
      decoder.error("HNS-S035", node.span,
                    fmt::format("the environment has no variable `{}`", name),
                    near.empty() ? "" : fmt::format("did you mean `{}`?", near));
      return;
    }
    field.replace(at, end + 1 - at, found->second);
    at += found->second.size();  // a variable's value is not looked into
  }
}

}  // namespace

void decode_server(Decoder& decoder, const Node& node, Server& server) {
  decoder.map(node, kServer, server);
  Json::Object fields;
  for (const Node::Entry& entry : node.entries) {
    if (entry.value.kind != Node::Kind::kString) {
      fields.emplace_back(entry.key, to_json(entry.value));
      continue;
    }
    std::string text = entry.value.text;
    resolve(decoder, entry.value, text);
    if (entry.key == "path") server.path = text;
    else if (entry.key == "format") server.format = text;
    else if (entry.key == "location") server.location = text;
    else if (entry.key == "delimiter") server.delimiter = text;
    else if (entry.key == "environment") server.environment = text;
    fields.emplace_back(entry.key, std::move(text));
  }
  server.fields = Json(std::move(fields));
  // A server of type `local` has no field for it in 3.2.0.
  for (const CustomProperty& custom : server.custom)
    if (custom.property == "delimiter" && server.delimiter.empty())
      server.delimiter = custom.value.as_string();
  if (server.type.empty()) return;
  const auto type =
      std::find_if(std::begin(kTypes), std::end(kTypes),
                   [&](const ServerType& known) { return known.type == server.type; });
  if (type != std::end(kTypes)) {
    check_type(decoder, node, *type);
    return;
  }
  std::vector<std::string_view> names;
  for (const ServerType& known : kTypes) names.push_back(known.type);
  const std::string_view near = nearest(server.type, names);
  decoder.error("HNS-S023", node.find("type")->span,
                fmt::format("`{}` is no type of server that ODCS has", server.type),
                near.empty() ? "use the type `custom`" : fmt::format("did you mean `{}`?", near));
}

}  // namespace hanse::spec
