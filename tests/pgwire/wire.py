# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL's protocol 3 by hand: messages as bytes, SCRAM step by step, a connection that sends what no client would."""
import base64
import contextlib
import hashlib
import hmac
import os
import socket
import ssl
import struct

TLS_REQUEST, GSS_REQUEST, CANCEL_REQUEST, VERSION = 80877103, 80877104, 80877102, 196608


def int16(*values):
    return struct.pack(f">{len(values)}h", *values)


def int32(*values):
    return struct.pack(f">{len(values)}i", *values)


def text(value):
    return (value if isinstance(value, bytes) else value.encode()) + b"\0"


def message(kind, body=b""):
    return kind + int32(len(body) + 4) + body


def start_up(version=VERSION, **parameters):
    return untyped(int32(version) + b"".join(text(name) + text(value) for name, value in parameters.items()) + b"\0")


def untyped(body):
    """As a connection begins: without a type."""
    return int32(len(body) + 4) + body


def query(sql):
    return message(b"Q", text(sql))


def parse(sql, name="", types=()):
    return message(b"P", text(name) + text(sql) + int16(len(types)) + int32(*types))


def bind(portal="", statement="", values=(), formats=(), results=()):
    body = text(portal) + text(statement) + int16(len(formats), *formats, len(values))
    for value in values:
        body += int32(-1) if value is None else int32(len(value)) + value
    return message(b"B", body + int16(len(results), *results))


def describe(what, name=""):
    return message(b"D", what + text(name))


def execute(portal="", most=0):
    return message(b"E", text(portal) + int32(most))


def close(what, name=""):
    return message(b"C", what + text(name))


SYNC, FLUSH, TERMINATE = message(b"S"), message(b"H"), message(b"X")


def fields_of(error):
    """Of an ErrorResponse or NoticeResponse: {"C": SQLSTATE, "M": message, …}."""
    return {part[:1].decode(): part[1:].decode() for part in error.split(b"\0") if part}


class Seen(list):
    """Messages (kind, body) in their order."""

    @property
    def kinds(self):
        return b"".join(kind for kind, _ in self).decode()

    @property
    def state(self):
        """The first error's SQLSTATE; None without one."""
        return next((fields_of(body)["C"] for kind, body in self if kind == b"E"), None)

    @property
    def told(self):
        return next((fields_of(body)["M"] for kind, body in self if kind == b"E"), None)

    @property
    def rows(self):
        """Values of the rows, as bytes or None."""
        return [row_of(body) for kind, body in self if kind == b"D"]


def row_of(body):
    out, at = [], 2
    for _ in range(struct.unpack_from(">h", body)[0]):
        size = struct.unpack_from(">i", body, at)[0]
        out.append(None if size < 0 else body[at + 4:at + 4 + size])
        at += 4 + max(size, 0)
    return out


def columns_of(body):
    """Names and formats of a RowDescription."""
    out, at = [], 2
    for _ in range(struct.unpack_from(">h", body)[0]):
        end = body.index(b"\0", at)
        out.append((body[at:end].decode(), struct.unpack_from(">h", body, end + 17)[0]))
        at = end + 19
    return out


