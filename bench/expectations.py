# SPDX-License-Identifier: Apache-2.0
"""The contract of bench/contract.py as a suite of Great Expectations over pandas: `expectations.py FILE` prints its number
of checks and the rows that break them, as JSON."""
import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx  # noqa: E402
import great_expectations.expectations as expect  # noqa: E402
import pandas  # noqa: E402

KINDS = ["open", "paid", "sent", "done"]
COLUMNS = ["id", "email", "amount", "day", "status"]


def expectations():
    """By the name under which a broken one is counted; None: it is only held."""
    yield from ((None, expect.ExpectColumnToExist(column=name)) for name in COLUMNS)
    yield None, expect.ExpectTableRowCountToBeBetween(min_value=1)
    yield "unique", expect.ExpectColumnValuesToBeUnique(column="id")
    for name in COLUMNS:
        yield "day_missing" if name == "day" else None, expect.ExpectColumnValuesToNotBeNull(column=name)
    yield None, expect.ExpectColumnValuesToNotBeNull(column="email", mostly=0.99)
    yield "email_pattern", expect.ExpectColumnValuesToMatchRegex(column="email", regex="^[^@]+@[^@]+$")
    yield None, expect.ExpectColumnValueLengthsToBeBetween(column="email", min_value=3, max_value=100)
    yield "amount_minimum", expect.ExpectColumnValuesToBeBetween(column="amount", min_value=0, max_value=10000)
    yield None, expect.ExpectColumnValuesToMatchRegex(column="status", regex="^[a-z]+$")
    yield None, expect.ExpectColumnValueLengthsToBeBetween(column="status", min_value=2, max_value=10)
    yield "status_list", expect.ExpectColumnValuesToBeInSet(column="status", value_set=KINDS)
    yield None, expect.ExpectColumnValuesToNotBeInSet(column="status", value_set=["", "n/a"])


def main(path):
    frame = pandas.read_parquet(path) if path.endswith("parquet") else pandas.read_csv(path, parse_dates=["day"])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = context.data_sources.add_pandas("bench").add_dataframe_asset("orders").add_batch_definition_whole_dataframe("all")
    suite, names = gx.ExpectationSuite(name="orders"), []
    for name, one in expectations():
        suite.add_expectation(one)
        names.append(name)
    result = batch.get_batch({"dataframe": frame}).validate(suite)
    found = {}
    for one in result.results:
        kwargs = one.expectation_config.kwargs
        for name, mine in zip(names, suite.expectations):
            if name and mine.expectation_type == one.expectation_config.type and mine.column == kwargs.get("column") \
                    and "mostly" not in kwargs:
                found[name] = one.result["unexpected_count"]
    # Both rows of the pair are counted there; the others count those that stand in another row before them.
    found["unique"] -= 1
    print(json.dumps([len(names), found]))


if __name__ == "__main__":
    main(sys.argv[1])
