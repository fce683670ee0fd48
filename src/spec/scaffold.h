// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::spec {

// New files for a mesh; nothing existing is overwritten (kAlreadyExists names the file).
// Each returns the paths it wrote, relative to `folder`.
Result<std::vector<std::string>> init_mesh(const std::string& folder, const std::string& name);
Result<std::vector<std::string>> new_domain(const std::string& folder, const std::string& id,
                                            const std::string& owner);
Result<std::vector<std::string>> new_product(const std::string& folder, const std::string& address);
struct NewAgreement {
  std::string consumer;   // domain or domain/product
  std::string provider;   // domain/product
  std::string port, purpose;
};
Result<std::vector<std::string>> new_agreement(const std::string& folder, const NewAgreement& what);

// `text` in the house's form: two spaces, `key: value`, one final newline, keys in file order, all
// comments kept. kInvalidArgument when it is not YAML, or does not read back to the same document.
Result<std::string> format_yaml(const std::string& path, const std::string& text);

}  // namespace hanse::spec
