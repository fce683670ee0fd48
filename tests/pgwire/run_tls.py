#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TLS with channel binding, and cancel, by libpq: what a connection is bound to, and what a key of another's does."""
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import psycopg

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from flights import Checks, Mesh  # noqa: E402  (what other drivers share)

LONG = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) = 1"


def outcome(port, user, token, **more):
    try:
        with psycopg.connect(host="127.0.0.1", port=port, user=user, password=token, dbname="flights", **more) as connection:
            return connection.execute("SELECT 1").fetchone()[0]
    except psycopg.OperationalError as error:
        return str(error)


def bound(checks, mesh, folder, token):
    certificate, key = os.path.join(folder, "c.pem"), os.path.join(folder, "k.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    port = mesh.serve("--listen-pg", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key).postgres_port
    checks.equal("verified, and bound to the channel",
                 outcome(port, "analyst", token, sslmode="verify-full", sslrootcert=certificate, channel_binding="require"), 1)
    checks.equal("without binding", outcome(port, "analyst", token, sslmode="require", channel_binding="disable"), 1)
    checks.true("a wrong token", "not valid" in outcome(port, "analyst", token[:-1] + "x", sslmode="require", channel_binding="require"))
    checks.true("without TLS", "TLS" in outcome(port, "analyst", token, sslmode="disable"), outcome(port, "analyst", token, sslmode="disable"))
    checks.equal("a cleartext token when it is asked for",
                 outcome(port, "analyst", token, sslmode="require", channel_binding="disable", options="-c hanse.auth=password"), 1)
    # A server in the middle with another certificate: the proof is bound to what the client saw.
    checks.true("in the middle", "in_the_middle" not in str(in_the_middle(port, token, folder)), "signed in through another's TLS")
    mesh.stop()


def in_the_middle(port, token, folder):
    """Ends TLS with a certificate of its own and opens TLS of its own to the server; None when that does not sign in."""
    import ssl
    certificate, key = os.path.join(folder, "m.pem"), os.path.join(folder, "mk.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=middle", "-keyout", key, "-out",
                    certificate], check=True, capture_output=True)
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.close()
            except OSError:
                pass

    def middle():
        client, _ = listener.accept()
        client.recv(8)
        client.sendall(b"S")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        client = context.wrap_socket(client, server_side=True)
        server = socket.create_connection(("127.0.0.1", port))
        server.sendall(struct.pack(">II", 8, 80877103))
        server.recv(1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        server = context.wrap_socket(server)
        threading.Thread(target=pump, args=(server, client), daemon=True).start()
        pump(client, server)

    threading.Thread(target=middle, daemon=True).start()
    told = outcome(listener.getsockname()[1], "analyst", token, sslmode="require", channel_binding="require", connect_timeout=20)
    listener.close()
    return "in_the_middle" if told == 1 else None


def cancels(checks, mesh, token):
    port = mesh.serve("--listen-pg", "127.0.0.1:0").postgres_port
    with psycopg.connect(host="127.0.0.1", port=port, user="analyst", password=token, dbname="flights", autocommit=True) as connection:
        state = []

        def ask():
            try:
                connection.execute(LONG)
            except psycopg.Error as error:
                state.append(error.sqlstate)
        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.5)
        key = struct.pack(">II", connection.info.backend_pid, 12345)  # another's key does nothing
        with socket.create_connection(("127.0.0.1", port)) as forged:
            forged.sendall(struct.pack(">II", 16, 80877102) + key)
            checks.equal("a cancel has no answer", forged.recv(100), b"")
        time.sleep(0.3)
        checks.true("a wrong key cancels nothing", thread.is_alive())
        connection.cancel_safe()
        thread.join(20)
        checks.equal("a cancelled statement", state, ["57014"])
        checks.equal("and the connection goes on", connection.execute("SELECT 2").fetchone()[0], 2)
        connection.execute("SET statement_timeout = '300ms'")
        state.clear()
        ask()
        checks.equal("its own time", state, ["57014"])
    mesh.stop()


def main():
    checks = Checks()
    with Mesh() as mesh, tempfile.TemporaryDirectory() as folder:
        mesh.run("apply", "--yes")
        token = mesh.token("analyst")
        cancels(checks, mesh, token)
        bound(checks, mesh, folder, token)
    checks.finish()


main()
