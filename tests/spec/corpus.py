# SPDX-License-Identifier: Apache-2.0
"""Contracts of ODCS and products of ODPS as random values: valid ones, and mutations of them."""
import copy

CONTRACTS = ("v3.2.0", "v3.1.0", "v3.0.2")
PRODUCTS = ("v1.1.0", "v1.0.0")
TYPES = ("string", "date", "number", "integer", "object", "array", "boolean")
METRICS = ("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount")
DIMENSIONS = ("accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness",
              "uniqueness")
# Of each type of server: the fields it needs, the fields it may have. Newer ones by edition.
SERVERS = {
    "api": ("location", ""), "azure": ("location format", "delimiter"),
    "bigquery": ("project dataset", ""), "clickhouse": ("host port database", ""),
    "cloudsql": ("host port database schema", ""), "custom": ("", "account path port stagingDir"),
    "databricks": ("catalog schema", "host"), "db2": ("host port database", "schema"),
    "denodo": ("host port", "database"), "dremio": ("host port", "schema"),
    "duckdb": ("database", ""), "glue": ("account database", "location format"),
    "informix": ("host database", "port"), "kafka": ("host", "format"),
    "kinesis": ("", "region format"), "local": ("path format", ""),
    "mysql": ("host port database", ""), "oracle": ("host port serviceName", ""),
    "postgres": ("host port database schema", ""), "postgresql": ("host port database schema", ""),
    "presto": ("host", "catalog schema"), "pubsub": ("project", ""),
    "redshift": ("database schema", "host region account"),
    "s3": ("location", "endpointUrl format delimiter"), "sftp": ("location", "format delimiter"),
    "snowflake": ("account database schema", "host port warehouse"),
    "sqlserver": ("host database schema", "port"), "synapse": ("host port database", ""),
    "trino": ("host port catalog schema", ""), "vertica": ("host port database schema", ""),
    "athena": ("schema stagingDir", "catalog regionName"),
}
SERVERS_31 = {"hive": ("host database", "port"), "impala": ("host database", "port"),
              "zen": ("host database", "port")}
SERVERS_32 = {
    "btrieve": ("host port database", ""), "exasol": ("host", "port schema"),
    "fastobjects": ("database", "host port"), "hana": ("host", "port database schema"),
    "iceberg": ("catalog catalogUrl", "namespace warehouse"), "ingres": ("database host", "port"),
    "poet": ("database", "host port"), "teradata": ("host", "port database"),
    "vectorwise": ("database host", "port"), "versant": ("database", "host port"),
}
BAD_VALUES = (None, True, 5, -1, 0, 1.5, 1.0, "x", "", [], {}, [None], ["a", "a"], {"a": 1}, [5],
              "a.b", "a b", "foreignKey", "string", "map", "vector", "library", "sql", "custom",
              "object", "blob", "i32", "f64", "ac", "column", "v3.1.0", "DataContract", "local")
EXTRA_KEYS = ("extra", "id", "type", "tags", "context", "comment", "vendor", "deprecated", "enum",
              "mustBe", "query", "metric", "rule", "items", "properties", "map", "encoding", "from",
              "customProperties", "authoritativeDefinitions", "description", "format", "port")


