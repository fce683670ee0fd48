// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hanse::cli {

// The whole command line: parses, runs one command, gives the exit code (0 done, 1 failed, 2
// changes present, 3 denied by policy, 4 not signed in, 64 usage, 130 interrupted).
int run(int argc, char** argv);

}  // namespace hanse::cli
