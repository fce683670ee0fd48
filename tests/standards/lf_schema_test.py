#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is exported as LF ODPS 4.1 fits the schema of LF ODPS 4.1, which refuses what it must."""
import copy
import json
import os
import pathlib
import sys

import jsonschema
import yaml

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = pathlib.Path(os.environ.get("ODCS_SCHEMAS") or HERE.parents[1] / ".deps" / "schemas")


def main():
    path = SCHEMAS / "odps-lf-4.1.schema.json"
    if not path.exists():
        print(f"{path} is missing: run scripts/setup.sh test", file=sys.stderr)
        return 1
    schema = jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    exported = yaml.safe_load((HERE / "lf_export.yaml").read_text(encoding="utf-8"))
    problems = [error.message for error in schema.iter_errors(exported)]
    # The schema looks at the parts that an export writes.
    for part, key, value in (("details", "status", "active"), ("contract", "type", "Avro"),
                             ("details", "productID", 5)):
        wrong = copy.deepcopy(exported)
        place = wrong["product"][part]
        (place["en"] if part == "details" else place)[key] = value
        if schema.is_valid(wrong):
            problems.append(f"the schema takes `{key}: {value}`")
    for problem in problems:
        print(problem)
    print(f"1 document, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
