#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The HTTP door as a protocol: clients that leave, forged hosts, ambiguous requests, TLS."""
import http.client
import json
import os
import ssl
import subprocess
import time
from urllib.parse import urlsplit

from flights import HANSE, Checks, Mesh

LONG = ("SELECT count(*) FROM flight_operations.departures AS a, flight_operations.departures AS b "
        "WHERE a.origin || b.origin = 'none'")
SOON_S = 15  # well before limits.queryTimeMs


def connection(mesh, context=None):
    at = urlsplit(mesh.url).netloc
    if context:
        return http.client.HTTPSConnection(at, timeout=30, context=context)
    return http.client.HTTPConnection(at, timeout=30)


def raw(mesh, headers, body=b"", method="GET", path="/healthz"):
    """(status, problem's code) of a request whose headers are exactly these pairs."""
    link = connection(mesh)
    link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        link.putheader(name, value)
    link.endheaders(body)
    answer = link.getresponse()
    text = answer.read()
    link.close()
    return answer.status, json.loads(text)["code"] if answer.status >= 400 else ""


def running(mesh, token):
    return json.loads(mesh.http("GET", "/v1/queries", token)[2])["queries"]


def wait_until(holds):
    end = time.monotonic() + SOON_S
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def declared_memory(mesh, checks, token):
    status, answer = mesh.ask(token, "SELECT 1 AS x", memory_bytes=1_000_000)
    checks.equal("a statement may declare what it needs", (status, answer.get("rows")), (200, [[1]]))
    status, answer = mesh.ask(token, "SELECT 1 AS x", memory_bytes=10**12)
    checks.equal("and no more than it may", (answer.get("code"), "limits.queryMemoryBytes" in answer.get("title", "")), ("limit_exceeded", True))
    for value in (0, -1, "1", 1.5, None):
        checks.equal(f"memory of {value!r} is no memory", mesh.ask(token, "SELECT 1 AS x", memory_bytes=value)[1].get("code"), "invalid_argument")


def stopping(checks):
    """Told to stop, the server says so, refuses what is new and lets what runs end or cancels it."""
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        mesh.serve()
        token = mesh.token("engineer")
        link = connection(mesh)
        link.request("POST", "/v1/query", json.dumps({"sql": LONG}),
                     {"Content-Type": "application/json", "Authorization": "Bearer " + token})
        checks.true("a statement runs", wait_until(lambda: len(running(mesh, token)) == 1))
        mesh.server.terminate()
        checks.true("it is no longer ready", wait_until(lambda: mesh.http("GET", "/readyz")[0] == 503))
        checks.equal("though alive", mesh.http("GET", "/healthz")[0], 200)
        checks.equal("and takes nothing new", mesh.ask(token, "SELECT 1 AS x")[0], 503)
        answer = link.getresponse()
        checks.true("what runs too long is cancelled", answer.status in (499, 503), answer.status)
        checks.equal("it ends well", mesh.server.wait(timeout=30), 0)


def clients_that_leave(mesh, checks, token):
    body = json.dumps({"sql": LONG})
    links = [connection(mesh) for _ in range(3)]
    for link in links:
        link.request("POST", "/v1/query", body,
                     {"Content-Type": "application/json", "Authorization": "Bearer " + token})
    checks.true("the statements run", wait_until(lambda: len(running(mesh, token)) == 3), running(mesh, token))
    for link in links:
        link.close()
    checks.true("they end when their clients leave", wait_until(lambda: not running(mesh, token)), running(mesh, token))


def hosts(mesh, checks):
    for host in ("localhost", "127.0.0.1:80", "[::1]:80"):
        checks.equal(f"host {host}", raw(mesh, [("Host", host)])[0], 200)
    for host in ("127.evil.example", "127.0.0.1.evil.example", "[::1].evil.example", "localhost:99999"):
        checks.equal(f"host {host}", raw(mesh, [("Host", host)]), (421, "misdirected_request"))
    both = [("Host", "localhost"), ("Host", "evil.example")]
    checks.equal("two hosts", raw(mesh, both), (400, "invalid_argument"))


def ambiguous_requests(mesh, checks, token):
    def ask(kind, body):
        headers = [("Host", "localhost"), ("Authorization", "Bearer " + token), ("Content-Type", kind),
                   ("Content-Length", str(len(body)))]
        return raw(mesh, headers, body, "POST", "/v1/query")
    good = b'{"sql": "SELECT 1"}'
    for kind in ("application/json", "Application/JSON; charset=utf-8"):
        checks.equal(kind, ask(kind, good)[0], 200)
    for kind in ("application/jsonx", "application/json-patch+json", ""):
        checks.equal(f"type {kind!r}", ask(kind, good), (415, "unsupported_media_type"))
    checks.equal("a repeated key", ask("application/json", b'{"sql": "SELECT 1", "sql": "SELECT 2"}'), (400, "invalid_argument"))
    checks.equal("another method", raw(mesh, [("Host", "localhost")], method="DELETE"), (405, "method_not_allowed"))


