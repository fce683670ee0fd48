// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategy/report/report.h"
#include "strategy/selection/selection.h"
#include "strategy/selection/weights.h"

namespace hanse::strategy {

// An option's way through a selection. Must-haves first, then dominance, then swing-weighted
// scores (von Winterfeldt, Edwards 1986; SMARTS: Edwards, Barron 1994). Pure.
struct SelectionRow {
  SelectionOption option;            // with own measurements put over the catalogue
  std::vector<std::string> out;      // must-haves that it does not meet, as sentences
  std::vector<std::string> unknown;  // facts that are missing or do not tell, and what would
  std::vector<double> values;        // from 0 to 1, one a criterion; empty when it is not ranked
  double score = 0;
  std::vector<std::string> dominated_by;  // ids
  bool is_ranked() const { return !values.empty(); }
};
enum class SelectionVerdict { kChoose, kNoneFits, kDoesNotMatter, kCannotSay };
std::string_view verdict_name(SelectionVerdict verdict);  // choose | noneFits | …

struct SelectionAnswer {
  std::vector<double> weights;     // of criteria, sum 1
  std::vector<SelectionRow> rows;  // ranked ones first, best first
  size_t ranked = 0;               // how many
  std::vector<std::optional<WeightFlip>> by_criterion;
  std::optional<WeightFlip> by_sum, by_largest;  // `to` leads into rows
  RankAcceptability acceptability;               // of the ranked; of one alone none
  std::vector<std::string> not_compared;         // ids of those that may fit: facts are missing
  SelectionVerdict verdict = SelectionVerdict::kCannotSay;
  std::string reason;
  const SelectionOption* winner() const;  // null unless the verdict is kChoose or kDoesNotMatter
};
SelectionAnswer answer_selection(const Selection& selection);

Report selection_report(const Selection& selection, const SelectionAnswer& answer,
                        const std::string& subject, const std::string& made_at);

constexpr size_t kSelectionDraws = 20'000;  // of weights

}  // namespace hanse::strategy
