#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Hanse says of the form of contracts and products, against the JSON schemas of ODCS and ODPS.

Valid documents and mutated ones are generated (--count, --seed); a schema validator and `hanse
validate` judge each. Where they differ, the difference must be one of DIFFERENCES: there the text of
the standard, which wins, says something else than its schema, or Hanse wants more; each is
documented in docs/reference/standards.md. Every difference has an example that shows it.
"""
import argparse
import collections
import copy
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema

import corpus as corpora

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BINARY = os.environ.get("HANSE") or str(ROOT / "build" / "hanse")
SCHEMAS = pathlib.Path(os.environ.get("ODCS_SCHEMAS") or ROOT / ".deps" / "schemas")
# Between files, or of the values of variables: not of one file's form.
NOT_FORM = {"HNS-S030", "HNS-S031", "HNS-S032", "HNS-S035"}
VALIDATE_TIME_MAX_S = 60
DISAGREEMENTS_SHOWN_MAX = 10
REPAIRS_MAX = 20


def contract(**fields):
    base = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": "c", "version": "1.0.0"}
    base.update(fields)
    return base


def column(**fields):
    return contract(schema=[{"name": "t", "properties": [{"name": "a", **fields}]}])


def rule(**fields):
    return contract(schema=[{"name": "t", "quality": [fields]}])


def relation(**fields):
    return contract(schema=[{"name": "t", "relationships": [fields],
                             "properties": [{"name": "a"}, {"name": "b"}]}])


class Refused:
    """Hanse refuses what the schema accepts: by these diagnostics alone."""

    def __init__(self, name, code, message, example, line="", edition=""):
        self.name, self.code, self.message, self.example = name, code, re.compile(message), example
        self.line = re.compile(line)  # of the file, where the diagnostic points
        self.edition = edition  # the only one that has the difference, if any

    def explains(self, diagnostic):
        return (diagnostic["code"] == self.code and self.message.search(diagnostic["message"])
                and self.line.search(diagnostic["text"])
                and self.edition in ("", diagnostic["edition"]))


class Accepted:
    """Hanse accepts what the schema refuses: these values at these paths, and nothing else.

    With the values repaired the schema accepts the document as well.
    """

    def __init__(self, name, path, fits, repaired, example):
        self.name, self.path, self.fits = name, re.compile(path), fits
        self.repaired, self.example = repaired, example

    def explains(self, error):
        path = "/".join(str(step) for step in error.absolute_path)
        return bool(self.path.search(path)) and self.fits(error.instance)


ID = r"[^\s.#/\\@!%&^]+"
REFERENCE = re.compile(r"(https?://|file://)?[\w./-]+\.ya?ml#[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)+|"
                       rf"file://[\w./-]+\.ya?ml#/?[A-Za-z_]\w*/{ID}(/[A-Za-z_]\w*/{ID})*")
REFERENCE_32 = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)+|((https?://)?[\w./-]+\.ya?ml#)?"
                          rf"/?[A-Za-z_]\w*/{ID}(/[A-Za-z_]\w*/{ID})*")


def is_reference(value):
    return isinstance(value, str) and REFERENCE.fullmatch(value)


V30 = {"apiVersion": "v3.0.2", "status": "active"}
DIFFERENCES = [
    Refused("a required text is empty", "HNS-S022", "needs the field", contract(id=""),
            line=r'^ *"\w+": "",?$'),
    Refused("1.0 is a decimal number in YAML", "HNS-S021", "whole number.*found a decimal number",
            column(primaryKeyPosition=1.0)),
    Refused("an enum value is a string, number or truth value", "HNS-S021",
            "`value`: expected a single value, found nothing", column(enum=[{"value": None}])),
    Refused("the smaller bound stands first", "HNS-S033", "the smaller first",
            rule(metric="rowCount", mustBeBetween=[5, 1])),
    Refused("a rule without type is of the library and needs a metric", "HNS-S022",
            "of type `library` needs the field `metric`", rule(description="d")),
    Refused("positions begin at 1, or are -1", "HNS-S024", "from -1 to",
            column(primaryKeyPosition=-2)),
    Refused("`from` and `to` name as many columns", "HNS-S043", "each needs its counterpart",
            relation(**{"from": ["t.a"], "to": ["t.a", "t.b"]})),
    Refused("3.0.2 does not look at fields that later editions have", "HNS-S021", "expected",
            edition="v3.0.2", example={**contract(slaProperties=[
                {"property": "p", "value": 1, "description": {}}]), **V30}),
    Accepted("an object of 3.0.2 may be a blob", r"^schema/\d+/logicalType$",
             lambda value: value == "blob", "object",
             {**contract(schema=[{"name": "t", "logicalType": "blob"}]), **V30}),
    Accepted("bounds of later editions are read in 3.0.2",
             r"/logicalTypeOptions/exclusive(Minimum|Maximum)$",
             lambda value: isinstance(value, (str, int, float)) and not isinstance(value, bool),
             True, {**column(logicalType="date", logicalTypeOptions={"exclusiveMaximum": "x"}),
                    **V30}),
    Accepted("a description may be left empty", r"^schema/.*description$",
             lambda value: value is None, "d", column(description=None)),
    Accepted("dimensions have synonyms", r"/dimension$",
             lambda value: value in ("ac", "cp", "cf", "cs", "cv", "tm", "uq"), "accuracy",
             rule(type="text", dimension="ac")),
    Accepted("an object may be an array of objects", r"^schema/\d+/logicalType$",
             lambda value: value == "array", "object",
             contract(schema=[{"name": "t", "logicalType": "array"}])),
    Accepted("references of 3.1.0 are read as those of 3.2.0",
             r"/relationships/\d+/(to|from)(/\d+)?$",
             lambda value: isinstance(value, str) and REFERENCE_32.fullmatch(value), "a.b",
             {**column(relationships=[{"to": "orders.address.street"}]),
              "apiVersion": "v3.1.0", "status": "active"}),
    Accepted("3.0.2 lists words where its text leaves formats, delimiters and places open",
             r"^servers/\d+/(format|delimiter|location)$", lambda value: isinstance(value, str),
             {"format": "csv", "delimiter": "array", "location": "sftp://example.com"},
             {**contract(servers=[{"server": "s", "type": "sftp", "location": "x",
                                   "format": "xlsx"}]), **V30}),
    Accepted("references into other contracts take names, and file:// URLs",
             r"/relationships/\d+/(to|from)(/\d+)?$", is_reference, "a.b",
             column(relationships=[{"to": "file:///a/b.yaml#orders.id"}])),
]


def leaves(error):
    """An error of anyOf or oneOf, and those that it consists of."""
    yield error
    for part in error.context or ():
        yield from leaves(part)


def repair(document, error, one):
    """`document` with the value that the error is about replaced by one that the schema takes."""
    document = copy.deepcopy(document)
    *path, last = error.absolute_path
    at = document
    for step in path:
        at = at[step]
    at[last] = one.repaired[last] if isinstance(one.repaired, dict) else one.repaired
    return document


class Schemas:
    def __init__(self):
        self.validators = {}
        for version in corpora.CONTRACTS + corpora.PRODUCTS:
            standard = "odcs" if version in corpora.CONTRACTS else "odps"
            path = SCHEMAS / f"{standard}-{version[1:]}.schema.json"
            schema = json.loads(path.read_text(encoding="utf-8"))
            self.validators[version] = jsonschema.Draft201909Validator(schema)

    def errors(self, document, version):
        # A document says its edition itself; one that says none is held against the newest.
        family = corpora.CONTRACTS if version in corpora.CONTRACTS else corpora.PRODUCTS
        stated = document.get("apiVersion")
        chosen = stated if isinstance(stated, str) and stated in family else family[0]
        return list(self.validators[chosen].iter_errors(document))


def place_of(number, version):
    """Where in the mesh a document lies: contracts beside one product, products in their own folders."""
    if version in corpora.CONTRACTS:
        return pathlib.Path("observations", f"n{number}.odcs.yaml")
    return pathlib.Path(f"n{number}", "product.odps.yaml")


def hanse_errors(documents):
    """The errors about form of each document: one `hanse validate` over a mesh of them all."""
    with tempfile.TemporaryDirectory() as folder:
        mesh = pathlib.Path(folder) / "mesh"
        shutil.copytree(HERE / "base", mesh)
        for number, (version, document) in enumerate(documents):
            file = mesh / "domains" / "weather" / place_of(number, version)
            file.parent.mkdir(exist_ok=True)
            text = json.dumps(document, indent=1, ensure_ascii=False)
            file.write_text(text, encoding="utf-8")
        answer = subprocess.run([BINARY, "--mesh", str(mesh), "validate", "--output", "json"],
                                text=True, capture_output=True, check=False,
                                timeout=VALIDATE_TIME_MAX_S)
        found = collections.defaultdict(list)
        for item in json.loads(answer.stdout)["diagnostics"]:
            number = re.search(r"/n(\d+)(\.odcs|/product\.odps)\.yaml$", item.get("file") or "")
            form = item["code"].startswith("HNS-S") and item["code"] not in NOT_FORM
            if number and form and item["severity"] == "error":
                lines = (mesh / item["file"]).read_text(encoding="utf-8").split("\n")
                stated = documents[int(number.group(1))][1].get("apiVersion")
                found[int(number.group(1))].append(
                    {**item, "text": lines[item["line"] - 1], "edition": stated})
        return [found[number] for number in range(len(documents))]


def why_refused(hanse):
    """The differences by which Hanse refuses; nothing when there is another reason."""
    names = set()
    for diagnostic in hanse:
        by = [one.name for one in DIFFERENCES
              if isinstance(one, Refused) and one.explains(diagnostic)]
        if not by:
            return None
        names.add(by[0])
    return names


def why_accepted(schemas, document, version):
    """The differences by which the schema refuses, taken away one by one; or nothing."""
    names = set()
    for _ in range(REPAIRS_MAX):
        errors = [leaf for error in schemas.errors(document, version) for leaf in leaves(error)]
        if not errors:
            return names
        found = [(error, one) for error in errors for one in DIFFERENCES
                 if isinstance(one, Accepted) and one.explains(error)]
        if not found:
            return None
        error, one = found[0]
        names.add(one.name)
        document = repair(document, error, one)
    return None


def explanation(schemas, document, version, hanse):
    return why_refused(hanse) if hanse else why_accepted(schemas, document, version)


def check_examples(schemas):
    """Each difference is there, in its direction and by itself."""
    answers = hanse_errors([("v3.2.0", one.example) for one in DIFFERENCES])
    for one, hanse in zip(DIFFERENCES, answers):
        schema = schemas.errors(one.example, "v3.2.0")
        why = explanation(schemas, one.example, "v3.2.0", hanse)
        if bool(schema) == bool(hanse) or why != {one.name}:
            yield f"the difference `{one.name}` is none: the schema {schema}, Hanse {hanse}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(10 ** 6))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.count} documents")
    if not SCHEMAS.is_dir():
        print(f"{SCHEMAS} is missing: run scripts/setup.sh test", file=sys.stderr)
        return 1
    schemas = Schemas()
    problems = list(check_examples(schemas))
    corpus = corpora.corpus(random.Random(options.seed), options.count)
    answers = hanse_errors([(version, document) for version, document, _ in corpus])
    accepted, used = 0, collections.Counter()
    for (version, document, mutated), hanse in zip(corpus, answers):
        schema = schemas.errors(document, version)
        if not mutated and (schema or hanse):
            problems.append(f"a valid document is refused: schema {[e.message for e in schema]}, "
                            f"Hanse {hanse}: {json.dumps(document)}")
        accepted += not schema
        if bool(schema) == bool(hanse):
            continue
        names = explanation(schemas, document, version, hanse)
        if names is None:
            said = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in schema]
            problems.append(f"schema says {said or 'nothing'}, Hanse "
                            f"{[(d['code'], d['message']) for d in hanse] or 'nothing'}: "
                            f"{json.dumps(document)}")
        else:
            used.update(names)
    for problem in problems[:DISAGREEMENTS_SHOWN_MAX]:
        print(problem)
    print(f"{len(corpus)} documents, {accepted} accepted by their schema, "
          f"{sum(used.values())} known differences {dict(used)}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
