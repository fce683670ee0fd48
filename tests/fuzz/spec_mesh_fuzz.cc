// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/digest.h"
#include "spec/document.h"
#include "spec/model.h"

using namespace hanse;

namespace {

constexpr std::string_view kFile = "\n--> ";  // then a path: a file of the mesh follows

struct File {
  spec::Document document;
  spec::SpecificationFile stored;
};

std::optional<File> file_of(std::string_view part, const spec::Variables* variables,
                            Diagnostics& diagnostics) {
  const std::string path(part.substr(0, part.find('\n')));
  const auto place = spec::classify(path);
  if (!place) return std::nullopt;
  std::string text(part.substr(std::min(part.size(), path.size() + 1)));
  File out;
  out.document.file = *place;
  out.stored.path = path;
  out.stored.scope = place->scope;
  out.stored.digest = digest_hex(text);
  const auto source = std::make_shared<const SourceFile>(path, std::move(text));
  if (place->kind == spec::FileKind::kPolicy || place->kind == spec::FileKind::kTransform) {
    out.stored.text = source->text();
    spec::decode_text(out.stored.text, source, out.document);
  } else {
    spec::Node root = spec::read_yaml(source, diagnostics);
    spec::decode_document(root, variables, out.document, diagnostics);
    out.stored.document = spec::to_json(std::move(root));
  }
  return out;
}

}  // namespace

// Any bytes as the files of a mesh, `mesh.yaml` first: decoded and validated, or reported with
// codes. What has no errors decodes from its stored form as well.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  std::vector<spec::Document> documents;
  std::vector<spec::SpecificationFile> stored;
  spec::Variables variables;
  for (bool is_first = true; !rest.empty(); is_first = false) {
    const size_t end = std::min(rest.find(kFile), rest.size());
    auto file = file_of(rest.substr(0, end), is_first ? nullptr : &variables, diagnostics);
    rest.remove_prefix(std::min(rest.size(), end + kFile.size()));
    if (!file) continue;
    if (const auto* mesh = std::get_if<spec::Mesh>(&file->document.value);
        mesh != nullptr && is_first && !mesh->environments.empty())
      variables = mesh->environments.front().variables;
    documents.push_back(std::move(file->document));
    stored.push_back(std::move(file->stored));
  }
  const bool has_register =
      !documents.empty() && documents.front().file.kind == spec::FileKind::kMesh;
  const spec::Model model = spec::assemble(std::move(documents), diagnostics);
  spec::validate(model, {}, diagnostics);
  for (const Diagnostic& item : diagnostics.items())
    if (item.code.empty() || item.message.empty()) std::abort();
  if (has_register && !diagnostics.has_errors() && !spec::decode_stored(stored)) std::abort();
  return 0;
}
