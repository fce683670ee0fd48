// SPDX-License-Identifier: Apache-2.0
#include "app/contract_tests.h"

#include "base/clock.h"
#include "base/scratch_folder.h"

namespace hanse::app {
namespace {

// Of the engine: what keys take beyond it goes to disk, or is counted in parts.
constexpr int64_t kMemoryBytes = int64_t{640} << 20;

}  // namespace

Result<contract::TestedContracts> test_contracts(const ContractTestOptions& options) {
  contract::TestRequest request;
  request.files = options.files;
  request.server = options.server;
  request.data = options.data;
  request.samples = options.samples;
  request.now_us = Clock::system().now_us();
  if (!options.now.empty()) {
    HANSE_TRY(request.now_us, parse_time(options.now));
  }
  HANSE_TRY(const ScratchFolder scratch, ScratchFolder::make());
  request.scratch_folder = scratch.path();
  engine::BuilderOptions builder{scratch.path(), kMemoryBytes};
  builder.has_plain_functions = true;
  builder.takes_given_rows = true;
  HANSE_TRY(const auto engine, engine::make_builder_engine(builder));
  return contract::test_contracts(*engine, engine::make_parser, request);
}

}  // namespace hanse::app
