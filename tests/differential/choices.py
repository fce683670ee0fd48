# SPDX-License-Identifier: Apache-2.0
"""Choices that a generator draws, kept so that what it made can be made again, and smaller."""
import random

BLOCKS = (64, 16, 8, 4, 2, 1)


class Choices:
    """Draws by chance, or again what was drawn before: past its end everything is the first, and so the simplest, alternative."""

    def __init__(self, seed=None, again=None):
        self.random = random.Random(seed) if again is None else None
        self.again, self.drawn = again, []

    def draw(self, count):
        """A number below `count`."""
        if self.random is not None:
            value = self.random.randrange(count)
        else:
            at = len(self.drawn)
            value = min(self.again[at], count - 1) if at < len(self.again) else 0
        self.drawn.append(value)
        return value

    def pick(self, options):
        return options[self.draw(len(options))]

    def weighted(self, options):
        """One of (weight, value) pairs."""
        at = self.draw(sum(weight for weight, _ in options))
        for weight, value in options:
            at -= weight
            if at < 0:
                return value
        raise AssertionError("weights are positive")

    def chance(self, percent):
        """Never when choices have run out."""
        return self.draw(100) >= 100 - percent

    def some(self, options, least=1, most=None):
        """Some of them in their order, at least `least`."""
        options = list(options)
        most = min(len(options), most or len(options))
        count = least + self.draw(max(1, most - least + 1))
        while len(options) > count:
            options.pop(self.draw(len(options)))
        return options

    def shuffled(self, options):
        options = list(options)
        for at in range(len(options) - 1):
            other = at + self.draw(len(options) - at)
            options[at], options[other] = options[other], options[at]
        return options


def shrink(drawn, fails, attempts):
    """A shorter or smaller list of choices for which `fails` still holds; asks at most `attempts` times."""
    best, left = list(drawn), attempts

    def better(candidate):
        nonlocal best, left
        if left <= 0 or candidate == best:
            return False
        left -= 1
        if not fails(candidate):
            return False
        best = candidate
        return True

    moved = True
    while moved and left > 0:
        moved = False
        for size in BLOCKS:
            at = 0
            while at < len(best) and left > 0:
                if better(best[:at] + best[at + size:]) or better(best[:at] + [0] * len(best[at:at + size]) + best[at + size:]):
                    moved = True
                else:
                    at += size
        for at in range(len(best)):
            while at < len(best) and best[at] > 0 and better(best[:at] + [best[at] // 2] + best[at + 1:]):
                moved = True
    return best


def shrink_list(items, fails, attempts):
    """Fewer of `items` for which `fails` still holds: halves first, then one by one."""
    size, best = max(1, len(items) // 2), list(items)
    while size >= 1 and attempts > 0:
        at = 0
        while at < len(best) and attempts > 0:
            candidate = best[:at] + best[at + size:]
            attempts -= 1
            if fails(candidate):
                best = candidate
            else:
                at += size
        size //= 2
    return best
