// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/common.h"
#include "spec/decoder.h"

namespace hanse::spec {

// Readers of what ODCS and ODPS share, as rows of field tables name them.
void read_custom_property(Decoder& decoder, const Node& node, CustomProperty& property);
void read_definition(Decoder& decoder, const Node& node, AuthoritativeDefinition& definition);
void read_description(Decoder& decoder, const Node& node, Description& description);
void read_support(Decoder& decoder, const Node& node, SupportChannel& channel);
// The map of 3.1.0 and later, or the list of members before it.
void read_team(Decoder& decoder, const Node& node, Team& team);

void check_custom_property(Decoder& decoder, const Node& node);
void check_definition(Decoder& decoder, const Node& node);
void check_synonym(Decoder& decoder, const Node& node);
void check_context(Decoder& decoder, const Node& node);

// Dates (`2026-01-31`, or with a time) and ISO 8601 durations: HNS-S034.
void check_date(Decoder& decoder, const Node& value);
void check_duration(Decoder& decoder, const Node& value);

}  // namespace hanse::spec
