// SPDX-License-Identifier: Apache-2.0
#include "spec/errors_page.h"

#include "spec/codes.h"

namespace hanse::spec {
namespace {

struct Part {
  std::string_view prefix, title;
};
constexpr Part kParts[] = {
    {"HNS-S", "Reading a file"},
    {"HNS-V", "Rules between files"},
    {"HNS-P", "Policies"},
    {"HNS-L", "The life cycle of products"},
    {"HNS-T", "Transforms"},
    {"HNS-C", "Contracts against data"},
    {"HNS-G", "Strategy"},
};

std::string fenced(std::string_view text) {
  return fmt::format("```\n{}{}```\n", text, text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string errors_markdown() {
  std::string page =
      "# Error codes\n\n"
      "Every diagnostic has a stable code. `hanse explain CODE` shows the same text. This page is "
      "made from the table in `src/spec/codes_*.cc`; change it there.\n";
  for (const Part& part : kParts) {
    page += fmt::format("\n## {}\n", part.title);
    for (const CodeEntry& entry : code_table()) {
      if (!entry.code.starts_with(part.prefix)) continue;
      page += fmt::format("\n### {}: {}\n\n{}\n\nRefused:\n\n{}\nRight:\n\n{}", entry.code,
                          entry.title, entry.rule, fenced(entry.wrong), fenced(entry.right));
    }
  }
  return page;
}

}  // namespace hanse::spec
