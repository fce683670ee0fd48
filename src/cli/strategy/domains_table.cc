// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/domains_commands.h"
#include "cli/strategy/partition_view.h"
#include "cli/strategy/report_command.h"

namespace hanse::cli {
namespace {

constexpr Flag kTogether = {"--together", "A,B", "these stay in one domain; may repeat"};
constexpr Flag kApart = {"--apart", "A,B", "these never are in one domain; may repeat"};
constexpr Flag kMax = {"--max", "N", "at most so many domains"};
constexpr Flag kMin = {"--min", "N", "at least so many domains"};
constexpr Flag kSeed = {"--seed", "N", "of the draws; the same gives the same (default 1)"};
constexpr Flag kDiscoverFlags[] = {
    kTogether,
    kApart,
    kMax,
    kMin,
    kSeed,
    {"--write", "",
     "write the proposal into the mesh: domains, draft products and contracts, agreements"},
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kWhatIfFlags[] = {
    {"--move", "WHAT:TO",
     "put a capability, data asset, part of the map or whole domain into another, or into `new`; "
     "may repeat"},
    kTogether,
    kApart,
    kMax,
    kMin,
    kSeed,
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kImportFlags[] = {
    {"WORDS", "SOURCE", "apqc FILE, bian FILE, bizbok FILE, mesh, queries, or postgres CONNECTION"},
    {"--days", "N", "of queries: how far back (default 90)"},
    kReportNow,
    {"--output", "FORMAT", "human (default) or json"}};
constexpr Flag kWorksheetFlags[] = {
    {"WORDS", "NAME",
     "business-model-canvas, value-stream, capability-assessment, asset-inventory, usage-audit, "
     "boundary-canvas or interview-guide"},
    {"--domain", "DOMAIN", "of boundary-canvas: one of the mesh, or of the proposal"},
    {"--write", "", "write it as strategy/worksheets/NAME.yaml, to be filled in"},
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kPartitionFlags[] = {
    {"WORDS", "EDGES", "a CSV `from,to[,weight]`: from depends on to"},
    {"--resolution", "DENSITY",
     "the density that a community must exceed; none: the steadiest of several"},
    {"--seed", "N", "of all that is drawn (default 1)"},
    {"--at-most", "N", "communities"},
    {"--together", "A,B", "these nodes stay in one community; may repeat"},
    {"--apart", "A,B", "these nodes never share one; may repeat"},
    {"--runs", "N", "perturbed graphs a resolution (default 20; with --resolution none)"},
    {"--keep-hubs", "", "do not set hubs apart"},
    {"--against", "FILE", "compare with a partition: a CSV `node,community`"},
    {"--output", "FORMAT", "human (default), json or csv"}};

constexpr Command kCommands[] = {
    {"domains discover", "propose domain boundaries from the inventory, or say to stay central",
     "hanse domains discover\n"
     "hanse domains discover --max 9 --together billing,invoices --out report\n"
     "hanse domains discover --write",
     kDiscoverFlags, run_domains_discover},
    {"domains what-if", "what a move between the proposed domains would cost",
     "hanse domains what-if --move billing:orders\n"
     "hanse domains what-if --move billing:new --output json",
     kWhatIfFlags, run_domains_what_if},
    {"domains import", "fill the inventory from capability maps, the mesh, its queries, a database",
     "hanse domains import apqc pcf.csv\n"
     "hanse domains import postgres \"host=db.example dbname=erp\"\n"
     "hanse domains import queries --days 30",
     kImportFlags, run_domains_import},
    {"domains partition", "partition any graph as domains are: communities, hubs, stability",
     "hanse domains partition edges.csv --at-most 9\n"
     "hanse domains partition edges.csv --resolution 0.05 --seed 7 --output csv",
     kPartitionFlags, run_domains_partition},
    {"worksheet", "a worksheet of domain identification, prefilled from facts",
     "hanse worksheet asset-inventory --write\n"
     "hanse worksheet boundary-canvas --domain shop --output markdown",
     kWorksheetFlags, run_worksheet},
};

}  // namespace

std::span<const Command> domains_commands() { return kCommands; }

}  // namespace hanse::cli
