// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "spec/decode.h"
#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::spec {

Result<Mesh> read_register(const std::string& folder) {
  const std::string path = join_path(folder, "mesh.yaml");
  HANSE_TRY(std::string text, read_file(path, kSpecificationBytesMax));
  Diagnostics diagnostics;
  auto file = std::make_shared<const SourceFile>("mesh.yaml", std::move(text));
  const Node root = read_yaml(std::move(file), diagnostics);
  Mesh mesh;
  Decoder decoder({diagnostics, "mesh", nullptr});
  decode_mesh(decoder, root, mesh);
  if (diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` has errors", path),
                "`hanse validate` shows them");
  return mesh;
}

}  // namespace hanse::spec
