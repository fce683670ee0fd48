// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/external_runs.h"
#include "plan/dbt_run.h"

namespace hanse::app {

// What a run of dbt did to products whose `externalBuild` names dbt, a report a product. A model is
// a table of an output port when its file is the one that the contract's server names; else when
// its alias, else its name, is the table's `physicalName`, else its name, without regard to case.
// A product whose `externalBuild` states a `project` takes models of that package alone. Failed
// when a model of it did; models that did not run say nothing. Outcomes of dbt's tests stand in the
// details; they do not decide.
//
// `product` empty: every product that a model of the run is a table of. kNotFound when there is
// none, or no model of `product` ran; kInvalidArgument when several models could be one table.
Result<std::vector<RunReport>> dbt_reports(App& app, const plan::DbtRun& run,
                                           const std::string& product);

}  // namespace hanse::app
