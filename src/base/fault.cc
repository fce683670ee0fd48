// SPDX-License-Identifier: Apache-2.0
#include "base/fault.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace hanse {
namespace {

constexpr int kKilledStatus = 137;  // what a shell reports for SIGKILL

std::atomic<long> fail_nth{0};
std::atomic<long> counted{0};

long kill_nth() {
  static const long nth = [] {
    const char* text = std::getenv("HANSE_FAULT_KILL");
    return text ? std::strtol(text, nullptr, 10) : 0L;
  }();
  return nth;
}

}  // namespace

bool fault_at(std::string_view) {
  const long failing = fail_nth.load(std::memory_order_relaxed);
  const long killing = kill_nth();
  if (failing == 0 && killing == 0) return false;
  const long now = counted.fetch_add(1) + 1;
  if (killing != 0 && now == killing) _exit(kKilledStatus);
  return failing != 0 && now == failing;
}

void arm_fault(long nth) {
  counted = 0;
  fail_nth = nth;
}

long fault_operations() { return counted; }

}  // namespace hanse
