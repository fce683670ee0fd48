// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace hanse {

// A string with a meaning: two of different tags do not mix. Comparable, hashable, shown by str().
template <typename Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}
  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string value_;
};

using DomainId = Id<struct DomainTag>;
using TeamId = Id<struct TeamTag>;
using PurposeId = Id<struct PurposeTag>;
using EnvironmentId = Id<struct EnvironmentTag>;
using SnapshotId = Id<struct SnapshotTag>;
using DecisionId = Id<struct DecisionTag>;

// A product by its address `domain/name`: unique in a mesh.
struct ProductId {
  DomainId domain;
  std::string name;
  std::string str() const { return domain.str() + "/" + name; }
  bool empty() const { return name.empty(); }
  auto operator<=>(const ProductId&) const = default;
};

// The scope that a revision belongs to: the mesh (empty) or one domain.
struct ScopeId {
  std::string value;  // "" is the mesh
  bool is_mesh() const { return value.empty(); }
  auto operator<=>(const ScopeId&) const = default;
};

}  // namespace hanse

template <typename Tag>
struct std::hash<hanse::Id<Tag>> {
  size_t operator()(const hanse::Id<Tag>& id) const { return std::hash<std::string>()(id.str()); }
};
template <>
struct std::hash<hanse::ProductId> {
  size_t operator()(const hanse::ProductId& id) const {
    return std::hash<std::string>()(id.domain.str()) * 31 + std::hash<std::string>()(id.name);
  }
};
