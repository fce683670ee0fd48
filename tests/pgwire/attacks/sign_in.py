# SPDX-License-Identifier: Apache-2.0
"""Ways past authentication: messages out of turn, SCRAM that was tampered with, proofs of others."""
import base64
import os
import re

import wire as w
from wire import SYNC, Scram, bind, execute, int32, message, parse, query, start_up, text

from .start_up import no_session

NOT_VALID, VIOLATION = "28P01", "08P01"


def conversation(wire, scram, user, first=None, last=None):
    """One exchange; `first` and `last` change what is sent. Everything up to an error, ReadyForQuery or the end."""
    wire.send(start_up(user=user)).until(b"R", b"E")
    challenge = wire.send(first(scram) if first else scram.first()).until(b"R", b"E")
    if challenge.state or not challenge:
        return challenge
    honest = scram.last(challenge[-1][1][4:])
    return wire.send(last(scram) if last else honest).until(b"Z", b"E")


def out_of_turn(arena):
    """Commands before the end of authentication: the end, and not even their errors."""
    commands = {"Query": query("SELECT 1"), "Parse": parse("SELECT 1") + bind() + execute() + SYNC, "Sync": SYNC, "Flush": w.FLUSH, "Terminate": w.TERMINATE,
                "CopyData": message(b"d", b"x"), "Function call": message(b"F", b"\0" * 8), "a ReadyForQuery": message(b"Z", b"I"), "an AuthenticationOk": message(b"R", int32(0))}
    for name, command in commands.items():
        for step in ("after the start-up message", "after the challenge", "with the start-up message in one go"):
            with arena.open() as wire:
                wire.send(start_up(user="analyst"))
                if step == "after the challenge":
                    wire.until(b"R")
                    wire.send(Scram(arena.tokens["analyst"]).first()).until(b"R")
                wire.send(command)
                seen = wire.to_the_end()
                no_session(arena, f"{name} {step}", seen)
                arena.check(f"{name} {step}: nothing is answered", b"T\0\0\0" not in seen and b"D\0\0\0" not in seen, seen[-200:])
    with arena.open() as wire:  # commands that come with the proof are those of who proved it, and of nobody else
        scram = Scram(arena.tokens["stranger"])
        seen = conversation(wire, scram, "analyst", last=lambda s: message(b"p", s.answer(s.told["r"])) + query("SELECT 1"))
        arena.refused("a query behind another user's proof", seen, NOT_VALID)
        arena.equal("and nothing after it", wire.until(b"Z", b"D"), [])


def nonces(arena):
    token = arena.tokens["analyst"]
    kept = {}

    def tampered(nonce):
        return lambda s: message(b"p", s.answer(nonce(s)))

    for what, nonce in [("the client's alone", lambda s: s.nonce), ("an empty one", lambda s: ""), ("the server's alone", lambda s: s.told["r"][len(s.nonce):]),
                        ("one more letter", lambda s: s.told["r"] + "x"), ("one letter less", lambda s: s.told["r"][:-1]), ("another", lambda s: "x" * len(s.told["r"])),
                        ("in capitals", lambda s: s.told["r"].swapcase())]:
        with arena.open() as wire:
            seen = conversation(wire, Scram(token), "analyst", last=tampered(nonce))
            arena.check(f"nonce: {what}", seen.state in (NOT_VALID, VIOLATION), f"{seen.state} {seen.told}")
    with arena.open() as wire:
        scram = kept["scram"] = Scram(token)
        arena.equal("an honest one", conversation(wire, scram, "analyst").state, None)
    for what, again in [("all of an earlier exchange", lambda s: message(b"p", f"c=biws,r={kept['scram'].told['r']},p={kept['scram'].proof}".encode())),
                        ("an earlier proof with the new nonce", lambda s: message(b"p", f"c=biws,r={s.told['r']},p={kept['scram'].proof}".encode()))]:
        with arena.open() as wire:
            scram = Scram(token)
            scram.nonce = kept["scram"].nonce
            arena.equal(f"replayed: {what}", conversation(wire, scram, "analyst", last=again).state, NOT_VALID)
    server = {kept["scram"].told["r"]}
    for _ in range(20):
        with arena.open() as wire:
            scram = Scram(token)
            scram.nonce = kept["scram"].nonce
            conversation(wire, scram, "analyst")
            server.add(scram.told["r"])
    arena.equal("the server's nonces differ", len(server), 21)
    for what, nonce in [("empty", ""), ("with a comma", "a,b"), ("with a space", "a b"), ("of 300 letters", "x" * 300), ("with a control character", "a\x01"), ("not ASCII", "é")]:
        with arena.open() as wire:
            scram = Scram(token)
            scram.nonce = nonce
            arena.equal(f"the client's nonce {what}", conversation(wire, scram, "analyst").state, VIOLATION)


