// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hanse::strategy {

// What a Rego file says of packages, read by its words: comments and texts say nothing. Pure.

// Of its `package` statement; empty: it has none.
std::string rego_package(std::string_view text);
// Whether one of the test files is in that package or in `<package>_test`, or names
// `data.<package>`.
bool is_tested(std::string_view package, const std::vector<std::string_view>& tests);

}  // namespace hanse::strategy
