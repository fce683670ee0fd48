// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::policy {

// What rules answer, decoded strictly: an unknown shape fails, and the caller denies.
//
// Reads (`package hanse.read`, `package domains.<id>.read`), the rules the gate evaluates:
//   discover          bool: the asker may know that the table exists
//   columns           set of column names of action.filterResources that the asker may read
//   allow             bool: the statement may read action.resource.table.columns
//   rowFilters        set of {"field","operator","value"} or {"expression"}, each with optional
//                     "rule"
//   batchColumnMasks  set of {"index","viewExpression":{"expression"}} or
//                     {"index","action"[,"argument"]}, with optional "rule" and "order" (integer)
//   reasons           set of {"rule","message"[,"request"]}: what a denial tells the asker
//   warnings          set of the same: what is told with the rows
// Input: {"context":{"identity":{"user","groups","attributes","kind"},"queryId"},
//   "action":{"operation","resource":{"table":{"catalogName","schemaName","tableName","columns"}},
//             "filterResources":[{"column":{"catalogName","schemaName","tableName","columnName",
//                                            "columnType"}}]},
//   "resource":{"domain","product","owner","status","contract":{"id","version"},"classification",
//               "state":{"overall","lifecycle","removal","quality","checkedAt","checkedNow",
//                        "freshness","dataAt","staleAt","refreshFailed"} (catalog/product_state.h),
//               "quarantine" (rows that a build kept apart),
//               "tags","columns":{name:{"type","classification","tags","required","lineage":[…]}},
//               "lineage":[{"table","column","classification"}]},
//   "purpose":{"id","ancestors","classificationMax"},"environment":{"id","development","data"},
//   "door","time","grants":[…],"agreements":[…]}
// What the default playbook reads beyond that: resource.ownerGroup (the identity group of the owner
// team), grants [{"id","purpose" ("" any),"columns" ([] all)}], agreements
// [{"id","purposes","columns"}], both already the asker's own on this product and valid now;
// columns[…].lineage and resource.lineage as {"table":"domain.table","column","classification"}.
// Operations: FilterTables (discover), FilterColumns (columns), SelectFromColumns (the rest).

// Structured condition: `field operator value`. Operators: equal, notEqual, lessThan, lessOrEqual,
// greaterThan, greaterOrEqual, in (value: array of scalars, or {"domain","table","column"}: keys of
// another product), notIn (array), isNull, isNotNull, startsWith.
struct RowFilter {
  std::string rule;
  std::string field, operation;
  Json value;
  std::string expression;  // set instead of field and operation
};

enum class MaskAction {
  kNull,
  kConstant,
  kKeepFirst4,
  kKeepLast4,
  kTruncateToYear,
  kTruncateToMonth,
  kKeyedHash,
  kExpression
};
struct ColumnMask {
  std::string rule, column;
  MaskAction action = MaskAction::kNull;
  Json argument;           // kConstant
  std::string expression;  // kExpression; the column's own name stands for its value
  std::optional<int64_t> order;
  // Of a domain's policy: its expression may not say what another column holds.
  bool own_column_only = false;
};

struct Reason {
  std::string rule, message, request;
};

Result<std::vector<RowFilter>> decode_row_filters(const Json& value);
// `columns` are the names by index of the input's filterResources.
Result<std::vector<ColumnMask>> decode_column_masks(const Json& value,
                                                    const std::vector<std::string>& columns);
Result<std::vector<std::string>> decode_names(const Json& value);
Result<std::vector<Reason>> decode_reasons(const Json& value);
Result<bool> decode_flag(const Json* value);  // null (undefined) is false

// Specifications and changes, conftest's shapes: `deny`, `warn`, `violation` (and with `_suffix`)
// are sets of strings or objects with `msg`; `exception` names rules to skip. Packages hanse.spec
// and domains.<id>.spec over one document each: input is the YAML as it stands, plus input.hanse
// {"kind","path","environment","domain"}. hanse.change decides who may change what: `allow` over
// {"context","action":{"operation":"apply","scope","changes":[{"kind","address","effect"}]},
// "environment"}. The playbook also reads "register":{"ownerGroups":[…] of the scope,
// "councilGroups":{approves:[group]},"platformGroups":[…],"approverGroups":[…] of the environment};
// kinds of changes stand in policies/data/change.yaml; it gives `reasons` as above. A change of a
// product's or contract's status has "transition":{"from","to"} too ("" where it is not there).
struct Finding {
  enum class Level { kDeny, kWarn } level = Level::kDeny;
  std::string rule, message;
  Json metadata;
};
Result<std::vector<Finding>> decode_findings(const Json& results);

}  // namespace hanse::policy
