// SPDX-License-Identifier: Apache-2.0
#include "plan/address.h"

#include <vector>

namespace hanse::plan {

Subject subject_of(const std::string& address) {
  std::vector<std::string> words;
  for (size_t at = 0; at < address.size() && words.size() < 6;) {
    const size_t end = std::min(address.find(' ', at), address.size());
    words.push_back(address.substr(at, end - at));
    at = end + 1;
  }
  words.resize(6);
  Subject out;
  if (words[0] == "contract")
    out.contract = words[1];
  else if (words[0] == "product")
    out.product = words[1];
  else
    return out;
  if (words[2] == "port") out.port = words[3];
  if (words[2] != "table") return out;
  out.table = words[3];
  if (words[4] == "column") out.column = words[5].substr(0, words[5].find_first_of(".[{"));
  return out;
}

}  // namespace hanse::plan
