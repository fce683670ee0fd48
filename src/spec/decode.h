// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "spec/contract.h"
#include "spec/decoder.h"
#include "spec/glossary.h"
#include "spec/mesh.h"
#include "spec/product.h"

namespace hanse::spec {

// One function a kind of file: reads the document `root` into the typed struct and reports all that
// does not fit. The result is partial when errors were reported; false when the thing cannot be
// told apart from others (no id, another kind), so that nothing may be concluded from its absence.
bool decode_mesh(Decoder& decoder, const Node& root, Mesh& mesh);
bool decode_domain(Decoder& decoder, const Node& root, Domain& domain);
bool decode_agreement(Decoder& decoder, const Node& root, Agreement& agreement);
bool decode_product(Decoder& decoder, const Node& root, DataProduct& product);
bool decode_contract(Decoder& decoder, const Node& root, DataContract& contract);
bool decode_glossary(Decoder& decoder, const Node& root, Glossary& glossary);

// Parts of decode_contract in files of their own.
void decode_schema_object(Decoder& decoder, const Node& node, SchemaObject& object);
void read_property_relation(Decoder& decoder, const Node& node, ContractRelationship& relation);
void read_object_relation(Decoder& decoder, const Node& node, ContractRelationship& relation);
void decode_quality(Decoder& decoder, const Node& node, QualityRule& rule);
void decode_server(Decoder& decoder, const Node& node, Server& server);
void decode_type_options(Decoder& decoder, const Node& node, Property& property);

// `apiVersion` and `kind`: HNS-S025, HNS-S026. False when the file is of another kind or version.
struct Heading {
  std::string_view kind;
  std::span<const std::string_view> versions;  // the newest first
};
bool check_heading(Decoder& decoder, const Node& root, const Heading& heading);

}  // namespace hanse::spec
