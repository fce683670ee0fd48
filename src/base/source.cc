// SPDX-License-Identifier: Apache-2.0
#include "base/source.h"

#include "base/terminal_text.h"
#include "base/utf8.h"

namespace hanse {

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(static_cast<uint32_t>(i + 1));
}

SourceFile::Place SourceFile::place(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const uint32_t start = *(next - 1);
  const std::string_view before = std::string_view(text_).substr(start, offset - start);
  const auto columns = first_invalid_utf8(before) == std::string_view::npos
                           ? code_point_count(before)
                           : before.size();
  return {static_cast<int>(next - line_starts_.begin()), static_cast<int>(columns) + 1};
}

std::string_view SourceFile::line_text(int line) const {
  if (line < 1 || static_cast<size_t>(line) > line_starts_.size()) return {};
  const uint32_t start = line_starts_[static_cast<size_t>(line - 1)];
  std::string_view rest = std::string_view(text_).substr(start);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

}  // namespace hanse
