// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/decoder.h"

namespace hanse::spec {

// The maps of mesh.yaml with their fields, as the decoder takes them.
struct RegisterPart {
  std::string_view path;              // "teams[]", "limits"; empty: the file itself
  std::vector<Field> fields;
};
std::vector<RegisterPart> register_parts();

// docs/reference/configuration.md: every field of register_parts(). A field without a meaning, or a
// meaning without a field, ends the process: a test makes the page.
std::string configuration_markdown();

}  // namespace hanse::spec
