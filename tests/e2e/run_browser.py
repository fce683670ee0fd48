#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The catalog page in a real browser: signing in shows what one may see, and the page has its landmarks.
With --screenshot FILE, keeps a picture."""
import http.server
import re
import subprocess
import sys
import tempfile
import threading

from flights import Checks, Mesh

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000"]


class Form(http.server.BaseHTTPRequestHandler):
    """A page of the same site that fills the sign-in form in, as a person would."""
    target, token = "", ""

    def do_GET(self):
        body = (f'<form method="post" action="{self.target}/session"><input name="token" value="{self.token}">'
                "</form><script>document.forms[0].submit()</script>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def browse(url, *more):
    with tempfile.TemporaryDirectory(prefix="hanse-browser-") as profile:
        done = subprocess.run(["chromium", *FLAGS, f"--user-data-dir={profile}", *more, url],
                              capture_output=True, text=True, timeout=120)
    return done.stdout


checks = Checks()
with Mesh() as mesh:
    mesh.run("apply", "--yes")
    mesh.serve()
    nobody = browse(mesh.url + "/", "--dump-dom")
    checks.true("nobody is asked to sign in", "Sign in" in nobody and "<h3>" not in nobody, nobody[:300])
    Form.target, Form.token = mesh.url, mesh.token("analyst")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Form)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = f"http://127.0.0.1:{server.server_port}/"
    page = browse(start, "--dump-dom")
    checks.true("the analyst is signed in", "Signed in as analyst" in page, page[:300])
    for product in ("flight_operations/departures", "insights/punctuality", "fleet/aircraft"):
        checks.true(f"{product} is shown", f"<h3>{product}</h3>" in page)
    checks.true("columns with meaning and classification", "Registration painted on the tail." in page and "confidential" in page)
    checks.true("freshness", "data of 20" in page)
    checks.true("how to connect", "/v1/query" in page)
    checks.equal("one main landmark", len(re.findall("<main ", page)), 1)
    checks.equal("one first heading", len(re.findall("<h1>", page)), 1)
    checks.true("the language is told", '<html lang="en">' in page)
    checks.equal("every table has a caption", page.count("<caption>"), page.count("<table>"))
    checks.true("header cells have scopes", page.count("<th ") == page.count('scope="'), page.count("<th "))
    checks.true("a way past the header", 'class="skip"' in page)
    if "--screenshot" in sys.argv:
        browse(start, "--screenshot=" + sys.argv[sys.argv.index("--screenshot") + 1], "--window-size=1100,1400")
    Form.token = "hns_wrong"
    wrong = browse(start, "--dump-dom")
    checks.true("a wrong token is refused in words", "the token is not valid" in wrong, wrong[:300])
    server.shutdown()
checks.finish()
