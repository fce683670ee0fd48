// SPDX-License-Identifier: Apache-2.0
#include "spec/quarantine.h"

namespace hanse::spec {

std::optional<Quarantine> quarantine_of(const Json& value) {
  if (value.is_string() && value.as_string() == "rows") return Quarantine{};
  const Json& limit = value["limitPercent"];
  const bool is_limit = value.is_object() && value.size() == 1 && limit.is_number() &&
                        limit.as_double() > 0 && limit.as_double() <= 100;
  if (!is_limit) return std::nullopt;
  return Quarantine{limit.as_double()};
}

std::optional<Quarantine> quarantine_of(const DataContract& contract) {
  const CustomProperty* stated = find_property(contract.custom, kQuarantineProperty);
  return stated == nullptr ? std::nullopt : quarantine_of(stated->value);
}

}  // namespace hanse::spec
