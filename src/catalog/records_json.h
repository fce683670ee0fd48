// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "catalog/records.h"

namespace hanse::catalog {

// The stored form of records that are kept whole: decode∘encode is identity.
// Decoding a stored record is strict: kCorrupt names the member that is missing or of another kind.
Json to_json(const TableAddress& address);
TableAddress address_from_json(const Json& json);
Json columns_to_json(const std::vector<ColumnFacts>& columns);
Json to_json(const TableFacts& facts);
Result<TableFacts> facts_from_json(const Json& json);
Json to_json(const SnapshotRecord& record);
Result<SnapshotRecord> snapshot_from_json(const Json& json);
Json to_json(const GrantRecord& record);
Result<GrantRecord> grant_from_json(const Json& json);

}  // namespace hanse::catalog
