// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.h"

#include <tuple>

#include "base/json.h"
#include "base/utf8.h"

namespace hanse {
namespace {

constexpr size_t kLineShownMax = 160;  // code points of a source line in human output

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t code_points(std::string_view text) {
  size_t count = 0;
  for (char c : text) count += is_continuation(c) ? 0 : 1;
  return count;
}

// A tab as one blank, other control bytes as `?`: what is shown stays in its column.
std::string shown_line(std::string_view line) {
  std::string out;
  size_t points = 0;
  for (char c : line) {
    if (!is_continuation(c) && ++points > kLineShownMax) break;
    const auto byte = static_cast<unsigned char>(c);
    out += c == '\t' ? ' ' : (byte < 0x20 || byte == 0x7F ? '?' : c);
  }
  return first_invalid_utf8(out) == std::string_view::npos ? out : std::string("(not UTF-8)");
}

struct Paint {
  bool on;
  std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};

void render_place(std::string& out, const Diagnostic& item, const Paint& paint) {
  const auto place = item.span.file->place(item.span.offset);
  const std::string number = std::to_string(place.line);
  const std::string margin(number.size(), ' ');
  out += fmt::format("{}{} {}:{}:{}\n", margin, paint("34", "-->"), item.span.file->path(),
                     place.line, place.column);
  const std::string_view line = item.span.file->line_text(place.line);
  const auto column = static_cast<size_t>(place.column);
  if (line.empty() || column > kLineShownMax) return;
  const size_t width = code_points(line);
  const size_t wanted = code_points(item.span.file->text().substr(item.span.offset, item.span.length));
  const size_t room = width >= column ? width - column + 1 : 1;
  const size_t carets = std::max<size_t>(1, std::min({wanted, room, kLineShownMax - column + 1}));
  out += fmt::format("{} {}\n", margin, paint("34", "|"));
  out += fmt::format("{} {} {}\n", paint("34", number), paint("34", "|"), shown_line(line));
  out += fmt::format("{} {} {}{}\n", margin, paint("34", "|"), std::string(column - 1, ' '),
                     paint(item.severity == Severity::kError ? "31" : "33", std::string(carets, '^')));
}

}  // namespace

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
                       item.message);
    if (item.span.file) render_place(out, item, paint);
    for (const std::string& note : item.notes) out += fmt::format("  = note: {}\n", note);
    if (!item.help.empty()) out += fmt::format("  = {}: {}\n", paint("36", "help"), item.help);
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
  std::string_view best;
  size_t best_distance = word.size() / 3 + 1;  // more than a third changed is another word
  const std::string wanted = ascii_lower(word);
  for (std::string_view candidate : candidates) {
    const std::string other = ascii_lower(candidate);
    const size_t n = wanted.size(), m = other.size();
    if (n > 200 || m > 200) continue;
    std::vector<std::vector<size_t>> cost(n + 1, std::vector<size_t>(m + 1));
    for (size_t i = 0; i <= n; ++i) cost[i][0] = i;
    for (size_t j = 0; j <= m; ++j) cost[0][j] = j;
    for (size_t i = 1; i <= n; ++i)
      for (size_t j = 1; j <= m; ++j) {
        cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                               cost[i - 1][j - 1] + (wanted[i - 1] == other[j - 1] ? 0 : 1)});
        if (i > 1 && j > 1 && wanted[i - 1] == other[j - 2] && wanted[i - 2] == other[j - 1])
          cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    if (cost[n][m] < best_distance || (cost[n][m] == best_distance && best.empty())) {
      best_distance = cost[n][m];
      best = candidate;
    }
  }
  return best;
}

}  // namespace hanse
