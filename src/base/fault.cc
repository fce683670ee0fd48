// SPDX-License-Identifier: Apache-2.0
#include "base/fault.h"

#include <atomic>

namespace hanse {
namespace {

std::atomic<long> fail_nth{0};
std::atomic<long> counted{0};

}  // namespace

bool fault_at(std::string_view) {
  const long failing = fail_nth.load(std::memory_order_relaxed);
  return failing != 0 && counted.fetch_add(1) + 1 == failing;
}

void arm_fault(long nth) {
  counted = 0;
  fail_nth = nth;
}

long fault_operations() { return counted; }

}  // namespace hanse
