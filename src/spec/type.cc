// SPDX-License-Identifier: Apache-2.0
#include "spec/type.h"

#include <array>

#include "base/utf8.h"

namespace hanse::spec {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 11> kLogicalTypes = {
    "string", "date", "timestamp", "time", "number", "integer",
    "object", "array", "boolean", "map", "vector"};
constexpr std::array<std::string_view, 4> kClassifications = {"public", "internal", "confidential",
                                                              "restricted"};

}  // namespace

std::string_view to_string(LogicalType type) { return kLogicalTypes[static_cast<size_t>(type)]; }

std::optional<LogicalType> logical_type_of(std::string_view text) {
  for (size_t i = 0; i < kLogicalTypes.size(); ++i)
    if (kLogicalTypes[i] == text) return static_cast<LogicalType>(i);
  return std::nullopt;
}

std::span<const std::string_view> logical_type_names() { return kLogicalTypes; }

std::string_view to_string(Classification classification) {
  return kClassifications[static_cast<size_t>(classification)];
}

std::optional<Classification> classification_of(std::string_view text) {
  for (size_t i = 0; i < kClassifications.size(); ++i)
    if (equal_ignoring_case(kClassifications[i], text)) return static_cast<Classification>(i);
  return std::nullopt;
}

std::span<const std::string_view> classification_names() { return kClassifications; }

}  // namespace hanse::spec
