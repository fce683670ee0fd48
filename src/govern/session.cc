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

}  // namespace hanse::govern
