// SPDX-License-Identifier: Apache-2.0
#include "contract/table_reader.h"

#include "base/utf8.h"
#include "source/convert.h"
#include "source/nested.h"

namespace hanse::contract {
namespace {

using source::Format;

void append(std::string& list, const std::string& item, const std::string& name) {
  list += fmt::format("{}{} AS {}", list.empty() ? "" : ", ", item, name);
}

std::string without_words(bool has_plain_functions, const std::string& text,
                          const std::vector<std::string>& words) {
  if (words.empty()) return text;
  return fmt::format("CASE WHEN {} THEN NULL ELSE {} END",
                     is_one_of(has_plain_functions, text, words), text);
}

// A nested column as a whole, for SQL rules; empty when the contract does not say enough of it.
std::string typed_value(const Place& place) {
  if (!is_nested(*place.property)) return {};
  if (!place.raw.empty()) return place.raw;
  const auto whole = source::nested_conversion_of(*place.property, place.text);
  return whole ? whole->lenient : std::string();
}

}  // namespace

void TableReader::add(const spec::Property& property, bool is_present) {
  Place place;
  place.property = &property;
  place.path = property.name;
  place.is_present = is_present;
  place.is_published = name_ == ColumnName::kContract;
  place.has_plain_functions = !place.is_published;
  place.row_where = [](const std::string& breaks) { return breaks; };
  place.row_shown = [](const std::string&, const std::string& shown) { return shown; };
  const std::string number = std::to_string(out_.columns.size());
  out_.arrivals.push_back({"true", "NULL"});
  if (is_present)
    arrive(place, number);
  else
    set_value(place);
  out_.columns.push_back(std::move(place));
}

bool TableReader::is_json() const { return format_ == Format::kJson || format_ == Format::kNdjson; }

void TableReader::arrive(Place& place, const std::string& number) {
  const spec::Property& property = *place.property;
  const std::string column = quote_identifier(
      name_ == ColumnName::kContract ? property.name : source::source_name(property));
  const std::string t = "t" + number, j = "j" + number, v = "v" + number;
  std::string raw = column;
  if (is_json()) {
    append(lists_.arrived, column, j);
    append(lists_.read, j, j);
    raw = fmt::format("json_extract_string({}, '$')", column);
  }
  const bool is_typed = format_ == Format::kParquet;
  if (is_typed) place.file_type = &out_.file_types.back();
  const bool is_text = !is_typed || place.file_type->text == "VARCHAR";
  const auto words = is_text ? source::missing_words(property) : std::vector<std::string>();
  append(lists_.arrived, without_words(place.has_plain_functions, raw, words), t);
  append(lists_.read, t, t);
  const std::string r = words.empty() ? t : "r" + number;
  if (!words.empty()) {
    append(lists_.arrived, raw, r);
    append(lists_.read, r, r);
  }
  out_.arrivals.back() = {r + " IS NULL", is_text ? r : fmt::format("CAST({} AS VARCHAR)", r)};
  (is_typed ? place.raw : place.text) = t;
  if (const auto found = database_columns_.find(source::source_name(property));
      found != database_columns_.end()) {
    place.source_type = found->second.type;
    place.suits_source = source::suits(found->second, property);
  }
  place.missing = t + " IS NULL";
  place.present = t;
  if (is_json())
    place.json = j;
  else if (format_ == Format::kCsv && is_nested(property))
    append(lists_.read, fmt::format("TRY_CAST({} AS JSON)", t), place.json = j);
  finish(place, v);
}

void TableReader::finish(Place& place, const std::string& v) {
  // A CSV cell with JSON in it is looked at one level further up: `json` is no column there.
  const bool is_cell = format_ == Format::kCsv && is_nested(*place.property);
  set_value(place);
  const std::string typed = typed_value(place);
  if (!is_cell && !place.value.empty() && place.value != place.text && place.value != place.raw) {
    append(lists_.read, place.value, v);
    place.value = v;
  }
  const bool is_scalar = !is_nested(*place.property);
  if (!typed.empty() || is_scalar)
    append(lists_.typed, is_scalar ? place.value : typed, quote_identifier(place.property->name));
}

}  // namespace hanse::contract
