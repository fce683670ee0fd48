#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Local policies tighten and never loosen: what a domain's own rules can do to the council's."""
import os

from flights import Checks, Mesh

COUNT = "SELECT count(*) AS n FROM airports.airports"
LOOSE = """package domains.airports.read

allow := true

discover := true

columns contains name if some name, _ in input.resource.columns
"""
TIGHT = """package domains.airports.read

discover := true

columns contains "faa"

allow if input.context.identity.user == "engineer"

rowFilters contains {"rule": "only-a", "field": "faa", "operator": "startsWith", "value": "JF"}
"""
FOREIGN = "package domains.fleet.read\n\nallow := true\n"
GLOBAL = "package hanse.read\n\nallow := true\n"

checks = Checks()
with Mesh() as mesh:
    path = os.path.join(mesh.folder, "domains", "airports", "policies", "read.rego")
    os.makedirs(os.path.dirname(path))

    def apply(text, code=0):
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return mesh.run("apply", "--yes", code=code)

    apply(LOOSE)
    checks.equal("a local rule gives the stranger nothing", mesh.refused("stranger", COUNT, 1)["code"], "not_found")
    checks.equal("and takes nothing from the analyst", mesh.query("analyst", COUNT)["rows"], [[1458]])
    some = mesh.query("engineer", "SELECT faa FROM airports.airports WHERE starts_with(faa, 'JF') ORDER BY 1")["rows"]
    checks.true("there is something to filter", 0 < len(some) < 1458, some)
    apply(TIGHT)
    checks.equal("allow is narrowed", mesh.refused("analyst", COUNT, 3)["code"], "denied")
    checks.equal("filters add up", mesh.query("engineer", "SELECT faa FROM airports.airports ORDER BY 1")["rows"], some)
    checks.equal("columns are narrowed", mesh.run("query", "--as", "engineer", "SELECT name FROM airports.airports", code=None).returncode, 1)
    checks.equal("the stranger still has nothing", mesh.refused("stranger", COUNT, 1)["code"], "not_found")
    for what, text in (("another domain's package", FOREIGN), ("the council's package", GLOBAL)):
        done = apply(text, code=1)
        checks.true(f"{what} is refused", "HNS-P008" in done.stderr, done.stderr[-300:])
checks.finish()
