// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hanse::spec {

// New files on their way to a folder. Not thread-safe.
class ScaffoldFiles {
 public:
  explicit ScaffoldFiles(std::string folder) : folder_(std::move(folder)) {}

  // A file with this content.
  void add(std::string path, std::string text);
  // A file that the binary carries at `src/spec/init/<template_name>`, with `{{key}}` replaced.
  void add_template(std::string path, const std::string& template_name,
                    const std::map<std::string, std::string>& values);
  // Writes all, or nothing when one exists already (kAlreadyExists). Gives the paths.
  Result<std::vector<std::string>> write() const;

 private:
  std::string folder_;
  std::vector<std::pair<std::string, std::string>> files_;
};

// `text` with each `{{key}}` replaced by its value.
std::string fill_template(std::string text, const std::map<std::string, std::string>& values);

// The register's text with one more entry in `domains`, everything else as it was. kInvalidArgument
// when `domains` has a form that cannot be extended.
Result<std::string> add_domain_entry(const std::string& register_text, const std::string& id,
                                     const std::string& owner);

}  // namespace hanse::spec
