// SPDX-License-Identifier: Apache-2.0
#include "source/column_type.h"

#include "base/utf8.h"
#include "engine/types.h"

namespace hanse::source {
namespace {

std::unexpected<Error> unstated(const spec::Property& property, std::string_view what) {
  return fail(ErrorCode::kUnsupported,
              fmt::format("the column `{}` does not state its `{}`", property.name, what));
}

}  // namespace

Result<std::string> column_type(const spec::Property& property) {
  switch (property.logical_type) {
    case spec::LogicalType::kObject: {
      if (property.properties.empty()) return unstated(property, "properties");
      std::string fields;
      for (const spec::Property& field : property.properties) {
        HANSE_TRY(const std::string type, column_type(field));
        fields += (fields.empty() ? "" : ", ") + quote_identifier(field.name) + " " + type;
      }
      return "STRUCT(" + fields + ")";
    }
    case spec::LogicalType::kArray: {
      if (property.items.empty()) return unstated(property, "items");
      HANSE_TRY(const std::string item, column_type(property.items.front()));
      return item + "[]";
    }
    case spec::LogicalType::kMap: {
      if (property.map_key.empty() || property.map_value.empty())
        return unstated(property, "mapKey and mapValue");
      HANSE_TRY(const std::string key, column_type(property.map_key.front()));
      HANSE_TRY(const std::string value, column_type(property.map_value.front()));
      return fmt::format("MAP({}, {})", key, value);
    }
    default: break;
  }
  auto type = engine::engine_type(spec::to_string(property.logical_type), property.physical_type);
  if (!type)
    return fail(type.error().code,
                fmt::format("the column `{}`: {}", property.name, type.error().message));
  return type;
}

}  // namespace hanse::source
