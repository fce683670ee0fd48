// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
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
// What stands between single quotes, as a reader takes it: quotes in pairs are one, a line end is a
// blank and a further one a line feed, blanks around line ends go. libfyaml 0.7.12 does that too,
// but reads memory that is not the text's where two pairs of quotes follow each other.
std::string single_quoted_text(std::string_view inner);
// Past anchors and tags.
size_t skip_node_properties(std::string_view text, size_t at);

}  // namespace hanse::spec
