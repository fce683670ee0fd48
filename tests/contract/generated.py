# SPDX-License-Identifier: Apache-2.0
"""Contracts made at random, valid ones, with names and texts that break what does not escape them."""
import random
import re

HOSTILE = ["it's", 'a "b"', "a\nb", "*/ x", "/* x", "-- x", "</script><script>alert(1)</script>", "`id`", "a\\", "a\\'b", "${x}", "{{ env_var('HOME') }}",
           "{% raw %}", "{# c #}", "%%{init: {}}%%", "| a | b |", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "ü 日本 🚢", "a;DROP TABLE t;",
           "\"\"\"", "'''", "#{x}", "&amp;", "a\tb", "x: y", "- x", "# x", "1. x", "\u2028x", "\u0085y", "$$", "$a$", "?", "%s", "\\N", "=1+1", "]]>", "a,b", "  x  ", "\\u0041"]
WORDS = ["order", "select", "table", "group", "class", "def", "message", "optional", "repeated", "package", "date", "time", "string", "type", "json", "schema",
         "copy", "null", "true", "primary", "key", "check", "enum", "map", "record", "user", "from", "import", "model_config", "model_dump", "_private", "1st", "google",
         "datetime", "int", "float", "self", "None", "end", "index", "comment", "constraint", "default", "unique", "reference", "fields", "construct"]
