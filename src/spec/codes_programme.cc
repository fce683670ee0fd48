// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    // Roadmap.
    {"HNS-G050", "a roadmap refers to what is not there",
     "`phase` and `after` name a phase, and activities or milestones, of the same roadmap.",
     "{id: build, phase: pilot, after: [contract]}",
     "{id: build, phase: pilot, after: [contracts]}"},
    {"HNS-G051", "activities that wait for each other",
     "What an activity waits for must not wait for that activity, through others either: none of "
     "them could ever begin. The message names the whole circle in the order of work.",
     "{id: a, after: [b]}, {id: b, after: [a]}", "{id: a}, {id: b, after: [a]}"},
    {"HNS-G052", "an estimate out of order",
     "An estimate has three numbers of working days: if all goes well, most likely, and if most "
     "goes wrong. They do not fall, and the last one is more than 0.",
     "estimate: {optimistic: 8, likely: 5, pessimistic: 10, by: lead, at: 2026-05-01}",
     "estimate: {optimistic: 3, likely: 5, pessimistic: 10, by: lead, at: 2026-05-01}"},
    {"HNS-G053", "evidence that the mesh cannot be asked for",
     "`evidence` asks one of a closed list of questions, each with parameters of its own: "
     "docs/reference/roadmap.md lists them.",
     "evidence: [{of: productPublished, atLeast: 1}]",
     "evidence: [{of: productsPublished, atLeast: 1}]"},
    {"HNS-G054", "two of one id in a roadmap",
     "Phases, and activities and milestones together, each have an id of their own.",
     "{id: build, …}, {id: build, …}", "{id: build, …}, {id: build-more, …}"},
    {"HNS-G055", "dates of a roadmap that do not fit",
     "What was started was not closed before, and a phase does not end before it begins.",
     "{started: 2026-05-04, closed: {by: lead, at: 2026-05-01}}",
     "{started: 2026-05-04, closed: {by: lead, at: 2026-05-08}}"},
    {"HNS-G056", "an estimate that nobody stated",
     "A figure is stated by somebody on a day, or claimed somewhere: without that it says nothing "
     "about how far to trust it.",
     "estimate: {optimistic: 3, likely: 5, pessimistic: 10}",
     "estimate: {optimistic: 3, likely: 5, pessimistic: 10, by: platform lead, at: 2026-05-01}"},
    // Organisation and change.
    {"HNS-G060", "a file of the change refers to what is not there",
     "Teams, roles, skills and domains that are named stand in the same file, or in mesh.yaml.",
     "moves: [{from: central, to: sails, role: dataEngineer, people: 1}]",
     "moves: [{from: central, to: sales, role: dataEngineer, people: 1}]"},
    {"HNS-G061", "an activity for which not exactly one role answers",
     "Exactly one role is `accountable` for an activity, and at least one is `responsible`: where "
     "two answer nobody does, and what nobody does is not done.",
     "{id: audit, responsible: [security], accountable: [council, security]}",
     "{id: audit, responsible: [security], accountable: [council]}"},
    {"HNS-G062", "an enabling team without an end",
     "A centre of excellence helps domains for a time: without an end it becomes the next central "
     "team.",
     "{id: coe, type: enabling}", "{id: coe, type: enabling, ends: 2027-12-31, exit: …}"},
    {"HNS-G063", "two of one id in a file of the change",
     "Teams, skills, roles, activities, stakeholders, messages, candidates and weights each have "
     "an id of their own; a role of a team has one level of a skill.",
     "{id: sales, type: streamAligned}, {id: sales, type: enabling, …}",
     "{id: sales, type: streamAligned}, {id: coe, type: enabling, …}"},
    {"HNS-G064", "a number of the change that nobody stated",
     "People, levels, judgements, weights and scores are stated by somebody on a day: `by` and "
     "`at`, there or for the whole file.",
     "{criterion: feasibility, score: 4}",
     "{criterion: feasibility, score: 4, by: head of data, at: 2026-05-01}"},
};

}  // namespace

std::span<const CodeEntry> programme_codes() { return kCodes; }

}  // namespace hanse::spec
