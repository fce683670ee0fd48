// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::engine {

// Whether a name in lower case is a word of the engine's grammar, which it quotes where it prints
// names. Asks the engine once for its list; while it has none, every name is one. Thread-safe.
bool is_keyword(const std::string& name);

}  // namespace hanse::engine
