// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hanse {

// The bytes of one file that a person wrote, with line starts for positions. Immutable.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);
  const std::string& path() const { return path_; }  // relative to the mesh folder, as shown
  std::string_view text() const { return text_; }

  struct Place {
    int line = 1;    // from 1
    int column = 1;  // from 1, in Unicode code points of valid UTF-8, else in bytes
  };
  Place place(uint32_t offset) const;
  // The text of line `line` (from 1) without its line end; empty past the end.
  std::string_view line_text(int line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

// A range of bytes in a SourceFile; `file` null means "nowhere" (a document from the state store).
struct Span {
  std::shared_ptr<const SourceFile> file;
  uint32_t offset = 0;
  uint32_t length = 0;
};

}  // namespace hanse
