// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "spec/node.h"
#include "spec/scaffold.h"
#include "spec/yaml_text.h"

// Works on lines and keeps what is between them: emitting the document again would lose comments.

namespace hanse::spec {
namespace {

constexpr int kIndent = 2;

class Formatter {
 public:
  explicit Formatter(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) line();
    flush({0, 0}, levels_);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  struct Column {
    int from = 0, to = 0;
  };
  struct Level : Column {
    bool is_list = false;
  };
  struct Waiting {  // a comment, or a blank line when empty
    std::string_view text;
    int column = 0;
  };

  int column_of(size_t at) const {
    const size_t start = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return static_cast<int>(at - (start == std::string_view::npos ? 0 : start + 1));
  }
  std::string_view right_trimmed(size_t from, size_t to) const {
    std::string_view part = text_.substr(from, to - from);
    while (!part.empty() && (part.back() == ' ' || part.back() == '\t')) part.remove_suffix(1);
    return part;
  }

  void line() {
    const size_t start = skip_spaces(text_, at_);
    const size_t end = end_of_line(text_, start);
    if (start == end || text_[start] == '#') {
      waiting_.push_back({right_trimmed(start, end), column_of(start)});
      at_ = end + 1;
    } else if (column_of(start) == 0 && is_marker(text_.substr(start, end - start))) {
      flush({0, 0}, levels_);
      out_ += fmt::format("{}\n", right_trimmed(start, end));
      at_ = end + 1;
    } else {
      content(start);
    }
  }

  static bool is_marker(std::string_view line) {
    return line.starts_with("---") || line.starts_with("...") || line.starts_with('%');
  }

  // Comments stand with the line that follows, or deeper with what came before.
  void flush(Column next, const std::vector<Level>& levels) {
    bool had_blank = out_.empty();
    for (const Waiting& each : waiting_) {
      if (each.text.empty()) {
        if (!had_blank) out_ += '\n';
        had_blank = true;
        continue;
      }
      had_blank = false;
      int to = next.to;
      if (each.column > next.from)
        for (const Level& level : levels)
          if (level.from <= each.column) to = std::max(to, level.to);
      out_ += fmt::format("{:{}}{}\n", "", to, each.text);
    }
    waiting_.clear();
  }

  int open(int column, bool is_list) {
    while (!levels_.empty() && levels_.back().from > column) levels_.pop_back();
    if (!levels_.empty() && levels_.back().from == column) {
      if (levels_.back().is_list == is_list) return levels_.back().to;
      if (!is_list) {  // a key after the list that stood under an earlier one, not indented
        levels_.pop_back();
        return open(column, false);
      }
    }
    const int to = levels_.empty() ? 0 : levels_.back().to + kIndent;
    levels_.push_back({{column, to}, is_list});
    return to;
  }

  // Dashes, a key, a value: all that begins on this line.
  void content(size_t at) {
    // Comments are placed by the levels that were open before this line.
    const std::vector<Level> before = waiting_.empty() ? std::vector<Level>() : levels_;
    std::string line;
    Column inner;
    bool is_first = true;
    const auto place = [&](size_t where, int to) {
      inner = {column_of(where), to};
      if (is_first) {
        flush(inner, before);
        line.assign(static_cast<size_t>(to), ' ');
      }
      is_first = false;
    };
    while (is_dash(at)) {
      place(at, open(column_of(at), true));
      line += '-';
      at = skip_spaces(text_, at + 1);
      if (at < text_.size() && text_[at] != '\n') line += text_[at] == '#' ? "  " : " ";
    }
    const size_t key_end = end_of_key(text_, at);
    if (key_end != std::string_view::npos) {
      place(at, open(column_of(at), false));
      line += fmt::format("{}:", text_.substr(at, key_end - at));
      at = skip_spaces(text_, skip_spaces(text_, key_end) + 1);
      if (at < text_.size() && text_[at] != '\n') line += text_[at] == '#' ? "  " : " ";
    } else if (is_first) {
      const int to = levels_.empty() ? 0 : levels_.back().to + kIndent;
      place(at, to);
      inner = {levels_.empty() ? -1 : levels_.back().from, inner.to};
      shift_ = to - column_of(at);
      return value(at, std::move(line), inner.from);
    }
    shift_ = inner.to - inner.from;
    value(at, std::move(line), inner.from);
  }

