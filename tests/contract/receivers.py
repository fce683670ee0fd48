# SPDX-License-Identifier: Apache-2.0
"""Who hears of incidents in tests: a mail server that somebody else wrote, and an HTTP receiver that verifies signatures by
the reference library of Standard Webhooks."""
import email
import email.policy
import http.server
import json
import logging
import socket
import ssl
import subprocess
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from standardwebhooks import Webhook

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # handshakes that fail are what is tested
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def certificate(folder):
    """(certificate, key) for 127.0.0.1 and localhost, which signs itself."""
    cert, key = f"{folder}/receiver.pem", f"{folder}/receiver.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


class Mails:
    """What an SMTP server took: messages as a mail program reads them, with the envelope they came in."""

    def __init__(self, tls=None, user=None, password=None):
        self.taken, self.signed_in = [], []
        options = {}
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            options.update(tls_context=context, require_starttls=True)
        if user:
            options.update(auth_required=True, auth_require_tls=bool(tls), authenticator=self.check)
            self.known = (user.encode(), password.encode())
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()

    def check(self, _server, _session, _envelope, _mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == self.known
        self.signed_in.append(good)
        return AuthResult(success=good)

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.raw, message.sent_to = envelope.content, list(envelope.rcpt_tos)
        self.taken.append(message)
        return "250 OK"

    def to(self, address):
        return [message for message in list(self.taken) if message.sent_to == [address]]

    def stop(self):
        self.controller.stop()


class Hook:
    """Takes webhooks whose signature holds; answers with `status`."""

    def __init__(self, port=0):
        self.taken, self.refused, self.tries, self.status = [], [], [], 200
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.tries.append(self.headers["webhook-id"])
                status = hook.status
                if status == 200:
                    try:
                        Webhook(SECRET).verify(body, dict(self.headers.items()))
                        hook.taken.append((self.headers["webhook-id"], json.loads(body)))
                    except Exception as problem:  # whatever it is, the test tells it
                        hook.refused.append(repr(problem))
                        status = 401
                self.send_response(status)
                if status in (301, 302, 307, 308):
                    self.send_header("Location", hook.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path="/hook"):
        return f"http://127.0.0.1:{self.port}{path}"

    def types(self):
        return [body["type"] for _, body in list(self.taken)]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