PLAIN = ["id", "name", "amount", "city", "status", "created", "customer_id", "note", "weight", "email", "code", "aB", "a_b", "AB", "x1", "long_" * 6]
STRING_FORMATS = ["email", "uuid", "uri", "hostname", "ipv4", "binary"]
SCALARS = ["string", "string", "integer", "number", "decimal", "boolean", "date", "timestamp", "time", "local"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def text(self):
        pick = self.random.choice
        parts = [pick(HOSTILE) if self.chance(0.5) else pick(PLAIN) for _ in range(self.random.randint(1, 4))]
        return " ".join(parts).strip() or "x"

    def name(self, taken):
        """One that no other of `taken` is, in any case, and that is a name at all."""
        while True:
            made = self.random.choice(WORDS + PLAIN) if self.chance(0.8) else self.random.choice(HOSTILE)
            made = "".join(c for c in made if c.isprintable()).strip()[:60]
            if self.chance(0.2):
                made += str(self.random.randint(0, 99))
            if made and made.lower() not in taken and made.encode()[:63] == made.encode():
                taken.add(made.lower())
                return made

    def options(self, kind):
        r, options = self.random, {}
        if kind == "string" and self.chance(0.3):
            options["minLength"] = r.randint(0, 3)
        if kind == "string" and self.chance(0.3):
            options["maxLength"] = r.randint(3, 40)
        if kind == "string" and self.chance(0.15):
            options["pattern"] = r.choice(["^[a-z]+$", "^\\d{3}-'x'$", "a\"b", "[`$]"])
        if kind == "string" and not options and self.chance(0.3):
            options["format"] = r.choice(STRING_FORMATS)
        if kind == "integer" and self.chance(0.6):
            options["format"] = r.choice(["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "i128"])
        if kind == "number" and self.chance(0.5):
            options["format"] = r.choice(["f32", "f64"])
        if kind in ("integer", "number", "decimal") and self.chance(0.3):
            options[r.choice(["minimum", "exclusiveMinimum"])] = r.choice([0, 1, -5, 2.5] if kind != "integer" else [0, 1, -5])
        if kind in ("integer", "number", "decimal") and self.chance(0.3):
            options[r.choice(["maximum", "exclusiveMaximum"])] = r.choice([10, 100, 99.5] if kind != "integer" else [10, 100])
        if kind == "integer" and self.chance(0.1):
            options["multipleOf"] = r.choice([2, 5])
        if kind == "date" and self.chance(0.2):
            options["minimum"] = "2020-01-01"
        if kind == "timestamp" and self.chance(0.5):
            options["timezone"] = True
        return options

    def scalar(self):
        kind = self.random.choice(SCALARS)
        logical = {"decimal": "number", "local": "timestamp"}.get(kind, kind)
        column = {"logicalType": logical}
        options = self.options(kind)
        if kind == "decimal":
            column["physicalType"] = self.random.choice(["decimal(10,2)", "decimal(38,0)", "decimal(5,5)"])
        if kind == "local":
            column["physicalType"] = "timestamp"
        if options:
            column["logicalTypeOptions"] = options
        if kind == "string" and not options and self.chance(0.25):
            values = {self.random.choice(["open", "closed", "paid", "x_1", "it's", "a\"b", "a\\b", "</x>", "ü"]) for _ in range(3)}
            column["enum"] = [{"value": value} for value in sorted(values)]
        if kind == "integer" and not options and self.chance(0.2):
            column["enum"] = [{"value": str(value)} for value in (1, 2, 30)]
        return column

    def nested(self, depth):
        kind = self.random.choice(["object", "array", "map", "vector"])
        if kind == "object":
            taken = set()
            return {"logicalType": kind, "properties": [self.column(taken, depth + 1) for _ in range(self.random.randint(1, 3))]}
        if kind == "array":
            column = {"logicalType": kind, "items": self.inner(depth + 1)}
            if self.chance(0.3):
                column["logicalTypeOptions"] = {"minItems": 1, "maxItems": 9}
            return column
        if kind == "map":
            return {"logicalType": kind, "map": {"key": {"logicalType": "string"}, "value": self.inner(depth + 1)}}
        return {"logicalType": kind, "logicalTypeOptions": {"dimensions": self.random.randint(1, 5)}}

    def inner(self, depth):
        return self.nested(depth) if depth < 3 and self.chance(0.3) else self.scalar()

    def column(self, taken, depth=0):
        name = self.name(taken)
        column = {"name": name}
        if self.chance(0.4):
            column["description"] = self.text()
        if self.chance(0.1):
            column["businessName"] = self.text().replace("\n", " ")
        column.update(self.nested(depth) if depth < 3 and self.chance(0.2) else self.scalar())
        if self.chance(0.4):
            column["required"] = True
        if depth == 0:
            self.decorate(column)
        return column

    def decorate(self, column):
        if self.chance(0.1):
            column["unique"] = True
        if self.chance(0.2):
            column["classification"] = self.random.choice(["public", "internal", "confidential", "restricted"])
        if self.chance(0.1):
            column["tags"] = [self.text().replace("\n", " ")]
        if self.chance(0.1):
            column["deprecated"] = True
        if self.chance(0.1) and column["logicalType"] == "string" and "enum" not in column:
            column["examples"] = [self.text()]

    def table(self, taken):
        columns = set()
        table = {"name": self.name(taken)}
        if self.chance(0.5):
            table["description"] = self.text()
        table["properties"] = [self.column(columns) for _ in range(self.random.randint(1, 6))]
        scalars = [c for c in table["properties"] if c["logicalType"] not in ("object", "array", "map", "vector")]
        for position, column in enumerate(self.random.sample(scalars, min(len(scalars), self.random.choice([0, 1, 1, 2]))), 1):
            column.update(primaryKey=True, primaryKeyPosition=position, required=True)
        return table

    def relate(self, tables):
        """A column of a later table that refers to the single key of an earlier one, of the same type."""
        for at, table in enumerate(tables[1:], 1):
            target = self.random.choice(tables[:at])
            key = [c for c in target["properties"] if c.get("primaryKey")]
            if len(key) != 1 or self.chance(0.4):
                continue
            # The standard's short reference has no way to write these names: an import says so (HNS-C081) and leaves them out.
            if "/" in target["name"] or "/" in key[0]["name"]:
                continue
            taken = {c["name"].lower() for c in table["properties"]}
            column = {"name": self.name(taken), "logicalType": key[0]["logicalType"]}
            column.update({k: key[0][k] for k in ("physicalType", "logicalTypeOptions") if k in key[0]})
            column["relationships"] = [{"to": self.reference(target, key[0])}]
            table["properties"].append(column)

    @staticmethod
    def reference(table, column):
        """By names where both are words, else by ids, as the standard has it."""
        if all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", one["name"]) for one in (table, column)):
            return f"{table['name']}.{column['name']}"
        table.setdefault("id", "t-" + re.sub("[^A-Za-z0-9]", "", table["name"]) + str(len(table["name"])))
        column.setdefault("id", "c-1")
        return f"schema/{table['id']}/properties/{column['id']}"

    def contract(self, number):
        taken = set()
        tables = [self.table(taken) for _ in range(self.random.choice([1, 1, 2, 3]))]
        for position, table in enumerate(tables):
            if self.chance(0.2):
                table["id"] = f"table-{position}"
        self.relate(tables)
        contract = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": f"generated-{number}", "version": f"{number % 7 + 1}.0.{number}", "status": "active"}
        if self.chance(0.5):
            contract["name"] = self.text().replace("\n", " ")
        if self.chance(0.5):
            contract["description"] = {"purpose": self.text()}
        contract["schema"] = tables
        return contract
