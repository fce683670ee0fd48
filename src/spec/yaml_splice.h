// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "spec/edit_yaml.h"
#include "spec/node.h"

namespace hanse::spec {

// `text` with the bytes of one edit spliced in; `root` is what it reads as. Nothing when the form
// of the text was not understood. The caller holds the result against what is wanted: this part
// guesses by columns and lines and is no parser. Pure.
std::optional<std::string> splice_edit(const std::string& text, const Node& root,
                                       const YamlEdit& edit);

}  // namespace hanse::spec
