// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "spec/decoder.h"
#include "spec/node.h"

namespace hanse::strategy {

// One thing that is known of an option, and from where. Own measurements override the catalogue.
struct SelectionFact {
  std::string fact;               // licence, governance, latencyMs, …
  Json value;                     // text, number, bool, or a list of texts
  std::string basis = "claimed";  // of the catalogue: what its source says
  std::string source, read;       // where, and when it was read there
  Span span;
};
struct SelectionOption {
  std::string id, name, purpose;  // purpose: store | stream | …, as technologies have it
  std::vector<SelectionFact> facts;
  Span span;
  const SelectionFact* fact(std::string_view name) const;
};

// A condition that an option meets or is out.
struct SelectionMustHave {
  std::string id, name, fact;
  std::optional<Json> is;               // equal to it
  std::vector<std::string> among;       // one of them; of a list, any of its items
  std::optional<std::string> contains;  // a list that has it
  std::optional<double> at_least, at_most;
  std::string since;  // a date, not before
  Span span;
};
// What is compared. Its value is from 0 to 1: linear from `worst` to `best`, or by `scores` of
// texts (0 to 100).
struct SelectionCriterion {
  std::string id, name, fact;
  double swing = 0;  // 0 to 100: what moving from worst to best is worth beside
                     // the most important one (100)
  std::optional<double> worst, best;
  std::map<std::string, double> scores;
  Span span;
};
struct SelectionMeasurement {
  std::string option, basis;
  SelectionFact fact;
  Span span;
};
// `strategy/*.yaml` of kind Selection. Plain data.
struct Selection {
  std::string path, id, name, purpose;
  std::string decided, review_by;    // dates
  std::string weights_by;            // who stated the swings, when
  std::vector<std::string> options;  // of the catalogue; empty: all of the purpose
  std::vector<SelectionOption> own;  // that the catalogue has not
  std::vector<SelectionMustHave> must_haves;
  std::vector<SelectionCriterion> criteria;
  std::vector<SelectionMeasurement> measurements;
  double tie_within = 0.05;  // 0 to 1: a change of weights by so much is within their accuracy
  int64_t seed = 1;
  Span span;
};
constexpr std::string_view kSelectionPurposes[] = {"store",    "stream",        "gateway",
                                                   "catalog",  "iac",           "orchestration",
                                                   "pipeline", "observability", "policy"};

// Reads a document; what does not fit is reported: HNS-S…, HNS-G040 to G043.
void decode_selection(spec::Decoder& decoder, const spec::Node& root, Selection& selection);

// The maintained catalogue, embedded: src/strategy/selection/catalogue/*.yaml, by purpose and id.
const std::vector<SelectionOption>& selection_catalogue();

}  // namespace hanse::strategy
