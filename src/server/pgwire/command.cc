// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/command.h"

#include <charconv>

#include "base/utf8.h"
#include "server/pgwire/words.h"

namespace hanse::server::pgwire {
namespace {

using Kind = Command::Kind;
using sql::Token;

Command command(Kind kind, std::string name = {}) {
  Command out;
  out.kind = kind;
  out.name = std::move(name);
  return out;
}

// Modes of a transaction; those of one that writes are refused.
Status take_modes(Words& words) {
  while (!words.at_end()) {
    if (words.take(",") || words.take("isolation") || words.take("level") ||
        words.take("serializable") || words.take("repeatable") || words.take("committed") ||
        words.take("uncommitted") || words.take("only") || words.take("deferrable") ||
        words.take("not"))
      continue;
    if (!words.take("read")) return unreadable("transaction mode");
    if (words.take("write"))
      return fail(ErrorCode::kDenied, "transactions are read-only here", kWritesHelp);
  }
  return {};
}

Result<Command> set_command(Words& words) {
  Command out = command(Kind::kSet);
  if (words.take("session")) {
    if (words.take("characteristics")) {
      words.take("as");
      words.take("transaction");
      HANSE_TRY_STATUS(take_modes(words));
      return command(Kind::kSetTransaction);
    }
    if (words.take("authorization"))
      return fail(ErrorCode::kUnsupported, "SET SESSION AUTHORIZATION", "sign in as that user");
  } else if (words.take("local")) {
    out.local = true;
  }
  if (words.take("transaction")) {
    HANSE_TRY_STATUS(take_modes(words));
    return command(Kind::kSetTransaction);
  }
  if (words.take("time")) {
    if (!words.take("zone")) return unreadable("SET");
    out.name = "timezone";
    words.take("interval");
  } else if (words.take("names")) {
    out.name = "client_encoding";
  } else {
    out.name = words.take_name();
    if (out.name != "role" && !words.take("=") && !words.take("to")) return unreadable("SET");
  }
  const Token* first = words.look();
  if (first == nullptr) return unreadable("SET");
  if (sql::is_word(*first, "default") || (out.name == "timezone" && sql::is_word(*first, "local")))
    out.has_value = false;
  out.value = words.take_value();
  while (words.take(",")) out.value += ", " + words.take_value();
  if (!words.at_end()) return unreadable("SET");
  return out;
}

Result<Command> show_command(Words& words) {
  Command out = command(Kind::kShow);
  if (words.take("time")) {
    words.take("zone");
    out.name = "timezone";
  } else if (words.take("transaction")) {
    words.take("isolation");
    words.take("level");
    out.name = "transaction_isolation";
  } else {
    out.name = words.take_name();
  }
  if (out.name == "all") out.name.clear();
  if (!words.at_end()) return Command();  // `SHOW TABLES …`: the gate says what it thinks of it
  return out;
}

Result<Command> reset_command(Words& words) {
  Command out = command(Kind::kReset);
  if (words.take("time")) {
    words.take("zone");
    out.name = "timezone";
  } else if (!words.take("all")) {
    out.name = words.take_name();
    if (out.name.empty()) return unreadable("RESET");
  }
  if (!words.at_end()) return unreadable("RESET");
  return out;
}

// `[WORK|TRANSACTION] [AND [NO] CHAIN]`
Result<Command> end_command(Words& words, Kind kind) {
  if (!words.take("work")) words.take("transaction");
  if (kind == Kind::kRollback && words.take("to")) {
    words.take("savepoint");
    return command(Kind::kRollbackTo, words.take_value());
  }
  if (words.take("and") && !words.take("no")) return fail(ErrorCode::kUnsupported, "AND CHAIN");
  words.take("chain");
  if (!words.at_end()) return unreadable("command");
  return command(kind);
}

Result<Command> declare_command(Words& words) {
  Command out = command(Kind::kDeclare, words.take_value());
  while (!words.take("for")) {
    if (words.at_end()) return unreadable("DECLARE");
    if (words.take("scroll"))
      return fail(ErrorCode::kUnsupported, "a cursor that scrolls back", "NO SCROLL goes forward");
    if (words.take("no"))
      words.take("scroll");
    else if (words.take("with"))
      out.hold = words.take("hold");
    else if (words.take("without"))
      words.take("hold");
    else if (!words.take("cursor") && !words.take("insensitive") && !words.take("asensitive") &&
             !words.take("binary"))
      return unreadable("DECLARE");
  }
  out.sql = words.rest();
  if (out.sql.empty()) return unreadable("DECLARE");
  return out;
}

Result<Command> fetch_command(Words& words, Kind kind) {
  Command out = command(kind);
  const auto number = [&] {
    const Token* token = words.look();
    if (token == nullptr || token->kind != Token::Kind::kNumber) return false;
    std::from_chars(token->text.data(), token->text.data() + token->text.size(), out.count);
    words.take_value();
    return true;
  };
  const bool forward = words.take("forward");
  if (!forward && (words.take("backward") || words.take("prior") || words.take("first") ||
                   words.take("last") || words.take("absolute") || words.take("relative")))
    return fail(ErrorCode::kUnsupported, "a cursor that scrolls back", "FETCH FORWARD goes on");
  if (words.take("all"))
    out.count = -1;
  else if (!words.take("next"))
    number();
  if (!words.take("from")) words.take("in");
  out.name = words.take_value();
  if (out.name.empty() || !words.at_end()) return unreadable("FETCH");
  return out;
}

Result<Command> named(Words& words, Kind kind, std::string_view before) {
  if (!before.empty()) words.take(before);
  Command out = command(kind, words.take("all") ? std::string() : words.take_value());
  if (!words.at_end()) return unreadable("command");
  return out;
}

Result<Command> prepare_command(Words& words) {
  Command out = command(Kind::kPrepare, words.take_value());
  out.value = words.take_parentheses();
  if (out.name.empty() || !words.take("as")) return unreadable("PREPARE");
  out.sql = words.rest();
  return out;
}

constexpr std::string_view kWrites[] = {
    "insert", "update",  "delete", "merge",   "create",  "alter",   "drop", "truncate", "grant",
    "revoke", "comment", "vacuum", "reindex", "cluster", "refresh", "do",   "call",     "import"};

}  // namespace

Result<Command> command_of(std::string_view sql) {
  Words words(sql);
  if (words.take("set")) return set_command(words);
  if (words.take("show")) return show_command(words);
  if (words.take("reset")) return reset_command(words);
  if (words.take("begin") || words.take("start")) {
    if (!words.take("work")) words.take("transaction");
    HANSE_TRY_STATUS(take_modes(words));
    return command(Kind::kBegin);
  }
  if (words.take("commit") || words.take("end")) return end_command(words, Kind::kCommit);
  if (words.take("rollback") || words.take("abort")) return end_command(words, Kind::kRollback);
  if (words.take("savepoint")) return named(words, Kind::kSavepoint, "");
  if (words.take("release")) return named(words, Kind::kRelease, "savepoint");
  if (words.take("discard")) {
    Command out = command(Kind::kDiscard);
    out.value = words.take_value();
    return out;
  }
  if (words.take("deallocate")) return named(words, Kind::kDeallocate, "prepare");
  if (words.take("close")) return named(words, Kind::kClose, "");
  if (words.take("unlisten")) return command(Kind::kListen);
  if (words.take("copy")) return copy_command(words);
  if (words.take("declare")) return declare_command(words);
  if (words.take("fetch")) return fetch_command(words, Kind::kFetch);
  if (words.take("move")) return fetch_command(words, Kind::kMove);
  if (words.take("prepare")) return prepare_command(words);
  if (words.take("execute")) {
    Command out = command(Kind::kExecute, words.take_value());
    out.value = words.take_parentheses();
    return out;
  }
  if (words.take("lock")) return command(Kind::kLock);
  Command out;
  if (words.at_end()) out.kind = Kind::kEmpty;
  for (const std::string_view word : kWrites) out.writes = out.writes || words.take(word);
  return out;
}

std::string_view tag_of(Kind kind) {
  switch (kind) {
    case Kind::kSet:
    case Kind::kSetTransaction:
      return "SET";
    case Kind::kReset:
      return "RESET";
    case Kind::kShow:
      return "SHOW";
    case Kind::kBegin:
      return "BEGIN";
    case Kind::kCommit:
      return "COMMIT";
    case Kind::kRollback:
    case Kind::kRollbackTo:
      return "ROLLBACK";
    case Kind::kSavepoint:
      return "SAVEPOINT";
    case Kind::kRelease:
      return "RELEASE";
    case Kind::kDiscard:
      return "DISCARD ALL";
    case Kind::kDeallocate:
      return "DEALLOCATE";
    case Kind::kListen:
      return "UNLISTEN";
    case Kind::kDeclare:
      return "DECLARE CURSOR";
    case Kind::kClose:
      return "CLOSE CURSOR";
    case Kind::kPrepare:
      return "PREPARE";
    case Kind::kLock:
      return "LOCK TABLE";
    case Kind::kFetch:
      return "FETCH";
    case Kind::kMove:
      return "MOVE";
    case Kind::kCopy:
      return "COPY";
    case Kind::kEmpty:
    case Kind::kQuery:
    case Kind::kExecute:
      return "SELECT";
  }
  return "SELECT";
}

}  // namespace hanse::server::pgwire