def proofs(arena):
    token = arena.tokens["analyst"]
    zeros = base64.b64encode(bytes(32)).decode()
    for what, last in [("fewer iterations", lambda s: s.answer(s.told["r"], iterations=1)), ("zeros", lambda s: s.answer(s.told["r"], proof=zeros)),
                       ("an empty proof", lambda s: s.answer(s.told["r"], proof="=")), ("no base64", lambda s: s.answer(s.told["r"], proof="*" * 44)),
                       ("a short proof", lambda s: s.answer(s.told["r"], proof="AAAA")), ("a long proof", lambda s: s.answer(s.told["r"], proof="A" * 400)),
                       ("no proof", lambda s: f"c=biws,r={s.told['r']}".encode()), ("two proofs", lambda s: s.answer(s.told["r"]) + b",p=" + zeros.encode()),
                       ("zeros before the proof", lambda s: s.answer(s.told["r"]).replace(b",p=", b",p=" + zeros.encode() + b",p=")), ("nothing", lambda s: b""),
                       ("an extension", lambda s: s.answer(s.told["r"]).replace(b",p=", b",m=x,p=")), ("another binding", lambda s: s.answer(s.told["r"], binding="eSws")),
                       ("the server's signature", lambda s: s.answer(s.told["r"]) and f"c=biws,r={s.told['r']},p={s.server}".encode()),
                       ("the message twice", lambda s: s.answer(s.told["r"]) * 2)]:
        with arena.open() as wire:
            seen = conversation(wire, Scram(token), "analyst", last=lambda s: message(b"p", last(s)))
            arena.check(f"a last message with {what}", seen.state in (NOT_VALID, VIOLATION), f"{seen.state} {seen.told}")
    for owner, user in [("stranger", "analyst"), ("analyst", "engineer"), ("analyst", "stranger"), ("engineer", "product:flight_operations/departures"),
                        ("engineer", "operator"), ("analyst", "Analyst"), ("analyst", "analyst\u200b"), ("analyst", "' OR 1=1 --")]:
        with arena.open() as wire:
            arena.equal(f"{owner}'s proof as {user!r}", conversation(wire, Scram(arena.tokens[owner]), user).state, NOT_VALID)
    with arena.open() as wire:  # the user is that of the start-up message, whatever SCRAM names
        scram = Scram(arena.tokens["stranger"])
        scram.first()

        def named(s):
            s.bare = f"n=stranger,r={s.nonce}"
            return message(b"p", text(s.mechanism) + int32(len(s.bare) + 3) + b"n,," + s.bare.encode())

        arena.equal("another user inside SCRAM", conversation(wire, scram, "analyst", first=named).state, NOT_VALID)
    for what, secret in [("no token", ""), ("the token's id alone", token[:20]), ("the token without its last letter", token[:-1]), ("a longer one", token + "x"),
                         ("in capitals", token.upper()), ("a hash of it", base64.b16encode(os.urandom(32)).decode())]:
        with arena.open() as wire:
            arena.equal(f"a proof of {what}", wire.sign_in("analyst", secret).state, NOT_VALID)
    with arena.open() as wire:  # one try a connection
        first = conversation(wire, Scram("x"), "analyst")
        try:
            wire.send(Scram(token).first())
        except OSError:
            pass
        arena.check("a second try on a connection that failed", first.state == NOT_VALID and w.Seen(wire.until(b"R", b"Z")).kinds == "")


