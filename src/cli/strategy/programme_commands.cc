// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/programme_commands.h"

#include "cli/strategy/report_command.h"

namespace hanse::cli {
namespace {

constexpr Flag kScenario = {"--scenario", "NAME",
                            "guide: what the guide claims, where nobody stated an estimate"};
constexpr Flag kRoadmapInitFlags[] = {
    {"--start", "DATE", "the day on which it begins"},
    {"--sponsor", "WHO", "who answers for it"},
    {"--scenario", "NAME", "guide: with the guide's estimates, as claims"},
    kJsonOutput};
constexpr Flag kRoadmapFlags[] = {
    kScenario,
    {"--keep-baseline", "", "keep today's dates as what slips are measured against"},
    {"--keep-forecast", "", "keep today's dates, to be scored by what happens"},
    {"--reason", "TEXT", "why a baseline takes the place of another"},
    {"--seed", "N", "of the trials (default: 20)"},
    {"--trials", "N", "how many (default: 10000)"},
    kReportNow,
    kReportOut,
    kReportOutput};
constexpr Flag kRoadmapStatusFlags[] = {kScenario,
                                        {"--seed", "N", "of the trials (default: 20)"},
                                        {"--trials", "N", "how many (default: 10000)"},
                                        kReportNow,
                                        kReportOut,
                                        kReportOutput};
constexpr Flag kInitFlags[] = {kJsonOutput};
constexpr Flag kChangeFlags[] = {kReportNow, kReportOut, kReportOutput};
constexpr Flag kCharterFlags[] = {
    {"WORDS", "WHO", "platform, council or a domain"}, kReportNow, kReportOut, kReportOutput};

constexpr Command kCommands[] = {
    {"roadmap", "when the way to a mesh ends: critical path, milestones, chart, checklist",
     "hanse roadmap --out reports\nhanse roadmap --keep-baseline", kRoadmapFlags, run_roadmap},
    {"roadmap init", "write the complete checklist of the way to a mesh: strategy/roadmap.yaml",
     "hanse roadmap init --start 2027-01-04 --sponsor cfo\nhanse roadmap init --scenario guide",
     kRoadmapInitFlags, run_roadmap_init},
    {"roadmap status", "what is done by which evidence, what slips, what is next, what blocks",
     "hanse roadmap status\nhanse roadmap status --output markdown", kRoadmapStatusFlags,
     run_roadmap_status},
    {"change init", "write the files of the change, prefilled with teams and domains",
     "hanse change init\nhanse change init --output json", kInitFlags, run_change_init},
    {"change teams", "teams of today and of the target, moves, and what each team carries",
     "hanse change teams\nhanse change teams --out reports", kChangeFlags, run_change_teams},
    {"change charter", "the charter of a domain, the platform team or the council",
     "hanse change charter platform\nhanse change charter sales --output markdown", kCharterFlags,
     run_change_charter},
    {"change raci", "who does each activity, answers for it, is asked and is told",
     "hanse change raci\nhanse change raci --output csv", kChangeFlags, run_change_raci},
    {"change skills", "what roles can do of what they need, gaps and learning paths",
     "hanse change skills\nhanse change skills --output json", kChangeFlags, run_change_skills},
    {"change stakeholders", "the stakeholder map, and who speaks with whom",
     "hanse change stakeholders\nhanse change stakeholders --out reports", kChangeFlags,
     run_change_stakeholders},
    {"change communication", "what is said to whom, filled with the mesh's facts",
     "hanse change communication\nhanse change communication --output markdown", kChangeFlags,
     run_change_communication},
    {"change pilot", "candidates for the pilot ranked, and what flips the winner",
     "hanse change pilot\nhanse change pilot --output json", kChangeFlags, run_change_pilot},
};

}  // namespace

std::span<const Command> programme_commands() { return kCommands; }

}  // namespace hanse::cli
