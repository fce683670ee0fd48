// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_link.h"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>

#include "base/utf8.h"

namespace hanse::source {
namespace {

constexpr int kLookAtCancelMs = 100;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(char* bytes) const { PQfreemem(bytes); }
};
using Answer = std::unique_ptr<PGresult, Clear>;
using Bytes = std::unique_ptr<char, Clear>;

// Whatever the role may do, a source is read only; nobody waits for ever for a lock.
constexpr const char* kSettings =
    "SET search_path = ''; SET standard_conforming_strings = on; SET datestyle = 'ISO, YMD'; "
    "SET intervalstyle = 'iso_8601'; SET timezone = 'UTC'; SET extra_float_digits = 1; "
    "SET bytea_output = 'hex'; SET lock_timeout = '10s'";
// For `ask_again`; servers before 12 plan the first five times anew.
constexpr const char* kPlanOnce =
    "; SELECT pg_catalog.set_config(name, 'force_generic_plan', false) "
    "FROM pg_catalog.pg_settings WHERE name = 'plan_cache_mode'";
constexpr int kPlansOnceSince = 120000;
constexpr const char* kReadOnly = "; SET default_transaction_read_only = on";

bool is_fine(ExecStatusType status) {
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_OUT ||
         status == PGRES_COPY_IN;
}

// The first line of what the server or libpq said.
std::string first_line(std::string_view text) {
  text = trim(text);
  text = trim(text.substr(0, text.find('\n')));
  for (const std::string_view word : {"ERROR:", "FATAL:"})
    if (text.starts_with(word)) text = trim(text.substr(word.size()));
  return std::string(text);
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> out;
  for (const std::string& text : texts) out.push_back(text.c_str());
  return out;
}

}  // namespace

void PostgresLink::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

Result<PostgresLink> PostgresLink::open(const PostgresServer& server, Mode mode,
                                        engine::CancelToken cancel) {
  PostgresLink link(server.name(), std::move(cancel));
  // What is left out would come from the process's own places (PGPASSWORD, .pgpass): not for a
  // server that a contract names.
  const std::string mode_of_tls = server.tls_mode.empty() ? "prefer" : server.tls_mode;
  const char* keys[] = {"host",
                        "port",
                        "dbname",
                        "user",
                        "password",
                        "sslmode",
                        "passfile",
                        "gssencmode",
                        "connect_timeout",
                        "client_encoding",
                        "application_name",
                        "tcp_user_timeout",
                        nullptr};
  const std::string& secret = server.password.reveal();
  const char* values[] = {server.host.c_str(),
                          server.port.c_str(),
                          server.database.c_str(),
                          server.user.empty() ? "hanse" : server.user.c_str(),
                          secret.empty() ? "none" : secret.c_str(),
                          mode_of_tls.c_str(),
                          "/dev/null",
                          "disable",
                          "10",
                          "UTF8",
                          "hanse",
                          "30000",
                          nullptr};
  link.connection_.reset(PQconnectdbParams(keys, values, 0));
  if (PQstatus(link.connection_.get()) != CONNECTION_OK)
    return fail(ErrorCode::kUnavailable,
                fmt::format("{} does not take the connection: {}", link.name_,
                            first_line(PQerrorMessage(link.connection_.get()))));
  const bool plans_once = PQserverVersion(link.connection_.get()) >= kPlansOnceSince;
  HANSE_TRY_STATUS(link.run(std::string(kSettings) + (plans_once ? kPlanOnce : "") +
                            (mode == Mode::kReadOnly ? kReadOnly : "")));
  return link;
}

std::unexpected<Error> PostgresLink::failed() const {
  const bool is_lost = PQstatus(connection_.get()) != CONNECTION_OK;
  return fail(is_lost ? ErrorCode::kUnavailable : ErrorCode::kDataError,
              fmt::format("{}: {}", name_, first_line(PQerrorMessage(connection_.get()))));
}

void PostgresLink::ask_to_stop() {
  char told[256];
  PGcancel* const order = PQgetCancel(connection_.get());
  if (order == nullptr) return;
  (void)PQcancel(order, told, sizeof told);
  PQfreeCancel(order);
}

// Until there is something to read (or room to write), in slices that look at the cancelling.
Status PostgresLink::wait(bool to_write) {
  if (cancel_.cancelled()) {
    ask_to_stop();
    return fail(ErrorCode::kCancelled, "cancelled");
  }
  pollfd socket{PQsocket(connection_.get()), static_cast<short>(POLLIN | (to_write ? POLLOUT : 0)),
                0};
  (void)poll(&socket, 1, kLookAtCancelMs);
  if (PQconsumeInput(connection_.get()) != 1) return failed();
  return {};
}

