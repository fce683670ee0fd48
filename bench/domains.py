# SPDX-License-Identifier: Apache-2.0
"""`hanse domains partition` on 2,000 applications and 40,000 integrations, beside python-igraph's Leiden on the same graph."""
import collections
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from results import ROOT
from server import HANSE

sys.path.insert(0, os.path.join(ROOT, "tests", "strategy"))
import graphs  # noqa: E402

SEED, APPLICATIONS, HUBS, INTEGRATIONS, MIXING = 1, 2_000, 12, 40_000, 0.4
REPEATS, SEEDS = 5, range(1, 6)
ALIKE = 0.95  # NMI of ours and the peer's: below it they did not solve the same problem
PEER = """
import csv, json, random, sys, time
import igraph
path, resolution, seed, nodes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
igraph.set_random_number_generator(random.Random(seed))
with open(path, newline="") as handle:
    edges = [(int(row["from"][1:]), int(row["to"][1:])) for row in csv.DictReader(handle) if row["to"]]
graph = igraph.Graph(n=nodes, edges=edges)
start = time.monotonic()
found = graph.community_leiden(objective_function="CPM", resolution=resolution, n_iterations=-1)
print(json.dumps({"labels": found.membership, "seconds": time.monotonic() - start}))
"""
WHAT = f"boundaries of {APPLICATIONS:,} applications and {INTEGRATIONS:,} integrations"


def timed(*words):
    """(seconds, the answer) of a whole process."""
    start = time.monotonic()
    done = subprocess.run(words, capture_output=True, text=True)
    took = time.monotonic() - start
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]}: exit {done.returncode}: {(done.stderr + done.stdout)[-500:]}")
    return took, json.loads(done.stdout)


def labels_of(answer, nodes):
    labels = [None] * nodes
    for label, community in enumerate(answer["communities"]):
        for node in community["nodes"]:
            labels[int(node[1:])] = label
    return labels


def quality(known, labels, resolution):
    inside = sum(labels[a] == labels[b] for a, b in known.edges)
    return inside - resolution * sum(size * (size - 1) / 2 for size in collections.Counter(labels).values())


def beside_peer(results, known, path, resolution):
    nodes, ours, peers, ratios = len(known.truth), [], [], []
    for seed in SEEDS:
        mine, answer = timed(HANSE, "domains", "partition", path, "--resolution", repr(resolution), "--keep-hubs", "--seed", str(seed),
                             "--output", "json")
        theirs, peer = timed(sys.executable, "-c", PEER, path, repr(resolution), str(seed), str(nodes))
        labels = labels_of(answer, nodes)
        alike = graphs.agreement(labels, peer["labels"])[0]
        if alike < ALIKE:
            raise RuntimeError(f"seed {seed}: the partitions have an NMI of {alike:.3f}")
        ours.append(mine)
        peers.append((theirs, peer["seconds"]))
        ratios.append(quality(known, peer["labels"], resolution) / quality(known, labels, resolution))
    peer_name = "python-igraph 1.0.0, Leiden until stable"
    results.add("domains.quality", "the peer's quality (constant Potts model) over ours, one resolution", statistics.median(ratios), "×", 1.005, peer_name)
    results.add("domains.leiden", "the whole command, one resolution, against the peer's process", statistics.median(ours) / statistics.median(t for t, _ in peers), "×",
                None, peer_name)
    results.add("domains.leiden_alone", "the same against the peer's algorithm alone, without reading", statistics.median(ours) / statistics.median(t for _, t in peers), "×",
                None, peer_name)
    return statistics.median(ours), statistics.median(t for t, _ in peers), statistics.median(t for _, t in peers)


def measure(results, folder):
    known = graphs.lfr(SEED, MIXING, nodes=APPLICATIONS, mean=39, degree_max=120, sizes=(40, 120), hubs=HUBS)
    known.edges = known.edges[-HUBS * (APPLICATIONS // 10):] + known.edges[:-HUBS * (APPLICATIONS // 10)]
    known.edges = known.edges[:INTEGRATIONS]
    path = os.path.join(folder, "edges.csv")
    known.write(path)
    ours, process, alone = beside_peer(results, known, path, known.middle())
    runs = [timed(HANSE, "domains", "partition", path, "--output", "json") for _ in range(REPEATS)]
    answer = runs[-1][1]
    found = {hub["node"] for hub in answer["hubs"]}
    if found != {f"n{hub}" for hub in known.hubs}:
        raise RuntimeError(f"the hubs found are {sorted(found)}")
    labels = labels_of(answer, len(known.truth))
    nodes = [i for i, label in enumerate(known.truth) if label is not None]
    nmi = graphs.agreement([known.truth[i] for i in nodes], [labels[i] for i in nodes])[0]
    seconds = statistics.median(took for took, _ in runs)
    results.add("domains.boundaries", f"{WHAT}: hubs, five resolutions, 20 perturbed graphs each, metrics", seconds, "s", 2.0)
    results.page(
        f"## Boundaries of domains\n\nAn LFR graph (mixing {MIXING}, seed {SEED}) of {APPLICATIONS:,} applications and {HUBS} hubs with {len(known.edges):,} "
        "integrations, as a CSV file;\nwhole commands, from the start of the process to its end. `hanse domains partition` sets the hubs apart, finds\n"
        "partitions at five resolutions, perturbs the graph 20 times at each, chooses one and computes its metrics:\n"
        f"{seconds:.2f} s; all {HUBS} hubs are found, and the NMI with what was planted is {nmi:.3f}. One resolution takes {ours * 1000:.0f} ms; python-igraph's\n"
        f"Leiden on the same graph at the same resolution {process * 1000:.0f} ms as a process that reads the file, {alone * 1000:.0f} ms alone.\n"
        "The partitions are compared first: by NMI with each other, and by the quality that both maximise.\n")


def report(results) -> None:
    folder = tempfile.mkdtemp(prefix="hanse-bench-domains-")
    try:
        measure(results, folder)
    except (RuntimeError, KeyError, ValueError) as problem:
        results.failed("domains.boundaries", WHAT, str(problem), "s", 2.0)
    finally:
        shutil.rmtree(folder)
