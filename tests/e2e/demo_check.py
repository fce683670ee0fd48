#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `make demo-check` asks: two identities over HTTP rightly get different answers.
usage: demo_check.py HANSE MESH"""
import os
import sys

os.environ["HANSE"] = sys.argv[1]
sys.path.insert(0, os.path.dirname(__file__))
from flights import Checks, Mesh  # noqa: E402

SQL = "SELECT origin, count(*) AS flights FROM flight_operations.departures GROUP BY origin ORDER BY origin"
checks = Checks()
with Mesh(sys.argv[2]) as mesh:
    mesh.serve()
    status, answer = mesh.ask(mesh.token("engineer"), SQL)
    checks.equal("engineer sees all airports", answer.get("rows"), [["EWR", 120835], ["JFK", 111279], ["LGA", 104662]])
    status, answer = mesh.ask(mesh.token("analyst"), SQL)
    checks.equal("analyst sees nothing of Newark", answer.get("rows"), [["JFK", 111279], ["LGA", 104662]])
checks.finish()