// Reads what is left of a statement, so that the next one finds the session free.
Status PostgresLink::take_rest() {
  Status out;
  while (true) {
    while (PQisBusy(connection_.get()) == 1) HANSE_TRY_STATUS(wait(false));
    const Answer answer(PQgetResult(connection_.get()));
    if (answer == nullptr) return out;
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_COPY_OUT || status == PGRES_COPY_IN) return out;
    if (!is_fine(status) && out) out = failed();
  }
}

bool PostgresLink::end_transaction() {
  if (connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) return false;
  const PGTransactionStatusType before = PQtransactionStatus(connection_.get());
  if (before == PQTRANS_ACTIVE || before == PQTRANS_UNKNOWN) return false;
  serve(engine::CancelToken());  // whoever began it may be gone
  return run("ROLLBACK").has_value() && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

Status PostgresLink::run(const std::string& sql) {
  if (PQsendQuery(connection_.get(), sql.c_str()) != 1) return failed();
  return take_rest();
}

Result<PostgresLink::Rows> PostgresLink::ask(const std::string& sql,
                                             const std::vector<std::string>& parameters) {
  const std::vector<const char*> values = pointers_to(parameters);
  if (PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) != 1)
    return failed();
  return take_rows();
}

Result<PostgresLink::Rows> PostgresLink::ask_again(const std::string& sql,
                                                   const std::vector<std::string>& parameters) {
  std::string& name = prepared_[sql];
  if (name.empty()) {
    const std::string made = fmt::format("hanse_{}", ++prepared_count_);
    if (PQsendPrepare(connection_.get(), made.c_str(), sql.c_str(), 0, nullptr) != 1)
      return failed();
    HANSE_TRY_STATUS(take_rest());
    name = made;
  }
  const std::vector<const char*> values = pointers_to(parameters);
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                          values.data(), nullptr, nullptr, 0) != 1)
    return failed();
  return take_rows();
}

Result<PostgresLink::Rows> PostgresLink::take_rows() {
  while (PQisBusy(connection_.get()) == 1) HANSE_TRY_STATUS(wait(false));
  const Answer answer(PQgetResult(connection_.get()));
  if (!is_fine(PQresultStatus(answer.get()))) {
    const auto told = failed();
    (void)take_rest();
    return told;
  }
  Rows out;
  for (int row = 0; row < PQntuples(answer.get()); ++row) {
    out.emplace_back();
    for (int column = 0; column < PQnfields(answer.get()); ++column)
      out.back().emplace_back(PQgetvalue(answer.get(), row, column),
                              static_cast<size_t>(PQgetlength(answer.get(), row, column)));
  }
  HANSE_TRY_STATUS(take_rest());
  return out;
}

Status PostgresLink::copy_out(const std::string& sql,
                              const std::function<Status(std::string_view)>& take) {
  HANSE_TRY_STATUS(run(sql));
  while (true) {
    char* raw = nullptr;
    const int length = PQgetCopyData(connection_.get(), &raw, 1);
    const Bytes bytes(raw);
    if (length == -2) {
      const auto told = failed();
      (void)take_rest();
      return told;
    }
    if (length == -1) return take_rest();
    if (length == 0) {
      HANSE_TRY_STATUS(wait(false));
      continue;
    }
    if (Status taken = take({raw, static_cast<size_t>(length)}); !taken) {
      ask_to_stop();
      while (PQgetCopyData(connection_.get(), &raw, 0) > 0) PQfreemem(std::exchange(raw, nullptr));
      (void)take_rest();
      return taken;
    }
    if (cancel_.cancelled()) HANSE_TRY_STATUS(wait(false));
  }
}

Result<int64_t> PostgresLink::copy_in(const std::string& sql,
                                      const std::function<Status(std::string&)>& give) {
  HANSE_TRY_STATUS(run(sql));
  std::string bytes;
  Status given;
  while (given) {
    bytes.clear();
    given = give(bytes);
    if (given && bytes.empty()) break;
    if (given && cancel_.cancelled()) given = fail(ErrorCode::kCancelled, "cancelled");
    if (given &&
        PQputCopyData(connection_.get(), bytes.data(), static_cast<int>(bytes.size())) != 1)
      return failed();
  }
  if (PQputCopyEnd(connection_.get(), given ? nullptr : "the rows could not be read") != 1)
    return failed();
  const Answer answer(PQgetResult(connection_.get()));
  const bool is_done = PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
  int64_t rows = 0;
  const std::string_view count = PQcmdTuples(answer.get());
  (void)std::from_chars(count.data(), count.data() + count.size(), rows);
  const auto told = is_done ? fail(ErrorCode::kInternal, "") : failed();
  (void)take_rest();
  if (!given) return fail(std::move(given).error());
  if (!is_done) return told;
  return rows;
}

}  // namespace hanse::source
