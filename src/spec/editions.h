// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace hanse::spec {

// What a document is written in, by its `apiVersion`. Each is one bit, so that a field says in one
// word where it exists.
using Editions = uint16_t;
constexpr Editions kOdcs30 = 1, kOdcs31 = 2, kOdcs32 = 4;  // 2.2.x is read as 3.0: convert_2x.h
constexpr Editions kOdps09 = 8, kOdps10 = 16, kOdps11 = 32;
constexpr Editions kHanse1 = 64;  // mesh.yaml and its like
constexpr Editions kOdcs = kOdcs30 | kOdcs31 | kOdcs32;
constexpr Editions kOdps = kOdps09 | kOdps10 | kOdps11;
constexpr Editions kEveryEdition = kOdcs | kOdps | kHanse1;

// Of one that is known; kHanse1 for others.
Editions odcs_edition(std::string_view api_version);
Editions odps_edition(std::string_view api_version);
// The newest of `editions` as `apiVersion` has it: `v3.2.0`.
std::string_view newest_version(Editions editions);

}  // namespace hanse::spec
