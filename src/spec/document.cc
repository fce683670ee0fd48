// SPDX-License-Identifier: Apache-2.0
#include "spec/document.h"

#include <set>

#include "base/files.h"
#include "spec/bind_concepts.h"
#include "spec/decode.h"

namespace hanse::spec {
namespace {

std::string last_part(const std::string& folder) {
  const size_t slash = folder.rfind('/');
  return slash == std::string::npos ? folder : folder.substr(slash + 1);
}

// How messages and views name what the file is about.
std::string object_of(const MeshFile& file) {
  switch (file.kind) {
    case FileKind::kMesh: return "mesh";
    case FileKind::kDomain: return "domain " + file.scope.value;
    case FileKind::kProduct: return "product " + file.scope.value + "/" + last_part(file.folder);
    case FileKind::kContract:
      if (file.scope.is_mesh()) return "contract " + file.stem;  // outside any mesh
      return "contract " + file.scope.value + "/" + last_part(file.folder) + "/" + file.stem;
    case FileKind::kAgreement: return "agreement " + file.scope.value + "/" + file.stem;
    case FileKind::kTransform:
      return "transform " + file.scope.value + "/" + last_part(file.folder) + "/" + file.stem;
    case FileKind::kPolicy:
    case FileKind::kPolicyTable: return "policy " + file.stem;
    case FileKind::kGlossary: return "glossary " + file.stem;
    case FileKind::kStrategy: return "strategy " + file.stem;
  }
  return {};
}

template <typename T, typename Decode>
void decode_as(Decoder& decoder, const Node& root, Decode decode, Document& document) {
  T value;
  value.path = document.file.path;
  document.known = decode(decoder, root, value);
  document.value = std::move(value);
}

// Finds the product whose folder a file lies in.
using ProductsByFolder = std::map<std::string, DataProduct*>;

class Assembler {
 public:
  Assembler(Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

  void note_folder(const Document& document) {
    if (document.file.kind == FileKind::kProduct) product_folders_.insert(document.file.folder);
  }
  void add(Document document);
  void add_transform(Document document);

 private:
  void add_product(const Document& document, DataProduct product);
  void add_contract(const Document& document, DataContract contract);
  void add_glossary(const Document& document, Glossary glossary);
  void need_product(const Document& document);

  Model& model_;
  Diagnostics& diagnostics_;
  std::set<std::string> product_folders_, reported_folders_;
  ProductsByFolder by_folder_;
};

void Assembler::add_product(const Document& document, DataProduct product) {
  const ProductId id = product.product_id();
  const Span span = product.name.empty() ? product.span : product.name_span;
  const auto [place, added] = model_.products.try_emplace(id, std::move(product));
  if (added) {
    by_folder_[document.file.folder] = &place->second;
    return;
  }
  diagnostics_.add({"HNS-S031", Severity::kError,
                    fmt::format("the domain has a second product named `{}`", id.name), span,
                    object_of(document.file),
                    {fmt::format("the other one is {}", place->second.path)}, {}});
}

void Assembler::add_contract(const Document& document, DataContract contract) {
  if (contract.id.empty()) return;
  const std::string id = contract.id;
  const Span span = contract.span;
  const auto [place, added] = model_.contracts.try_emplace(id, std::move(contract));
  if (added) return;
  diagnostics_.add({"HNS-S030", Severity::kError,
                    fmt::format("a second contract has the id `{}`", id), span,
                    object_of(document.file),
                    {fmt::format("the other one is {}", place->second.path)}, {}});
}

void Assembler::add_glossary(const Document& document, Glossary glossary) {
  for (Concept& item : glossary.concepts) {
    if (item.id.empty()) continue;
    if (item.owner.empty()) {
      item.owner = glossary.owner;
      item.owner_span = glossary.owner_span;
    }
    const Span span = item.span;
    const std::string address = item.address();
    const auto [place, added] = model_.concepts.try_emplace(address, std::move(item));
    if (!added)
      diagnostics_.add({"HNS-V070", Severity::kError,
                        fmt::format("a second concept has the id `{}`", place->second.id), span,
                        object_of(document.file), {}, {}});
  }
}

void Assembler::need_product(const Document& document) {
  const std::string& folder = document.file.folder;
  if (product_folders_.contains(folder) || !reported_folders_.insert(folder).second) return;
  auto source = std::make_shared<const SourceFile>(document.file.path, "");
  diagnostics_.add({"HNS-S032", Severity::kError,
                    fmt::format("the folder `{}` has no `product.odps.yaml`", folder),
                    {std::move(source), 0, 0}, object_of(document.file), {}, {}});
}

void Assembler::add(Document document) {
  if (document.file.kind == FileKind::kContract) need_product(document);
  if (auto* mesh = std::get_if<Mesh>(&document.value)) {
    model_.mesh = std::move(*mesh);
  } else if (auto* domain = std::get_if<Domain>(&document.value)) {
    const DomainId folder(document.file.scope.value);
    model_.domains.insert_or_assign(folder, std::move(*domain));
  } else if (auto* product = std::get_if<DataProduct>(&document.value)) {
    add_product(document, std::move(*product));
  } else if (auto* contract = std::get_if<DataContract>(&document.value)) {
    add_contract(document, std::move(*contract));
  } else if (auto* glossary = std::get_if<Glossary>(&document.value)) {
    add_glossary(document, std::move(*glossary));
  } else if (auto* agreement = std::get_if<Agreement>(&document.value)) {
    model_.agreements.push_back(std::move(*agreement));
  } else if (auto* policy = std::get_if<PolicyFile>(&document.value)) {
    model_.policies.push_back(std::move(*policy));
  } else if (auto* table = std::get_if<PolicyTable>(&document.value)) {
    model_.policy_tables.push_back(std::move(*table));
  } else if (auto* strategy = std::get_if<StrategyDocument>(&document.value)) {
    model_.strategy.push_back(std::move(*strategy));
  }
}

void Assembler::add_transform(Document document) {
  need_product(document);
  const auto product = by_folder_.find(document.file.folder);
  if (product == by_folder_.end()) return;
  product->second->transforms.push_back(std::get<Transform>(std::move(document.value)));
}

}  // namespace

void report_unreadable(const std::string& path, const Error& error, Diagnostics& diagnostics) {
  const Span span{std::make_shared<const SourceFile>(path, ""), 0, 0};
  if (error.code == ErrorCode::kLimitExceeded)
    diagnostics.error("HNS-S010", span,
                      fmt::format("the file is larger than {} bytes", kSpecificationBytesMax),
                      "split it");
  else
    diagnostics.error("HNS-S018", span, fmt::format("the file cannot be read: {}", error.message));
}

void decode_document(const Node& root, const Variables* variables, Document& document,
                     Diagnostics& diagnostics) {
  if (root.kind == Node::Kind::kNull) {
    document.known = false;
    return;
  }
  const MeshFile& file = document.file;
  Decoder decoder({diagnostics, object_of(file), variables});
  if (root.kind != Node::Kind::kMap && file.kind != FileKind::kPolicyTable) {
    decoder.error("HNS-S021", root.span,
                  fmt::format("the file: expected a map, found {}", found_name(root)));
    document.known = false;
    return;
  }
  switch (file.kind) {
    case FileKind::kMesh: return decode_as<Mesh>(decoder, root, decode_mesh, document);
    case FileKind::kDomain: return decode_as<Domain>(decoder, root, decode_domain, document);
    case FileKind::kContract:
      return decode_as<DataContract>(decoder, root, decode_contract, document);
    case FileKind::kProduct: {
      decode_as<DataProduct>(decoder, root, decode_product, document);
      auto& product = std::get<DataProduct>(document.value);
      product.domain_folder = DomainId(file.scope.value);
      if (product.name.empty()) product.name = last_part(file.folder);
      return;
    }
    case FileKind::kAgreement:
      decode_as<Agreement>(decoder, root, decode_agreement, document);
      std::get<Agreement>(document.value).consumer_domain = DomainId(file.scope.value);
      return;
    case FileKind::kGlossary: {
      decode_as<Glossary>(decoder, root, decode_glossary, document);
      for (Concept& item : std::get<Glossary>(document.value).concepts) {
        item.path = file.path;
        item.glossary = file.stem;
      }
      return;
    }
    case FileKind::kPolicyTable:
      document.value = PolicyTable{file.path, file.stem, file.scope, to_json(root)};
      return;
    case FileKind::kStrategy:
      document.value = StrategyDocument{file.path, file.stem, to_json(root)};
      return;
    case FileKind::kTransform:
    case FileKind::kPolicy: return;
  }
}

void decode_text(std::string text, std::shared_ptr<const SourceFile> source,
                 Document& document) {
  const MeshFile& file = document.file;
  if (file.kind == FileKind::kTransform) {
    const auto length = static_cast<uint32_t>(text.size());
    const Span span{std::move(source), 0, length};
    document.value = Transform{file.path, file.stem, std::move(text), span};
    return;
  }
  PolicyFile policy;
  policy.path = file.path;
  policy.text = std::move(text);
  policy.scope = file.scope;
  policy.is_test = file.path.ends_with("_test.rego");
  if (source == nullptr) source = std::make_shared<const SourceFile>(file.path, policy.text);
  policy.file = std::move(source);
  document.value = std::move(policy);
}

Model assemble(std::vector<Document> documents, Diagnostics& diagnostics) {
  Model model;
  Assembler assembler(model, diagnostics);
  for (const Document& document : documents) assembler.note_folder(document);
  // Transforms last: they are part of products, which may follow them in order.
  for (Document& document : documents)
    if (document.file.kind != FileKind::kTransform) assembler.add(std::move(document));
  for (Document& document : documents)
    if (document.file.kind == FileKind::kTransform &&
        std::holds_alternative<Transform>(document.value))
      assembler.add_transform(std::move(document));
  bind_concepts(model);
  return model;
}

}  // namespace hanse::spec
