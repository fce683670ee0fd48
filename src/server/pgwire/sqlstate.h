// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/error.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {

// The one table from our reasons to SQLSTATE (PostgreSQL 15, appendix A).
std::string_view sqlstate_of(ErrorCode code);
// Of failures that one kind of ours has no state of its own for.
inline constexpr std::string_view kReadOnly = "25006";       // read_only_sql_transaction
inline constexpr std::string_view kUnknownObject = "42704";  // undefined_object
inline constexpr std::string_view kProtocol = "08P01";       // protocol_violation
inline constexpr std::string_view kNoText = "22021";         // character_not_in_repertoire
inline constexpr std::string_view kTooWide = "54011";        // too_many_columns
inline constexpr std::string_view kUnknownCursor = "34000";  // invalid_cursor_name; portals too

// An ErrorResponse. Its fields: S and V severity, C SQLSTATE, M message, H help, D the decision's
// id, P the position in characters (from 1) when `sql` is what the error is about, R our own word
// for the reason. `state` empty: sqlstate_of(error.code).
struct ErrorPlace {
  std::string_view sql, severity = "ERROR", state = {};
};
void write_error(MessageWriter& writer, const Error& error, const ErrorPlace& place = {});
// A NoticeResponse with S, V, C and M.
struct NoticeKind {
  std::string_view severity, state;
};
inline constexpr NoticeKind kDebug{"DEBUG", "00000"}, kNotice{"NOTICE", "00000"},
    kWarning{"WARNING", "01000"};
void write_notice(MessageWriter& writer, const NoticeKind& kind, std::string_view message);

}  // namespace hanse::server::pgwire
