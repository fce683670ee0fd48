// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/sql_catalog.h"

#include <deque>

#include "base/digest.h"
#include "sql/inspect.h"
#include "sql/lexer.h"
#include "sql/rewrite.h"

namespace hanse::postgres {
namespace {

constexpr size_t kEnginesKept = 16;
constexpr int64_t kEngineBytes = 256'000'000;
constexpr int64_t kRowsMax = 1'000'000;
constexpr int64_t kResultBytesMax = 64'000'000, kHeldBytesMax = 256'000'000;

// The engine has no type for numbers of objects: UINTEGER stands for it, here alone.
std::string with_oids(std::string type) {
  return type == "UINTEGER" ? "OID" : type == "UINTEGER[]" ? "OID[]" : type;
}

// A result as a whole: listings are small, and no client's pace holds a place.
class WholeResult : public data::ChunkStream {
 public:
  // `held`: of all results, this one's bytes among them.
  WholeResult(std::shared_ptr<const data::Schema> schema,
              std::shared_ptr<std::atomic<int64_t>> held)
      : given_(std::move(schema)), held_(std::move(held)) {
    std::vector<data::Column> columns = given_->columns();
    for (data::Column& column : columns) column.type = with_oids(std::move(column.type));
    ArrowSchema borrowed = given_->arrow();
    borrowed.release = nullptr;
    schema_ = std::make_shared<const data::Schema>(std::move(columns), borrowed);
  }
  ~WholeResult() override { *held_ -= bytes_; }
  std::shared_ptr<const data::Schema> schema() const override { return schema_; }
  Result<data::Chunk> next() override {
    if (chunks_.empty()) return data::Chunk();
    data::Chunk out = std::move(chunks_.front());
    chunks_.pop_front();
    return out;
  }
  Status add(data::Chunk chunk) {
    const int64_t bytes = data::bytes_of(*given_, chunk);
    rows_ += chunk.rows(), bytes_ += bytes;
    chunks_.push_back(std::move(chunk));
    const int64_t held = *held_ += bytes;
    if (rows_ > kRowsMax || bytes_ > kResultBytesMax)
      return fail(ErrorCode::kLimitExceeded, "a statement about the catalog gives too much",
                  "ask for fewer columns or rows");
    if (held <= kHeldBytesMax) return {};
    return fail(ErrorCode::kUnavailable, "too much about the catalog waits to be read",
                "try again in a moment");
  }

 private:
  std::shared_ptr<const data::Schema> given_;  // owns what `schema_` borrows
  std::shared_ptr<const data::Schema> schema_;
  std::deque<data::Chunk> chunks_;
  std::shared_ptr<std::atomic<int64_t>> held_;
  int64_t rows_ = 0, bytes_ = 0;
};

// The engine's first line without its kind, and without where our tables stand.
Error told(Error error) {
  std::string& text = error.message;
  if (const size_t line = text.find('\n'); line != std::string::npos) text.resize(line);
  if (const size_t colon = text.find(" Error: "); colon != std::string::npos)
    text.erase(0, colon + 8);
  for (const std::string& schema : {std::string(kCatalogSchema), std::string(kInformationSchema)})
    for (size_t at = 0; (at = text.find(schema + ".", at)) != std::string::npos;)
      text.erase(at, schema.size() + 1);
  error.help.clear();
  return error;
}

Status only_listings(const Json& ast, const spec::Limits& limits) {
  sql::InspectOptions options;
  options.parts_max = static_cast<size_t>(limits.query_parts);
  options.tables_max = static_cast<size_t>(limits.query_tables);
  options.own_schema = kCatalogSchema;
  options.own_functions = &catalog_functions();
  HANSE_TRY(const sql::Inspection found, sql::inspect(ast, options));
  for (const sql::TableReference& table : found.tables)
    if (!table.catalog.empty() ||
        (table.schema != kCatalogSchema && table.schema != kInformationSchema))
      return fail(ErrorCode::kInternal, "a statement about the catalog reads another table");
  return {};
}

std::string digest_of_all(const std::vector<std::string>& statements) {
  std::string whole;
  for (const std::string& statement : statements) whole += statement + ';';
  return digest_hex(whole);
}

bool types_are_known(const engine::Binding& binding) {
  for (const engine::BoundColumn& column : binding.result)
    if (column.type.empty() || column.type == "UNKNOWN") return false;
  return true;
}

struct Place {  // given back when it goes
  std::counting_semaphore<>& places;
  ~Place() { places.release(); }
};

}  // namespace

Result<CatalogStatement> SqlCatalog::understood(const std::string& sql, const spec::Limits& limits,
                                                const std::vector<std::string>* types,
                                                const engine::Parameters* values) {
  if (static_cast<int64_t>(sql.size()) > limits.query_text_bytes || !may_concern_catalog(sql) ||
      !sql::check_cost(sql, static_cast<size_t>(limits.query_parts)))
    return CatalogStatement();  // the gate says what is wrong with it
  const Result<Json> parsed = parser_->parse(without_qualifiers(sql));
  if (!parsed) return CatalogStatement();
  const Result<Json> bound = values == nullptr ? sql::type_parameters(*parsed, *types)
                                               : sql::bind_parameters(*parsed, *values);
  CatalogStatement statement = to_catalog(bound ? *bound : *parsed);
  if (statement.concern == Concern::kProducts) return CatalogStatement();
  if (!bound) return fail(bound.error());
  if (statement.concern == Concern::kBoth)
    return fail(ErrorCode::kUnsupported, "a statement reads the catalog or products, not both");
  HANSE_TRY_STATUS(only_listings(statement.ast, limits));
  return statement;
}

Status SqlCatalog::still_seen(const govern::Session& session, const std::string& seen) {
  HANSE_TRY(const govern::Gate::View view, gate_.visible(session));
  if (digest_of_all(catalog_rows(view)) == seen) return {};
  return fail(ErrorCode::kDenied, "what is listed here changed meanwhile: its rows end",
              "ask again");
}

Result<SqlCatalog::Listed> SqlCatalog::engine_for(const govern::Session& session,
                                                  const Asker& asker) {
  HANSE_TRY(const govern::Gate::View view, gate_.visible(session));
  engine::ListingOptions options;
  options.memory_bytes = kEngineBytes;
  options.statements = catalog_rows(view);
  const std::string seen = digest_of_all(options.statements);
  std::vector<std::string> own = asker_rows(asker);
  const std::string digest = seen + digest_of_all(own);
  options.statements.insert(options.statements.end(), std::make_move_iterator(own.begin()),
                            std::make_move_iterator(own.end()));
  {
    const std::lock_guard lock(mutex_);
    for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
      if (kept->digest != digest) continue;
      kept_.splice(kept_.begin(), kept_, kept);
      return Listed{kept->engine, seen};
    }
  }
  std::vector<std::string> fixed = catalog_statements();
  options.statements.insert(options.statements.begin(),
                            {fmt::format("CREATE SCHEMA {}", kCatalogSchema),
                             fmt::format("CREATE SCHEMA {}", kInformationSchema)});
  options.statements.insert(options.statements.end(), std::make_move_iterator(fixed.begin()),
                            std::make_move_iterator(fixed.end()));
  HANSE_TRY(auto engine, engine::make_listing_engine(options));
  const std::lock_guard lock(mutex_);
  kept_.push_front({digest, engine});
  if (kept_.size() > kEnginesKept) kept_.pop_back();
  return Listed{std::move(engine), seen};
}

