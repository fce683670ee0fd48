#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse domains partition` beside python-igraph's Leiden and label propagation on graphs whose communities are
known: LFR graphs of mixing 0.1 to 0.6, also with hubs and with overlap, planted groups with 10 % noise, and what
Debian's teams maintain. NMI and AMI are computed here, and igraph's beside them. igraph is an oracle only (GPL)."""
import collections
import concurrent.futures
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile

import igraph

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import graphs  # noqa: E402
from flights import HANSE, Checks  # noqa: E402

SEEDS = (1, 2, 3)
MARGIN = 0.01          # in NMI and AMI, how far below igraph's at the same resolution is still as good
MARGIN_CHOSEN = 0.02   # below the better of the peers that need no resolution: label propagation, modularity
VARIANTS = {"plain": {}, "wide": {"sizes": (20, 100)}, "hubs": {"hubs": 9}, "overlap": {"overlapping": 100}}
HUB_KINDS = ("warehouse", "master_data", "bus")  # of hub number % 3, as lfr makes them


def hanse(*words):
    return subprocess.run([HANSE, "domains", "partition", *map(str, words)], capture_output=True, text=True, check=False)


def partition(known, folder, name, *flags):
    """(labels, the JSON answer) of ours; hubs that were set apart have the label None."""
    edges, truth = os.path.join(folder, name + ".csv"), os.path.join(folder, name + "-truth.csv")
    known.write(edges)
    known.write_truth(truth)
    done = hanse(edges, "--against", truth, "--output", "json", *flags)
    if done.returncode != 0:
        raise SystemExit(f"{name}: {done.stderr}")
    answer = json.loads(done.stdout)
    labels = [None] * len(known.truth)
    for label, community in enumerate(answer.get("communities", [])):
        for node in community["nodes"]:
            labels[int(node[1:])] = label
    return labels, answer


def oracle(known, seed, **options):
    igraph.set_random_number_generator(random.Random(seed))
    graph = igraph.Graph(n=len(known.truth), edges=known.edges)
    if not options:
        return graph.community_label_propagation().membership
    return graph.community_leiden(n_iterations=-1, **options).membership


def score(known, labels):
    """(NMI, AMI) over the nodes that have one community and were not set apart."""
    nodes = [i for i, label in enumerate(known.truth) if label is not None and labels[i] is not None]
    return graphs.agreement([known.truth[i] for i in nodes], [labels[i] for i in nodes])


def quality(known, labels, resolution):
    """The constant Potts model's, by its definition."""
    inside = sum(labels[a] == labels[b] for a, b in known.edges)
    return inside - resolution * sum(size * (size - 1) / 2 for size in collections.Counter(labels).values())


def median(scores):
    return tuple(statistics.median(each[i] for each in scores) for i in (0, 1))


def pair(scores):
    return f"{scores[0]:.3f}/{scores[1]:.3f}"


def one_lfr(folder, variant, mixing, seed):
    known = graphs.lfr(seed, mixing, **VARIANTS[variant])
    name, middle = f"{variant}-{mixing}-{seed}", known.middle()
    labels, answer = partition(known, folder, name, "--resolution", repr(middle), "--seed", seed)
    peer = oracle(known, seed, objective_function="CPM", resolution=middle)
    found = {"ours": score(known, labels), "igraph": score(known, peer), "said": answer["agreement"],
             "labels": score(known, oracle(known, seed)), "hubs": (known.hubs, answer["hubs"])}
    if not known.hubs:
        found["quality"] = (answer["quality"], quality(known, labels, middle), quality(known, peer, middle))
    if seed == SEEDS[0]:
        found["modularity"] = score(known, oracle(known, seed, objective_function="modularity"))
        found["chosen"] = score(known, partition(known, folder, name, "--runs", 4, "--seed", seed)[0])
    return found


def check_lfr(check, pool, folder):
    print("LFR graphs of 1,000 nodes, NMI/AMI, medians of the seeds", *SEEDS)
    print("variant mixing  ours         igraph Leiden, same resolution   label propagation | "
          "seed 1: chosen by us   igraph Leiden, modularity")
    tasks = {(variant, mixing): [pool.submit(one_lfr, folder, variant, mixing, seed) for seed in SEEDS]
             for variant in VARIANTS for mixing in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)}
    for (variant, mixing), runs in tasks.items():
        found = [run.result() for run in runs]
        ours, peer, spread = (median([each[key] for each in found]) for key in ("ours", "igraph", "labels"))
        chosen, modularity, spread_1 = found[0]["chosen"], found[0]["modularity"], found[0]["labels"]
        print(f"{variant:<8} {mixing}   {pair(ours)}  {pair(peer)}                      {pair(spread)}       | "
              f"{pair(chosen)}            {pair(modularity)}")
        what = f"LFR {variant}, mixing {mixing}"
        for i, measure in enumerate(("NMI", "AMI")):
            check.true(f"{what}: {measure} beside igraph", ours[i] >= peer[i] - MARGIN, f"{ours[i]} < {peer[i]}")
            check.true(f"{what}: {measure} beside label propagation", ours[i] >= spread[i] - MARGIN_CHOSEN, f"{ours[i]} < {spread[i]}")
            best = max(modularity[i], spread_1[i])
            check.true(f"{what}: {measure} of what we choose", chosen[i] >= best - MARGIN_CHOSEN, f"{chosen[i]} < {best}")
        for each in found:
            said = each["said"]
            check.true(f"{what}: the same NMI and AMI as here", max(abs(said["nmi"] - each["ours"][0]), abs(said["ami"] - each["ours"][1])) < 1e-9,
                       f"{said} and {each['ours']}")
            if "quality" in each:
                told, own, theirs = each["quality"]
                check.true(f"{what}: quality as defined", abs(told - own) < 1e-6, f"{told} and {own}")
                check.true(f"{what}: quality beside igraph's", own >= theirs - 0.005 * abs(theirs), f"{own} < {theirs}")
            planted, told = each["hubs"]
            check.equal(f"{what}: hubs", {hub["node"] for hub in told}, {f"n{hub}" for hub in planted})
            kinds = {hub["node"]: hub["kind"] for hub in told}
            check.equal(f"{what}: kinds of hubs", kinds, {f"n{hub}": HUB_KINDS[hub % 3] for hub in planted})


