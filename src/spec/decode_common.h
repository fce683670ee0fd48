// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/common.h"
#include "spec/fields.h"
#include "spec/variables.h"

namespace hanse::spec {

// Readers of what ODCS and ODPS share, as rows of field tables name them.
// The value of `externalBuild`. HNS-S028; what could be read of it all the same.
std::optional<ExternalBuild> read_external_build(Decoder& decoder, const CustomProperty& custom);
void read_custom_property(Decoder& decoder, const Node& node, CustomProperty& property);
void read_definition(Decoder& decoder, const Node& node, AuthoritativeDefinition& definition);
void read_description(Decoder& decoder, const Node& node, Description& description);
void read_support(Decoder& decoder, const Node& node, SupportChannel& channel);
// The map of ODCS 3.1.0 and ODPS 1.0.0; or a list of members, in ODCS and ODPS 0.9.0.
void read_team(Decoder& decoder, const Node& node, Team& team);

void check_custom_property(Decoder& decoder, const Node& node);
void check_definition(Decoder& decoder, const Node& node);
void check_synonym(Decoder& decoder, const Node& node);
// A map; in ODCS also only its instructions. Kept in `foreign` as `context`.
void read_context(Decoder& decoder, const Node& value, Json& foreign);

// HNS-S044: an empty list, or one that has a value twice.
void check_distinct(Decoder& decoder, const Node& list);

// The id that references name a thing by: HNS-S040.
void check_id(Decoder& decoder, const Node& value);
template <typename Owner>
constexpr TypedField<Owner> stable_id() {
  return in(kOdcs31 | kOdcs32 | kOdps11,
            TypedField<Owner>{{"id", Expect::kText, Need::kOptional,
                               [](Decoder& decoder, const Node& value, void* target) {
                                 check_id(decoder, value);
                                 if constexpr (requires(Owner owner) { owner.foreign; })
                                   static_cast<Owner*>(target)->foreign.set("id", value.text);
                               }}});
}

// The text with `${NAME}` resolved, HNS-S035 for one that has no value; as it is without variables.
// `kept` are names that stand for something else there. What comes out may be a secret.
std::string resolved_text(Decoder& decoder, const Node& value, const Variables& kept = {});

// Dates (`2026-01-31`, or with a time) and ISO 8601 durations: HNS-S034.
void check_date(Decoder& decoder, const Node& value);
void check_duration(Decoder& decoder, const Node& value);

}  // namespace hanse::spec
