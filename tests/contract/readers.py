# SPDX-License-Identifier: Apache-2.0
"""What each format's own tool makes of an export: a function a format, (text, contract) -> problems."""
import csv
import io
import json
import re
import warnings

import duckdb
import fastavro
import fastavro.utils
import html5lib
import jsonschema
import psycopg
import rdflib
import sqlglot
from markdown_it import MarkdownIt


def tables_of(contract):
    return contract["schema"]


def columns_of(table):
    return [column["name"] for column in table["properties"]]


def same(what, found, expected):
    if found != expected:
        yield f"{what}: {found!r}, expected {expected!r}"


def postgres(address):
    """A reader over a real server: the DDL runs, the catalog has the names and comments."""
    connection = psycopg.connect(address, autocommit=True)

    def read(text, contract):
        connection.execute("DROP SCHEMA IF EXISTS made CASCADE; CREATE SCHEMA made; SET search_path = made")
        try:
            connection.execute(text)
        except psycopg.Error as error:
            yield f"PostgreSQL: {error}"
            return
        for table in tables_of(contract):
            rows = connection.execute(
                "SELECT a.attname, col_description(c.oid, a.attnum), a.attnotnull FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                "WHERE c.relnamespace = 'made'::regnamespace AND c.relkind = 'r' AND c.relname = %s AND attnum > 0 ORDER BY attnum", (table["name"],)).fetchall()
            yield from same(f"columns of {table['name']!r}", [row[0] for row in rows], columns_of(table))
            yield from same("comments", [row[1] for row in rows], [column.get("description") for column in table["properties"]])
            yield from same("not null", [row[2] for row in rows],
                            [bool(column.get("required") or column.get("primaryKey")) for column in table["properties"]])
    return read


def duck(text, contract):
    connection = duckdb.connect()
    try:
        connection.execute(text)
    except duckdb.Error as error:
        yield f"DuckDB: {error}"
        return
    for table in tables_of(contract):
        rows = connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table["name"]]).fetchall()
        yield from same(f"columns of {table['name']!r}", [row[0] for row in rows], columns_of(table))
        yield from same("comments", [row[1] for row in rows], [column.get("description") for column in table["properties"]])


def sql(dialect):
    def read(text, contract):
        try:
            statements = [one for one in sqlglot.parse(text, read=dialect) if one is not None]
        except sqlglot.errors.SqlglotError as error:
            yield f"sqlglot {dialect}: {error}"
            return
        by_name = {}
        for one in statements:
            if not isinstance(one, sqlglot.exp.Create):
                yield f"sqlglot {dialect}: {one.sql()[:80]} is no CREATE"
                continue
            schema = one.this
            found = {}
            for column in schema.expressions:
                if isinstance(column, sqlglot.exp.ColumnDef):
                    comment = [c.kind.this.this for c in column.constraints if isinstance(c.kind, sqlglot.exp.CommentColumnConstraint)]
                    found[column.name] = comment[0] if comment else None
            by_name[schema.this.name] = found
        yield from same("tables", sorted(by_name), sorted(table["name"] for table in tables_of(contract)))
        for table in tables_of(contract):
            expected = {column["name"]: column.get("description") for column in table["properties"]}
            yield from same(f"columns of {table['name']!r}", by_name.get(table["name"]), expected)
    return read


def json_schema(text, contract):
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    if validator.is_valid(7):
        yield "a number is no row"
    for table in tables_of(contract):
        yield from same("columns", list(schema["$defs"][table["name"]]["properties"]), columns_of(table))
        row = {column["name"]: None for column in table["properties"] if not column.get("required")}
        if all(not column.get("required") for column in table["properties"]) and not validator.is_valid(row):
            yield f"a row of nulls of {table['name']!r} is refused"
        required = [column["name"] for column in table["properties"] if column.get("required")]
        if len(contract["schema"]) == 1 and required and validator.is_valid(row):
            yield f"a row without {required} is taken"


def original(schema):
    return schema.get("odcsName", schema["name"].split(".")[-1])


def avro(text, contract):
    schema = json.loads(text)
    records = schema if isinstance(schema, list) else [schema]
    yield from same("tables", [original(record) for record in records], [table["name"] for table in tables_of(contract)])
    for record, table in zip(records, tables_of(contract)):
        parsed = fastavro.parse_schema(json.loads(json.dumps(record)))
        yield from same("columns", [original(field) for field in record["fields"]], columns_of(table))
        yield from same("docs", [field.get("doc") for field in record["fields"]], [column.get("description") for column in table["properties"]])
        row = fastavro.utils.generate_one(parsed)
        data = io.BytesIO()
        fastavro.schemaless_writer(data, parsed, row)
        data.seek(0)
        yield from same("a row", list(fastavro.schemaless_reader(data, parsed)), list(row))


