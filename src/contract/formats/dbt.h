// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// dbt's properties YAML: models or a source with its tables, columns with types and tests. What
// dbt would take for Jinja is kept from it.
Result<std::string> export_dbt_models(const spec::DataContract& contract, Losses& losses);
Result<std::string> export_dbt_sources(const spec::DataContract& contract, Losses& losses);
// Models, sources, seeds and snapshots of one properties file.
void import_dbt(const std::shared_ptr<const SourceFile>& source, Imported& imported);

}  // namespace hanse::contract
