// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::spec {

// What `${NAME}` stands for in a document (ODCS 3.2.0 and ODPS 1.1.0, "Variables"). Values may be
// secrets: what they were put into is kept in a Secret and never shown.
using Variables = std::map<std::string, std::string>;

// Those of this process's environment.
Variables process_variables();

// Adds those of a file of lines `NAME=VALUE` (`.env`): `#` begins a comment line, `export ` before
// a name and quotes around a value are taken off. Later lines win, and win over what was there.
// kNotFound and kIo of the file, kInvalidArgument with the line that is none; never with a value.
Status add_variables(const std::string& path, Variables& variables);

// `text` with `${NAME}` replaced by its value, `${NAME:-default}` by the default where the variable
// is unset or empty. A value is not looked into. Without a value: the variable's name. Pure.
std::expected<std::string, std::string> resolve_variables(std::string_view text,
                                                          const Variables& variables);
bool has_variables(std::string_view text);

}  // namespace hanse::spec
