// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse::contract {

// JSON pointers within the fragment of a reference (RFC 6901 §6). Pure.

// One name as a reference writes it: `~`, `/` and what a fragment does not have are escaped.
std::string pointer_part(std::string_view name);
// The same undone; what is no escape stands for itself.
std::string from_pointer(std::string_view part);
// All parts of `#/$defs/a~1b` undone, joined by `/` again.
std::string from_reference(std::string_view reference);

}  // namespace hanse::contract
