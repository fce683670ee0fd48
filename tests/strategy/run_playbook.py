#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/reference/playbook.md names what policies/ ships, no more and no less, and what it says of the tables holds."""
import os
import re
import sys

import yaml

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import ROOT, Checks, Mesh  # noqa: E402

checks = Checks()


def read(*parts):
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as file:
        return file.read()


def write(mesh, path, text):
    with open(os.path.join(mesh.folder, path), "w", encoding="utf-8") as file:
        file.write(text)


page = read("docs", "reference", "playbook.md")
rules = set(re.findall(r"^((?:deny|warn|violation)_\w+) contains", read("policies", "spec.rego"), re.MULTILINE))
section = page[page.index("## What specifications must say"):page.index("## The tables")]
checks.equal("every rule, and none that is not there", set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE)), rules)
named = set(re.findall(r"`((?:deny|warn|violation)_\w+)`", page))
checks.true("rules named elsewhere are there", named <= rules, named - rules)
tables = dict(re.findall(r"^\| `(\w+\.yaml)` \| (.*) \|$", page, re.MULTILINE))
checks.equal("every table", set(tables), set(os.listdir(os.path.join(ROOT, "policies", "data"))))
for name, keys in tables.items():
    value = yaml.safe_load(read("policies", "data", name))
    checks.equal(f"keys of {name}", set(re.findall(r"`(\w+)`", keys)), set(value))
levels = yaml.safe_load(read("policies", "data", "classification.yaml"))["levels"]
checks.true("levels in their order", ", ".join(sorted(levels, key=levels.get)) in page, levels)
for file in ("read.rego", "spec.rego", "change.rego"):
    checks.true(f"{file} is named", f"policies/{file}" in page)

with Mesh() as mesh:
    table = read("examples", "flights", "policies", "data", "specification.yaml")
    mesh.run("plan")
    write(mesh, "policies/data/specification.yaml", table.replace("serviceLevels: []", "serviceLevels: [retention]"))
    refused = mesh.run("plan", code=1)
    checks.true("a level that every contract must state", "the contract states no service level `retention`" in refused.stdout + refused.stderr,
                refused.stdout[-2000:] + refused.stderr[-2000:])
checks.finish()
