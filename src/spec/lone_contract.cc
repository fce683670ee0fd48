// SPDX-License-Identifier: Apache-2.0
#include "spec/lone_contract.h"

#include "base/files.h"
#include "spec/validation.h"

namespace hanse::spec {

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
    model.contracts.emplace(lone.contract.id, lone.contract);
    const EnvironmentId none;
    Validation validation(model, none, lone.diagnostics);
    validate_contracts(validation);
  }
  lone.diagnostics.sort();
  return lone;
}

}  // namespace hanse::spec
