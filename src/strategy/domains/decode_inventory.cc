// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/decode_inventory.h"

#include <array>

#include "spec/decode.h"
#include "spec/fields.h"
#include "spec/names.h"

namespace hanse::strategy {
namespace {

using spec::choice;
using spec::custom;
using spec::Decoder;
using spec::Expect;
using spec::integer;
using spec::list;
using spec::Need;
using spec::Node;
using spec::object;
using spec::placed;
using spec::Table;
using spec::text;
using spec::texts;
using spec::TypedField;

using Words = std::string_view;
constexpr std::array<Words, 2> kRoles = {"hub", "packaged"};
constexpr std::array<Words, 4> kLevels = {"public", "internal", "confidential", "restricted"};
constexpr std::array<Words, 5> kAssetKinds = {"entity", "event", "reference", "aggregate",
                                              "document"};
constexpr std::array<Words, 2> kConsistencies = {"strong", "eventual"};
constexpr std::array<Words, 2> kChanges = {"often", "seldom"};
constexpr std::array<Words, 3> kModes = {"creates", "writes", "reads"};
constexpr std::array<Words, 2> kSays = {"together", "apart"};
constexpr std::array<Words, 2> kLinks = {"foreignKey", "readTogether"};
constexpr std::array<Words, 1> kVersions = {"hanse/v1"};
constexpr auto kNeeded = Need::kRequired;

// A number from 0 to `Max` (0: without an end): HNS-S024 elsewhere.
template <auto Member, int Max = 0>
constexpr auto amount(Words name, Need need = Need::kOptional) {
  using Owner = spec::OwnerOf<Member>;
  return TypedField<Owner>{
      {name, Expect::kNumber, need, [](Decoder& decoder, const Node& value, void* target) {
         const auto number = spec::number_of(value.text);
         if (number && *number >= 0 && *number <= 1e15 && (Max == 0 || *number <= Max))
           spec::member_of<Member>(target) = *number;
         else
           decoder.error("HNS-S024", value.span,
                         Max == 0 ? std::string("expected a number that is not below 0")
                                  : fmt::format("expected a number from 0 to {}", Max));
       }}};
}

// Texts whose place is kept beside them.
template <auto Member, auto SpanMember>
constexpr auto placed_texts(Words name, Need need = Need::kOptional) {
  using Owner = spec::OwnerOf<Member>;
  return TypedField<Owner>{{name, Expect::kTexts, need, [](Decoder&, const Node& value, void* at) {
                              for (const Node& item : value.items)
                                spec::member_of<Member>(at).push_back(item.text);
                              spec::member_of<SpanMember>(at) = value.span;
                            }}};
}

using Capability = InventoryCapability;
using Stream = InventoryStream;
using Application = InventoryApplication;
using Asset = InventoryAsset;
using Access = InventoryAccess;
using Integration = InventoryIntegration;
using Statement = InventoryStatement;
using Collaboration = InventoryCollaboration;
using Link = InventoryLink;
using Weights = InventoryWeights;

constexpr Table kUnit("a business unit", "id",
                      {text<&InventoryUnit::id>("id", kNeeded),
                       text<&InventoryUnit::name>("name")});
constexpr Table kCapability("a capability", "id",
                            {text<&Capability::id>("id", kNeeded), text<&Capability::name>("name"),
                             placed<&Capability::parent, &Capability::parent_span>("parent"),
                             text<&Capability::number>("number"),
                             text<&Capability::description>("description"),
                             placed<&Capability::unit, &Capability::unit_span>("unit")});
constexpr Table kStage("a stage", "name",
                       {text<&InventoryStage::name>("name", kNeeded),
                        texts<&InventoryStage::capabilities>("capabilities", kNeeded)});
void read_stage(Decoder& decoder, const Node& node, InventoryStage& stage) {
  decoder.map(node, kStage, stage);
}
constexpr Table kStream("a value stream", "id",
                        {text<&Stream::id>("id", kNeeded), text<&Stream::name>("name"),
                         text<&Stream::unit>("unit"), list<&Stream::stages, read_stage>("stages")});
constexpr Table kTeam("a team", "id",
                      {text<&InventoryTeam::id>("id", kNeeded), text<&InventoryTeam::name>("name"),
                       placed<&InventoryTeam::unit, &InventoryTeam::unit_span>("unit"),
                       amount<&InventoryTeam::people>("people")});
constexpr Table kApplication(
    "an application", "id",
    {text<&Application::id>("id", kNeeded), text<&Application::name>("name"),
     placed<&Application::owner, &Application::owner_span>("owner"),
     placed<&Application::unit, &Application::unit_span>("unit"),
     placed_texts<&Application::capabilities, &Application::capabilities_span>("capabilities"),
     choice<&Application::role, kRoles>("role"), text<&Application::technology>("technology"),
     text<&Application::criticality>("criticality")});
constexpr Table kAsset(
    "a data asset", "id",
    {text<&Asset::id>("id", kNeeded), text<&Asset::name>("name"),
     text<&Asset::description>("description"),
     choice<&Asset::classification, kLevels>("classification"),
     choice<&Asset::kind, kAssetKinds>("kind"), texts<&Asset::personal>("personal"),
     texts<&Asset::columns>("columns"),
     placed_texts<&Asset::capabilities, &Asset::capabilities_span>("capabilities"),
     choice<&Asset::consistency, kConsistencies>("consistency"),
     choice<&Asset::change, kChanges>("change"), text<&Asset::volume>("volume")});
constexpr Table kAccess("an access", "application",
                        {text<&Access::application>("application", kNeeded),
                         placed<&Access::asset, &Access::asset_span>("asset", kNeeded),
                         choice<&Access::mode, kModes>("mode", kNeeded),
                         amount<&Access::per_day>("perDay")});
constexpr Table kIntegration(
    "an integration", "from",
    {text<&Integration::from>("from", kNeeded),
     placed<&Integration::to, &Integration::to_span>("to", kNeeded),
     text<&Integration::kind>("kind"),
     placed_texts<&Integration::assets, &Integration::assets_span>("assets"),
     amount<&Integration::per_day>("perDay")});
constexpr Table kStatement("a statement", "who",
                           {text<&Statement::who>("who", kNeeded), text<&Statement::when>("when"),
                            choice<&Statement::says, kSays>("says", kNeeded),
                            texts<&Statement::items>("items", kNeeded),
                            amount<&Statement::weight, 1>("weight"),
                            text<&Statement::because>("because")});
constexpr Table kCollaboration(
    "a collaboration", "team",
    {text<&Collaboration::team>("team", kNeeded),
     placed<&Collaboration::with, &Collaboration::with_span>("with", kNeeded),
     amount<&Collaboration::strength>("strength"), text<&Collaboration::source>("source")});
constexpr Table kLink("a link", "from",
                      {text<&Link::from>("from", kNeeded),
                       placed<&Link::to, &Link::to_span>("to", kNeeded),
                       choice<&Link::kind, kLinks>("kind", kNeeded),
                       amount<&Link::strength>("strength"), text<&Link::source>("source")});
constexpr Table kOrigin("an origin", "who",
                        {text<&InventoryOrigin::who>("who", kNeeded),
                         text<&InventoryOrigin::when>("when"), text<&InventoryOrigin::how>("how")});
// What the register takes for a domain: it becomes a folder and a schema.
void read_fixed_domain(Decoder& decoder, const Node& value, InventoryFixed& fixed) {
  fixed.domain = value.text;
  if (const std::string problem = spec::id_problem(value.text); !problem.empty())
    decoder.error("HNS-V008", value.span,
                  fmt::format("`{}` cannot name a domain: {}", value.text, problem));
  else if (spec::is_reserved_schema(value.text))
    decoder.error(
        "HNS-V009", value.span,
        fmt::format("`{}` is a reserved schema, expected another id for the domain", value.text));
}
constexpr Table kFixed("a fixed domain", "domain",
                       {custom<read_fixed_domain>("domain", Expect::kText, kNeeded),
                        text<&InventoryFixed::name>("name"),
                        texts<&InventoryFixed::items>("items", kNeeded)});
constexpr Table kWeights(
    "weights", "",
    {amount<&Weights::capability_map>("capabilityMap"),
     amount<&Weights::value_streams>("valueStreams"),
     amount<&Weights::applications>("applications"), amount<&Weights::access>("access"),
     amount<&Weights::integrations>("integrations"), amount<&Weights::interviews>("interviews"),
     amount<&Weights::teams>("teams"), amount<&Weights::foreign_keys>("foreignKeys"),
     amount<&Weights::queries>("queries")});

// Rows of one table, appended to one list.
template <auto Member, const auto& Fields>
void add_rows(Decoder& decoder, const Node& rows, Inventory& inventory) {
  auto& all = inventory.*Member;
  all.reserve(all.size() + rows.items.size());
  for (const Node& row : rows.items)
    if (row.kind == Node::Kind::kMap) decoder.map(row, Fields, all.emplace_back());
}
template <auto Member, const auto& Fields>
constexpr auto rows_of(Words name) {
  return TypedField<Inventory>{
      {name, Expect::kMaps, Need::kOptional, [](Decoder& decoder, const Node& value, void* target) {
         add_rows<Member, Fields>(decoder, value, *static_cast<Inventory*>(target));
       }}};
}

// `stage` is one row of a stream in CSV: rows of one id belong together, in their order.
struct StreamRow {
  std::string id, name, unit, stage;
  std::vector<std::string> capabilities;
  Span span;
};
constexpr Table kStreamRow("a stage of a value stream", "id",
                           {text<&StreamRow::id>("id", kNeeded), text<&StreamRow::name>("name"),
                            text<&StreamRow::unit>("unit"),
                            text<&StreamRow::stage>("stage", kNeeded),
                            texts<&StreamRow::capabilities>("capabilities", kNeeded)});
void add_stream_rows(Decoder& decoder, const Node& rows, Inventory& inventory) {
  const size_t before = inventory.streams.size();
  for (const Node& node : rows.items) {
    StreamRow row;
    decoder.map(node, kStreamRow, row);
    auto& all = inventory.streams;
    if (all.size() == before || all.back().id != row.id)
      all.push_back({row.id, row.name, row.unit, {}, row.span});
    all.back().stages.push_back({row.stage, std::move(row.capabilities), row.span});
  }
}

void read_groups(Decoder& decoder, const Node& value, std::vector<std::vector<std::string>>& out) {
  for (const Node& item : value.items) {
    if (!decoder.is(item, Expect::kTexts)) continue;
    auto& group = out.emplace_back();
    for (const Node& each : item.items) group.push_back(each.text);
  }
}
void read_together(Decoder& decoder, const Node& value, InventoryConstraints& out) {
  read_groups(decoder, value, out.together);
}
void read_apart(Decoder& decoder, const Node& value, InventoryConstraints& out) {
  read_groups(decoder, value, out.apart);
}
void read_fixed(Decoder& decoder, const Node& node, InventoryFixed& fixed) {
  decoder.map(node, kFixed, fixed);
}
constexpr Table kConstraints(
    "constraints", "",
    {custom<read_together>("together", Expect::kList), custom<read_apart>("apart", Expect::kList),
     list<&InventoryConstraints::fixed, read_fixed>("fixed"),
     integer<&InventoryConstraints::domains_max, 1, 10'000>("domainsMax"),
     integer<&InventoryConstraints::domains_min, 1, 10'000>("domainsMin")});
void read_constraints(Decoder& decoder, const Node& node, InventoryConstraints& constraints) {
  decoder.map(node, kConstraints, constraints);
}
void read_weights(Decoder& decoder, const Node& node, InventoryWeights& weights) {
  decoder.map(node, kWeights, weights);
}
void read_origin(Decoder& decoder, const Node& node, InventoryOrigin& origin) {
  decoder.map(node, kOrigin, origin);
}

constexpr Table kInventory("an inventory", "id",
                           {spec::checked<Inventory>("apiVersion", Expect::kText, kNeeded),
                            spec::checked<Inventory>("kind", Expect::kText, kNeeded),
                            text<&Inventory::id>("id", kNeeded), text<&Inventory::name>("name"),
                            text<&Inventory::description>("description"),
                            object<&Inventory::origin, read_origin>("origin", kNeeded),
                            rows_of<&Inventory::units, kUnit>("units"),
                            rows_of<&Inventory::capabilities, kCapability>("capabilities"),
                            rows_of<&Inventory::streams, kStream>("valueStreams"),
                            rows_of<&Inventory::teams, kTeam>("teams"),
                            rows_of<&Inventory::applications, kApplication>("applications"),
                            rows_of<&Inventory::assets, kAsset>("assets"),
                            rows_of<&Inventory::access, kAccess>("access"),
                            rows_of<&Inventory::integrations, kIntegration>("integrations"),
                            rows_of<&Inventory::statements, kStatement>("statements"),
                            rows_of<&Inventory::collaborations, kCollaboration>("collaborations"),
                            rows_of<&Inventory::links, kLink>("links"),
                            object<&Inventory::constraints, read_constraints>("constraints"),
                            object<&Inventory::weights, read_weights>("weights")});

constexpr CsvColumn kUnitColumns[] = {{"id"}, {"name"}};
constexpr CsvColumn kCapabilityColumns[] = {{"id"},     {"name"},        {"parent"},
                                            {"number"}, {"description"}, {"unit"}};
constexpr CsvColumn kStreamColumns[] = {
    {"id"}, {"name"}, {"unit"}, {"stage"}, {"capabilities", CsvCell::kList}};
constexpr CsvColumn kTeamColumns[] = {{"id"}, {"name"}, {"unit"}, {"people", CsvCell::kNumber}};
constexpr CsvColumn kApplicationColumns[] = {
    {"id"},   {"name"},       {"owner"},      {"unit"}, {"capabilities", CsvCell::kList},
    {"role"}, {"technology"}, {"criticality"}};
constexpr CsvColumn kAssetColumns[] = {{"id"},
                                       {"name"},
                                       {"description"},
                                       {"classification"},
                                       {"kind"},
                                       {"personal", CsvCell::kList},
                                       {"columns", CsvCell::kList},
                                       {"capabilities", CsvCell::kList},
                                       {"consistency"},
                                       {"change"},
                                       {"volume"}};
constexpr CsvColumn kAccessColumns[] = {
    {"application"}, {"asset"}, {"mode"}, {"perDay", CsvCell::kNumber}};
constexpr CsvColumn kIntegrationColumns[] = {
    {"from"}, {"to"}, {"kind"}, {"assets", CsvCell::kList}, {"perDay", CsvCell::kNumber}};
constexpr CsvColumn kStatementColumns[] = {
    {"who"},    {"when"}, {"says"}, {"items", CsvCell::kList}, {"weight", CsvCell::kNumber},
    {"because"}};
constexpr CsvColumn kCollaborationColumns[] = {
    {"team"}, {"with"}, {"strength", CsvCell::kNumber}, {"source"}};
constexpr CsvColumn kLinkColumns[] = {
    {"from"}, {"to"}, {"kind"}, {"strength", CsvCell::kNumber}, {"source"}};

constexpr InventoryTable kTables[] = {
    {"units.csv", {"a business unit", kUnitColumns}, add_rows<&Inventory::units, kUnit>},
    {"capabilities.csv",
     {"a capability", kCapabilityColumns},
     add_rows<&Inventory::capabilities, kCapability>},
    {"value_streams.csv", {"a stage of a value stream", kStreamColumns}, add_stream_rows},
    {"teams.csv", {"a team", kTeamColumns}, add_rows<&Inventory::teams, kTeam>},
    {"applications.csv",
     {"an application", kApplicationColumns},
     add_rows<&Inventory::applications, kApplication>},
    {"assets.csv", {"a data asset", kAssetColumns}, add_rows<&Inventory::assets, kAsset>},
    {"access.csv", {"an access", kAccessColumns}, add_rows<&Inventory::access, kAccess>},
    {"integrations.csv",
     {"an integration", kIntegrationColumns},
     add_rows<&Inventory::integrations, kIntegration>},
    {"statements.csv",
     {"a statement", kStatementColumns},
     add_rows<&Inventory::statements, kStatement>},
    {"collaborations.csv",
     {"a collaboration", kCollaborationColumns},
     add_rows<&Inventory::collaborations, kCollaboration>},
    {"links.csv", {"a link", kLinkColumns}, add_rows<&Inventory::links, kLink>},
};

}  // namespace

bool decode_inventory(Decoder& decoder, const Node& root, Inventory& inventory) {
  if (!spec::check_heading(decoder, root, {"Inventory", kVersions})) return false;
  decoder.map(root, kInventory, inventory);
  return !inventory.id.empty();
}

void check_inventory_document(Decoder& decoder, const Node& root, const spec::Model&) {
  Inventory inventory;
  decode_inventory(decoder, root, inventory);
}

std::span<const InventoryTable> inventory_tables() { return kTables; }

}  // namespace hanse::strategy
