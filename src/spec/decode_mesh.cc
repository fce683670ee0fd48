// SPDX-License-Identifier: Apache-2.0
#include "spec/configuration_page.h"
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"hanse/v1"};
constexpr std::string_view kTeamTypes[] = {"streamAligned", "platform", "enabling",
                                           "complicatedSubsystem", "council"};
constexpr std::string_view kCouncilRoles[] = {"governance", "legal", "security", "domainLiaison"};
constexpr std::string_view kApproves[] = {"policy", "purpose", "technology", "restrictedAgreement"};
constexpr std::string_view kDataKinds[] = {"real", "masked", "sample"};
constexpr std::string_view kTechnologyFor[] = {"store",   "stream",        "gateway",
                                               "catalog", "iac",           "orchestration",
                                               "pipeline", "observability", "policy"};
constexpr std::string_view kRings[] = {"adopt", "trial", "assess", "hold"};
constexpr std::string_view kListenerKinds[] = {"http", "metrics", "postgres"};
constexpr std::string_view kLedgerModes[] = {"strict", "relaxed"};

constexpr std::string_view kPass[] = {"error"};
constexpr std::string_view kSecurities[] = {"starttls", "tls", "none"};

constexpr Table kQuietHours("quiet hours", "from",
                            {text<&QuietHours::from>("from", Need::kRequired),
                             text<&QuietHours::to>("to", Need::kRequired),
                             text<&QuietHours::time_zone>("timeZone"),
                             choice<&QuietHours::pass, kPass>("pass")});
void read_quiet_hours(Decoder& decoder, const Node& node, QuietHours& quiet) {
  decoder.map(node, kQuietHours, quiet);
}
constexpr Table kTeamNotifications(
    "notifications of a team", "",
    {object<&MeshTeam::quiet_hours, read_quiet_hours>("quietHours")});
void read_team_notifications(Decoder& decoder, const Node& node, MeshTeam& team) {
  const Span span = team.span;
  decoder.map(node, kTeamNotifications, team);
  team.span = span;
}

constexpr Table kTeam("a team", "id",
                      {text<&MeshTeam::id>("id", Need::kRequired), text<&MeshTeam::name>("name"),
                       choice<&MeshTeam::type, kTeamTypes>("type"),
                       text<&MeshTeam::group>("group"),
                       text<&MeshTeam::cost_center>("costCenter"),
                       text<&MeshTeam::support>("support"),
                       custom<read_team_notifications>("notifications", Expect::kMap)});

void read_approves(Decoder& decoder, const Node& value, CouncilSeat& seat) {
  for (const Node& item : value.items) {
    const auto known = std::find(std::begin(kApproves), std::end(kApproves), item.text);
    if (known == std::end(kApproves)) decoder.not_among(item, kApproves);
    else seat.approves.push_back(item.text);
  }
}

constexpr Table kSeat("a council seat", "role",
                      {choice<&CouncilSeat::role, kCouncilRoles>("role", Need::kRequired),
                       text<&CouncilSeat::team>("team", Need::kRequired),
                       custom<read_approves>("approves", Expect::kTexts)});

constexpr Table kDomain("a domain", "id",
                        {text<&DomainEntry::id>("id", Need::kRequired),
                         placed<&DomainEntry::owner, &DomainEntry::owner_span>("owner",
                                                                               Need::kRequired),
                         text<&DomainEntry::repository>("repository")});

// Scalars of any kind: a port number needs no quotes.
template <auto Member>
void read_texts_by_name(Decoder& decoder, const Node& value, OwnerOf<Member>& owner) {
  for (const Node::Entry& entry : value.entries)
    if (decoder.is(entry.value, Expect::kScalar)) (owner.*Member)[entry.key] = entry.value.text;
}

constexpr Table kEnvironment(
    "an environment", "id",
    {text<&Environment::id>("id", Need::kRequired),
     boolean<&Environment::development>("development"),
     choice<&Environment::data, kDataKinds>("data"), texts<&Environment::after>("after"),
     texts<&Environment::approvers>("approvers"), text<&Environment::url>("url"),
     custom<read_texts_by_name<&Environment::variables>>("variables", Expect::kMap)});

