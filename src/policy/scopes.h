// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "policy/bundle.h"
#include "policy/policy_set.h"

namespace hanse::policy {

// The package below which all policies of a scope stand: `data.hanse`, `data.domains.<id>` with `-`
// written `_`.
std::string root_of(const std::string& scope);

// The diagnostic of a kind of problem that the engine reports: HNS-P011 for all that are its own.
std::string_view code_of(std::string_view kind);

struct ScopeSources {
  std::vector<Source> policies, tests;
};
// By scope, the mesh ("") always among them; each in the order given.
std::map<std::string, ScopeSources> by_scope(const std::vector<Source>& sources);

// The document that policies see as `data`. Names that are no identifiers, appear twice or hide the
// policies are HNS-P010.
Json tables_document(const std::vector<Table>& tables, Diagnostics& diagnostics);

// Compiles `sources` as one bundle of `scope`: the engine's problems and packages that are not the
// scope's become diagnostics. Null when there is an error.
std::unique_ptr<Bundle> load_bundle(const std::string& scope, const std::vector<Source>& sources,
                                    const Json& tables, Diagnostics& diagnostics);

}  // namespace hanse::policy
