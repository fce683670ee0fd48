// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/connection.h"

namespace hanse::server::pgwire {
namespace {

using Kind = Command::Kind;

constexpr size_t kCursorsMax = 100;

}  // namespace

Status Connection::set(const Command& command) {
  const auto scope = command.local ? Settings::Scope::kLocal : Settings::Scope::kSession;
  if (!command.has_value)
    HANSE_TRY_STATUS(
        telling(ErrorCode::kNotFound, kUnknownObject, who_.settings.reset(command.name)));
  else if (!command.local || transaction_ == Transaction::kOpen)
    HANSE_TRY_STATUS(telling(ErrorCode::kNotFound, kUnknownObject,
                             who_.settings.set(command.name, command.value, scope)));
  if (Settings::is_reported(command.name)) report(command.name);
  return {};
}

void Connection::report(std::string_view setting) {
  writer_.begin('S');
  writer_.text(Settings::spelling(setting));
  writer_.text(who_.settings.value(setting));
  writer_.end();
}

void Connection::end_transaction(bool commit) {
  std::erase_if(cursors_, [&](const auto& cursor) { return !commit || !cursor.second.hold; });
  if (transaction_ != Transaction::kNone) {
    if (commit && transaction_ == Transaction::kOpen)
      who_.settings.commit();
    else
      who_.settings.abort();
  }
  transaction_ = Transaction::kNone;
  portals_end_ = true;
}

void Connection::discard_all() {
  prepared_.clear();
  cursors_.clear();
  portals_end_ = true;
  (void)who_.settings.reset("");
}

Result<const Connection::Cursor*> Connection::find_cursor(const std::string& name) {
  const auto found = cursors_.find(name);
  if (found != cursors_.end()) return &found->second;
  state_ = kUnknownCursor;
  return fail(ErrorCode::kNotFound, fmt::format("there is no cursor `{}`", name));
}

Status Connection::declare(Portal& portal) {
  const Command& command = portal.command;
  if (transaction_ != Transaction::kOpen && !command.hold)
    return fail(ErrorCode::kConflict, "a cursor lives in a transaction", "BEGIN first");
  if (cursors_.contains(command.name))
    return fail(ErrorCode::kAlreadyExists,
                fmt::format("the cursor `{}` is there already", command.name));
  if (cursors_.size() >= kCursorsMax)
    return fail(ErrorCode::kLimitExceeded, "this connection has too many cursors");
  HANSE_TRY(auto rows, ask(command.sql, portal.parameters));
  cursors_[command.name] = {std::move(rows), command.hold};
  return {};
}

Status Connection::prepare(const Command& command) {
  Prepared prepared;
  HANSE_TRY(prepared.command, read_command(command.sql));
  prepared.sql = command.sql;
  return keep(command.name, std::move(prepared));
}

Status Connection::run_command(Portal& portal) {
  const Command& command = portal.command;
  std::string tag(tag_of(command.kind));
  switch (command.kind) {
    case Kind::kSet:
      HANSE_TRY_STATUS(set(command));
      break;
    case Kind::kReset:
      HANSE_TRY_STATUS(
          telling(ErrorCode::kNotFound, kUnknownObject, who_.settings.reset(command.name)));
      break;
    case Kind::kBegin:
      if (transaction_ == Transaction::kOpen)
        write_notice(writer_, {"WARNING", "25001"}, "there is a transaction already");
      else
        who_.settings.begin();
      transaction_ = Transaction::kOpen;
      break;
    case Kind::kCommit:
    case Kind::kRollback:
      if (transaction_ == Transaction::kNone)
        write_notice(writer_, {"WARNING", "25P01"}, "there is no transaction");
      if (transaction_ == Transaction::kFailed) tag = "ROLLBACK";
      end_transaction(command.kind == Kind::kCommit);
      break;
    case Kind::kRollbackTo:
      if (transaction_ == Transaction::kFailed) transaction_ = Transaction::kOpen;
      break;
    case Kind::kDiscard:
      if (command.value == "all") {
        if (transaction_ != Transaction::kNone)
          return fail(ErrorCode::kConflict, "DISCARD ALL inside a transaction");
        discard_all();
      }
      tag = "DISCARD " + std::string(command.value == "all" ? "ALL" : "PLANS");
      break;
    case Kind::kDeallocate:
      if (command.name.empty())
        prepared_.clear(), tag = "DEALLOCATE ALL";
      else {
        HANSE_TRY_STATUS(find_prepared(command.name));
        prepared_.erase(command.name);
      }
      break;
    case Kind::kClose:
      if (command.name.empty())
        cursors_.clear(), portals_end_ = true, tag = "CLOSE CURSOR ALL";
      else {
        HANSE_TRY_STATUS(find_cursor(command.name));
        cursors_.erase(command.name);
      }
      break;
    case Kind::kDeclare:
      HANSE_TRY_STATUS(declare(portal));
      break;
    case Kind::kPrepare:
      HANSE_TRY_STATUS(prepare(command));
      break;
    case Kind::kLock:
      state_ = kReadOnly;
      return fail(ErrorCode::kDenied, "LOCK",
                  "this door reads: nothing here changes under a reader");
    default:
      break;
  }
  complete(tag);
  return {};
}

}  // namespace hanse::server::pgwire
