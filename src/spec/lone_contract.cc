// SPDX-License-Identifier: Apache-2.0
#include "spec/lone_contract.h"

#include "base/files.h"
#include "spec/bind_concepts.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr int kFoldersUpMax = 8;

// The folder of the mesh that a file lies in; empty: it lies in none.
std::string mesh_around(const std::string& path) {
  const auto real = resolve_path(path);
  std::string folder = real ? *real : std::string();
  for (int up = 0; up < kFoldersUpMax && folder.find('/') != folder.npos; ++up) {
    folder.resize(folder.rfind('/'));
    if (is_regular_file(join_path(folder, "mesh.yaml"))) return folder;
  }
  return {};
}

// The glossary of that mesh. What is wrong with it is `hanse validate`'s affair.
Concepts concepts_around(const std::string& path) {
  const std::string mesh = mesh_around(path);
  if (mesh.empty()) return {};
  Diagnostics ignored;
  const auto files = walk_top(mesh, "glossary", ignored);
  if (!files) return {};
  std::vector<Document> documents;
  for (const MeshFile& file : *files) {
    auto text = read_file(join_path(mesh, file.path), kSpecificationBytesMax);
    if (!text) continue;
    const auto source = std::make_shared<const SourceFile>(file.path, std::move(*text));
    Document& document = documents.emplace_back();
    document.file = file;
    decode_document(read_yaml(source, ignored), nullptr, document, ignored);
  }
  return assemble(std::move(documents), ignored).concepts;
}

}  // namespace

LoneContract read_lone_contract(const std::string& path, const Variables* variables) {
  LoneContract lone;
  auto text = read_file(path, kSpecificationBytesMax);
  if (!text) {
    report_unreadable(path, text.error(), lone.diagnostics);
    return lone;
  }
  Document document;
  const std::string name = path.substr(path.rfind('/') + 1);
  document.file = {path, FileKind::kContract, {}, {}, name.substr(0, name.find('.'))};
  const auto source = std::make_shared<const SourceFile>(path, std::move(*text));
  const Node root = read_yaml(source, lone.diagnostics);
  decode_document(root, variables, document, lone.diagnostics);
  if (auto* contract = std::get_if<DataContract>(&document.value))
    lone.contract = std::move(*contract);
  lone.known = document.known;
  if (lone.known) {
    Model model;
    std::string id = lone.contract.id;
    DataContract& contract =
        model.contracts.emplace(std::move(id), std::move(lone.contract)).first->second;
    model.concepts = concepts_around(path);
    bind_concepts(model);
    const EnvironmentId none;
    Validation validation(model, none, lone.diagnostics);
    validate_contracts(validation);
    if (!model.concepts.empty()) validate_concepts_of_contracts(validation);
    lone.contract = std::move(contract);
  }
  lone.diagnostics.sort();
  return lone;
}

}  // namespace hanse::spec
