// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "engine/duckdb/instance.h"
#include "engine/duckdb/prepared_types.h"
#include "engine/duckdb/statement.h"
#include "engine/duckdb/watchdog.h"
#include "engine/listing_engine.h"

namespace hanse::engine {
namespace {

constexpr int64_t kPrepareLimitUs = 10'000'000;

class DuckdbListings : public ListingEngine {
 public:
  explicit DuckdbListings(std::shared_ptr<Instance> instance)
      : instance_(instance),
        engine_(std::move(instance), Allowed::kSelectOnly, DuckdbEngine::Keeps::kNothing) {}
  Result<std::unique_ptr<data::ChunkStream>> run(const Statement& statement,
                                                 CancelToken cancel) override {
    return engine_.run(statement, std::move(cancel));
  }
  Result<int64_t> execute(const Statement& statement, CancelToken cancel) override {
    return engine_.execute(statement, std::move(cancel));
  }
  Result<Binding> describe(const std::string& sql) override {
    HANSE_TRY(const Connection connection, instance_->connect());
    const auto watch =
        Watchdog::watch({connection.get(), Clock::system().monotonic_us() + kPrepareLimitUs,
                         CancelToken(), instance_->memory_bytes()});
    HANSE_TRY(const Prepared prepared, prepare(connection.get(), sql));
    if (duckdb_prepared_statement_type(prepared.get()) != DUCKDB_STATEMENT_TYPE_SELECT)
      return fail(ErrorCode::kInvalidArgument, "expected one SELECT statement");
    return Binding{result_types(prepared.get()), {}, Json(), parameter_types(prepared.get())};
  }

 private:
  const std::shared_ptr<Instance> instance_;
  DuckdbEngine engine_;
};

}  // namespace

Result<std::shared_ptr<ListingEngine>> make_listing_engine(const ListingOptions& options) {
  InstanceOptions instance_options;
  instance_options.threads = 1;
  instance_options.memory_bytes = options.memory_bytes;
  instance_options.then = options.statements;
  for (const char* setting :
       {"SET GLOBAL enable_external_access = false", "SET GLOBAL lock_configuration = true"})
    instance_options.then.emplace_back(setting);
  HANSE_TRY(auto instance, Instance::open(instance_options));
  return std::make_shared<DuckdbListings>(std::move(instance));
}

}  // namespace hanse::engine
