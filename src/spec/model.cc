// SPDX-License-Identifier: Apache-2.0
#include "spec/model.h"

#include <algorithm>
#include <charconv>
#include <climits>

namespace hanse::spec {
namespace {

template <typename T, typename Key>
const T* find_by_id(const std::vector<T>& all, const Key& id) {
  for (const T& item : all)
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace

const CustomProperty* find_property(const std::vector<CustomProperty>& all, std::string_view name) {
  for (const CustomProperty& item : all)
    if (item.property == name) return &item;
  return nullptr;
}

std::vector<const Property*> SchemaObject::primary_key() const {
  std::vector<const Property*> out;
  for (const Property& column : properties)
    if (column.primary_key) out.push_back(&column);
  std::ranges::stable_sort(out, {}, [](const Property* column) {
    return column->primary_key_position < 0 ? INT_MAX : column->primary_key_position;
  });
  return out;
}

const Property* SchemaObject::property(std::string_view column) const {
  const auto found = std::ranges::find(properties, column, &Property::name);
  return found == properties.end() ? nullptr : &*found;
}

int DataContract::major() const {
  std::string_view text = version;
  if (text.starts_with('v')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool ends_well = end == text.data() + text.size() || *end == '.' || *end == '-';
  return error == std::errc() && number >= 0 && ends_well ? number : 0;
}

const Purpose* Model::purpose(const PurposeId& id) const {
  return find_by_id(mesh.purposes, id);
}

const MeshTeam* Model::team(const TeamId& id) const { return find_by_id(mesh.teams, id); }

const DomainEntry* Model::domain_entry(const DomainId& id) const {
  return find_by_id(mesh.domains, id);
}

const DataContract* Model::contract_of(const OutputPort& port) const {
  const auto found = contracts.find(port.contract_id);
  return found == contracts.end() ? nullptr : &found->second;
}

const Environment* Model::environment(const EnvironmentId& id) const {
  if (!id.empty()) return find_by_id(mesh.environments, id);
  return mesh.environments.empty() ? nullptr : &mesh.environments.front();
}

}  // namespace hanse::spec
