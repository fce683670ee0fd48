// SPDX-License-Identifier: Apache-2.0
#include "contract/unreadable.h"

namespace hanse::contract {

// The line of a CSV file that the engine stumbled over, out of its words; they hold paths.
std::string unreadable_text(const TableUnderTest& table, const Error& error) {
  constexpr std::string_view kLine = "CSV Error on Line: ";
  const size_t at = error.message.find(kLine);
  std::string out = table.unreadable;
  if (at != std::string::npos) {
    const size_t from = at + kLine.size();
    const size_t end = error.message.find_first_not_of("0123456789", from);
    out += ": it breaks at line " + error.message.substr(from, end - from);
  }
  const size_t expected = error.message.find("Expected Number of Columns: ");
  if (expected != std::string::npos) {
    const std::string rest = error.message.substr(expected + 28);
    const size_t found = rest.find("Found: ");
    if (found != std::string::npos) {
      const auto digits = [](std::string_view text) {
        return text.substr(0, text.find_first_not_of("0123456789"));
      };
      out += fmt::format(", which has {} fields where {} are expected",
                         digits(std::string_view(rest).substr(found + 7)), digits(rest));
    }
  } else if (error.message.find("unicode") != std::string::npos) {
    out += ", which is no UTF-8";
  } else if (error.message.find("quote") != std::string::npos) {
    out += ", where a quote is not closed";
  }
  return out;
}

Outcome unreadable_outcome(const spec::SchemaObject& table, std::string reason) {
  Outcome out;
  Check& check = out.check;
  check.id = table.name + ".readable";
  check.key = "readable";
  check.category = "schema";
  check.code = "HNS-C006";
  check.object = table.name;
  check.span = table.span;
  check.text = "the data can be read";
  out.verdict = Verdict::kFailed;
  out.measured = "unreadable";
  out.expected = "readable";
  out.reason = std::move(reason);
  return out;
}

}  // namespace hanse::contract
