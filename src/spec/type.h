// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hanse::spec {

// ODCS 3.2.0 logicalType.
enum class LogicalType {
  kString, kDate, kTimestamp, kTime, kNumber, kInteger, kObject, kArray, kBoolean, kMap, kVector
};
std::string_view to_string(LogicalType type);
std::optional<LogicalType> logical_type_of(std::string_view text);
std::span<const std::string_view> logical_type_names();  // in the order of the enumeration

// The four classes of the governance guide, weakest first; unset counts as kInternal.
enum class Classification { kPublic, kInternal, kConfidential, kRestricted };
std::string_view to_string(Classification classification);
std::optional<Classification> classification_of(std::string_view text);
std::span<const std::string_view> classification_names();  // in the order of the enumeration

}  // namespace hanse::spec
