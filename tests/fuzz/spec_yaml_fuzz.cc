// SPDX-License-Identifier: Apache-2.0
#include "spec/node.h"

// Any bytes as a specification: a node or diagnostics, never a crash, whatever the file holds.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  hanse::Diagnostics diagnostics;
  const auto file = std::make_shared<const hanse::SourceFile>("f.yaml", std::move(text));
  hanse::spec::read_yaml(file, diagnostics);
  for (const hanse::Diagnostic& item : diagnostics.items())
    if (item.code.empty()) std::abort();
  return 0;
}
