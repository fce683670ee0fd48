// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "catalog/snapshot.h"
#include "govern/gate.h"
#include "plan/definition.h"

namespace hanse::plan {

// HNS-T001 to HNS-T005 or HNS-P015: the code of what is wrong with a transform.
std::string_view transform_code(const Error& error);

// Facts of every table as its contract states them, without origins. Types that cannot be published
// are HNS-C007.
std::vector<catalog::TableFacts> stated_facts(const spec::Model& model, Diagnostics& diagnostics);

// Governs and binds every definition on `candidate`, reports what does not hold (HNS-T001 … T007)
// and fills origins, reads and effective classifications of `facts`. True when some table that is
// read by another is computed itself.
bool analyse(govern::Gate& gate, const catalog::CatalogSnapshot& candidate,
             const std::vector<TableDefinition>& definitions,
             std::vector<catalog::TableFacts>& facts, Diagnostics& diagnostics);

}  // namespace hanse::plan
