// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace hanse {

// A file of the source tree that the binary carries: default policies, tables, styles. Read-only.
struct EmbeddedFile {
  std::string_view path;  // relative to the tree: "policies/read.rego"
  std::string_view content;
};
std::span<const EmbeddedFile> embedded_files();
// The content, or empty when there is no such file.
std::string_view embedded_file(std::string_view path);

}  // namespace hanse
