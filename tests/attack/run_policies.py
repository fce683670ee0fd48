#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Malicious policies of a domain, and broken ones of the council: refused when they are read, with a place, or denying when they are
asked, in time; never more access than without them, and the other domain serves on. usage: run_policies.py [WORD of a name]"""
import json
import os
import shutil
import sys
import time

from hostile import EMAILS, MEMORY_MAX_MB, SECRET, Checks, Command, check_findings, memory_mb, temporary, two_domains

LOCAL, COUNCIL = "domains/shop/policies/read.rego", "policies/read.rego"
ANSWER_S = 5
HEAD = "package domains.shop.read\n\n"
TEXT = 's := concat("", ["aaaaaaaaaa" | some _ in numbers.range(1, 30000)])\n'
LIST = "l := [s | some _ in numbers.range(1, 30000)]\n"
NESTED = "x0 := [1, 1]\n" + "".join(f"x{i + 1} := [x{i}, x{i}]\n" for i in range(40))


def allows(call):
    return f"{HEAD}allow if {call}\n"


def filters(rule):
    return f"{HEAD}rowFilters contains {rule}\n"


def expression(text):
    return filters(json.dumps({"expression": text}))


def mask(column, rest):
    return f"""{HEAD}batchColumnMasks contains object.union({{"index": index}}, {json.dumps(rest)}) if {{
	some index, item in input.action.filterResources
	item.column.columnName == "{column}"
}}
"""


def shown_as(column, text):
    return mask(column, {"viewExpression": {"expression": text}})


# Refused when they are read: what it is, the codes of which one is wanted.
REFUSED = {
    "the network": (allows('http.send({"method": "get", "url": "http://127.0.0.1/"}).status_code == 200'), "HNS-P003"),
    "the runtime": (allows("opa.runtime().env.PATH"), "HNS-P003"),
    "the clock": (allows("time.now_ns() > 0"), "HNS-P003"),
    "chance": (allows('rand.intn("a", 2) == 1'), "HNS-P003"),
    "a random id": (allows('uuid.rfc4122("a") != ""'), "HNS-P003"),
    "trace": (allows('trace("a")'), "HNS-P003"),
    "print": (allows('print("a")'), "HNS-P003"),
    "a host's address": (allows('net.lookup_ip_addr("localhost")'), "HNS-P003"),
    "policies as data": (allows('rego.parse_module("a", "package a")'), "HNS-P003"),
    "sleep": (allows('test.sleep("10s")'), "HNS-P003"),
    "tokens": (allows('io.jwt.decode("a.b.c")'), "HNS-P004"),
    "functions of another language": (allows('azure.policy.fn.pad_left("a", 1000000000, "b") != ""'), "HNS-P004"),
    "a recursion": (f"{HEAD}f(x) := g(x)\n\ng(x) := f(x)\n\nallow if f(1)\n", "HNS-P005"),
    "a recursion through data": (f"{HEAD}allow if data.domains.shop.read[_]\n", "HNS-P005"),
    "the council's rule": (allows("data.hanse.read.allow"), "HNS-P006"),
    "an import of the council's package": (f"package domains.shop.read\n\nimport data.hanse.read\n\nallow if read.allow\n", "HNS-P006"),
    "another domain's rule": (allows("data.domains.rival.read.allow"), "HNS-P006"),
    "a table that is not there": (allows("data.secrets.token"), "HNS-P006"),
    "another input": (f'{HEAD}a if input.x\n\nallow if a with input as {{"x": true}}\n', "HNS-P012"),
    "another function": (f"{HEAD}a if count([1]) == 2\n\ntwo(_) := 2\n\nallow if a with count as two\n", "HNS-P012"),
    "the council's package": ("package hanse.read\n\nallow := true\n", "HNS-P008"),
    "the package of specifications": ("package hanse.spec\n\nexception contains [\"product_team\"]\n", "HNS-P008"),
    "the package of changes": ("package hanse.change\n\nallow := true\n", "HNS-P008"),
    "another domain's package": ("package domains.rival.read\n\nallow := true\n", "HNS-P008"),
    "the package of all domains": ("package domains\n\nallow := true\n", "HNS-P008"),
    "a package that begins alike": ("package domains.shopping.read\n\nallow := true\n", "HNS-P008"),
    "the package of questions": ("package hanse_question_0\n\nanswer := [[true], [], []]\n", "HNS-P008"),
    "a package that looks alike": ("package domains.ѕhop.read\n\nallow := true\n", "HNS-P001|HNS-P008"),
    "a package by a text": ('package domains["rival"].read\n\nallow := true\n', "HNS-P001|HNS-P008"),
    "a part of the filters": (f'{HEAD}rowFilters["a"] := {{"field": "quantity", "operator": "equal", "value": 1}}\n', "HNS-P009"),
    "a part of a denial": (f"{HEAD}allow.everybody := false\n", "HNS-P009"),
    "two packages": (f"{HEAD}a := 1\n\npackage hanse.read\n\nallow := true\n", "HNS-P001"),
    "another dialect": (f"{HEAD}allow {{ true }}\n", "HNS-P001"),
    "a variable that nothing binds": (allows("x > 1"), "HNS-P007"),
    "deep brackets": (f"{HEAD}x := {'[' * 200}1{']' * 200}\n", "HNS-P002"),
    "deep parentheses": (f"{HEAD}x := {'(' * 400}1{')' * 400}\n", "HNS-P002"),
    "deep comprehensions": (f"{HEAD}x := {'[y | y := ' * 40}1{']' * 40}\n", "HNS-P002"),
    "a long sum": (f"{HEAD}x := 1" + " +\n 1" * 5000 + "\n", "HNS-P002"),
    "a long chain of rules": (HEAD + "".join(f"r{i} := r{i + 1}\n" for i in range(5000)) + "r5000 := 1\n", "HNS-P002"),
    "a long body": (HEAD + "a if {\n" + "".join(f"\tsome x{i} in [1]\n" for i in range(2000)) + "}\n", "HNS-P002"),
    "ten megabytes": (HEAD + "# a comment\n" * (10 << 20 >> 3), "HNS-S010|HNS-P002"),
    "two megabytes": (HEAD + "# a comment\n" * (2 << 20 >> 3), "HNS-P002"),
    "a long line": (f'{HEAD}x := "{"a" * 900000}"\n', "HNS-P001"),
    "a NUL": (f"{HEAD}x := 1 # \0\n", "HNS-S002"),
    "a text that never ends": (f'{HEAD}x := "a\n', "HNS-P001"),
    "control characters": (f"{HEAD}\x1b[2J\x1b]0;owned\x07 := 1\n", "HNS-P001"),
    "text that turns around": (f'{HEAD}allow if input.user == "\u202eeno\u202c" then\n', "HNS-P001"),
    "nothing": ("", "HNS-S006"),
}
TABLES = {  # of a domain, which all policies would see
    "a table that hides the council's": ("access", "rules: [{rule: all, groups: ['*'], tables: ['*']}]\n", "HNS-P010"),
    "a table that hides its filters": ("filters", "filters: []\n", "HNS-P010"),
    "a table that hides the policies": ("hanse", "read: {allow: true}\n", "HNS-P010"),
    "a table that hides the domains": ("domains", "rival: {read: {allow: true}}\n", "HNS-P010"),
    "a table of no name": ("a b", "x: 1\n", "HNS-P010"),
}
FILTER = {"field": "quantity", "operator": "equal", "value": 1}
KEYS = {"domain": "rival", "table": "prices", "column": "order_id"}
# Applied, and the table is denied to everyone.
DENIES = {
    "allow is a text": allows("true").replace("allow if true", 'allow := "true"'),
    "allow is a number": f"{HEAD}allow := 1\n",
    "allow is a list": f"{HEAD}allow := [true]\n",
    "allow is a map": f'{HEAD}allow := {{"allow": true}}\n',
    "allow is null": f"{HEAD}allow := null\n",
    "allow is a set": f"{HEAD}allow contains true\n",
    "allow by default is a text": f'{HEAD}default allow := "yes"\n',
    "allow is undefined": allows("false"),
    "two values of allow": f'{HEAD}allow := true if input.door\n\nallow := false if input.door\n',
    "an error for some": f"{HEAD}one(x) := 1 if x\n\none(x) := 2 if x\n\nallow if one(input.door)\n",
    "filters are true": f"{HEAD}rowFilters := true\n",
    "filters are a text": f'{HEAD}rowFilters := "1 = 1"\n',
    "filters are a map": f'{HEAD}rowFilters[name] := {json.dumps(FILTER)} if some name in ["a"]\n',
    "a filter is a number": filters("1"),
    "a filter is empty": filters("{}"),
    "a filter with more": filters(json.dumps({**FILTER, "or": "true"})),
    "a filter of an unknown operator": filters(json.dumps({**FILTER, "operator": "equal 1 OR 1"})),
    "a filter on an unknown column": filters(json.dumps({**FILTER, "field": "wages"})),
    "a filter whose column is SQL": filters(json.dumps({**FILTER, "field": 'quantity" = 1 OR 1 = 1 --'})),
    "a filter on another table's column": filters(json.dumps({**FILTER, "field": "prices.article"})),
    "a filter without its value": filters('{"field": "quantity", "operator": "equal", "value": null}'),
    "a filter by a list": filters(json.dumps({**FILTER, "value": [1]})),
    "a filter in nothing": filters(json.dumps({**FILTER, "operator": "in", "value": []})),
    "a filter in too much": f'{HEAD}rowFilters contains {{"field": "quantity", "operator": "in", "value": numbers.range(1, 20000)}}\n',
    "too many filters": f'{HEAD}rowFilters contains {{"field": "quantity", "operator": "equal", "value": n}} if some n in numbers.range(1, 100)\n',
    "a filter by another domain's keys": filters(json.dumps({"field": "order_id", "operator": "in", "value": KEYS})),
    "a filter by an unknown table's keys": filters(json.dumps({"field": "order_id", "operator": "in", "value": {**KEYS, "table": "x"}})),
    "a filter by the catalog's keys": filters(json.dumps({"field": "order_id", "operator": "in", "value": {
        "domain": "information_schema", "table": "tables", "column": "table_name"}})),
    "a filter by its own keys": filters(json.dumps({"field": "order_id", "operator": "in", "value": {
        "domain": "shop", "table": "orders", "column": "order_id"}})),
    "a filter by a file": filters(json.dumps({"field": "order_id", "operator": "in", "value": {
        "domain": "", "table": "/etc/passwd", "column": "column0"}})),
    "an expression that ends the statement": expression("true; DROP TABLE x"),
    "an expression that closes": expression("true) OR (true"),
    "a subquery": expression("EXISTS (SELECT 1 FROM rival.prices)"),
    "a file in an expression": expression("EXISTS (SELECT 1 FROM read_text('/etc/passwd'))"),
    "the environment in an expression": expression("getenv('PATH') <> ''"),
    "chance in an expression": expression("random() < 2"),
    "another table in an expression": expression("prices.article <> ''"),
    "an aggregate": expression("count(*) > 0"),
    "a window": expression("row_number() OVER () > 0"),
    "a parameter": expression("quantity = $1"),
    "a star": expression("COLUMNS(*) IS NOT NULL"),
    "a setting": expression("current_setting('threads') IS NOT NULL"),
    "an unknown column in an expression": expression("wages > 1"),
    "an expression of a megabyte": f'{HEAD}rowFilters contains {{"expression": concat(" OR ", ["quantity = 1" | some _ in numbers.range(1, 90000)])}}\n',
    "a deep expression": f'{HEAD}rowFilters contains {{"expression": concat("", ["NOT " | some _ in numbers.range(1, 3000)])}}\n',
    "endless work": allows("{\n\tsome x in numbers.range(1, 3000)\n\tsome y in numbers.range(1, 3000)\n\tx * y == -1\n}"),
    "endless work, negated": f"{HEAD}f(n) if {{\n\tsome x in numbers.range(1, 3000)\n\tsome y in numbers.range(1, 3000)\n\tx * y == n\n}}\n\nallow if not f(-1)\n",
    "a range of everything": allows("count(numbers.range(1, 1000000000000)) > 0"),
    "an exponential comprehension": allows("count([1 | " + "; ".join(f"some x{i} in numbers.range(1, 9)" for i in range(9)) + "]) > 0"),
    "a large power": f"{HEAD}x0 := bits.lsh(1, 1024)\n" + "".join(f"x{i + 1} := x{i} * x{i}\n" for i in range(30)) + "allow if x30 > 0\n",
    "a long shift": allows("bits.lsh(1, 1000000000000) > 0"),
    "a large pattern": allows('regex.match("((a{1,1000}){1,1000}){1,1000}", "a")'),
    "a slow pattern": f'{HEAD}{TEXT}allow if regex.match("(.*,){{9}}(.*){{9}}b", s)\n',
    "a wide format": allows('sprintf("%999999999d", [1]) != ""'),
    "a text that doubles": f'{HEAD}x0 := "aaaaaaaaaa"\n' + "".join(f'x{i + 1} := concat("", [x{i}, x{i}])\n' for i in range(40)) + 'allow if x40 != ""\n',
    "a list that doubles": f"{HEAD}x0 := [1]\n" + "".join(f"x{i + 1} := array.concat(x{i}, x{i})\n" for i in range(40)) + "allow if count(x40) > 0\n",
    "a text in place of each letter": f'{HEAD}{TEXT}allow if replace(s, "a", s) != ""\n',
    "the same by a pattern": f'{HEAD}{TEXT}allow if regex.replace(s, "a", s) != ""\n',
    "the same by many": f'{HEAD}{TEXT}allow if strings.replace_n({{"a": s}}, s) != ""\n',
    "a text between texts": f'{HEAD}{TEXT}{LIST}allow if concat(s, l) != ""\n',
    "a text printed often": f'{HEAD}{TEXT}{LIST}allow if sprintf(concat("", ["%s" | some _ in l]), l) != ""\n',
    "a list that holds itself often, printed": f'{HEAD}{NESTED}allow if json.marshal(x40) != ""\n',
    "a list that holds itself often, walked": f"{HEAD}{NESTED}allow if count([1 | walk(x40, _)]) > 0\n",
    "a list that holds itself often, as the answer": f"{HEAD}{NESTED}rowFilters := x40\n",
    "a patch that copies the whole into itself": HEAD + 'p := [{"op": "copy", "from": "/a", "path": sprintf("/a/b%d", [n])} | some n in numbers.range(1, 60)]\n'
                                                 'allow if json.patch({"a": {"c": 1}}, p) != {}\n',
    "a large network": allows('count(net.cidr_expand("::/0")) > 0'),
    "a huge answer": f"{HEAD}rowFilters contains x if some x in numbers.range(1, 99999)\n",
}
# Applied, and concerns one column: `SELECT article` is denied.
MASKS = {
    "an unknown action": mask("article", {"action": "clear"}),
    "an action that is SQL": mask("article", {"action": "customer_email AS article --"}),
    "no action": mask("article", {}),
    "a constant of nothing": mask("article", {"action": "constant"}),
    "a constant that is a list": mask("article", {"action": "constant", "argument": ["a"]}),
    "an argument that is not wanted": mask("article", {"action": "null", "argument": "x"}),
    "two meanings": mask("article", {"action": "null", "viewExpression": {"expression": "article"}}),
    "somebody else's eyes": mask("article", {"viewExpression": {"expression": "article", "identity": "seller"}}),
    "an index below all": f'{HEAD}batchColumnMasks contains {{"index": -1, "action": "null"}}\n',
    "an index above all": f'{HEAD}batchColumnMasks contains {{"index": 999, "action": "null"}}\n',
    "an index between": f'{HEAD}batchColumnMasks contains {{"index": 0.5, "action": "null"}}\n',
    "an index of a name": f'{HEAD}batchColumnMasks contains {{"index": "article", "action": "null"}}\n',
    "masks are a map": f'{HEAD}batchColumnMasks := {{"article": "null"}}\n',
    "an order that is a text": mask("article", {"action": "null", "order": "first"}),
    "a date's mask of a text": mask("article", {"action": "truncateToYear"}),
    "another column's values": shown_as("article", "customer_email"),
    "another column's values, computed": shown_as("article", "concat(article, customer_email)"),
    "another column's values, when": shown_as("article", "CASE WHEN customer_email LIKE 'm%' THEN article END"),
    "another column's values, in other letters": shown_as("article", "Customer_Email"),
    "a subquery": shown_as("article", "(SELECT max(article) FROM rival.prices)"),
    "a file": shown_as("article", "read_text('/etc/passwd')"),
    "a file's name": shown_as("article", "filename"),
    "an unknown function": shown_as("article", "pg_read_file('/etc/passwd')"),
    "an unknown column": shown_as("article", "wages"),
    "two masks without order": mask("article", {"action": "null"}) + mask("article", {"action": "keepFirst4"}).removeprefix(HEAD),
    "two masks of one order": mask("article", {"action": "null", "order": 1}) + mask("article", {"action": "keepFirst4", "order": 1}).removeprefix(HEAD),
}
# Applied, and gives no more than before.
NO_MORE = {
    "a default that is computed": f"{HEAD}default allow := input.door\n",
    "a long chain of else": HEAD + "allow := false if false\n" + "".join(f"else := true if input.x == {i}\n" for i in range(5000)),
    "allow": f"{HEAD}allow := true\n\ndiscover := true\n\ncolumns contains name if some name, _ in input.resource.columns\n",
    "allow by default": f"{HEAD}default allow := true\n\ndefault discover := true\n",
    "columns that are not there": f'{HEAD}columns contains "wages"\n\ncolumns contains "*"\n\nallow := true\n',
    "a value that is SQL": filters(json.dumps({"field": "article", "operator": "equal", "value": "' OR 1 = 1 --"})),
    "values that are SQL": filters(json.dumps({"field": "article", "operator": "in", "value": ["') OR (1 = 1", "\u0000", "\\'"]})),
    "a number beyond all": filters('{"field": "quantity", "operator": "lessThan", "value": 1e308}'),
    "an expression with a comment": expression("false OR true -- "),
    "a filter on a hidden column": filters(json.dumps({"field": "customer_email", "operator": "startsWith", "value": "m"})),
    "a mask on a mask": shown_as("customer_email", "customer_email"),
    "a mask that undoes a mask": mask("customer_email", {"action": "keepFirst4"}),
    "a constant of another type": mask("quantity", {"action": "constant", "argument": "' OR 1 = 1 --"}),
    "a filter that fails on rows": expression("CAST(customer_email AS INTEGER) = 1"),
    "reasons in another shape": f'{HEAD}allow := false\n\nreasons := "because"\n',
    "too many reasons": f'{HEAD}allow := false\n\nreasons contains {{"message": sprintf("m%d", [n])}} if some n in numbers.range(1, 5000)\n',
    "reasons that a terminal obeys": f'{HEAD}allow := false\n\nreasons contains {{"rule": "\\u001b[2J", "message": "\\u001b]0;owned\\u0007 \\u202eback", "request": "a\\nb\\rc"}}\n',
    "exceptions from the council's rules": 'package domains.shop.spec\n\nexception contains ["product_team"]\n',
    "findings that a terminal obeys": 'package domains.shop.spec\n\nwarn contains "\\u001b]0;owned\\u0007 \\u202eback \\u009b2J"\n',
    "changes by everybody": "package domains.shop.change\n\nallow := true\n",
    "a rule named as a function": f"{HEAD}count := 7\n\nallow := true\n",
}
EVERYBODY = ("seller", "analyst", "stranger", "rival")
ROWS, ARTICLES = "SELECT * FROM shop.orders", "SELECT article FROM shop.orders"
QUESTIONS = (ROWS, ARTICLES, "SELECT count(*) AS n FROM shop.orders", "SELECT article FROM shop.returns", "SELECT * FROM rival.prices")


class Attack:
    def __init__(self, checks, mesh):
        self.checks, self.mesh = checks, mesh
        self.tokens = {user: mesh.token(user) for user in EVERYBODY}
        self.before = {(user, sql): self.ask(user, sql) for user in EVERYBODY for sql in QUESTIONS}
        self.idle_mb = memory_mb(mesh.server.pid)
        checks.true("the rival reads its own", len(self.before["rival", QUESTIONS[-1]]) == 4, self.before["rival", QUESTIONS[-1]])
        checks.true("the analyst reads", len(self.before["analyst", ROWS]) == 6, self.before["analyst", ROWS])

    def ask(self, user, sql):
        """The rows, or the code of the refusal; what it may not show is looked for in all that is said."""
        begin = time.monotonic()
        answer = self.mesh.ask(self.tokens[user], sql)[1]
        self.checks.true(f"{user}, {sql}: in time", time.monotonic() - begin < ANSWER_S, time.monotonic() - begin)
        said = json.dumps(answer)
        hidden = {"analyst": (*EMAILS, SECRET), "seller": (), "rival": EMAILS, "stranger": (*EMAILS, SECRET, "rope")}[user]
        self.checks.true(f"{user}, {sql}: shows nothing", not any(word in said for word in hidden), said[:500])
        return answer["rows"] if "rows" in answer else answer.get("code")

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.mesh.path(path)), exist_ok=True)
        with open(self.mesh.path(path), "w", encoding="utf-8") as file:
            file.write(text)

    def apply(self, what, codes):
        done = Command(self.mesh, "apply", "--yes")
        done.check(self.checks, f"{what}, apply", codes)
        self.checks.true(f"{what}: the server lives", self.mesh.server.poll() is None)
        return done

    def refused(self, what, wanted, path):
        applied = len(self.mesh.ledger("apply"))
        check_findings(self.checks, what, self.mesh, wanted)
        self.apply(what, (1,))
        self.checks.equal(f"{what}: nothing is applied", len(self.mesh.ledger("apply")), applied)
        self.serves(what)
        os.remove(self.mesh.path(path))

    def serves(self, what):
        """What does not concern `shop`, and the server's own state."""
        for user, sql in (("rival", QUESTIONS[-1]), ("stranger", ARTICLES), ("analyst", QUESTIONS[-1])):
            self.checks.equal(f"{what}: {user}, {sql}", self.ask(user, sql), self.before[user, sql])
        grown = memory_mb(self.mesh.server.pid) - self.idle_mb
        self.checks.true(f"{what}: the server's memory", grown < MEMORY_MAX_MB, f"{grown} MB more")

    def held(self, what, text, denied=()):
        self.write(LOCAL, text)
        self.apply(what, (0,))
        for user in ("seller", "analyst"):
            for sql in QUESTIONS[:-1]:
                found, before = self.ask(user, sql), self.before[user, sql]
                if sql in denied:
                    self.checks.true(f"{what}: {user}, {sql} is refused", isinstance(found, str), found)
                elif isinstance(found, list):
                    self.checks.true(f"{what}: {user}, {sql}: no more", isinstance(before, list) and len(found) <= len(before), found)
        self.serves(what)


