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
constexpr std::string_view kTypesSince31[] = {"hive", "impala", "zen"};
constexpr std::string_view kTypesSince32[] = {"btrieve", "exasol",   "fastobjects", "hana",
                                              "iceberg", "ingres",   "poet",        "teradata",
                                              "vectorwise", "versant"};

bool is_among(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_type(const Decoder& decoder, std::string_view type) {
  if (is_among(kTypesSince32, type)) return decoder.is_in(kOdcs32);
  return !is_among(kTypesSince31, type) || decoder.is_in(kOdcs31 | kOdcs32);
}

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
       stable_id<Shape>(), checked<Shape>("firstLevelApprovers", Expect::kText),
       checked<Shape>("secondLevelApprovers", Expect::kText),
       checked<Shape, check_custom_property>("customProperties", Expect::kMaps)});
  Shape shape;
  decoder.map(node, kRole, shape);
}

// Text may hold a variable, since 3.2.
void check_port(Decoder& decoder, const Node& value, Server&) {
  decoder.is(value, decoder.is_in(kOdcs32) ? Expect::kTextOrNumber : Expect::kInteger);
}

// Every field that some type has; which ones this type has is checked afterwards.
constexpr Table kServer(
    "a server", "server",
    {text<&Server::server>("server", Need::kRequired), text<&Server::type>("type", Need::kRequired),
     text<&Server::description>("description"), text<&Server::environment>("environment"),
     text<&Server::path>("path"), text<&Server::format>("format"),
     text<&Server::location>("location"), text<&Server::delimiter>("delimiter"),
     list<&Server::custom, read_custom_property>("customProperties"),
     stable_id<Server>(),
     checked<Server, check_server_role>("roles", Expect::kMaps),
     custom<check_port>("port", Expect::kAny), checked<Server>("host", Expect::kText),
     checked<Server>("database", Expect::kText), checked<Server>("schema", Expect::kText),
     checked<Server>("catalog", Expect::kText), checked<Server>("catalogUrl", Expect::kText),
     checked<Server>("namespace", Expect::kText), checked<Server>("warehouse", Expect::kText),
     checked<Server>("account", Expect::kText), checked<Server>("dataset", Expect::kText),
     checked<Server>("project", Expect::kText), checked<Server>("endpointUrl", Expect::kText),
     in(kOdcs32, checked<Server>("encoding", Expect::kText)),
     checked<Server>("region", Expect::kText),
     checked<Server>("regionName", Expect::kText), checked<Server>("serviceName", Expect::kText),
     checked<Server>("stagingDir", Expect::kText), checked<Server>("stream", Expect::kText),
     in(kOdcs32, checked<Server>("workgroup", Expect::kText))});

bool is_known(std::string_view name) {
  return std::any_of(kServer.fields.begin(), kServer.fields.end(),
                     [&](const Field& field) { return field.name == name; });
}

void check_type(Decoder& decoder, const Node& node, const ServerType& type) {
  const std::vector<ServerField> fields = split(type.fields);
  std::vector<std::string_view> allowed(std::begin(kCommon), std::end(kCommon));
  for (const ServerField& field : fields) allowed.push_back(field.name);
  for (const Node::Entry& entry : node.entries) {
    if (!is_known(entry.key)) continue;  // reported already
    if (is_among(allowed, entry.key)) continue;
    const std::string message =
        fmt::format("a server of type `{}` has no field `{}`", type.type, entry.key);
    if (decoder.is_in(kOdcs30))
      decoder.warning("HNS-S041", entry.key_span, message + ": it is kept and not read");
    else
      decoder.error("HNS-S020", entry.key_span, message);
  }
  const auto need = [&](std::string_view field) {
    if (node.find(field) == nullptr)
      decoder.missing(field, fmt::format("a server of type `{}`", type.type), node.span);
  };
  for (const ServerField& field : fields)
    if (field.required) need(field.name);
  if (type.type == "athena" && decoder.is_in(kOdcs30 | kOdcs31)) need("stagingDir");
}

// What a server is entered with need not be among a mesh's variables, which lie in its files: a
// variable that they lack is looked for when somebody goes in.
bool is_credential(const Node& node) {
  const Node* property = node.find("property");
  return property != nullptr && (property->text == "user" || property->text == "password");
}

// Everything stated, with variables resolved however deep they stand.
Json resolved(Decoder& decoder, const Node& node) {
  if (node.kind == Node::Kind::kMap && is_credential(node)) {
    Json out = to_json(node);
    const Node* value = node.find("value");
    if (value == nullptr || value->kind != Node::Kind::kString) return out;
    if (const auto text = resolve_variables(value->text, *decoder.variables()))
      out.set("value", *text);
    return out;
  }
  if (node.kind == Node::Kind::kMap) {
    Json::Object members;
    for (const Node::Entry& entry : node.entries)
      members.emplace_back(entry.key, resolved(decoder, entry.value));
    return Json(std::move(members));
  }
  if (node.kind == Node::Kind::kList) {
    Json::Array items;
    for (const Node& item : node.items) items.push_back(resolved(decoder, item));
    return Json(std::move(items));
  }
  return node.kind == Node::Kind::kString ? Json(resolved_text(decoder, node)) : to_json(node);
}

// What names files is no secret: messages say it.
void resolve_file(const Json& values, Server& server) {
  const std::pair<std::string_view, std::string*> fields[] = {
      {"path", &server.path},
      {"format", &server.format},
      {"delimiter", &server.delimiter},
      {"environment", &server.environment}};
  for (const auto& [name, field] : fields)
    if (values[name].is_string()) *field = values[name].as_string();
}

}  // namespace

void decode_server(Decoder& decoder, const Node& node, Server& server) {
  decoder.map(node, kServer, server);
  server.fields = to_json(node);
  Json values = decoder.variables() == nullptr ? server.fields : resolved(decoder, node);
  resolve_file(values, server);
  server.values = Secret<Json>(std::move(values));
  // A server of type `local` has no field for it in 3.2.0.
  for (const CustomProperty& custom : server.custom)
    if (custom.property == "delimiter" && server.delimiter.empty())
      server.delimiter = custom.value.as_string();
  if (server.type.empty()) return;
  const auto type =
      std::find_if(std::begin(kTypes), std::end(kTypes),
                   [&](const ServerType& known) { return known.type == server.type; });
  if (type != std::end(kTypes) && has_type(decoder, server.type)) {
    check_type(decoder, node, *type);
    return;
  }
  std::vector<std::string_view> names;
  for (const ServerType& known : kTypes)
    if (has_type(decoder, known.type)) names.push_back(known.type);
  const std::string_view near = nearest(server.type, names);
  decoder.error("HNS-S023", node.find("type")->span,
                fmt::format("`{}` is no type of server that ODCS has", server.type),
                near.empty() ? "use the type `custom`" : fmt::format("did you mean `{}`?", near));
}

}  // namespace hanse::spec
