// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "contract/rows.h"
#include "engine/engine.h"
#include "govern/gate.h"
#include "plan/apply.h"
#include "plan/definition.h"
#include "source/reader.h"

namespace hanse::plan {

// What a table is built from: in order of TableDefinition::sources.
struct OpenSources {
  std::vector<govern::SourceTable> tables;
  std::vector<const source::SourceScan*> scans;  // live as long as the BuildSources
  std::string state;                             // of all of them
};

// The sources of one build of one product: each is opened once, so that all tables of the product
// see the same rows. What they unpack goes with them. Borrows all that it is made with; what is
// wrong with a source goes to `findings`. Not thread-safe.
class BuildSources {
 public:
  BuildSources(Context& context, const ProductId& id, const engine::CancelToken& cancel,
               Diagnostics& findings)
      : context_(context), id_(id), cancel_(cancel), findings_(findings) {}
  ~BuildSources();
  BuildSources(const BuildSources&) = delete;
  BuildSources& operator=(const BuildSources&) = delete;

  Result<OpenSources> open(const TableDefinition& definition, const spec::Model& model);
  // Cells that do not parse, when a build failed on its data.
  Status find_cells(const TableDefinition& definition, const OpenSources& sources);
  // Nothing is read any more: no transaction stays open on a source.
  void close() { sessions_.reset(); }
  // What was built from them is published: the next reading begins with the rows that were kept.
  Status keep();

 private:
  Result<const source::SourceScan*> scan_of(const SourceInput& input, const spec::Model& model);
  Status make_scratch();
  std::unexpected<Error> failed(const SourceInput& input, const Error& error);
  std::unexpected<Error> drifted(const SourceInput& input, const source::SourceScan& scan);
  Result<contract::TextRows> read_findings(const std::string& sql);

  Context& context_;
  const ProductId& id_;
  const engine::CancelToken& cancel_;
  Diagnostics& findings_;
  std::string scratch_;
  std::map<std::pair<const spec::SchemaObject*, const spec::Server*>, source::SourceScan> scans_;
  std::shared_ptr<source::PostgresSessions> sessions_;  // all tables as of one moment
};

}  // namespace hanse::plan
