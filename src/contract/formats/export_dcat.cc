// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/exporting.h"
#include "contract/formats/exports.h"

namespace hanse::contract {
namespace {

using spec::Property;

// As a part of a URN or the rest of an IRI: everything but letters, digits, `-`, `.`, `_`.
std::string percent(std::string_view text, std::string_view also = "-._") {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       also.find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// A reference where the text is an address of the web, else the text itself.
Json link(const std::string& url) {
  if (url.starts_with("http://") || url.starts_with("https://") || url.starts_with("mailto:"))
    return Json::object({{"@id", percent(url, "-._~:/?#@!$&'()*+,;=%")}});
  return Json(url);
}

std::string name_of(const spec::DataContract& contract) {
  return contract.name.empty() ? contract.id : contract.name;
}

class Linked {
 public:
  Linked(const spec::DataContract& contract, Losses& losses)
      : contract_(contract),
        losses_(losses),
        iri_("urn:contract:" + percent(contract.id) + ":" + percent(contract.version)) {}

  Json dataset() {
    Json out = Json::object({{"@id", iri_},
                             {"@type", "dcat:Dataset"},
                             {"dct:identifier", contract_.id},
                             {"dct:title", name_of(contract_)}});
    if (!contract_.version.empty()) out.set("dcat:version", contract_.version);
    described(out);
    if (!contract_.tags.empty()) out.set("dcat:keyword", texts(contract_.tags));
    if (!contract_.domain.empty()) out.set("dcat:theme", term("domain", contract_.domain));
    if (!contract_.team.name.empty()) out.set("dct:publisher", agent());
    contact(out);
    Json pages = Json::array();
    for (const auto& definition : contract_.definitions) pages.push(link(definition.url));
    if (pages.size() > 0) out.set("dct:references", std::move(pages));
    Json distributions = Json::array();
    for (const spec::Server& server : contract_.servers) distributions.push(distribution(server));
    if (distributions.size() > 0) out.set("dcat:distribution", std::move(distributions));
    Json tables = Json::array();
    for (const spec::SchemaObject& table : contract_.schema) tables.push(one(table));
    if (tables.size() > 0) out.set("csvw:table", std::move(tables));
    return out;
  }

  Json product() {
    Json out = Json::object({{"@id", iri_ + ":product"},
                             {"@type", "dprod:DataProduct"},
                             {"dct:title", name_of(contract_)}});
    if (!contract_.description.purpose.empty())
      out.set("dprod:purpose", contract_.description.purpose);
    if (!contract_.domain.empty()) out.set("dprod:domain", term("domain", contract_.domain));
    if (!contract_.team.name.empty()) out.set("dprod:dataProductOwner", agent());
    if (!contract_.status.empty())
      out.set("dprod:lifecycleStatus", term("status", contract_.status));
    Json port = Json::object({{"@id", iri_ + ":port"},
                              {"@type", "dcat:DataService"},
                              {"dct:title", name_of(contract_)}});
    Json data = dataset();
    Json distributions = Json::array();
    for (const spec::Server& server : contract_.servers)
      distributions.push(Json::object({{"@id", of_server(server)}}));
    if (distributions.size() > 0) port.set("dprod:isAccessServiceOf", std::move(distributions));
    port.set("dcat:servesDataset", Json::object({{"@id", iri_}}));
    out.set("dprod:outputPort", std::move(port));
    out.set("dprod:outputDataset", std::move(data));
    return out;
  }

 private:
  static Json texts(const std::vector<std::string>& all) {
    Json out = Json::array();
    for (const std::string& text : all) out.push(text);
    return out;
  }

  Json term(std::string_view kind, const std::string& name) const {
    return Json::object({{"@id", fmt::format("urn:contract:{}:{}", kind, percent(name))},
                         {"@type", "skos:Concept"},
                         {"skos:prefLabel", name}});
  }

  Json agent() const {
    return Json::object({{"@id", "urn:contract:team:" + percent(contract_.team.name)},
                         {"@type", "foaf:Agent"},
                         {"foaf:name", contract_.team.name}});
  }

  void described(Json& out) const {
    if (!contract_.description.purpose.empty())
      out.set("dct:description", contract_.description.purpose);
    if (!contract_.description.limitations.empty())
      out.set("dct:accessRights", contract_.description.limitations);
    if (!contract_.description.usage.empty())
      out.set("skos:scopeNote", contract_.description.usage);
  }

  void contact(Json& out) const {
    Json contacts = Json::array();
    for (const spec::SupportChannel& channel : contract_.support) {
      Json one = Json::object({{"@type", "vcard:Kind"}, {"vcard:fn", channel.channel}});
      if (!channel.url.empty()) one.set("vcard:hasURL", link(channel.url));
      if (!channel.description.empty()) one.set("vcard:note", channel.description);
      contacts.push(std::move(one));
    }
    if (contacts.size() > 0) out.set("dcat:contactPoint", std::move(contacts));
  }

  std::string of_server(const spec::Server& server) const {
    return iri_ + ":server:" + percent(server.server);
  }

  Json distribution(const spec::Server& server) const {
    Json out = Json::object({{"@id", of_server(server)},
                             {"@type", "dcat:Distribution"},
                             {"dct:title", server.server},
                             {"dct:type", server.type}});
    if (!server.format.empty()) out.set("dct:format", server.format);
    if (!server.description.empty()) out.set("dct:description", server.description);
    const std::string& where = server.location.empty() ? server.path : server.location;
    if (!where.empty()) out.set("dcat:accessURL", link(where));
    return out;
  }

  Json one(const spec::SchemaObject& table) {
    Json out = Json::object({{"@id", iri_ + ":table:" + percent(table.name)},
                             {"@type", "csvw:Table"},
                             {"csvw:name", table.name}});
    if (!table.description.empty()) out.set("dct:description", table.description);
    Json columns = Json::array(), key = Json::array();
    for (const Property& column : table.properties) columns.push(describe(table, column));
    for (const Property* column : table.primary_key()) key.push(column->name);
    Json schema = Json::object({{"@type", "csvw:Schema"}});
    schema.set("csvw:column", Json::object({{"@list", std::move(columns)}}));
    if (key.size() > 0) schema.set("csvw:primaryKey", Json::object({{"@list", std::move(key)}}));
    out.set("csvw:tableSchema", std::move(schema));
    return out;
  }

  Json describe(const spec::SchemaObject& table, const Property& column) {
    Json out = Json::object({{"@type", "csvw:Column"},
                             {"csvw:name", column.name},
                             {"csvw:datatype", data_type(column)},
                             {"csvw:required", column.required}});
    if (!column.business_name.empty()) out.set("csvw:title", column.business_name);
    if (!column.description.empty()) out.set("dct:description", column.description);
    const Kind kind = type_of(column).kind;
    const bool nested = kind == Kind::kObject || kind == Kind::kArray || kind == Kind::kMap ||
                        kind == Kind::kVector;
    if (nested)
      losses_.add(table.name + "." + column.name, "logicalType",
                  "CSVW has no nested types: the column is of type json", column.span);
    else
      lose_type(column, table.name + "." + column.name, kind, losses_);
    return out;
  }

  // Of the datatypes that CSVW has built in.
  static std::string data_type(const Property& column) {
    switch (type_of(column).kind) {
      case Kind::kBoolean:
        return "boolean";
      case Kind::kInt8:
        return "byte";
      case Kind::kInt16:
        return "short";
      case Kind::kInt32:
        return "int";
      case Kind::kInt64:
        return "long";
      case Kind::kUint8:
        return "unsignedByte";
      case Kind::kUint16:
        return "unsignedShort";
      case Kind::kUint32:
        return "unsignedInt";
      case Kind::kUint64:
        return "unsignedLong";
      case Kind::kInt128:
      case Kind::kUint128:
        return "integer";
      case Kind::kFloat:
        return "float";
      case Kind::kDouble:
        return "double";
      case Kind::kDecimal:
        return "decimal";
      case Kind::kDate:
        return "date";
      case Kind::kTime:
      case Kind::kTimeTz:
        return "time";
      case Kind::kTimestamp:
        return "dateTime";
      case Kind::kTimestampTz:
        return "dateTimeStamp";
      case Kind::kBinary:
        return "base64Binary";
      case Kind::kString:
      case Kind::kUuid:
        return "string";
      case Kind::kJson:
      case Kind::kObject:
      case Kind::kArray:
      case Kind::kMap:
      case Kind::kVector:
        return "json";
    }
    return "string";
  }

  const spec::DataContract& contract_;
  Losses& losses_;
  const std::string iri_;
};

enum class Vocabulary { kDcat, kDprod };

std::string document(Json body, Vocabulary vocabulary) {
  Json context = Json::object({{"dcat", "http://www.w3.org/ns/dcat#"},
                               {"dct", "http://purl.org/dc/terms/"},
                               {"csvw", "http://www.w3.org/ns/csvw#"},
                               {"foaf", "http://xmlns.com/foaf/0.1/"},
                               {"skos", "http://www.w3.org/2004/02/skos/core#"},
                               {"vcard", "http://www.w3.org/2006/vcard/ns#"}});
  if (vocabulary == Vocabulary::kDprod) context.set("dprod", "https://ekgf.github.io/dprod/");
  Json out = Json::object({{"@context", std::move(context)}});
  for (auto& [key, value] : body.mutable_members()) out.set(key, std::move(value));
  return out.dump_pretty() + "\n";
}

}  // namespace

Result<std::string> export_dcat(const spec::DataContract& contract, Losses& losses) {
  return document(Linked(contract, losses).dataset(), Vocabulary::kDcat);
}

Result<std::string> export_dprod(const spec::DataContract& contract, Losses& losses) {
  return document(Linked(contract, losses).product(), Vocabulary::kDprod);
}

}  // namespace hanse::contract
