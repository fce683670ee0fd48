// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hanse {

// Lets this process open as many files and sockets as the system allows it to: a server holds one a
// client and some a statement, and the usual first limit is for interactive programs. Where that is
// not allowed the limit stays.
void raise_descriptor_limit();

}  // namespace hanse
