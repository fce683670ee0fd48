// SPDX-License-Identifier: Apache-2.0
#include "spec/convert_2x.h"
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"
#include "spec/quarantine.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"v3.2.0", "v3.1.0", "v3.0.2", "v3.0.1",
                                          "v3.0.0", "v2.2.2", "v2.2.1", "v2.2.0"};

constexpr Table kRole("a role", "role",
                      {text<&Role::role>("role", Need::kRequired), text<&Role::access>("access"),
                       text<&Role::description>("description"), stable_id<Role>(),
                       foreign<Role>("firstLevelApprovers", Expect::kText),
                       foreign<Role>("secondLevelApprovers", Expect::kText),
                       foreign<Role, check_custom_property>("customProperties", Expect::kMaps)});
void read_role(Decoder& decoder, const Node& node, Role& role) { decoder.map(node, kRole, role); }

// A single value or nothing, never a list or map.
template <auto Member>
void read_value(Decoder& decoder, const Node& value, ServiceLevel& level) {
  if (value.kind != Node::Kind::kNull && !decoder.is(value, Expect::kScalar)) return;
  level.*Member = to_json(value);
}

constexpr Table kServiceLevel(
    "a service level", "property",
    {text<&ServiceLevel::property>("property", Need::kRequired),
     custom<read_value<&ServiceLevel::value>>("value", Expect::kAny, Need::kRequired),
     custom<read_value<&ServiceLevel::value_ext>>("valueExt", Expect::kAny),
     text<&ServiceLevel::unit>("unit"), text<&ServiceLevel::element>("element"),
     text<&ServiceLevel::driver>("driver"), text<&ServiceLevel::description>("description"),
     text<&ServiceLevel::schedule>("schedule"),
     foreign<ServiceLevel>("scheduler", Expect::kText), stable_id<ServiceLevel>(),
     in(kOdcs30 | kOdcs32,
        foreign<ServiceLevel, check_custom_property>("customProperties", Expect::kMaps)),
     in(kOdcs30 | kOdcs32,
        foreign<ServiceLevel, check_definition>("authoritativeDefinitions", Expect::kMaps))});
void read_service_level(Decoder& decoder, const Node& node, ServiceLevel& level) {
  decoder.map(node, kServiceLevel, level);
}

constexpr Table kPrice("a price", "priceAmount",
                       {stable_id<Shape>(),
                        checked<Shape>("priceAmount", Expect::kNumber),
                        checked<Shape>("priceCurrency", Expect::kText),
                        checked<Shape>("priceUnit", Expect::kText)});
void check_price(Decoder& decoder, const Node& node) {
  Shape shape;
  decoder.map(node, kPrice, shape);
}

void read_contract_team(Decoder& decoder, const Node& value, DataContract& contract) {
  read_team(decoder, value, contract.team);
}

void read_contract_context(Decoder& decoder, const Node& value, DataContract& contract) {
  read_context(decoder, value, contract.foreign);
}

constexpr auto kContract = Table(
    "a data contract", "id",
    {text<&DataContract::api_version>("apiVersion", Need::kRequired),
     checked<DataContract>("kind", Expect::kText, Need::kRequired),
     text<&DataContract::id>("id", Need::kRequired), text<&DataContract::name>("name"),
     placed<&DataContract::version, &DataContract::version_span>("version", Need::kRequired),
     required_in(kOdcs30 | kOdcs31, text<&DataContract::status>("status")),
     text<&DataContract::tenant>("tenant"),
     text<&DataContract::domain>("domain"),
     object<&DataContract::description, read_description>("description"),
     texts<&DataContract::tags>("tags"),
     list<&DataContract::schema, decode_schema_object>("schema"),
     list<&DataContract::servers, decode_server>("servers"),
     list<&DataContract::service_levels, read_service_level>("slaProperties"),
     list<&DataContract::roles, read_role>("roles"),
     custom<read_contract_team>("team", Expect::kAny),
     list<&DataContract::support, read_support>("support"),
     list<&DataContract::definitions, read_definition>("authoritativeDefinitions"),
     list<&DataContract::custom, read_custom_property>("customProperties"),
     in(kOdcs32, custom<read_contract_context>("context", Expect::kAny)),
     foreign<DataContract>("dataProduct", Expect::kText),
     foreign<DataContract, check_price>("price", Expect::kMap),
     foreign<DataContract>("slaDefaultElement", Expect::kText),
     foreign<DataContract>("contractCreatedTs", Expect::kText)}).open_in(0);

void check_quarantine(Decoder& decoder, const DataContract& contract) {
  const CustomProperty* stated = find_property(contract.custom, kQuarantineProperty);
  if (stated == nullptr || quarantine_of(stated->value)) return;
  decoder.error("HNS-S028", stated->span,
                "the custom property `quarantine` needs `rows`, or a map of `limitPercent`, a "
                "number above 0 and up to 100");
}

}  // namespace

bool decode_contract(Decoder& decoder, const Node& root, DataContract& contract) {
  if (!check_heading(decoder, root, {"DataContract", kVersions})) return false;
  const Node* version = root.find("apiVersion");
  const bool stated = version != nullptr && version->kind == Node::Kind::kString;
  decoder.edition = stated ? odcs_edition(version->text) : kOdcs32;
  if (is_odcs_2x(root)) decoder.map(convert_odcs_2x(root, decoder), kContract, contract);
  else decoder.map(root, kContract, contract);
  check_quarantine(decoder, contract);
  for (const CustomProperty& custom : contract.custom)
    if (custom.property == "externalBuild")
      contract.external_build = read_external_build(decoder, custom);
  return !contract.id.empty();
}

}  // namespace hanse::spec
