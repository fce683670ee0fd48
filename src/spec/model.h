// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/contract.h"
#include "spec/glossary.h"
#include "spec/mesh.h"
#include "spec/product.h"
#include "spec/strategy_document.h"

namespace hanse::spec {

// A Rego file: `policies/**.rego` (scope mesh) or `domains/<id>/policies/**.rego`.
struct PolicyFile {
  std::string path, text;
  ScopeId scope;
  bool is_test = false;               // *_test.rego
  std::shared_ptr<const SourceFile> file;
};
// `policies/data/<name>.yaml`: reachable in policies as `data.<name>`.
struct PolicyTable {
  std::string path, name;
  ScopeId scope;
  Json value;
};

// The whole of a folder, decoded. Immutable once loaded; shared between threads.
struct Model {
  Mesh mesh;
  std::map<DomainId, Domain> domains;
  std::map<ProductId, DataProduct> products;
  std::map<std::string, DataContract> contracts;  // by contract id
  std::vector<Agreement> agreements;
  Concepts concepts;
  std::vector<PolicyFile> policies;
  std::vector<PolicyTable> policy_tables;
  std::vector<StrategyDocument> strategy;

  const Purpose* purpose(const PurposeId& id) const;
  const MeshTeam* team(const TeamId& id) const;
  const DomainEntry* domain_entry(const DomainId& id) const;
  const DataContract* contract_of(const OutputPort& port) const;
  const Environment* environment(const EnvironmentId& id) const;  // empty id: the first
};

// One specification file as it was read: what apply stores and what digests are made of.
struct SpecificationFile {
  std::string path;                   // relative to the mesh folder
  ScopeId scope;
  std::string digest;                 // of the bytes
  std::string text;                   // rego, sql
  Json document;                      // yaml
};

struct LoadedMesh {
  std::string folder;                 // absolute
  std::shared_ptr<const Model> model; // never null; partial when there are errors
  std::vector<SpecificationFile> files;
  std::map<ScopeId, std::string> scope_digests;  // by content: equal means nothing changed
  Diagnostics diagnostics;            // sorted: decoding and validation
};

struct LoadOptions {
  EnvironmentId environment;          // empty: the first
};

// Reads, decodes and validates a mesh folder. Fails only when the folder itself cannot be read
// (kNotFound, kIo); everything else is a diagnostic. Uses up to two threads.
Result<LoadedMesh> load_mesh(const std::string& folder, const LoadOptions& options);

// mesh.yaml alone, for what is needed before any state is open (environments, state folder, users).
// kInvalidArgument when it has errors.
Result<Mesh> read_register(const std::string& folder);

// Only the digests, without parsing: to tell quickly that nothing changed.
Result<std::map<ScopeId, std::string>> scope_digests(const std::string& folder);
// The same of files that were loaded and stored, in their order. kDataError when a text is another
// one than its own digest says.
Result<std::map<ScopeId, std::string>> scope_digests(const std::vector<SpecificationFile>& files);

// The model from stored documents (state store): no places, no validation messages expected;
// kCorrupt when the stored form does not decode.
// `environment` picks the variables of servers; empty: the first.
Result<std::shared_ptr<const Model>> decode_stored(const std::vector<SpecificationFile>& files,
                                                   const EnvironmentId& environment = {});

// Cross-file rules over a decoded model (codes HNS-V…); load_mesh calls it.
void validate(const Model& model, const EnvironmentId& environment, Diagnostics& diagnostics);

}  // namespace hanse::spec
