// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "net/http.h"

namespace hanse::server {

// The one table from our errors to HTTP.
int http_status(ErrorCode code);
// RFC 9457, with our code, help, position and decision_id as extension members.
std::string problem_document(int status, const Error& error);
// The problem of a request that is refused for its form, before any work: the code is the status's.
std::string refusal_document(int status, std::string_view detail);
Status send_problem(net::ResponseWriter& writer, const Error& error);

}  // namespace hanse::server