Result<std::optional<govern::Answer>> SqlCatalog::query(const govern::Session& session,
                                                        const Asker& asker,
                                                        const govern::QueryRequest& request,
                                                        int64_t deadline_us) {
  HANSE_TRY(const CatalogStatement understood_as,
            understood(request.sql, session.limits, nullptr, &request.parameters));
  if (understood_as.concern == Concern::kProducts) return std::nullopt;
  if (gate_.draining()) return fail(ErrorCode::kUnavailable, "the server is about to end");
  const auto left = std::chrono::microseconds(deadline_us - Clock::system().monotonic_us());
  if (!places_.try_acquire_for(left))
    return fail(ErrorCode::kTimeout, "the catalog had no place for the statement in time");
  const Place place{places_};
  HANSE_TRY(const std::string text, parser_->print(understood_as.ast));
  HANSE_TRY(const Listed listed, engine_for(session, asker));
  for (const SettingChange& change : understood_as.changes)
    if (asker.set) HANSE_TRY_STATUS(asker.set(change.name, change.value, change.local));
  auto rows = listed.engine->run({text, {}, deadline_us}, request.cancel);
  if (!rows) return fail(told(rows.error()));
  govern::Answer answer;
  HANSE_TRY(answer.rows, whole(**rows));
  answer.still_allowed = [this, session, seen = listed.seen] { return still_seen(session, seen); };
  return answer;
}

Result<std::unique_ptr<data::ChunkStream>> SqlCatalog::whole(data::ChunkStream& rows) {
  auto out = std::make_unique<WholeResult>(rows.schema(), held_);
  while (true) {
    Result<data::Chunk> chunk = rows.next();
    if (!chunk) return fail(told(chunk.error()));
    if (chunk->empty()) return out;
    HANSE_TRY_STATUS(out->add(std::move(*chunk)));
  }
}

Result<std::optional<govern::Description>> SqlCatalog::describe(
    const govern::Session& session, const Asker& asker, const std::string& sql,
    const std::vector<std::string>& parameter_types) {
  HANSE_TRY(CatalogStatement statement, understood(sql, session.limits, &parameter_types, nullptr));
  if (statement.concern == Concern::kProducts) return std::nullopt;
  HANSE_TRY(const std::string text, parser_->print(statement.ast));
  HANSE_TRY(const Listed listed, engine_for(session, asker));
  Result<engine::Binding> bound = listed.engine->describe(text);
  if (bound && !types_are_known(*bound)) {
    // Where any type would do it is text, as PostgreSQL has it.
    std::vector<std::string> types = parameter_types;
    types.resize(std::max(types.size(), bound->parameters.size()));
    bound->parameters.resize(types.size());
    for (size_t i = 0; i < types.size(); ++i)
      if (types[i].empty() && bound->parameters[i].empty()) types[i] = "VARCHAR";
    HANSE_TRY(statement, understood(sql, session.limits, &types, nullptr));
    HANSE_TRY(const std::string typed, parser_->print(statement.ast));
    bound = listed.engine->describe(typed);
  }
  if (!bound) return fail(told(bound.error()));
  for (engine::BoundColumn& column : bound->result) column.type = with_oids(std::move(column.type));
  for (std::string& type : bound->parameters) type = with_oids(std::move(type));
  return govern::Description{std::move(bound->result), std::move(bound->parameters)};
}

}  // namespace hanse::postgres
