// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// JSON Schema 2020-12: one definition a table, the document being any of them. A column that is not
// required may be absent or null.
Result<std::string> export_json_schema(const spec::DataContract& contract, Losses& losses);
// Reads 2020-12 and the drafts before it as far as they say the same. References within the
// document are followed; what refers to itself is cut there (HNS-C081).
void import_json_schema(const std::shared_ptr<const SourceFile>& source, Imported& imported);

// How JSON Schema names the formats of whole numbers and floats: `i32` is `int32`.
struct SizeName {
  std::string_view contract, schema;
};
std::span<const SizeName> size_names();

}  // namespace hanse::contract
