// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"

#include "base/clock.h"

namespace hanse {

Json json_list(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

std::vector<std::string> text_list(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items()) texts.emplace_back(item.as_string());
  return texts;
}

std::string text_at(const Json& object, std::string_view key) {
  return std::string(object[key].as_string());
}

Json json_time(int64_t us) { return us == 0 ? Json() : Json(format_time(us)); }

}  // namespace hanse
