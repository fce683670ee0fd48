# SPDX-License-Identifier: Apache-2.0
"""A generated mesh: `count` products of 20 columns, about 5 kB a contract. Its seed is the number itself."""
import os

WORDS = ["id", "code", "name", "status", "region", "amount", "price", "quantity", "rate", "share", "opened", "closed",
         "updated", "owner", "channel", "segment", "source", "target", "note", "flag"]
DOMAINS = 20


def column(index, word):
    kind = "string" if index % 4 else "integer"
    text = (f"      - name: {word}\n        logicalType: {kind}\n        classification: internal\n"
            f"        description: What is known of the {word} of this thing, as the domain team states it for those who read it.\n"
            f"        businessName: The {word} in the words of the business\n")
    return text + ("        required: true\n        primaryKey: true\n        primaryKeyPosition: 1\n" if index == 0 else "")


def make(folder, count):
    domains = [f"domain_{i:02}" for i in range(DOMAINS)]
    write(folder, "mesh.yaml", "apiVersion: hanse/v1\nkind: Mesh\nid: generated\nname: Generated\nteams:\n"
          "  - {id: council, type: council, group: governance}\n  - {id: team, type: streamAligned, group: readers}\n"
          "council:\n  - {role: governance, team: council, approves: [policy, purpose, technology, restrictedAgreement]}\n"
          "domains:\n" + "".join(f"  - {{id: {d}, owner: team}}\n" for d in domains) +
          "environments:\n  - {id: dev, development: true}\npurposes:\n  - {id: reporting, name: Reporting, classificationMax: internal}\n"
          "identity:\n  developmentUsers:\n    - {id: reader, groups: [readers], defaultPurpose: reporting}\n")
    for domain in domains:
        write(folder, f"domains/{domain}/domain.yaml",
              f"apiVersion: hanse/v1\nkind: Domain\nid: {domain}\nname: {domain}\ndescription: One of the domains.\nstatus: active\nowner: team\n")
    for number in range(count):
        product(folder, domains[number % DOMAINS], f"product_{number:05}")
    write(folder, "data/rows.csv", ",".join(WORDS) + "\n" + ",".join("1" if i % 4 == 0 else "x" for i in range(20)) + "\n")


def product(folder, domain, name):
    head = f"version: 1.0.0\nstatus: active\n"
    write(folder, f"domains/{domain}/{name}/product.odps.yaml",
          f"apiVersion: v1.1.0\nkind: DataProduct\nid: {domain}-{name}\nname: {name}\n{head}domain: {domain}\ntype: sourceAligned\n"
          f"description:\n  purpose: The product {name}.\ninputPorts:\n  - {{name: file, version: 1.0.0, contractId: {name}-file}}\n"
          f"outputPorts:\n  - {{name: {name}, version: 1.0.0, contractId: {name}}}\nteam:\n  name: team\n")
    write(folder, f"domains/{domain}/{name}/file.odcs.yaml",
          f"apiVersion: v3.2.0\nkind: DataContract\nid: {name}-file\n{head}servers:\n"
          "  - {server: files, type: local, path: data/rows.csv, format: csv}\n")
    write(folder, f"domains/{domain}/{name}/{name}.odcs.yaml",
          f"apiVersion: v3.2.0\nkind: DataContract\nid: {name}\nname: {name}\n{head}schema:\n  - name: {name}\n"
          "    description: One row a thing.\n    properties:\n" + "".join(column(i, w) for i, w in enumerate(WORDS)))


def write(folder, path, text):
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as handle:
        handle.write(text)
