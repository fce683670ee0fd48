# SPDX-License-Identifier: Apache-2.0
"""Graphs whose communities are known, and how far two partitions agree: for tests and benchmarks.

Everything is made from a seed by this file alone, so that nothing that is tested makes its own test."""
import math
import random
import subprocess
from collections import Counter, defaultdict


class Known:
    """A graph (distinct undirected pairs, as directed edges) with the community of each node.

    `truth[node]` is None for nodes that belong to none or to several: they are not compared."""

    def __init__(self, edges, truth, hubs=()):
        self.edges, self.truth, self.hubs = edges, truth, set(hubs)

    def density(self):
        nodes = len(self.truth)
        return len(self.edges) / (nodes * (nodes - 1) / 2)

    def middle(self):
        """The resolution in the middle, on a logarithmic scale, of density inside and across."""
        sizes = Counter(each for each in self.truth if each is not None)
        inside_possible = sum(size * (size - 1) / 2 for size in sizes.values())
        all_possible = sum(sizes.values()) * (sum(sizes.values()) - 1) / 2
        known = [(a, b) for a, b in self.edges if self.truth[a] is not None and self.truth[b] is not None]
        inside = sum(self.truth[a] == self.truth[b] for a, b in known)
        across = max(len(known) - inside, 1)
        return math.sqrt(inside / inside_possible * across / (all_possible - inside_possible))

    def write(self, path):
        with open(path, "w", encoding="utf-8") as handle:
            handle.write("from,to\n")
            handle.writelines(f"n{node},\n" for node in range(len(self.truth)))
            handle.writelines(f"n{a},n{b}\n" for a, b in self.edges)

    def write_truth(self, path):
        with open(path, "w", encoding="utf-8") as handle:
            handle.write("node,community\n")
            handle.writelines(f"n{node},c{label}\n" for node, label in enumerate(self.truth) if label is not None)


def power_law(dice, exponent, low, high):
    """A whole number from low to high with P(k) ~ k^-exponent."""
    a = 1 - exponent
    if abs(a) < 1e-9:
        value = low * ((high + 1) / low) ** dice.random()
    else:
        value = (low ** a + dice.random() * ((high + 1) ** a - low ** a)) ** (1 / a)
    return min(int(value), high)


def lowest_degree(exponent, mean, high):
    """The lowest degree that gives this mean."""
    def mean_from(low):
        weights = [k ** -exponent for k in range(low, high + 1)]
        return sum(k * w for k, w in zip(range(low, high + 1), weights)) / sum(weights)
    return min(range(1, high), key=lambda low: abs(mean_from(low) - mean))


def wire(dice, stubs, is_allowed, pairs):
    """The configuration model: stubs in random pairs; those that are not allowed are drawn again."""
    for _ in range(40):
        dice.shuffle(stubs)
        left = []
        for a, b in zip(stubs[::2], stubs[1::2]):
            pair = (min(a, b), max(a, b))
            if a == b or pair in pairs or not is_allowed(a, b):
                left += [a, b]
            else:
                pairs.add(pair)
        if len(left) < 2:
            return
        stubs = left + ([stubs[-1]] if len(stubs) % 2 else [])


