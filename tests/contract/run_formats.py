#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Contracts made at random, exported in every format: the format's own tool reads each export, and what an import reads
back is the contract but for what the export listed as lost. usage: run_formats.py [COUNT] [SEED]"""
import collections
import concurrent.futures
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml

    import dbt_project
    import facts
    import readers
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: `scripts/setup.sh test` installs the tools that read the exports")
from generated import Maker
from postgres_server import Postgres

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
MERMAID = os.environ.get("HANSE_MERMAID") or os.path.join(ROOT, ".deps", "mermaid")
IMPORTED = ["sql-postgres", "sql-duckdb", "sql-trino", "sql-mysql", "sql-spark", "json-schema", "avro", "protobuf", "dbt-models", "dbt-sources",
            "great-expectations"]
ENDINGS = {"json-schema": "json", "avro": "avsc", "protobuf": "proto", "great-expectations": "json", "dbt-models": "yml", "dbt-sources": "yml"}
SHOWN = 12


def run(*words):
    done = subprocess.run([HANSE, "contract", *words, "--output", "json"], capture_output=True, text=True, timeout=60)
    return done, json.loads(done.stdout) if done.stdout.startswith("{") else {}


class Check:
    def __init__(self, folder, address):
        self.folder, self.problems, self.passed = folder, [], collections.Counter()
        self.mermaid, self.dbt_sources, self.dbt_models = {}, {}, {}
        self.readers = {
            "sql-postgres": readers.postgres(address), "sql-duckdb": readers.duck, "sql-trino": readers.sql("trino"), "sql-mysql": readers.sql("mysql"),
            "sql-spark": readers.sql("spark"), "json-schema": readers.json_schema, "avro": readers.avro, "protobuf": readers.protobuf(folder),
            "pydantic": readers.pydantic_models, "great-expectations": readers.suites, "dcat": readers.linked, "dprod": readers.linked,
            "html": readers.page, "markdown": readers.markdown, "csv": readers.header, "dbt-models": None, "dbt-sources": None, "mermaid": None}

    def problem(self, number, name, text):
        self.problems.append(f"contract {number}, {name}: {text}")

    def files_of(self, number, contract):
        """[(format, document of the export)]: the slow part, done beside the readers."""
        path = os.path.join(self.folder, f"{number}.odcs.yaml")
        with open(path, "w", encoding="utf-8") as out:
            yaml.safe_dump(contract, out, allow_unicode=True, sort_keys=False)
        made = []
        for name in self.readers:
            table = ["--table", contract["schema"][0]["name"]] if name == "csv" else []
            done, document = run("export", name, path, *table)
            back = {}
            if "text" in document and name in IMPORTED:
                source = os.path.join(self.folder, f"{number}-{name}.{ENDINGS.get(name, 'sql')}")
                with open(source, "w", encoding="utf-8") as out:
                    out.write(document["text"])
                _, back = run("import", name, source)
            made.append((name, document, back, done.stdout + done.stderr))
        done = subprocess.run([HANSE, "contract", "export", "parquet", path, "--table", contract["schema"][0]["name"], "--out", path + ".parquet"],
                              capture_output=True, text=True, timeout=60)
        made.append(("parquet", path + ".parquet", {}, done.stderr))
        return made

    def look_at(self, number, contract, made):
        for name, document, back, said in made:
            before = len(self.problems)
            if name == "parquet":
                if os.path.exists(document):
                    with open(document, "rb") as file:
                        self.take(number, name, readers.parquet(file.read(), contract))
                else:
                    self.problem(number, name, said[:300])
            elif "text" not in document:
                self.problem(number, name, f"no export: {said[:300]}")
                continue
            else:
                reader = self.readers[name]
                if reader:
                    self.take(number, name, reader(document["text"], contract))
                if name == "mermaid":
                    self.mermaid[number] = document["text"]
                if name == "dbt-sources":
                    self.dbt_sources[number] = (contract, document["text"])
                if name == "dbt-models" and contract["id"] == RICH["id"]:
                    self.dbt_models[number] = (contract, document["text"])
                if name in IMPORTED:
                    self.same_again(number, name, contract, document["lost"], back)
            if len(self.problems) == before:
                self.passed[name] += 1

    def take(self, number, name, problems):
        try:
            for problem in problems:
                self.problem(number, name, problem)
        except Exception as error:  # whatever a reader raises is its answer
            self.problem(number, name, f"{type(error).__name__}: {str(error)[:400]}")

    def same_again(self, number, name, contract, lost, back):
        if "contract" not in back:
            self.problem(number, name, f"not imported: {json.dumps(back)[:400]}")
            return
        for item in back["diagnostics"]:
            self.problem(number, name, f"the import says {item['code']}: {item['message']}")
        kept = facts.without_lost(facts.of_contract(contract), lost)
        found = facts.of_contract(back["contract"])
        for key, value in kept.items():
            if name == "protobuf" and key[1] == "description":
                value = "\n".join(" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in value.split("\n"))
                found[key] = "\n".join(" ".join(line.split()) for line in found.get(key, "").split("\n"))
            if found.get(key) != value:
                self.problem(number, name, f"{key} is {found.get(key)!r} again, was {value!r}")
        stated = facts.of_contract(contract)
        renamed = [item["place"] for item in lost if item["field"] == "name" and item["place"]]
        for key in facts.without_lost(found, lost):
            if not renamed and key[1] in ("required", "unique", "primaryKey") and key not in stated:
                self.problem(number, name, f"{key} was not stated")

    def parse_mermaid(self):
        """By Mermaid itself, in one process of Node; False when it is not installed."""
        if not os.path.isdir(os.path.join(MERMAID, "node_modules", "mermaid")) or shutil.which("node") is None:
            return False
        path = os.path.join(self.folder, "mermaid.json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(self.mermaid, out)
        done = subprocess.run(["node", os.path.join(HERE, "parse_mermaid.mjs"), MERMAID, path], capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            self.problems.append(f"mermaid: {done.stderr[-500:]}")
            return True
        for number, answer in json.loads(done.stdout).items():
            if answer != "erDiagram":
                self.problem(number, "mermaid", answer)
                self.passed["mermaid"] -= 1
        return True


def rich_contract():
    """The one that the goldens show."""
    with open(os.path.join(ROOT, "tests", "cli", "contract_export.txtar"), encoding="utf-8") as file:
        text = file.read().split("-- rich.odcs.yaml --\n")[1].split("-- wrong.odcs.yaml --\n")[0]
    return yaml.safe_load(text)


RICH = rich_contract()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}, {count} contracts", flush=True)
    with tempfile.TemporaryDirectory(prefix="hanse-formats-") as folder, Postgres() as server:
        check = Check(folder, server.address)
        contracts = [Maker(seed * 1_000_003 + number).contract(number) for number in range(count)] + [RICH]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(check.files_of, number, contract) for number, contract in enumerate(contracts)]
            for number, job in enumerate(jobs):
                check.look_at(number, contracts[number], job.result())
        real = check.parse_mermaid()
        os.mkdir(os.path.join(folder, "dbt"))
        check.problems += dbt_project.check(os.path.join(folder, "dbt"), check.dbt_sources, check.dbt_models)
    for problem in check.problems[:SHOWN]:
        print(problem)
    print(", ".join(f"{name} {check.passed[name]}" for name in sorted(check.passed)))
    if not real:
        print("Mermaid is not installed (Node and `mermaid`): its diagrams were not read back")
    print(f"{len(check.problems)} problems")
    sys.exit(1 if check.problems or not check.passed else 0)


if __name__ == "__main__":
    main()
