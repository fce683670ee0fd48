// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/words.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/roadmap_report.h"

namespace hanse::strategy {
namespace {

// One row a question, of items that are done by evidence, or of those that are not.
ReportTable evidence_table(const RoadmapOutlook& outlook, bool of_done) {
  ReportTable out =
      of_done ? ReportTable{"done_by_evidence",
                            "Done, as the mesh shows",
                            {{"item"}, {"since"}, {"found", true}, {"wanted", true}, {"query"}},
                            {}}
              : ReportTable{"open_evidence",
                            "What the mesh does not show yet",
                            {{"item"}, {"found", true}, {"wanted", true}, {"query"}, {"answer"}},
                            {}};
  for (const ItemOutlook& one : outlook.items) {
    if ((one.is_done && !one.is_by_hand) != of_done) continue;
    for (const EvidenceAnswer& answer : one.answers) {
      if (!of_done && answer.holds) continue;
      const std::string found = answer.found ? number_text(*answer.found) : "–";
      const std::string wanted = fmt::format("{}{} {}", answer.wants_at_most ? "≤ " : "",
                                             number_text(answer.wanted), answer.unit);
      if (of_done)
        out.rows.push_back({one.item->id,
                            day_text(answer.since_us != 0, day_of_instant(answer.since_us)), found,
                            wanted, answer.query});
      else
        out.rows.push_back({one.item->id, found, wanted, answer.query, answer.text});
    }
  }
  return out;
}

ReportTable by_hand_table(const RoadmapOutlook& outlook) {
  ReportTable out{"done_by_hand",
                  "Done, as somebody says",
                  {{"item"}, {"by"}, {"on"}, {"note"}, {"what the mesh says"}},
                  {}};
  for (const ItemOutlook& one : outlook.items) {
    if (!one.is_by_hand) continue;
    const RoadmapClosing& closed = *one.item->closed;
    std::string says = one.answers.empty() ? "is not asked" : "";
    for (const EvidenceAnswer& answer : one.answers)
      if (!answer.holds) says += (says.empty() ? "" : "; ") + answer.text;
    out.rows.push_back({one.item->id, closed.by, closed.at, closed.note, says});
  }
  return out;
}

ReportTable next_table(const RoadmapOutlook& outlook) {
  ReportTable out{
      "next", "What can be done now", {{"item"}, {"owner"}, {"state"}, {"P80"}, {"how"}}, {}};
  for (const ItemOutlook& one : outlook.items)
    if (!one.is_done && one.waits_for.empty() && !one.item->is_milestone)
      out.rows.push_back({one.item->id, one.item->owner.empty() ? "nobody" : one.item->owner,
                          one.is_running ? "runs" : "next", day_text(one.has_dates, one.p80),
                          one.item->note});
  return out;
}

ReportTable slips_table(const RoadmapOutlook& outlook) {
  ReportTable out{"slips",
                  "What slips, against the baseline",
                  {{"item"}, {"state"}, {"finish"}, {"slip"}, {"against the first"}, {"late"}},
                  {}};
  for (const ItemOutlook& one : outlook.items) {
    const bool slips = one.slip_days && *one.slip_days != 0;
    const bool slips_first = one.first_slip_days && *one.first_slip_days != 0;
    if (!slips && !slips_first && !one.is_late) continue;
    out.rows.push_back({one.item->id, one.is_done ? "done" : "open",
                        day_text(one.has_dates, one.finish), slip_text(one.slip_days),
                        slip_text(one.first_slip_days), one.is_late ? "late" : ""});
  }
  return out;
}

// How many open items wait for each one, through others too.
ReportTable blockers_table(const RoadmapOutlook& outlook) {
  std::map<std::string, std::set<std::string>> behind;
  bool grows = true;
  for (const ItemOutlook& one : outlook.items)
    for (const std::string& before : one.waits_for) behind[before].insert(one.item->id);
  while (grows) {
    grows = false;
    for (auto& [id, waiting] : behind)
      for (const std::string& next : std::set<std::string>(waiting))
        if (const auto more = behind.find(next); more != behind.end())
          for (const std::string& far : more->second) grows |= waiting.insert(far).second;
  }
  ReportTable out{"blocks",
                  "What blocks: nothing behind it can begin",
                  {{"item"}, {"owner"}, {"open items behind it", true}, {"those that wait for it"}},
                  {}};
  for (const ItemOutlook& one : outlook.items) {
    const auto found = behind.find(one.item->id);
    if (one.is_done || !one.waits_for.empty() || found == behind.end()) continue;
    std::vector<std::string> direct;
    for (const ItemOutlook& other : outlook.items)
      for (const std::string& before : other.waits_for)
        if (before == one.item->id) direct.push_back(other.item->id);
    out.rows.push_back({one.item->id, one.item->owner.empty() ? "nobody" : one.item->owner,
                        std::to_string(found->second.size()), joined(direct)});
  }
  std::ranges::stable_sort(out.rows, [](const auto& left, const auto& right) {
    return left[2].size() != right[2].size() ? left[2].size() > right[2].size()
                                             : left[2] > right[2];
  });
  return out;
}

Figure counted(const char* id, const char* label, double value, double of, const char* source) {
  Figure out{id, label};
  out.value = value;
  out.unit = fmt::format("of {:.0f}", of);
  out.basis = Basis::kMeasured;
  out.source = source;
  return out;
}

FigureRow figures_of_status(const RoadmapSubject& subject) {
  double done = 0, shown = 0, milestones = 0, closed = 0;
  for (const ItemOutlook& one : subject.outlook->items) {
    done += one.is_done ? 1 : 0;
    shown += one.is_done && !one.is_by_hand ? 1 : 0;
    milestones += one.item->is_milestone ? 1 : 0;
    closed += one.item->is_milestone && one.is_done ? 1 : 0;
  }
  const double all = static_cast<double>(subject.outlook->items.size());
  FigureRow row;
  row.figures.push_back(counted("done", "done", done, all, "items of strategy/roadmap.yaml"));
  row.figures.push_back(
      counted("shown", "shown by the mesh", shown, all, "their evidence, asked of the mesh"));
  row.figures.push_back(counted("milestones", "milestones closed", closed, milestones,
                                "milestones of strategy/roadmap.yaml"));
  Figure left{"tables_left", "legacy tables left"};
  left.basis = Basis::kMeasured;
  left.source = "no legacy table is registered: `hanse migrate TABLE --domain DOMAIN`";
  if (const auto& migration = subject.facts->migration) {
    left.value = static_cast<double>(migration->left);
    left.unit = fmt::format("of {}", migration->registered);
    left.source = "`hanse migrate status`";
  }
  row.figures.push_back(std::move(left));
  return row;
}

std::vector<Figure> basis_of_status(const RoadmapOutlook& outlook) {
  std::vector<Figure> out;
  for (const ItemOutlook& one : outlook.items) {
    if (one.answers.empty() && !one.is_done) continue;
    Figure figure{one.item->id, one.item->name};
    figure.value = one.is_done ? 1 : 0;
    figure.basis = one.is_by_hand ? Basis::kStated : Basis::kMeasured;
    out.push_back(std::move(figure));
  }
  return out;
}

void add_table(ReportSection& section, ReportTable table, const char* none) {
  if (table.rows.empty())
    section.blocks.push_back(Paragraph{none});
  else
    section.blocks.push_back(std::move(table));
}

}  // namespace

Report roadmap_status_report(const RoadmapSubject& subject) {
  const RoadmapOutlook& outlook = *subject.outlook;
  Report report;
  report.tool = "roadmap-status";
  report.command = "roadmap status";
  report.title = "Roadmap: how far";
  report.subject = subject.facts->mesh;
  report.made_at = subject.made_at;
  report.rests_on = basis_of_status(outlook);
  report.data = roadmap_json(subject);
  report.sections.push_back(
      {"How far", {roadmap_verdict(outlook), figures_of_status(subject), phases_table(outlook)}});
  ReportSection done{"Done", {}};
  add_table(done, evidence_table(outlook, true), "Nothing is done as far as the mesh shows.");
  add_table(done, by_hand_table(outlook), "Nothing was closed by hand.");
  report.sections.push_back(std::move(done));
  ReportSection slips{"What slips", {}};
  const bool has_baseline =
      subject.forecasts != nullptr && subject.forecasts->baseline() != nullptr;
  add_table(slips, slips_table(outlook),
            has_baseline ? "Nothing slips against the baseline."
                         : "No baseline is kept: `hanse roadmap --keep-baseline` keeps one.");
  report.sections.push_back(std::move(slips));
  ReportSection next{"What is next", {}};
  add_table(next, next_table(outlook), "Nothing can be done now.");
  report.sections.push_back(std::move(next));
  ReportSection blocks{"What blocks", {}};
  add_table(blocks, blockers_table(outlook), "Nothing waits.");
  add_table(blocks, evidence_table(outlook, false), "Every question to the mesh is answered.");
  report.sections.push_back(std::move(blocks));
  return report;
}

}  // namespace hanse::strategy
