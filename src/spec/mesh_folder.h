// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::spec {

// Folders of a mesh that tools write to. Reading refuses links that leave the folder of the mesh
// (HNS-S014); so does writing, or a mesh that somebody handed over would write anywhere.

// Whether `path`, as it is spelled, stays in the folder of the mesh. Pure.
bool is_in_mesh(const std::string& path);
// `path` of a folder or a file below the folder of the mesh: kDenied where it is not below it,
// kInvalidArgument where a link on the way, as far as it is there, leaves it or leads nowhere.
Status check_mesh_folder(const std::string& mesh, const std::string& path);
// The same, then makes it with its parents.
Status make_mesh_folder(const std::string& mesh, const std::string& path);
// Writes a file as a whole, with the folders above it.
Status write_mesh_file(const std::string& mesh, const std::string& path, std::string_view text);

}  // namespace hanse::spec