class Maker:
    """One valid contract after another; `random` decides everything."""

    def __init__(self, random, version):
        self.random, self.version = random, version
        self.since31, self.since32 = version != "v3.0.2", version == "v3.2.0"

    def maybe(self, percent=22):
        return self.random.random() * 100 < percent

    def one(self, *values):
        return self.random.choice(values)

    def text(self):
        return self.one("a", "some words", "ü – 東", "x: y # z", "${NAME}", "1", "true", "null")

    def name(self):
        return self.one("a", "b", "order_id", "Zeile", "k2", "_x")

    def some(self, make, low=0, high=2):
        return [make() for _ in range(self.random.randint(low, high))]

    def fill(self, out, **fields):
        for key, make in fields.items():
            if self.maybe():
                out[key] = make()
        return out

    def id(self, out):
        if self.since31 and self.maybe(15):
            wide = ("größe", "${NAME}", "a:b") if self.since32 else ()
            out["id"] = self.one("a", "a-b_1", "0", *wide)
        return out

    def tags(self):
        return self.some(self.text)

    def anything(self):
        return self.one(None, True, 1, 1.5, "x", [1, None], {"a": {"b": []}})

    def custom_property(self):
        out = self.id({"property": self.text(), "value": self.anything()})
        if self.since31:
            self.fill(out, description=self.text)
        if self.since32:
            self.fill(out, vendor=lambda: "soda")
        return out

    def customs(self):
        return self.some(self.custom_property)

    def definition(self):
        out = self.id({"type": self.text(), "url": "https://example.com"})
        return self.fill(out, description=self.text) if self.since31 else out

    def definitions(self):
        return self.some(self.definition)

    def synonym(self):
        return self.fill(self.id({"synonym": self.text()}), description=self.text, locale=self.text,
                         source=self.text, status=self.text, customProperties=self.customs)

    def context(self):
        if self.maybe(40):
            return self.text()

        def entry(key):
            return self.fill({key: self.text()}, id=self.text, tags=self.tags,
                             customProperties=self.customs,
                             authoritativeDefinitions=self.definitions)
        return self.fill({}, instructions=self.text,
                         verifiedStatements=lambda: self.some(
                             lambda: self.fill(entry("question"), answer=self.text)),
                         constraints=lambda: self.some(lambda: entry("constraint")))

    def shared(self, out):
        return self.fill(out, customProperties=self.customs,
                         authoritativeDefinitions=self.definitions, tags=self.tags)

    def rule(self, _level="column"):
        kind = self.one("library", "sql", "custom", "text", "metric")
        out = {} if kind == "metric" else {"type": kind}
        if kind in ("library", "metric"):
            out["metric" if self.since31 else "rule"] = (
                self.one(*METRICS) if self.since31 else "duplicateCount")
            if self.since31:
                self.fill(out, arguments=lambda: {"x": 1}, rule=self.text)
        elif kind == "sql":
            out["query"] = "SELECT count(*) FROM {object}"
        elif kind == "custom":
            out["engine"] = "soda"
            out["implementation"] = self.one("a: b", {"a": 1})
        else:
            self.fill(out, description=self.text)
        if kind in ("library", "metric", "sql"):
            out.update(self.comparison())
        self.id(out)
        return self.fill(out, name=self.text, description=self.text, businessImpact=self.text,
                         dimension=lambda: self.one(*DIMENSIONS), method=self.text,
                         schedule=lambda: "0 20 * * *", scheduler=lambda: "cron",
                         severity=lambda: "error", unit=lambda: self.one("rows", "percent", "kg"),
                         tags=self.tags, customProperties=self.customs,
                         authoritativeDefinitions=self.definitions)

    def comparison(self):
        word = self.one("mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo",
                        "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",
                        "mustNotBeBetween")
        if word.endswith("Between"):
            return {word: [1, 2.5]}
        return {word: self.one(0, 1.5, -3)}

    def options(self, kind):
        bounds = {"minimum": lambda: 0, "multipleOf": lambda: 0.5}
        if self.since31:
            bounds["exclusiveMaximum"] = lambda: 10
        else:
            bounds["exclusiveMinimum"] = lambda: True
        times = {"format": lambda: "yyyy-MM-dd", "minimum": lambda: "2020-01-01",
                 "exclusiveMaximum": lambda: "2030-01-01" if self.since31 else True}
        tables = {
            "string": {"minLength": lambda: 0, "maxLength": lambda: 9, "pattern": lambda: "^a$",
                       "format": lambda: "email"},
            "date": times,
            "timestamp": {**times, "timezone": lambda: True, "defaultTimezone": lambda: "UTC"},
            "integer": {**bounds, "format": lambda: "i64"},
            "number": {**bounds, "format": lambda: "f32"},
            "object": {"minProperties": lambda: 0, "maxProperties": lambda: 2,
                       "required": lambda: ["a"]},
            "array": {"minItems": lambda: 1, "maxItems": lambda: 2, "uniqueItems": lambda: True},
            "vector": {"elementType": lambda: "float32", "distanceMetric": lambda: "cosine",
                       "embeddingModel": self.text, "normalized": lambda: False},
        }
        start = {"dimensions": 3} if kind == "vector" else {}
        return self.fill(start, **tables.get("timestamp" if kind == "time" else kind, {}))

    def enum(self):
        values = self.random.sample(("a", "b", 1, 2.5, True), self.random.randint(1, 3))
        return [self.shared(self.fill(self.id({"value": value}), label=self.text,
                                      description=self.text)) for value in values]

    def column(self, depth=0, named=True):
        out = self.id({"name": self.name()} if named else {})
        kind = None
        if not named or self.maybe(80):
            kinds = TYPES + (("timestamp", "time") if self.since31 else ())
            kinds += ("map", "vector") if self.since32 else ()
            kind = out["logicalType"] = self.one(*kinds)
            if kind == "vector" or self.maybe(50):
                out["logicalTypeOptions"] = self.options(kind)
        if kind == "object" and depth < 2:
            out["properties"] = self.some(lambda: self.column(depth + 1), 1)
        if kind == "array" and depth < 2:
            out["items"] = self.column(depth + 1, named=False)
        if kind == "map":
            out["map"] = {"key": {"logicalType": "string"},
                          "value": self.column(depth + 1, named=False) if depth < 2 else {}}
        if self.since32:
            self.fill(out, enum=self.enum, semanticType=lambda: "measure",
                      deprecated=lambda: True, synonyms=lambda: self.some(self.synonym))
        if self.since31:
            self.fill(out, relationships=lambda: self.some(self.relation))
        self.fill(out, quality=lambda: self.some(self.rule),
                  examples=lambda: self.some(self.anything), classification=self.text)
        self.fill(out, businessName=self.text, physicalName=self.text, physicalType=self.text,
                  description=self.text, required=lambda: True, unique=lambda: False,
                  primaryKey=lambda: True, primaryKeyPosition=lambda: self.one(-1, 1),
                  partitioned=lambda: True, partitionKeyPosition=lambda: 1,
                  encryptedName=self.text, transformSourceObjects=self.tags,
                  transformLogic=self.text, transformDescription=self.text,
                  criticalDataElement=lambda: True)
        return self.shared(out)

    def reference(self):
        if self.since32 and self.maybe(20):
            return self.one("orders.address.street", "order-lines.id", "c.yml#/schema/größe",
                            "schema/${O}/properties/a:b")
        return self.one("a.b", "schema/a/properties/b-1",
                        "/schema/a/properties/b/properties/c", "other.yaml#/schema/a/properties/b",
                        "https://example.com/c-1.yaml#schema/a/properties/b", "schema/a")

    def relation(self, of_table=False):
        out = {"to": self.reference()}
        if self.maybe(30):
            out["to"] = self.some(self.reference, 1, 2)
        if of_table:
            out["from"] = copy.deepcopy(out["to"])
        if self.since32:
            self.fill(out, id=self.text)
        return self.fill(out, type=lambda: "foreignKey", customProperties=self.customs)

    def table(self):
        out = self.id({"name": self.name()})
        if self.maybe(90):
            out["properties"] = self.some(self.column, 0, 3)
        if self.since32:
            self.fill(out, context=self.context, deprecated=lambda: False,
                      synonyms=lambda: self.some(self.synonym))
        if self.since31:
            self.fill(out, relationships=lambda: self.some(lambda: self.relation(of_table=True)))
        self.fill(out, logicalType=lambda: "object", physicalName=self.text,
                  physicalType=self.text, description=self.text, businessName=self.text,
                  dataGranularityDescription=self.text,
                  quality=lambda: self.some(lambda: self.rule("table")))
        return self.shared(out)

    def server(self):
        known = dict(SERVERS)
        if self.since31:
            known.update(SERVERS_31)
        if self.since32:
            known.update(SERVERS_32)
        kind = self.one(*sorted(known))
        needed, optional = known[kind]
        out = self.id({"server": self.name(), "type": kind})
        for field in needed.split():
            out[field] = self.server_field(field)
        for field in optional.split():
            if self.maybe(40):
                out[field] = self.server_field(field)
        if self.since32 and kind in ("azure", "glue", "kafka", "kinesis", "local", "s3", "sftp"):
            self.fill(out, encoding=lambda: "UTF-8")
        return self.fill(out, description=self.text, environment=lambda: "dev",
                         roles=lambda: self.some(self.role), customProperties=self.customs)

    def server_field(self, field):
        words = {"format": "csv", "delimiter": "array", "location": "sftp://example.com/x"}
        if field in words:
            return words[field]
        if field != "port":
            return self.one("x", "data/x.csv", "https://example.com")
        return self.one(5432, "5432", "${DB_PORT}") if self.since32 else 5432

    def role(self):
        return self.fill(self.id({"role": self.text()}), access=self.text, description=self.text,
                         firstLevelApprovers=self.text, secondLevelApprovers=self.text,
                         customProperties=self.customs)

    def member(self):
        out = self.fill(self.id({"username": self.text()}), name=self.text, description=self.text,
                        role=self.text, dateIn=lambda: "2020-01-01", dateOut=lambda: "2021-01-01",
                        replacedByUsername=self.text)
        return self.shared(out) if self.since31 else out

    def team(self):
        if not self.since31 or self.maybe(30):
            return self.some(self.member)
        return self.shared(self.fill(self.id({}), name=self.text, description=self.text,
                                     members=lambda: self.some(self.member)))

    def level(self):
        out = self.id({"property": self.one("latency", "RETENTION", "av", "own"),
                       "value": self.one(4, 99.5, "09:00", True, None)})
        self.fill(out, valueExt=lambda: self.one(1, "x", None, False), unit=lambda: "d",
                  element=self.text, driver=lambda: "regulatory")
        if self.since31:
            self.fill(out, description=self.text, schedule=self.text, scheduler=self.text)
        if self.since32:
            self.fill(out, customProperties=self.customs,
                      authoritativeDefinitions=self.definitions)
        return out

    def support(self):
        out = self.id({"channel": self.text()})
        if not self.since31 or self.maybe(50):
            out["url"] = "https://example.com"
        self.fill(out, description=self.text, tool=lambda: "slack", scope=lambda: "issues",
                  invitationUrl=self.text)
        return self.fill(out, customProperties=self.customs) if self.since31 else out

    def contract(self, number):
        out = {"apiVersion": self.version, "kind": "DataContract", "id": f"c{number}",
               "version": "1.0.0"}
        if not self.since32 or self.maybe(50):
            out["status"] = "active"
        if self.since32:
            self.fill(out, context=self.context)
        out["schema"] = self.some(self.table, 0, 2)
        price = {"priceAmount": lambda: 9.95, "priceCurrency": lambda: "EUR",
                 "priceUnit": self.text}
        return self.fill(
            out, name=self.text, tenant=self.text, tags=self.tags, domain=self.text,
            dataProduct=self.text, servers=lambda: self.some(self.server),
            description=lambda: self.fill({}, purpose=self.text, usage=self.text,
                                          limitations=self.text,
                                          customProperties=self.customs,
                                          authoritativeDefinitions=self.definitions),
            support=lambda: self.some(self.support), team=self.team,
            price=lambda: self.fill(self.id({}), **price), roles=lambda: self.some(self.role),
            slaDefaultElement=self.text, slaProperties=lambda: self.some(self.level),
            authoritativeDefinitions=self.definitions, customProperties=self.customs,
            contractCreatedTs=lambda: "2026-01-01T00:00:00Z")


