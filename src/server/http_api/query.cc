// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "data/encode.h"
#include "server/http_api/body.h"
#include "server/http_api/http_api.h"

namespace hanse::server {
namespace {

constexpr size_t kWarningHeadersMax = 16, kWarningHeaderBytesMax = 500;

struct QueryBody {
  std::string sql, purpose;
  engine::Parameters parameters;
  int64_t memory_bytes = 0;
};

Result<QueryBody> read_body(const net::Request& request) {
  HANSE_TRY(const Json json, read_json_object(request, kQueryFields));
  return QueryBody{text_at(json, "sql"), text_at(json, "purpose"), json["parameters"].items(),
                   json["memory_bytes"].as_int()};
}

// json, ndjson or csv by the Accept header; empty when none fits.
std::string_view format_of(std::string_view accept) {
  if (accept.empty() || accept.find("application/json") != std::string_view::npos ||
      accept.find("*/*") != std::string_view::npos)
    return accept.find("text/csv") != std::string_view::npos && accept.starts_with("text/csv")
               ? "csv"
               : "json";
  if (accept.find("application/x-ndjson") != std::string_view::npos) return "ndjson";
  if (accept.find("text/csv") != std::string_view::npos) return "csv";
  return {};
}

std::string_view type_of(std::string_view format) {
  if (format == "csv") return "text/csv; charset=utf-8";
  return format == "ndjson" ? "application/x-ndjson" : "application/json";
}

std::string time_after(int64_t us) { return us == 0 ? "" : " " + format_time(us); }

// What a policy says, as a header may carry it: its full text is in the body's `sources`.
std::string header_text(std::string text) {
  if (text.size() > kWarningHeaderBytesMax) text.resize(kWarningHeaderBytesMax);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

net::Headers headers_of(const govern::Answer& answer, std::string_view format) {
  net::Headers headers = {{"Content-Type", std::string(type_of(format))},
                          {"Cache-Control", "no-store"},
                          {"Hanse-Decision-Id", answer.decision_id},
                          {"Hanse-Query-Id", answer.query_id}};
  size_t warnings = 0;
  for (const govern::TableUse& use : answer.uses) {
    headers.emplace_back("Hanse-Contract", fmt::format("{} {}", use.table, use.contract_version));
    headers.emplace_back(
        "Hanse-Freshness",
        fmt::format("{} {} {}", use.table,
                    use.published_us ? format_time(use.published_us) : "live", use.state));
    headers.emplace_back("Hanse-Quality", fmt::format("{} {}{}", use.table,
                                                      catalog::to_string(use.status.quality),
                                                      time_after(use.status.checked_us)));
    for (const policy::Reason& warning : use.warnings)
      if (++warnings <= kWarningHeadersMax)
        headers.emplace_back("Hanse-Warning", header_text(fmt::format("{} {} {}", use.table,
                                                                      warning.rule,
                                                                      warning.message)));
  }
  return headers;
}

}  // namespace

void HttpApi::post_query(Call& call) {
  const auto body = read_body(call.request);
  if (!body) return counters_.count(send_body_problem(call.writer, body.error()));
  const std::string_view format = format_of(call.request.header("accept"));
  if (format.empty()) {
    (void)call.writer.send(
        406, {{"Content-Type", "application/problem+json"}},
        refusal(406, "expected application/json, application/x-ndjson or text/csv"));
    return;
  }
  const auto session = session_of(call.request, body->purpose);
  if (!session) return fail_with(call, session.error());
  ++counters_.queries;
  govern::QueryRequest request{body->sql, body->parameters, {}, body->memory_bytes, {}};
  request.who_asks = [this, &call, first = session->principal.cache_key()] {
    const auto now = session_of(call.request, "");
    return now ? govern::still_asks(first, now->principal) : fail(now.error());
  };
  // The gate and the engine block this thread: a client that leaves cancels what it asked for.
  const auto watch =
      call.writer.when_gone([cancel = request.cancel]() mutable { cancel.cancel(); });
  auto answer = app_.gate().query(*session, request);
  if (!answer) {
    ++(answer.error().code == ErrorCode::kDenied ? counters_.denied : counters_.failed);
    return fail_with(call, answer.error());
  }
  // The first rows are asked for before anything is said: an early error is an answer of its own.
  const Status sent = stream(call, *answer, format);
  if (!sent) {
    request.cancel.cancel();
    ++counters_.failed;
  }
}

Status HttpApi::stream(Call& call, govern::Answer& answer, std::string_view format) {
  const auto schema = answer.rows->schema();
  Result<data::Chunk> chunk = answer.rows->next();
  if (!chunk) {
    Error error = chunk.error();
    error.decision_id = answer.decision_id;
    fail_with(call, error);
    return fail(std::move(error));
  }
  counters_.count(200);
  HANSE_TRY_STATUS(call.writer.start(200, headers_of(answer, format)));
  std::string out;
  if (format == "csv") data::append_csv_header(*schema, out);
  if (format == "json") {
    out += "{\"format_version\":1,\"columns\":";
    data::append_json_columns(*schema, out);
    out += ",\"decision_id\":";
    append_json_string(out, answer.decision_id);
    out += ",\"sources\":" + govern::to_json(answer.uses).dump();
    out += ",\"rows\":[";
  }
  int64_t rows = 0;
  while (chunk && !chunk->empty()) {
    {
      const govern::Timed timed(answer.profile.get(), govern::Step::kEncode);
      if (format == "csv") data::append_csv_rows(*schema, *chunk, out);
      if (format == "ndjson") data::append_ndjson_rows(*schema, *chunk, out);
      if (format == "json") {
        if (rows > 0) out += ',';
        data::append_json_rows(*schema, *chunk, out);
      }
    }
    rows += chunk->rows();
    if (call.writer.client_gone()) return fail(ErrorCode::kCancelled, "the client has gone");
    HANSE_TRY_STATUS(call.writer.write(out));
    out.clear();
    chunk = answer.rows->next();
  }
  // An error in mid-stream: no closing bracket and no last chunk; the connection is cut.
  if (!chunk) return fail(chunk.error());
  counters_.rows += static_cast<uint64_t>(rows);
  if (format == "json") out += fmt::format("],\"row_count\":{}}}\n", rows);
  HANSE_TRY_STATUS(call.writer.write(out));
  return call.writer.finish();
}

}  // namespace hanse::server
