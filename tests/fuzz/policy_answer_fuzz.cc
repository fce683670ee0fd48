// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "policy/documents.h"

using namespace hanse;

// Any JSON as what a rule answered: decoded or refused. A filter always says what it filters by,
// and a mask names one of the columns.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = Json::parse({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  if (const auto filters = policy::decode_row_filters(*value))
    for (const policy::RowFilter& filter : *filters)
      if (filter.expression.empty() && (filter.field.empty() || filter.operation.empty()))
        std::abort();
  const std::vector<std::string> columns = {"a", "b"};
  if (const auto masks = policy::decode_column_masks(*value, columns))
    for (const policy::ColumnMask& mask : *masks)
      if (mask.column != "a" && mask.column != "b") std::abort();
  (void)policy::decode_names(*value);
  (void)policy::decode_reasons(*value);
  (void)policy::decode_findings(*value);
  const auto flag = policy::decode_flag(&*value);
  if (flag && *flag && value->dump() != "true") std::abort();
  return 0;
}
