// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/sqlstate.h"

#include "base/check.h"

namespace hanse::server::pgwire {
namespace {

void write_field(MessageWriter& writer, char code, std::string_view text) {
  if (text.empty()) return;
  writer.byte(code);
  writer.text(text);
}

// Bytes to characters, from 1.
size_t character_at(std::string_view sql, size_t byte) {
  size_t out = 1;
  for (size_t i = 0; i < byte && i < sql.size(); ++i)
    if ((static_cast<unsigned char>(sql[i]) & 0xC0) != 0x80) ++out;
  return out;
}

}  // namespace

std::string_view sqlstate_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "42601";  // syntax_error
    case ErrorCode::kNotFound:
      return "42P01";  // undefined_table
    case ErrorCode::kAlreadyExists:
      return "42710";  // duplicate_object
    case ErrorCode::kConflict:
      return "40001";  // serialization_failure
    case ErrorCode::kUnauthenticated:
      return "28000";  // invalid_authorization_specification
    case ErrorCode::kDenied:
      return "42501";  // insufficient_privilege
    case ErrorCode::kUnsupported:
      return "0A000";  // feature_not_supported
    case ErrorCode::kLimitExceeded:
      return "54000";  // program_limit_exceeded
    case ErrorCode::kTimeout:
    case ErrorCode::kCancelled:
      return "57014";  // query_canceled
    case ErrorCode::kUnavailable:
      return "57P03";  // cannot_connect_now
    case ErrorCode::kDataError:
      return "22000";  // data_exception
    case ErrorCode::kIo:
      return "58030";  // io_error
    case ErrorCode::kCorrupt:
      return "XX001";  // data_corrupted
    case ErrorCode::kInternal:
      return "XX000";  // internal_error
  }
  HANSE_CHECK(false, "every error code has an SQLSTATE");
  return "XX000";
}

void write_error(MessageWriter& writer, const Error& error, const ErrorPlace& place) {
  writer.begin('E');
  write_field(writer, 'S', place.severity);
  write_field(writer, 'V', place.severity);
  write_field(writer, 'C', place.state.empty() ? sqlstate_of(error.code) : place.state);
  write_field(writer, 'M', error.message);
  if (!error.decision_id.empty()) write_field(writer, 'D', "decision " + error.decision_id);
  write_field(writer, 'H', error.help);
  if (error.position >= 0 && !place.sql.empty())
    write_field(writer, 'P',
                std::to_string(character_at(place.sql, static_cast<size_t>(error.position))));
  write_field(writer, 'R', to_string(error.code));
  writer.byte('\0');
  writer.end();
}

void write_notice(MessageWriter& writer, const NoticeKind& kind, std::string_view message) {
  writer.begin('N');
  write_field(writer, 'S', kind.severity);
  write_field(writer, 'V', kind.severity);
  write_field(writer, 'C', kind.state);
  write_field(writer, 'M', message);
  writer.byte('\0');
  writer.end();
}

}  // namespace hanse::server::pgwire
