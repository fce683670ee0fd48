#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmarks: says what got slower than bench/last_results.json, and writes that and docs/benchmarks.md. `--only NAME…` of tpch, point, decisions, contract, lint, pgwire, load, scale, infer, live, strategy, domains."""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import contract  # noqa: E402
import decisions  # noqa: E402
import domains  # noqa: E402
import infer  # noqa: E402
import last  # noqa: E402
import lint_diff  # noqa: E402
import live  # noqa: E402
import load  # noqa: E402
import pgwire  # noqa: E402
import point  # noqa: E402
import scale  # noqa: E402
import strategy  # noqa: E402
import tpch  # noqa: E402
from results import ROOT, Results  # noqa: E402

PARTS = {
    "tpch": lambda results: tpch.report(results, os.path.join(ROOT, "build", "bench", "tpch")),
    "point": lambda results: point.report(results, os.path.join(ROOT, "build", "bench", "point")),
    "decisions": lambda results: decisions.report(results, os.path.join(ROOT, "build", "bench", "decisions")),
    "contract": lambda results: contract.report(results, os.path.join(ROOT, "build", "bench", "contract")),
    "pgwire": lambda results: pgwire.report(results, os.path.join(ROOT, "build", "bench", "pgwire")),
    "lint": lint_diff.report,
    "live": live.report,
    "load": load.report,
    "scale": scale.report,
    "infer": infer.report,
    "strategy": strategy.report,
    "domains": domains.report,
}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    chosen = options.parse_args().only
    results = Results()
    for name in chosen:
        results.part = name
        PARTS[name](results)
    last.compare(results.rows)
    results.write(last.keep(results.rows))


main()
