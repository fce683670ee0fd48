# SPDX-License-Identifier: Apache-2.0
"""Requests that end another's statement: who was told the key ends its own, and nobody learns anything."""
import os

import wire as w
from wire import int32, query, untyped

LONG = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) = 1"
SECONDS = 20


def request(arena, *body):
    with arena.open() as wire:
        return wire.send(untyped(int32(w.CANCEL_REQUEST) + b"".join(body))).half_close().to_the_end()


def attempts(arena):
    with arena.sign_in() as victim, arena.sign_in("stranger") as other:
        process, secret = victim.key
        victim.send(query(LONG))
        for what, body in [("a guessed secret", int32(process, 12345)), ("its secret and one more bit", int32(process, secret ^ 1)), ("no secret", int32(process, 0)),
                           ("another's secret", int32(process, other.key[1])), ("another's process", int32(other.key[0], secret)), ("a process that is not there", int32(2_000_000, secret)),
                           ("a negative process", int32(-process, secret)), ("half a secret", int32(process) + b"\0\0"), ("its key and more", int32(process, secret, 0)),
                           ("its key the other way round", int32(secret, process)), ("nothing", b"")]:
            arena.equal(f"a cancel request with {what} is not answered", request(arena, body), b"")
        for _ in range(300):
            request(arena, int32(process) + os.urandom(4))
        arena.check("the statement still runs", still_runs(victim))
        arena.equal("the right key is not answered either", request(arena, int32(process, secret)), b"")
        arena.equal("and ends the statement", victim.until(b"Z").state, "57014")
        for _ in range(20):
            request(arena, int32(process, secret))
        arena.equal("between statements it ends nothing", victim.ask(query("SELECT 1")).rows, [[b"1"]])
        arena.equal("the other one was let alone", other.ask(query("SELECT 1")).rows, [[b"1"]])
        with arena.open() as wire:  # in the middle of a session it is no message at all
            wire.sign_in("analyst", arena.tokens["analyst"])
            victim.send(query(LONG))
            arena.refused("a cancel request inside a session", wire.send(untyped(int32(w.CANCEL_REQUEST, *victim.key))).until(b"E"), "08P01")
        with arena.open() as wire:  # and not what a start-up message may become
            wire.send(w.start_up(user="analyst")).until(b"R")
            wire.send(untyped(int32(w.CANCEL_REQUEST, *victim.key)))
            arena.check("a cancel request in the middle of signing in", b"FATAL" in wire.to_the_end())
        with w.Wire(arena.secure_port) as wire:  # keys are a server's own
            wire.send(untyped(int32(w.CANCEL_REQUEST, *victim.key)))
            arena.equal("at another server", wire.to_the_end(), b"")
        arena.check("none of them ended it", still_runs(victim))
        request(arena, int32(process, secret))
        arena.equal("its own key does", victim.until(b"Z").state, "57014")
        gone = victim.key
    with arena.sign_in() as next_one:
        next_one.send(query(LONG))
        request(arena, int32(*gone))
        request(arena, int32(next_one.key[0], gone[1]))
        arena.check("the key of one that has gone", still_runs(next_one))
        request(arena, int32(*next_one.key))
        next_one.until(b"Z")
    secrets = []
    for _ in range(20):
        with arena.sign_in() as wire:
            secrets.append(wire.key[1])
    arena.equal("secrets differ", len(set(secrets)), 20)
    steps = {b - a for a, b in zip(secrets, secrets[1:])}
    arena.check("and not by a step", len(steps) == 19, steps)


def still_runs(wire):
    wire.socket.settimeout(1)
    try:
        wire.until(b"Z")
        return False
    except TimeoutError:
        wire.socket.settimeout(SECONDS)
        return True
