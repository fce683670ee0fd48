// SPDX-License-Identifier: Apache-2.0
#include "app/change_requests.h"
#include "app/product_status.h"
#include "server/http_api/http_api.h"

namespace hanse::server {

void HttpApi::get_product_status(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  const auto status = app::product_status(app_, {{call.rest}, &*session, false});
  if (!status) return fail_with(call, status.error());
  send(call,
       Json::object({{"format_version", 1}, {"product", (*status)["products"].items().front()}}));
}

void HttpApi::post_checks(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  engine::CancelToken cancel;
  const auto watch = call.writer.when_gone([cancel]() mutable { cancel.cancel(); });
  send(call, app::check_signed_in(app_, *session, call.rest, cancel));
}

}  // namespace hanse::server
