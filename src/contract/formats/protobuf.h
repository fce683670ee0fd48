// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// Protobuf, proto3: a message a table, fields numbered in order. A column that is not required is
// `optional`. Names that Protobuf does not have are made over, the contract's stand in `json_name`.
Result<std::string> export_protobuf(const spec::DataContract& contract, Losses& losses);
// proto3 and proto2. Tables are the messages of the file that no other message uses; types of other
// files are not looked up (HNS-C082).
void import_protobuf(const std::shared_ptr<const SourceFile>& source, Imported& imported);

}  // namespace hanse::contract
