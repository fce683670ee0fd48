// SPDX-License-Identifier: Apache-2.0
#include "spec/decode_common.h"

#include <set>

#include "base/clock.h"
#include "base/utf8.h"
#include "spec/decode.h"
#include "spec/fields.h"
#include "spec/reference.h"

namespace hanse::spec {
namespace {

// What the standards lack and Hanse adds, in their `customProperties`. Closed; see DESIGN.
constexpr std::string_view kHanseProperties[] = {
    "materialization", "refresh", "externalBuild", "key", "watermark", "purpose",
    "declassify", "minGroupSize", "policyParameters", "defaultMajor", "quarantine"};

constexpr std::string_view kIdLetters31 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// `min_group_size`, `MinGroupSize` and `min-group-size` mean the same.
std::string letters_of(std::string_view name) {
  std::string out;
  for (char c : ascii_lower(name))
    if (c != '_' && c != '-' && c != ' ' && c != '.') out += c;
  return out;
}

std::string_view near_miss(std::string_view name) {
  for (std::string_view known : kHanseProperties)
    if (known == name) return {};
  for (std::string_view known : kHanseProperties)
    if (letters_of(known) == letters_of(name)) return known;
  std::vector<std::string_view> candidates;
  // A word of three letters is near to too many others to be guessed at.
  for (std::string_view known : kHanseProperties)
    if (known.size() > 4) candidates.push_back(known);
  return nearest(name, candidates);
}

constexpr Table kCustomProperty(
    "a custom property", "property",
    {required_in(kOdcs31 | kOdcs32 | kOdps, text<&CustomProperty::property>("property")),
     required_in(kOdcs31 | kOdcs32 | kOdps, json<&CustomProperty::value>("value", Expect::kAny)),
     text<&CustomProperty::description>("description"),
     in(kOdcs32 | kOdps11, checked<CustomProperty>("vendor", Expect::kText)),
     stable_id<CustomProperty>()});

constexpr Table kDefinition(
    "an authoritative definition", "type",
    {text<&AuthoritativeDefinition::type>("type", Need::kRequired),
     text<&AuthoritativeDefinition::url>("url", Need::kRequired),
     text<&AuthoritativeDefinition::description>("description"),
     stable_id<AuthoritativeDefinition>()});

constexpr auto kDescription =
    Table("a description", "",
          {text<&Description::purpose>("purpose"), text<&Description::limitations>("limitations"),
           text<&Description::usage>("usage"),
           foreign<Description, check_definition>("authoritativeDefinitions", Expect::kMaps),
           foreign<Description, check_custom_property>("customProperties", Expect::kMaps)})
        .open_in(kOdcs);

constexpr Table kSupport(
    "a support channel", "channel",
    {text<&SupportChannel::channel>("channel", Need::kRequired),
     required_in(kOdcs30 | kOdps, text<&SupportChannel::url>("url")),
     text<&SupportChannel::tool>("tool"), text<&SupportChannel::scope>("scope"),
     text<&SupportChannel::description>("description"),
     foreign<SupportChannel>("invitationUrl", Expect::kText), stable_id<SupportChannel>(),
     in(kOdps, foreign<SupportChannel>("tags", Expect::kTexts)),
     foreign<SupportChannel, check_custom_property>("customProperties", Expect::kMaps),
     in(kOdps,
        foreign<SupportChannel, check_definition>("authoritativeDefinitions", Expect::kMaps))});

constexpr Table kMember(
    "a team member", "username",
    {required_in(kOdcs31 | kOdcs32 | kOdps10 | kOdps11, text<&TeamMember::username>("username")),
     text<&TeamMember::name>("name"), text<&TeamMember::role>("role"),
     text<&TeamMember::date_in>("dateIn"), text<&TeamMember::date_out>("dateOut"),
     foreign<TeamMember>("description", Expect::kText),
     foreign<TeamMember>("replacedByUsername", Expect::kText),
     in(kOdcs30, foreign<TeamMember>("comment", Expect::kText)), stable_id<TeamMember>(),
     foreign<TeamMember>("tags", Expect::kTexts),
     foreign<TeamMember, check_custom_property>("customProperties", Expect::kMaps),
     foreign<TeamMember, check_definition>("authoritativeDefinitions", Expect::kMaps)});

void read_member(Decoder& decoder, const Node& node, TeamMember& member) {
  decoder.map(node, kMember, member);
}

constexpr Table kTeam(
    "a team", "name",
    {text<&Team::name>("name"), list<&Team::members, read_member>("members"),
     foreign<Team>("description", Expect::kText),
     in(kOdcs31 | kOdcs32, stable_id<Team>()),
     foreign<Team>("tags", Expect::kTexts),
     foreign<Team, check_custom_property>("customProperties", Expect::kMaps),
     foreign<Team, check_definition>("authoritativeDefinitions", Expect::kMaps)});

constexpr Table kSynonym(
    "a synonym", "synonym",
    {checked<Shape>("synonym", Expect::kText, Need::kRequired), stable_id<Shape>(),
     checked<Shape>("description", Expect::kText),
     checked<Shape>("locale", Expect::kText), checked<Shape>("source", Expect::kText),
     checked<Shape>("status", Expect::kText),
     checked<Shape, check_custom_property>("customProperties", Expect::kMaps)});

constexpr Table kStatement(
    "a verified statement", "question",
    {checked<Shape>("question", Expect::kText, Need::kRequired),
     checked<Shape>("answer", Expect::kText), checked<Shape>("id", Expect::kText),
     checked<Shape>("tags", Expect::kTexts),
     checked<Shape, check_custom_property>("customProperties", Expect::kMaps),
     checked<Shape, check_definition>("authoritativeDefinitions", Expect::kMaps)});

constexpr Table kConstraint(
    "a constraint", "constraint",
    {checked<Shape>("constraint", Expect::kText, Need::kRequired),
     checked<Shape>("id", Expect::kText), checked<Shape>("tags", Expect::kTexts),
     checked<Shape, check_custom_property>("customProperties", Expect::kMaps),
     checked<Shape, check_definition>("authoritativeDefinitions", Expect::kMaps)});

template <const auto& kTable>
void check_shape(Decoder& decoder, const Node& node) {
  Shape shape;
  decoder.map(node, kTable, shape);
}

constexpr Table kContext(
    "a context", "",
    {checked<Shape>("instructions", Expect::kText),
     checked<Shape, check_shape<kStatement>>("verifiedStatements", Expect::kMaps),
     checked<Shape, check_shape<kConstraint>>("constraints", Expect::kMaps)});

}  // namespace

void read_custom_property(Decoder& decoder, const Node& node, CustomProperty& property) {
  decoder.map(node, kCustomProperty, property);
  const std::string_view meant = near_miss(property.property);
  if (meant.empty()) return;
  decoder.warning("HNS-S027", property.span,
                  fmt::format("the custom property `{}` has no effect here", property.property),
                  fmt::format("did you mean `{}`?", meant));
}

void read_definition(Decoder& decoder, const Node& node, AuthoritativeDefinition& definition) {
  decoder.map(node, kDefinition, definition);
}

void read_description(Decoder& decoder, const Node& node, Description& description) {
  decoder.map(node, kDescription, description);
}

void read_support(Decoder& decoder, const Node& node, SupportChannel& channel) {
  decoder.map(node, kSupport, channel);
}

void read_team(Decoder& decoder, const Node& node, Team& team) {
  if (node.kind == Node::Kind::kMap && !decoder.is_in(kOdcs30)) {
    decoder.map(node, kTeam, team);
    return;
  }
  if (node.kind != Node::Kind::kList || decoder.is_in(kOdps10 | kOdps11)) {
    decoder.is(node, decoder.is_in(kOdcs30) ? Expect::kMaps : Expect::kMap);
    return;
  }
  team.is_list = true;
  for (const Node& item : node.items)
    if (decoder.is(item, Expect::kMap)) read_member(decoder, item, team.members.emplace_back());
}

void check_custom_property(Decoder& decoder, const Node& node) {
  CustomProperty property;
  decoder.map(node, kCustomProperty, property);
}

void check_definition(Decoder& decoder, const Node& node) {
  AuthoritativeDefinition definition;
  read_definition(decoder, node, definition);
}

void check_synonym(Decoder& decoder, const Node& node) { check_shape<kSynonym>(decoder, node); }

void read_context(Decoder& decoder, const Node& value, Json& foreign) {
  if (value.kind == Node::Kind::kMap) check_shape<kContext>(decoder, value);
  else if (!decoder.is(value, decoder.is_in(kOdps) ? Expect::kMap : Expect::kText)) return;
  foreign.set("context", to_json(value));
}

void check_id(Decoder& decoder, const Node& value) {
  if (decoder.is_in(kOdps)) return;
  const bool is_narrow = decoder.is_in(kOdcs31);
  const bool fits = is_stable_id(value.text) &&
                    (!is_narrow || value.text.find_first_not_of(kIdLetters31) == std::string::npos);
  if (fits) return;
  decoder.error("HNS-S040", value.span,
                fmt::format("`{}` is no id, expected {}", value.text,
                            is_narrow ? "letters without accents, digits, `-` and `_`"
                                      : "no white space and none of `. # / \\ @ ! % & ^`"));
}

void check_distinct(Decoder& decoder, const Node& list) {
  if (list.items.empty())
    decoder.error("HNS-S044", list.span,
                  fmt::format("`{}`: expected at least one value", decoder.field()));
  std::set<std::string> seen;
  for (const Node& item : list.items)
    if (!seen.insert(to_json(item).dump_canonical()).second)
      decoder.error("HNS-S044", item.span,
                    fmt::format("`{}` has a value a second time", decoder.field()));
}

std::string resolved_text(Decoder& decoder, const Node& value, const Variables& kept) {
  const Variables* variables = decoder.variables();
  if (variables == nullptr || !has_variables(value.text)) return value.text;
  std::expected<std::string, std::string> text;
  if (kept.empty()) {
    text = resolve_variables(value.text, *variables);
  } else {
    Variables all = kept;
    all.insert(variables->begin(), variables->end());
    text = resolve_variables(value.text, all);
  }
  if (text) return *std::move(text);
  std::vector<std::string_view> names;
  for (const auto& [known, secret] : *variables) names.push_back(known);
  const std::string_view near = nearest(text.error(), names);
  decoder.error("HNS-S035", value.span,
                fmt::format("the environment has no variable `{}`", text.error()),
                near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  return value.text;
}

void check_date(Decoder& decoder, const Node& value) {
  if (parse_time(value.text)) return;
  decoder.error("HNS-S034", value.span,
                fmt::format("`{}`: expected a date like `2026-01-31`", decoder.field()));
}

void check_duration(Decoder& decoder, const Node& value) {
  if (parse_duration_us(value.text)) return;
  decoder.error("HNS-S034", value.span,
                fmt::format("`{}`: expected an ISO 8601 duration like `P90D`", decoder.field()));
}

bool check_heading(Decoder& decoder, const Node& root, const Heading& heading) {
  const auto text_at = [&](std::string_view key) -> const Node* {
    const Node* node = root.find(key);
    return node != nullptr && node->kind == Node::Kind::kString ? node : nullptr;
  };
  const Node* kind = text_at("kind");
  if (kind != nullptr && kind->text != heading.kind) {
    decoder.error("HNS-S026", kind->span,
                  fmt::format("a file of this name is of kind `{}`, found `{}`", heading.kind,
                              kind->text));
    return false;
  }
  const Node* version = text_at("apiVersion");
  if (version == nullptr) return true;
  for (std::string_view known : heading.versions)
    if (known == version->text) return true;
  std::string all;
  for (std::string_view known : heading.versions)
    all += fmt::format("{}`{}`", all.empty() ? "" : ", ", known);
  decoder.error("HNS-S025", version->span,
                fmt::format("apiVersion `{}` is not read, expected one of {}", version->text, all),
                fmt::format("write `{}`", heading.versions.front()));
  return false;
}

}  // namespace hanse::spec