void read_classification_max(Decoder& decoder, const Node& value, Purpose& purpose) {
  const auto known = classification_of(value.text);
  if (known) purpose.classification_max = *known;
  else decoder.not_among(value, classification_names());
}

void read_retention(Decoder& decoder, const Node& value, Purpose& purpose) {
  purpose.retention_max = value.text;
  check_duration(decoder, value);
}

constexpr Table kPurpose("a purpose", "id",
                         {text<&Purpose::id>("id", Need::kRequired), text<&Purpose::name>("name"),
                          text<&Purpose::description>("description"),
                          placed<&Purpose::parent, &Purpose::parent_span>("parent"),
                          text<&Purpose::legal_basis>("legalBasis"),
                          custom<read_classification_max>("classificationMax", Expect::kText),
                          custom<read_retention>("retentionMax", Expect::kText)});

void read_review(Decoder& decoder, const Node& value, Technology& technology) {
  technology.review_by = value.text;
  check_date(decoder, value);
}

constexpr Table kTechnology("a technology", "id",
                            {text<&Technology::id>("id", Need::kRequired),
                             choice<&Technology::purpose, kTechnologyFor>("for", Need::kRequired),
                             choice<&Technology::ring, kRings>("ring", Need::kRequired),
                             text<&Technology::decision>("decision"),
                             custom<read_review>("reviewBy", Expect::kText)});

constexpr Table kUser(
    "a development user", "id",
    {text<&DevelopmentUser::id>("id", Need::kRequired), text<&DevelopmentUser::name>("name"),
     texts<&DevelopmentUser::groups>("groups"),
     custom<read_texts_by_name<&DevelopmentUser::attributes>>("attributes", Expect::kMap),
     text<&DevelopmentUser::default_purpose>("defaultPurpose")});

constexpr Table kListener("a listener", "kind",
                          {choice<&Listener::kind, kListenerKinds>("kind", Need::kRequired),
                           text<&Listener::address>("address", Need::kRequired),
                           text<&Listener::certificate>("certificate"),
                           text<&Listener::key>("key")});