def chosen(cases):
    return {what: case for what, case in cases.items() if all(word in what for word in sys.argv[1:])}.items()


def broken_council(attack):
    """Rules of the council that give no answer of their own kind: nothing is read by anybody."""
    with open(attack.mesh.path(COUNCIL), encoding="utf-8") as file:
        whole = file.read()
    for what, old, new in (("allow is a text", "default allow := false", 'default allow := "true"'),
                           ("two values of allow", "default allow := false", "default allow := false\n\nallow := 1 if input.door"),
                           ("filters that are true", "rowFilters contains filter if {", "rowFilters := true\n\nfilters contains filter if {")):
        attack.write(COUNCIL, whole.replace(old, new))
        attack.apply(f"the council: {what}", (0, 1))
        for user in ("analyst", "stranger"):
            found = attack.ask(user, ROWS)
            attack.checks.true(f"the council: {what}: {user} is refused", isinstance(found, str) or found == attack.before[user, ROWS], found)
    attack.write(COUNCIL, whole)


def obeyed_by_no_terminal(attack):
    attack.write(LOCAL, NO_MORE["reasons that a terminal obeys"])
    attack.apply("reasons", (0,))
    Command(attack.mesh, "query", "--as", "analyst", ROWS).check(attack.checks, "reasons on a terminal", (3,))


def main():
    checks = Checks()
    with temporary() as top, two_domains(top) as mesh:
        mesh.serve()
        attack = Attack(checks, mesh)
        for what, (text, wanted) in chosen(REFUSED):
            attack.write(LOCAL, text)
            attack.refused(what, wanted, LOCAL)
        for what, (name, text, wanted) in chosen(TABLES):
            path = f"domains/shop/policies/data/{name}.yaml"
            attack.write(path, text)
            attack.refused(what, wanted, path)
        for what, text in chosen(DENIES):
            attack.held(what, text, (ROWS, ARTICLES))
        for what, text in chosen(MASKS):
            attack.held(what, text, (ROWS, ARTICLES))
        for what, text in chosen(NO_MORE):
            attack.held(what, text)
        obeyed_by_no_terminal(attack)
        shutil.rmtree(mesh.path("domains", "shop", "policies"))
        broken_council(attack)
        attack.apply("as before", (0,))
        for (user, sql), rows in attack.before.items():
            checks.equal(f"as before: {user}, {sql}", attack.ask(user, sql), rows)
        mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
    checks.finish()


main()
