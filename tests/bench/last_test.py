#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What counts as slower than the last results."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))
from last import slower  # noqa: E402


def row(identity, value, unit="ms"):
    return {"id": identity, "value": value, "unit": unit}


class Slower(unittest.TestCase):
    def test_names_what_grew_beyond_noise(self):
        self.assertEqual(slower([row("a", 1.0)], [row("a", 1.5)]), ["a: 1.0 → 1.5 ms"])

    def test_says_nothing_of_noise_of_what_got_faster_and_of_what_is_new(self):
        self.assertEqual(slower([row("a", 1.0), row("b", 2.0), row("tiny", 0.01)],
                                [row("a", 1.1), row("b", 1.0), row("tiny", 0.02), row("new", 9.0)]), [])

    def test_names_what_is_measured_no_more(self):
        self.assertEqual(slower([row("a", 1.0)], [row("a", None)]), ["a: 1.0 ms before, not measured now"])

    def test_leaves_out_what_was_not_asked_or_not_measured_before(self):
        self.assertEqual(slower([row("a", 1.0), row("b", None)], [row("b", 5.0)]), [])


unittest.main()
