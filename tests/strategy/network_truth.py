# SPDX-License-Identifier: Apache-2.0
"""Networks of activities, computed by other means than the product's: what tests compare it with."""
import datetime
import functools
import random

DAY = datetime.timedelta(days=1)


def make(rng, count):
    """A random network: each activity waits for some of those before it."""
    tasks = []
    for i in range(count):
        low, likely, high = sorted(rng.choice([1, 2, 3, 5, 8, 13, 21, 34]) + rng.random() for _ in range(3))
        before = rng.sample(range(i), min(i, rng.randrange(0, 4)))
        tasks.append({"id": f"t{i}", "after": sorted(before), "estimate": (round(low, 2), round(likely, 2), round(high, 2))})
    return tasks


def mean(task):
    low, likely, high = task["estimate"]
    return (low + 4 * likely + high) / 6


def finishes(tasks, durations):
    """Longest paths by recursion over what each waits for."""
    @functools.cache
    def finish(i):
        return durations[i] + max((finish(j) for j in tasks[i]["after"]), default=0)
    return [finish(i) for i in range(len(tasks))]


def slacks(tasks):
    """How much a task may take longer before the end moves: by the longest path through it, not by a backward pass."""
    durations = [mean(task) for task in tasks]
    ends = finishes(tasks, durations)

    @functools.cache
    def tail(i):  # the longest way from the end of i to the end of all
        return max((durations[j] + tail(j) for j in range(len(tasks)) if i in tasks[j]["after"]), default=0)
    return [max(ends) - (ends[i] + tail(i)) for i in range(len(tasks))], max(ends)


def drawn(rng, task):
    low, likely, high = task["estimate"]
    return low + (high - low) * rng.betavariate(1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low))


def quantiles(tasks, trials, rng):
    ends = sorted(max(finishes(tasks, [drawn(rng, task) for task in tasks])) for _ in range(trials))
    return [ends[int(share * trials)] for share in (0.5, 0.8)]


def end_day(start, offset, weekdays, holidays):
    """The day on which so many working days from the start are done, counted one by one."""
    left, day = offset, start
    while True:
        if day.weekday() in weekdays and day not in holidays:
            left -= 1
            if left <= 1e-6:
                return day
        day += DAY


def yaml_of(tasks, start, weekdays, holidays):
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    out = ["apiVersion: hanse/v1", "kind: Roadmap", "id: random", "sponsor: cfo", f"start: {start}", "calendar:",
           f"  weekdays: [{', '.join(names[i] for i in weekdays)}]", f"  holidays: [{', '.join(str(day) for day in sorted(holidays))}]",
           "phases: [{id: p, name: P}]", "activities:"]
    for task in tasks:
        low, likely, high = task["estimate"]
        out.append(f"  - {{id: {task['id']}, name: N, phase: p, owner: o, after: [{', '.join(tasks[j]['id'] for j in task['after'])}], "
                   f"estimate: {{optimistic: {low}, likely: {likely}, pessimistic: {high}, by: o, at: 2026-01-01}}}}")
    return "\n".join(line.replace(", after: []", "") for line in out) + "\n"


def random_network(seed):
    rng = random.Random(seed)
    start = datetime.date(2026, 1, 1) + DAY * rng.randrange(700)
    weekdays = sorted(rng.sample(range(7), rng.randrange(2, 7)))
    holidays = {start + DAY * rng.randrange(400) for _ in range(rng.randrange(0, 20))}
    return rng, make(rng, rng.randrange(2, 40)), start, weekdays, holidays
