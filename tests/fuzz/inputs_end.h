// SPDX-License-Identifier: Apache-2.0
#pragma once

// Called by replay.cc when there are no more inputs: a target that keeps an engine lets it go here,
// while the thread that used it still has what it kept for it. libFuzzer calls nothing of the kind:
// scripts/fuzz.sh looks for no leaks there.
__attribute__((weak)) void inputs_end();
