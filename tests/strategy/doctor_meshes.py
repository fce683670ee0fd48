# SPDX-License-Identifier: Apache-2.0
"""Small meshes for the doctor: a healthy one, and for each detector of files one that shows its pitfall and one that nearly does."""
import json
import os


class Mesh:
    """A healthy mesh of as many domains with one product each; tests bend it. Files are JSON, which YAML contains."""

    def __init__(self, domains=2):
        self.mesh = {"apiVersion": "hanse/v1", "kind": "Mesh", "id": "clinic",
                     "teams": [{"id": "council", "type": "council", "group": "council"},
                               {"id": "platform", "type": "platform", "group": "platform"}],
                     "council": [{"role": "governance", "team": "council", "approves": ["policy"]}],
                     "domains": [], "environments": [{"id": "dev", "development": True}],
                     "purposes": [{"id": "care", "name": "Care"}], "technologies": []}
        self.domains, self.products, self.contracts, self.agreements, self.doctor = {}, {}, {}, {}, None
        self.policies = {"policies/read.rego": "package hanse.read\n"}
        for number in range(1, domains + 1):
            self.domain(f"d{number}")
            self.product(f"d{number}", "p")

    def domain(self, name, owner=None):
        owner = owner or f"team-{name}"
        if all(team["id"] != owner for team in self.mesh["teams"]):
            self.mesh["teams"].append({"id": owner, "type": "streamAligned", "group": owner})
        self.mesh["domains"].append({"id": name, "owner": owner})
        self.domains[name] = {"apiVersion": "hanse/v1", "kind": "Domain", "id": name, "name": name, "status": "active", "owner": owner,
                              "roles": [{"role": role, "group": owner} for role in ("productOwner", "dataEngineer", "domainExpert")]}

    def product(self, domain, name, columns=None, tables=1, reads=()):
        """`columns`: names of the first table; `reads`: "d1/p", by its contract."""
        key = f"{domain}/{name}"
        self.products[key] = {"apiVersion": "v1.1.0", "kind": "DataProduct", "id": f"{domain}-{name}", "name": name, "version": "1.0.0",
                              "status": "active", "domain": domain, "description": {"purpose": "Test."},
                              "inputPorts": [{"name": f"in{i}", "version": "1.0.0", "contractId": other.replace("/", "-")}
                                             for i, other in enumerate(reads)],
                              "outputPorts": [{"name": "out", "version": "1.0.0", "contractId": f"{domain}-{name}"}],
                              "customProperties": [{"property": "purpose", "value": "care"}]}
        columns = columns or [f"{domain}_{name}_{part}" for part in ("id", "kind", "state")]
        self.contracts[key] = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": f"{domain}-{name}", "version": "1.0.0", "status": "active",
                               "domain": domain, "description": {"purpose": "Test.", "usage": "Freely."},
                               "schema": [self.table(name if i == 0 else f"{name}{i}", columns if i == 0 else [f"{domain}_{name}_{i}"])
                                          for i in range(tables)],
                               "slaProperties": [{"property": "freshness", "value": 1, "unit": "d"}],
                               "support": [{"channel": "help", "url": "mailto:help@example.org"}]}

    @staticmethod
    def table(name, columns):
        return {"name": name, "description": "A table.",
                "properties": [{"name": column, "logicalType": "string", "description": "A column.", "classification": "internal",
                                "required": True} for column in columns]}

    def agreement(self, consumer, name, provider, of, purposes=("care",)):
        self.agreements[f"{consumer}/{name}"] = {
            "apiVersion": "hanse/v1", "kind": "Agreement", "id": name, "status": "active", "provider": {"domain": provider, "product": of},
            "consumer": {"application": name}, "purposes": list(purposes)}

    def write(self, folder):
        self.put(folder, "mesh.yaml", self.mesh)
        for path, text in self.policies.items():
            self.put(folder, path, text)
        for name, domain in self.domains.items():
            self.put(folder, f"domains/{name}/domain.yaml", domain)
        for key, product in self.products.items():
            self.put(folder, f"domains/{key}/product.odps.yaml", product)
        for key, contract in self.contracts.items():
            self.put(folder, f"domains/{key}/out.odcs.yaml", contract)
        for key, agreement in self.agreements.items():
            domain, name = key.split("/")
            self.put(folder, f"domains/{domain}/agreements/{name}.agreement.yaml", agreement)
        if self.doctor:
            self.put(folder, "strategy/doctor.yaml", {"apiVersion": "hanse/v1", "kind": "Doctor", **self.doctor})

    @staticmethod
    def put(folder, path, content):
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content, indent=1))


