// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

// Tables that other tools fill: C120 to C129. Migration: C130 to C139.
constexpr CodeEntry kCodes[] = {
    {"HNS-C120", "a table that is filled twice",
     "A table of a product with `externalBuild` is read from where its contract's server says. A "
     "transform of its name would never run.",
     "customProperties: [{property: externalBuild, value: dbt}]   # and an orders.sql",
     "customProperties: [{property: externalBuild, value: dbt}]   # dbt has the model"},
    {"HNS-C121", "a view that another tool fills",
     "What another tool leaves is read once a run and becomes a snapshot, which is checked before "
     "it is published. A view is computed when it is read.",
     "customProperties:\n  - {property: externalBuild, value: dbt}\n"
     "  - {property: materialization, value: view}",
     "customProperties:\n  - {property: externalBuild, value: dbt}"},
    {"HNS-C122", "a product waits for another tool",
     "A table that another tool fills is read when the tool's run is reported as succeeded "
     "(`hanse run complete PRODUCT`), and by itself only while the last report is a success. What "
     "reads it waits with it.",
     "externalBuild: {tool: dbt}   # and no run was reported yet",
     "hanse run complete shop/orders --run-id 42"},
    {"HNS-C130", "a legacy table of another name",
     "A legacy table is `migration/<id>.yaml`: its id is the file's name, and names it to "
     "`hanse migrate`.",
     "# migration/orders.yaml\nid: order_lines", "# migration/orders.yaml\nid: orders"},
};

}  // namespace

std::span<const CodeEntry> run_codes() { return kCodes; }

}  // namespace hanse::spec
