// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace hanse {

enum class Severity { kError, kWarning };

// One finding about something that a person wrote. `code` is stable ("HNS-S012") and has a page in
// docs/reference/errors.md. `object` is its address ("product flight_operations/departures").
struct Diagnostic {
  std::string code;
  Severity severity = Severity::kError;
  std::string message;
  Span span;
  std::string object;
  std::vector<std::string> notes;
  std::string help;  // at most one
};

// Collects findings; never stops at the first. Not thread-safe: one per worker, then `merge`.
// Of one file it keeps so many errors, and apart from them so many warnings; what comes after is
// left out, and one more finding (HNS-S036) says so: a small file can be wrong a million times.
class Diagnostics {
 public:
  static constexpr size_t kErrorsOfFileMax = 100, kWarningsOfFileMax = 1'000;

  void add(Diagnostic diagnostic);
  // True when a further error of the file would be left out: then it need not be worded.
  bool is_full(const Span& span) const;
  void error(std::string code, Span span, std::string message, std::string help = {});
  void warning(std::string code, Span span, std::string message, std::string help = {});
  void merge(Diagnostics other);
  // Orders by path, place, code; drops exact repeats. Call before rendering.
  void sort();
  bool has_errors() const;
  size_t error_count() const;
  const std::vector<Diagnostic>& items() const { return items_; }
  bool empty() const { return items_.empty(); }

 private:
  struct Kept {
    size_t errors = 0, warnings = 0;
  };
  std::vector<Diagnostic> items_;
  std::map<const SourceFile*, Kept> kept_;
};

// rustc's look: code, `-->` place, source line with carets, notes, help. `colour` adds ANSI codes.
enum class Colour { kOff, kOn };
std::string render_human(const Diagnostics& diagnostics, Colour colour);
// {"format_version":1,"diagnostics":[{"code","severity","file","line","column","length","message",
// "notes","help"}]} on one line per document.
std::string render_json(const Diagnostics& diagnostics);

// The candidate nearest to `word` by edit distance, if near enough to be meant; else empty.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace hanse
