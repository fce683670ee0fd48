# SPDX-License-Identifier: Apache-2.0
"""One question at any door of any server, at once or piece by piece, with what came back in one form."""
import collections
import dataclasses
import http.client
import json
import socket

import oracle
import wire

RECEIVE_BYTES = 65_536   # held by the system for a stream that is not read
FIRST_BYTES = 65_536     # read of a stream when it is opened
WAIT_S = 60


@dataclasses.dataclass
class Answer:
    error: str = ""
    words: str = ""
    names: list = None
    values: list = None  # rows in plain form, or as `is_text` says
    is_text: bool = False

    def rows(self, types):
        if not self.is_text:
            return collections.Counter(self.values)
        return collections.Counter(tuple(oracle.from_text(value, kind) for value, kind in zip(row, types)) for row in self.values)

    def __str__(self):
        return f"error `{self.error}`: {self.words}" if self.error else f"{self.names} {str(self.values)[:300]}"


def of_messages(seen):
    """What PostgreSQL's messages say."""
    for kind, body in seen:
        if kind == b"E":
            fields = wire.fields_of(body)
            return Answer(error=fields.get("R", fields["C"]), words=fields["M"])
    names = next((columns(body) for kind, body in seen if kind == b"T"), None)
    return Answer(names=names, values=[texts(row) for row in seen.rows], is_text=True)


def columns(body):
    return [name for name, _ in wire.columns_of(body)]


def texts(row):
    return tuple(None if value is None else value.decode() for value in row)


def request_of(question):
    return json.dumps({"sql": question.text, "purpose": question.purpose})


def problem_of(body):
    told = json.loads(body)
    return Answer(error=told.get("code", "protocol"), words=told.get("title"))


class Doors:
    """Kept connections to all servers. Of one thread."""

    def __init__(self, servers, mesh):
        self.servers, self.mesh, self.links, self.wires = servers, mesh, {}, {}

    def ask(self, door, server, question, token):
        try:
            return getattr(self, door)(server, question, token)
        except http.client.IncompleteRead as problem:
            self.links.pop(server).close()
            return Answer(error="cut", words=repr(problem))
        except (OSError, http.client.HTTPException) as problem:
            self.links.pop(server, None)
            return Answer(error="gone", words=repr(problem))

    def http(self, server, question, token):
        if server not in self.links:
            self.links[server] = http.client.HTTPConnection(self.servers[server].url.split("//")[1], timeout=WAIT_S)
        answer = self.sent(self.links[server], question, token)
        body = answer.read()
        if answer.status != 200:
            return problem_of(body)
        told = json.loads(body)
        return Answer(names=[column["name"] for column in told["columns"]],
                      values=[tuple(oracle.from_json(value) for value in row) for row in told["rows"]])

    @staticmethod
    def sent(link, question, token):
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
        try:
            link.request("POST", "/v1/query", request_of(question), headers)
            return link.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):  # idle for too long
            link.close()
            link.request("POST", "/v1/query", request_of(question), headers)
            return link.getresponse()

    def simple(self, server, question, token):
        link = self.wire(server, question, token)
        return link if isinstance(link, Answer) else of_messages(link.ask(wire.query(question.text)))

    def extended(self, server, question, token):
        link = self.wire(server, question, token)
        if isinstance(link, Answer):
            return link
        return of_messages(link.ask(wire.parse(question.text), wire.bind(), wire.describe(b"P"), wire.execute(), wire.SYNC))

    def command(self, _server, question, _token):
        done = self.mesh.run("query", "--as", question.user, "--purpose", question.purpose, "--output", "json",
                             "--", question.text, code=None)
        if done.returncode:
            error = json.loads(done.stderr.strip().splitlines()[-1])["error"]
            return Answer(error=error["code"], words=error["message"])
        told = json.loads(done.stdout)
        return Answer(names=[column["name"] for column in told["columns"]],
                      values=[tuple(oracle.from_json(value) for value in row) for row in told["rows"]])

    def wire(self, server, question, token):
        """A kept connection, or the answer when nobody is let in."""
        key = server, question.user, question.purpose, token
        if key not in self.wires:
            found = sign_in(self.servers[server], question, token)
            if isinstance(found, Answer):
                return found
            self.wires[key] = found
        return self.wires[key]

    def close(self):
        for link in (*self.links.values(), *(each.socket for each in self.wires.values())):
            link.close()


def sign_in(server, question, token):
    link = wire.Wire(server.postgres_port)
    seen = link.sign_in(question.user, token, options=f"-c hanse.purpose={question.purpose}")
    if not seen.state and seen and seen[-1][0] == b"Z":
        return link
    link.socket.close()
    return Answer(error="unauthenticated" if (seen.state or "").startswith("28") else "protocol", words=seen.told)


