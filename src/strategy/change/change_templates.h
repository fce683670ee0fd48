// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "spec/mesh.h"

namespace hanse::strategy {

// What `hanse change init` writes: path and text of each file, with the teams and domains of the
// register filled in. Nothing in it is a number that nobody stated. Pure.
std::vector<std::pair<std::string, std::string>> change_files(const spec::Mesh& mesh);

}  // namespace hanse::strategy
