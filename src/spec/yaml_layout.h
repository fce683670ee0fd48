// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "spec/node.h"

namespace hanse::spec {

// Where the values of a YAML text stand, found by lines and columns for texts that are known to
// parse. Offsets are bytes. A guess: who uses it checks what comes of it.

// A value and what owns it: a key, a dash, or the document.
struct YamlValue {
  const Node* node = nullptr;
  size_t start = 0;      // of the entry: its key or dash; of the value when it is a flow item
  size_t head_end = 0;   // after the colon or dash; `start` when there is none
  size_t at = 0;         // where the value begins, past anchors; `end` when it says nothing
  size_t end = 0;        // where the entry's lines end; in a flow collection the value's end
  int column = 0;        // of the key or dash; -1 of the document
  bool in_flow = false;  // it stands in a flow collection
};

class YamlLayout {
 public:
  explicit YamlLayout(std::string_view text) : text_(text) {}

  std::optional<YamlValue> document(const Node& root) const;
  // The entries of a map or the items of a list, in order; nothing when fewer or more were found
  // than the node has.
  std::optional<std::vector<YamlValue>> children(const YamlValue& value) const;

  bool is_flow(const YamlValue& value) const;  // `[…]` or `{…}`
  // Where the value's own text ends when it is in quotes or a flow collection, or plain on a line.
  std::optional<size_t> end_on_line(const YamlValue& value) const;
  // After the last line, up to `end`, that belongs to what begins at `at`: comments do when they
  // stand right of `column`.
  size_t end_of_content(size_t at, size_t end, int column) const;
  int column_of(size_t at) const;
  size_t line_start(size_t at) const;
  bool is_first_on_line(size_t at) const;
  bool is_blank_or_comment(size_t at) const;  // from `at` to the end of its line

 private:
  std::optional<YamlValue> block_value(const Node& node, size_t start, size_t end) const;
  std::vector<size_t> starts(const YamlValue& value, bool dashes) const;
  std::optional<std::vector<YamlValue>> flow_children(const YamlValue& value) const;
  size_t next_content(size_t at, size_t end) const;
  bool is_dash(size_t at) const;

  std::string_view text_;
};

}  // namespace hanse::spec
