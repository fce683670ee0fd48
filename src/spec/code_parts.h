// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "spec/codes.h"

namespace hanse::spec {

// The parts of the table of codes, one a file; code_table() joins them.
std::span<const CodeEntry> decoding_codes();    // HNS-S: one file read and decoded
std::span<const CodeEntry> standard_codes();    // HNS-S040 on: what ODCS and ODPS say
std::span<const CodeEntry> validation_codes();  // HNS-V: rules between files
std::span<const CodeEntry> policy_codes();      // HNS-P: Rego
std::span<const CodeEntry> lifecycle_codes();   // HNS-L: states of products and contracts
std::span<const CodeEntry> transform_codes();   // HNS-T: SQL of transforms
std::span<const CodeEntry> contract_codes();    // HNS-C: contracts against data
std::span<const CodeEntry> incident_codes();    // HNS-C100 on: who hears of incidents
std::span<const CodeEntry> formats_codes();     // HNS-C080 on: contracts from other formats
std::span<const CodeEntry> product_check_codes();  // HNS-C090 on: checks of published products
std::span<const CodeEntry> strategy_codes();    // HNS-G: files of strategy/
std::span<const CodeEntry> programme_codes();   // HNS-G050 to G069: roadmap and change
std::span<const CodeEntry> run_codes();         // HNS-C120 on: tables that other tools fill

}  // namespace hanse::spec
