// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "spec/model.h"
#include "strategy/domains/proposal.h"

namespace hanse::strategy {

// A proposal as files of a mesh, which `hanse plan` accepts: a `domain.yaml` each, a draft product
// with a draft contract for all data that others read, an agreement for each that reads it, and
// what the register lacks (teams, domains). Draft products read an empty file with their columns,
// as `hanse new product` makes it. What is there already is kept, to the byte.
struct DomainFiles {
  std::vector<std::pair<std::string, std::string>> files;  // path and text, by path
  std::string register_text;                               // of mesh.yaml; empty: as it was
  std::vector<std::string> kept;                           // paths that exist and are left alone
  std::vector<std::string> notes;                          // what was decided for want of facts
};
struct EmitOptions {
  std::string folder;        // of the mesh
  std::string today, until;  // dates of agreements
};
// kInvalidArgument when the mesh has no purpose that agreements could name, or its register has a
// form that cannot be extended; kConflict when the answer is not domains.
Result<DomainFiles> domain_files(const Inventory& inventory, const DomainEvidence& evidence,
                                 const DomainProposal& proposal, const spec::Model& mesh,
                                 const EmitOptions& options);

// Ids of domains in the register, for DiscoverOptions.
std::vector<std::string> registered_domains(const spec::Mesh& mesh);

// Writes them, the register last: a folder that was cut off while it was written is the old mesh.
// Gives the paths. Nothing is written when a file came to be meanwhile (kAlreadyExists), a path
// leaves the folder (kDenied) or two files are one (kConflict).
Result<std::vector<std::string>> write_domain_files(const std::string& folder,
                                                    const DomainFiles& files);

}  // namespace hanse::strategy
