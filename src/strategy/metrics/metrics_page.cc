// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metrics_page.h"

#include <fmt/format.h>

#include "strategy/metrics/metric_table.h"
#include "strategy/metrics/metrics_document.h"
#include "strategy/metrics/xmr.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kHead = R"(# Success metrics

Made by `hanse reference metrics` from the table of metrics.

`hanse metrics` computes each of them from the mesh's own facts: ledger, state, check runs,
incidents, and the git history around the folder. A number that cannot be given has no value, and
the report says which fact is missing and what it would take. The first page has at most twelve
numbers, each with what it rests on. Without `--as` they are the operator's; with it they are what
that user may know: products that they may not discover are in no number, and nobody else is
named.

A period is `--from` until `--until` (default: the last 90 days). Where the ledger begins later,
it begins there; of a time that it does not tell of there is no number, nor a measured baseline.
What happened after `--now` is not looked at. The points of a series are whole weeks (from Monday)
or months in UTC that lie in the period, 5,000 at most. Use is counted a day: of a statement,
consumer and table, the first of that day is what falls into a period. A rate a week over less than
a week is the plain count. Quantiles are linear between values (R's type 7).
)";

constexpr std::string_view kMore = R"(
## Not a metric of its own

| | |
|---|---|
| `still_waiting` | persons and products refused in the period and not answered to this day |
| error budgets | of what contracts promise, as of now: those of `hanse product status` |
| products by stage | as of now: the other half of the innovation pipeline |
| survey | the items of the newest one before the end of the period, each by itself |

## Signal and noise

Each series of at least {} values has an XmR chart (individual values and moving ranges; Wheeler,
Understanding Variation, 1993): the centre is the mean, the limits lie {} mean moving ranges
around it, the upper limit of ranges is {} times their mean. Values are judged by these limits; to
be drawn they are cut to what values can be (a share lies between 0 and 100). A signal is a value
beyond a limit (`outside`), the eighth or later in a row on one side of the centre (`run`), three of
four in a row nearer to the same limit than to the centre (`near`), or a moving range beyond its
limit (`range`). Everything else is noise, and no reason to act. Limits from few values are
provisional.

## Baseline and target

`strategy/metrics.yaml`, of kind `Metrics`. A baseline is measured in a time, or stated by
somebody:

```yaml
apiVersion: hanse/v1
kind: Metrics
metrics:
  - metric: time_to_insight
    baseline: {{value: 72, low: 24, high: 240, by: ana, at: 2026-04-01}}  # hours; stated
    target: {{value: 24, until: 2027-06-30}}
  - metric: reuse
    baseline: {{from: 2026-01-01, until: 2026-04-01}}  # measured
    target: {{value: 2}}
```

Progress is the share of the way from baseline to target that is gone: below 0 it went the other
way.

## Survey

`strategy/survey.yaml`, of kind `Survey`: what several people answered on a scale. Each item
stands by itself with its median and middle half; items with fewer than {} answers show how many
there were and nothing else; who answered is not shown. `by` need be no name: it only keeps a
person from counting twice.

```yaml
apiVersion: hanse/v1
kind: Survey
title: Spring survey
at: 2026-04-01
scale: {{lowest: 1, highest: 5}}
items:
  - {{id: decide, text: My team decides itself how it builds its products, about: autonomy}}
answers:
  - {{by: p1, domain: insights, values: {{decide: 4}}}}
```

## Cost

`--costs FILE.csv` reads an export as [FOCUS](https://focus.finops.org/) names its columns (1.0 to
1.2): `EffectiveCost` (else `BilledCost`), `BillingCurrency` (one in a file), `ChargePeriodStart`,
`ServiceName` and `Tags` (a JSON object); a charge is a number up to 1e15. A tag leads to a domain:
`product` (domain/name), else `domain`, else `cost-center`, which is that of `domain.yaml` or of
the team in `mesh.yaml`, in whatever order they stand; keys without regard to case, `-` and `_`,
`data` before them allowed. What no tag leads anywhere is in
the sum of the mesh alone, and its share is told.

## How the ledger is read

The ledger grows by an entry a statement, about a kilobyte each. What a closed segment (64 MB)
says is counted once and kept in `facts/` of the state folder: statements by consumer, table and
day, builds, check runs, applies and grants; no value of a row and no text of a statement. It is
sealed with a key of the state and bound to size, inode and times of the segment; whatever does
not fit is counted again from the segment, and `facts/` may be deleted at any time. The open
segment is read each time. The first run, and the first after a restored copy, reads the whole
ledger once. Counting is no verification: `hanse audit verify` is. The ledger does not have how
many rows an answer had: no metric counts rows.

`hanse metrics` reads commits with libgit2 and runs nothing of a repository; of a longer history
it reads the newest 20,000 commits.
)";

}  // namespace

std::string metrics_markdown() {
  std::string out(kHead);
  std::string_view area;
  for (const MetricDefinition& metric : metric_table()) {
    if (metric.area != area) {
      area = metric.area;
      out += fmt::format("\n## {}\n", area == "business"    ? "Business"
                                      : area == "technical" ? "Technical"
                                                            : "Health of the organisation");
    }
    out += fmt::format(
        "\n### `{}`: {}\n\n| | |\n|---|---|\n| answers | {} |\n| formula | {} |\n| unit | {} |\n"
        "| better | {} |\n| facts | {} |\n| caveat | {} |\n| no value when | {} |\n",
        metric.id, metric.label, metric.guide, metric.formula,
        metric.unit.empty() ? "number" : metric.unit, metric.less_is_better ? "less" : "more",
        metric.facts, metric.caveat, metric.missing);
  }
  out += fmt::format(fmt::runtime(kMore), kXmrPointsMin, kXmrLimitFactor, kXmrRangeFactor,
                     kSurveyPeopleMin);
  return out;
}

}  // namespace hanse::strategy
