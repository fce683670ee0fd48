// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/connection.h"

#include "server/pgwire/pgwire.h"
#include "sql/lexer.h"

namespace hanse::server::pgwire {
namespace {

constexpr size_t kPreparedMax = 1'000, kPortalsMax = 100, kParametersMax = 10'000;
constexpr size_t kPreparedBytesMax = 16'000'000;

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::kInvalidArgument, fmt::format("the {} message does not read", what));
}

size_t highest_parameter(std::string_view sql) {
  size_t out = 0;
  for (const sql::Token& token : sql::tokens_of(sql))
    if (token.kind == sql::Token::Kind::kParameter && token.text.size() < 8)
      out = std::max<size_t>(out,
                             std::strtoul(std::string(token.text.substr(1)).c_str(), nullptr, 10));
  return out;
}

std::string_view state_of(const Error& error) {
  if (error.message.starts_with("the transaction failed")) return "25P02";
  return error.code == ErrorCode::kDenied && error.help.starts_with("this door reads") ? "25006"
                                                                                       : "";
}

}  // namespace

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
  for (const auto& [setting, value] : who_.settings.reported()) {
    writer_.begin('S');
    writer_.text(setting);
    writer_.text(value);
    writer_.end();
  }
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
    drop_expired();
  }
}

void Connection::drop_expired() {
  const int64_t now = shared_.app.clock().monotonic_us();
  for (auto& [name, portal] : portals_)
    if (portal.rows != nullptr && portal.deadline_us < now && !portal.rows->ended())
      portal.rows.reset(), portal.is_finished = true;
  std::erase_if(cursors_, [&](const auto& cursor) { return cursor.second.deadline_us < now; });
}

bool Connection::handle(const Message& message) {
  if (message.type == 'X') return false;
  if (message.type == 'S') {
    on_sync();
    return writer_.flush().has_value();
  }
  if (message.type == 'H') return writer_.flush().has_value();
  if (skipping_) return true;
  if (message.type == 'Q') {
    on_query(BodyReader(message.body));
    return writer_.flush().has_value();
  }
  std::string sql;  // what an error's position is about
  const Status done = dispatch(message);
  if (!done) {
    if (writer_.is_broken()) return false;
    fail_statement(done.error(), sql);
    skipping_ = true;
  }
  return true;
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
    case 'F':
      return fail(ErrorCode::kUnsupported, "function calls by number");
    case 'd':
    case 'c':
    case 'f':
      return {};  // what is left of a COPY that never was
    default:
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("a message of type {} is none of the protocol's",
                              static_cast<int>(static_cast<unsigned char>(message.type))));
  }
}

void Connection::fail_statement(const Error& error, std::string_view sql) {
  ++(error.code == ErrorCode::kDenied ? shared_.counters.denied : shared_.counters.failed);
  write_error(writer_, error, {sql, "ERROR", state_of(error)});
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
  if (!body.at_end())
    fail_statement(malformed("Query").error(), {});
  else {
    const auto statements = sql::split_statements(sql);
    if (statements.empty()) writer_.empty('I');
    for (const std::string_view statement : statements) {
      const std::string text(statement);
      const Status done = run_simple(text);
      if (done) continue;
      Error error = done.error();
      if (error.position >= 0) error.position += static_cast<int>(statement.data() - sql.data());
      fail_statement(error, sql);
      break;
    }
  }
  ready();
}

Status Connection::run_simple(const std::string& sql) {
  Portal portal;
  HANSE_TRY(portal.command, command_of(sql));
  portal.sql = sql;
  HANSE_TRY_STATUS(check_transaction(portal.command));
  HANSE_TRY_STATUS(open(portal));
  return write_rows(portal, RowSource::kAllRows, false);
}

Status Connection::on_parse(BodyReader body) {
  const std::string name(body.text());
  Prepared prepared;
  prepared.sql = body.text();
  const int16_t count = body.int16();
  if (count < 0 || !body.ok()) return malformed("Parse");
  for (int16_t i = 0; i < count; ++i) prepared.stated.push_back(body.int32());
  if (!body.at_end()) return malformed("Parse");
  const auto statements = sql::split_statements(prepared.sql);
  if (statements.size() > 1)
    return fail(ErrorCode::kInvalidArgument, "a prepared statement is one statement");
  HANSE_TRY(prepared.command, command_of(prepared.sql));
  HANSE_TRY_STATUS(check_transaction(prepared.command));
  prepared.parameters = std::max(highest_parameter(prepared.sql), prepared.stated.size());
  if (prepared.parameters > kParametersMax)
    return fail(ErrorCode::kLimitExceeded, "the statement has too many parameters");
  prepared.stated.resize(prepared.parameters);
  HANSE_TRY_STATUS(keep(name, std::move(prepared)));
  writer_.empty('1');
  return {};
}

Status Connection::keep(const std::string& name, Prepared prepared) {
  if (!name.empty() && prepared_.contains(name))
    return fail(ErrorCode::kAlreadyExists,
                fmt::format("the prepared statement `{}` is there already", name));
  size_t bytes = prepared.sql.size();
  for (const auto& [known, other] : prepared_) bytes += other.sql.size();
  if (prepared_.size() >= kPreparedMax || bytes > kPreparedBytesMax)
    return fail(ErrorCode::kLimitExceeded, "this connection has too many prepared statements",
                "DEALLOCATE those that are not needed");
  prepared_.insert_or_assign(name, std::move(prepared));
  return {};
}

