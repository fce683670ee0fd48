// SPDX-License-Identifier: Apache-2.0
#include "spec/bind_concepts.h"

#include "base/utf8.h"

namespace hanse::spec {
namespace {

void take(const Concept& item, Property& column) {
  column.concept_address = item.address();
  if (item.logical_type && !column.logical_type_stated) {
    column.logical_type = *item.logical_type;
    column.logical_type_stated = true;
  }
  if (column.options.pattern.empty() && column.logical_type == LogicalType::kString)
    column.options.pattern = item.pattern;
  if (item.classification &&
      *item.classification > column.classification.value_or(Classification::kInternal))
    column.classification = item.classification;
}

void bind_columns(const Concepts& concepts, std::vector<Property>& columns) {
  for (Property& column : columns) {
    for (const AuthoritativeDefinition& definition : column.definitions) {
      if (!is_business_definition(definition) || !column.concept_address.empty()) continue;
      const auto found = concepts.find(concept_address(definition.url));
      if (found != concepts.end()) take(found->second, column);
    }
    for (auto* inside : {&column.properties, &column.items, &column.map_key, &column.map_value})
      bind_columns(concepts, *inside);
  }
}

}  // namespace

bool is_business_definition(const AuthoritativeDefinition& definition) {
  return equal_ignoring_case(definition.type, "businessDefinition");
}

std::string concept_address(std::string_view url) {
  constexpr std::string_view kFolder = "glossary/", kEnding = ".yaml#";
  if (url.find("://") != std::string_view::npos) return {};
  const size_t folder = url.rfind(kFolder);
  if (folder == std::string_view::npos || (folder > 0 && url[folder - 1] != '/')) return {};
  const std::string_view rest = url.substr(folder + kFolder.size());
  const size_t ending = rest.find(kEnding);
  if (ending == std::string_view::npos || ending == 0 ||
      rest.substr(0, ending).find('/') != std::string_view::npos)
    return {};
  return fmt::format("{}#{}", rest.substr(0, ending), rest.substr(ending + kEnding.size()));
}

void bind_concepts(Model& model) {
  if (model.concepts.empty()) return;
  for (auto& [id, contract] : model.contracts)
    for (SchemaObject& table : contract.schema) bind_columns(model.concepts, table.properties);
}

}  // namespace hanse::spec
