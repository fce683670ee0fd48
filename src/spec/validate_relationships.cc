// SPDX-License-Identifier: Apache-2.0
#include "spec/validate_relationships.h"

#include "spec/reference.h"

namespace hanse::spec {
namespace {

class RelationshipRules {
 public:
  RelationshipRules(Validation& validation, const DataContract& contract)
      : validation_(validation), contract_(contract) {}

  void run() {
    for (const SchemaObject& table : contract_.schema) {
      for (const ContractRelationship& relation : table.relationships) check(relation);
      check_columns(table.properties);
    }
  }

 private:
  void check_columns(const std::vector<Property>& columns) {
    for (const Property& column : columns) {
      for (const ContractRelationship& relation : column.relationships) check(relation);
      for (const auto* parts :
           {&column.properties, &column.items, &column.map_key, &column.map_value})
        check_columns(*parts);
    }
  }

  void check(const ContractRelationship& relation) {
    for (const auto* end : {&relation.from, &relation.to})
      for (const std::string& text : *end) check_end(relation, text);
  }

  void check_end(const ContractRelationship& relation, const std::string& text) {
    const auto reference = parse_reference(text);
    if (!reference || !reference->contract.empty()) return;
    const auto target = find_reference(contract_, *reference);
    if (target && !target->path.empty()) return;
    const Span span = span_of_word(relation.span, text);
    const std::string_view what = reference->by_id ? "ids" : "names";
    validation_.warning({"HNS-S047",
                       span,
                       object_of(contract_),
                       fmt::format("`{}` leads to no column of this contract", text),
                       {fmt::format("it was looked for by {}", what)}});
  }

  Validation& validation_;
  const DataContract& contract_;
};

}  // namespace

void validate_relationships(Validation& validation, const DataContract& contract) {
  RelationshipRules(validation, contract).run();
}

}  // namespace hanse::spec