def messages(arena):
    body = b"n,,n=,r=abcdefgh"
    for what, sent in [("a password", text("secret")), ("a token", text(arena.tokens["analyst"])), ("nothing", b""), ("a mechanism without its end", b"SCRAM-SHA-256"),
                       ("an unknown mechanism", text("PLAIN") + int32(4) + b"\0a\0b"), ("a mechanism in small letters", text("scram-sha-256") + int32(len(body)) + body),
                       ("MD5", b"md5" + b"0" * 32 + b"\0"), ("a length past the end", text("SCRAM-SHA-256") + int32(1_000) + body),
                       ("a negative length", text("SCRAM-SHA-256") + int32(-2) + body), ("no length", text("SCRAM-SHA-256")), ("no first message", text("SCRAM-SHA-256") + int32(-1)),
                       ("a short length", text("SCRAM-SHA-256") + int32(3) + body), ("-PLUS without TLS", text("SCRAM-SHA-256-PLUS") + int32(len(body)) + body),
                       ("-PLUS and its header without TLS", text("SCRAM-SHA-256-PLUS") + int32(40) + b"p=tls-server-end-point,,n=,r=abcdefghijk"),
                       ("a header of -PLUS without it", text("SCRAM-SHA-256") + int32(40) + b"p=tls-server-end-point,,n=,r=abcdefghijk"),
                       ("an unknown binding", text("SCRAM-SHA-256") + int32(33) + b"p=tls-unique,,n=,r=abcdefghijklmn"), ("no header", text("SCRAM-SHA-256") + int32(13) + body[3:]),
                       ("another identity", text("SCRAM-SHA-256") + int32(len(body) + 8) + b"n,a=root,n=,r=abcdefgh"), ("a mandatory extension", text("SCRAM-SHA-256") + int32(len(body) + 4) + b"n,,m=x,n=,r=abcdefgh"),
                       ("10,000 bytes", text("SCRAM-SHA-256") + int32(9_900) + b"n,,n=,r=" + b"x" * 9_892)]:
        with arena.open() as wire:
            wire.send(start_up(user="analyst")).until(b"R")
            try:
                wire.send(message(b"p", sent)).half_close()
            except OSError:
                pass
            no_session(arena, f"where SASL is expected: {what}", wire.to_the_end(), b"FATAL")
    for length in (0, 3, 10_001, 1 << 20, -1, -(1 << 31)):
        with arena.open() as wire:
            wire.send(start_up(user="analyst")).until(b"R")
            wire.send(b"p" + int32(length) + b"x" * 100)
            no_session(arena, f"an answer to SASL with a length of {length}", wire.to_the_end())


def unknown(arena):
    """A user that does not exist is told as one whose token is wrong, and so is one that has no token."""
    def told(user):
        with arena.open() as wire:
            wire.send(start_up(user=user))
            offered = wire.until(b"R", b"E")
            scram = Scram("wrong")
            challenge = wire.send(scram.first()).until(b"R", b"E")
            seen = wire.send(scram.last(challenge[-1][1][4:])).until(b"Z", b"E")
            salt = scram.told["s"]
            shape = [(kind, re.sub(rb"r=[^,]+,s=[^,]+", lambda m: b"x" * len(m[0]), body)) for kind, body in [*offered, *challenge, *seen]]
            return shape, salt

    (known, salt), (nobody, other) = told("analyst"), told("nobody")
    arena.equal("an unknown user is told as a known one", nobody, known)
    arena.equal("the salts of both stay", [told("analyst")[1], told("nobody")[1]], [salt, other])
    arena.check("and differ", salt != other and len({told(f"nobody{i}")[1] for i in range(10)}) == 10)
    arena.equal("names of products and the operator are told as unknown", [told(user)[0] for user in ("operator", "product:fleet/aircraft", "a" * 1_000, "é")], [known] * 4)


