// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::spec {

// Words of LF ODPS 4.1 and their counterparts in Bitol's standards. The first pair of a word is the
// one that is written; later ones are read only. Empty when there is none.
struct WordPair {
  std::string_view lf, bitol;
};
constexpr WordPair kLfStatuses[] = {{"draft", "draft"},       {"announcement", "proposed"},
                                    {"production", "active"}, {"sunset", "deprecated"},
                                    {"retired", "retired"},   {"development", "draft"},
                                    {"testing", "proposed"},  {"acceptance", "proposed"}};
constexpr WordPair kLfTypes[] = {{"raw data", "sourceAligned"},
                                 {"derived data", "aggregate"},
                                 {"data-driven service", "consumerAligned"}};
constexpr WordPair kLfLevels[] = {
    {"latency", "latency"},           {"latency", "freshness"},
    {"uptime", "availability"},       {"errorRate", "errorRate"},
    {"endOfSupport", "endOfSupport"}, {"endOfLife", "endOfLife"},
    {"updateFrequency", "frequency"}, {"timeToDetect", "timeToDetect"},
    {"timeToNotify", "timeToNotify"}, {"timeToRepair", "timeToRepair"}};
constexpr WordPair kLfUnits[] = {
    {"days", "d"},          {"days", "day"},        {"days", "days"},       {"years", "y"},
    {"years", "yr"},        {"years", "years"},     {"months", "m"},        {"months", "months"},
    {"weeks", "w"},         {"minutes", "min"},     {"minutes", "minutes"}, {"seconds", "s"},
    {"seconds", "seconds"}, {"milliseconds", "ms"}, {"percent", "percent"}, {"percent", "%"}};

template <size_t N>
std::string_view to_bitol(const WordPair (&words)[N], std::string_view lf) {
  for (const WordPair& pair : words)
    if (pair.lf == lf) return pair.bitol;
  return {};
}
template <size_t N>
std::string_view to_lf(const WordPair (&words)[N], std::string_view bitol) {
  for (const WordPair& pair : words)
    if (pair.bitol == bitol) return pair.lf;
  return {};
}

}  // namespace hanse::spec
