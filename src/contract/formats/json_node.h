// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/diagnostics.h"
#include "spec/node.h"

namespace hanse::contract {

// JSON (RFC 8259) with the place of every value, for foreign documents whose parts are reported
// about. HNS-C080 with the place where it stops being JSON, then the node is kNull; HNS-C083 past
// kJsonDepthMax. A repeated key is HNS-C080 too. Time in proportion to the text.
spec::Node read_json(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics);

constexpr int kJsonDepthMax = 256;

// The member as it is; null when `node` is no map or has none.
const spec::Node* member(const spec::Node& node, std::string_view key);
// The text of a member that is a string, else empty.
std::string text_member(const spec::Node& node, std::string_view key);

}  // namespace hanse::contract
