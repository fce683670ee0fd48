// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/node.h"

namespace hanse::strategy {

// A table that a spreadsheet exports, as nodes with places, so that the field tables of YAML decode
// it as well: one map a row, absent where a cell is empty.

enum class CsvCell { kText, kNumber, kList };  // a list's items are apart by `;` or `|`
struct CsvColumn {
  std::string_view name;  // of the field; written as `worksWith`, `works_with`, …
  CsvCell cell = CsvCell::kText;
};
struct CsvShape {
  std::string_view what;  // "a capability", for messages
  std::span<const CsvColumn> columns;
  bool ignores_unknown = false;  // exports of others have columns that we do not need
};
constexpr size_t kCsvRowsMax = 1'000'000;

// RFC 4180, with `,`, `;` or a tab between cells (whichever its first line has most of), a byte
// order mark allowed. A list node whatever happens; what does not fit goes to `diagnostics`:
// HNS-G010 a row of another length or an open quote, HNS-G011 an unknown column, HNS-G012 no
// header.
spec::Node read_csv_table(std::shared_ptr<const SourceFile> file, const CsvShape& shape,
                          Diagnostics& diagnostics);
// What the first line says: a column for each of its cells, null where none is known, and what is
// between them.
struct CsvHeader {
  std::vector<const CsvColumn*> columns;
  char separator = ',';
};
CsvHeader read_csv_header(std::shared_ptr<const SourceFile> file, const CsvShape& shape,
                          Diagnostics& diagnostics);

}  // namespace hanse::strategy
