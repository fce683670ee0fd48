// SPDX-License-Identifier: Apache-2.0
#include "app/change_requests.h"
#include "server/change_stream.h"
#include "server/http_api/body.h"
#include "server/http_api/http_api.h"

namespace hanse::server {

// A client that leaves does not stop an apply: it would not be undone.
void HttpApi::post_apply(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  const auto body = read_json_object(call.request, kApplyFields);
  if (!body) return counters_.count(send_body_problem(call.writer, body.error()));
  ChangeStream stream(call.writer);
  counters_.count(stream.end(app::apply_signed_in(
      app_, (*body)["plan"], {session->principal, session->door}, stream.progress())));
}

}  // namespace hanse::server
