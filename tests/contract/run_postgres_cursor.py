#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A table of a real PostgreSQL read by a cursor column: only what is new is asked for, late rows within the stated time are
found, rows are put in the place of those of their key, and another definition begins anew."""
import os

from postgres_mesh import contract, listed, play

COLUMNS = [("id", "integer", "", "primaryKey: true, required: true"), ("t", "string", "", ""), ("at", "timestamp", "", "")]
TABLE = "  - name: things\n    customProperties:\n      - {{property: watermark, value: {{column: at, lateness: PT1H}}}}\n    properties:\n{columns}"
ROWS = "CREATE TABLE things (id bigint PRIMARY KEY, t text, at timestamptz, more text); GRANT SELECT ON things TO reader; " \
       "INSERT INTO things SELECT n, 'row ' || n, '2026-01-01'::timestamptz + n * interval '1 minute' FROM generate_series(1, 1000) n; " \
       "INSERT INTO things VALUES (0, 'undated', NULL)"


def copies(case):
    """What the server was asked for since the last look."""
    path = f"{case.server.folder}/log"
    with open(path, encoding="utf-8", errors="replace") as file:
        file.seek(getattr(case, "seen", 0))
        lines = [line for line in file if "COPY (SELECT" in line]
        case.seen = file.tell()
    return lines


def fetched(case):
    """Rows that a COPY of the log gives now, asked again with rights of our own."""
    line = copies(case)[-1]
    return case.execute("SELECT count(*) FROM (" + line[line.index("COPY (") + 6:line.rindex(") TO STDOUT")] + ") AS q")[0][0]


def first(case):
    case.state(TABLE.format(columns=listed(COLUMNS)), case.servers())
    case.run("apply", "--yes")
    case.expect("all rows at first", (fetched(case), case.query("SELECT count(*), count(\"at\") FROM shop.things")), (1001, [[1001, 1000]]))


def increments(case):
    # The mark is 16:40; 15:40 is as late as a row may be.
    case.execute("UPDATE things SET t = 'changed', at = '2026-01-01 16:45+00' WHERE id = 5; INSERT INTO things VALUES (2000, 'late', '2026-01-01 15:50+00'); "
                 "INSERT INTO things VALUES (2001, 'too late', '2026-01-01 10:00+00'); INSERT INTO things VALUES (2002, E'a \"quoted\"\\nline, here', '2026-01-01 17:00+00'); "
                 "DELETE FROM things WHERE id = 7; UPDATE things SET t = 'dated' WHERE id = 0")
    case.refresh(0)
    line = copies(case)[-1]
    case.expect("the condition", "t.\"at\" >= CAST('2026-01-01 16:40:00+00' AS timestamptz) - CAST('PT1H' AS interval) OR t.\"at\" IS NULL" in line, True)
    case.expect("projection", '"more"' in line, False)
    case.expect("changed, late and new rows", case.query("SELECT id, t FROM shop.things WHERE id IN (0, 5, 7, 2000, 2001, 2002) ORDER BY id"),
                [[0, "dated"], [5, "changed"], [7, "row 7"], [2000, "late"], [2002, 'a "quoted"\nline, here']])
    case.expect("each key once", case.query("SELECT count(*) - count(DISTINCT id), count(*) FROM shop.things"), [[0, 1003]])
    case.refresh(0)
    case.expect("nothing new", case.query("SELECT count(*) FROM shop.things"), [[1003]])


def far_ahead(case):
    """A row dated far ahead, or never, hides none that comes after it."""
    case.execute("INSERT INTO things VALUES (3000, 'ahead', '2999-01-01'), (3001, 'a', now() - interval '2 minutes')")
    case.refresh(0)
    case.execute("INSERT INTO things VALUES (3002, 'after', now())")
    case.refresh(0)
    case.expect("rows after one dated ahead", case.query("SELECT id FROM shop.things WHERE id >= 3000 ORDER BY id"), [[3000], [3001], [3002]])
    case.execute("INSERT INTO things VALUES (3003, 'never', 'infinity')")
    case.expect("an endless time is a finding", "row id = 3003, column `at`" in case.refresh(1), True)
    case.execute("DELETE FROM things WHERE id = 3003; INSERT INTO things VALUES (3004, 'after', now())")
    case.refresh(0)
    case.expect("rows after it", case.query("SELECT id FROM shop.things WHERE id >= 3003"), [[3004]])


def anew(case):
    """Another definition: everything is asked for, and what vanished is gone."""
    case.state(TABLE.format(columns=listed(COLUMNS + [("more", "string", "", "")])), case.servers())
    case.run("apply", "--yes")
    case.expect("without a condition", "WHERE" in copies(case)[-1], False)
    case.expect("what vanished is seen", case.query("SELECT count(*) FROM shop.things WHERE id IN (7, 2001)"), [[1]])
    kept = [name for _, _, names in os.walk(os.path.join(case.folder, ".hanse", "sources")) for name in names]
    case.expect("one file is kept", sorted(name.split(".")[-1] for name in kept), ["json", "parquet"])
    for _, _, names in os.walk(os.path.join(case.folder, ".hanse", "sources")):
        case.expect("nothing half done", [name for name in names if name.endswith(".csv")], [])


def lost(case):
    """What was kept is gone or damaged: everything is asked for."""
    for root, _, names in os.walk(os.path.join(case.folder, ".hanse", "sources")):
        for name in names:
            if name.endswith(".json"):
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write('{"definition": "x", "file": "../../../mesh.yaml"')
    case.refresh(0)
    case.expect("without a condition", "WHERE" in copies(case)[-1], False)


def refused(case):
    for watermark, said in (("nothing", "no column `nothing`"), ("t", "`t` is `text`, expected a time or a whole number"), ("{column: at, lateness: soon}", "its `lateness` is no duration"),
                            ("{column: id, lateness: \"1'); DROP TABLE things; --\"}", "its `lateness` is no whole number")):
        text = TABLE.format(columns=listed(COLUMNS + [("more", "string", "", "")])).replace("{column: at, lateness: PT1H}", watermark)
        case.write("files.odcs.yaml", contract("shop-orders-files", case.servers(), text))
        case.run("apply", "--yes", code=None)
        case.expect(watermark, said in case.refresh(1), True)
    case.expect("the table", case.execute("SELECT count(*) > 1000 FROM things"), [(True,)])


if __name__ == "__main__":
    play((first, increments, far_ahead, anew, lost, refused), ROWS)
