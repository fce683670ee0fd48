# SPDX-License-Identifier: Apache-2.0
"""A mesh of two domains whose orders break some promises, for tests of checks in a mesh."""
import os
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import HANSE, Mesh  # noqa: E402

ORDERS = [  # order_id, ordered_at, article, quantity, unit_price, customer_email, customer, referrer
    (1, "2026-01-05T09:12:00Z", "rope", 2, "14.50", "mara@example.org", "C-1", "C-2"),
    (2, "2026-01-05T10:40:00Z", "lantern", 1, "32.00", "jon at example", "C-2", ""),
    (3, "2026-01-05T15:03:00Z", "rope", 0, "14.50", "ida@example.org", "C-9", "C-8"),
    (4, "2026-01-06T08:25:00Z", "compass", 1, "48.90", "jon@example.org", "C-2", "C-1"),
    (5, "2026-01-06T11:58:00Z", "lantern", -3, "32.00", "", "C-7", ""),
    (6, "2026-01-07T17:30:00Z", "anchor", 5, "913.90", "secret.person", "C-1", ""),
]
CUSTOMERS = [("C-1", "Mara"), ("C-2", "Jon")]

ORDERS_CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: shop-orders
version: 1.0.0
status: active
description: {purpose: Orders for whoever serves customers or counts sales.}
schema:
  - name: orders
    description: One row an order.
    properties:
      - {name: order_id, logicalType: integer, description: Number., required: true, primaryKey: true, primaryKeyPosition: 1}
      - {name: ordered_at, logicalType: timestamp, description: When., required: true}
      - {name: article, logicalType: string, description: What., required: true, enum: [{value: rope}, {value: lantern}, {value: compass}]}
      - {name: quantity, logicalType: integer, description: How many., required: true, logicalTypeOptions: {minimum: 1}}
      - name: unit_price
        logicalType: number
        physicalType: decimal(10,2)
        description: In euros.
        required: true
        quality:
          - {type: sql, id: dearest, query: "SELECT max(unit_price) FROM {object}", mustBeLessThan: 500}
          - {type: sql, id: cheap, query: "SELECT count(*) FROM orders WHERE unit_price < 15", mustBeLessThan: 2}
      - name: customer_email
        logicalType: string
        description: Personal data.
        classification: confidential
        tags: [pii]
        logicalTypeOptions: {pattern: "^[^@ ]+@[^@ ]+$"}
        quality:
          - {type: library, metric: nullValues, mustBeLessThan: 1, unit: rows, severity: warning}
      - name: customer
        logicalType: string
        description: Who.
        authoritativeDefinitions: [{url: glossary/trade.yaml#customer, type: businessDefinition}]
        relationships: [{type: foreignKey, to: ../../crm/customers/customers.odcs.yaml#customers.id}]
      - name: referrer
        logicalType: string
        description: Who named us.
        authoritativeDefinitions: [{url: glossary/trade.yaml#customer, type: businessDefinition}]
    quality:
      - {type: library, metric: rowCount, mustBeGreaterThan: 10}
      - {type: sql, id: escape, query: "SELECT count(*) FROM crm.customers", mustBe: 0}
      - {type: sql, id: files, query: "SELECT count(*) FROM read_csv('data/orders.csv')", mustBe: 0}
      - {type: text, description: Somebody looks at it.}
slaProperties:
  - {property: freshness, value: 1, unit: d, element: orders.ordered_at}
  - {property: retention, value: 90, unit: y, element: orders.ordered_at%s}
  - {property: availability, value: 99.9, unit: percent}
"""
SCHEDULED = ', schedule: "* * * * *", scheduler: cron'
CUSTOMERS_CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: crm-customers
version: 1.0.0
status: active
description: {purpose: Who buys.}
schema:
  - name: customers
    description: One row a customer.
    properties:
      - name: id
        logicalType: string
        description: Number.
        required: true
        primaryKey: true
        primaryKeyPosition: 1
        authoritativeDefinitions: [{url: glossary/trade.yaml#customer, type: businessDefinition}]
      - {name: name, logicalType: string, description: Name., required: true}
"""
FILES_CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: crm-customers-files
version: 1.0.0
status: active
description: {purpose: Export.}
servers: [{server: export, type: local, path: data/customers.csv, format: csv}]
"""
CUSTOMERS_PRODUCT = """\
apiVersion: v1.1.0
kind: DataProduct
id: crm-customers
name: customers
version: 1.0.0
status: active
domain: crm
type: sourceAligned
description: {purpose: Who buys.}
inputPorts: [{name: files, contractId: crm-customers-files}]
outputPorts: [{name: customers, version: 1.0.0, contractId: crm-customers}]
support: [{channel: "#crm", url: "https://chat.example/crm", tool: slack}]
team: {name: crm-team}
customProperties: [{property: purpose, value: analysis}]
"""
DOMAIN = """\
apiVersion: hanse/v1
kind: Domain
id: crm
name: Customers
description: Who buys.
status: active
owner: crm-team
roles: [{role: productOwner, group: crm}, {role: dataEngineer, group: crm}]
"""
GLOSSARY = """\
apiVersion: hanse/v1
kind: Glossary
id: trade
name: Trade
owner: council
concepts: [{id: customer, name: Customer, definition: Who buys from us., logicalType: string}]
"""
AGREEMENT = """\
apiVersion: hanse/v1
kind: Agreement
id: orders-customers
status: active
provider: {domain: crm, product: customers, port: customers, major: 1}
consumer: {product: orders}
purposes: [analysis]
from: "2026-01-01"
until: "2099-12-31"
notice: P90D
"""
FILTER = """\
filters:
  - {rule: no-lanterns, source: shop.orders.article, operator: notEqual, value: lantern, exempt: [shop, products], derived: allow}
"""


def csv(header, rows):
    return "\n".join([header] + [",".join(str(cell) for cell in row) for row in rows]) + "\n"


class World(Mesh):
    """The mesh in a folder of its own, not applied yet."""

    def __init__(self, top, scheduled=False, agreed=True):
        super().__init__(os.path.join(top, "mesh"))
        subprocess.run([HANSE, "init", self.folder], check=True, capture_output=True)
        self.change("mesh.yaml", "  - {id: shop-team,", "  - {id: crm-team, type: streamAligned, group: crm}\n  - {id: shop-team,")
        self.change("mesh.yaml", "  - {id: shop, owner", "  - {id: crm, owner: crm-team}\n  - {id: shop, owner")
        self.change("mesh.yaml", "    - {id: stranger}", "    - {id: clerk, groups: [crm], defaultPurpose: analysis}\n    - {id: stranger}")
        self.change("policies/data/access.yaml", "tables: [shop.daily_sales]", "tables: [shop.daily_sales, shop.orders]")
        self.change("policies/data/filters.yaml", "filters: []\n", FILTER)
        self.write("glossary/trade.yaml", GLOSSARY)
        self.write("domains/crm/domain.yaml", DOMAIN)
        self.write("domains/crm/customers/customers.odcs.yaml", CUSTOMERS_CONTRACT)
        self.write("domains/crm/customers/files.odcs.yaml", FILES_CONTRACT)
        self.write("domains/crm/customers/product.odps.yaml", CUSTOMERS_PRODUCT)
        self.write("domains/shop/orders/orders.odcs.yaml", ORDERS_CONTRACT % (SCHEDULED if scheduled else ""))
        self.write("data/customers.csv", csv("id,name", CUSTOMERS))
        self.write_orders(ORDERS)
        self.agree(agreed)

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def change(self, path, old, new):
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            text = file.read()
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def write_orders(self, rows):
        self.write("data/orders.csv", csv("order_id,ordered_at,article,quantity,unit_price,customer_email,customer,referrer", rows))

    def agree(self, agreed):
        path = "domains/shop/agreements/orders-customers.agreement.yaml"
        if agreed:
            self.write(path, AGREEMENT)
        elif os.path.exists(os.path.join(self.folder, path)):
            os.remove(os.path.join(self.folder, path))