def raw_session(mesh, token):
    """Signing in to the page, its redirect not followed."""
    link = connection(mesh)
    link.request("POST", "/session", "token=" + token, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = link.getresponse()
    found = answer.status, dict(answer.headers), answer.read()
    link.close()
    return found


def cookies(mesh, checks, token):
    def get(path, cookie):
        return mesh.http("GET", path, headers={"Cookie": cookie})
    mine = f"hanse_token={token}"
    status, headers, _ = raw_session(mesh, token)
    checks.true("without TLS the cookie is one as well", status == 303 and "Secure" not in headers["Set-Cookie"], headers)
    checks.true("the page says http", f"curl -s {mesh.url}/v1/query".encode() in get("/", mine)[2])
    checks.true("the page takes its cookie", b"Signed in as engineer" in get("/", f"a=b; {mine}; c=d")[2])
    checks.true("no other cookie's end", b"Signed in as" not in get("/", "other_" + mine)[2])
    checks.equal("nothing else takes it", get("/v1/products", mine)[0], 401)
    first, second = (get("/", mine)[1]["Content-Security-Policy"] for _ in range(2))
    checks.true("the style has a nonce", "'unsafe-inline'" not in first and "style-src 'nonce-" in first, first)
    checks.true("of one answer", first != second, first)


def refused_listeners(mesh, checks):
    def serve(*words):
        return mesh.run("serve", *words, code=None)
    for words, part in ((("--listen", "0.0.0.0:0"), "is reachable from elsewhere and has no TLS"),
                        (("--listen", "127.0.0.1:73616"), "is no address"),
                        (("--tls-key", "x.pem"), "needs both a certificate and its key"),
                        (("--tls-key", "x.pem", "--tls-certificate", "y.pem"), "is no certificate")):
        done = serve(*words)
        checks.true(f"serve {' '.join(words)}", done.returncode not in (0, None) and part in done.stderr, done.stderr)


def client(certificate, newest=None):
    context = ssl.create_default_context(cafile=certificate)
    if newest:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def speaks(mesh, context):
    link = connection(mesh, context)
    try:
        link.request("GET", "/healthz")
        return link.sock.version() if link.getresponse().status == 200 else None
    except ssl.SSLError:
        return None
    finally:
        link.close()


def over_tls(mesh, checks, certificate, token):
    checks.true("the address says so", mesh.url.startswith("https://"), mesh.url)
    silent = connection(mesh)
    silent.connect()  # shakes no hands, and keeps nobody waiting
    link = connection(mesh, client(certificate))
    sql = "SELECT count(*) AS n FROM flight_operations.departures"
    link.request("POST", "/v1/query", json.dumps({"sql": sql}),
                 {"Content-Type": "application/json", "Authorization": "Bearer " + token})
    checks.equal("a query", json.loads(link.getresponse().read())["rows"], [[336776]])
    link.request("POST", "/v1/query", json.dumps({"sql": "SELECT * FROM flight_operations.departures LIMIT 20000"}),
                 {"Content-Type": "application/json", "Authorization": "Bearer " + token})
    checks.equal("a long answer", json.loads(link.getresponse().read())["row_count"], 20_000)
    link.request("POST", "/session", "token=" + token, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = link.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie")
    checks.true("the page's cookie stays on TLS", cookie.startswith("hanse_token=") and "; Secure" in cookie, cookie)
    link.request("GET", "/", headers={"Cookie": cookie.split(";")[0]})
    page = link.getresponse().read().decode()
    checks.true("the page says https", f"curl -s {mesh.url}/v1/query" in page, page[-900:])
    link.close()
    silent.close()
    checks.equal("TLS 1.2", speaks(mesh, client(certificate, ssl.TLSVersion.TLSv1_2)), "TLSv1.2")
    checks.equal("TLS 1.1", speaks(mesh, client(certificate, ssl.TLSVersion.TLSv1_1)), None)
    checks.equal("plain HTTP", raw(mesh, [("Host", "localhost")]), (400, "invalid_argument"))


def tls(mesh, checks, token):
    pem = [os.path.join(mesh.folder, name) for name in ("certificate.pem", "key.pem")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-out", pem[0], "-keyout", pem[1]],
                   check=True, capture_output=True)
    mesh.serve("--tls-certificate", pem[0], "--tls-key", pem[1])
    over_tls(mesh, checks, pem[0], token)
    mesh.stop()
    with open(os.path.join(mesh.folder, "mesh.yaml"), "a", encoding="utf-8") as file:
        file.write("listeners:\n  - {kind: http, address: \"127.0.0.1:0\", certificate: certificate.pem, key: key.pem}\n")
    # Without --listen: the address, too, is mesh.yaml's.
    mesh.server = subprocess.Popen([HANSE, "--mesh", mesh.folder, "serve"], stderr=subprocess.PIPE, text=True)
    mesh.url = next(line for line in mesh.server.stderr if "listening on" in line).split()[-1]
    checks.true("mesh.yaml's port", not mesh.url.endswith(":8080"), mesh.url)
    checks.equal("mesh.yaml's certificate", speaks(mesh, client(pem[0])), "TLSv1.3")


def main():
    checks = Checks()
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        token = mesh.token("engineer")
        refused_listeners(mesh, checks)
        mesh.serve()
        hosts(mesh, checks)
        ambiguous_requests(mesh, checks, token)
        cookies(mesh, checks, token)
        declared_memory(mesh, checks, token)
        clients_that_leave(mesh, checks, token)
        mesh.stop()
        tls(mesh, checks, token)
    stopping(checks)
    checks.finish()


main()
