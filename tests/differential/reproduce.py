# SPDX-License-Identifier: Apache-2.0
"""A difference, made smaller and shown so that it can be asked again by hand."""
import choices as of_choices
import world as worlds
from choices import Choices

STATEMENT_ATTEMPTS = 1_500


def show(asker, drawn, make_case, is_shrunk):
    """The statement, who asks, and the tables as that asker has them."""
    if is_shrunk:
        drawn = of_choices.shrink(drawn, lambda candidate: differs(asker, candidate, make_case), STATEMENT_ATTEMPTS)
    case = make_case(Choices(again=drawn), asker.oracle)
    _, door, problem = asker.judge(case)
    statement = case.statement
    print(f"  as {case.user} for {case.purpose}, at {door}: {problem}")
    print(f"  sql: {statement.text}")
    if statement.parameters:
        print(f"  parameters: {statement.parameters}")
    seen = asker.oracle.view(case.user, case.purpose)
    for key in sorted(statement.keys):
        table = seen[key]
        print(f"  oracle: {key} is {table}" if isinstance(table, str) else f"  oracle: {worlds.create_table(key, *table)}")


def differs(asker, drawn, make_case):
    try:
        case = make_case(Choices(again=drawn), asker.oracle)
    except (RecursionError, IndexError):  # choices that make no statement
        return False
    return asker.judge(case)[0] == "differ"