class ProductMaker(Maker):
    """The same for ODPS, whose parts are mostly those of ODCS 3.2 and 3.1."""

    def __init__(self, random, version):
        super().__init__(random, version)
        self.since31 = self.since32 = version == "v1.1.0"

    def custom_property(self):
        return self.fill(super().custom_property(), description=self.text)

    def definition(self):
        out = self.fill(super().definition(), description=self.text)
        if not self.since32:
            out["type"] = self.one("businessDefinition", "tutorial")
        return out

    def context(self):
        out = super().context()
        return {} if isinstance(out, str) else out

    def sbom(self):
        out = self.id({"url": "https://example.com"})
        self.fill(out, type=self.text)
        return self.shared(out) if self.since32 else out

    def input_port(self):
        out = {"name": self.name()}
        if not self.since32:
            return {**out, "version": "1.0.0", "contractId": "c"}
        self.fill(self.id(out), version=self.text, contractId=self.text, deprecated=lambda: True)
        return self.shared(out)

    def output_port(self):
        out = {"name": self.name()}
        if not self.since32:
            out["version"] = "1.0.0"
        self.fill(out, version=self.text, contractId=self.text, type=self.text,
                  description=self.text, sbom=lambda: self.some(self.sbom),
                  inputContracts=lambda: self.some(lambda: {"id": "a", "version": "1"}))
        if not self.since32:
            return out
        self.fill(self.id(out), deprecated=lambda: False, context=self.context,
                  synonyms=lambda: self.some(self.synonym))
        return self.shared(out)

    def management_port(self):
        out = self.id({"name": self.name(), "content": "observability"})
        if self.since32:
            self.fill(out, deprecated=lambda: False)
        return self.shared(self.fill(out, type=lambda: "topic", channel=self.text,
                                     url=lambda: "https://example.com", description=self.text))

    def support(self):
        out = super().support()
        out["url"] = "https://example.com"
        return self.shared(out)

    def member(self):
        return self.shared(super().member())

    def team(self):
        return self.shared(self.fill({}, name=self.text, description=self.text,
                                     members=lambda: self.some(self.member)))

    def contract(self, number):
        out = {"apiVersion": self.version, "kind": "DataProduct", "id": f"p{number}"}
        if not self.since32 or self.maybe(50):
            out["status"] = "active"
        if self.since32:
            self.fill(out, context=self.context, type=lambda: "aggregate",
                      deprecated=lambda: False, synonyms=lambda: self.some(self.synonym))
        return self.shared(self.fill(
            out, name=lambda: f"p{number}", version=self.text, domain=lambda: "weather",
            tenant=self.text, team=self.team, support=lambda: self.some(self.support),
            description=lambda: self.fill({}, purpose=self.text, usage=self.text,
                                          limitations=self.text, customProperties=self.customs,
                                          authoritativeDefinitions=self.definitions),
            inputPorts=lambda: self.some(self.input_port),
            outputPorts=lambda: self.some(self.output_port),
            managementPorts=lambda: self.some(self.management_port),
            productCreatedTs=lambda: "2026-01-01T00:00:00Z"))


