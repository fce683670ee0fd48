// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "strategy/doctor/mesh_index.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {

// What the mesh itself says to a question of the assessment: it stands beside the answers and wins.
// Pure.
struct AssessMeasured {
  std::string id;               // as questions.yaml names it
  std::optional<double> value;  // none: it cannot be counted, for `source`
  std::string unit;             // % or hours
  std::string counted;          // "3 of 4 domains"
  std::string source;           // the query; without a value: what is missing
};

struct AssessCounted {
  const MeshFacts* facts = nullptr;  // null: there are none, for `no_facts`
  std::string no_facts;
  std::string no_files;  // why files may not be told of; empty: they may
  int64_t now_us = 0;
};
// Of every measure, by id.
std::map<std::string, AssessMeasured> assess_measures(const MeshIndex& index,
                                                      const AssessCounted& given);

}  // namespace hanse::strategy
