#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The generated pages of docs/reference are what the binary prints. `make reference` writes them anew."""
import os
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import Checks, HANSE  # noqa: E402

checks = Checks()
for page in ("commands", "configuration", "functions", "errors", "compatibility", "doctor", "metrics"):
    printed = subprocess.run([HANSE, "reference", page], capture_output=True, text=True, check=True).stdout
    with open(os.path.join(ROOT, "docs", "reference", page + ".md"), encoding="utf-8") as file:
        checks.true(f"docs/reference/{page}.md is what `hanse reference {page}` prints", file.read() == printed, "run `make reference`")
checks.finish()
