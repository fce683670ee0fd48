// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kTestedDays = 30;
constexpr double kBrokenDays = 7;
constexpr double kAppliesMin = 5, kOneHandShare = 0.95;

double days_since(const DoctorCase& run, int64_t time_us) {
  return static_cast<double>(run.now_us - time_us) / static_cast<double>(kDayUs);
}

size_t rules_of(const spec::Property& column) {
  size_t rules = column.quality.size() + column.relationships.size();
  rules += column.required || column.unique || column.primary_key ? 1 : 0;
  rules += column.enum_values.empty() && column.options.pattern.empty() ? 0 : 1;
  return rules;
}

// HNS-D012
void without_rules(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    std::vector<std::string> over;
    for (const IndexedTable& table : product.tables) {
      size_t rules = table.object->quality.size() + table.object->relationships.size();
      for (const spec::Property& column : table.object->properties) rules += rules_of(column);
      if (rules == 0) over.push_back(table.object->name);
    }
    if (over.empty()) continue;
    run.find({product.str(),
              fmt::format("{} of {} {} no rule that could fail: {}", over.size(),
                          counted(product.tables.size(), "table"),
                          over.size() == 1 ? "has" : "have", joined(over)),
              {{"tables", static_cast<double>(product.tables.size())},
               {"tables without a rule", static_cast<double>(over.size())}},
              over,
              product.product->name_span});
  }
}

// HNS-D013
void untested(DoctorCase& run) {
  const double days = run.limit("days");
  for (const auto& [id, product] : run.facts->products) {
    std::vector<std::string> over;
    size_t published = 0;
    for (const TableFact& table : product.tables) {
      if (!table.is_published) continue;
      ++published;
      if (table.tested_us == 0 && (table.published_us == 0 ||
                                   days_since(run, table.published_us) <= run.limit("graceDays")))
        continue;
      if (table.tested_us == 0)
        over.push_back(table.name + ": never");
      else if (days_since(run, table.tested_us) > days)
        over.push_back(
            fmt::format("{}: {:.0f} days ago", table.name, days_since(run, table.tested_us)));
    }
    if (over.empty()) continue;
    run.find({id.str(),
              fmt::format("{} of {} not checked against the contract in {:.0f} days", over.size(),
                          counted(published, "published table"), days),
              {{"published tables", static_cast<double>(published)},
               {"not checked", static_cast<double>(over.size())}},
              over,
              run.index.place_of(id)});
  }
}

// HNS-D023
void broken_promises(DoctorCase& run) {
  struct Open {
    std::vector<std::string> over;
    double oldest = 0;
  };
  std::map<ProductId, Open> open;
  for (const catalog::IncidentRecord& incident : run.facts->incidents) {
    if (!incident.is_open()) continue;
    const double age = days_since(run, incident.detected_us);
    if (age <= run.limit("days")) continue;
    Open& found = open[incident.product];
    found.over.push_back(fmt::format("{} ({:.0f} days): {}", incident.id, age, incident.summary));
    found.oldest = std::max(found.oldest, age);
  }
  for (auto& [id, found] : open)
    run.find({id.str(),
              fmt::format("{} open for more than {:.0f} days, the oldest for {:.0f}",
                          counted(found.over.size(), "incident"), run.limit("days"), found.oldest),
              {{"incidents", static_cast<double>(found.over.size())},
               {"days of the oldest", found.oldest}},
              found.over,
              run.index.place_of(id)});
}

// HNS-D027
void one_hand(DoctorCase& run) {
  if (!run.facts->is_whole)
    return run.skip("only the operator may know who applied: run it without `--as`");
  std::map<ProductId, std::map<std::string, size_t>> hands;
  for (const ApplyFact& apply : run.facts->applies)
    if (apply.allowed)
      for (const ProductId& id : apply.products) ++hands[id][apply.principal];
  for (const auto& [id, people] : hands) {
    size_t all = 0, most = 0;
    std::string who;
    for (const auto& [person, count] : people) {
      all += count;
      if (count > most) who = person;
      most = std::max(most, count);
    }
    const double share = static_cast<double>(most) / static_cast<double>(all);
    if (static_cast<double>(all) < run.limit("changes") || share < run.limit("share")) continue;
    run.find({id.str(),
              fmt::format("`{}` applied {} of its {} changes", who, most, all),
              {{"changes applied", static_cast<double>(all)},
               {"by the one", static_cast<double>(most)},
               {"people who applied", static_cast<double>(people.size())}},
              {who},
              run.index.place_of(id)});
  }
}

}  // namespace

std::vector<Detector> state_detectors() {
  return {
      {"HNS-D012",
       "contracts without rules",
       "The contract cannot be broken, as nothing in it can fail.",
       "practice; Schelter et al., Automating Large-Scale Data Quality Verification, PVLDB 11(12), "
       "2018",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "quality rules, relationships, required, unique, primaryKey, enum and pattern, per table of "
       "output contracts",
       {},
       "hanse contract infer DATA proposes rules from data\n"
       "state `quality`, `required` or a key in the contract of OBJECT",
       without_rules},
      {"HNS-D013",
       "contracts nobody tests",
       "Rules stand in the contract, and nobody holds the data against them.",
       "practice; Schelter et al., Automating Large-Scale Data Quality Verification, PVLDB 11(12), "
       "2018",
       Severity::kError,
       DoctorNeed::kFacts,
       "journal: the newest run of checks of each published table",
       {{"days", kTestedDays, "days that the newest run may be old"},
        {"graceDays", 1, "days that a table may be published before its first run"}},
       "hanse product check OBJECT\n"
       "give the checks a schedule in the contract; a server runs them (hanse serve)",
       untested},
      {"HNS-D023",
       "broken promises",
       "What was promised is broken, and it has become normal.",
       "practice; Beyer et al., Site Reliability Engineering, O'Reilly 2016, ch. 3",
       Severity::kError,
       DoctorNeed::kFacts,
       "journal: open incidents by the time they were detected",
       {{"days", kBrokenDays, "days that an incident may be open"}},
       "hanse incident list, hanse incident show ID\n"
       "repair it, or promise what can be kept: a new version of the contract, with notice",
       broken_promises},
      {"HNS-D027",
       "one hand on a product",
       "One person makes every change of a product, whoever is named for it.",
       "practice; Avelino, Passos, Hora, Valente, A Novel Approach for Estimating Truck Factors, "
       "ICPC 2016",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "ledger: applies that policy allowed and that changed the product, by who applied",
       {{"changes", kAppliesMin, "changes, from which on who applied them counts"},
        {"share", kOneHandShare, "share of them by one"}},
       "have the next change of OBJECT made by somebody else, reviewed by who knows it",
       one_hand},
  };
}

}  // namespace hanse::strategy
