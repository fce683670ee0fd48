// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "source/postgres_server.h"

struct pg_conn;

namespace hanse::source {

// One session on a PostgreSQL server. Its search path is empty, so that a name means what it says;
// texts come in one form whatever the server is set to: ISO dates, UTC, shortest exact numbers.
// No message has the password. Blocks; one thread at a time. Fails with kUnavailable when there is
// no connection (any more), kCancelled, kTimeout, and kDataError for what the server refuses.
class PostgresLink {
 public:
  enum class Mode { kReadOnly, kReadWrite };
  using Rows = std::vector<std::vector<std::string>>;  // NULL is empty

  static Result<PostgresLink> open(const PostgresServer& server, Mode mode,
                                   engine::CancelToken cancel);

  // What follows is another one's: ended by `cancel`.
  void serve(engine::CancelToken cancel) { cancel_ = std::move(cancel); }
  // Rolls the open transaction back. False when the session cannot be used any more: it is broken,
  // or the server is in the middle of an answer.
  bool end_transaction();
  void note_opened(int64_t monotonic_us) { opened_us_ = monotonic_us; }
  int64_t opened_us() const { return opened_us_; }

  Status run(const std::string& sql);
  Result<Rows> ask(const std::string& sql, const std::vector<std::string>& parameters);
  // The same of a statement that is asked again and again: planned once a session.
  Result<Rows> ask_again(const std::string& sql, const std::vector<std::string>& parameters);
  // COPY … TO STDOUT: `take` gets each row as the server sends it; what it fails with ends it.
  Status copy_out(const std::string& sql, const std::function<Status(std::string_view)>& take);
  // COPY … FROM STDIN: `give` fills its argument with the next bytes; empty: that was all. Its
  // failure is told to the server, which then takes nothing. Gives the rows taken.
  Result<int64_t> copy_in(const std::string& sql, const std::function<Status(std::string&)>& give);

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  PostgresLink(std::string name, engine::CancelToken cancel)
      : name_(std::move(name)), cancel_(std::move(cancel)) {}
  std::unexpected<Error> failed() const;
  Status wait(bool to_write);
  Status take_rest();
  Result<Rows> take_rows();
  void ask_to_stop();

  std::string name_;
  engine::CancelToken cancel_;
  int64_t opened_us_ = 0;
  std::map<std::string, std::string> prepared_;  // names of statements by their texts
  int prepared_count_ = 0;
  std::unique_ptr<pg_conn, Finish> connection_;
};

}  // namespace hanse::source
