// SPDX-License-Identifier: Apache-2.0
#include "govern/session.h"

namespace hanse::govern {

std::string session_key(const Session& session) {
  const spec::Limits& limits = session.limits;
  return Json::array({session.principal.to_json(), session.purpose.str(), session.door,
                      session.environment.str(), limits.query_nesting, limits.query_parts,
                      limits.query_tables})
      .dump();
}

Status still_asks(const std::string& first_cache_key, const Result<identity::Principal>& now) {
  if (!now) return fail(now.error());
  if (now->cache_key() == first_cache_key) return {};
  return fail(ErrorCode::kDenied, "who asks changed while the statement ran: its rows end",
              "ask again");
}

}  // namespace hanse::govern
