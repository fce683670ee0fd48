# SPDX-License-Identifier: Apache-2.0
"""Connections that never sign in, or take as long as they may: others are served, and each comes to an end."""
import selectors
import socket
import threading
import time

import wire as w

from .arena import CONNECTIONS

SIGNING_IN_MS = 10_000  # from the connection to the end of signing in
SLACK_S = 3


def crowds(arena):
    """Many more than may be at once, at any step before the end of signing in: who comes and has a token is let in."""
    request = w.untyped(w.int32(w.TLS_REQUEST))
    for what, port, begin in [("silent", arena.port, b""), ("half a length", arena.port, b"\0\0"), ("half a start-up", arena.port, w.start_up(user="analyst")[:-1]),
                              ("a proof that never comes", arena.port, w.start_up(user="analyst")), ("a TLS request", arena.port, request),
                              ("half a TLS handshake", arena.secure_port, request + b"\x16\x03\x01")]:
        crowd = []
        for _ in range(CONNECTIONS * 4):
            one = w.Wire(port)
            one.send(begin)
            crowd.append(one)
        try:
            if port == arena.port:
                arena.serves(f"a crowd: {what}")
            else:
                with w.Wire(port) as secure:
                    arena.equal(f"a crowd: {what}", secure.encrypt().sign_in("analyst", arena.tokens["analyst"]).state, None)
        finally:
            for one in crowd:
                one.socket.close()


def limit(arena):
    """`limits.connections` is of those who are signed in; the next one is told, and a cancel request still has a place."""
    signed_in = []
    try:
        for _ in range(CONNECTIONS - 1):  # the bystander is one
            signed_in.append(arena.sign_in())
        for user in ("analyst", "stranger"):
            with arena.open() as more:
                arena.refused(f"one more than the limit, {user}", more.sign_in(user, arena.tokens[user]), "53300")
        with arena.open() as cancel:
            cancel.send(w.untyped(w.int32(w.CANCEL_REQUEST, *signed_in[0].key)))
            arena.equal("a cancel request has a place when all are taken", cancel.to_the_end(), b"")
        signed_in.pop().socket.close()
        deadline = time.monotonic() + SLACK_S
        while time.monotonic() < deadline:
            with arena.open() as more:
                state = more.sign_in("analyst", arena.tokens["analyst"]).state
            if state is None:
                break
        arena.equal("the place of one that left", state, None)
    finally:
        for one in signed_in:
            one.socket.close()


def drip(arena, what, steps, every_s=0.7):
    """A byte now and then, each in time: the whole takes no longer than signing in may. `steps`: bytes to send, each begun on an answer or at once."""
    begun = time.monotonic()
    with arena.open(timeout=SIGNING_IN_MS / 1000 + 30) as slow:
        slow.socket.settimeout(0)
        selector = selectors.DefaultSelector()
        selector.register(slow.socket, selectors.EVENT_READ)
        left = b"".join(steps)
        while time.monotonic() - begun < SIGNING_IN_MS / 1000 + SLACK_S + 5:
            if selector.select(every_s):
                try:
                    if not slow.socket.recv(4096):
                        break
                except OSError:
                    break
            elif left:
                try:
                    slow.socket.send(left[:1])
                except OSError:
                    break
                left = left[1:]
        took = time.monotonic() - begun
        arena.check(f"{what} by the drop ends in time", took < SIGNING_IN_MS / 1000 + SLACK_S, f"{took:.1f} s")


def slow(arena):
    long = w.start_up(user="analyst", application_name="x" * 200)
    first = w.Scram("token").first()
    starts = w.start_up(user="analyst")
    threads = [threading.Thread(target=drip, args=(arena, *one)) for one in [
        ("a start-up message", [long]), ("a length", [b"\0\0\0\x64"]), ("nothing", []), ("a TLS request and a start-up message", [w.untyped(w.int32(w.TLS_REQUEST)), long]),
        ("an answer to SASL", [first], 2.0), ("SASL after a start-up message at once", [starts, first])]]
    at_the_edge = threading.Thread(target=steps_at_the_edge, args=(arena,))
    for thread in [*threads, at_the_edge]:
        thread.start()
    for thread in [*threads, at_the_edge]:
        thread.join()


def steps_at_the_edge(arena):
    """Whole messages, each within what one might wait for it, and together longer than signing in may take."""
    begun = time.monotonic()
    pause = threading.Event()
    with arena.open(timeout=60) as slow:
        pause.wait(6)
        slow.send(w.start_up(user="analyst"))
        slow.until(b"R", b"E")
        pause.wait(6)  # not for something: it is the attack
        scram = w.Scram(arena.tokens["analyst"])
        try:
            slow.send(scram.first())
            answer = slow.until(b"R", b"E")
        except OSError:
            answer = w.Seen()
        took = time.monotonic() - begun
        arena.check("steps at the edge of their time end in time", "R" not in answer.kinds, f"{answer.kinds} after {took:.1f} s")


def attempts(arena):
    crowds(arena)
    limit(arena)
    slow(arena)
