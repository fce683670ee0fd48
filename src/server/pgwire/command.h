// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hanse::server::pgwire {

// What a statement's text asks of the connection itself, told by its words. Anything that is not
// known here is a query, for the gate to answer or refuse. Plain data; thread-safe: no state.
struct CopyOptions {
  enum class Form { kText, kCsv, kBinary };
  Form form = Form::kText;
  bool header = false, force_quote_all = false;
  char delimiter = '\t', quote = '"', escape = '"';
  std::string null = "\\N";
};

struct Command {
  enum class Kind {
    kQuery,
    kEmpty,  // nothing but white space and comments
    kSet,
    kSetTransaction,
    kReset,
    kShow,
    kBegin,
    kCommit,
    kRollback,
    kSavepoint,
    kRelease,
    kRollbackTo,
    kDiscard,
    kDeallocate,
    kListen,
    kCopy,
    kDeclare,
    kFetch,
    kMove,
    kClose,
    kLock,
    kPrepare,
    kExecute
  };
  Kind kind = Kind::kQuery;
  std::string name;   // of a setting, cursor, statement or savepoint; empty: all
  std::string value;  // SET; DISCARD's what; EXECUTE's arguments
  std::string sql;    // the SELECT inside COPY, DECLARE or PREPARE
  bool local = false, has_value = true;
  bool hold = false;    // a cursor that outlives its transaction
  bool writes = false;  // a query by its kind, that PostgreSQL would change something with
  int64_t count = 1;    // FETCH; -1: all
  CopyOptions copy;
};

// kInvalidArgument for a known command that does not read, kUnsupported for parts of one that are
// not done here.
Result<Command> command_of(std::string_view sql);

// CommandComplete's tag of a command without rows: "SET", "BEGIN", …
std::string_view tag_of(Command::Kind kind);

}  // namespace hanse::server::pgwire
