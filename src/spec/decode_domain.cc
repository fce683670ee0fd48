// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"hanse/v1"};
constexpr std::string_view kStatuses[] = {"proposed", "active", "merged", "retired"};
constexpr std::string_view kSubdomains[] = {"core", "supporting", "generic"};
constexpr std::string_view kRoles[] = {"productOwner", "dataEngineer", "domainExpert",
                                       "businessAnalyst", "liaison"};
constexpr std::string_view kCapabilityRelations[] = {"owns", "supports"};
constexpr std::string_view kDirections[] = {"upstream", "downstream"};
constexpr std::string_view kPatterns[] = {
    "customerSupplier", "conformist", "antiCorruptionLayer", "openHostService",
    "publishedLanguage", "partnership", "sharedKernel"};

template <auto Member>
void read_date(Decoder& decoder, const Node& value, DomainRole& role) {
  role.*Member = value.text;
  check_date(decoder, value);
}

constexpr Table kRole("a role", "role",
                      {choice<&DomainRole::role, kRoles>("role", Need::kRequired),
                       text<&DomainRole::group>("group"), text<&DomainRole::username>("username"),
                       custom<read_date<&DomainRole::date_in>>("dateIn", Expect::kText),
                       custom<read_date<&DomainRole::date_out>>("dateOut", Expect::kText)});

void read_role(Decoder& decoder, const Node& node, DomainRole& role) {
  decoder.map(node, kRole, role);
  if (role.group.empty() == role.username.empty())
    decoder.error("HNS-S038", node.span, "a role needs exactly one of `group` and `username`");
}

struct Capability {
  std::string id, relation;
  Span span;
};
constexpr Table kCapability(
    "a capability", "id",
    {text<&Capability::id>("id", Need::kRequired),
     choice<&Capability::relation, kCapabilityRelations>("relation", Need::kRequired)});

void read_capabilities(Decoder& decoder, const Node& value, Domain& domain) {
  for (const Node& item : value.items) {
    Capability capability;
    decoder.map(item, kCapability, capability);
    if (!capability.id.empty())
      domain.capabilities.emplace_back(std::move(capability.id), std::move(capability.relation));
  }
}

constexpr Table kTerm("a term", "term",
                      {text<&Term::term>("term", Need::kRequired),
                       text<&Term::definition>("definition", Need::kRequired),
                       text<&Term::concept_id>("concept")});
void read_term(Decoder& decoder, const Node& node, Term& term) { decoder.map(node, kTerm, term); }

constexpr Table kContext("a bounded context", "",
                         {list<&Domain::terms, read_term>("terms"),
                          texts<&Domain::business_rules>("businessRules")});

void read_context(Decoder& decoder, const Node& node, Domain& domain) {
  const Span span = domain.span;
  decoder.map(node, kContext, domain);
  domain.span = span;
}

constexpr Table kRelationship(
    "a relationship", "domain",
    {text<&Relationship::domain>("domain", Need::kRequired),
     choice<&Relationship::direction, kDirections>("direction", Need::kRequired),
     choice<&Relationship::pattern, kPatterns>("pattern", Need::kRequired),
     text<&Relationship::description>("description")});
void read_relationship(Decoder& decoder, const Node& node, Relationship& relationship) {
  decoder.map(node, kRelationship, relationship);
}

constexpr Table kDomain(
    "a domain", "id",
    {text<&Domain::api_version>("apiVersion", Need::kRequired),
     checked<Domain>("kind", Expect::kText, Need::kRequired),
     text<&Domain::id>("id", Need::kRequired), text<&Domain::name>("name"),
     text<&Domain::description>("description"), choice<&Domain::status, kStatuses>("status"),
     text<&Domain::parent>("parent"),
     choice<&Domain::subdomain_type, kSubdomains>("subdomainType"),
     placed<&Domain::owner, &Domain::owner_span>("owner"),
     list<&Domain::roles, read_role>("roles"),
     custom<read_capabilities>("capabilities", Expect::kMaps),
     texts<&Domain::value_streams>("valueStreams"), texts<&Domain::systems>("systems"),
     custom<read_context>("boundedContext", Expect::kMap),
     texts<&Domain::technologies>("technologies"), text<&Domain::cost_center>("costCenter"),
     text<&Domain::support>("support"),
     list<&Domain::relationships, read_relationship>("relationships")});

}  // namespace

bool decode_domain(Decoder& decoder, const Node& root, Domain& domain) {
  if (!check_heading(decoder, root, {"Domain", kVersions})) return false;
  decoder.map(root, kDomain, domain);
  return !domain.id.empty();
}

}  // namespace hanse::spec