class Prepared:
    """A statement of a connection of its own, parsed now and executed whenever that is asked for."""

    def __init__(self, server, question, token, is_described):
        self.question, self.token, self.shape, self.number = question, token, None, 0
        self.link = sign_in(server, question, token)
        if isinstance(self.link, Answer):
            self.refused = self.link
            return
        self.refused = None
        more = [wire.describe(b"S", "kept")] if is_described else []
        seen = self.link.ask(wire.parse(question.text, "kept"), *more, wire.SYNC)
        answer = of_messages(seen)
        self.told = answer if is_described else None
        self.shape = answer.names if is_described and not answer.error else None

    def execute(self):
        """Its columns are told by every second one only."""
        self.number += 1
        told = [wire.describe(b"P")] if self.number % 2 else []
        return of_messages(self.link.ask(wire.bind("", "kept"), *told, wire.execute(), wire.SYNC))

    def close(self):
        if self.refused is None:
            self.link.socket.close()


class Pieces:
    """A portal, or a cursor, whose rows are taken some at a time."""

    def __init__(self, server, question, token, is_cursor):
        self.question, self.token, self.is_cursor, self.names = question, token, is_cursor, None
        self.link = sign_in(server, question, token)
        self.is_ended = isinstance(self.link, Answer)

    def first(self, most):
        if isinstance(self.link, Answer):
            return self.link
        if self.is_cursor:
            began = of_messages(self.link.ask(wire.query(f"BEGIN; DECLARE c CURSOR FOR {self.question.text}")))
            self.is_ended = bool(began.error)
            return began if began.error else self.more(most)
        self.link.ask(wire.query("BEGIN"))
        return self.read(wire.parse(self.question.text), wire.bind("p"), wire.describe(b"P", "p"), wire.execute("p", most), wire.SYNC)

    def more(self, most):
        if self.is_cursor:
            return self.read(wire.query(f"FETCH {most} FROM c"), most=most)
        return self.read(wire.execute("p", most), wire.SYNC)

    def read(self, *messages, most=None):
        seen = self.link.ask(*messages)
        answer = of_messages(seen)
        self.names = answer.names = answer.names or self.names
        self.is_ended = bool(answer.error) or (len(answer.values) < most if self.is_cursor else "s" not in seen.kinds)
        return answer

    def close(self):
        if not isinstance(self.link, Answer):
            self.link.socket.close()


class HttpStream:
    """Rows as lines, of which only some are read at first."""

    def __init__(self, server, question, token):
        self.question, self.token = question, token
        host, port = server.url.split("//")[1].split(":")
        self.link = http.client.HTTPConnection(host, int(port), timeout=WAIT_S)
        self.link.sock = slow_socket(int(port))
        self.link.request("POST", "/v1/query", request_of(question), {
            "Content-Type": "application/json", "Accept": "application/x-ndjson", "Authorization": "Bearer " + token})
        self.answer, self.held = self.link.getresponse(), b""
        self.refused = problem_of(self.answer.read()) if self.answer.status != 200 else None
        if self.refused is None:
            self.held = self.answer.read(FIRST_BYTES)

    def rest(self):
        """(rows that differ, how many there were, bytes read by this call, whether it came to its end)."""
        before, is_whole = len(self.held), True
        try:
            self.held += self.answer.read()
        except http.client.IncompleteRead as cut:
            self.held, is_whole = self.held + cut.partial, False
        except OSError:
            is_whole = False
        lines = self.held.split(b"\n")[:-1]
        rows = {tuple(oracle.from_json(value) for value in json.loads(line).values()) for line in set(lines)}
        return Answer(values=list(rows)), len(lines), len(self.held) - before, is_whole

    def close(self):
        self.answer.close()
        self.link.close()


class WireStream:
    """The same by PostgreSQL's protocol."""

    def __init__(self, server, question, token):
        self.question, self.token, self.held = question, token, b""
        self.link = sign_in(server, question, token)
        self.refused = self.link if isinstance(self.link, Answer) else None
        if self.refused is None:
            self.link.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            self.link.send(wire.query(question.text))
            self.held = self.link.take(5)
            self.held += self.link.take(int.from_bytes(self.held[1:], "big") - 4)
            if self.held[:1] == b"E":
                seen = wire.Seen([(b"E", self.held[5:])])
                self.refused = of_messages(seen)

    def rest(self):
        before, is_whole = len(self.held), False
        data, rows, count, at = bytearray(self.held), set(), 0, 0
        for piece in self.pieces():
            data += piece
        while at + 5 <= len(data):
            end = at + 1 + int.from_bytes(data[at + 1:at + 5], "big")
            if data[at:at + 1] == b"D" and end <= len(data):
                rows.add(bytes(data[at + 5:end]))
                count += 1
            is_whole = is_whole or data[at:at + 1] == b"C"
            at = end
        answer = Answer(values=[texts(wire.row_of(row)) for row in rows], is_text=True)
        return answer, count, len(data) - before, is_whole

    def pieces(self):
        last = b""
        if self.link.held:
            last = bytes(self.link.held)
            self.link.held.clear()
            yield last
        while last[-6:-1] != b"Z\0\0\0\5":
            piece = self.link.socket.recv(1 << 20)
            if not piece:
                return
            last = last[-6:] + piece
            yield piece

    def close(self):
        if not isinstance(self.link, Answer):
            self.link.socket.close()


def slow_socket(port):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
    made.settimeout(WAIT_S)
    made.connect(("127.0.0.1", port))
    return made