def columns_of(mesh, key):
    return [column for table in mesh.contracts[key]["schema"] for column in table["properties"]]


def ungoverned(nearly):
    mesh = Mesh(1 if nearly else 2)
    mesh.mesh["council"], mesh.policies = [], {}
    return mesh, "mesh"


def sprawl(nearly):
    """Three technologies that nobody decided on; two, without a table, are a start."""
    mesh = Mesh()
    mesh.domains["d1"]["technologies"] = ["mongodb", "pulsar"] if nearly else ["mongodb", "pulsar", "airflow"]
    return mesh, "airflow"


def held(nearly):
    mesh = Mesh()
    mesh.mesh["technologies"] = [{"id": "MongoDB", "for": "store", "ring": "trial" if nearly else "hold"}]
    mesh.domains["d1"]["technologies"] = ["mongodb"]
    return mesh, "mongodb"


def many_for_one(nearly):
    mesh = Mesh()
    names = ["postgresql", "mongodb"] if nearly else ["postgresql", "mongodb", "cassandra"]
    mesh.mesh["technologies"] = [{"id": name, "for": "store", "ring": "adopt"} for name in names]
    mesh.domains["d1"]["technologies"], mesh.domains["d2"]["technologies"] = names[:1], names[1:]
    return mesh, "store"


def no_platform(nearly):
    mesh = Mesh(3)
    if not nearly:
        mesh.mesh["teams"] = [team for team in mesh.mesh["teams"] if team["type"] != "platform"]
    return mesh, "mesh"


def thin_platform(nearly):
    return Mesh(8 if nearly else 9), "mesh"


def undocumented(nearly):
    """Two of four tables and columns without a word are half; three are more."""
    mesh = Mesh()
    for column in columns_of(mesh, "d1/p")[1:]:
        column.pop("description")
    if not nearly:
        columns_of(mesh, "d1/p")[0].pop("description")
    return mesh, "d1/p"


def unpromised(nearly):
    mesh = Mesh()
    contract = mesh.contracts["d1/p"]
    for part in ("slaProperties", "support") + (() if nearly else ("description",)):
        contract.pop(part)
    return mesh, "d1/p"


def central(nearly):
    mesh = Mesh(6)
    for entry in mesh.mesh["domains"][:3 if nearly else 4]:
        entry["owner"] = mesh.domains[entry["id"]]["owner"] = "team-d1"
    return mesh, "team-d1"


def platform_owns(nearly):
    mesh = Mesh(2)
    mesh.mesh["domains"][0]["owner"] = mesh.domains["d1"]["owner"] = "team-d2" if nearly else "platform"
    return mesh, "platform"


def roles_unfilled(nearly):
    """Without a product owner, or with one whose time is over; a missing expert alone is borne with."""
    mesh = Mesh()
    roles = mesh.domains["d1"]["roles"]
    if nearly:
        roles.pop()
    else:
        roles[0]["dateOut"] = "2026-01-31"
    return mesh, "d1"


def many_partners(nearly):
    mesh = Mesh(6)
    mesh.product("d6", "all", reads=[f"d{number}/p" for number in range(1, 5 if nearly else 6)])
    for number in range(1, 6):
        mesh.agreement("d6", f"a{number}", f"d{number}", "p")
    return mesh, "d6/all"


def dense(nearly):
    """Of ten pairs of five domains six have a contract, or five."""
    mesh = Mesh(5)
    pairs = [(1, 2), (1, 3), (1, 4), (1, 5), (2, 3), (2, 4)]
    for number, (provider, consumer) in enumerate(pairs[:5] if nearly else pairs):
        mesh.agreement(f"d{consumer}", f"a{number}", f"d{provider}", "p")
    return mesh, "mesh"


def unmeasured(nearly):
    mesh = Mesh(4)
    for name in ("d1", "d2") if nearly else ("d1", "d2", "d3"):
        mesh.contracts[f"{name}/p"].pop("slaProperties")
    return mesh, "mesh"


