// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace hanse::spec {

// Finding one's way in the text of YAML that is known to parse: what editing by splicing needs.
// Pure; positions are byte offsets; past the end means `text.size()`.

// The end of the quoted text or flow collection that begins at `at` (a quote, `[` or `{`).
size_t end_of_enclosed(std::string_view text, size_t at);
// Where the comment of the line begins that `at` stands in, at or after `at`; else the line's end.
size_t end_of_plain(std::string_view text, size_t at);
// The end of the key that begins at `at`, before its colon; npos when it is no key.
size_t end_of_key(std::string_view text, size_t at);
size_t end_of_line(std::string_view text, size_t at);
size_t skip_spaces(std::string_view text, size_t at);
// Past anchors and tags.
size_t skip_node_properties(std::string_view text, size_t at);

}  // namespace hanse::spec
