// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.h"

#include <tuple>

#include "base/json.h"
#include "base/terminal_text.h"
#include "base/utf8.h"

namespace hanse {
namespace {

constexpr size_t kLineShownBytes = 160;  // of a source line in human output
constexpr size_t kTabColumns = 4;

// What a terminal shows for a piece of a line: tabs as blanks, nothing that moves the cursor.
std::string shown(std::string_view piece) {
  std::string out;
  while (!piece.empty()) {
    const size_t tab = std::min(piece.find('\t'), piece.size());
    out += printable(piece.substr(0, tab));
    if (tab == piece.size()) break;
    out.append(kTabColumns, ' ');
    piece.remove_prefix(tab + 1);
  }
  return out;
}

// The largest prefix of at most `bytes` that does not cut a character.
std::string_view prefix(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

struct Paint {
  bool on;
  std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};

// Returns the margin that notes line up with.
std::string render_place(std::string& out, const Diagnostic& item, const Paint& paint) {
  const SourceFile& file = *item.span.file;
  const auto offset = std::min<size_t>(item.span.offset, file.text().size());
  const auto place = file.place(static_cast<uint32_t>(offset));
  const std::string number = std::to_string(place.line);
  std::string margin(number.size(), ' ');
  out += fmt::format("{}{} {}:{}:{}\n", margin, paint("34", "-->"), printable(file.path()),
                     place.line, place.column);
  const std::string_view whole = file.line_text(place.line);
  const std::string_view line = prefix(whole, kLineShownBytes);
  if (whole.empty()) return margin;
  // At the line end the caret stands after the last character; in what is cut off, nowhere.
  const auto line_start = static_cast<size_t>(whole.data() - file.text().data());
  const size_t at = std::min(offset - line_start, whole.size());
  if (at > line.size()) return margin;
  const std::string_view before = line.substr(0, at);
  const std::string_view marked = prefix(line.substr(before.size()), item.span.length);
  const size_t carets = std::max<size_t>(1, display_width(shown(marked)));
  const std::string caret_text(carets, '^');
  const bool error = item.severity == Severity::kError;
  out += fmt::format("{} {}\n", margin, paint("34", "|"));
  out += fmt::format("{} {} {}{}\n", paint("34", number), paint("34", "|"), shown(line),
                     line.size() < whole.size() ? "..." : "");
  out += fmt::format("{} {} {}{}\n", margin, paint("34", "|"),
                     std::string(display_width(shown(before)), ' '),
                     paint(error ? "31" : "33", caret_text));
  return margin;
}

// The edit distance of Damerau and Levenshtein (adjacent swaps count once), as one number.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i)
    for (size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.span.file) {
    const bool error = diagnostic.severity == Severity::kError;
    Kept& kept = kept_[diagnostic.span.file.get()];
    const size_t most = error ? kErrorsOfFileMax : kWarningsOfFileMax;
    const size_t before = (error ? kept.errors : kept.warnings)++;
    if (before > most) return;
    if (before == most)
      diagnostic = {"HNS-S036", diagnostic.severity,
                    fmt::format("more than {} {} in this file: the rest is left out", most,
                                error ? "errors" : "warnings"),
                    std::move(diagnostic.span), {}, {}, "mend those that are shown"};
  }
  items_.push_back(std::move(diagnostic));
}

bool Diagnostics::is_full(const Span& span) const {
  const auto found = kept_.find(span.file.get());
  return found != kept_.end() && found->second.errors > kErrorsOfFileMax;
}

void Diagnostics::error(std::string code, Span span, std::string message, std::string help) {
  add({std::move(code), Severity::kError, std::move(message), std::move(span), {}, {},
       std::move(help)});
}

void Diagnostics::warning(std::string code, Span span, std::string message, std::string help) {
  add({std::move(code), Severity::kWarning, std::move(message), std::move(span), {}, {},
       std::move(help)});
}

void Diagnostics::merge(Diagnostics other) {
  for (Diagnostic& item : other.items_) items_.push_back(std::move(item));
}

void Diagnostics::sort() {
  const auto key = [](const Diagnostic& item) {
    const std::string_view path = item.span.file ? item.span.file->path() : std::string_view();
    return std::tuple(path, item.span.offset, std::string_view(item.code),
                      std::string_view(item.message));
  };
  std::stable_sort(items_.begin(), items_.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  items_.erase(std::unique(items_.begin(), items_.end(),
                           [&](const auto& a, const auto& b) { return key(a) == key(b); }),
               items_.end());
}

size_t Diagnostics::error_count() const {
  return static_cast<size_t>(std::count_if(items_.begin(), items_.end(), [](const auto& item) {
    return item.severity == Severity::kError;
  }));
}

bool Diagnostics::has_errors() const { return error_count() > 0; }

std::string render_human(const Diagnostics& diagnostics, Colour colour) {
  const Paint paint{colour == Colour::kOn};
  std::string out;
  for (const Diagnostic& item : diagnostics.items()) {
    const bool error = item.severity == Severity::kError;
    out += fmt::format("{}: {}\n",
                       paint(error ? "1;31" : "1;33",
                             fmt::format("{}[{}]", error ? "error" : "warning", item.code)),
                       printable(item.message));
    const std::string margin = item.span.file ? render_place(out, item, paint) : " ";
    for (const std::string& note : item.notes)
      out += fmt::format("{} {} note: {}\n", margin, paint("34", "="), printable(note));
    if (!item.help.empty())
      out += fmt::format("{} {} {}: {}\n", margin, paint("34", "="), paint("36", "help"),
                         printable(item.help));
    out += "\n";
  }
  return out;
}

std::string render_json(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& item : diagnostics.items()) {
    const auto place = item.span.file ? item.span.file->place(item.span.offset)
                                      : SourceFile::Place{0, 0};
    Json notes = Json::array();
    for (const std::string& note : item.notes) notes.push(note);
    Json row = Json::object({{"code", item.code},
                             {"severity", item.severity == Severity::kError ? "error" : "warning"},
                             {"file", item.span.file ? Json(item.span.file->path()) : Json()},
                             {"line", place.line},
                             {"column", place.column},
                             {"length", int64_t{item.span.length}},
                             {"message", item.message},
                             {"notes", std::move(notes)},
                             {"help", item.help.empty() ? Json() : Json(item.help)}});
    if (!item.object.empty()) row.set("object", item.object);
    list.push(std::move(row));
  }
  return Json::object({{"format_version", 1}, {"diagnostics", std::move(list)}}).dump();
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr size_t kWordBytesMax = 200;       // the distance costs the product of both lengths
  constexpr size_t kPrefixBytesMin = 3;       // shorter prefixes begin too many words
  if (word.empty() || word.size() > kWordBytesMax) return {};
  const std::string wanted = ascii_lower(word);
  const size_t distance_max = std::max<size_t>(1, wanted.size() / 3);
  std::string_view best;
  // Twice the distance, less one for a common prefix: the prefix decides between equals.
  size_t best_score = 2 * distance_max + 1;
  for (std::string_view candidate : candidates) {
    if (candidate.size() > kWordBytesMax) continue;
    const std::string other = ascii_lower(candidate);
    const bool starts = wanted.size() >= kPrefixBytesMin && other.size() >= kPrefixBytesMin &&
                        (other.starts_with(wanted) || wanted.starts_with(other));
    size_t distance = edit_distance(wanted, other);
    if (distance >= std::min(wanted.size(), other.size()) && distance > 0 && !starts) continue;
    if (starts) distance = std::min(distance, distance_max);  // `desc` means `description`
    const size_t score = 2 * distance - (starts && distance > 0 ? 1 : 0);
    if (score >= best_score) continue;
    best_score = score;
    best = candidate;
  }
  return best;
}

}  // namespace hanse
