# SPDX-License-Identifier: Apache-2.0
"""What comes before anybody is known: no byte of it makes a session, or holds the server up."""
import ssl
import struct

import wire as w
from wire import start_up, untyped

READY, KEY = b"Z\0\0\0\x05", b"K\0\0\0\x0c"
TLS, GSS = untyped(w.int32(w.TLS_REQUEST)), untyped(w.int32(w.GSS_REQUEST))


def answer_to(port, *sent):
    with w.Wire(port) as wire:
        try:
            wire.send(*sent).half_close()
        except OSError:
            pass  # it has gone already
        return wire.to_the_end()


def no_session(arena, what, seen, told=b""):
    arena.check(f"{what}: no session", READY not in seen and KEY not in seen and b"R\0\0\0\x08\0\0\0\0" not in seen, seen[:300])
    if told:
        arena.check(f"{what}: told {told}", b"FATAL" in seen and told in seen, seen[:300])


def lengths(arena):
    for length in (0, 1, 4, 7, 8, 9, 10_001, 1 << 20, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 0x47455420):
        no_session(arena, f"a first length of {length}", answer_to(arena.port, struct.pack(">I", length), w.int32(w.VERSION), b"user\0analyst\0\0"))
    for cut in range(len(start_up(user="analyst"))):
        arena.equal(f"a start-up message cut after {cut} bytes", answer_to(arena.port, start_up(user="analyst")[:cut]), b"")
    most = start_up(user="analyst", application_name="x" * 900, options=" " * 8_900)
    arena.check("a start-up message of nearly 10,000 bytes is read", b"SCRAM" in answer_to(arena.port, most), len(most))
    no_session(arena, "one of more than 10,000 bytes", answer_to(arena.port, start_up(user="analyst", options=" " * 10_000)))


def versions(arena):
    for version, told in [(0, b"0A000"), (2 << 16, b"0A000"), (4 << 16, b"0A000"), (-1, b"0A000"), (w.TLS_REQUEST + 2, b"0A000"), ((3 << 16) + 1, b"SCRAM")]:
        seen = answer_to(arena.port, start_up(version, user="analyst"))
        arena.check(f"version {version >> 16}.{version & 65535}", told in seen, seen)
        no_session(arena, f"version {version >> 16}.{version & 65535}", seen)
    newer = answer_to(arena.port, start_up((3 << 16) + 2, user="analyst", **{"_pq_.thing": "1"}))
    arena.check("a newer minor version is told which one is spoken, and what is not known", newer.startswith(b"v") and b"_pq_.thing" in newer, newer)


def parameters(arena):
    for what, body, told in [("no user", b"\0", b"28P01"), ("an empty user", b"user\0\0\0", b"28P01"), ("no end", b"user\0analyst\0", b"08P01"),
                             ("a name without a value", b"user\0analyst\0database\0", b"08P01"), ("bytes after the end", b"user\0analyst\0\0x", b"08P01"),
                             ("nothing", b"", b"08P01"), ("a user that is no UTF-8", b"user\0\xff\xfe\0\0", b"08P01"), ("a name that is no UTF-8", b"user\0a\0\xff\0x\0\0", b"08P01"),
                             ("an option of the protocol that is no UTF-8", b"user\0a\0_pq_.\xff\0x\0\0", b"08P01"), ("replication", b"user\0analyst\0replication\0true\0\0", b"0A000"),
                             ("replication=database", b"user\0analyst\0replication\0database\0\0", b"0A000"), ("an unknown setting", b"user\0analyst\0is_admin\0on\0\0", b"42704"),
                             ("a setting that is the server's", b"user\0analyst\0is_superuser\0on\0\0", b"42501"), ("another role", b"user\0analyst\0role\0engineer\0\0", b"FATAL"),
                             ("another session user", b"user\0analyst\0session_authorization\0engineer\0\0", b"42501"), ("an encoding", b"user\0analyst\0client_encoding\0LATIN1\0\0", b"FATAL"),
                             ("options that set another user", b"user\0analyst\0options\0-c session_authorization=engineer\0\0", b"42501"),
                             ("options of postgres itself", b"user\0analyst\0options\0-P -s -O\0\0", b"0A000"), ("an option without its value", b"user\0analyst\0options\0-c\0\0", b"FATAL")]:
        seen = answer_to(arena.port, untyped(w.int32(w.VERSION) + body))
        no_session(arena, what, seen, told)
        arena.check(f"{what}: all that is said is text", not seen or utf8(seen[5:]), seen[:200])
    for what, named in [("two users", b"user\0stranger\0user\0analyst\0\0"), ("a user with a space", b"user\0analyst \0\0"), ("a user in capitals", b"user\0ANALYST\0\0")]:
        with arena.open() as wire:
            wire.send(untyped(w.int32(w.VERSION) + named)).until(b"R")
            scram = w.Scram(arena.tokens["stranger"])
            challenge = wire.send(scram.first()).until(b"R", b"E")
            seen = wire.send(scram.last(challenge[-1][1][4:])).until(b"Z", b"E")
            arena.equal(f"{what}, with the stranger's token", seen.state, "28P01")
    for database in ("nothing", "flights2", "template1", "../flights", "x" * 5_000, "é"):
        with arena.open() as wire:
            arena.equal(f"the database {database[:20]}", wire.sign_in("analyst", arena.tokens["analyst"], database=database).state, "3D000")


