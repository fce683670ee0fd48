// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/formats_page.h"

#include "contract/formats/carried.h"
#include "contract/formats/column_kind.h"
#include "contract/formats/format.h"

namespace hanse::contract {
namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t open = rest.find('{'), close = rest.find('}');
    out += rest.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
  }
  return out;
}

std::string list_of_formats() {
  std::string out =
      "| format | what | export | import | read back in tests by |\n|---|---|---|---|---|\n";
  for (const Format& format : format_table())
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", format.name, format.title,
                       format.write != nullptr ? "yes" : "",
                       format.read != nullptr || format.read_path != nullptr ? "yes" : "",
                       format.reader);
  return out;
}

std::string carried_fields() {
  std::set<std::string_view> all;
  for (const Format& format : format_table())
    for (std::string_view word : carried_words(format.carried)) all.insert(word);
  std::string out = "| field |", line = "|---|";
  for (const Format& format : format_table()) {
    if (format.write == nullptr) continue;
    out += fmt::format(" {} |", format.name);
    line += "---|";
  }
  out += "\n" + line + "\n";
  for (std::string_view word : all) {
    out += fmt::format("| `{}` |", word);
    for (const Format& format : format_table())
      if (format.write != nullptr)
        out += carried_words(format.carried).contains(word) ? " x |" : "  |";
    out += "\n";
  }
  return out;
}

std::string types() {
  std::string out =
      "| logicalType | format | physicalType | PostgreSQL | DuckDB | Trino | MySQL | Spark | JSON "
      "Schema | Avro | Protobuf | Pydantic |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const KindRow& row : kind_table()) {
    out += "|";
    for (std::string_view text :
         {row.logical, row.format, row.physical, row.postgres, row.duckdb, row.trino, row.mysql,
          row.spark, row.json_schema, row.avro, row.protobuf, row.pydantic})
      out += fmt::format(" {} |", cell(text));
    out += "\n";
  }
  return out;
}

}  // namespace

std::string formats_markdown() {
  return "# Formats\n\nMade by `hanse reference formats` from the tables of formats and types: "
         "what "
         "`hanse contract export` and `hanse contract import` know.\n\n" +
         list_of_formats() +
         "\n## What a format carries\n\nEverything else that stands in a contract is listed when "
         "it "
         "is exported, with its place. `nested` is a property below another one, `options` are "
         "`logicalTypeOptions`. Where it depends on the single column (a length beyond what the "
         "database has, a bound of a type without order), the list says so too.\n\n" +
         carried_fields() +
         "\n## Types\n\nThe type of a column is its `logicalType` with "
         "`logicalTypeOptions.format`, "
         "else with the `physicalType` where that is one of the same logical type. Without either "
         "an integer has 64 bits, a number is a double and a timestamp is with time zone. What is "
         "read back as another type is in the list of what is lost.\n\n" +
         types();
}

}  // namespace hanse::contract
