// SPDX-License-Identifier: Apache-2.0
#include "govern/check_engine.h"

#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "catalog/collect.h"
#include "govern/gate_parts.h"
#include "govern/stream.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

// One statement holds all checks of a table: some parts for each column of its contract.
constexpr int64_t kCheckPartsMax = 1'000'000;
constexpr int64_t kLiveTimeUs = 600'000'000;  // for all rows of a table that is shown live

// Keeps the files of a check's statement while its rows are read.
class CheckStream : public data::ChunkStream {
 public:
  CheckStream(std::unique_ptr<data::ChunkStream> rows, std::vector<std::shared_ptr<void>> pins)
      : pins_(std::move(pins)), rows_(std::move(rows)) {}
  std::shared_ptr<const data::Schema> schema() const override { return rows_->schema(); }
  Result<data::Chunk> next() override {
    auto chunk = rows_->next();
    if (!chunk) return fail(reworded(chunk.error()));
    return chunk;
  }

 private:
  std::vector<std::shared_ptr<void>> pins_;  // first: let go when nothing reads any more
  std::unique_ptr<data::ChunkStream> rows_;
};

}  // namespace

// The product's tables as sources of its own checks.
class Gate::Checks : public CheckEngine {
 public:
  Checks(Parts& gate, CheckOrder order) : gate_(gate), order_(std::move(order)) {}

  Status open() {
    const auto& products = order_.catalog->model().products;
    const auto found = products.find(order_.product);
    if (found == products.end())
      return fail(ErrorCode::kNotFound,
                  fmt::format("there is no product `{}`", order_.product.str()));
    session_ = product_session(found->second, gate_.given.environment,
                               order_.catalog->model().mesh.limits);
    session_.limits.query_parts = kCheckPartsMax;
    for (const catalog::TableEntry& table : order_.catalog->tables())
      if (table.address.product == order_.product) add_own(table);
    return {};
  }

  Status readable(const std::string& table) const override {
    for (const SourceTable& source : sources_)
      if (source.name == table) return {};
    for (const auto& [name, problem] : unreadable_)
      if (name == table) return fail(problem);
    return fail(ErrorCode::kNotFound, fmt::format("there is no table `{}`", table));
  }

  Status may_read(const std::string& schema, const std::string& table,
                  const std::vector<std::string>& columns) override {
    std::string sql = columns.empty() ? "SELECT 1" : "";
    for (const std::string& column : columns)
      sql += (sql.empty() ? "SELECT " : ", ") + quote_identifier(column);
    sql += fmt::format(" FROM {}.{}", quote_identifier(schema), quote_identifier(table));
    StatementGovernor::Options options = gate_.options(*order_.catalog, session_);
    options.needs_data = false;
    StatementGovernor governor(std::move(options));
    const auto bound = governor.describe(session_, sql, {});
    if (bound) return {};
    Error error = bound.error();
    HANSE_TRY_STATUS(record(sql, governor.reached(), {}, &error));
    return fail(std::move(error));
  }

  Result<std::unique_ptr<data::ChunkStream>> run(const engine::Statement& statement,
                                                 engine::CancelToken /*cancel*/) override {
    StatementGovernor::Options options = gate_.options(*order_.catalog, session_);
    options.sources = sources_;
    options.live_folder = new_live_folder();
    const std::string folder = options.live_folder;
    StatementGovernor governor(std::move(options));
    auto governed = governor.govern(session_, statement.sql, statement.parameters);
    Error error;
    if (!governed) error = governed.error();
    HANSE_TRY_STATUS(record(statement.sql, governor.reached(),
                            governed ? governed->snapshot_ids : std::vector<std::string>(),
                            governed ? nullptr : &error));
    if (!governed) return fail(std::move(error));
    HANSE_TRY_STATUS(fetch_live(governed->lives, folder, governed->pins));
    auto rows = gate_.given.builder->run({governed->sql, {}, statement.deadline_us}, order_.cancel);
    if (!rows) return fail(reworded(rows.error()));
    return std::make_unique<CheckStream>(std::move(*rows), std::move(governed->pins));
  }

  Result<int64_t> execute(const engine::Statement&, engine::CancelToken) override {
    return fail(ErrorCode::kDenied, "a check reads and does nothing else");
  }

 private:
  void add_own(const catalog::TableEntry& table) {
    auto rows = own_rows(table);
    if (!rows) {
      unreadable_.emplace_back(table.name, rows.error());
      return;
    }
    std::vector<engine::BoundColumn> columns;
    for (const auto& column : table.columns) columns.push_back({column.name, column.type});
    sources_.push_back({table.name, std::move(*rows), std::move(columns)});
  }