def utf8(text):
    try:
        return bool(text.decode())
    except UnicodeDecodeError:
        return False


def encryption(arena):
    """Requests for TLS and GSS, twice, mixed, with something behind them that would be read as if it had been encrypted."""
    start = start_up(user="analyst")
    arena.equal("TLS where there is none", answer_to(arena.port, TLS), b"N")
    arena.equal("GSS", answer_to(arena.port, GSS), b"N")
    with arena.open() as wire:
        arena.equal("TLS, GSS, TLS, one by one", [wire.send(one).take(1) for one in (TLS, GSS, TLS)], [b"N"] * 3)
        arena.check("and then a start-up message", wire.send(start).until(b"R", b"E").kinds == "R")
    no_session(arena, "too many requests", answer_to(arena.port, *[GSS] * 5, start))
    for what, port in [("plain", arena.port), ("TLS", arena.secure_port)]:
        seen = answer_to(port, TLS + start)
        arena.check(f"{what}: a start-up message behind a TLS request", b"SCRAM" not in seen, seen)
        no_session(arena, f"{what}: a start-up message behind a TLS request", seen)
        no_session(arena, f"{what}: a query behind a TLS request", answer_to(port, TLS + w.query("SELECT 1")))
    no_session(arena, "TLS: no TLS", answer_to(arena.secure_port, start), b"28P01")
    no_session(arena, "TLS: GSS and no TLS", answer_to(arena.secure_port, GSS + start), b"28P01")
    with w.Wire(arena.secure_port) as wire:
        arena.equal("a start-up message where a handshake is expected: taken", wire.send(TLS).take(1), b"S")
        no_session(arena, "a start-up message where a handshake is expected", wire.send(start).to_the_end())
    with w.Wire(arena.secure_port) as wire:
        wire.encrypt()
        no_session(arena, "TLS inside TLS", wire.send(TLS).to_the_end(), b"0A000")
    with w.Wire(arena.secure_port) as wire:
        wire.encrypt()
        arena.equal("GSS inside TLS", wire.send(GSS).take(1), b"N")
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
        with w.Wire(arena.secure_port) as wire:
            wire.send(TLS).take(1)
            try:
                context.wrap_socket(wire.socket)
                old = True
            except (ssl.SSLError, ConnectionError):
                old = False
        arena.check(f"{version.name} is too old", not old)


def strays(arena):
    """What was never meant for this door."""
    for what, sent in [("HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ("TLS at once", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), ("SSH", b"SSH-2.0-x\r\n"),
                       ("zeros", b"\0" * 4_096), ("ones", b"\xff" * 4_096), ("a Query", w.query("SELECT 1")), ("a Terminate", w.TERMINATE), ("a Sync", w.SYNC)]:
        no_session(arena, what, answer_to(arena.port, sent))


def attempts(arena):
    for kind in (lengths, versions, parameters, encryption, strays):
        kind(arena)