def check_planted(check, folder):
    for seed in SEEDS:
        known = graphs.planted(seed, groups=8, nodes=300, edges=2400, noise=0.1)
        labels, answer = partition(known, folder, f"planted-{seed}", "--seed", seed, "--runs", 5)
        nmi, ami = score(known, labels)
        print(f"planted groups, 10 % noise, seed {seed}: NMI {nmi:.3f}, AMI {ami:.3f}, {len(answer['communities'])} of 8")
        check.true(f"planted, seed {seed}: NMI", nmi >= 0.9, str(nmi))


def check_debian(check, folder):
    known = graphs.debian()
    if known is None:
        print("Debian's packages: left out, this machine has no package lists (apt-get update)")
        return
    print(f"Debian: {len(known.truth)} source packages, {len(known.edges)} dependencies, {len(set(known.truth))} teams; NMI/AMI")
    spread = score(known, oracle(known, 1))
    print(f"  label propagation {pair(spread)}, igraph Leiden, modularity {pair(score(known, oracle(known, 1, objective_function='modularity')))}")
    for times in (1, 2, 4):
        resolution = times * known.density()
        runs = [partition(known, folder, "debian", "--keep-hubs", "--resolution", repr(resolution), "--seed", seed)[0] for seed in SEEDS]
        peers = [oracle(known, seed, objective_function="CPM", resolution=resolution) for seed in SEEDS]
        ours, peer = median([score(known, each) for each in runs]), median([score(known, each) for each in peers])
        print(f"  {times} × density: ours {pair(ours)}, igraph Leiden {pair(peer)}")
        check.true(f"Debian, {times} × density", min(ours[0] - peer[0], ours[1] - peer[1]) >= -2 * MARGIN, f"{ours} < {peer}")
        check.true(f"Debian, {times} × density: far from chance", ours[1] >= 0.5, str(ours))
    labels, answer = partition(known, folder, "debian", "--runs", 4)
    print(f"  chosen by us {pair(score(known, labels))} with {len(answer['hubs'])} hubs apart")


def check_command(check, folder):
    known = graphs.planted(7, groups=6, nodes=120, edges=900, noise=0.1)
    path = os.path.join(folder, "command.csv")
    known.write(path)
    first, again = hanse(path, "--output", "json", "--runs", 4), hanse(path, "--output", "json", "--runs", 4)
    check.equal("the same input gives the same bytes", first.stdout, again.stdout)
    answer = json.loads(first.stdout)
    rows = dict(line.split(",") for line in hanse(path, "--output", "csv", "--runs", 4).stdout.splitlines()[1:])
    check.equal("CSV says what JSON says", rows, {node: str(label) for label, each in enumerate(answer["communities"]) for node in each["nodes"]})
    limited = json.loads(hanse(path, "--at-most", 3, "--together", "n0,n1,n2", "--apart", "n3,n4", "--output", "json", "--resolution", "0.2").stdout)
    home = {node: label for label, each in enumerate(limited["communities"]) for node in each["nodes"]}
    check.true("at most 3", len(limited["communities"]) <= 3, str(len(limited["communities"])))
    check.equal("together", len({home[node] for node in ("n0", "n1", "n2")}), 1)
    check.true("apart", home["n3"] != home["n4"])
    for name, text, flags, code, says in (
            ("negative", "from,to,weight\na,b,-1\n", [], 1, "HNS-S024"),
            ("nan", "from,to,weight\na,b,.nan\n", [], 1, "HNS-S024"),
            ("words", "from,to,weight\na,b,much\n", [], 1, "HNS-S021"),
            ("short", "from,to\na\n", [], 1, "HNS-G010"),
            ("column", "from,two\na,b\n", [], 1, "HNS-G011"),
            ("empty", "", [], 1, "HNS-G012"),
            ("resolution", "from,to\na,b\n", ["--resolution", "-1"], 64, "--resolution -1"),
            ("stranger", "from,to\na,b\n", ["--together", "a,c"], 64, "has no node `c`"),
            ("contradiction", "from,to\na,b\n", ["--together", "a,b", "--apart", "a,b"], 1, "`a` and `b` are to stay together and apart")):
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(text)
        done = hanse(path, *flags)
        check.equal(f"{name}: exit code", done.returncode, code)
        check.true(f"{name}: says so", says in done.stderr, done.stderr)
    for name, text in (("alone", "from,to\na,\nb,\n"), ("loops", "from,to\na,a\nb,b\n"), ("zero", "from,to,weight\na,b,0\n")):
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(text)
        done = hanse(path)
        check.equal(f"{name}: exit code", done.returncode, 0)
        check.true(f"{name}: stays as one", "stay as one" in done.stdout, done.stdout)


def main():
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-graph-") as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        check_command(check, folder)
        check_planted(check, folder)
        check_lfr(check, pool, folder)
        check_debian(check, folder)
    check.finish()


main()
