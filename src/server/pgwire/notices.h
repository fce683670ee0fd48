// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "app/app.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {

// What a statement's rows come from, as notices before them: a WARNING for each warning of
// policies; a NOTICE with contract, time and checks for each table that is not plainly sound, and a
// DEBUG one for each other. `client_min_messages` says which of them the client wants, as
// PostgreSQL's; a word that it does not have is its default, `notice`.
void write_notices(MessageWriter& writer, const std::vector<govern::TableUse>& uses,
                   std::string_view client_min_messages);

}  // namespace hanse::server::pgwire
