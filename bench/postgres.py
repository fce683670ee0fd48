# SPDX-License-Identifier: Apache-2.0
"""The peers of the PostgreSQL door: a real PostgreSQL 15 and roapi, on loopback, in folders of their own."""
import os
import shutil
import socket
import subprocess
import sys
import time

BIN = "/usr/lib/postgresql/15/bin"
USER = "postgres"  # PostgreSQL does not run as root


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Postgres:
    def __init__(self, folder: str):
        self.folder, self.port = folder, free_port()
        self.other = {"user": USER} if os.getuid() == 0 else {}
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        if self.other:
            shutil.chown(folder, USER, USER)
        self.run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale")
        with open(f"{folder}/data/postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nshared_buffers = 2GB\n"
                           "max_parallel_workers_per_gather = 0\nautovacuum = off\nfsync = off\nmax_wal_size = 8GB\njit = off\n")
        self.process = subprocess.Popen([f"{BIN}/postgres", "-D", f"{folder}/data"], cwd=folder, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, **self.other)

    def run(self, tool: str, *words: str) -> None:
        done = subprocess.run([f"{BIN}/{tool}", *words], cwd=self.folder, capture_output=True, text=True, **self.other)
        if done.returncode != 0:
            raise RuntimeError(f"{tool}: {done.stderr[-500:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(2)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


class Roapi:
    def __init__(self, table: str, path: str):
        self.port = free_port()
        self.process = subprocess.Popen([os.path.join(os.path.dirname(sys.executable), "roapi"), "--table", f"{table}={path}", "--addr-postgres",
                                         f"127.0.0.1:{self.port}", "--addr-http", f"127.0.0.1:{free_port()}"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")