def passwords(arena):
    """A token itself is taken over TLS alone, and only of the user that it is of."""
    ask = {"options": "-c hanse.auth=password"}
    for user, token, state in [("analyst", "analyst", None), ("analyst", "stranger", NOT_VALID), ("stranger", "analyst", NOT_VALID), ("nobody", "analyst", NOT_VALID)]:
        with w.Wire(arena.secure_port) as wire:
            wire.encrypt().send(start_up(user=user, **ask)).until(b"R")
            arena.equal(f"{token}'s token as {user}'s password", wire.send(message(b"p", text(arena.tokens[token]))).until(b"Z", b"E").state, state)
    for what, body in [("nothing", b""), ("no end", arena.tokens["analyst"].encode()), ("two", text(arena.tokens["analyst"]) * 2), ("a NUL first", b"\0" + text(arena.tokens["analyst"])),
                       ("SASL", Scram(arena.tokens["analyst"]).first()[5:])]:
        with w.Wire(arena.secure_port) as wire:
            wire.encrypt().send(start_up(user="analyst", **ask)).until(b"R")
            arena.check(f"a password message of {what}", wire.send(message(b"p", body)).until(b"Z", b"E").state in (NOT_VALID, VIOLATION))
    with arena.open() as wire:
        no_session(arena, "a password in the clear", wire.send(start_up(user="analyst", **ask), message(b"p", text(arena.tokens["analyst"]))).to_the_end(), b"not encrypted")


def channels(arena):
    """Over TLS a proof is bound to the certificate that the client saw, where the client can."""
    token = arena.tokens["analyst"]

    def outcome(end_point=None, header=None, mechanism=None):
        with w.Wire(arena.secure_port) as wire:
            wire.encrypt()
            scram = Scram(token, wire.end_point if end_point is None else end_point, header)
            scram.mechanism = mechanism or scram.mechanism
            return conversation(wire, scram, "analyst").state

    arena.equal("bound", outcome(), None)
    arena.equal("not bound, for who cannot", outcome(header="n,,"), None)
    arena.equal("not bound, though the client could: -PLUS was hidden from it", outcome(header="y,,"), NOT_VALID)
    arena.equal("bound to another certificate", outcome(end_point=os.urandom(32)), NOT_VALID)
    arena.equal("bound to nothing", outcome(end_point=b"", header="p=tls-server-end-point,,", mechanism="SCRAM-SHA-256-PLUS"), NOT_VALID)
    arena.equal("bound in another way", outcome(header="p=tls-unique,,", mechanism="SCRAM-SHA-256-PLUS"), VIOLATION)
    arena.equal("-PLUS that binds nothing", outcome(header="n,,", mechanism="SCRAM-SHA-256-PLUS"), VIOLATION)
    arena.equal("a bound header without -PLUS", outcome(header="p=tls-server-end-point,,", mechanism="SCRAM-SHA-256"), VIOLATION)
    with w.Wire(arena.secure_port) as wire:
        wire.encrypt()
        scram = Scram(token, wire.end_point)
        unbound = base64.b64encode(b"n,,").decode()
        arena.equal("bound at first, not at last", conversation(wire, scram, "analyst", last=lambda s: message(b"p", s.answer(s.told["r"], binding=unbound))).state, NOT_VALID)
    with arena.open() as wire:
        offered = wire.send(start_up(user="analyst")).until(b"R")[-1][1]
        arena.check("-PLUS is not offered without TLS", b"SCRAM-SHA-256\0" in offered and b"PLUS" not in offered, offered)


def attempts(arena):
    for kind in (out_of_turn, nonces, proofs, messages, unknown, passwords, channels):
        kind(arena)