Status Connection::on_bind(BodyReader body) {
  const std::string name(body.text()), from(body.text());
  const auto found = prepared_.find(from);
  std::vector<Format> formats;
  const auto read_formats = [&](std::vector<Format>& out) {
    const int16_t count = body.int16();
    for (int16_t i = 0; i < count && body.ok(); ++i) {
      const int16_t format = body.int16();
      if (format != 0 && format != 1) return false;
      out.push_back(static_cast<Format>(format));
    }
    return count >= 0 && body.ok();
  };
  if (!read_formats(formats)) return malformed("Bind");
  if (found == prepared_.end())
    return fail(ErrorCode::kNotFound, fmt::format("there is no prepared statement `{}`", from));
  const Prepared& prepared = found->second;
  const int16_t count = body.int16();
  if (static_cast<size_t>(count) != prepared.parameters ||
      (formats.size() > 1 && formats.size() != prepared.parameters))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the statement has {} parameters, {} values were bound",
                            prepared.parameters, count));
  Portal portal;
  for (size_t i = 0; i < prepared.parameters; ++i) {
    const int32_t size = body.int32();
    if (size < 0) {
      portal.parameters.emplace_back();
      continue;
    }
    const Format format = formats.empty() ? Format::kText : formats[formats.size() == 1 ? 0 : i];
    int32_t oid = prepared.stated[i];
    if (oid == 0 && i < prepared.inferred.size()) oid = prepared.inferred[i];
    const std::string_view bytes = body.bytes(static_cast<size_t>(size));
    if (!body.ok()) return malformed("Bind");
    HANSE_TRY(Json value, parameter_of(oid, format, bytes));
    portal.parameters.push_back(std::move(value));
  }
  if (!read_formats(portal.formats) || !body.at_end()) return malformed("Bind");
  portal.command = prepared.command;
  portal.sql = prepared.sql;
  portal.is_described = prepared.is_described;
  portal.promised = prepared.fields;
  if (!name.empty() && portals_.contains(name))
    return fail(ErrorCode::kAlreadyExists, fmt::format("the portal `{}` is there already", name));
  if (portals_.size() >= kPortalsMax)
    return fail(ErrorCode::kLimitExceeded, "this connection has too many portals");
  portals_.erase(name);
  portals_.emplace(name, std::move(portal));
  writer_.empty('2');
  return {};
}

Status Connection::on_describe(BodyReader body) {
  const uint8_t what = body.byte();
  const std::string name(body.text());
  if (!body.at_end() || (what != 'S' && what != 'P')) return malformed("Describe");
  if (what == 'P') {
    const auto found = portals_.find(name);
    if (found == portals_.end())
      return fail(ErrorCode::kNotFound, fmt::format("there is no portal `{}`", name));
    Portal& portal = found->second;
    HANSE_TRY_STATUS(check_transaction(portal.command));
    HANSE_TRY_STATUS(open(portal));
    const auto fields = portal.fields();
    if (!fields.empty() && portal.command.kind != Command::Kind::kCopy)
      write_row_description(writer_, fields, portal.formats);
    else
      writer_.empty('n');
    return {};
  }
  const auto found = prepared_.find(name);
  if (found == prepared_.end())
    return fail(ErrorCode::kNotFound, fmt::format("there is no prepared statement `{}`", name));
  Prepared& prepared = found->second;
  HANSE_TRY_STATUS(check_transaction(prepared.command));
  HANSE_TRY_STATUS(describe(prepared));
  writer_.begin('t');
  writer_.int16(static_cast<int16_t>(prepared.parameters));
  for (size_t i = 0; i < prepared.parameters; ++i)
    writer_.int32(prepared.stated[i] != 0 ? prepared.stated[i] : prepared.inferred[i]);
  writer_.end();
  if (prepared.fields.empty())
    writer_.empty('n');
  else
    write_row_description(writer_, prepared.fields, {});
  return {};
}

Status Connection::on_execute(BodyReader body) {
  const std::string name(body.text());
  const int32_t most = body.int32();
  if (!body.at_end()) return malformed("Execute");
  const auto found = portals_.find(name);
  if (found == portals_.end())
    return fail(ErrorCode::kNotFound, fmt::format("there is no portal `{}`", name));
  Portal& portal = found->second;
  HANSE_TRY_STATUS(check_transaction(portal.command));
  if (portal.is_finished) {
    complete(portal.command.kind == Command::Kind::kQuery ? "SELECT 0"
                                                          : tag_of(portal.command.kind));
    return {};
  }
  if (portal.is_open) HANSE_TRY_STATUS(session());  // who began it may not be let in any more
  HANSE_TRY_STATUS(open(portal));
  return write_rows(portal, most <= 0 ? RowSource::kAllRows : most, true);
}

Status Connection::on_close(BodyReader body) {
  const uint8_t what = body.byte();
  const std::string name(body.text());
  if (!body.at_end() || (what != 'S' && what != 'P')) return malformed("Close");
  if (what == 'S')
    prepared_.erase(name);
  else
    portals_.erase(name);
  writer_.empty('3');
  return {};
}

void Connection::on_sync() {
  skipping_ = false;
  if (transaction_ != Transaction::kOpen) portals_.clear();
  ready();
}

}  // namespace hanse::server::pgwire
