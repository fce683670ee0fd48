// SPDX-License-Identifier: Apache-2.0
#include "govern/gate.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "catalog/collect.h"
#include "catalog/snapshot_files.h"
#include "govern/careful.h"
#include "govern/explain.h"
#include "govern/gate_parts.h"
#include "govern/record.h"
#include "govern/standing.h"
#include "govern/stream.h"
#include "sql/lexer.h"

namespace hanse::govern {
Status check_text(const std::string& sql, const spec::Limits& limits) {
  if (static_cast<int64_t>(sql.size()) > limits.query_text_bytes)
    return fail(
        ErrorCode::kLimitExceeded,
        fmt::format("the statement has {} bytes, more than `limits.queryTextBytes` allows ({})",
                    sql.size(), limits.query_text_bytes));
  if (const size_t at = first_invalid_utf8(sql); at != std::string::npos)
    return fail(Error{ErrorCode::kInvalidArgument, "the statement is not UTF-8", "",
                      static_cast<int>(at), {}});
  if (sql.find('\0') != std::string::npos)
    return fail(ErrorCode::kInvalidArgument, "the statement contains a NUL byte");
  return sql::check_cost(sql, static_cast<size_t>(limits.query_parts));
}

namespace {

std::string key_of(const Asked& asked, const std::string& values) {
  return session_key(asked.session) + '\n' + values + '\n' + asked.sql;
}
std::string key_by_kinds(const Asked& asked) { return key_of(asked, kinds_of(asked.parameters)); }
std::string key_by_values(const Asked& asked) {
  return key_of(asked, Json(asked.parameters).dump());
}

// True for what the engine says of values that do not fit where they stand.
bool is_of_values(const Error& error) {
  return error.code == ErrorCode::kDataError || error.code == ErrorCode::kInvalidArgument;
}

std::string outcome_of(const Asked& asked, const Error* error) {
  if (error == nullptr) return asked.standing == nullptr ? "allowed" : "continued";
  if (asked.standing != nullptr) return "withdrawn";
  return error->code == ErrorCode::kDenied ? "denied" : "failed";
}

}  // namespace

Gate::Gate(GateParts parts) : parts_(std::make_unique<Parts>()) {
  parts_->given = std::move(parts);
  parts_->running = std::make_shared<RunningQueries>();
}
Gate::~Gate() = default;

StatementGovernor::Options Gate::Parts::options(const catalog::CatalogSnapshot& catalog,
                                                const Session& session) const {
  StatementGovernor::Options options;
  options.catalog = &catalog;
  options.parser = given.parser.get();
  options.binder = given.binder.get();
  options.state_folder = given.state_folder;
  options.now_us = given.clock->now_us();
  options.environment = session.environment;
  options.limits = session.limits;
  return options;
}

// No row leaves, and no denial is told, before it is written down.
Status Gate::Parts::record(const DecisionRecord& record, Profile* profile) {
  const Timed timed(profile, Step::kRecord);
  if (given.ledger->append("decision", to_json(record))) {
    if (record.verdicts != nullptr) note_recorded(*record.verdicts, record.decision_id);
    return {};
  }
  return fail(ErrorCode::kUnavailable, "the decision cannot be recorded, so nothing is answered");
}

Result<Gate::Parts::Decided> Gate::Parts::decide(const Asked& asked) {
  HANSE_TRY_STATUS(check_text(asked.sql, asked.session.limits));
  Result<std::shared_ptr<const catalog::CatalogSnapshot>> catalog = given.catalog->current();
  if (!catalog)  // who cannot learn the newest revision denies
    return fail(ErrorCode::kUnavailable, "the state of the mesh cannot be read at present");
  Decided out;
  out.decision_id = new_time_id(given.clock->now_us());
  const auto find = [&](const std::string& key) {
    auto found = statements.find(key, (*catalog)->version(), given.clock->now_us());
    return found ? found : lives.find(key, (*catalog)->version(), given.clock->now_us());
  };
  if (!asked.parameters.empty()) out.known = find(key_by_kinds(asked));
  if (out.known == nullptr) out.known = find(key_by_values(asked));
  // Rows that leave are held against what they began under: the same may have been decided since.
  const bool is_other =
      asked.standing != nullptr && out.known != nullptr &&
      digest_of(out.known->statement.verdicts) != digest_of(asked.standing->verdicts);
  if (out.known == nullptr || is_other) return decide_anew(asked, *catalog);
  // Said, and written down, as of a statement that was never asked.
  if (!pin_again(out)) return decide_anew(asked, *catalog);
  DecisionRecord again{out.decision_id, asked.query_id, asked.sql, outcome_of(asked, nullptr),
                       &asked.session, nullptr, nullptr, &asked.parameters, nullptr,
                       out.statement().snapshot_ids, out.known->decision_id};
  if (asked.profile != nullptr) asked.profile->repeated = true;
  HANSE_TRY_STATUS(record(again, asked.profile));
  return out;
}

// False: files are not what was published, or a copy came or went since it was governed, or live
// rows come in another form.
bool Gate::Parts::pin_again(Decided& decided) {
  if (!hands_over(decided.statement().lives)) return false;
  for (const SnapshotRead& snapshot : decided.statement().snapshots) {
    auto pin = catalog::pin_snapshot(given.state_folder, *snapshot.record);
    if (!pin) return false;
    decided.pins.push_back(std::move(*pin));
    auto copy = given.copies == nullptr ? nullptr : given.copies->read(*snapshot.record);
    if ((copy ? copy->name() : "") != snapshot.copy) return false;
    if (copy) decided.pins.push_back(std::move(copy));
  }
  return true;
}

Result<Gate::Parts::Decided> Gate::Parts::decide_anew(
    const Asked& asked, std::shared_ptr<const catalog::CatalogSnapshot> catalog) {
  Decided out;
  out.decision_id = new_time_id(given.clock->now_us());
  StatementGovernor::Options how = options(*catalog, asked.session);
  how.profile = asked.profile;
  how.decisions = &decisions;
  how.copies = given.copies.get();
  how.live_folder = live_folder(asked.query_id);
  how.live = given.live.get();
  StatementGovernor governor(std::move(how));
  Result<GovernedStatement> governed = governor.govern(asked.session, asked.sql, asked.parameters);
  if (governed && asked.standing != nullptr &&
      digest_of(governed->verdicts) != digest_of(asked.standing->verdicts))
    governed = fail(ErrorCode::kDenied,
                    "what may be read here changed while the statement ran: its rows end",
                    "ask again");
  const Error* error = governed ? nullptr : &governed.error();
  DecisionRecord entry{out.decision_id, asked.query_id, asked.sql, outcome_of(asked, error),
                       &asked.session, catalog.get(), &governor.reached(), &asked.parameters,
                       error, {}, {}};
  if (governed) entry.snapshot_ids = governed->snapshot_ids;
  HANSE_TRY_STATUS(record(entry, asked.profile));
  if (!governed) {
    Error told = *error;
    told.decision_id = out.decision_id;
    return fail(std::move(told));
  }
  out.pins = std::move(governed->pins);
  std::optional<ValueText> values;
  // What is asked of a live source has the values in it.
  if (governed->sites && !governed->sites->empty() && governed->lives.empty())
    values = ValueText::make(*given.parser, {governed->ast, governed->sql, *governed->sites},
                             asked.parameters);
  governed->ast = governed->plan = Json();  // the text is what runs
  auto known = std::make_shared<CachedStatement>(catalog, std::move(*governed), out.decision_id,
                                                 std::move(values));
  // Live ones differ by their values: they push out none of the others.
  StatementCache& kept = known->statement.lives.empty() ? statements : lives;
  if (!known->statement.reads_time && hands_over(known->statement.lives) &&
      kept.put(known->values ? key_by_kinds(asked) : key_by_values(asked), catalog->version(),
               known->statement.valid_until_us, known))
    given.serving->forget_statements();
  out.known = std::move(known);
  return out;
}

Result<std::shared_ptr<const CachedStatement>> Gate::Parts::govern_again(
    const Asked& asked, const CachedStatement& known, Again again) {
  StatementGovernor::Options how = options(*known.catalog, asked.session);
  how.now_us = known.statement.decided_us;
  how.apart = again == Again::kApart;
  how.live_folder = live_folder(asked.query_id);
  how.live = given.live.get();
  if (again == Again::kApart) how.as_before = &known.statement.lives;
  StatementGovernor governor(std::move(how));
  HANSE_TRY(GovernedStatement governed,
            governor.govern(asked.session, asked.sql, asked.parameters));
  if (digest_of(governed.verdicts) != digest_of(known.statement.verdicts))
    return fail(ErrorCode::kInternal, "a statement was decided in two ways");
  return std::make_shared<CachedStatement>(known.catalog, std::move(governed), known.decision_id,
                                           std::nullopt);
}

Result<std::unique_ptr<data::ChunkStream>> Gate::Parts::run(engine::Statement statement,
                                                            const engine::CancelToken& cancel,
                                                            Profile& profile) {
  int64_t& prepare = profile.of(Step::kPrepare);
  statement.prepare_ns = &prepare;
  Result<std::unique_ptr<data::ChunkStream>> rows = [&] {
    const Timed timed(&profile, Step::kExecute);
    return given.serving->run(statement, cancel);
  }();
  profile.of(Step::kExecute) -= prepare;
  return rows;
}

Result<Answer> Gate::query(const Session& session, const QueryRequest& request) {
  const Clock& clock = *parts_->given.clock;
  const std::string query_id = random_hex(8);
  // Listed before it is decided: deciding takes time as well, and can be ended.
  HANSE_TRY(auto ticket,
            parts_->running->admit(RunningQuery{query_id, session.principal.id, session.door,
                                                request.sql, clock.now_us(), 0,
                                                request.memory_bytes},
                                   request.cancel, session.limits));
  if (const auto inner = explained_statement(request.sql)) {
    HANSE_TRY(const Explanation explanation, explain(session, std::string(*inner),
                                                 request.parameters));
    return parts_->explanation_answer(explanation, request.cancel);
  }
  const auto profile = std::make_shared<Profile>();
  const int64_t deadline_us = clock.monotonic_us() + session.limits.query_time_ms * 1000;
  const Asked asked{session,  request.sql, request.parameters,
                    query_id, nullptr,     profile.get()};
  HANSE_TRY(Parts::Decided decided, parts_->decide(asked));
  const auto ended = [&](const Error& engine_error) {
    Error error = reworded(engine_error);
    error.decision_id = decided.decision_id;
    return fail(std::move(error));
  };
  if (request.cancel.cancelled()) return ended(Error{ErrorCode::kCancelled, "", "", -1, {}});
  const int64_t seen_us = clock.now_us();  // live rows are of then or later
  if (const Status fetched =
          parts_->fetch_live(decided, asked, request.cancel, deadline_us);
      !fetched) {
    Error error = fetched.error();
    error.decision_id = decided.decision_id;
    return fail(std::move(error));
  }
  auto first = parts_->run(decided.run(request.parameters, deadline_us), request.cancel, *profile);
  if (!first && decided.known->values && is_of_values(first.error())) {
    // Told as of a statement that was never asked, whose values are bound with it.
    HANSE_TRY(decided, parts_->decide_anew(asked, decided.known->catalog));
    first = parts_->run(decided.run(request.parameters, deadline_us), request.cancel, *profile);
  }
  const auto run_apart =
      [parts = parts_.get(), session, request, known = decided.known, given = decided.given,
       query_id, deadline_us, profile]() -> Result<std::unique_ptr<data::ChunkStream>> {
    const Asked again{session, request.sql, request.parameters, query_id, nullptr, nullptr};
    HANSE_TRY(const auto apart, parts->govern_again(again, *known, Parts::Again::kApart));
    engine::Statement statement{apart->statement.sql, {}, deadline_us};
    statement.given = given;
    return parts->run(std::move(statement), request.cancel, *profile);
  };
  auto rows = careful_stream(std::move(first), run_apart);
  if (!rows) return ended(rows.error());
  StandingDecision standing(*parts_, session, request, query_id, decided);
  std::vector<TableUse> uses = decided.statement().uses_at(seen_us);
  GovernedStreamParts stream{std::move(decided.pins), std::move(*rows), std::move(ticket),
                             session.limits, std::move(standing), profile, parts_->histograms};
  GovernedRows governed = governed_stream(std::move(stream));
  return Answer{std::move(governed.rows), decided.decision_id, query_id, std::move(uses), profile,
                std::move(governed.still_allowed)};
}

Result<Description> Gate::describe(const Session& session, const std::string& sql,
                                   const std::vector<std::string>& parameter_types) {
  if (explained_statement(sql)) {
    HANSE_TRY(const Answer answer, query(session, {sql, {}, {}, 0, {}}));
    Description out;
    for (const data::Column& column : answer.rows->schema()->columns())
      out.columns.push_back({column.name, column.type});
    return out;
  }
  HANSE_TRY_STATUS(check_text(sql, session.limits));
  const auto catalog = parts_->given.catalog->current();
  if (!catalog)
    return fail(ErrorCode::kUnavailable, "the state of the mesh cannot be read at present");
  StatementGovernor::Options how = parts_->options(**catalog, session);
  how.decisions = &parts_->decisions;
  how.needs_data = false;
  StatementGovernor governor(std::move(how));
  auto bound = governor.describe(session, sql, parameter_types);
  if (bound) return Description{std::move(bound->result), std::move(bound->parameters)};
  Error error = bound.error();
  error.decision_id = new_time_id(parts_->given.clock->now_us());
  const engine::Parameters none;
  DecisionRecord record{error.decision_id, "", sql,
                        error.code == ErrorCode::kDenied ? "denied" : "failed", &session,
                        catalog->get(), &governor.reached(), &none, &error, {}, {}};
  HANSE_TRY_STATUS(parts_->record(record, nullptr));
  return fail(std::move(error));
}

Result<Gate::View> Gate::visible(const Session& session) {
  View view;
  HANSE_TRY(view.catalog, parts_->given.catalog->current());
  view.now_us = parts_->given.clock->now_us();
  for (const catalog::TableEntry& table : view.catalog->tables()) {
    // A table whose policy fails is not there: the others still are.
    const auto visibility =
        Decider(&parts_->decisions).visibility(*view.catalog, table, session, view.now_us);
    if (!visibility || !(*visibility)->discover) continue;
    view.tables.push_back({&table, (*visibility)->columns, (*visibility)->reasons});
  }
  return view;
}

Status Gate::check_snapshot(const catalog::SnapshotRecord& record) const {
  return catalog::check_files(parts_->given.state_folder, record);
}

const StepHistograms& Gate::histograms() const { return *parts_->histograms; }
CopyTotals Gate::copies() const {
  return parts_->given.copies == nullptr ? CopyTotals() : parts_->given.copies->totals();
}
std::vector<RunningQuery> Gate::running() const { return parts_->running->list(); }
bool Gate::kill(const std::string& query_id) { return parts_->running->kill(query_id); }
bool Gate::draining() const { return parts_->running->draining(); }
void Gate::drain(int64_t deadline_us) { parts_->running->drain(*parts_->given.clock, deadline_us); }

}  // namespace hanse::govern
