# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL door, by psql, and by bytes that no client sends: same answers and refusals as the HTTP door."""
import base64
import hashlib
import hmac
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import Mesh  # noqa: E402

checks = 0


def check(what, condition, seen=""):
    global checks
    checks += 1
    if not condition:
        raise AssertionError(f"{what}: {seen}")


def psql(port, user, token, *commands, code=0, options=""):
    words = ["psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(port), "-U", user, "-v", "VERBOSITY=verbose"]
    for command in commands:
        words += ["-c", command]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PGPASSWORD": token, "PGOPTIONS": options})
    check(f"exit of {commands}", done.returncode == code, done.stdout + done.stderr)
    return done.stdout.strip() if code == 0 else done.stderr


def answers(port, mesh, token):
    for sql in ["SELECT 1 AS a, 'x' AS b, NULL AS c",
                "SELECT carrier, count(*) FROM flight_operations.departures GROUP BY ALL ORDER BY ALL",
                "SELECT tailnum FROM flight_operations.departures ORDER BY ALL LIMIT 5",
                "SELECT CAST(time_hour AS VARCHAR), dep_delay FROM flight_operations.departures ORDER BY ALL LIMIT 9"]:
        status, _, body = mesh.http("POST", "/v1/query", token, {"sql": sql})
        check(sql, status == 200, body)
        rows = json.loads(body)["rows"]
        expected = "\n".join("|".join("" if v is None else str(v) for v in row) for row in rows)
        check(f"rows of {sql}", psql(port, "analyst", token, sql) == expected)
    check("all types as text", psql(port, "analyst", token, """SELECT true, 1::SMALLINT, -2::BIGINT, 1.50::DECIMAL(5,2),
        0.1::DOUBLE, 1e20::DOUBLE, 'NaN'::FLOAT, '\\xDE\\xAD'::BLOB, DATE '0001-01-01', TIME '01:02:03.5',
        TIMESTAMP '2020-01-02 03:04:05.6', INTERVAL '1 year 2 months -3 days', [1, NULL, 3], ['a b', 'null'], {'a': 1}""") ==
        "t|1|-2|1.50|0.1|1e+20|NaN|\\xdead|0001-01-01|01:02:03.5|2020-01-02 03:04:05.6|1 year 2 mons -3 days|{1,NULL,3}|"
        "{\"a b\",\"null\"}|{\"a\":1}")
    check("copy", psql(port, "analyst", token, "COPY (SELECT 1 AS a, 'x,y' AS b, NULL) TO STDOUT (FORMAT csv, HEADER)") ==
          "a,b,NULL\n1,\"x,y\",")
    check("cursor", psql(port, "analyst", token, "BEGIN; DECLARE c CURSOR FOR SELECT unnest([1,2,3]); FETCH 2 FROM c; "
                         "FETCH ALL FROM c; CLOSE c; COMMIT") == "1\n2\n3")
    check("two statements", psql(port, "analyst", token, "SELECT 1; SELECT ';'") == "1\n;")
    check("prepared", psql(port, "analyst", token, "PREPARE p AS SELECT $1 || $2", "EXECUTE p('a', 'b')") == "ab")
    check("settings", psql(port, "analyst", token, "SET application_name TO 'x'", "SHOW application_name", "DISCARD ALL",
                           "SHOW application_name") == "x")
    check("purpose", "no registered purpose" in
          psql(port, "analyst", token, "SELECT 1", code=1, options="-c hanse.purpose=nothing"))


def refusals(port, mesh, token, stranger):
    for user, secret, sql, state in [
            ("stranger", stranger, "SELECT * FROM flight_operations.departures", None),
            ("analyst", token, "SELECT no FROM flight_operations.departures", "42601"),
            ("analyst", token, "SELECT * FROM nothing.here", "42P01"),
            ("analyst", token, "INSERT INTO flight_operations.departures VALUES (1)", "25006"),
            ("analyst", token, "COPY flight_operations.departures FROM STDIN", "25006"),
            ("analyst", token, "COPY (SELECT 1) TO '/tmp/x'", "42501"),
            ("analyst", token, "BEGIN READ WRITE", "25006"),
            ("analyst", token, "SELECT * FROM read_csv('/etc/passwd')", "0A000"),
            ("analyst", token, "SET no_such_thing = 1", "42704"),
            ("analyst", token, "SELECT CAST('x' AS INTEGER)", "22000")]:
        told = psql(port, user, secret, sql, code=1)
        if state:
            check(sql, f"ERROR:  {state}:" in told, told)
        status, _, body = mesh.http("POST", "/v1/query", secret, {"sql": sql})
        if status != 200 and sql.startswith("SELECT"):
            check(f"the same words: {sql}", json.loads(body)["title"] in told, (told, body))
    told = psql(port, "analyst", token, "BEGIN", "SELECT nothing", "SELECT 1", code=1)
    check("failed transactions", "25P02" in told, told)
    for user, secret in [("analyst", "hns_0000000000000000_" + "A" * 43), ("nobody", token), ("analyst", "x"), ("stranger", token)]:
        told = psql(port, user, secret, "SELECT 1", code=2)
        check(f"sign-in of {user}", "the user or the token is not valid" in told, told)


class Raw:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)

    def start(self, **parameters):
        body = struct.pack(">i", 196608) + b"".join(k.encode() + b"\0" + v.encode() + b"\0" for k, v in parameters.items()) + b"\0"
        self.socket.sendall(struct.pack(">i", len(body) + 4) + body)

    def send(self, kind, body):
        self.socket.sendall(kind + struct.pack(">i", len(body) + 4) + body)

    def message(self):
        """(type, body) of the next one."""
        head = b""
        while len(head) < 5:
            head += self.socket.recv(5 - len(head)) or sys.exit("the connection ended")
        body, size = b"", struct.unpack(">i", head[1:])[0] - 4
        while len(body) < size:
            body += self.socket.recv(size - len(body)) or sys.exit("the connection ended")
        return head[:1], body

    def until(self, *kinds):
        """The messages up to the first of these kinds."""
        out = []
        while not out or out[-1][0] not in kinds:
            out.append(self.message())
        return out

    def sign_in(self, user, token):
        self.start(user=user)
        self.message()
        first = f"n=,r={base64.b64encode(os.urandom(18)).decode()}"
        self.send(b"p", b"SCRAM-SHA-256\0" + struct.pack(">i", len(first) + 3) + f"n,,{first}".encode())
        challenge = self.message()[1][4:].decode()
        fields = dict(part.split("=", 1) for part in challenge.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", token.encode(), base64.b64decode(fields["s"]), int(fields["i"]))
        key = hmac.digest(salted, b"Client Key", "sha256")
        last = f"c=biws,r={fields['r']}"
        signature = hmac.digest(hashlib.sha256(key).digest(), f"{first},{challenge},{last}".encode(), "sha256")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()
        self.send(b"p", f"{last},p={proof}".encode())
        check("signed in", self.until(b"Z", b"E")[-1][0] == b"Z")

    def all(self):
        out = b""
        try:
            while True:
                got = self.socket.recv(65536)
                if not got:
                    return out
                out += got
        except (TimeoutError, ConnectionError):
            return out


def attacks(port):
    """Before anybody has signed in: nothing but an error, or the end."""
    for send in [b"", b"\0\0\0\x04", b"\xff\xff\xff\xff", b"\0\0\0\x08\0\0\0\0", b"GET / HTTP/1.1\r\n\r\n", struct.pack(">ii", 8, 80877103) + b"X" * 64]:
        raw = Raw(port)
        raw.socket.sendall(send)
        raw.socket.shutdown(socket.SHUT_WR)
        seen = raw.all()
        check(f"start-up {send!r}", b"K\0\0\0\x0c" not in seen and b"Z\0\0\0\x05" not in seen, seen)
    for steps in [[(b"Q", b"SELECT 1\0")], [(b"p", b"SCRAM-SHA-256\0" + struct.pack(">i", 9) + b"n,,n=,r=a")] * 2,
                  [(b"p", b"x\0")], [(b"S", b"")], [(b"p", b"SCRAM-SHA-256-PLUS\0" + struct.pack(">i", -1))]]:
        raw = Raw(port)
        raw.start(user="analyst")
        for kind, body in steps:
            try:
                raw.send(kind, body)
            except OSError:
                break
        seen = raw.all()
        check(f"sign-in {steps}", b"FATAL" in seen and b"Z\0\0\0\x05" not in seen, seen)
    raw = Raw(port)
    raw.start(user="analyst", options="-c hanse.auth=password")
    check("no password in the clear", b"not encrypted" in raw.all())
    raw = Raw(port)
    raw.start(user="analyst", replication="database")
    check("no replication", b"FATAL" in raw.all())


def binary_values(port, token):
    """Results in the binary format, as PostgreSQL 15 sends them; one of the parameters comes in it as well."""
    day = 86_400_000_000
    values = [("true", b"\1"), ("-2::SMALLINT", struct.pack(">h", -2)), ("7", struct.pack(">i", 7)), ("$1", struct.pack(">q", -5)),
              ("1.5::DOUBLE", struct.pack(">d", 1.5)), ("0.25::FLOAT", struct.pack(">f", 0.25)), ("'é'", "é".encode()),
              ("-12345.670::DECIMAL(10,3)", struct.pack(">hhHhhhh", 3, 1, 0x4000, 3, 1, 2345, 6700)), ("0.00::DECIMAL(4,2)", struct.pack(">hhHh", 0, 0, 0, 2)),
              ("'\\xDE\\xAD'::BLOB", b"\xde\xad"), ("DATE '2000-01-02'", struct.pack(">i", 1)), ("TIME '00:00:01.5'", struct.pack(">q", 1_500_000)),
              ("TIMESTAMP '1999-12-31 00:00:00'", struct.pack(">q", -day)), ("INTERVAL '1 month -2 days 3 seconds'", struct.pack(">qii", 3_000_000, -2, 1)),
              ("CAST('00112233-4455-6677-8899-aabbccddeeff' AS UUID)", bytes.fromhex("00112233445566778899aabbccddeeff")),
              ("[1, NULL]", struct.pack(">iiiiiiii", 1, 1, 23, 2, 1, 4, 1, -1)), ("NULL", None)]
    raw = Raw(port)
    raw.sign_in("analyst", token)
    sql = "SELECT " + ", ".join(text for text, _ in values)
    raw.send(b"P", b"\0" + sql.encode() + b"\0" + struct.pack(">hi", 1, 20))
    raw.send(b"B", b"\0\0" + struct.pack(">hhhiqhh", 1, 1, 1, 8, -5, 1, 1))
    raw.send(b"E", b"\0" + struct.pack(">i", 0))
    raw.send(b"S", b"")
    seen = raw.until(b"Z")
    rows = [body for kind, body in seen if kind == b"D"]
    check("one binary row", len(rows) == 1, seen)
    at = 2
    for text, expected in values:
        size = struct.unpack_from(">i", rows[0], at)[0]
        got = None if size < 0 else rows[0][at + 4:at + 4 + size]
        at += 4 + max(size, 0)
        check(f"{text} in binary", got == expected, (got, expected))


def portals(port, token):
    """Rows that wait for a reader: given piece by piece, and refused, not left out, when the statement's time is over."""
    raw = Raw(port)
    raw.sign_in("analyst", token)

    def extended(*messages):
        for kind, body in messages:
            raw.send(kind, body)
        raw.send(b"H", b"")

    raw.send(b"Q", b"SET statement_timeout = '1s'; BEGIN\0")
    raw.until(b"Z")
    extended((b"P", b"\0SELECT unnest([1, 2, 3, 4, 5])\0\0\0"), (b"B", b"p\0\0" + b"\0" * 6), (b"E", b"p\0" + struct.pack(">i", 2)))
    seen = raw.until(b"s", b"C", b"E")
    check("a portal gives what is asked for", [kind for kind, _ in seen] == [b"1", b"2", b"D", b"D", b"s"], seen)
    extended((b"E", b"p\0" + struct.pack(">i", 2)))
    seen = raw.until(b"s", b"C", b"E")
    check("and goes on", [kind for kind, _ in seen] == [b"D", b"D", b"s"], seen)
    time.sleep(3)
    extended((b"E", b"p\0" + struct.pack(">i", 0)))
    seen = raw.until(b"s", b"C", b"E")
    check("its time is over", seen[-1][0] == b"E" and b"C57014" in seen[-1][1], seen)


def revocation(port, mesh, token):
    """A connection that is open asks anew: its token was ended in between."""
    process = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(port), "-U", "analyst"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, "PGPASSWORD": token})
    watch = threading.Timer(60, process.kill)
    watch.start()
    process.stdin.write("SELECT 'before';\n")
    process.stdin.flush()
    check("before", process.stdout.readline() == "before\n")
    mesh.run("token", "--revoke", token)
    process.stdin.write("SELECT 'after';\n")
    out, _ = process.communicate()
    watch.cancel()
    check("after the revocation", "token is not valid" in out and "after\n" not in out, out)


def main():
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        token, stranger = mesh.token("analyst"), mesh.token("stranger")
        port = mesh.serve("--listen-pg", "127.0.0.1:0").postgres_port
        answers(port, mesh, token)
        refusals(port, mesh, token, stranger)
        attacks(port)
        binary_values(port, token)
        portals(port, token)
        revocation(port, mesh, token)
    print(f"{checks} checks")


main()
