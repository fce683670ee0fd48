// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/ids.h"
#include "base/result.h"

namespace hanse::spec {

enum class FileKind {
  kMesh, kDomain, kProduct, kContract, kAgreement, kTransform, kPolicy, kPolicyTable,
  kGlossary, kStrategy
};

// A file of a mesh by where it lies.
struct MeshFile {
  std::string path;    // relative to the mesh folder, with `/`
  FileKind kind = FileKind::kMesh;
  ScopeId scope;       // the domain whose folder it lies in, else the mesh
  std::string folder;  // the folder of `path`
  std::string stem;    // the file's name without its ending
};

// What a path is by DESIGN's layout; null for what is none of ours.
std::optional<MeshFile> classify(std::string_view path);

constexpr int kPolicyFoldersDeepMax = 8;
constexpr size_t kMeshFilesMax = 500'000;

// Every file of ours under `folder`, sorted by path. Only the folders that DESIGN names are
// entered.
// Links that leave the folder (HNS-S014), what is no regular file (S015), YAML under a name that
// nothing reads (S016) and too many files (S019) go to `diagnostics`. Fails when `folder` itself
// cannot be read.
Result<std::vector<MeshFile>> walk_mesh(const std::string& folder, Diagnostics& diagnostics);

// The same of one folder at the top (`strategy`, `glossary`): the rest of the mesh is not looked
// at. None when it is not there.
Result<std::vector<MeshFile>> walk_top(const std::string& folder, std::string_view name,
                                       Diagnostics& diagnostics);

}  // namespace hanse::spec
