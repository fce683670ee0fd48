// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/pilot.h"

#include <algorithm>
#include <cmath>

#include "strategy/change/change_checks.h"
#include "strategy/programme/decode.h"
#include "strategy/roadmap/simulation.h"
#include "strategy/selection/weights.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;

constexpr size_t kWeightsDrawn = 10'000;
constexpr double kNearly = 1e-12;  // what rounding leaves of a lead, or of a weight

constexpr Table kScore("a score", "criterion",
                       {spec::choice<&PilotScore::criterion, kPilotCriteria>("criterion",
                                                                             Need::kRequired),
                        spec::integer<&PilotScore::score, 1, 5>("score", Need::kRequired),
                        text<&PilotScore::evidence>("evidence"), text<&PilotScore::by>("by"),
                        date<&PilotScore::at>("at")});
void read_score(Decoder& decoder, const Node& node, PilotScore& score) {
  decoder.map(node, kScore, score);
}

constexpr Table kCandidate("a candidate", "domain",
                           {text<&PilotCandidate::domain>("domain", Need::kRequired),
                            spec::list<&PilotCandidate::scores, read_score>("scores")});
void read_candidate(Decoder& decoder, const Node& node, PilotCandidate& candidate) {
  decoder.map(node, kCandidate, candidate);
}

constexpr Table kWeight("a weight", "criterion",
                        {spec::choice<&PilotWeight::criterion, kPilotCriteria>("criterion",
                                                                               Need::kRequired),
                         number<&PilotWeight::weight, 0, 1'000>("weight", Need::kRequired)});
void read_weight(Decoder& decoder, const Node& node, PilotWeight& weight) {
  decoder.map(node, kWeight, weight);
}

constexpr Table kPilot(
    "a selection of the pilot", "id",
    {text<&PilotSelection::api_version>("apiVersion", Need::kRequired),
     spec::checked<PilotSelection>("kind", Expect::kText, Need::kRequired),
     text<&PilotSelection::id>("id", Need::kRequired), text<&PilotSelection::by>("by"),
     date<&PilotSelection::at>("at"), spec::list<&PilotSelection::weights, read_weight>("weights"),
     spec::list<&PilotSelection::candidates, read_candidate>("candidates", Need::kRequired)});

std::vector<double> scores_of(const PilotCandidate& candidate) {
  std::vector<double> out(kPilotCriteriaCount);
  for (size_t i = 0; i < out.size(); ++i)
    if (const PilotScore* score = candidate.score(kPilotCriteria[i]))
      out[i] = static_cast<double>(score->score);
  return out;
}

void find_flip(const OptionValues& scores, const std::vector<double>& weights, PilotResult& out) {
  for (size_t k = 0; k < weights.size(); ++k) {
    // Where one criterion has all the weight, the others have no proportion to keep.
    if (weights[k] >= 1 - kNearly) continue;
    const auto flip = flip_by_one(scores, weights, 0, k);
    if (!flip || (out.flip && flip->change >= std::abs(out.flip->to - out.flip->from))) continue;
    out.flip = PilotFlip{std::string(kPilotCriteria[k]), out.ranks[flip->to].domain, weights[k],
                         flip->weights[k]};
  }
}

}  // namespace

const PilotScore* PilotCandidate::score(std::string_view criterion) const {
  const auto found = std::ranges::find(scores, criterion, &PilotScore::criterion);
  return found == scores.end() ? nullptr : &*found;
}

std::vector<std::string_view> PilotCandidate::missing() const {
  std::vector<std::string_view> out;
  for (const std::string_view criterion : kPilotCriteria)
    if (score(criterion) == nullptr) out.push_back(criterion);
  return out;
}

double PilotSelection::weight(std::string_view criterion) const {
  double sum = 0, own = 0;
  for (const PilotWeight& one : weights) {
    sum += one.weight;
    if (one.criterion == criterion) own += one.weight;
  }
  return sum > 0 ? own / sum : 1.0 / kPilotCriteriaCount;
}

void decode_pilot(Decoder& decoder, const Node& root, PilotSelection& out) {
  decoder.map(root, kPilot, out);
}

void check_pilot(Decoder& decoder, const PilotSelection& pilot, const spec::Model& mesh) {
  std::vector<std::string_view> domains, seen, criteria;
  for (const spec::DomainEntry& domain : mesh.mesh.domains) domains.push_back(domain.id.str());
  const bool is_stated = !pilot.by.empty() && !pilot.at.empty();
  for (const PilotWeight& weight : pilot.weights) {
    check_new(decoder, {weight.criterion, weight.span, "weight", criteria});
    criteria.push_back(weight.criterion);
  }
  if (!is_stated && !pilot.weights.empty()) report_unstated(decoder, pilot.span, "the weights");
  for (const PilotCandidate& candidate : pilot.candidates) {
    check_known(decoder, {candidate.domain.str(), candidate.span, "domain", domains});
    check_new(decoder, {candidate.domain.str(), candidate.span, "candidate", seen});
    seen.push_back(candidate.domain.str());
    for (const PilotScore& score : candidate.scores)
      if (!is_stated && (score.by.empty() || score.at.empty()))
        report_unstated(decoder, score.span, "this score");
  }
}

std::vector<std::string> PilotResult::tied() const {
  std::vector<std::string> out;
  for (const PilotRank& rank : ranks)
    if (ranks[0].score - rank.score < kNearly) out.push_back(rank.domain.str());
  return out.size() > 1 ? out : std::vector<std::string>();
}

PilotResult rank_pilots(const PilotSelection& pilot) {
  PilotResult out;
  std::vector<double> weights;
  for (const std::string_view criterion : kPilotCriteria)
    weights.push_back(pilot.weight(criterion));
  std::vector<const PilotCandidate*> whole;
  for (const PilotCandidate& candidate : pilot.candidates)
    (candidate.missing().empty() ? whole : out.incomplete).push_back(&candidate);
  std::ranges::stable_sort(whole, [&](const PilotCandidate* left, const PilotCandidate* right) {
    return weighted_score(scores_of(*left), weights) > weighted_score(scores_of(*right), weights);
  });
  OptionValues scores;
  for (const PilotCandidate* candidate : whole) {
    scores.push_back(scores_of(*candidate));
    PilotRank& rank = out.ranks.emplace_back();
    rank.domain = candidate->domain;
    rank.score = weighted_score(scores.back(), weights);
    for (const PilotScore& score : candidate->scores)
      if (score.score == 1) rank.bad.push_back(score.criterion);
  }
  if (whole.empty()) return out;
  const RankAcceptability shares = rank_acceptability(scores, kSeedDefault, kWeightsDrawn);
  for (size_t i = 0; i < out.ranks.size(); ++i) out.ranks[i].acceptability = shares.ranks[i][0];
  if (whole.size() > 1) {
    out.lead = out.ranks[0].score - out.ranks[1].score;
    find_flip(scores, weights, out);
  }
  return out;
}

}  // namespace hanse::strategy
