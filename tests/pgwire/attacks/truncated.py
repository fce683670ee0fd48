# SPDX-License-Identifier: Apache-2.0
"""Each kind of message, cut at each of its bytes: the server waits for the rest or ends, says nothing, and serves others."""
import wire as w
from wire import FLUSH, SYNC, Scram, bind, close, describe, execute, int32, message, parse, query, start_up
from .start_up import no_session

KINDS = {
    "Query": query("SELECT 1"), "Parse": parse("SELECT $1", "s", [23]), "Bind": bind("p", "s", [b"\0\0\0\1", None], [1], [0, 1]), "Describe": describe(b"S", "s"),
    "Execute": execute("p", 7), "Close": close(b"P", "p"), "Sync": SYNC, "Flush": FLUSH, "Terminate": w.TERMINATE, "Function call": message(b"F", int32(1) + b"\0\0\0\0\0\0"),
    "CopyData": message(b"d", b"row\n"), "CopyDone": message(b"c"), "CopyFail": message(b"f", b"no\0"), "Password": message(b"p", b"secret\0"),
}


def commands(arena):
    for name, whole in KINDS.items():
        for cut in range(1, len(whole)):
            with arena.sign_in() as wire:
                arena.equal(f"{name} cut after {cut} bytes", wire.send(whole[:cut]).half_close().to_the_end(), b"")
        with arena.sign_in() as wire:
            for cut in range(1, len(whole)):  # by the drop, with others served in between
                wire.send(whole[cut - 1:cut])
                if cut == len(whole) // 2:
                    arena.serves(f"half of {name}")
            wire.send(whole[-1:])
            if name == "Terminate":
                arena.equal("Terminate by the drop ends", wire.to_the_end(), b"")
            else:
                wire.send(SYNC, query("SELECT 'whole'"))
                rows = wire.until(b"D").rows if name != "Query" else wire.until(b"Z").rows and wire.until(b"D").rows
                arena.equal(f"{name} by the drop is one message", rows, [[b"whole"]])


def signing_in(arena):
    for cut in range(1, len(Scram("x").first())):
        with arena.open() as wire:
            wire.send(start_up(user="analyst")).until(b"R")
            no_session(arena, f"the first message of SCRAM cut after {cut} bytes", wire.send(Scram("x").first()[:cut]).half_close().to_the_end(), b"08P01")
    for cut in range(1, 109):
        with arena.open() as wire:
            wire.send(start_up(user="analyst")).until(b"R")
            scram = Scram(arena.tokens["analyst"])
            whole = scram.last(wire.send(scram.first()).until(b"R")[-1][1][4:])
            no_session(arena, f"the proof cut after {cut} bytes of {len(whole)}", wire.send(whole[:cut]).half_close().to_the_end(), b"08P01")


def shortened(arena):
    """The same cuts with a length that fits: fields are missing instead of bytes."""
    for name, whole in KINDS.items():
        if name in ("CopyData", "CopyDone", "CopyFail", "Terminate"):
            continue  # their bodies are not read
        body = whole[5:]
        for cut in range(len(body)):
            with arena.sign_in() as wire:
                wire.ask(parse("SELECT $1::INTEGER, $2::INTEGER", "s"), SYNC)
                seen = wire.ask(message(whole[:1], body[:cut]), *([] if name in ("Query", "Function call") else [SYNC]))
                arena.check(f"{name} with {cut} bytes of {len(body)}", seen.state in ("08P01", "0A000", "22000") and not seen.rows, f"{seen.state} {seen.kinds}")


def attempts(arena):
    for kind in (commands, signing_in, shortened):
        kind(arena)
