// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/connection.h"
#include "sql/lexer.h"

namespace hanse::server::pgwire {
namespace {

constexpr size_t kPreparedMax = 1'000, kPortalsMax = 100, kParametersMax = 10'000;
// Of all prepared statements of a connection, and of all its portals without their rows.
constexpr size_t kPreparedBytesMax = 16'000'000, kPortalBytesMax = 16'000'000;

size_t highest_parameter(std::string_view sql) {
  constexpr size_t kDigitsMax = 5;
  size_t out = 0;
  for (const sql::Token& token : sql::tokens_of(sql)) {
    if (token.kind != sql::Token::Kind::kParameter) continue;
    const std::string digits(token.text.substr(1));
    out = std::max<size_t>(out, digits.size() > kDigitsMax
                                    ? kParametersMax + 1
                                    : std::strtoul(digits.c_str(), nullptr, 10));
  }
  return out;
}

size_t bytes_of(const Json& value) {
  size_t out = sizeof(Json) + value.as_string().size();
  for (const Json& item : value.items()) out += bytes_of(item);
  for (const auto& [name, member] : value.members())
    out += sizeof(Json::Member) + name.size() + bytes_of(member);
  return out;
}

size_t bytes_of(const Command& command) {
  return command.name.size() + command.value.size() + command.sql.size();
}

size_t bytes_of(const std::vector<Field>& fields) {
  size_t out = fields.size() * sizeof(Field);
  for (const Field& field : fields) out += field.name.size();
  return out;
}

template <typename Named>
size_t bytes_kept(const Named& kept) {
  size_t out = 0;
  for (const auto& [name, one] : kept) out += one.bytes;
  return out;
}

}  // namespace

Status Connection::on_parse(BodyReader body) {
  const std::string name(body.text());
  if (name.empty()) prepared_.erase(name);  // also when the new one fails
  Prepared prepared;
  prepared.sql = body.text();
  const int16_t count = body.int16();
  if (count < 0 || !body.ok()) return malformed("Parse");
  for (int16_t i = 0; i < count; ++i) prepared.stated.push_back(body.int32());
  if (!body.at_end()) return malformed("Parse");
  HANSE_TRY_STATUS(check_text(name));
  HANSE_TRY_STATUS(check_text(prepared.sql));
  const auto statements = sql::split_statements(prepared.sql);
  if (statements.size() > 1)
    return fail(ErrorCode::kInvalidArgument, "a prepared statement is one statement");
  HANSE_TRY(prepared.command, read_command(prepared.sql));
  HANSE_TRY_STATUS(check_transaction(prepared.command));
  prepared.parameters = std::max(highest_parameter(prepared.sql), prepared.stated.size());
  if (prepared.parameters > kParametersMax)
    return fail(ErrorCode::kLimitExceeded, "the statement has too many parameters");
  prepared.stated.resize(prepared.parameters);
  HANSE_TRY_STATUS(keep(name, std::move(prepared)));
  writer_.empty('1');
  return {};
}

Result<Connection::Prepared*> Connection::find_prepared(const std::string& name) {
  const auto found = prepared_.find(name);
  if (found != prepared_.end()) return &found->second;
  state_ = "26000";  // invalid_sql_statement_name
  return fail(ErrorCode::kNotFound, fmt::format("there is no prepared statement `{}`", name));
}

Result<Connection::Portal*> Connection::find_portal(const std::string& name) {
  const auto found = portals_.find(name);
  if (found != portals_.end()) return &found->second;
  state_ = kUnknownCursor;
  return fail(ErrorCode::kNotFound, fmt::format("there is no portal `{}`", name));
}

Status Connection::keep(const std::string& name, Prepared prepared) {
  if (!name.empty() && prepared_.contains(name))
    return fail(ErrorCode::kAlreadyExists,
                fmt::format("the prepared statement `{}` is there already", name));
  prepared.bytes = name.size() + prepared.sql.size() + bytes_of(prepared.command) +
                   bytes_of(prepared.fields) +
                   (prepared.stated.size() + prepared.inferred.size()) * sizeof(int32_t);
  if (prepared_.size() >= kPreparedMax ||
      bytes_kept(prepared_) + prepared.bytes > kPreparedBytesMax)
    return fail(ErrorCode::kLimitExceeded, "this connection has too many prepared statements",
                "DEALLOCATE those that are not needed");
  prepared_.insert_or_assign(name, std::move(prepared));
  return {};
}

Status Connection::on_bind(BodyReader body) {
  const std::string name(body.text()), from(body.text());
  HANSE_TRY_STATUS(check_text(name));
  HANSE_TRY_STATUS(check_text(from));
  if (name.empty()) portals_.erase(name);
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
  HANSE_TRY(const Prepared* found, find_prepared(from));
  const Prepared& prepared = *found;
  const int16_t count = body.int16();
  if (static_cast<size_t>(count) != prepared.parameters ||
      (formats.size() > 1 && formats.size() != prepared.parameters))
    return violation(fmt::format("the statement has {} parameters, {} values were bound",
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
  portal.bytes = name.size() + portal.sql.size() + bytes_of(portal.command) +
                 bytes_of(portal.promised) + portal.formats.size() * sizeof(Format);
  for (const Json& value : portal.parameters) portal.bytes += bytes_of(value);
  if (portals_.size() >= kPortalsMax || bytes_kept(portals_) + portal.bytes > kPortalBytesMax)
    return fail(ErrorCode::kLimitExceeded, "this connection has too many portals",
                "close those that are not needed, or bind less");
  portals_.emplace(name, std::move(portal));
  writer_.empty('2');
  return {};
}

Status Connection::on_describe(BodyReader body) {
  const uint8_t what = body.byte();
  const std::string name(body.text());
  if (!body.at_end() || (what != 'S' && what != 'P')) return malformed("Describe");
  HANSE_TRY_STATUS(check_text(name));
  if (const auto cursor = cursors_.find(name); what == 'P' && cursor != cursors_.end()) {
    HANSE_TRY_STATUS(cursor->second.rows->stands());
    write_row_description(writer_, cursor->second.rows->fields(), {});
    return {};
  }
  if (what == 'P') {
    HANSE_TRY(Portal * found, find_portal(name));
    Portal& portal = *found;
    HANSE_TRY_STATUS(check_transaction(portal.command));
    HANSE_TRY_STATUS(open(portal));
    const auto fields = portal.fields();
    if (fields.empty() || portal.command.kind == Command::Kind::kCopy) {
      writer_.empty('n');
      return {};
    }
    HANSE_TRY_STATUS(check_formats(portal, fields));
    write_row_description(writer_, fields, portal.formats);
    return {};
  }
  HANSE_TRY(Prepared * found, find_prepared(name));
  Prepared& prepared = *found;
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
  HANSE_TRY_STATUS(check_text(name));
  HANSE_TRY(Portal * found, find_portal(name));
  Portal& portal = *found;
  HANSE_TRY_STATUS(check_transaction(portal.command));
  if (portal.is_finished && portal.command.kind != Command::Kind::kEmpty) {
    complete(portal.command.kind == Command::Kind::kQuery ? "SELECT 0"
                                                          : tag_of(portal.command.kind));
    return {};
  }
  HANSE_TRY_STATUS(open(portal));
  const Status done = write_rows(portal, most <= 0 ? RowSource::kAllRows : most, true);
  if (!done) portals_.erase(name);  // what failed is not gone on with
  return done;
}

Status Connection::on_close(BodyReader body) {
  const uint8_t what = body.byte();
  const std::string name(body.text());
  if (!body.at_end() || (what != 'S' && what != 'P')) return malformed("Close");
  HANSE_TRY_STATUS(check_text(name));
  if (what == 'S')
    prepared_.erase(name);
  else if (portals_.erase(name) == 0)
    cursors_.erase(name);
  writer_.empty('3');
  return {};
}

void Connection::on_sync() {
  skipping_ = false;
  if (transaction_ != Transaction::kOpen) portals_.clear();
  ready();
}

}  // namespace hanse::server::pgwire
