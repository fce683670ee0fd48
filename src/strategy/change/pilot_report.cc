// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/words.h"
#include "strategy/change/change_report.h"
#include "strategy/change/pilot.h"

namespace hanse::strategy {
namespace {

constexpr double kGoodFrom = 3;  // the middle of 1 to 5

std::string score_source(const PilotScore& score, const PilotSelection& pilot) {
  return score.by.empty() ? fmt::format("{}, {}", pilot.by, pilot.at)
                          : fmt::format("{}, {}", score.by, score.at);
}

// "`sales`, `billing` score the same".
std::string tie_text(const PilotResult& result) {
  return fmt::format("`{}` score the same", joined(result.tied(), "`, `"));
}

Callout verdict_of(const PilotResult& result) {
  if (result.ranks.empty())
    return {Verdict::kStop,
            "no candidate has every score: state `scores` for each criterion, by "
            "whom and when"};
  const PilotRank& best = result.ranks[0];
  if (best.score < kGoodFrom)
    return {Verdict::kStop,
            fmt::format("do not start: the best candidate, `{}`, is below the middle ({} of 5)",
                        best.domain.str(), number_text(best.score))};
  if (!result.tied().empty())
    return {Verdict::kCaution,
            fmt::format("{} ({} of 5): the scores do not say which begins", tie_text(result),
                        number_text(best.score))};
  if (!best.bad.empty()) {
    std::vector<std::string> bad(best.bad.begin(), best.bad.end());
    return {Verdict::kCaution, fmt::format("`{}` leads, and has a 1 in {}: mend that first",
                                           best.domain.str(), joined(bad))};
  }
  return {Verdict::kGood,
          fmt::format("`{}` leads with {} of 5", best.domain.str(), number_text(best.score))};
}

ReportTable ranks_table(const PilotResult& result) {
  ReportTable out{"ranks",
                  "Candidates, the best first",
                  {{"domain"}, {"score of 5", true}, {"wins under", true}, {"has a 1 in"}},
                  {}};
  for (const PilotRank& rank : result.ranks) {
    const std::vector<std::string> bad(rank.bad.begin(), rank.bad.end());
    out.rows.push_back({rank.domain.str(), number_text(rank.score),
                        fmt::format("{:.0f} % of all weights", rank.acceptability * 100),
                        bad.empty() ? "nothing" : joined(bad)});
  }
  for (const PilotCandidate* candidate : result.incomplete) {
    const auto missing = candidate->missing();
    out.rows.push_back(
        {candidate->domain.str(), "–", "–", fmt::format("{} scores are missing", missing.size())});
  }
  return out;
}

ReportTable scores_table(const PilotSelection& pilot, const ProgrammeFacts& facts) {
  ReportTable out{"scores",
                  "Every score, with what the mesh shows beside it",
                  {{"domain"},
                   {"criterion"},
                   {"weight", true},
                   {"score", true},
                   {"says"},
                   {"evidence"},
                   {"measured beside it"}},
                  {}};
  for (const PilotCandidate& candidate : pilot.candidates)
    for (const std::string_view criterion : kPilotCriteria) {
      const PilotScore* score = candidate.score(criterion);
      const std::string shown = pilot_measured(criterion, candidate.domain, facts);
      out.rows.push_back({candidate.domain.str(), std::string(criterion),
                          fmt::format("{:.0f} %", pilot.weight(criterion) * 100),
                          score == nullptr ? "–" : std::to_string(score->score),
                          score == nullptr ? "nobody yet" : score_source(*score, pilot),
                          score == nullptr ? "" : score->evidence,
                          shown.empty() ? "nothing measures it" : shown});
    }
  return out;
}

std::string flip_text(const PilotResult& result) {
  if (result.ranks.size() < 2) return "There is no second candidate with every score.";
  if (!result.tied().empty())
    return tie_text(result) + " under these weights: nothing has to change for another to win.";
  if (!result.flip)
    return fmt::format("No change of one weight makes another candidate win than `{}`.",
                       result.ranks[0].domain.str());
  return fmt::format(
      "`{}` leads by {} points. The smallest change that flips it: the weight of {} from {:.1f} % "
      "to "
      "{:.1f} %, the others in proportion; then `{}` wins.",
      result.ranks[0].domain.str(), number_text(result.lead), result.flip->criterion,
      result.flip->from * 100, result.flip->to * 100, result.flip->winner.str());
}

Json data_of(const PilotResult& result) {
  Json ranks = Json::array();
  for (const PilotRank& rank : result.ranks)
    ranks.push(Json::object({{"domain", rank.domain.str()},
                             {"score", rank.score},
                             {"acceptability", rank.acceptability}}));
  Json incomplete = Json::array();
  for (const PilotCandidate* candidate : result.incomplete)
    incomplete.push(candidate->domain.str());
  Json flip;
  if (result.flip)
    flip = Json::object({{"criterion", result.flip->criterion},
                         {"winner", result.flip->winner.str()},
                         {"from", result.flip->from},
                         {"to", result.flip->to}});
  return Json::object(
      {{"ranks", std::move(ranks)}, {"incomplete", std::move(incomplete)}, {"flip", flip}});
}

}  // namespace

std::string pilot_measured(std::string_view criterion, const DomainId& domain,
                           const ProgrammeFacts& facts) {
  if (!facts.is_applied) return "";
  if (criterion == "dataReadiness") {
    size_t products = 0, tables = 0, passing = 0;
    for (const ProgrammeProduct& product : facts.products)
      products += product.id.domain == domain && product.is_published ? 1 : 0;
    for (const ProgrammeCheck& check : facts.checks) {
      if (check.product.domain != domain) continue;
      ++tables;
      passing += check.verdict == "passed" ? 1 : 0;
    }
    return fmt::format(
        "{} products published, {} of {} tables pass their checks (`hanse product "
        "status`)",
        products, passing, tables);
  }
  if (criterion == "teamReadiness")
    for (const ProgrammeDomain& one : facts.domains)
      if (one.id == domain)
        return fmt::format("roles filled: {} (domain.yaml)",
                           one.roles.empty() ? "none" : joined(one.roles));
  if (criterion == "visibleConsumers") {
    std::set<DomainId> consumers;
    for (const ProgrammeUse& use : facts.uses)
      if (use.product.domain == domain) consumers.insert(use.consumer);
    return fmt::format("{} other domains read it (agreements and the ledger)", consumers.size());
  }
  return "";
}

Report pilot_report(const PilotSelection& pilot, const ProgrammeFacts& facts) {
  Report report = change_report("pilot", "Which domain begins", facts);
  const PilotResult result = rank_pilots(pilot);
  for (const PilotCandidate& candidate : pilot.candidates)
    for (const PilotScore& score : candidate.scores) {
      Figure figure{fmt::format("{}-{}", candidate.domain.str(), score.criterion), score.criterion};
      figure.value = static_cast<double>(score.score);
      figure.source = score_source(score, pilot);
      figure.weight = pilot.weight(score.criterion);
      report.rests_on.push_back(std::move(figure));
    }
  ReportSection section{"Selection", {verdict_of(result), ranks_table(result)}};
  section.blocks.push_back(Paragraph{flip_text(result)});
  if (pilot.weights.empty())
    section.blocks.push_back(Paragraph{"Nobody stated weights: every criterion counts the same."});
  report.sections.push_back(std::move(section));
  report.sections.push_back({"Scores and evidence", {scores_table(pilot, facts)}});
  report.data = data_of(result);
  return report;
}

}  // namespace hanse::strategy
