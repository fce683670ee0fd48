// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>

#include "spec/files_walk.h"
#include "spec/model.h"
#include "spec/node.h"
#include "spec/variables.h"

namespace hanse::spec {

// One file, decoded. `known` is false when it could not be told what the file is about, so that
// rules between files would only report what follows from that.
struct Document {
  MeshFile file;
  std::variant<std::monostate, Mesh, Domain, DataProduct, DataContract, Agreement, Glossary,
               PolicyFile, PolicyTable, StrategyDocument, Transform>
      value;
  bool known = true;
};

// HNS-S010 and HNS-S018: why a specification file cannot be read.
void report_unreadable(const std::string& path, const Error& error, Diagnostics& diagnostics);

// Reads `root` as what the file's place says. `variables` null: `${NAME}` stays as it is.
void decode_document(const Node& root, const Variables* variables, Document& document,
                     Diagnostics& diagnostics);
// Rego and SQL: text, not YAML. `source` may be null (a stored document).
void decode_text(std::string text, std::shared_ptr<const SourceFile> source, Document& document);

// Puts the documents together; two that claim one id are HNS-S030 and S031, a folder with contracts
// and no product is S032.
Model assemble(std::vector<Document> documents, Diagnostics& diagnostics);

}  // namespace hanse::spec
