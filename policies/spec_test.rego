# Tests of spec.rego.
package hanse.spec_test

import data.hanse.spec

product := {
	"hanse": {"kind": "product", "path": "domains/a/p/product.odps.yaml", "domain": "a", "environment": "dev"},
	"name": "p", "status": "active", "description": {"purpose": "to know"},
	"team": {"name": "a-team"}, "support": [{"channel": "chat"}],
	"outputPorts": [{"name": "out", "version": "1.0.0"}],
}

contract := {
	"hanse": {"kind": "contract", "path": "domains/a/p/out.odcs.yaml", "domain": "a", "environment": "dev"},
	"status": "active", "description": {"purpose": "to know"},
	"schema": [{"name": "departures", "properties": [
		{"name": "carrier", "description": "who flies", "classification": "internal"},
		{"name": "tail", "description": "which aircraft", "classification": "confidential", "tags": ["pii"]},
		{"name": "place", "description": "where", "properties": [{"name": "gate", "description": "which gate"}]},
	]}],
	"servers": [{"server": "files", "type": "local"}],
}

agreement := {
	"hanse": {"kind": "agreement", "path": "domains/b/agreements/x.agreement.yaml", "domain": "b"},
	"purposes": ["analytics"], "until": "2030-01-01", "notice": "P90D",
}

domain := {
	"hanse": {"kind": "domain", "path": "domains/a/domain.yaml", "domain": "a"},
	"status": "active", "description": "flights",
	"roles": [{"role": "productOwner"}, {"role": "dataEngineer"}],
}

mesh := {
	"hanse": {"kind": "mesh", "path": "mesh.yaml", "environment": "dev"},
	"purposes": [{"id": "analytics", "classificationMax": "confidential"}],
	"technologies": [], "ledger": "relaxed",
	"environments": [{"id": "dev", "development": true}, {"id": "prod"}],
}

without(document, path) := json.remove(document, [path])

column_with(extra) := object.union(contract, {"schema": [{"name": "t", "properties": [
	object.union({"name": "c", "description": "a column"}, extra),
]}]})

test_a_good_product_has_no_findings if {
	count(spec.deny_product_purpose | spec.deny_product_team | spec.deny_product_versions) == 0 with input as product
	count(spec.warn_product_support) == 0 with input as product
}

test_a_product_says_what_it_is_for if {
	count(spec.deny_product_purpose) == 1 with input as without(product, "description")
	count(spec.deny_product_purpose) == 1 with input as object.union(product, {"description": {"purpose": " "}})
}

test_an_active_product_has_a_team_and_support if {
	count(spec.deny_product_team) == 1 with input as without(product, "team")
	count(spec.warn_product_support) == 1 with input as without(product, "support")
	draft := object.union(product, {"status": "draft"})
	count(spec.deny_product_team) == 0 with input as without(draft, "team")
}

test_members_are_a_team_too if {
	members := object.union(without(product, "team"), {"team": {"members": [{"username": "ann"}]}})
	count(spec.deny_product_team) == 0 with input as members
}

test_output_ports_have_versions if {
	count(spec.deny_product_versions) == 1 with input as object.union(product, {"outputPorts": [{"name": "out"}]})
}

test_a_good_contract_has_no_findings if {
	count(spec.deny_column_level | spec.deny_personal_data | spec.deny_server_on_hold) == 0 with input as contract
	count(spec.warn_column_description | spec.warn_contract_description | spec.warn_definition) == 0 with input as contract
}

test_products_are_no_contracts if {
	count(spec.warn_contract_description) == 0 with input as without(product, "description")
}

test_columns_are_described_nested_ones_too if {
	bare := object.union(contract, {"schema": [{"name": "t", "properties": [
		{"name": "place", "description": "where", "properties": [{"name": "gate"}]},
	]}]})
	spec.warn_column_description == {{"msg": "column `t.place.gate` has no description", "field": "t.place.gate"}} with input as bare
}

test_contracts_are_described if {
	count(spec.warn_contract_description) == 1 with input as without(contract, "description")
}

test_levels_are_known if {
	count(spec.deny_column_level) == 1 with input as column_with({"classification": "secret"})
}

test_personal_data_is_confidential_or_stricter if {
	count(spec.deny_personal_data) == 1 with input as column_with({"tags": ["pii"], "classification": "internal"})
	count(spec.deny_personal_data) == 1 with input as column_with({"tags": ["pii"]})
	count(spec.deny_personal_data) == 0 with input as column_with({"tags": ["pii"], "classification": "restricted"})
}

test_strict_columns_are_defined if {
	count(spec.warn_definition) == 1 with input as column_with({"classification": "restricted", "description": ""})
}

test_servers_on_hold_are_refused if {
	count(spec.deny_server_on_hold) == 1 with input as contract with data.specification.serversOnHold as {"local": "x"}
}

test_service_levels_that_the_council_wants_are_stated if {
	count(spec.deny_service_level) == 1 with input as contract with data.specification.serviceLevels as ["freshness"]
	stated := object.union(contract, {"slaProperties": [{"property": "freshness"}]})
	count(spec.deny_service_level) == 0 with input as stated with data.specification.serviceLevels as ["freshness"]
}

test_an_exception_names_rules_of_a_file if {
	spec.exception == {["product_purpose"]} with input as product
		with data.specification.exceptions as {"domains/a/p/product.odps.yaml": ["product_purpose"]}
	count(spec.exception) == 0 with input as product
}

test_agreements_have_purpose_end_and_notice if {
	count(spec.deny_agreement_purpose | spec.warn_agreement_end | spec.warn_agreement_notice) == 0 with input as agreement
	count(spec.deny_agreement_purpose) == 1 with input as object.union(agreement, {"purposes": []})
	count(spec.warn_agreement_end) == 1 with input as without(agreement, "until")
	count(spec.warn_agreement_notice) == 1 with input as without(agreement, "notice")
}

test_domains_have_roles_and_a_description if {
	count(spec.warn_domain_roles | spec.warn_domain_description) == 0 with input as domain
	count(spec.warn_domain_roles) == 2 with input as object.union(domain, {"roles": []})
	count(spec.warn_domain_description) == 1 with input as without(domain, "description")
}

test_purposes_for_restricted_data_have_a_legal_basis if {
	count(spec.deny_purpose_basis) == 0 with input as mesh
	restricted := {"purposes": [{"id": "fraud", "classificationMax": "restricted"}]}
	count(spec.deny_purpose_basis) == 1 with input as object.union(mesh, restricted)
}

test_technologies_on_hold_say_why if {
	count(spec.warn_technology_hold) == 1 with input as object.union(mesh, {"technologies": [{"id": "x", "ring": "hold"}]})
}

test_the_ledger_is_strict_outside_development if {
	count(spec.deny_ledger) == 0 with input as mesh
	count(spec.deny_ledger) == 1 with input as object.union(mesh, {"hanse": {"environment": "prod"}})
}
