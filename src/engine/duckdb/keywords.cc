// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/keywords.h"

#include <set>
#include <string_view>

#include "engine/duckdb/instance.h"

namespace hanse::engine {
namespace {

Result<std::set<std::string>> load() {
  InstanceOptions options;
  options.threads = 1;
  HANSE_TRY(const auto instance, Instance::open(options));
  HANSE_TRY(const Connection connection, instance->connect());
  HANSE_TRY(const std::string text,
            text_of(connection.get(),
                    "SELECT string_agg(keyword_name, $1::VARCHAR) FROM duckdb_keywords()", " "));
  std::set<std::string> words;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    words.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

bool is_keyword(const std::string& name) {
  static const Result<std::set<std::string>> words = load();
  return !words || words->empty() || words->contains(name);
}

}  // namespace hanse::engine
