# SPDX-License-Identifier: Apache-2.0
"""Commands of a session with what they said, as golden transcripts have them: `$ ` a command, `> ` more of it, `! ` a line of
standard error, `[n]` an exit code. What differs from run to run stands as a word."""
import json
import os
import re
import signal
import subprocess

WIDTH, WAIT_S = 100, 30
VOLATILE = (  # what differs from run to run, and what stands for it
    (re.compile(r"hns_[0-9a-f]{16}_[\w-]{43}"), "TOKEN"),
    (re.compile(r"\bg-[0-9a-f]{12}\b"), "GRANT"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"), "TIME"),
    (re.compile(r"\buid:\d+\b"), "uid:UID"),
    (re.compile(r"\bprocess \d+\b"), "process PID"),
)


def commands(session):
    """The commands of a transcript: lines with `$ `, and `> ` for more lines of one."""
    found = []
    for line in session.split("\n"):
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += "\n" + line[2:]
    return found


def without_files(value):
    """A plan's own copy of the mesh, by its number of files: what init writes is not this suite's affair."""
    if isinstance(value, list):
        return [without_files(item) for item in value]
    if isinstance(value, dict):
        return {key: f"{len(item)} files" if key == "files" and isinstance(item, list) else without_files(item)
                for key, item in value.items()}
    return value


def laid_out(value, indent=0):
    """JSON with short values on one line and long ones by their parts: differences are to be read."""
    short = json.dumps(value, ensure_ascii=False)
    if len(short) + indent <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return short
    inner = "  " * (indent // 2 + 1)
    if isinstance(value, list):
        parts = [inner + laid_out(item, indent + 2) for item in value]
        return "[\n" + ",\n".join(parts) + "\n" + inner[2:] + "]"
    parts = [f"{inner}{json.dumps(key)}: {laid_out(item, indent + 2)}" for key, item in value.items()]
    return "{\n" + ",\n".join(parts) + "\n" + inner[2:] + "}"


def shown(command, done, folder):
    """A command with what it said, as it stands in a transcript."""
    out, err = done.stdout, done.stderr
    for pattern, word in ((re.compile(re.escape(folder)), "MESH"), *VOLATILE):
        out, err = pattern.sub(word, out), pattern.sub(word, err)
    if out.startswith("{") and "json" in command:
        try:
            out = laid_out(without_files(json.loads(out))) + "\n"
        except ValueError:
            out = "(no JSON document)\n" + out
    text = "$ " + command.replace("\n", "\n> ") + "\n" + out
    if out and not out.endswith("\n"):
        text += "\n(no newline)\n"
    text += "".join(f"! {line}".rstrip() + "\n" for line in err.splitlines())
    return text + (f"[{done.returncode}]\n" if done.returncode else "")


def run_command(command, folder, env):
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=env, text=True, start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=WAIT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += f"(not done after {WAIT_S} s)\n"
    return subprocess.CompletedProcess(command, process.returncode, out, err)
