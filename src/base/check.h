// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hanse {

// Prints where, what and why to stderr and aborts. Never called for input, network bytes or disk.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, const char* why);

// For programmer errors only: always on.
#define HANSE_CHECK(condition, why) \
  ((condition) ? void(0) : ::hanse::check_failed(__FILE__, __LINE__, #condition, why))

}  // namespace hanse
