// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "contract/file_type.h"
#include "spec/contract.h"

namespace hanse::contract {

// A column of a table under test, or what it nests, in SQL that checks put together. How it arrives
// is decided once: as text (CSV), as JSON, or typed by the file. Borrows the contract and the
// types.
struct Place {
  const spec::Property* property = nullptr;
  std::string path;                     // "address.zip", "tags[]", "prices{}"
  std::string missing;                  // true where there is no value
  std::string present;                  // of a column: NULL where it is missing; else empty
  std::string text;                     // as it arrived, for people; NULL when it is missing
  std::string value;                    // of `type`; NULL when it is missing or does not fit
  std::string type;                     // engine type of `value`; a nested one has none
  std::string json;                     // JSON of it; empty unless it arrives so
  std::string raw;                      // typed by the file; empty unless it arrives so
  const FileType* file_type = nullptr;  // of `raw`; null when the file does not have the place
  std::string source_type;              // of a database's column that arrives as text, as it says
  bool suits_source = true;             // values of `source_type` can be the contract's
  bool is_present = true;               // the file has the column or field
  bool is_published = false;            // its fields have the contract's names
  bool fits_always = false;             // text that is wanted as text
  bool is_unreadable = false;  // no value can be read as the type at all
  std::string type_problem;             // why values cannot be read as the contract's type
  bool has_plain_functions = false;     // the engine that runs its checks (engine/plain_*.h)
  std::string around;                   // true where what it lies in exists; empty: always
  bool in_list = false;                 // below items of a list or entries of a map
  int depth = 0;                        // of lambdas

  // From what is true of the place to what is true of the row; from the value that shows it there
  // to the one that shows it in the row.
  std::function<std::string(const std::string& breaks)> row_where;
  std::function<std::string(const std::string& breaks, const std::string& shown)> row_shown;
};

// The engine type that values are read as: by the physical type where it is known, else by the
// logical one. `problem`: why the contract's own type is not taken.
struct ReadType {
  std::string type;
  std::string problem;
};
ReadType read_type(const spec::Property& property);
bool is_nested(const spec::Property& property);

// Whether `text`, an expression, matches; `matcher` is in RE2's words.
std::string matches(const Place& place, const std::string& text, const std::string& matcher);
// SQL that is NULL, or fails, where the engine does not take the matcher; empty: it takes it.
std::string trial_of(const Place& place, const std::string& matcher);
// Whether `text`, an expression, is one of the words; none: false or NULL.
std::string is_one_of(bool has_plain_functions, const std::string& text,
                      const std::vector<std::string>& words);
// Fills `value`, `type`, `fits_always` and `type_problem` from `text`, `json` or `raw`.
void set_value(Place& place);
// Fields of an object, the item of an array, key and value of a map.
std::vector<Place> places_below(const Place& place);

// A column of a table that has the contract's names and types; `type` stays empty.
Place typed_column(const spec::Property& property);

}  // namespace hanse::contract
