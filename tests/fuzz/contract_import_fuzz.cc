// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "contract/formats/format.h"
#include "spec/document.h"
#include "spec/node.h"
#include "spec/write_contract.h"

// Any bytes as a schema of another format, which the first byte picks: a contract or diagnostics.
// What is imported is written as YAML that reads back as just that.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::vector<const hanse::contract::Format*> formats;
  for (const auto& format : hanse::contract::format_table())
    if (format.read != nullptr) formats.push_back(&format);
  const auto& format = *formats[data[0] % formats.size()];
  std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  auto read = hanse::contract::import_text(format, "f", std::move(text));
  if (!read) std::abort();
  const hanse::contract::Imported& imported = *read;
  for (const hanse::Diagnostic& item : imported.diagnostics.items())
    if (item.code.empty()) std::abort();
  if (imported.diagnostics.has_errors()) return 0;
  const hanse::Json document = hanse::spec::contract_json(imported.contract);
  const auto written = std::make_shared<const hanse::SourceFile>(
      "g", hanse::spec::write_contract(imported.contract));
  hanse::Diagnostics again;
  const hanse::spec::Node node = hanse::spec::read_yaml(written, again);
  // What YAML cannot hold at all is refused there, and deep nesting.
  if (!again.has_errors() && !(hanse::spec::to_json(node) == document)) std::abort();
  if (again.has_errors()) return 0;
  // And it is one: whatever a source says, no contract comes of it that cannot be read.
  hanse::spec::Document decoded;
  decoded.file = {"g.odcs.yaml", hanse::spec::FileKind::kContract, {}, {}, {}};
  hanse::spec::decode_document(node, nullptr, decoded, again);
  if (again.has_errors()) {
    std::fputs(hanse::render_human(again, hanse::Colour::kOff).c_str(), stderr);
    std::abort();
  }
  return 0;
}
