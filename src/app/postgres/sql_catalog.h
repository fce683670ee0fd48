// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "app/postgres/catalog_rows.h"
#include "app/postgres/dialect.h"
#include "base/clock.h"
#include "engine/listing_engine.h"
#include "govern/gate.h"

namespace hanse::postgres {

// pg_catalog and information_schema for the doors that speak PostgreSQL: statements over listings
// of what the asker may see at this moment. It holds no product's data and can reach none: a
// statement that names anything else is the gate's. Equal views share a small engine; few are kept.
// Thread-safe.
class SqlCatalog {
 public:
  SqlCatalog(govern::Gate& gate, std::shared_ptr<engine::Parser> parser)
      : gate_(gate), parser_(std::move(parser)) {}

  // Nothing: the statement is not about the catalog. kUnsupported for one about both.
  Result<std::optional<govern::Answer>> query(const govern::Session& session, const Asker& asker,
                                              const govern::QueryRequest& request,
                                              int64_t deadline_us);
  Result<std::optional<govern::Description>> describe(
      const govern::Session& session, const Asker& asker, const std::string& sql,
      const std::vector<std::string>& parameter_types);

 private:
  struct Kept {
    std::string digest;
    std::shared_ptr<engine::ListingEngine> engine;
  };
  struct Listed {
    std::shared_ptr<engine::ListingEngine> engine;
    std::string seen;  // a digest of what of the mesh is in it
  };
  // The statement for the engine; of kProducts when it is not about the catalog.
  Result<CatalogStatement> understood(const std::string& sql, const spec::Limits& limits,
                                      const std::vector<std::string>* types,
                                      const engine::Parameters* values);
  Result<Listed> engine_for(const govern::Session& session, const Asker& asker);
  Status still_seen(const govern::Session& session, const std::string& seen);

  Result<std::unique_ptr<data::ChunkStream>> whole(data::ChunkStream& rows);

  static constexpr int kAtOnce = 4;  // statements; each has the engine's memory at most
  govern::Gate& gate_;
  const std::shared_ptr<engine::Parser> parser_;
  std::counting_semaphore<> places_{kAtOnce};
  // Bytes of all results that clients have not read to their end; some may outlive this.
  const std::shared_ptr<std::atomic<int64_t>> held_ = std::make_shared<std::atomic<int64_t>>(0);
  std::mutex mutex_;
  std::list<Kept> kept_;  // newest first; guarded by mutex_
};

}  // namespace hanse::postgres
