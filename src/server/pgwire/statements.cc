// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/connection.h"
#include "server/pgwire/counters.h"
#include "server/pgwire/notices.h"
#include "server/pgwire/words.h"
#include "sql/lexer.h"

namespace hanse::server::pgwire {
namespace {

using Kind = Command::Kind;

constexpr int64_t kAllRows = RowSource::kAllRows, kPrime = RowSource::kPrime;
constexpr std::string_view kDoor = "pgwire";

// The engine names a column without an alias by its text: `$1` was told, and a value runs.
bool is_named_by_parameter(std::string_view name) {
  for (size_t at = name.find('$'); at < name.size(); at = name.find('$', at + 1))
    if (at + 1 < name.size() && name[at + 1] >= '0' && name[at + 1] <= '9') return true;
  return false;
}

// By name as well: other columns of the same types would be read as those that were told.
bool same_columns(const std::vector<Field>& left, const std::vector<Field>& right) {
  return std::ranges::equal(left, right, [](const Field& one, const Field& other) {
    return one.type.oid == other.type.oid &&
           (one.name == other.name || is_named_by_parameter(one.name));
  });
}

// A constant of EXECUTE's list.
Result<Json> argument_of(const std::vector<sql::Token>& tokens) {
  const bool negative = tokens.size() == 2 && tokens[0].text == "-";
  if (tokens.size() != 1 && !negative)
    return fail(ErrorCode::kUnsupported, "EXECUTE with more than plain constants");
  const sql::Token& token = tokens.back();
  if (token.kind == sql::Token::Kind::kString) return Json(sql::plain_text(token));
  if (token.kind == sql::Token::Kind::kNumber)
    return parameter_of(1700, Format::kText, (negative ? "-" : "") + std::string(token.text));
  if (sql::is_word(token, "null")) return Json();
  if (sql::is_word(token, "true") || sql::is_word(token, "false"))
    return Json(sql::is_word(token, "true"));
  return fail(ErrorCode::kUnsupported, "EXECUTE with more than plain constants");
}

}  // namespace

Result<govern::Session> Connection::session() {
  HANSE_TRY(identity::Principal principal, shared_.app.authenticate_again(who_.token_id));
  govern::Session out = shared_.app.session(
      std::move(principal), who_.settings.value("hanse.purpose"), std::string(kDoor));
  if (const int64_t ms = who_.settings.statement_timeout_ms(); ms > 0)
    out.limits.query_time_ms = std::min(out.limits.query_time_ms, ms);
  return out;
}

Status Connection::still_asks(const std::string& first_cache_key) {
  return govern::still_asks(first_cache_key, shared_.app.authenticate_again(who_.token_id));
}

postgres::Asker Connection::asker() {
  postgres::Asker out{who_.user, who_.database};
  out.settings = [this] {
    auto settings = who_.settings.all();
    // What every connection may have another of would make a catalog of its own for each.
    std::erase_if(settings,
                  [](const auto& setting) { return setting.first == "application_name"; });
    return settings;
  };
  out.set = [this](const std::string& name, const std::string& value, bool local) -> Status {
    Command command;
    command.name = name, command.value = value, command.local = local;
    return set(command);
  };
  return out;
}

Status Connection::check_transaction(const Command& command) {
  if (transaction_ != Transaction::kFailed || command.kind == Kind::kCommit ||
      command.kind == Kind::kRollback || command.kind == Kind::kRollbackTo)
    return {};
  state_ = "25P02";
  return fail(ErrorCode::kConflict, "the transaction failed: nothing runs in it until its end",
              "ROLLBACK");
}

Result<std::unique_ptr<RowSource>> Connection::ask(const std::string& sql,
                                                   engine::Parameters parameters) {
  ++shared_.counters.queries;
  HANSE_TRY(const govern::Session session, this->session());
  const Clock& clock = shared_.app.clock();
  const int64_t deadline_us = clock.monotonic_us() + session.limits.query_time_ms * 1'000;
  const RowSource::Bounds bounds{clock, deadline_us,
                                 [this, who = session.principal.cache_key()] {
                                   return still_asks(who);
                                 }};
  govern::QueryRequest request{sql, std::move(parameters), {}, 0, bounds.who_asked};
  place_->runs(request.cancel);
  const auto watch = shared_.peers.watch(socket_.descriptor(),
                                         [cancel = request.cancel]() mutable { cancel.cancel(); });
  HANSE_TRY(auto listed, shared_.app.sql_catalog().query(session, asker(), request, deadline_us));
  if (!listed) {
    HANSE_TRY(listed, shared_.app.gate().query(session, request));
  }
  auto rows = std::make_unique<RowSource>(std::move(*listed), request.cancel, bounds);
  HANSE_TRY_STATUS(telling(ErrorCode::kLimitExceeded, kTooWide, check_width(rows->fields())));
  write_notices(writer_, rows->uses(), who_.settings.value("client_min_messages"));
  return rows;
}

Result<Command> Connection::read_command(std::string_view sql) {
  Result<Command> out = command_of(sql);
  if (!out && out.error().help == kWritesHelp) state_ = kReadOnly;
  return out;
}

// The gate has recorded it; here it is told as PostgreSQL's standby would.
std::unexpected<Error> Connection::refuse_write(Error error) {
  if (error.code != ErrorCode::kUnavailable) {
    state_ = kReadOnly;
    error.code = ErrorCode::kDenied;
    error.message = "nothing can be changed through this door";
    error.help = kWritesHelp;
    error.position = -1;
  }
  return fail(std::move(error));
}

Status Connection::open(Portal& portal) {
  if (portal.is_open) return portal.rows == nullptr ? Status() : portal.rows->stands();
  HANSE_TRY_STATUS(begin_rows(portal));
  portal.is_open = true;
  return {};
}

Status Connection::begin_rows(Portal& portal) {
  switch (portal.command.kind) {
    case Kind::kQuery: {
      auto rows = ask(portal.sql, portal.parameters);
      if (!rows && portal.command.writes) return refuse_write(rows.error());
      HANSE_TRY(portal.rows, std::move(rows));
      break;
    }
    case Kind::kCopy: {
      HANSE_TRY(portal.rows, ask(portal.command.sql, portal.parameters));
      break;
    }
    case Kind::kShow:
      return show(portal);
    case Kind::kExecute:
      return execute_prepared(portal);
    case Kind::kFetch: {
      const auto cursor = cursors_.find(portal.command.name);
      if (cursor == cursors_.end()) return {};
      HANSE_TRY_STATUS(cursor->second.rows->stands());
      portal.cursor_fields = cursor->second.rows->fields();
      return {};
    }
    default:
      return {};
  }
  // Clients decode by what they were told: other columns would be read as those.
  if (portal.is_described && portal.command.kind == Kind::kQuery &&
      !same_columns(portal.promised, portal.rows->fields()))
    return fail(ErrorCode::kUnsupported, "cached plan must not change result type",
                "prepare the statement again");
  return {};
}

Status Connection::check_formats(const Portal& portal, const std::vector<Field>& fields) {
  if (fit(portal.formats, fields)) return {};
  return violation(
      fmt::format("{} formats were bound for {} columns", portal.formats.size(), fields.size()));
}

Status Connection::describe(Prepared& prepared) {
  std::vector<std::string> types;
  for (const int32_t oid : prepared.stated) {
    const std::string_view type = engine_type_of(oid);
    // Text fits itself to its place, and a DECIMAL's digits are those of each value.
    types.emplace_back(type == "VARCHAR" || type == "DECIMAL" ? std::string_view() : type);
  }
  govern::Description out;
  if (prepared.command.kind == Kind::kQuery) {
    HANSE_TRY(const govern::Session session, this->session());
    HANSE_TRY(auto listed,
              shared_.app.sql_catalog().describe(session, asker(), prepared.sql, types));
    if (listed) {
      out = std::move(*listed);
    } else {
      auto described = shared_.app.gate().describe(session, prepared.sql, types);
      if (!described && prepared.command.writes) return refuse_write(described.error());
      HANSE_TRY(out, std::move(described));
    }
    prepared.fields = fields_of(out.columns);
    HANSE_TRY_STATUS(telling(ErrorCode::kLimitExceeded, kTooWide, check_width(prepared.fields)));
  } else if (prepared.command.kind == Kind::kShow || prepared.command.kind == Kind::kFetch) {
    Portal portal;
    portal.command = prepared.command;
    HANSE_TRY_STATUS(open(portal));
    prepared.fields = portal.fields();
  }
  out.parameters.resize(prepared.parameters);
  prepared.inferred.clear();
  for (const std::string& type : out.parameters)
    prepared.inferred.push_back(type.empty() ? 25 : pg_type_of(type).oid);
  prepared.is_described = prepared.command.kind == Kind::kQuery;
  return {};
}

Result<int64_t> Connection::write_governed(RowSource& rows, RowForm* form, int64_t most) {
  place_->runs(rows.cancel());
  const auto watch = shared_.peers.watch(socket_.descriptor(),
                                         [cancel = rows.cancel()]() mutable { cancel.cancel(); });
  Result<int64_t> written = rows.write(writer_, form, most);
  place_->runs(std::nullopt);
  if (written) {
    shared_.counters.rows += static_cast<uint64_t>(*written);
    return written;
  }
  Error error = written.error();
  if (error.decision_id.empty()) error.decision_id = rows.decision_id();
  return fail(std::move(error));
}

Status Connection::write_rows(Portal& portal, int64_t most, bool described) {
  const Command& command = portal.command;
  if (command.kind == Kind::kFetch || command.kind == Kind::kMove) return fetch(portal, described);
  if (command.kind == Kind::kEmpty) {
    portal.is_finished = true;
    writer_.empty('I');
    return {};
  }
  if (!portal.has_rows()) {
    portal.is_finished = true;
    return run_command(portal);
  }
  if (portal.text != nullptr) {
    HANSE_TRY_STATUS(check_formats(portal, portal.fields()));
    if (!described) write_row_description(writer_, portal.fields(), portal.formats);
    write_text_rows(writer_, *portal.text);
    portal.is_finished = true;
    complete("SHOW");
    return {};
  }
  RowSource& rows = *portal.rows;
  if (command.kind == Kind::kCopy) {
    const auto form = copy_rows(rows.fields(), command.copy);
    HANSE_TRY_STATUS(write_governed(rows, nullptr, kPrime));  // an early error comes before COPY
    write_copy_begin(writer_, rows.fields(), command.copy);
    HANSE_TRY(const int64_t count, write_governed(rows, form.get(), kAllRows));
    write_copy_end(writer_, command.copy);
    portal.is_finished = true;
    portal.rows.reset();
    complete(fmt::format("COPY {}", count));
    return {};
  }
  HANSE_TRY_STATUS(check_formats(portal, rows.fields()));
  if (!described) write_row_description(writer_, rows.fields(), portal.formats);
  const auto form = data_rows(rows.fields(), portal.formats);
  HANSE_TRY(const int64_t count, write_governed(rows, form.get(), most));
  if (!rows.ended()) {
    writer_.empty('s');
    return {};
  }
  portal.is_finished = true;
  portal.rows.reset();
  complete(fmt::format("SELECT {}", count));
  return {};
}

Status Connection::fetch(Portal& portal, bool described) {
  const Command& command = portal.command;
  HANSE_TRY(const Cursor* cursor, find_cursor(command.name));
  RowSource& rows = *cursor->rows;
  HANSE_TRY_STATUS(rows.stands());
  const bool moves = command.kind == Kind::kMove;
  if (!moves) HANSE_TRY_STATUS(check_formats(portal, rows.fields()));
  const auto form = moves ? nullptr : data_rows(rows.fields(), portal.formats);
  if (!moves && !described) write_row_description(writer_, rows.fields(), portal.formats);
  int64_t count = 0;
  if (command.count != 0) {
    auto written = write_governed(rows, form.get(), command.count < 0 ? kAllRows : command.count);
    if (!written) cursors_.erase(command.name);  // what failed is not gone on with
    HANSE_TRY(count, std::move(written));
  }
  portal.is_finished = true;
  complete(fmt::format("{} {}", tag_of(command.kind), count));
  return {};
}

Status Connection::show(Portal& portal) {
  portal.text = std::make_unique<TextRows>();
  if (!portal.command.name.empty()) {
    HANSE_TRY(std::string value, telling(ErrorCode::kNotFound, kUnknownObject,
                                         who_.settings.show(portal.command.name)));
    portal.text->columns = {Settings::spelling(portal.command.name)};
    portal.text->rows = {{std::move(value)}};
    return {};
  }
  portal.text->columns = {"name", "setting", "description"};
  for (const auto& [name, value] : who_.settings.all())
    portal.text->rows.push_back({name, value, ""});
  return {};
}

Status Connection::execute_prepared(Portal& portal) {
  HANSE_TRY(const Prepared* prepared, find_prepared(portal.command.name));
  engine::Parameters parameters;
  std::vector<sql::Token> argument;
  for (const sql::Token& token : sql::tokens_of(portal.command.value)) {
    if (token.text != ",") {
      argument.push_back(token);
      continue;
    }
    HANSE_TRY(Json value, argument_of(argument));
    parameters.push_back(std::move(value));
    argument.clear();
  }
  if (!argument.empty()) {
    HANSE_TRY(Json value, argument_of(argument));
    parameters.push_back(std::move(value));
  }
  portal.command = prepared->command;
  if (portal.command.kind != Kind::kQuery)
    return fail(ErrorCode::kUnsupported, "EXECUTE of what is no query");
  HANSE_TRY(portal.rows, ask(prepared->sql, std::move(parameters)));
  return {};
}

void Connection::complete(std::string_view tag) {
  writer_.begin('C');
  writer_.text(tag);
  writer_.end();
}

}  // namespace hanse::server::pgwire