def lfr(seed, mixing, nodes=1000, mean=15, degree_max=50, sizes=(20, 50), overlapping=0, memberships=2, hubs=0):
    """Lancichinetti, Fortunato, Radicchi, Physical Review E 78:046110, 2008 (overlap: 80:016118, 2009):
    degrees by a power law of 2, sizes of communities by one of 1, a share `mixing` of each node's edges
    to other communities. `overlapping` nodes have `memberships` communities each. `hubs` more nodes
    have an edge to a tenth of all nodes, wherever these are: every third a warehouse, master data, a bus."""
    dice = random.Random(seed)
    low = lowest_degree(2, mean, degree_max)
    degrees = [power_law(dice, 2, low, degree_max) for _ in range(nodes)]
    places = [memberships if node < overlapping else 1 for node in range(nodes)]
    size_of, total = [], sum(places)
    while sum(size_of) < total:
        size_of.append(power_law(dice, 1, *sizes))
    while sum(size_of) > total:  # what is too much goes from those that can spare it
        size_of[dice.choice([i for i, size in enumerate(size_of) if size > sizes[0]] or [0])] -= 1
    inner = [round((1 - mixing) * degree / count) for degree, count in zip(degrees, places)]
    # Every node goes where there is room for its edges; one that finds no room throws another out.
    members, homes = [set() for _ in size_of], [set() for _ in range(nodes)]
    homeless = [node for node in range(nodes) for _ in range(places[node])]
    dice.shuffle(homeless)
    tries = 0
    while homeless and tries < 200 * nodes:
        tries += 1
        node, place = homeless.pop(), dice.randrange(len(size_of))
        if node in members[place] or (inner[node] >= size_of[place] and tries < 100 * nodes):
            homeless.insert(0, node)
            continue
        if len(members[place]) >= size_of[place]:
            out = dice.choice(sorted(members[place]))
            members[place].remove(out)
            homes[out].remove(place)
            homeless.insert(0, out)
        members[place].add(node)
        homes[node].add(place)
    pairs = set()
    for group in members:
        stubs = [node for node in sorted(group) for _ in range(min(inner[node], len(group) - 1))]
        wire(dice, stubs, lambda a, b: True, pairs)
    outer = [node for node in range(nodes) for _ in range(round(mixing * degrees[node]))]
    wire(dice, outer, lambda a, b: not homes[a] & homes[b], pairs)
    edges = [pair if dice.random() < 0.5 else pair[::-1] for pair in sorted(pairs)]
    truth = [next(iter(home)) if len(home) == 1 else None for home in homes]
    for hub in range(nodes, nodes + hubs):
        for i, other in enumerate(dice.sample(range(nodes), nodes // 10)):
            away = (True, False, i % 2 == 0)[hub % 3]
            edges.append((hub, other) if away else (other, hub))
        truth.append(None)
    return Known(edges, truth, range(nodes, nodes + hubs))


def planted(seed, groups, nodes, edges, noise):
    """Groups of uneven sizes; a share `noise` of the edges goes anywhere."""
    dice = random.Random(seed)
    shares = [dice.uniform(0.5, 1.5) for _ in range(groups)]
    truth = dice.choices(range(groups), shares, k=nodes)
    inside = defaultdict(list)
    for node, label in enumerate(truth):
        inside[label].append(node)
    pairs = set()
    while len(pairs) < edges:
        a = dice.randrange(nodes)
        b = dice.randrange(nodes) if dice.random() < noise else dice.choice(inside[truth[a]])
        if a != b and (b, a) not in pairs:
            pairs.add((a, b))
    return Known(sorted(pairs), truth)


def debian(teams_max=30, team_sizes=(40, 160)):
    """Packages that Debian's teams maintain, and what they depend on: those teams' own packages. None
    when this machine has no package lists. Binary packages of one source are one node."""
    text = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, errors="replace", check=False).stdout
    source_of, team_of, needs = {}, {}, defaultdict(set)
    for stanza in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in stanza.split("\n") if line[:1].isalpha() and ": " in line)
        if "Package" not in fields:
            continue
        source = fields.get("Source", fields["Package"]).split(" ")[0]
        source_of[fields["Package"]] = source
        maintainer = fields.get("Maintainer", "")
        if any(word in maintainer for word in ("Team", "Maintainers", "Group", "Packagers")):
            team_of[source] = maintainer
        for clause in fields.get("Depends", "").split(", "):
            name = clause.split(" | ")[0].split(" ")[0].split(":")[0]
            if name:
                needs[source].add(name)
    sizes = Counter(team_of.values())
    teams = sorted(team for team, size in sizes.items() if team_sizes[0] <= size <= team_sizes[1])[:teams_max]
    if len(teams) < 5:
        return None
    kept = {source for source, team in team_of.items() if team in set(teams)}
    found = set()
    for source in kept:
        for name in needs[source]:
            other = source_of.get(name)
            if other in kept and other != source:
                found.add((source, other))
    names = sorted({end for edge in found for end in edge})
    number = {name: i for i, name in enumerate(names)}
    edges = sorted({(number[a], number[b]) for a, b in found if not ((b, a) in found and b < a)})
    return Known(edges, [teams.index(team_of[name]) for name in names])


def entropy(counts, total):
    return -sum(count / total * math.log(count / total) for count in counts)


def agreement(a, b):
    """(NMI, AMI) of two lists of labels, by Vinh, Epps, Bailey, JMLR 11:2837, 2010, arithmetic mean."""
    total = len(a)
    rows, columns, cells = Counter(a), Counter(b), Counter(zip(a, b))
    if len(cells) == len(rows) == len(columns):
        return 1.0, 1.0
    shared = sum(n / total * math.log(n * total / (rows[x] * columns[y])) for (x, y), n in cells.items())
    mean = (entropy(rows.values(), total) + entropy(columns.values(), total)) / 2
    fact = math.lgamma
    expected = 0.0
    for size_a, times_a in Counter(rows.values()).items():
        for size_b, times_b in Counter(columns.values()).items():
            for both in range(max(1, size_a + size_b - total), min(size_a, size_b) + 1):
                log_p = (fact(size_a + 1) + fact(size_b + 1) + fact(total - size_a + 1) + fact(total - size_b + 1)
                         - fact(total + 1) - fact(both + 1) - fact(size_a - both + 1) - fact(size_b - both + 1)
                         - fact(total - size_a - size_b + both + 1))
                expected += times_a * times_b * both / total * math.log(total * both / (size_a * size_b)) * math.exp(log_p)
    return shared / mean, (shared - expected) / (mean - expected)
