// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostics.h"
#include "spec/contract.h"

namespace hanse::contract {

// What a contract that is right could say better: warnings, HNS-C050 to HNS-C059, and HNS-V051 for
// servers that Hanse does not read. Each at its place, with what to write. Not sorted. Pure.
Diagnostics advise(const spec::DataContract& contract);

}  // namespace hanse::contract
