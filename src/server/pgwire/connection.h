// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/postgres/sql_catalog.h"
#include "net/peer_watcher.h"
#include "server/pgwire/cancels.h"
#include "server/pgwire/portal.h"
#include "server/pgwire/sign_in.h"
#include "server/pgwire/sqlstate.h"

namespace hanse::server::pgwire {

struct Counters;

// What a door's connections share. Thread-safe, outlives them.
struct Shared {
  app::App& app;
  Cancels& cancels;
  net::PeerWatcher& peers;
  Counters& counters;
  WireLimits limits;
};

// One signed-in connection: prepared statements, portals, cursors, a transaction that only reads.
// It keeps the id of a token, never a principal: who asks is looked up for each statement. Used by
// one thread.
class Connection {
 public:
  Connection(const Shared& shared, net::Socket& socket, MessageReader& reader,
             MessageWriter& writer, SignedIn who)
      : shared_(shared), socket_(socket), reader_(reader), writer_(writer), who_(std::move(who)) {}
  // Until the client ends it, goes, or breaks the protocol.
  void run();

 private:
  struct Prepared {
    std::string sql;
    Command command;
    std::vector<int32_t> stated;  // types of parameters, 0: not stated
    size_t parameters = 0;        // the highest $n
    bool is_described = false;
    std::vector<int32_t> inferred;  // once it is described
    std::vector<Field> fields;
    size_t bytes = 0;               // as it was counted when it was kept
  };
  struct Portal {
    Command command;
    std::string sql;
    engine::Parameters parameters;
    std::vector<Format> formats;
    bool is_described = false;  // with `promised`
    std::vector<Field> promised;
    std::unique_ptr<RowSource> rows;
    std::unique_ptr<TextRows> text;
    std::vector<Field> cursor_fields;  // of FETCH
    bool is_open = false, is_finished = false;
    size_t bytes = 0;
    std::vector<Field> fields() const;
    bool has_rows() const { return rows != nullptr || text != nullptr; }
  };
  struct Cursor {
    std::unique_ptr<RowSource> rows;
    bool hold = false;
  };
  enum class Transaction { kNone, kOpen, kFailed };

  bool greet();
  Result<std::optional<Message>> next_message();
  bool handle(const Message& message);  // false: the connection ends
  Status dispatch(const Message& message);
  void call_function();
  void fail_statement(const Error& error, std::string_view sql);
  // A failure of that kind is told with this SQLSTATE instead of its kind's own.
  template <typename Outcome>
  Outcome telling(ErrorCode kind, std::string_view state, Outcome outcome) {
    if (!outcome && outcome.error().code == kind) state_ = state;
    return outcome;
  }
  std::unexpected<Error> violation(std::string message);  // of the protocol
  std::unexpected<Error> malformed(std::string_view what);
  Status check_text(std::string_view text);  // that it is UTF-8: errors repeat it
  void ready();

  // The messages of the two query protocols.
  void on_query(BodyReader body);
  Status run_simple(const std::string& sql);
  Status on_parse(BodyReader body);
  Status on_bind(BodyReader body);
  Status on_describe(BodyReader body);
  Status on_execute(BodyReader body);
  Status on_close(BodyReader body);
  void on_sync();

  // Statements.
  Result<govern::Session> session();
  Status still_asks(const std::string& first_cache_key);
  postgres::Asker asker();
  Status check_transaction(const Command& command);
  Result<std::unique_ptr<RowSource>> ask(const std::string& sql, engine::Parameters parameters);
  std::unexpected<Error> refuse_write(Error error);
  Result<Command> read_command(std::string_view sql);
  Status open(Portal& portal);  // gets its rows, when it has any; asks again when it has them
  Status begin_rows(Portal& portal);
  Status check_formats(const Portal& portal, const std::vector<Field>& fields);
  Status describe(Prepared& prepared);
  Status write_rows(Portal& portal, int64_t most, bool described);
  Result<int64_t> write_governed(RowSource& rows, RowForm* form, int64_t most);
  Status run_command(Portal& portal);
  Status execute_prepared(Portal& portal);
  Status fetch(Portal& portal, bool described);
  Status show(Portal& portal);
  Status set(const Command& command);
  Status declare(Portal& portal);
  Status prepare(const Command& command);
  void end_transaction(bool commit);
  void discard_all();
  void expire();
  Status keep(const std::string& name, Prepared prepared);
  Result<Prepared*> find_prepared(const std::string& name);  // until it is closed
  Result<Portal*> find_portal(const std::string& name);
  Result<const Cursor*> find_cursor(const std::string& name);
  void report(std::string_view setting);
  void complete(std::string_view tag);

  const Shared& shared_;
  net::Socket& socket_;
  MessageReader& reader_;
  MessageWriter& writer_;
  SignedIn who_;
  std::unique_ptr<Cancels::Place> place_;
  std::map<std::string, Prepared> prepared_;
  std::map<std::string, Portal> portals_;
  std::map<std::string, Cursor> cursors_;
  Transaction transaction_ = Transaction::kNone;
  bool skipping_ = false;   // after an error, to the next Sync
  bool portals_end_ = false;  // with the message: one of them may be running
  std::string_view state_;  // of the failure on its way; empty: its kind's own
};

}  // namespace hanse::server::pgwire
