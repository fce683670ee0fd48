// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "engine/duckdb/instance.h"
#include "engine/duckdb/statement.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

std::string list_literal(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ", ";
    out += quote_literal(text);
  }
  return out + "]";
}

}  // namespace

Result<std::shared_ptr<Engine>> make_serving_engine(const ServingOptions& options) {
  std::vector<std::string> folders;
  for (const std::string& folder : options.allowed_folders) {
    if (!folder.starts_with('/') || folder == "/")
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` is no absolute folder that may be served from", folder));
    folders.push_back(folder.ends_with('/') ? folder : folder + "/");
  }
  InstanceOptions instance_options;
  instance_options.memory_bytes = options.memory_bytes;
  instance_options.threads = options.threads;
  instance_options.hash_key = options.hash_key;
  instance_options.takes_given_rows = true;
  // The order matters: folders can only be stated while access is open, nothing after the lock.
  instance_options.then = {
      "SET GLOBAL parquet_metadata_cache = true",
      // What a large statement held goes back while nothing runs.
      "SET GLOBAL allocator_background_threads = true",
      "SET GLOBAL allowed_directories = " + list_literal(folders),
      "SET GLOBAL enable_external_access = false",
      "SET GLOBAL lock_configuration = true",
  };
  HANSE_TRY(auto instance, Instance::open(instance_options));
  return std::make_shared<DuckdbEngine>(std::move(instance), Allowed::kSelectOnly,
                                        DuckdbEngine::Keeps::kStatements);
}

Result<std::shared_ptr<Engine>> make_builder_engine(const BuilderOptions& options) {
  InstanceOptions instance_options;
  instance_options.memory_bytes = options.memory_bytes;
  instance_options.threads = options.threads;
  instance_options.temporary_folder = options.temporary_folder;
  instance_options.hash_key = options.hash_key;
  instance_options.has_plain_functions = options.has_plain_functions;
  instance_options.takes_given_rows = options.takes_given_rows;
  // Its files are named by descriptors, and such a name comes back for another file.
  instance_options.then = {"SET GLOBAL enable_external_file_cache = false",
                           "SET GLOBAL lock_configuration = true"};
  HANSE_TRY(auto instance, Instance::open(instance_options));
  return std::make_shared<DuckdbEngine>(std::move(instance), Allowed::kAnything,
                                        DuckdbEngine::Keeps::kNothing);
}

}  // namespace hanse::engine
