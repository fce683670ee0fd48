// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "spec/contract.h"

namespace hanse::source {

// How text of a source becomes a value of a contract column: SQL over an expression that gives the
// text or NULL. `strict` fails on text that does not parse, `lenient` gives NULL. Neither rounds,
// cuts or guesses. Thread-safe.
struct Conversion {
  std::string strict, lenient;
};
// `text` is a SQL expression. kUnsupported for formats and types that text cannot carry. `runs_on`:
// an engine that has the functions of engine/plain_values.h reads the usual forms by them.
enum class RunsOn { kAnyEngine, kPlainFunctions };
Result<Conversion> conversion_of(const spec::Property& property, const std::string& type,
                                 const std::string& text, RunsOn runs_on = RunsOn::kAnyEngine);
// The same for a number of any precision that goes into a floating-point type: one with more digits
// than that keeps exactly (15, or 6) is none.
Conversion exact_number_of(const std::string& type, const std::string& text);
// The same for a value of the engine type `from` that a typed file already has. kDataError when
// some values of `from` would be changed or refused without a trace.
Result<Conversion> typed_conversion_of(const spec::Property& property, const std::string& from,
                                       const std::string& type, const std::string& value);

// The words that mean "missing": `missingValues` of the column's quality rules.
std::vector<std::string> missing_words(const spec::Property& property);

}  // namespace hanse::source
