// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/problem.h"

#include "base/check.h"
#include "base/json.h"

namespace hanse::server {

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument: return 400;
    case ErrorCode::kUnauthenticated: return 401;
    case ErrorCode::kDenied: return 403;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kLimitExceeded: return 413;
    case ErrorCode::kDataError:
    case ErrorCode::kUnsupported: return 422;
    case ErrorCode::kCancelled: return 499;
    case ErrorCode::kIo:
    case ErrorCode::kCorrupt:
    case ErrorCode::kInternal: return 500;
    case ErrorCode::kUnavailable: return 503;
    case ErrorCode::kTimeout: return 504;
  }
  HANSE_CHECK(false, "every error code has an HTTP status");
  return 500;
}

namespace {

std::string_view refusal_code(int status) {
  switch (status) {
    case 403: return "wrong_user";    // policy has no part in it
    case 405: return "method_not_allowed";
    case 406: return "not_acceptable";
    case 408: return to_string(ErrorCode::kTimeout);
    case 413:
    case 431: return to_string(ErrorCode::kLimitExceeded);
    case 415: return "unsupported_media_type";
    case 421: return "misdirected_request";
    case 503: return to_string(ErrorCode::kUnavailable);
    default: return to_string(ErrorCode::kInvalidArgument);
  }
}

}  // namespace

std::string refusal_document(int status, std::string_view detail) {
  return Json::object({{"type", "about:blank"},
                       {"status", status},
                       {"title", detail},
                       {"code", refusal_code(status)}})
             .dump() +
         "\n";
}

std::string problem_document(int status, const Error& error) {
  Json out = Json::object({{"type", "about:blank"},
                           {"status", status},
                           {"title", error.message},
                           {"code", to_string(error.code)}});
  if (!error.help.empty()) out.set("help", error.help);
  if (error.position >= 0) out.set("position", error.position);
  if (!error.decision_id.empty()) out.set("decision_id", error.decision_id);
  return out.dump() + "\n";
}

Status send_problem(net::ResponseWriter& writer, const Error& error) {
  const int status = http_status(error.code);
  net::Headers headers = {{"Content-Type", "application/problem+json"},
                          {"Cache-Control", "no-store"}};
  if (status == 401) headers.emplace_back("WWW-Authenticate", "Bearer");
  if (!error.decision_id.empty()) headers.emplace_back("Hanse-Decision-Id", error.decision_id);
  return writer.send(status, headers, problem_document(status, error));
}

}  // namespace hanse::server
