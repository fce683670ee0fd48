# SPDX-License-Identifier: Apache-2.0
"""A mesh of one domain with a source-aligned product a table, each over a Parquet file of its name in `data`."""
import os
import shutil

from make_mesh import write
from results import ROOT


def register(folder: str, mesh: tuple, domain: str, settings: str) -> None:
    """`mesh`: its id and name. `settings`: what ends mesh.yaml."""
    write(folder, "mesh.yaml", f"apiVersion: hanse/v1\nkind: Mesh\nid: {mesh[0]}\nname: {mesh[1]}\nteams:\n"
          "  - {id: council, type: council, group: governance}\n  - {id: team, type: streamAligned, group: owners}\n"
          "council:\n  - {role: governance, team: council, approves: [policy, purpose, technology, restrictedAgreement]}\n"
          f"domains:\n  - {{id: {domain}, owner: team}}\nenvironments:\n  - {{id: dev, development: true}}\n"
          "purposes:\n  - {id: reporting, name: Reporting, classificationMax: internal}\n"
          "identity:\n  developmentUsers:\n    - {id: analyst, groups: [analysts], defaultPurpose: reporting}\n" + settings)


def describe_domain(folder: str, domain: str, name: str) -> None:
    write(folder, f"domains/{domain}/domain.yaml", f"apiVersion: hanse/v1\nkind: Domain\nid: {domain}\nname: {name}\n"
          "description: The tables of the benchmark.\nstatus: active\nowner: team\n")


def begin(folder: str) -> None:
    """An empty folder with the default policies."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))


def open_to_analysts(folder: str, domain: str, filters: str = "filters: []\n", masks: str = "masks: []\n") -> None:
    """Analysts read the domain's tables for reporting, nobody else anything; `filters`, `masks`: those tables of the policies."""
    write(folder, "policies/data/access.yaml",
          f"rules:\n  - {{rule: analysts, groups: [analysts], tables: [{domain}.*], purposes: [reporting]}}\n"
          "discover: {public: [], internal: [], confidential: [], restricted: []}\npublicReaders: []\n")
    write(folder, "policies/data/filters.yaml", filters)
    write(folder, "policies/data/masks.yaml", masks)


def product(folder: str, domain: str, table: str, properties: str) -> None:
    """`properties`: the contract's, as YAML."""
    place, head = f"domains/{domain}/{table}", "version: 1.0.0\nstatus: active\n"
    write(folder, f"{place}/product.odps.yaml",
          f"apiVersion: v1.1.0\nkind: DataProduct\nid: {domain}-{table}\nname: {table}\n{head}domain: {domain}\ntype: sourceAligned\n"
          f"description:\n  purpose: The table {table}.\ninputPorts:\n  - {{name: file, version: 1.0.0, contractId: {table}-file}}\n"
          f"outputPorts:\n  - {{name: {table}, version: 1.0.0, contractId: {table}}}\nteam:\n  name: team\n")
    write(folder, f"{place}/file.odcs.yaml",
          f"apiVersion: v3.2.0\nkind: DataContract\nid: {table}-file\n{head}servers:\n"
          f"  - {{server: files, type: local, path: data/{table}.parquet, format: parquet}}\n")
    write(folder, f"{place}/{table}.odcs.yaml",
          f"apiVersion: v3.2.0\nkind: DataContract\nid: {table}\nname: {table}\n{head}schema:\n  - name: {table}\n"
          f"    description: The table {table}.\n    properties:\n" + properties)
