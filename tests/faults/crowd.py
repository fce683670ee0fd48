# SPDX-License-Identifier: Apache-2.0
"""Two hundred clients that mean no good, in a process of their own with the lowest priority, and a few that do: what run_load.py
counts and bench/load.py times. As a program: crowd.py HTTP_PORT POSTGRES_PORT USER TOKEN, until its input ends."""
import contextlib
import http.client
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

import psycopg

# Ten million rows.
LARGE = "SELECT a.i * 1000 + b.i AS i, a.i % 7 AS k, 'a text that makes a row longer' AS t FROM range(10000) AS a(i), range(1000) AS b(i)"
TRICKLE_BYTES, TRICKLE_S = 2048, 0.25
READS_S = 5, 15  # a slow reader, until it leaves and asks again
PAUSE_S = 1.0  # of a hostile client, between two attempts
SETTLE_S = 60


class Target:
    def __init__(self, http_port, postgres_port, user, token):
        self.http, self.postgres, self.user, self.token = int(http_port), int(postgres_port), user, token

    def words(self):
        return [str(self.http), str(self.postgres), self.user, self.token]

    def socket(self, port):
        link = socket.socket()
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.settimeout(10)
        link.connect(("127.0.0.1", port))
        return link

    def asked(self, sql=LARGE):
        """An HTTP connection on which the answer has begun."""
        link = self.socket(self.http)
        body = json.dumps({"sql": sql}).encode()
        link.sendall(b"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + self.token.encode()
                     + b"\r\nContent-Type: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
        head = link.recv(15)
        return link, head.startswith(b"HTTP/1.1 200")

    def connected(self, password=None):
        return psycopg.connect(host="127.0.0.1", port=self.postgres, user=self.user, password=password or self.token, dbname="mesh",
                               sslmode="disable", autocommit=True, connect_timeout=10)

    def queried(self, sql=LARGE):
        """A connection of PostgreSQL's protocol on which the answer has begun, and its socket."""
        link = self.connected()
        raw = socket.socket(fileno=os.dup(link.pgconn.socket))
        raw.setblocking(True)
        raw.settimeout(10)
        text = sql.encode() + b"\0"
        raw.sendall(b"Q" + struct.pack(">i", len(text) + 4) + text)
        return link, raw, raw.recv(1) == b"T"


def reset(link):
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


def trickle(link, stop, chance):
    """For a while: readers that stay hold every place, and no other client's statement begins."""
    end = time.monotonic() + chance.uniform(*READS_S)
    while not stop.wait(TRICKLE_S) and time.monotonic() < end:
        if not link.recv(TRICKLE_BYTES):
            return


def slow_http(target, stop, chance):
    link, begun = target.asked()
    with link:
        if begun:
            trickle(link, stop, chance)
    return begun


def slow_postgres(target, stop, chance):
    link, raw, begun = target.queried()
    with contextlib.closing(link), raw:
        if begun:
            trickle(raw, stop, chance)
    return begun


def killed_http(target, _, chance):
    link, begun = target.asked()
    link.recv(chance.randrange(1, 60_000))
    reset(link)
    return begun


def killed_postgres(target, _, chance):
    link, raw, begun = target.queried()
    raw.recv(chance.randrange(1, 60_000))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()
    link.close()
    return begun


def cancelled(target, stop, _):
    """By the key, as psql does on ctrl-C; the answer is then read to its end."""
    link, raw, begun = target.queried()
    with contextlib.closing(link), raw:
        link.pgconn.get_cancel().cancel()
        while begun and not stop.is_set() and select.select([raw], [], [], 5)[0]:
            if not raw.recv(1 << 16):
                break
    return begun


def closed(target, _, chance):
    link, raw, begun = target.queried()
    with raw:
        raw.recv(chance.randrange(1, 60_000))
        raw.sendall(b"X\0\0\0\4")
        link.close()
    return begun


def bad_http(target, _, chance):
    with target.socket(target.http) as link:
        link.sendall(chance.randbytes(chance.randrange(1, 4000)) + b"\r\n\r\n")
        link.recv(4096)


def bad_postgres(target, _, chance):
    with target.socket(target.postgres) as link:
        link.sendall(chance.randbytes(chance.randrange(8, 4000)))
        link.recv(4096)


def half_request(target, stop, _):
    with target.socket(target.http) as link:
        link.sendall(b"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
        stop.wait(8)


def half_start(target, stop, _):
    with target.socket(target.postgres) as link:
        link.sendall(struct.pack(">i", 100) + b"\0\3")
        stop.wait(8)


def wrong_http(target, _, __):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", target.http, timeout=10)) as link:
        link.request("POST", "/v1/query", '{"sql": "SELECT 1"}', {
            "Content-Type": "application/json", "Authorization": "Bearer " + target.token[:-3] + "xyz"})
        return link.getresponse().status == 401


def wrong_postgres(target, _, __):
    try:
        target.connected("hns_" + "0" * 40).close()
        return False
    except psycopg.OperationalError:
        return True


def idle_http(target, stop, _):
    with target.socket(target.http):
        stop.wait(30)


def idle_postgres(target, stop, _):
    with contextlib.closing(target.connected()):
        stop.wait(30)


CLIENTS = {slow_http: 40, slow_postgres: 40, killed_http: 12, killed_postgres: 12, cancelled: 10, closed: 10, bad_http: 12, bad_postgres: 12,
           half_request: 12, half_start: 8, wrong_http: 4, wrong_postgres: 4, idle_http: 12, idle_postgres: 12}


def hostile(target):
    """Until the input ends; then what each kind did: [times, of these with an answer that began, or as wanted]."""
    os.nice(19)
    stop, counts, lock = threading.Event(), {kind.__name__: [0, 0] for kind in CLIENTS}, threading.Lock()

    def run(kind, number):
        chance = random.Random(f"{kind.__name__} {number}")
        stop.wait(chance.random() * 3)
        while not stop.is_set():
            good = False
            with contextlib.suppress(OSError, psycopg.Error, http.client.HTTPException):
                good = kind(target, stop, chance) is not False
            with lock:
                counts[kind.__name__][0] += 1
                counts[kind.__name__][1] += good
            stop.wait(PAUSE_S * (0.5 + chance.random()))

    threads = [threading.Thread(target=run, args=(kind, number)) for kind, number_of in CLIENTS.items() for number in range(number_of)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()
    print(json.dumps(counts))


class Hostile:
    """The two hundred, while in this context; `counts` afterwards."""

    def __init__(self, target):
        self.target = target

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, os.path.abspath(__file__), *self.target.words()], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        out, _ = self.process.communicate(timeout=120)
        self.counts = json.loads(out or "{}")


class Good:
    """Clients that ask and wait for the answer, two at each door, `seconds` long: latencies in seconds, and answers that were wrong."""

    def __init__(self, target, sql, rows, seconds):
        self.target, self.sql, self.rows, self.until = target, sql, rows, time.monotonic() + seconds
        self.latencies, self.wrong = {"http": [], "postgres": []}, []
        threads = [threading.Thread(target=each) for each in (self.http, self.postgres) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def note(self, door, begin, answer):
        self.latencies[door].append(time.monotonic() - begin)
        if answer != self.rows:
            self.wrong.append((door, str(answer)[:300]))

    def http(self):
        link = http.client.HTTPConnection("127.0.0.1", self.target.http, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.target.token}
        while time.monotonic() < self.until:
            begin = time.monotonic()
            try:
                link.request("POST", "/v1/query", json.dumps({"sql": self.sql}), headers)
                answer = json.loads(link.getresponse().read())
                self.note("http", begin, answer.get("rows", answer))
            except (OSError, ValueError, http.client.HTTPException) as problem:
                self.note("http", begin, repr(problem))
                link.close()
        link.close()

    def postgres(self):
        with contextlib.closing(self.target.connected()) as link:
            while time.monotonic() < self.until:
                begin = time.monotonic()
                try:
                    self.note("postgres", begin, [list(row) for row in link.execute(self.sql).fetchall()])
                except psycopg.Error as problem:
                    self.note("postgres", begin, str(problem))
                    if link.closed:
                        return

    def percentile_ms(self, door, part):
        ordered = sorted(self.latencies[door])
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def used(pid):
    """What a process holds: MB resident, threads, descriptors."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmRSS"].split()[0]) // 1024, int(fields["Threads"]), len(os.listdir(f"/proc/{pid}/fd"))


class Watch:
    """Samples of what a process holds, taken beside whatever else runs."""

    def __init__(self, pid, every_s=0.5):
        self.pid, self.every_s, self.samples, self.over = pid, every_s, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.wait(self.every_s):
            self.samples.append(used(self.pid))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


if __name__ == "__main__":
    hostile(Target(*sys.argv[1:]))
