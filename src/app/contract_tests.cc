// SPDX-License-Identifier: Apache-2.0
#include "app/contract_tests.h"

#include <cstdlib>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"

namespace hanse::app {
namespace {

// For what is unpacked and what does not fit into memory; gone with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    const char* stated = std::getenv("TMPDIR");
    path_ = join_path(stated != nullptr && *stated == '/' ? stated : "/tmp",
                      "hanse-" + new_time_id(Clock::system().now_us()));
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() { (void)remove_tree(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

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
  const ScratchFolder scratch;
  HANSE_TRY_STATUS(make_private_folder(scratch.path()));
  request.scratch_folder = scratch.path();
  HANSE_TRY(const auto engine, engine::make_builder_engine({scratch.path(), 0, 0, ""}));
  return contract::test_contracts(*engine, engine::make_parser, request);
}

}  // namespace hanse::app
