# SPDX-License-Identifier: Apache-2.0
"""What `hanse contract infer` proposes for a corpus, held against its labels: precision and recall of keys,
relationships, closed lists and personal data."""
import concurrent.futures
import json
import subprocess

ASPECTS = ("keys", "relationships", "enums", "personal")


class Score:
    def __init__(self):
        self.right, self.proposed, self.labelled, self.slips = 0, 0, 0, []

    def add(self, proposed, labelled, where):
        proposed, labelled = set(proposed), set(labelled)
        self.right += len(proposed & labelled)
        self.proposed += len(proposed)
        self.labelled += len(labelled)
        self.slips += [f"{where}: not there: {item}" for item in sorted(proposed - labelled, key=str)]
        self.slips += [f"{where}: missed: {item}" for item in sorted(labelled - proposed, key=str)]

    @property
    def precision(self):
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self):
        return self.right / self.labelled if self.labelled else 1.0


def infer(hanse, paths):
    done = subprocess.run([hanse, "contract", "infer", "--output", "json", *paths], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{paths}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def source_name(column):
    return column.get("physicalName", column["name"])


def found_in(document):
    """What a proposal says, in the form of the labels."""
    out = {aspect: [] for aspect in ASPECTS}
    for table in document["contract"]["schema"]:
        names = {c["name"]: source_name(c) for c in table["properties"]}
        key = [names[c["name"]] for c in table["properties"] if c.get("primaryKey")]
        if key:
            out["keys"].append((table["name"], *sorted(key)))
        for column in table["properties"]:
            where = f"{table['name']}.{source_name(column)}"
            for relationship in column.get("relationships", []):
                out["relationships"].append((where, target(document, relationship["to"])))
            if "enum" in column:
                out["enums"].append((where, *sorted(str(item["value"]) for item in column["enum"])))
    for table in document["tables"]:
        columns = {c["name"]: source_name(c) for t in document["contract"]["schema"] if t["name"] == table["table"]
                   for c in t["properties"]}
        for column in table["columns"]:
            for evidence in column["evidence"]:
                if evidence["aspect"] == "classification" and evidence["proposed"]:
                    out["personal"].append((f"{table['table']}.{columns.get(column['column'], column['column'])}", evidence["conclusion"]))
    return out


def target(document, to):
    table, column = to.split(".", 1)
    for each in document["contract"]["schema"]:
        for prop in each["properties"]:
            if each["name"] == table and prop["name"] == column:
                return f"{table}.{source_name(prop)}"
    return to


def labelled_in(labels):
    return {"keys": [(table, *sorted(key)) for table, key in labels["keys"].items() if key],
            "relationships": [tuple(pair) for pair in labels["relationships"]],
            "enums": [(where, *values) for where, values in labels["enums"].items()],
            "personal": list(labels["personal"].items())}


def measure(hanse, corpus, workers=2):
    """{aspect: Score} over [(paths, labels)]."""
    scores = {aspect: Score() for aspect in ASPECTS}
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for (paths, labels), document in zip(corpus, pool.map(lambda group: infer(hanse, group[0]), corpus)):
            found, wanted = found_in(document), labelled_in(labels)
            for aspect in ASPECTS:
                scores[aspect].add(found[aspect], wanted[aspect], paths[0].rsplit("/", 2)[-2])
    return scores
