// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"

namespace hanse::app {

// `pg_catalog` and `information_schema` as PostgreSQL's clients ask them: what a principal may
// discover, and nothing else. The statement runs on an engine of its own that holds only the
// listings of that view of the mesh: no product data, no files. Thread-safe.
class SqlCatalog {
 public:
  // What the asker's connection knows of itself.
  struct Asker {
    std::string database;
    std::function<std::string(std::string_view)> setting;  // empty: none of that name
  };

  explicit SqlCatalog(App& app);
  ~SqlCatalog();
  // Nothing when the statement is none for the catalog: then it is the gate's. kUnsupported when it
  // joins catalog and data products.
  Result<std::optional<govern::Answer>> query(const govern::Session& session, const Asker& asker,
                                              const govern::QueryRequest& request);
  Result<std::optional<govern::Description>> describe(const govern::Session& session,
                                                      const Asker& asker, const std::string& sql,
                                                      const std::vector<std::string>& types);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::app