  bool is_dash(size_t at) const {
    return at < text_.size() && text_[at] == '-' &&
           (at + 1 == text_.size() || text_[at + 1] == ' ' || text_[at + 1] == '\n');
  }

  // The value that begins at `at`, with all its lines; it stands right of the column `parent`.
  void value(size_t at, std::string line, int parent) {
    const size_t start = skip_node_properties(text_, at);
    size_t end = end_of_line(text_, at);
    const char first = start < text_.size() ? text_[start] : '\n';
    if (first == '|' || first == '>') {
      const bool keeps_blank = text_.substr(start, end - start).find('+') != std::string_view::npos;
      end = end_of_block(end, parent);
      if (!keeps_blank) end = without_blank_end(end, start);
    } else if (first == '"' || first == '\'' || first == '[' || first == '{') {
      end = end_of_line(text_, end_of_enclosed(text_, start));
    } else if (first != '\n' && first != '#') {
      end = end_of_plain_lines(at, parent);
    }
    emit_block(at, end, std::move(line));
    at_ = end + 1;
  }

  int indent_at(size_t line_start) const {
    return static_cast<int>(skip_spaces(text_, line_start) - line_start);
  }
  bool is_blank(size_t line_start) const {
    return skip_spaces(text_, line_start) >= end_of_line(text_, line_start);
  }

  size_t end_of_block(size_t end, int parent) const {
    while (end < text_.size()) {
      const size_t next = end + 1;
      if (next >= text_.size()) break;
      if (!is_blank(next) && indent_at(next) <= parent) break;
      end = end_of_line(text_, next);
    }
    return end;
  }

  size_t without_blank_end(size_t end, size_t start) const {
    while (end > start) {
      const size_t begin = text_.rfind('\n', end - 1);
      if (begin == std::string_view::npos || begin < start || !is_blank(begin + 1)) break;
      end = begin;
    }
    return end;
  }

  size_t end_of_plain_lines(size_t at, int parent) const {
    size_t end = end_of_line(text_, at);
    if (end_of_plain(text_, at) != end) return end;  // a comment ends it
    for (size_t line_end = end; line_end + 1 < text_.size();) {
      const size_t next = line_end + 1;
      line_end = end_of_line(text_, next);
      if (is_blank(next)) continue;
      if (indent_at(next) <= parent || text_[skip_spaces(text_, next)] == '#') break;
      end = line_end;
      if (end_of_plain(text_, next) != end) break;
    }
    return end;
  }

  // The first line joins what stands before the value; the others move with it.
  void emit_block(size_t at, size_t end, std::string line) {
    size_t line_end = std::min(end_of_line(text_, at), end);
    out_ += line;
    out_ += right_trimmed(at, line_end);
    out_ += '\n';
    while (line_end < end) {
      const size_t next = line_end + 1;
      line_end = std::min(end_of_line(text_, next), end);
      std::string_view part = text_.substr(next, line_end - next);
      if (shift_ > 0 && !trim(part).empty()) out_.append(static_cast<size_t>(shift_), ' ');
      for (int i = shift_; i < 0 && part.starts_with(' '); ++i) part.remove_prefix(1);
      out_ += part;
      out_ += '\n';
    }
  }

  std::string_view text_;
  std::string out_;
  size_t at_ = 0;
  int shift_ = 0;  // how far the lines of a value move
  std::vector<Level> levels_;
  std::vector<Waiting> waiting_;
};

std::string with_line_feeds(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n')
      out += text[i] == '\r' ? '\n' : text[i];  // alone it ends a line of YAML as well
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out;
}

Result<Json> read(const std::string& path, const std::string& text) {
  Diagnostics diagnostics;
  const Node node = read_yaml(std::make_shared<const SourceFile>(path, text), diagnostics);
  if (diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` cannot be read: {}", path, diagnostics.items().front().message),
                "`hanse validate` shows the place");
  return to_json(node);
}

}  // namespace

Result<std::string> format_yaml(const std::string& path, const std::string& text) {
  HANSE_TRY(const Json before, read(path, text));
  std::string formatted = Formatter(with_line_feeds(text)).run();
  const auto after = read(path, formatted);
  if (!after || !(*after == before))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` has a form that cannot be rewritten without changing it", path));
  return formatted;
}

}  // namespace hanse::spec