constexpr Table kLimits("limits", "",
                        {integer<&Limits::query_time_ms, 1>("queryTimeMs"),
                         integer<&Limits::query_memory_bytes, 1>("queryMemoryBytes"),
                         integer<&Limits::engine_memory_bytes, 1>("engineMemoryBytes"),
                         integer<&Limits::result_rows, 1>("resultRows"),
                         integer<&Limits::result_bytes, 1>("resultBytes"),
                         integer<&Limits::query_nesting, 1, 1000>("queryNesting"),
                         integer<&Limits::query_parts, 1, 1'000'000>("queryParts"),
                         integer<&Limits::query_tables, 1, 10'000>("queryTables"),
                         integer<&Limits::query_text_bytes, 1>("queryTextBytes"),
                         integer<&Limits::queries_running, 1>("queriesRunning"),
                         integer<&Limits::policy_time_us, 1>("policyTimeUs"),
                         integer<&Limits::request_body_bytes, 1>("requestBodyBytes"),
                         integer<&Limits::connections, 1>("connections"),
                         integer<&Limits::copies_bytes, 0>("copiesBytes"),
                         integer<&Limits::copy_after_queries, 1>("copyAfterQueries"),
                         integer<&Limits::history_days, 1, 36'500>("historyDays")});

template <typename Item, const auto& kTable>
void read_item(Decoder& decoder, const Node& node, Item& item) {
  decoder.map(node, kTable, item);
}

// Maps whose fields belong to the mesh itself.
template <const auto& kTable>
void read_part(Decoder& decoder, const Node& node, Mesh& mesh) {
  const Span span = mesh.span;
  decoder.map(node, kTable, mesh);
  mesh.span = span;
}

template <auto Member>
void read_notice(Decoder& decoder, const Node& value, Mesh& mesh) {
  mesh.*Member = value.text;
  check_duration(decoder, value);
}

constexpr Table kNotice("notice", "",
                        {custom<read_notice<&Mesh::notice_breaking>>("breaking", Expect::kText),
                         custom<read_notice<&Mesh::notice_retirement>>("retirement",
                                                                       Expect::kText)});
constexpr Table kIdentity(
    "identity", "",
    {list<&Mesh::development_users, read_item<DevelopmentUser, kUser>>("developmentUsers")});
constexpr Table kStateStore("the state store", "", {text<&Mesh::state_path>("path")});
constexpr Table kStores("stores", "",
                        {custom<read_part<kStateStore>>("state", Expect::kMap),
                         texts<&Mesh::source_roots>("sources"),
                         texts<&Mesh::targets>("targets")});

constexpr Table kMail("mail", "server",
                      {text<&MailSettings::server>("server", Need::kRequired),
                       choice<&MailSettings::security, kSecurities>("security"),
                       text<&MailSettings::sender>("sender", Need::kRequired),
                       text<&MailSettings::user>("user"),
                       text<&MailSettings::password>("password")});
constexpr Table kWebhook("webhooks", "secret",
                         {text<&WebhookSettings::secret>("secret", Need::kRequired),
                          boolean<&WebhookSettings::private_addresses>("privateAddresses")});
constexpr Table kNotifications(
    "notifications", "",
    {object<&Notifications::mail, read_item<MailSettings, kMail>>("mail"),
     object<&Notifications::webhook, read_item<WebhookSettings, kWebhook>>("webhook"),
     object<&Notifications::quiet_hours, read_quiet_hours>("quietHours"),
     text<&Notifications::authorities>("authorities")});

void read_ledger(Decoder& decoder, const Node& value, Mesh& mesh) {
  if (value.text == "strict") mesh.ledger = LedgerMode::kStrict;
  else if (value.text == "relaxed") mesh.ledger = LedgerMode::kRelaxed;
  else decoder.not_among(value, kLedgerModes);
}

constexpr Table kMesh(
    "a mesh", "id",
    {text<&Mesh::api_version>("apiVersion", Need::kRequired),
     checked<Mesh>("kind", Expect::kText, Need::kRequired),
     text<&Mesh::id>("id", Need::kRequired), text<&Mesh::name>("name"),
     text<&Mesh::description>("description"),
     list<&Mesh::teams, read_item<MeshTeam, kTeam>>("teams"),
     list<&Mesh::council, read_item<CouncilSeat, kSeat>>("council"),
     list<&Mesh::domains, read_item<DomainEntry, kDomain>>("domains"),
     list<&Mesh::environments, read_item<Environment, kEnvironment>>("environments"),
     list<&Mesh::purposes, read_item<Purpose, kPurpose>>("purposes"),
     list<&Mesh::technologies, read_item<Technology, kTechnology>>("technologies"),
     custom<read_part<kNotice>>("notice", Expect::kMap),
     custom<read_part<kIdentity>>("identity", Expect::kMap),
     custom<read_part<kStores>>("stores", Expect::kMap),
     list<&Mesh::listeners, read_item<Listener, kListener>>("listeners"),
     custom<read_ledger>("ledger", Expect::kText),
     object<&Mesh::limits, read_item<Limits, kLimits>>("limits"),
     object<&Mesh::notifications, read_item<Notifications, kNotifications>>("notifications")});

}  // namespace

std::vector<RegisterPart> register_parts() {
  const auto part = [](std::string_view path, const auto& table) {
    return RegisterPart{path, {table.fields.begin(), table.fields.end()}};
  };
  return {part("", kMesh),
          part("teams[]", kTeam),
          part("teams[].notifications", kTeamNotifications),
          part("teams[].notifications.quietHours", kQuietHours),
          part("council[]", kSeat),
          part("domains[]", kDomain),
          part("environments[]", kEnvironment),
          part("purposes[]", kPurpose),
          part("technologies[]", kTechnology),
          part("notice", kNotice),
          part("identity", kIdentity),
          part("identity.developmentUsers[]", kUser),
          part("stores", kStores),
          part("stores.state", kStateStore),
          part("listeners[]", kListener),
          part("limits", kLimits),
          part("notifications", kNotifications),
          part("notifications.mail", kMail),
          part("notifications.webhook", kWebhook),
          part("notifications.quietHours", kQuietHours)};
}

bool decode_mesh(Decoder& decoder, const Node& root, Mesh& mesh) {
  if (!check_heading(decoder, root, {"Mesh", kVersions})) return false;
  decoder.map(root, kMesh, mesh);
  return !mesh.id.empty();
}

}  // namespace hanse::spec
