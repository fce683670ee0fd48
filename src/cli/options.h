// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hanse::cli {

enum class Output { kHuman, kJson, kCsv, kParquet, kMarkdown };

// What the command line said. One struct for all commands: each reads its own part.
struct Options {
  std::string mesh = ".", environment;
  Output output = Output::kHuman;
  std::string as, purpose, out, listen, listen_metrics, listen_pg, target, file;
  std::vector<std::string> words, parameters;
  std::string owner, consumer, provider, port, revoke;
  std::string to, columns, from, until, reason;  // of a grant
  std::string name;                              // of `contract infer`
  std::string cause, summary;                    // of `incident close` and `incident open`
  std::string perspective;                       // of `contract diff`
  std::string server, data, now;                 // of `contract test`
  std::string junit, sarif;                      // files that reports go to
  std::optional<int> samples;                    // of `contract test` and `product check`
  std::string table;                             // of `contract export`
  std::string language = "en", contract;         // of `product export` and `import`
  std::string domain;                            // of `migrate`
  std::string column;                            // of `migrate compare`
  int differences = 20;
  std::string timeout;                           // of `refresh --wait`
  bool wait = false;
  std::string run_id, status, tool, message, dbt_target;  // of `run complete`
  // Of flags that have no member here: what each was given, in order; an empty text for a switch.
  std::map<std::string, std::vector<std::string>, std::less<>> named;
  bool has(std::string_view flag) const { return !all_of(flag).empty(); }
  std::string last_of(std::string_view flag) const {  // empty when it was not given
    return has(flag) ? all_of(flag).back() : std::string();
  }
  const std::vector<std::string>& all_of(std::string_view flag) const {
    static const std::vector<std::string> none;
    const auto found = named.find(flag);
    return found == named.end() ? none : found->second;
  }
  std::optional<std::string> head;  // given but empty is a slip, not an absence
  int hours = 0;
  int64_t memory_bytes = 0;
  std::string tls_certificate, tls_key;
  bool yes = false, detailed_exitcode = false, insecure = false, all = false, check = false,
       profile = false, history = false;
};

}  // namespace hanse::cli
