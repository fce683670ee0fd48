// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// Avro 1.12 schema: a record a table; several tables are a union. Names that Avro does not have
// are made over, with the one of the contract beside them in `odcsName`.
Result<std::string> export_avro(const spec::DataContract& contract, Losses& losses);
// A record, a union of records, or what names one further down.
void import_avro(const std::shared_ptr<const SourceFile>& source, Imported& imported);

}  // namespace hanse::contract
