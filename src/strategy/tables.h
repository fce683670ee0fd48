// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "spec/strategy_document.h"

namespace hanse::strategy {

// Files of `strategy/` as tables, so that they can be asked for like any other data.
struct StrategyTable {
  std::string name;                   // an id: inventory_applications
  std::vector<std::string> columns;   // in the order in which they first appear
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`; empty: no value
  std::vector<std::string> sources;            // "moves of strategy/plan.yaml"; of several: a clash
};

// Each list of maps at the top of a file is a table `<file>_<list>`, its fields are columns: lists
// of words apart by `, `, what is nested as JSON. Files of a folder below are one: its first column
// `file` tells them apart. By name; lists without a map are none. Where two lists would have one
// name their rows stand in one table, and it has both as `sources`.
std::vector<StrategyTable> tables_of(const std::vector<spec::StrategyDocument>& documents);

// With a header. RFC 4180.
std::string table_csv(const StrategyTable& table);

// `text` as a name of a table: lower case, everything but letters, digits and `_` written `_`.
std::string table_id(std::string_view text);

}  // namespace hanse::strategy
