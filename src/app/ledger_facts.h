// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/app.h"
#include "strategy/facts/ledger_facts.h"

namespace hanse::app {

// What the whole ledger says, counted. A segment that is closed is read once: what it says is kept
// in `<state folder>/facts/`, sealed with a key of the state and bound to the segment's stamp, and
// is counted again from the segment whenever one of them does not fit. The open segment is read
// each time. kCorrupt when segments do not follow each other; kIo when one cannot be read. Does not
// verify the chain: `hanse audit verify` does.
Result<strategy::LedgerFacts> ledger_facts(App& app);

}  // namespace hanse::app
