// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/reference.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kTypes[] = {"foreignKey"};

// `customer.id`, or several for a key of several columns: HNS-S043.
template <auto Member>
void read_references(Decoder& decoder, const Node& value, ContractRelationship& relation) {
  const auto read = [&](const Node& item) {
    if (!decoder.is(item, Expect::kText)) return;
    (relation.*Member).push_back(item.text);
    if (!parse_reference(item.text))
      decoder.error("HNS-S043", item.span, fmt::format("`{}` names no column", item.text),
                    "write `table.column`, or `schema/TABLE_ID/properties/COLUMN_ID`");
  };
  if (value.kind != Node::Kind::kList) {
    read(value);
    return;
  }
  if (value.items.empty())
    decoder.error("HNS-S044", value.span,
                  fmt::format("`{}`: expected at least one column", decoder.field()));
  for (const Node& item : value.items) read(item);
}

constexpr Table kPropertyRelation(
    "a relationship of a property", "to",
    {in(kOdcs32, foreign<ContractRelationship>("id", Expect::kText)),
     choice<&ContractRelationship::type, kTypes>("type"),
     custom<read_references<&ContractRelationship::to>>("to", Expect::kAny, Need::kRequired),
     foreign<ContractRelationship, check_custom_property>("customProperties", Expect::kMaps)});
constexpr Table kObjectRelation(
    "a relationship of a table", "to",
    {in(kOdcs32, foreign<ContractRelationship>("id", Expect::kText)),
     choice<&ContractRelationship::type, kTypes>("type"),
     custom<read_references<&ContractRelationship::from>>("from", Expect::kAny, Need::kRequired),
     custom<read_references<&ContractRelationship::to>>("to", Expect::kAny, Need::kRequired),
     foreign<ContractRelationship, check_custom_property>("customProperties", Expect::kMaps)});

}  // namespace

void read_property_relation(Decoder& decoder, const Node& node, ContractRelationship& relation) {
  decoder.map(node, kPropertyRelation, relation);
}

void read_object_relation(Decoder& decoder, const Node& node, ContractRelationship& relation) {
  decoder.map(node, kObjectRelation, relation);
  const Node* from = node.find("from");
  const Node* to = node.find("to");
  if (from == nullptr || to == nullptr) return;
  const bool lists = from->kind == Node::Kind::kList;
  if (lists != (to->kind == Node::Kind::kList))
    decoder.error("HNS-S043", relation.span,
                  "`from` and `to` are both one column or both a list of columns");
  else if (relation.from.size() != relation.to.size())
    decoder.error("HNS-S043", relation.span,
                  fmt::format("`from` names {} columns and `to` {}: each needs its counterpart",
                              relation.from.size(), relation.to.size()));
}

}  // namespace hanse::spec
