// SPDX-License-Identifier: Apache-2.0
#include "source/csv_header.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "base/descriptor.h"
#include "base/utf8.h"

namespace hanse::source {
namespace {

std::unexpected<Error> no_header(std::string_view why) {
  return fail(ErrorCode::kDataError,
              fmt::format("the source file cannot be read as CSV: its header {}", why));
}

std::vector<std::string> told_apart(std::vector<std::string> names) {
  std::set<std::string> seen;
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i].empty() || !seen.insert(ascii_lower(names[i])).second)
      names[i] = fmt::format(
          "\x01"
          "column {}",
          i + 1);
  return names;
}

}  // namespace

Result<std::vector<std::string>> parse_csv_header(std::string_view text, char delimiter) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string> names(1);
  bool quoted = false, ended = false;
  for (size_t i = 0; i < text.size() && !ended; ++i) {
    const char c = text[i];
    if (quoted && c == '"' && text.substr(i, 2) == "\"\"")
      names.back() += text[i++];
    else if (quoted && c == '"')
      quoted = false;
    else if (quoted)
      names.back() += c;
    else if (c == '"' && names.back().empty())
      quoted = true;
    else if (c == delimiter)
      names.emplace_back();
    else if (c == '\n' || c == '\r')
      ended = true;
    else
      names.back() += c;
  }
  if (!ended && text.size() >= kCsvHeaderBytesMax)
    return no_header(fmt::format("is longer than {} bytes", kCsvHeaderBytesMax));
  if (quoted) return no_header("has a quote that is not closed");
  for (const std::string& name : names)
    if (first_invalid_utf8(name) != std::string::npos) return no_header("is no UTF-8");
  return told_apart(std::move(names));
}

Result<std::vector<std::string>> read_csv_header(const std::string& path, char delimiter) {
  Descriptor file;
  file.value = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.value < 0) return fail(ErrorCode::kIo, "the source file cannot be opened");
  constexpr size_t kBlock = 64u << 10;
  std::string text;
  while (text.size() < kCsvHeaderBytesMax) {
    const size_t before = text.size();
    text.resize(std::min(before + kBlock, kCsvHeaderBytesMax));
    const ssize_t got = read(file.value, text.data() + before, text.size() - before);
    if (got < 0 && errno != EINTR)
      return fail(ErrorCode::kIo, "the source file cannot be read");
    text.resize(before + (got < 0 ? 0 : static_cast<size_t>(got)));
    if (got == 0) break;
    if (text.find_first_of("\n\r", before) == std::string::npos) continue;
    const auto names = parse_csv_header(text, delimiter);
    if (names || text.size() == kCsvHeaderBytesMax) return names;  // else a quoted name goes on
  }
  return parse_csv_header(text, delimiter);
}

}  // namespace hanse::source
