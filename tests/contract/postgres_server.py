# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL 15 of its own, for a test that needs a real one."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

POSTGRES, OWNER = "/usr/lib/postgresql/15/bin", "postgres"  # it does not run as root


class Postgres:
    """A server of its own on loopback, gone with the block."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="hanse-pg-")
        self.other = {"user": OWNER} if os.getuid() == 0 else {}
        if self.other:
            shutil.chown(self.folder, OWNER)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = self.port = probe.getsockname()[1]
        subprocess.run([f"{POSTGRES}/initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--no-locale"], check=True,
                       cwd=self.folder, stdout=subprocess.DEVNULL, **self.other)
        self.process = subprocess.Popen([f"{POSTGRES}/postgres", "-D", f"{self.folder}/data", "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F", "-c", "log_statement=all"],
                                        cwd=self.folder, stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/log", "wb"), **self.other)
        self.address = f"host=127.0.0.1 port={port} user={OWNER} dbname=postgres"
        for _ in range(200):
            if subprocess.run([f"{POSTGRES}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0:
                break
            time.sleep(0.05)
        return self

    def ask_for_passwords(self, role):
        """From now on `role` comes in by its password alone."""
        path = f"{self.folder}/data/pg_hba.conf"
        with open(path, encoding="utf-8") as file:
            rules = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"host all {role} 127.0.0.1/32 scram-sha-256\n{rules}")
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
