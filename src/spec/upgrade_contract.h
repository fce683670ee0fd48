// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"

namespace hanse::spec {

struct UpgradedContract {
  std::string text;                  // ends with a line feed
  std::vector<std::string> changes;  // what was changed, for people, in the order of the file
  bool is_rewritten = false;         // from 2.2.x: order and comments are not those of the file
  Diagnostics findings;              // of the text as the newest edition reads it; sorted
};

// A contract of an older edition of ODCS in the newest one. One of 3.x is edited in place: comments
// and order stay; `rule` becomes `metric`, truth values beside a bound become the bound. One of
// 2.2.x is written anew (convert_2x.h). Fields that only the older one took become custom
// properties. `path` names the file in findings. What the newest edition
// does not take and nothing here can know better stays as it is, and is a finding.
// kInvalidArgument when the text cannot be read as a contract; `findings` then say why. Pure.
Result<UpgradedContract> upgrade_contract(const std::string& path, const std::string& text,
                                          Diagnostics& findings);

}  // namespace hanse::spec