  // All rows as they were published. A view's are what its transform gives now.
  Result<std::string> own_rows(const catalog::TableEntry& table) {
    if (table.is_view()) {
      StatementGovernor::Options options = gate_.options(*order_.catalog, session_);
      for (const auto& column : table.columns) options.shape.push_back({column.name, column.type});
      StatementGovernor governor(std::move(options));
      auto governed = governor.govern(session_, table.transform->sql, {});
      Error error;
      if (!governed) error = governed.error();
      HANSE_TRY_STATUS(record(table.transform->sql, governor.reached(),
                              governed ? governed->snapshot_ids : std::vector<std::string>(),
                              governed ? nullptr : &error));
      if (!governed) return fail(ErrorCode::kUnavailable, error.message, error.help);
      std::ranges::move(governed->pins, std::back_inserter(pins_));
      return std::move(governed->sql);
    }
    if (table.materialization == spec::Materialization::kLive) return live_rows(table);
    if (table.snapshot == nullptr)
      return fail(ErrorCode::kUnavailable, "it has no data yet",
                  fmt::format("`hanse refresh {}` builds it", order_.product.str()));
    auto pin = catalog::pin_snapshot(gate_.given.state_folder, *table.snapshot);
    if (!pin) return fail(ErrorCode::kUnavailable, pin.error().message, pin.error().help);
    pins_.push_back(std::move(*pin));
    return rows_of(table, snapshot_files(*table.snapshot, gate_.given.state_folder));
  }

  Result<std::string> rows_of(const catalog::TableEntry& table,
                              const std::vector<std::string>& files) {
    std::vector<Json> columns;
    for (const auto& column : table.columns) columns.push_back(sql::column_ref(column.name));
    return gate_.given.parser->print(
        sql::statement(sql::select_node(std::move(columns), sql::parquet_ref(files), Json())));
  }

  // As the source has them at the moment, once for all checks.
  Result<std::string> live_rows(const catalog::TableEntry& table) {
    const std::string folder = new_live_folder();
    LiveRead read;
    read.table = &table;
    for (const auto& column : table.columns) read.columns.push_back(column.name);
    read.path = join_path(folder, "0.parquet");
    HANSE_TRY_STATUS(fetch_live({read}, folder, pins_));
    return rows_of(table, {read.path});
  }

  std::string new_live_folder() const { return gate_.live_folder("check-" + random_hex(8)); }

  // The rows lie in the folder as long as the pins live.
  Status fetch_live(const std::vector<LiveRead>& lives, const std::string& folder,
                    std::vector<std::shared_ptr<void>>& pins) {
    if (lives.empty()) return {};
    const Error unanswered{
        ErrorCode::kUnavailable, "its source does not answer as its contract says", "", -1, {}};
    if (gate_.given.live == nullptr) return fail(unanswered);
    pins.push_back(std::shared_ptr<void>(nullptr, [folder](void*) { (void)remove_tree(folder); }));
    HANSE_TRY_STATUS(make_folders(folder));
    const auto fetched = gate_.given.live->fetch(*order_.catalog, lives, order_.cancel,
                                                 gate_.given.clock->monotonic_us() + kLiveTimeUs);
    if (fetched) return {};
    // Its words name hosts and values: the owner finds them in the ledger.
    (void)gate_.given.ledger->append(
        "live_read_failed",
        Json::object({{"product", order_.product.str()}, {"message", fetched.error().message}}));
    return fail(unanswered);
  }

  // Nothing is read that is not written down: what was asked, and what of others was decided.
  Status record(const std::string& sql, const std::vector<TableVerdict>& verdicts,
                std::vector<std::string> snapshot_ids, const Error* error) {
    if (!verdicts.empty()) {
      const engine::Parameters none;
      const bool is_denied = error != nullptr && error->code == ErrorCode::kDenied;
      const char* outcome = error == nullptr ? "allowed" : is_denied ? "denied" : "failed";
      HANSE_TRY_STATUS(gate_.record({new_time_id(gate_.given.clock->now_us()),
                                     "",
                                     sql,
                                     outcome,
                                     &session_,
                                     order_.catalog.get(),
                                     &verdicts,
                                     &none,
                                     error,
                                     std::move(snapshot_ids),
                                     {}},
                                    nullptr));
    }
    return gate_.given.ledger->append("check", Json::object({{"product", order_.product.str()},
                                                             {"trigger", order_.trigger},
                                                             {"sql_digest", digest_hex(sql)},
                                                             {"ran", error == nullptr}}));
  }

  Parts& gate_;
  const CheckOrder order_;
  // Constant after `open`.
  Session session_;
  std::vector<SourceTable> sources_;
  std::vector<std::pair<std::string, Error>> unreadable_;
  std::vector<std::shared_ptr<void>> pins_;
};

Result<std::unique_ptr<CheckEngine>> Gate::check_engine(CheckOrder order) {
  auto checks = std::make_unique<Checks>(*parts_, std::move(order));
  HANSE_TRY_STATUS(checks->open());
  return checks;
}

}  // namespace hanse::govern
