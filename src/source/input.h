// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "engine/engine.h"
#include "source/paths.h"
#include "spec/contract.h"

namespace hanse::source {

// The files of one server, ready for the engine: found within the roots, held open, unpacked.
enum class Format { kCsv, kJson, kNdjson, kParquet };
std::string_view name_of(Format format);

struct Input {
  Format format = Format::kCsv;
  std::string delimiter = ",";
  std::vector<std::string> files;     // what the engine reads: open ones, archives unpacked
  std::vector<std::string> names;     // of each, as messages have it: from the mesh folder on
  std::vector<std::string> resolved;  // absolute, of what was found
  uint64_t bytes = 0;                 // of `files` together
  std::string state;                  // changes when the data changes: sizes and times
  std::vector<std::shared_ptr<const void>> open;  // keeps `files` readable
};

// kNotFound, kDenied, kUnsupported, kLimitExceeded, kDataError as plan_scan has them.
Result<Input> open_input(const spec::Server& server, const SourceRoots& roots);
// Input::state without opening anything.
Result<std::string> input_state(const spec::Server& server, const SourceRoots& roots);

// As the engine writes a list of texts.
std::string file_list(const std::vector<std::string>& files);
// A table function over `files`: a statement may stand it behind FROM. Nothing is detected that
// the contract or the format fixes. `columns`: names and types to read JSON and CSV as; none: CSV
// takes the names of its header, all text. `rest`: more arguments of the function, from a comma on.
std::string scan_of(const Input& input, const std::vector<std::string>& files,
                    const std::vector<data::Column>& columns, std::string_view rest = {});
// Names and types that a scan gives, from headers and file schemas alone. kDataError when it
// cannot be read, in words that name no path.
Result<std::vector<data::Column>> columns_of(engine::Engine& engine, const std::string& scan,
                                             Format format);
std::string unreadable_as(Format format);
// The column's name in the source.
const std::string& source_name(const spec::Property& property);

}  // namespace hanse::source
