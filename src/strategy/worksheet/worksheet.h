// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "spec/decoder.h"
#include "spec/model.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// Worksheets of domain identification: what people fill in together, as files
// `strategy/worksheets/*.yaml`. One table says what each has; decoding, writing and rendering go by
// it. Prefilled from facts by prefill.h.

struct WorksheetColumn {
  std::string_view key, title;
};
struct WorksheetSection {
  std::string_view key, title;
  std::string_view question;                 // that it answers
  std::span<const WorksheetColumn> columns;  // none: a list of texts
};
struct WorksheetKind {
  std::string_view name;  // "asset-inventory": of the command and the file
  std::string_view kind;  // "AssetInventory": of the document
  std::string_view title, text;
  std::span<const WorksheetSection> sections;
  bool is_of_domain = false;  // one for each domain
  bool shows_use = false;     // of tables, by the ledger
};
std::span<const WorksheetKind> sheet_kinds();
const WorksheetKind* find_sheet_kind(std::string_view name);  // null: none; by `name`

// One filled or prefilled sheet. A list's items are rows of one cell.
struct Worksheet {
  std::string path, id, subject;  // subject: the domain, or the mesh
  std::string who, when;          // who filled it in
  std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> sections;  // by key
  std::vector<Figure> rests_on;  // of a prefilled one; a file says `filledInBy`
};
size_t filled_cells(const Worksheet& sheet);

// Reports what does not fit: HNS-G090 a section or column that the kind does not have.
void decode_sheet(spec::Decoder& decoder, const spec::Node& root, const WorksheetKind& kind,
                  Worksheet& sheet);
// The YAML of a sheet, every section with its question as a comment, empty ones too; decoding what
// it gives yields the same sheet.
std::string write_sheet(const WorksheetKind& kind, const Worksheet& sheet);
Report sheet_report(const WorksheetKind& kind, const Worksheet& sheet, std::string made_at);

// What `hanse validate` runs, of every kind of the table.
void check_sheet(spec::Decoder&, const spec::Node& root, const spec::Model&);

}  // namespace hanse::strategy