def protobuf(folder):
    import os

    import grpc_tools
    from google.protobuf import descriptor_pb2
    from grpc_tools import protoc
    include = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")

    def read(text, contract):
        source, out = os.path.join(folder, "made.proto"), os.path.join(folder, "made.bin")
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        if protoc.main(["protoc", f"-I{folder}", f"-I{include}", f"--descriptor_set_out={out}", "--include_source_info", source]) != 0:
            yield "protoc refuses it"
            return
        with open(out, "rb") as file:
            made = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file[-1]
        for message, table in zip(made.message_type, tables_of(contract)):
            names = [field.json_name if any(f.name != n for f, n in zip(message.field, columns_of(table))) else field.name for field in message.field]
            yield from same("fields", names, columns_of(table))
            yield from same("presence", [field.proto3_optional or field.label == 3 for field in message.field],
                            [not column.get("required") or column["logicalType"] in ("array", "map", "vector") for column in table["properties"]])
        yield from same("messages", len(made.message_type), len(tables_of(contract)))
    return read


def pydantic_models(text, contract):
    space = {"__name__": "made"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(text, "made.py", "exec"), space)  # what the export writes is to be run: that is the test
    import pydantic
    models = [one for name, one in space.items() if isinstance(one, type) and issubclass(one, pydantic.BaseModel) and not name.startswith("T_")]
    yield from same("models", len(models), len(tables_of(contract)))
    for model, table in zip(models, tables_of(contract)):
        yield from same("fields", [field.alias or name for name, field in model.model_fields.items()], columns_of(table))
        yield from same("required", [field.is_required() for field in model.model_fields.values()], [bool(c.get("required")) for c in table["properties"]])
        yield from same("descriptions", [field.description for field in model.model_fields.values()], [c.get("description") for c in table["properties"]])
        model.model_json_schema()


def suites(text, contract):
    import great_expectations as gx
    made = json.loads(text)
    made = made if isinstance(made, list) else [made]
    yield from same("suites", [one["name"] for one in made], [table["name"] for table in tables_of(contract)])
    for one, table in zip(made, tables_of(contract)):
        suite = gx.ExpectationSuite(name=one["name"], expectations=one["expectations"], meta=one["meta"])
        found = [e.column for e in suite.expectations if e.expectation_type == "expect_column_to_exist"]
        yield from same("columns", found, columns_of(table))
        yield from same("expectations", len(suite.expectations), len(one["expectations"]))


def linked(text, contract):
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    csvw = rdflib.Namespace("http://www.w3.org/ns/csvw#")
    names = {str(o) for o in graph.objects(None, csvw.name)}
    expected = {table["name"] for table in tables_of(contract)} | {name for table in tables_of(contract) for name in columns_of(table)}
    yield from same("names", names, expected)
    descriptions = {str(o) for o in graph.objects(None, rdflib.DCTERMS.description)}
    wanted = {c["description"] for table in tables_of(contract) for c in table["properties"] if c.get("description")}
    if not wanted <= descriptions:
        yield f"descriptions: {wanted - descriptions!r} are missing"
    if not list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset"))):
        yield "there is no dataset"
    for term in graph.all_nodes():
        if isinstance(term, rdflib.URIRef) and re.search(r"[<>\" {}|\\^`\s]", term):
            yield f"{term!r} is no IRI"


def squeezed(text):
    return "".join(text.split())


def page(text, contract):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    allowed = {"html", "head", "meta", "style", "title", "body", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "br"}
    for element in tree.iter():
        if element.tag not in allowed or any(name.startswith("on") or name in ("src", "href") for name in element.attrib):
            yield f"an element {element.tag} with {dict(element.attrib)}"
    yield from says(contract, squeezed("".join(tree.itertext())))


def says(contract, found):
    for table in tables_of(contract):
        for one in [table, *table["properties"]]:
            for field in ("name", "description"):
                wanted = squeezed(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", one.get(field, "")))
                if wanted not in found:
                    yield f"the page does not say {wanted!r}"


def markdown(text, contract):
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").enable("strikethrough")
    shown, seen = [], set()
    for token in parser.parse(text):
        seen.add(token.type)
        for inner in token.children or []:
            seen.add(inner.type)
            shown.append(inner.content if inner.type in ("text", "text_special") else "")
    allowed = re.compile(r"(heading|paragraph|table|thead|tbody|tr|th|td)_(open|close)|inline|text|text_special")
    for kind in sorted(seen):
        if not allowed.fullmatch(kind):
            yield f"Markdown has a {kind}"
    yield from says(contract, squeezed("".join(shown)))


def header(text, contract):
    yield from same("columns", next(csv.reader(io.StringIO(text))), columns_of(tables_of(contract)[0]))


def parquet(data, contract):
    import pyarrow.parquet
    schema = pyarrow.parquet.read_schema(io.BytesIO(data))
    yield from same("columns", schema.names, columns_of(tables_of(contract)[0]))
