# SPDX-License-Identifier: Apache-2.0
"""The same statement at every door, answers in one form."""
import http.client
import json

import psycopg

import oracle


class Http:
    """One kept connection; who asks is said by each request."""
    name = "http"

    def __init__(self, url, tokens):
        self.address, self.tokens, self.link = url.split("//")[1], tokens, None

    def ask(self, user, purpose, sql, parameters):
        body = {"sql": sql, "purpose": purpose, **({"parameters": parameters} if parameters else {})}
        try:
            if self.link is None:
                self.link = http.client.HTTPConnection(self.address, timeout=120)
            self.link.request("POST", "/v1/query", json.dumps(body), {
                "Content-Type": "application/json", "Authorization": "Bearer " + self.tokens[user]})
            answer = self.link.getresponse()
            told = json.loads(answer.read())
        except (http.client.HTTPException, ValueError, OSError) as problem:  # cut in mid-stream, or nobody there
            self.link = None
            return {"error": "gone" if isinstance(problem, OSError) else "cut", "words": str(problem)}
        if answer.status != 200:
            return {"error": told.get("code", str(answer.status)), "words": told.get("detail") or told.get("title")}
        return told_in(told)

    def close(self):
        if self.link is not None:
            self.link.close()


def told_in(document):
    return {"columns": [(column["name"], column["type"]) for column in document["columns"]],
            "rows": [tuple(oracle.from_json(value) for value in row) for row in document["rows"]]}


class Postgres:
    """A kept connection a user and purpose. Columns have PostgreSQL's types, so the expected ones say how to read values."""
    name = "postgres"

    def __init__(self, port, tokens):
        self.port, self.tokens, self.links = port, tokens, {}

    def link(self, user, purpose):
        if (user, purpose) not in self.links or self.links[user, purpose].closed:
            self.links[user, purpose] = psycopg.connect(
                host="127.0.0.1", port=self.port, user=user, password=self.tokens[user], dbname="chance", autocommit=True,
                sslmode="disable", gssencmode="disable", options=f"-c hanse.purpose={purpose}")
        return self.links[user, purpose].pgconn

    def ask(self, user, purpose, sql, parameters, types):
        try:
            link = self.link(user, purpose)
        except psycopg.OperationalError as problem:
            return {"error": "gone", "words": str(problem)}
        texts = [None if value is None else oracle.word(value).encode() for value in parameters]
        done = link.exec_params(sql.encode(), texts) if parameters else link.exec_(sql.encode())
        if done.error_message:
            code = done.error_field(psycopg.pq.DiagnosticField.SOURCE_FUNCTION) or b"protocol"
            return {"error": code.decode(), "words": done.error_message.decode()}
        if done.nfields != len(types):
            return {"columns": [done.fname(at).decode() for at in range(done.nfields)], "rows": []}
        return {"columns": [done.fname(at).decode() for at in range(done.nfields)],
                "rows": [tuple(read(done, row, at, types[at]) for at in range(done.nfields)) for row in range(done.ntuples)]}

    def close(self):
        for link in self.links.values():
            link.close()


def read(done, row, column, sql_type):
    value = done.get_value(row, column)
    return oracle.from_text(None if value is None else value.decode(), sql_type)


class Cli:
    """A process a statement: for a sample."""
    name = "cli"

    def __init__(self, mesh):
        self.mesh = mesh

    def ask(self, user, purpose, sql, parameters):
        words = [word for value in parameters for word in ("--param", json.dumps(value))]
        done = self.mesh.run("query", "--as", user, "--purpose", purpose, "--output", "json", *words, "--", sql, code=None)
        if done.returncode == 0:
            return told_in(json.loads(done.stdout))
        error = json.loads(done.stderr.strip().splitlines()[-1])["error"]
        return {"error": error["code"], "words": error["message"]}
