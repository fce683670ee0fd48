// SPDX-License-Identifier: Apache-2.0
#include "spec/text_checks.h"

#include "base/utf8.h"

namespace hanse::spec {

bool check_text(const std::shared_ptr<const SourceFile>& file, Diagnostics& diagnostics) {
  const std::string_view text = file->text();
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    diagnostics.error("HNS-S002", {file, static_cast<uint32_t>(nul), 1},
                      "the file has a NUL byte, expected text");
    return false;
  }
  if (const size_t bad = first_invalid_utf8(text); bad != std::string_view::npos) {
    const auto byte = static_cast<unsigned char>(text[bad]);
    diagnostics.error("HNS-S001", {file, static_cast<uint32_t>(bad), 1},
                      fmt::format("byte 0x{:02X} is not UTF-8", byte),
                      "save the file in the encoding UTF-8");
    return false;
  }
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  if (trim(rest).empty()) {
    diagnostics.error("HNS-S006", {file, 0, 0}, "the file is empty");
    return false;
  }
  return true;
}

}  // namespace hanse::spec
