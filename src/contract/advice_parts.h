// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "spec/contract.h"

namespace hanse::contract {

// Private to the files that advise: the contract that is looked at and where advice goes.
struct Advice {
  const spec::DataContract& contract;
  Diagnostics& out;
  void add(const char* code, const Span& span, std::string message, std::string help) const;
};

void quality_advice(const Advice& advice);                            // HNS-C055
void older_forms(const Advice& advice);                               // HNS-C056
void clashing_names(const Advice& advice);                            // HNS-C058
void open_secrets(const Advice& advice, const spec::Server& server);  // HNS-C059

}  // namespace hanse::contract
