# SPDX-License-Identifier: Apache-2.0
"""What is shared by attempts with malicious files of a mesh: a served mesh of two domains, commands that are measured, and what
must hold of whatever they print."""
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from damage import RETURNED, small_mesh  # noqa: E402
from faults import Checks, HANSE, temporary  # noqa: E402

__all__ = ["Checks", "Command", "EMAILS", "MEMORY_MAX_MB", "SECRET", "check_findings", "memory_mb", "temporary", "two_domains"]

SECONDS_MAX, MEMORY_MAX_MB = 20, 1024  # of one command
ADDRESS_SPACE = 12 << 30  # what runs away ends before the machine does
EMAILS = ("mara@", "jon@", "ida@")
SECRET = "foreign"  # stands in every row of rival.prices
CONTROLS = re.compile(b"[\x00-\x09\x0b-\x1f\x7f]")  # JSON is for programs: the rest stands there as it is
UNSAFE = re.compile(CONTROLS.pattern + b"|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


class Command:
    """A command that came to its end, or was ended: exit code (None: too late), what it printed, seconds, memory."""

    def __init__(self, mesh, *words):
        begin = time.monotonic()
        process = subprocess.Popen([HANSE, "--mesh", mesh.folder, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)))
        late = threading.Timer(2 * SECONDS_MAX, process.kill)
        late.start()
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        self.out = process.stdout.read()
        reader.join()
        self.err = errors[0]
        _, status, used = os.wait4(process.pid, 0)
        late.cancel()
        process.stdout.close()
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        self.code, self.seconds, self.memory_mb = process.returncode, time.monotonic() - begin, used.ru_maxrss // 1024

    def said(self):
        return (self.out + self.err).decode(errors="replace")[:2000]

    def check(self, checks, what, codes, unsafe=UNSAFE):
        """Ends in time, with one of these exit codes, and nothing that a terminal obeys."""
        checks.true(f"{what}: ends well", self.code in codes, (self.code, self.said()))
        checks.true(f"{what}: time", self.seconds < SECONDS_MAX, f"{self.seconds:.1f} s")
        checks.true(f"{what}: memory", self.memory_mb < MEMORY_MAX_MB, f"{self.memory_mb} MB")
        found = unsafe.search(self.out + self.err)
        checks.true(f"{what}: prints no control character", found is None, found)


def check_findings(checks, what, mesh, wanted):
    """`validate` refuses with one of the codes `wanted`, and each finding has its place and says what to do. Gives the codes."""
    done = Command(mesh, "validate", "--output", "json")
    done.check(checks, f"{what}, validate", (1,), CONTROLS)
    try:
        found = [item for item in json.loads(done.out)["diagnostics"] if item["severity"] == "error"]
    except (ValueError, KeyError):
        return checks.true(f"{what}: findings", False, done.said())
    codes = {item["code"] for item in found}
    checks.true(f"{what}: is refused as {wanted}", codes & set(wanted.split("|")), (codes, done.said()))
    for item in found[:20]:
        checks.true(f"{what}: has a place", item["file"] and item["line"] >= 1 and item["message"], item)
    return codes


def memory_mb(pid, field="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(rf"^{field}:\s+(\d+)", status.read(), re.M).group(1)) // 1024


def two_domains(top):
    """The small mesh without what is computed, with a domain `rival` whose table holds what no one of `shop` may read; not served yet."""
    mesh = small_mesh(top)
    for name in ("daily_sales", "latest"):  # a plan builds what reads a table, and says what a policy would do to that
        shutil.rmtree(mesh.path("domains", "shop", name))
    mesh.edit("mesh.yaml", "teams:\n", "teams:\n  - {id: rival-team, type: streamAligned, group: rivals}\n")
    mesh.edit("mesh.yaml", "domains:\n", "domains:\n  - {id: rival, owner: rival-team}\n")
    mesh.edit("mesh.yaml", "developmentUsers:\n",
              "developmentUsers:\n    - {id: rival, groups: [rivals], defaultPurpose: analysis}\n")
    os.mkdir(mesh.path("domains", "rival"))
    shutil.copytree(mesh.path("domains", "shop", "returns"), mesh.path("domains", "rival", "prices"))
    shutil.copy(mesh.path("domains", "shop", "domain.yaml"), mesh.path("domains", "rival", "domain.yaml"))
    os.rename(mesh.path("domains", "rival", "prices", "returns.odcs.yaml"), mesh.path("domains", "rival", "prices", "prices.odcs.yaml"))
    for folder, _, names in os.walk(mesh.path("domains", "rival")):
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(re.sub(r"\breturns\b", "prices", text).replace("shop", "rival").replace("rival-team-team", "rival-team"))
    with open(mesh.path("data", "prices.csv"), "w", encoding="utf-8") as file:
        file.write(RETURNED)
    mesh.run("apply", "--yes")
    mesh.run("grant", "add", "shop/orders", "--to", "user:analyst")
    return mesh
