// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "govern/gate.h"
#include "plan/definition.h"
#include "source/reader.h"
#include "spec/quarantine.h"

namespace hanse::plan {

// What a build keeps apart of one table whose contract asks for it (spec/quarantine.h): rows of its
// sources with cells that do not parse, and built rows that the contract does not let through. They
// lie beside the snapshot, in files of their own. One a table; not thread-safe.
class RowSeparator {
 public:
  struct Parts {
    govern::Gate* gate = nullptr;
    ProductId product;
    const spec::SchemaObject* table = nullptr;
    spec::Quarantine quarantine;
    std::string folder;               // absolute: where the table is being built
    engine::CancelToken cancel;
  };
  explicit RowSeparator(Parts parts) : parts_(std::move(parts)) {}

  // The build has read the sources without those rows.
  Status sources(const std::vector<SourceInput>& inputs,
                 const std::vector<const source::SourceScan*>& scans);
  // Of what was built, `built` is what remains.
  Status result(govern::Gate::Built& built);
  // The names of the files in the folder: one at least, so that nothing kept apart can be read too.
  Result<std::vector<std::string>> finish();

  int64_t rows() const { return rows_; }
  Diagnostics findings;               // HNS-L010: too many; then nothing is to be published

 private:
  Result<int64_t> keep(const govern::BuildStatement& statement);
  void check_share(int64_t bad, int64_t all, const std::string& of);

  const Parts parts_;
  std::vector<std::string> files_;
  int64_t rows_ = 0;
};

}  // namespace hanse::plan
