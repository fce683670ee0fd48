// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdlib>

#include "server/pgwire/parameters.h"
#include "sql/rewrite.h"

using namespace hanse;

// Any bytes as a parameter's value: the first chooses type and format, the rest is the value. What
// is taken is JSON that reads back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using server::pgwire::Format;
  constexpr std::array<int32_t, 32> kTypes = {0,    16,   17,   18,   19,   20,   21,   23,
                                              25,   26,   114,  700,  701,  1000, 1005, 1007,
                                              1009, 1014, 1015, 1016, 1021, 1022, 1042, 1043,
                                              1082, 1083, 1114, 1184, 1186, 1231, 1700, 2950};
  if (size == 0) return 0;
  const int32_t type = kTypes[data[0] % kTypes.size()];
  const auto value =
      server::pgwire::parameter_of(type, data[0] & 0x80 ? Format::kBinary : Format::kText,
                                   {reinterpret_cast<const char*>(data + 1), size - 1});
  if (!value) {
    if (value.error().message.empty()) std::abort();
    return 0;
  }
  const std::string text = value->dump_canonical();
  const auto again = Json::parse(text);
  if (!again || again->dump_canonical() != text) std::abort();
  return 0;
}