def places(value, path=()):
    """Every (container, key) of a document."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in entries:
        yield value, key
        if isinstance(child, (dict, list)):
            yield from places(child, path + (key,))


def mutate(random, document, pool):
    """One small change; `pool` has parts of other documents."""
    container, key = random.choice(list(places(document)))
    value = container[key]
    what = random.randrange(8)
    if what == 0:
        del container[key]
    elif what in (1, 2):
        container[key] = copy.deepcopy(random.choice(BAD_VALUES))
    elif what == 3 and isinstance(container, dict):
        container[random.choice(EXTRA_KEYS)] = copy.deepcopy(random.choice(BAD_VALUES))
    elif what == 4 and isinstance(container, dict):
        container[key + random.choice(("s", "_", "X"))] = container.pop(key)
    elif what == 5 and isinstance(container, dict):
        other, part = random.choice(pool)
        container[other] = copy.deepcopy(part)
    elif what == 6 and isinstance(value, list) and value:
        value.append(copy.deepcopy(random.choice(value)))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        container[key] = random.choice((0, -1, 1, 2, 0.5, 10 ** 6))
    else:
        container[key] = copy.deepcopy(random.choice(BAD_VALUES))


def corpus(random, count):
    """`count` triples of version, document and whether it was mutated; every fourth is not."""
    makers = [Maker(random, version) for version in CONTRACTS]
    makers += [ProductMaker(random, version) for version in PRODUCTS]
    pool = []
    out = []
    for number in range(count):
        maker = random.choices(makers, (50, 15, 10, 20, 5))[0]
        document = maker.contract(number)
        pool += [(key, container[key]) for container, key in places(document)
                 if isinstance(key, str)]
        pool = pool[-500:]
        mutated = number % 4 != 0
        if mutated:
            for _ in range(random.choice((1, 1, 2, 3))):
                mutate(random, document, pool)
        out.append((maker.version, document, mutated))
    return out
