// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metric_table.h"

namespace hanse::strategy {
namespace {

constexpr MetricDefinition kTable[] = {
    {"time_to_insight", "Time to insight", "business", "time to insight", "hours",
     MetricMethod::kMedian, true, false,
     "from the first refused statement of a person on a product to the first answered one; of "
     "those "
     "first answered in the period; the median, and the 90th percentile",
     "the ledger's decisions",
     "stands for the request, as long as nobody requests through Hanse; who is answered at once is "
     "not in it (`answered_at_once`), nor who still waits (`still_waiting`)",
     "nobody was first refused and then answered in the period"},
    {"answered_at_once", "Answered at once", "business", "time to insight", "%",
     MetricMethod::kShare, false, true,
     "persons and products first answered in the period that had never been refused before, of all "
     "that were first answered in it",
     "the ledger's decisions", "who knows that they may not, does not ask",
     "nobody was answered for the first time in the period"},
    {"deployment_frequency", "Deployments", "business", "data team velocity", "a week",
     MetricMethod::kWeekly, false, false,
     "applies that policy allowed and that changed the product (its files or contracts), a week",
     "the ledger's applies", "an apply that changes ten products is one deployment of each",
     "the period has no length"},
    {"self_service", "Self-service access", "business", "self-service adoption", "%",
     MetricMethod::kShare, false, true,
     "persons and products first answered in the period without a grant by a person that was "
     "theirs "
     "at that moment, of all that were first answered in it",
     "the ledger's decisions, grants",
     "policy that gives everybody everything has 100 %: read it beside the classification",
     "nobody was answered for the first time in the period"},
    {"decision_speed", "Decision speed", "business", "decision speed", "hours",
     MetricMethod::kMedian, true, false,
     "from the first refused statement of who got a grant, since they were answered last, to the "
     "grant; of grants given in the period; the median, and the 90th percentile",
     "the ledger's decisions and grants", "grants that nobody waited for are not in it",
     "no grant was given in the period to somebody who had been refused"},
    {"lead_time", "Lead time for changes", "technical", "development cycle time", "hours",
     MetricMethod::kMedian, true, false,
     "from the commit to the first allowed apply of its domain whose commit contains it, of "
     "commits "
     "that change files of the product; the median, and the 90th percentile",
     "git, the ledger's applies",
     "the first apply of a domain that the ledger has only marks what was there by then; merges "
     "are "
     "not counted, the commits that they bring are",
     "no commit was delivered in the period: apply from a git repository, again after a commit"},
    {"change_fail_rate", "Change fail rate", "technical", "reliability and availability", "%",
     MetricMethod::kShare, true, true,
     "deployments with which a broken time of the product begins (a failed build, a failed run of "
     "its tool, an incident of severity error) within 24 hours and before its next deployment, of "
     "all deployments",
     "the ledger's applies and builds, incidents",
     "what breaks by itself within the day counts as well", "nothing was deployed in the period"},
    {"recovery_time", "Failed deployment recovery time", "technical",
     "reliability and availability", "hours", MetricMethod::kMedian, true, false,
     "from a failed deployment until every broken time that began with it is over; of those that "
     "are; the median, and the 90th percentile",
     "the ledger's applies and builds, incidents", "those that are still broken are not in it",
     "no failed deployment of the period is repaired"},
    {"rework_rate", "Rework rate", "technical", "development cycle time", "%", MetricMethod::kShare,
     true, true, "deployments made while the product was broken, of all deployments",
     "the ledger's applies and builds, incidents",
     "what is deployed meanwhile for another reason counts as well",
     "nothing was deployed in the period"},
    {"data_quality", "Check runs that passed", "technical", "data quality", "%",
     MetricMethod::kShare, false, true,
     "runs of a product's checks in which none failed, of all runs in the period in which one ran",
     "the ledger's check runs",
     "a product without rules has no such run: read it beside `doctor`",
     "no checks ran in the period: `hanse product check`"},
    {"data_downtime", "Data downtime", "technical", "data quality", "hours", MetricMethod::kSum,
     true, false,
     "the sum over incidents of severity error of time to detect and time to repair; of those "
     "detected in the period, up to its end",
     "incidents",
     "incidents at the same time add up, as in the definition; a week has no more of an incident "
     "than was over at its end",
     "the period has no facts"},
    {"cost", "Infrastructure cost", "technical", "infrastructure cost", "", MetricMethod::kSum,
     true, false,
     "EffectiveCost (else BilledCost) of charges that begin in the period, by the domain of their "
     "tags",
     "a FOCUS export", "what no tag leads to a domain is in the mesh's sum alone",
     "no export was given: `--costs FILE.csv`"},
    {"autonomy", "Deployments of one domain alone", "organisation",
     "team autonomy and satisfaction", "%", MetricMethod::kShare, false, true,
     "deployments whose apply changed that domain and nothing else, of all deployments",
     "the ledger's applies", "what waits for another team is not seen, what is changed with it is",
     "nothing was deployed in the period"},
    {"cross_domain_use", "Use across domains", "organisation", "cross-domain collaboration", "%",
     MetricMethod::kShare, false, true,
     "answered statements by people and products of another domain than the product's, of those "
     "whose asker's domain is known",
     "the ledger's decisions, teams and their groups",
     "one that asks every minute weighs more than one that asks once",
     "no statement of a known domain was answered: give teams the `group` of their people"},
    {"reuse", "Consuming domains a product", "organisation", "sharing and reuse", "",
     MetricMethod::kDistinct, false, false,
     "other domains (or teams without one domain) whose people or products were answered on a "
     "product in the period, or whose products read it by lineage or an agreement in force; the "
     "mean over all products",
     "the ledger's decisions, lineage, agreements", "weeks count use alone: lineage has no date",
     "the mesh has no product"},
    {"new_products", "New products", "organisation", "innovation pipeline", "", MetricMethod::kSum,
     false, false, "products whose first deployment that the ledger has is in the period",
     "the ledger's applies", "a ledger that begins later than the mesh counts old ones as new",
     "applies are not known"},
};

}  // namespace

std::span<const MetricDefinition> metric_table() { return kTable; }

const MetricDefinition* find_metric(std::string_view id) {
  for (const MetricDefinition& metric : kTable)
    if (metric.id == id) return &metric;
  return nullptr;
}

}  // namespace hanse::strategy
