// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "server/pgwire/command.h"
#include "server/pgwire/settings.h"

using namespace hanse::server::pgwire;

// Any bytes as a statement at PostgreSQL's door: SET, COPY, DECLARE and the like are told apart by
// its words, or refused; what they set is taken or refused too.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto command = command_of({reinterpret_cast<const char*>(data), size});
  if (!command) {
    if (command.error().message.empty()) std::abort();
    return 0;
  }
  if (command->sql.size() > size || command->count < -1) std::abort();
  Settings settings;
  settings.begin();
  if (settings.set(command->name, command->value, Settings::Scope::kLocal) &&
      !settings.show(command->name))
    std::abort();
  (void)settings.show(command->name);
  settings.abort();
  (void)settings.reset(command->name);
  if (settings.statement_timeout_ms() != 0) std::abort();
  return 0;
}
