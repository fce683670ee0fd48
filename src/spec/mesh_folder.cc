// SPDX-License-Identifier: Apache-2.0
#include "spec/mesh_folder.h"

#include <fmt/format.h>

#include "base/files.h"

namespace hanse::spec {
namespace {

// As it is written to: `new/../strategy` is `strategy`.
std::string normal(const std::string& path) { return join_path("", path); }

std::unexpected<Error> not_inside(const std::string& path) {
  return fail(ErrorCode::kDenied, fmt::format("`{}` is not in the folder of the mesh", path));
}

}  // namespace

bool is_in_mesh(const std::string& path) {
  const std::string inside = normal(path);
  return !inside.starts_with('/') && inside != ".." && !inside.starts_with("../");
}

Status check_mesh_folder(const std::string& mesh, const std::string& path) {
  if (!is_in_mesh(path)) return not_inside(path);
  const std::string inside = normal(path);
  const std::string folder = mesh.empty() ? "." : mesh;
  if (!path_exists(folder)) return {};  // neither is a link in it
  HANSE_TRY(const std::string root, resolve_path(folder));
  for (size_t end = 0; end != std::string::npos;) {
    end = inside.find('/', end + 1);
    const std::string part = inside.substr(0, end), full = join_path(root, part);
    if (!path_exists(full)) return {};
    const auto real = resolve_path(full);
    if (!real || !path_is_inside(*real, root))
      return fail(ErrorCode::kInvalidArgument,
                  real ? fmt::format("the link `{}` leaves the folder of the mesh", part)
                       : fmt::format("the link `{}` leads nowhere", part),
                  "put the folder itself there");
  }
  return {};
}

Status make_mesh_folder(const std::string& mesh, const std::string& path) {
  HANSE_TRY_STATUS(check_mesh_folder(mesh, path));
  return make_folders(join_path(mesh, path));
}

Status write_mesh_file(const std::string& mesh, const std::string& path, std::string_view text) {
  const std::string inside = normal(path);
  if (!is_in_mesh(path) || inside.empty() || inside == ".") return not_inside(path);
  const size_t slash = inside.rfind('/');
  HANSE_TRY_STATUS(
      make_mesh_folder(mesh, slash == std::string::npos ? "" : inside.substr(0, slash)));
  return write_file_atomic(join_path(mesh, path), text);
}

}  // namespace hanse::spec
