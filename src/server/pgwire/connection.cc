// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/connection.h"

#include "base/utf8.h"
#include "server/pgwire/counters.h"
#include "sql/lexer.h"

namespace hanse::server::pgwire {
std::vector<Field> Connection::Portal::fields() const {
  if (rows != nullptr) return rows->fields();
  if (!cursor_fields.empty()) return cursor_fields;
  return text == nullptr ? std::vector<Field>() : fields_of(*text);
}

bool Connection::greet() {
  const auto catalog = shared_.app.catalog().current();
  const std::string mesh = catalog ? (*catalog)->model().mesh.id : "";
  const std::string name = mesh.empty() ? "hanse" : mesh;
  // Clients name the user's database when nobody told them one, and `postgres` to list them all.
  for (const std::string_view accepted :
       {std::string_view(), std::string_view("hanse"), std::string_view("postgres"),
        std::string_view(who_.user)})
    if (who_.database == accepted) who_.database = name;
  if (who_.database != name) {
    write_error(writer_,
                Error{ErrorCode::kNotFound,
                      fmt::format("there is no database `{}`", who_.database),
                      fmt::format("the mesh is `{}`", name),
                      -1,
                      {}},
                {{}, "FATAL", "3D000"});
    (void)writer_.flush();
    return false;
  }
  who_.settings.fix("session_authorization", who_.user);
  for (const std::string_view setting : Settings::reported()) report(setting);
  place_ = shared_.cancels.enter();
  writer_.begin('K');
  writer_.int32(place_->key().process);
  writer_.int32(place_->key().secret);
  writer_.end();
  ready();
  return writer_.flush().has_value();
}

void Connection::run() {
  if (!greet()) return;
  while (true) {
    const auto message = next_message();
    if (!message) {
      const bool idle = message.error().code == ErrorCode::kTimeout;
      write_error(writer_, message.error(), {{}, "FATAL", idle ? "57P05" : "08P01"});
      (void)writer_.flush();
      socket_.close_gently();
      return;
    }
    if (!*message || !handle(**message) || writer_.is_broken()) return;
  }
}

// While portals are open they are looked after: their time runs out although nobody reads.
Result<std::optional<Message>> Connection::next_message() {
  constexpr int64_t kLookMs = 1'000;
  const auto bytes_max = shared_.limits.message_bytes_max;
  for (int64_t waited = 0;; waited += kLookMs) {
    const bool looks = !portals_.empty() || !cursors_.empty();
    auto message = reader_.next(bytes_max, looks ? kLookMs : shared_.limits.idle_ms);
    if (message || message.error().code != ErrorCode::kTimeout || !looks ||
        waited >= shared_.limits.idle_ms || reader_.has_more())
      return message;
    expire();
  }
}

void Connection::expire() {
  for (auto& [name, portal] : portals_)
    if (portal.rows != nullptr) portal.rows->expire();
  for (auto& [name, cursor] : cursors_) cursor.rows->expire();
}

bool Connection::handle(const Message& message) {
  state_ = {};
  if (message.type == 'X') return false;
  if (message.type == 'S') {
    on_sync();
    return writer_.flush().has_value();
  }
  if (message.type == 'H') return writer_.flush().has_value();
  if (skipping_) return true;
  if (message.type == 'Q' || message.type == 'F') {
    if (message.type == 'Q')
      on_query(BodyReader(message.body));
    else
      call_function();
    if (std::exchange(portals_end_, false)) portals_.clear();
    return writer_.flush().has_value();
  }
  const Status done = dispatch(message);
  if (std::exchange(portals_end_, false)) portals_.clear();
  if (!done) {
    if (writer_.is_broken()) return false;
    fail_statement(done.error(), {});
    skipping_ = true;
  }
  // A client that neither syncs nor reads is waited for; what it is told is not gathered.
  return writer_.flush_if_full().has_value();
}

Status Connection::dispatch(const Message& message) {
  const BodyReader body(message.body);
  switch (message.type) {
    case 'P':
      return on_parse(body);
    case 'B':
      return on_bind(body);
    case 'D':
      return on_describe(body);
    case 'E':
      return on_execute(body);
    case 'C':
      return on_close(body);
    case 'd':
    case 'c':
    case 'f':
      return {};  // what is left of a COPY that never was
    default:
      return violation("a password where nobody asked for one");
  }
}

// Ends as a simple query does: no Sync follows it.
void Connection::call_function() {
  fail_statement(Error{ErrorCode::kUnsupported, "function calls by number", "", -1, {}}, {});
  ready();
}

Status Connection::check_text(std::string_view text) {
  if (first_invalid_utf8(text) == std::string::npos) return {};
  state_ = kNoText;
  return fail(ErrorCode::kInvalidArgument, "a text of the message is not UTF-8");
}

std::unexpected<Error> Connection::violation(std::string message) {
  state_ = kProtocol;
  return fail(ErrorCode::kInvalidArgument, std::move(message));
}

std::unexpected<Error> Connection::malformed(std::string_view what) {
  return violation(fmt::format("the {} message does not read", what));
}

void Connection::fail_statement(const Error& error, std::string_view sql) {
  ++(error.code == ErrorCode::kDenied ? shared_.counters.denied : shared_.counters.failed);
  write_error(writer_, error, {sql, "ERROR", state_});
  state_ = {};
  if (transaction_ == Transaction::kOpen) transaction_ = Transaction::kFailed;
}

void Connection::ready() {
  writer_.begin('Z');
  writer_.byte(transaction_ == Transaction::kNone   ? 'I'
               : transaction_ == Transaction::kOpen ? 'T'
                                                    : 'E');
  writer_.end();
}

void Connection::on_query(BodyReader body) {
  const std::string sql(body.text());
  portals_.erase("");
  prepared_.erase("");
  if (!body.at_end()) {
    fail_statement(malformed("Query").error(), {});
  } else if (const Status text = check_text(sql); !text) {
    fail_statement(text.error(), {});
  } else {
    const auto statements = sql::split_statements(sql);
    if (statements.empty()) writer_.empty('I');
    for (const std::string_view statement : statements) {
      const std::string text(statement);
      const Status done = run_simple(text);
      if (done && writer_.flush_if_full()) continue;
      if (done) break;  // the client takes nothing any more
      Error error = done.error();
      if (error.position >= 0) error.position += static_cast<int>(statement.data() - sql.data());
      fail_statement(error, sql);
      break;
    }
  }
  ready();
}

Status Connection::run_simple(const std::string& sql) {
  state_ = {};
  Portal portal;
  HANSE_TRY(portal.command, read_command(sql));
  portal.sql = sql;
  HANSE_TRY_STATUS(check_transaction(portal.command));
  HANSE_TRY_STATUS(open(portal));
  return write_rows(portal, RowSource::kAllRows, false);
}

}  // namespace hanse::server::pgwire