def no_targets(nearly):
    """No product promises a level; a file with targets of metrics stands for all of them."""
    mesh = Mesh(4)
    for contract in mesh.contracts.values():
        contract.pop("slaProperties")
    if nearly:
        mesh.policies["strategy/metrics.yaml"] = "apiVersion: hanse/v1\nkind: Metrics\nmetrics: []\n"
    return mesh, "mesh"


def orphan(nearly):
    """The owner team has no group: nobody is behind it, unless a role names somebody."""
    mesh = Mesh()
    mesh.mesh["teams"][2].pop("group")
    mesh.domains["d1"]["roles"] = [{"role": "productOwner", "username": "ann"}] if nearly else []
    return mesh, "d1/p"


def single_person(nearly):
    mesh = Mesh()
    mesh.mesh["teams"][2].pop("group")
    mesh.domains["d1"]["roles"] = [{"role": "productOwner", "username": "ann"}, {"role": "dataEngineer", "username": "ben" if nearly else "ann"}]
    return mesh, "d1/p"


def without_rules(nearly):
    mesh = Mesh()
    for column in columns_of(mesh, "d1/p")[1 if nearly else 0:]:
        column.pop("required")
    return mesh, "d1/p"


def chatty(nearly):
    """Six contracts between two domains that have hardly any other."""
    mesh = Mesh(2)
    for number in range(5 if nearly else 6):
        mesh.product("d1", f"x{number}")
        mesh.agreement("d2", f"a{number}", "d1", f"x{number}")
    return mesh, "d1 + d2"


def shadow(nearly):
    columns = ["order_id", "ordered_at", "customer", "amount", "currency"]
    mesh = Mesh()
    mesh.product("d1", "orders", columns)
    mesh.product("d2", "orders", [name.replace("_", "").upper() for name in columns], reads=["d1/orders"] if nearly else [])
    mesh.agreement("d2", "orders", "d1", "orders")
    return mesh, "d2/orders"


def little_alike(nearly):
    """Five of six columns are 5/6 of all; four of six are 4/7 with another one."""
    mesh = Mesh()
    mesh.product("d1", "orders", ["a", "b", "c", "d", "e", "f"])
    mesh.product("d2", "orders", ["a", "b", "c", "d", "x"] if nearly else ["a", "b", "c", "d", "e"])
    return mesh, "d2/orders"


def cycle(nearly):
    mesh = Mesh(4)
    for number, (consumer, provider) in enumerate([(2, 1), (3, 2), (3, 1) if nearly else (1, 3), (4, 1)]):
        mesh.agreement(f"d{consumer}", f"a{number}", f"d{provider}", "p")
    return mesh, "d1 + d2 + d3"


def god(nearly):
    mesh = Mesh(5)
    mesh.product("d1", "all", tables=9 if nearly else 10)
    return mesh, "d1/all"


def purposeless(nearly):
    mesh = Mesh()
    mesh.product("d2", "derived", reads=["d1/p"])
    mesh.agreement("d2", "takes", "d1", "p")
    if not nearly:
        mesh.products["d2/derived"].pop("customProperties")
    return mesh, "d2/derived"


def personal(nearly):
    mesh = Mesh()
    mesh.product("d1", "patients", ["patient_id", "email"])
    email = columns_of(mesh, "d1/patients")[1]
    if not nearly:
        email.pop("classification")
    return mesh, "d1/patients"


CASES = [("HNS-D001", ungoverned), ("HNS-D002", sprawl), ("HNS-D002", held), ("HNS-D002", many_for_one), ("HNS-D003", no_platform),
         ("HNS-D003", thin_platform), ("HNS-D004", undocumented), ("HNS-D005", unpromised), ("HNS-D006", central), ("HNS-D006", platform_owns),
         ("HNS-D007", roles_unfilled), ("HNS-D008", many_partners), ("HNS-D008", dense), ("HNS-D009", unmeasured), ("HNS-D009", no_targets), ("HNS-D010", orphan),
         ("HNS-D011", single_person), ("HNS-D012", without_rules), ("HNS-D015", chatty), ("HNS-D017", shadow), ("HNS-D017", little_alike),
         ("HNS-D021", cycle), ("HNS-D022", god), ("HNS-D025", purposeless), ("HNS-D026", personal)]
