#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse doctor`: every detector of files on a mesh that shows its pitfall and on one that nearly does; waivers, thresholds, exit codes."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from doctor_meshes import CASES, Mesh, cycle, orphan  # noqa: E402
from flights import HANSE, Checks  # noqa: E402
from strategy_pages import look  # noqa: E402

NOW = "2026-06-01T00:00:00Z"


class Folder:
    def __init__(self, mesh):
        self.path = tempfile.mkdtemp(prefix="hanse-doctor-")
        mesh.write(self.path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def run(self, *words):
        return subprocess.run([HANSE, "--mesh", self.path, *words], capture_output=True, text=True, timeout=60)

    def doctor(self, *words):
        done = self.run("doctor", "--output", "json", "--now", NOW, *words)
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def found(body, detector):
    return [finding for finding in body["findings"] if finding["detector"] == detector]


def shows_and_nearly(checks):
    for detector, build in CASES:
        for nearly in (False, True):
            mesh, object_name = build(nearly)
            what = f"{detector} {build.__name__} {'nearly' if nearly else 'shows'}"
            with Folder(mesh) as folder:
                _, body = folder.doctor("--detector", detector)
                hits = [finding["object"] for finding in found(body, detector)]
                checks.true(what, (object_name in hits) != nearly, hits)
                for finding in found(body, detector):
                    checks.true(f"{what}: has evidence, a query, a source and a remedy",
                                finding["counts"] and finding["query"] and finding["source"] and all(finding["remedy"]), finding)
                checks.true(f"{what}: nothing of the pattern is left", "OBJECT" not in json.dumps([f["remedy"] for f in body["findings"]]))


def healthy(checks):
    with Folder(Mesh(2)) as folder:
        code, body = folder.doctor("--fail-on", "warning")
        checks.equal("a healthy mesh is clean", (code, body["findings"]), (0, []))
        ran = {row["detector"]: row for row in body["detectors"]}
        checks.equal("a folder without state: it ran what files allow", sorted(key for key, row in ran.items() if not row["ran"]),
                     [f"HNS-D0{n}" for n in (13, 14, 16, 18, 19, 20, 23, 24, 27)])
        checks.true("and says why not the others", all("hanse apply" in row["reason"] for row in ran.values() if not row["ran"]), ran)
        checks.true("and made no state", not os.path.exists(os.path.join(folder.path, ".hanse")))
        cases = {detector for detector, _ in CASES}
        checks.equal("every detector of files has its two meshes", sorted(key for key, row in ran.items() if row["ran"]), sorted(cases))
        checks.equal("the same input gives the same bytes", *[folder.run("doctor", "--output", "json", "--now", NOW).stdout for _ in range(2)])


def exit_codes(checks):
    mesh, _ = cycle(False)
    with Folder(mesh) as folder:
        checks.equal("a warning fails from the bar `warning` on",
                     [folder.doctor("--fail-on", bar)[0] for bar in ("error", "warning", "none")], [0, 1, 0])
        checks.equal("without a bar errors fail", folder.run("doctor").returncode, 0)
        checks.equal("another bar is a slip", folder.run("doctor", "--fail-on", "all").returncode, 64)
        done = folder.run("doctor", "--detector", "HNS-D099")
        checks.true("an unknown detector is named", done.returncode == 1 and "there is no detector `HNS-D099`" in done.stderr, done.stderr)
    mesh, _ = orphan(False)
    with Folder(mesh) as folder:
        checks.equal("an error fails by default", folder.run("doctor").returncode, 1)


def waivers(checks):
    mesh, object_name = cycle(False)
    waiver = {"detector": "HNS-D021", "object": object_name, "reason": "moves in spring", "who": "council", "until": "2026-06-01"}
    mesh.doctor = {"waivers": [waiver, {**waiver, "object": "d7 + d8"}]}
    with Folder(mesh) as folder:
        code, body = folder.doctor("--fail-on", "warning", "--detector", "HNS-D021")
        checks.equal("a waived finding does not count on its last day", (code, body["summary"]["waived"], body["summary"]["passed"]), (0, 1, True))
        checks.equal("who waived it is said", found(body, "HNS-D021")[0]["waiver"],
                     {"who": "council", "until": "2026-06-01", "reason": "moves in spring", "expired": False})
        checks.equal("an unused waiver is named", [row["object"] for row in body["unused_waivers"]], ["d7 + d8"])
        done = folder.run("doctor", "--fail-on", "warning", "--detector", "HNS-D021", "--now", "2026-06-02", "--output", "json")
        body = json.loads(done.stdout)
        checks.equal("a day later it counts again", (done.returncode, body["summary"]["warnings"], found(body, "HNS-D021")[0]["waiver"]["expired"]), (1, 1, True))
        text = folder.run("doctor", "--detector", "HNS-D021", "--now", "2026-06-02").stdout
        checks.true("and says so to people", "the waiver of `council` ended on 2026-06-01" in text, text)
        checks.equal("validate takes it", folder.run("validate").stderr.count("doctor.yaml"), 0)


def thresholds(checks):
    mesh, object_name = cycle(True)
    mesh.doctor = {"thresholds": [{"detector": "HNS-D003", "name": "domains", "value": 5},
                                  {"detector": "HNS-D015", "name": "contracts", "value": 1, "reason": "we are strict"}]}
    with Folder(mesh) as folder:
        _, body = folder.doctor("--detector", "HNS-D015")
        checks.true("a threshold of the mesh's own holds", found(body, "HNS-D015") and body["detectors"][0]["thresholds"]["contracts"] == 1, body)
    mesh.doctor = {"thresholds": [{"detector": "HNS-D015", "name": "share", "value": 80}, {"detector": "HNS-D008", "name": "partners", "value": 1e300}],
                   "waivers": [{"detector": "HNS-D021", "object": object_name, "reason": " ", "who": "council", "until": "2026-06-01T12:00:00Z"}]}
    with Folder(mesh) as folder:
        said = folder.run("validate").stderr
        for part in ("`share` is a share: expected a number from 0 to 1", "expected a number from 0 to 1000000", "a waiver needs the field `reason`",
                     "write it as 2026-06-01"):
            checks.true(f"validate says {part}", part in said, said)
    mesh.doctor = {"thresholds": [{"detector": "HNS-D015", "name": "contract", "value": 1}], "waivers": [{"detector": "HNS-D051", "object": "x"}]}
    with Folder(mesh) as folder:
        said = folder.run("validate").stderr
        for part in ("HNS-G070", "there is no detector `HNS-D051`", "HNS-G071", "did you mean `contracts`?", "`reason`"):
            checks.true(f"validate says {part}", part in said, said)
        checks.true("and the doctor refuses it", "hanse validate" in folder.run("doctor").stderr)


def in_force(checks):
    """Agreements that are only proposed, or over, bind nobody."""
    for change in ({"status": "proposed"}, {"until": "2026-01-01"}, {"from": "2026-12-01"}):
        mesh, _ = cycle(False)
        mesh.agreements["d1/a2"].update(change)
        with Folder(mesh) as folder:
            checks.equal(f"an agreement with {change} is no link", found(folder.doctor("--detector", "HNS-D021")[1], "HNS-D021"), [])


def sight(checks):
    """Nothing of files is told to who looks as somebody."""
    mesh, _ = orphan(False)
    mesh.doctor = {"waivers": [{"detector": "HNS-D014", "object": "d2/p", "reason": "r", "who": "w", "until": "2027-01-01"}]}
    with Folder(mesh) as folder:
        code, body = folder.doctor("--as", "nobody")
        checks.equal("as somebody, no detector of files runs", (code, body["findings"], body["unused_waivers"], body["summary"]["products"]), (0, [], [], 0))
        checks.true("and says so", all(row["reason"] for row in body["detectors"]), body["detectors"])
        checks.true("nor is any product named", "d1/p" not in json.dumps(body) and "d2/p" not in json.dumps(body))


def outputs(checks):
    mesh, _ = cycle(False)
    with Folder(mesh) as folder:
        out = os.path.join(folder.path, "report")
        folder.run("doctor", "--out", out, "--now", NOW)
        checks.equal("files of the report", sorted(name for name in os.listdir(out) if "findings-" not in name),
                     ["doctor-detectors.csv", "doctor-figures.csv", "doctor-findings.csv", "doctor.html", "doctor.json"])
        rows = folder.run("doctor", "--output", "csv", "--now", NOW).stdout.splitlines()
        checks.true("CSV is the findings", rows[0].startswith("Severity,Detector") and "d1 + d2 + d3" in rows[1], rows)
        checks.true("Markdown has a table", "| warning | HNS-D021 |" in folder.run("doctor", "--output", "markdown").stdout)
        page = look(os.path.join(out, "doctor.html"))
        checks.true("a browser draws the chart and shows the finding", "<svg" in page and "d1 + d2 + d3" in page and "HNS-D021" in page, page[:300])


def main():
    checks = Checks()
    for part in (healthy, shows_and_nearly, exit_codes, waivers, thresholds, in_force, sight, outputs):
        part(checks)
    checks.finish()


if __name__ == "__main__":
    main()
