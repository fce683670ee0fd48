# SPDX-License-Identifier: Apache-2.0
"""A report in a real browser, offline: its page as the browser made it."""
import os
import subprocess
import tempfile

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking",
         "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000"]


def look(path, *more):
    with tempfile.TemporaryDirectory(prefix="hanse-browser-") as profile:
        done = subprocess.run(["chromium", *FLAGS, f"--user-data-dir={profile}", "--dump-dom", *more, "file://" + os.path.abspath(path)],
                              capture_output=True, text=True, timeout=120)
    return done.stdout
