// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

// Any file: G001 to G009. Each tool has ten of its own: inventory and domains G010, metrics and
// surveys G020, value G030, selection G040, roadmap G050, organisation and change G060, doctor
// G070, assessment G080, worksheets G090.
constexpr CodeEntry kCodes[] = {
    {"HNS-G001", "a strategy file of no known kind",
     "A file of `strategy/` says in `kind` what it is: each tool reads its own kind, whatever the "
     "file's name. A kind that no tool reads would be ignored for ever.",
     "apiVersion: hanse/v1\nkind: Inventary", "apiVersion: hanse/v1\nkind: Inventory"},
    {"HNS-G002", "an id that cannot name a file",
     "Decisions, forecasts and reports are kept in files named by the id of the strategy file, or "
     "of the scenario of a value model, that they are of: it must not lead anywhere else.",
     "id: ../../etc/passwd", "id: stream"},
    {"HNS-G020", "a metric that does not exist",
     "A file of kind `Metrics` names metrics by their ids: docs/reference/metrics.md lists them.",
     "metrics:\n  - metric: time-to-insight", "metrics:\n  - metric: time_to_insight"},
    {"HNS-G021", "no date",
     "Where a time is meant, a date (midnight UTC) or an instant of RFC 3339 is expected.",
     "at: May 2027", "at: 2027-05-01"},
    {"HNS-G022", "a baseline that rests on nothing",
     "A baseline is either measured, in the time from `from` until `until`, or stated: then it "
     "says by whom and when. A number of unknown origin is none.",
     "baseline: {value: 72}", "baseline: {value: 72, by: ana, at: 2026-04-01}"},
    {"HNS-G023", "items or a scale that do not fit",
     "A survey has a scale with a lowest and a higher highest mark, and each item once.",
     "scale: {lowest: 5, highest: 1}", "scale: {lowest: 1, highest: 5}"},
    {"HNS-G024", "an answer that does not fit its survey",
     "Each person answers once, to items of the survey, with marks of its scale, and for a domain "
     "of the mesh, if for one.",
     "answers:\n  - {by: p1, values: {autonomy: 6}}",
     "answers:\n  - {by: p1, values: {autonomy: 5}}"},
    {"HNS-G030", "an input's numbers are no estimate",
     "An input of a value model is a `value` that is certain, or a `low` and a `high` between "
     "which "
     "the truth lies in 9 of 10 cases; with a most likely `value` too it is `pert` or "
     "`triangular`. "
     "A lognormal one is positive; shares, rates, biases and probabilities, and "
     "`lossProbabilityMax`, stay within their limits, under each scenario too.",
     "- {id: analysts, label: analysts, low: 120, high: 80}",
     "- {id: analysts, label: analysts, low: 80, high: 120, basis: stated, source: \"head of "
     "data\"}"},
    {"HNS-G031", "a value model names what is not there",
     "Factors, ramps, the proposal and scenarios of a value model name its own inputs, ramps and "
     "alternatives.",
     "factors: [analists, hours]", "factors: [analysts, hours]"},
    {"HNS-G032", "an id that stands twice in a value model",
     "Inputs, ramps, alternatives, scenarios, and what one alternative consists of, each have "
     "an id "
     "of their own: forecasts and scores are kept under it. Published scenarios have theirs, too.",
     "- {id: hours, …}\n- {id: hours, …}", "- {id: hours, …}\n- {id: hoursOfRepair, …}"},
    {"HNS-G033", "a flow outside of its years",
     "Flows and risks lie within the horizon: year 0 is now, year 1 ends in a year. A ramp is an "
     "S-curve by `middle` and `duration`, or a share a year.",
     "horizonYears: 5\n… year: 7", "horizonYears: 8\n… year: 7"},
    {"HNS-G034", "a number that rests on nothing",
     "Every number says what it rests on: `basis` measured, stated or claimed, and in `source` the "
     "query, who said it when, or where it is claimed.",
     "- {id: analysts, label: analysts, value: 80}",
     "- {id: analysts, label: analysts, value: 80, basis: measured, source: \"staff list of "
     "2026-11\"}"},
    {"HNS-G035", "a forecast or an actual that cannot be scored",
     "A forecast has 19 quantiles that do not fall and probabilities from 0 to 1; an actual has a "
     "date and either a `value` or whether it `happened`.",
     "- {id: flow.1, at: soon, value: 12}",
     "- {id: flow.1, at: 2027-12-31, value: 12, basis: measured, source: ledger of costs}"},
    {"HNS-G040", "a selection names an option that is not there",
     "Options and measurements of a selection name options of the catalogue for its purpose, or "
     "its "
     "own under `ownOptions`.",
     "for: stream\noptions: [kafak]", "for: stream\noptions: [kafka]"},
    {"HNS-G041", "a selection cannot weigh this",
     "A must-have has one condition; a criterion has a swing from 0 to 100 and a value function: "
     "`worst` and `best`, two numbers, or `scores` of texts from 0 to 100. Some swing is above 0, "
     "and `tieWithin` is from 0 to 1.",
     "- {id: latency, name: latency, fact: latencyMs, swing: 40, best: 5}",
     "- {id: latency, name: latency, fact: latencyMs, swing: 40, worst: 100, best: 5}"},
    {"HNS-G042", "an id that stands twice in a selection",
     "Criteria have an id each, and an option that the catalogue has is not described again: what "
     "you know of it goes into `measurements`.",
     "ownOptions: [{id: kafka, name: Kafka}]",
     "measurements: [{option: kafka, fact: latencyMs, value: 12, basis: measured, source: bench}]"},
    {"HNS-G043", "a selection's date is none",
     "`decided` and `reviewBy` are dates: the entry in `technologies` and the doctor go by them; "
     "so is `since` of a must-have.",
     "reviewBy: next year", "reviewBy: 2027-06-30"},
    {"HNS-G010", "a table of an inventory of another shape",
     "Tables are CSV (RFC 4180) in UTF-8: the first line names the columns, each row has a cell "
     "for each; a cell with a comma or a quote in it stands in quotes. A row of another length "
     "would put values under other columns.",
     "id,name\nbilling,Billing,retail", "id,name,unit\nbilling,Billing,retail"},
    {"HNS-G011", "a column that a table does not have",
     "The columns of a table of the inventory are known: one that nothing reads would be left out "
     "without a word.",
     "id,name,ownr", "id,name,owner"},
    {"HNS-G012", "a table of an inventory that cannot be read",
     "`strategy/inventory/` has tables of known names, each with its columns in the first line, "
     "and `strategy/inventory.yaml` beside it says who stated them.",
     "strategy/inventory/apps.csv", "strategy/inventory/applications.csv"},
    {"HNS-G013", "an id of an inventory twice",
     "Statements, flows and constraints name things by id: it must stand for one thing. "
     "Capabilities and data assets share their ids.",
     "id,name\nbilling,Billing\nbilling,Invoices", "id,name\nbilling,Billing\ninvoices,Invoices"},
    {"HNS-G014", "a reference of an inventory that leads nowhere",
     "What an entry names by id is in the inventory, too: evidence about something unknown would "
     "be lost.",
     "from,to\ncrm,biling   # applications.csv has billing", "from,to\ncrm,billing"},
    {"HNS-G015", "a capability above itself",
     "`parent` makes a tree: nobody can say what lies below a capability that is above itself.",
     "id,parent\na,b\nb,a", "id,parent\na,\nb,a"},
    {"HNS-G016", "a statement about less than two things",
     "An interview says what belongs together or apart: that takes two capabilities or data "
     "assets.",
     "says: together, items: [billing]", "says: together, items: [billing, dunning]"},
    {"HNS-G017", "constraints that contradict each other",
     "What is to stay together cannot be kept apart, an item is fixed in one domain, and the least "
     "number of domains is no larger than the most.",
     "together: [[billing, orders]]\napart: [[billing, orders]]", "together: [[billing, orders]]"},
    {"HNS-G018", "a capability map of another shape",
     "A map is imported by its numbers (APQC: 1.0, 1.1, 1.1.1), its levels (BIZBOK: tiers and "
     "parents) or its areas (BIAN: business area, business domain, service domain). A row without "
     "any has no place in it.",
     "Hierarchy ID,Name\n,Develop vision", "Hierarchy ID,Name\n1.0,Develop vision"},
    {"HNS-G090", "a section that a worksheet does not have",
     "Each worksheet has its sections and their columns, which `hanse worksheet NAME` shows: what "
     "stands elsewhere would not be read by anybody.",
     "kind: AssetInventory\nasets: []", "kind: AssetInventory\nassets: []"},
    {"HNS-G070", "a detector that does not exist",
     "Thresholds and waivers of `strategy/doctor.yaml` name a detector by its id, as "
     "docs/reference/doctor.md lists them: one of another name would never hold.",
     "waivers: [{detector: D21, …}]", "waivers: [{detector: HNS-D021, …}]"},
    {"HNS-G071", "a threshold that its detector does not have",
     "Each detector has thresholds of its own, with a default: docs/reference/doctor.md.",
     "thresholds: [{detector: HNS-D014, name: day, value: 30}]",
     "thresholds: [{detector: HNS-D014, name: days, value: 30}]"},
    {"HNS-G080", "a question that the assessment does not have",
     "Answers count by the id of their question, as `hanse assess questions` writes them: one of "
     "another name would be left out in silence.",
     "questions: [{question: sponsorship.persons, answers: […]}]",
     "questions: [{question: sponsorship.person, answers: […]}]"},
    {"HNS-G081", "two answers of one role on one day",
     "Of each role the newest answer to a question counts; of two on one day nobody can tell.",
     "answers: [{who: cfo, when: 2026-11-28, level: 1}, {who: cfo, when: 2026-11-28, level: 3}]",
     "answers: [{who: cfo, when: 2026-11-28, level: 3}]"},
};

}  // namespace

std::span<const CodeEntry> strategy_codes() { return kCodes; }

}  // namespace hanse::spec