class Scram:
    """The client's side of one exchange. What it says may be changed between the steps."""

    def __init__(self, token, end_point=b"", header=None):
        self.mechanism = "SCRAM-SHA-256-PLUS" if end_point and header is None else "SCRAM-SHA-256"
        self.header = header or ("p=tls-server-end-point,," if end_point else "n,,")
        self.token, self.end_point = token, end_point if self.mechanism.endswith("PLUS") else b""
        self.nonce = base64.b64encode(os.urandom(18)).decode()

    def first(self):
        self.bare = f"n=,r={self.nonce}"
        body = (self.header + self.bare).encode()
        return message(b"p", text(self.mechanism) + int32(len(body)) + body)

    def last(self, challenge):
        """`challenge`: the server's first message, without its code."""
        self.challenge = challenge.decode()
        self.told = dict(part.split("=", 1) for part in self.challenge.split(","))
        return message(b"p", self.answer(self.told["r"]))

    def answer(self, nonce, iterations=None, proof=None, binding=None):
        salted = salted_of(self.token, base64.b64decode(self.told["s"]), iterations or int(self.told["i"]))
        key = hmac.digest(salted, b"Client Key", "sha256")
        bound = binding or base64.b64encode(self.header.encode() + self.end_point).decode()
        without = f"c={bound},r={nonce}"
        signed = f"{self.bare},{self.challenge},{without}".encode()
        signature = hmac.digest(hashlib.sha256(key).digest(), signed, "sha256")
        self.server = base64.b64encode(hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")).decode()
        self.proof = proof or base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()
        return f"{without},p={self.proof}".encode()


kept = {}


def salted_of(token, salt, iterations):
    """A user's salt stays the same, so that signing in a thousand times stretches once."""
    key = (token, salt, iterations)
    if key not in kept:
        kept[key] = hashlib.pbkdf2_hmac("sha256", token.encode(), salt, iterations)
    return kept[key]


class Wire:
    """A connection. Every wait is bounded, and ends with an exception of `socket`."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.end_point, self.held = b"", bytearray()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def encrypt(self):
        """Asks for TLS and takes any certificate; channels are bound to its hash."""
        self.send(untyped(int32(TLS_REQUEST)))
        answer = self.socket.recv(1)
        if answer != b"S":
            raise ConnectionError(f"no TLS: {answer}")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)
        self.end_point = hashlib.sha256(self.socket.getpeercert(binary_form=True)).digest()
        return self

    def send(self, *messages):
        self.socket.sendall(b"".join(messages))
        return self

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def take(self, size):
        """So many bytes; fewer where the server ends."""
        while len(self.held) < size:
            got = self.socket.recv(max(65536, size - len(self.held)))
            if not got:
                break
            self.held += got
        out = bytes(self.held[:size])
        del self.held[:size]
        return out

    def message(self):
        """(kind, body) of the next one; None when the server has ended."""
        head = self.take(5)
        if len(head) < 5:
            return None
        size = struct.unpack(">i", head[1:])[0] - 4
        body = self.take(size)
        if size < 0 or len(body) < size:
            raise ConnectionError(f"the server broke off in a message of type {head[:1]}")
        return head[:1], body

    def until(self, *kinds):
        """The messages up to the first of these kinds, or the end."""
        out = Seen()
        while not out or out[-1][0] not in kinds:
            got = self.message()
            if got is None:
                break
            out.append(got)
        return out

    def ask(self, *messages):
        """Sends them, and gives what comes back up to ReadyForQuery."""
        return self.send(*messages).until(b"Z")

    def to_the_end(self):
        """All bytes until the server ends; what it does by a reset counts as an end."""
        out, self.held = self.held, bytearray()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            while got := self.socket.recv(65536):
                out += got
        return bytes(out)

    def bytes_until_ready(self):
        """All bytes up to a ReadyForQuery that nothing follows: for more messages than one would take apart."""
        out, self.held = self.held, bytearray()
        while out[-6:-1] != b"Z\0\0\0\5":
            out += self.socket.recv(1 << 20)
        return bytes(out)

    def sign_in(self, user, token, header=None, **parameters):
        """By SCRAM, bound to the channel where there is one; gives what the server says after it."""
        self.send(start_up(user=user, **parameters))
        offered = self.until(b"R", b"E")
        if offered.state:
            return offered
        scram = Scram(token, self.end_point, header)
        challenge = self.send(scram.first()).until(b"R", b"E")
        if challenge.state:
            return challenge
        seen = self.send(scram.last(challenge[-1][1][4:])).until(b"Z", b"E")
        self.key = next((struct.unpack(">ii", body) for kind, body in seen if kind == b"K"), None)
        return seen


def signed_in(port, user, token, **parameters):
    wire = Wire(port)
    seen = wire.sign_in(user, token, **parameters)
    if seen.state or not seen or seen[-1][0] != b"Z":
        wire.socket.close()
        raise ConnectionError(f"{user} was not signed in: {seen.told}")
    return wire
