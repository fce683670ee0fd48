// SPDX-License-Identifier: Apache-2.0
#include "app/sql_catalog.h"

namespace hanse::app {
struct SqlCatalog::Parts {
  App& app;
};
SqlCatalog::SqlCatalog(App& app) : parts_(std::make_unique<Parts>(app)) {}
SqlCatalog::~SqlCatalog() = default;
Result<std::optional<govern::Answer>> SqlCatalog::query(const govern::Session&, const Asker&,
                                                        const govern::QueryRequest&) {
  return std::nullopt;
}
Result<std::optional<govern::Description>> SqlCatalog::describe(const govern::Session&,
                                                                const Asker&, const std::string&,
                                                                const std::vector<std::string>&) {
  return std::nullopt;
}
}  // namespace hanse::app
