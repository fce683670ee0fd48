# Tests of read.rego.
package hanse.read_test

import data.hanse.read

# ------------------------------------------------------------------------------ a table to read

all_columns := {
	"carrier": {"type": "string", "classification": "internal", "tags": [], "lineage": []},
	"origin": {"type": "string", "classification": "internal", "tags": [], "lineage": []},
	"tailnum": {"type": "string", "classification": "confidential", "tags": ["pii"], "lineage": []},
	"crew": {"type": "string", "classification": "restricted", "tags": [], "lineage": []},
}

departures := {
	"context": {"identity": {"user": "ann", "groups": ["analysts"], "kind": "user"}},
	"action": {
		"operation": "SelectFromColumns",
		"resource": {"table": {
			"catalogName": "hanse", "schemaName": "flight_operations", "tableName": "departures",
			"columns": ["carrier", "origin"],
		}},
		"filterResources": [
			{"column": {"columnName": "carrier"}},
			{"column": {"columnName": "origin"}},
			{"column": {"columnName": "tailnum"}},
			{"column": {"columnName": "crew"}},
		],
	},
	"resource": {
		"domain": "flight_operations", "product": "departures", "owner": "operations",
		"ownerGroup": "flight-operations", "classification": "internal",
		"state": {"lifecycle": "active", "quality": "passed", "freshness": "fresh", "removal": null},
		"columns": all_columns, "lineage": [],
	},
	"purpose": {"id": "punctuality", "ancestors": ["analytics"], "classificationMax": "confidential"},
	"environment": {"id": "dev", "development": true},
	"grants": [],
	"agreements": [],
}

with_grant := object.union(departures, {"grants": [{"id": "g1", "purpose": "", "columns": []}]})

asking(names) := {"action": {"resource": {"table": {"columns": names}}}}

in_state(words) := object.union(with_grant, {"resource": {"state": words}})

as_user(groups) := {"context": {"identity": {"user": "bob", "groups": groups, "kind": "user"}}}

newark := [{
	"rule": "no-newark", "source": "flight_operations.departures.origin",
	"operator": "notEqual", "value": "EWR", "exempt": ["flight-operations"],
}]

# A product of another domain that is computed from departures.
derived(kept) := object.union(with_grant, {
	"action": {"resource": {"table": {"schemaName": "insights", "tableName": "punctuality", "columns": ["late"]}}},
	"resource": {
		"domain": "insights", "product": "punctuality", "owner": "insights", "ownerGroup": "insights",
		"columns": object.union({"late": {"classification": "internal", "tags": [], "lineage": []}}, kept),
		"lineage": [{"table": "flight_operations.departures", "column": "dep_delay", "classification": "internal"}],
	},
})

airport := {"airport": {
	"classification": "internal", "tags": [],
	"lineage": [{"table": "flight_operations.departures", "column": "origin", "classification": "internal"}],
}}

# ------------------------------------------------------------------------------ default deny

test_nothing_is_allowed_without_input if {
	not read.allow with input as {}
	not read.discover with input as {}
	count(read.columns) == 0 with input as {}
}

test_who_has_no_right_neither_reads_nor_discovers if {
	not read.allow with input as departures
	not read.discover with input as departures
	count(read.columns) == 0 with input as departures
}

test_a_denial_says_what_to_ask_for if {
	some reason in read.reasons with input as departures
	reason.rule == "right"
	contains(reason.request, "flight_operations/departures")
}

test_another_operation_is_not_allowed if {
	not read.allow with input as object.union(with_grant, {"action": {"operation": "DropTable"}})
}

# ------------------------------------------------------------------------------ rights

test_a_grant_gives_the_right if {
	read.allow with input as with_grant
	read.discover with input as with_grant
}

test_a_grant_for_a_purpose_holds_for_what_is_below_it if {
	for_analytics := object.union(departures, {"grants": [{"id": "g", "purpose": "analytics", "columns": []}]})
	read.allow with input as for_analytics
	for_billing := object.union(departures, {"grants": [{"id": "g", "purpose": "billing", "columns": []}]})
	not read.allow with input as for_billing
}

test_a_grant_for_columns_gives_no_others if {
	narrow := object.union(departures, {"grants": [{"id": "g", "purpose": "", "columns": ["carrier"]}]})
	not read.allow with input as narrow
	read.allow with input as object.union(narrow, asking(["carrier"]))
	read.columns == {"carrier"} with input as narrow
}

test_an_agreement_gives_the_right_for_its_purposes if {
	agreed := object.union(departures, {"agreements": [{"id": "a", "purposes": ["analytics"], "columns": []}]})
	read.allow with input as agreed
	other := object.union(departures, {"agreements": [{"id": "a", "purposes": ["billing"], "columns": []}]})
	not read.allow with input as other
}

test_a_standing_rule_gives_the_right if {
	rules := [{"rule": "r", "groups": ["analysts"], "tables": ["flight_operations.*"], "purposes": ["analytics"]}]
	read.allow with input as departures with data.access.rules as rules
	not read.allow with input as object.union(departures, as_user(["others"])) with data.access.rules as rules
	elsewhere := [{"rule": "r", "groups": ["analysts"], "tables": ["flight_operation.*", "weather.*"]}]
	not read.allow with input as departures with data.access.rules as elsewhere
}

test_the_owner_reads_all if {
	owner := object.union(departures, as_user(["flight-operations"]))
	all_purposes := object.union(owner, {"purpose": {"classificationMax": "restricted"}})
	read.allow with input as object.union(all_purposes, asking(["carrier", "tailnum", "crew"]))
	count(read.batchColumnMasks) == 0 with input as owner
	count(read.rowFilters) == 0 with input as owner with data.filters.filters as newark
}

test_a_product_reads_the_tables_of_its_domain_and_no_others if {
	own := object.union(departures, {"context": {"identity": {
		"user": "product:flight_operations/departures", "groups": [], "kind": "product",
	}}})
	read.allow with input as own
	other := object.union(departures, {"context": {"identity": {
		"user": "product:insights/punctuality", "groups": [], "kind": "product",
	}}})
	not read.allow with input as other
	sibling := object.union(departures, {"context": {"identity": {
		"user": "product:flight_operations/delays", "groups": [], "kind": "product",
	}}})
	read.allow with input as sibling
	longer := object.union(departures, {"context": {"identity": {
		"user": "product:flight_operations_2/delays", "groups": [], "kind": "product",
	}}})
	not read.allow with input as longer
}

test_a_user_with_the_name_of_a_product_is_no_product if {
	named := object.union(departures, {"context": {"identity": {
		"user": "product:flight_operations/departures", "groups": [], "kind": "user",
	}}})
	not read.allow with input as named
}

test_the_operator_reads_in_development_only if {
	operator := object.union(departures, {"context": {"identity": {"user": "operator", "groups": [], "kind": "operator"}}})
	read.allow with input as operator
	not read.allow with input as object.union(operator, {"environment": {"development": false}})
}

test_public_tables_are_read_by_everyone_in_a_group if {
	public := object.union(departures, {"resource": {"classification": "public"}})
	read.allow with input as public
	read.discover with input as public
	not read.allow with input as object.union(public, as_user([]))
	not read.discover with input as object.union(public, as_user([]))
}

# ------------------------------------------------------------------------------ purpose, status, level

test_no_purpose_no_data if {
	undeclared := object.union(with_grant, {"purpose": {"id": ""}})
	not read.allow with input as undeclared
	count(read.columns) == 0 with input as undeclared
	some reason in read.reasons with input as undeclared
	reason.rule == "purpose"
}

test_a_purpose_allows_data_up_to_its_level if {
	public_only := object.union(with_grant, {"purpose": {"classificationMax": "public"}})
	not read.allow with input as public_only
	some reason in read.reasons with input as public_only
	reason.rule == "purpose-classification"
}

test_a_draft_is_its_owners_and_a_retired_product_nobodys if {
	draft := in_state({"lifecycle": "draft"})
	not read.allow with input as draft
	read.allow with input as object.union(draft, as_user(["flight-operations"]))
	not read.allow with input as in_state({"lifecycle": "proposed"})
	retired := in_state({"lifecycle": "retired"})
	not read.allow with input as object.union(retired, as_user(["flight-operations"]))
	not read.discover with input as object.union(retired, as_user(["flight-operations"]))
}

test_rows_that_were_kept_apart_are_the_owners if {
	apart := object.union(with_grant, {"resource": {"quarantine": true}})
	not read.allow with input as apart
	not read.discover with input as apart
	read.allow with input as object.union(apart, as_user(["flight-operations"]))
}

test_what_has_no_state_is_not_served if {
	bare := json.remove(with_grant, ["resource/state"])
	not read.allow with input as bare
	not read.allow with input as object.union(bare, as_user(["flight-operations"]))
}

sound := [{"rule": "sound", "states": ["failing", "stale"], "purposes": ["analytics"]}]

test_a_purpose_can_ask_for_sound_data if {
	failing := in_state({"quality": "failing"})
	read.allow with input as failing
	not read.allow with input as failing with data.state.refuse as sound
	some reason in read.reasons with input as failing with data.state.refuse as sound
	reason.message == "`flight_operations.departures` is failing, which the purpose does not allow"
	not read.allow with input as in_state({"freshness": "stale"}) with data.state.refuse as sound
	read.allow with input as with_grant with data.state.refuse as sound
	other := object.union(failing, {"purpose": {"id": "operations", "ancestors": []}})
	read.allow with input as other with data.state.refuse as sound
	read.allow with input as object.union(failing, as_user(["flight-operations"])) with data.state.refuse as sound
}

messages := {warning.message | some warning in read.warnings}

test_readers_are_warned_of_what_the_council_says if {
	count(messages) == 0 with input as with_grant
	leaving := in_state({"lifecycle": "deprecated", "removal": "2027-06-01T00:00:00Z"})
	messages == {"`flight_operations.departures` is deprecated and will be removed on 2027-06-01"} with input as leaving
	messages == {"`flight_operations.departures` is deprecated"} with input as in_state({"lifecycle": "deprecated"})
	both := in_state({
		"freshness": "stale", "dataAt": "2026-11-01T00:00:00Z", "staleAt": "2026-11-02T00:00:00Z",
		"quality": "failing", "checkedAt": "2026-11-01T01:00:00Z",
	})
	messages == {
		"`flight_operations.departures` is stale: its data is of 2026-11-01T00:00:00Z, and was to be replaced by 2026-11-02T00:00:00Z",
		"`flight_operations.departures` fails its checks of 2026-11-01T01:00:00Z",
	} with input as both
	all := ["fresh", "warning"]
	warns := in_state({"quality": "warning", "checkedAt": "2026-11-01T01:00:00Z"})
	messages == {
		"`flight_operations.departures` is fresh",
		"checks of `flight_operations.departures` warn, last at 2026-11-01T01:00:00Z",
	} with input as warns with data.state.warn as all
}

test_columns_above_the_clearance_are_left_out if {
	restricted_purpose := object.union(with_grant, {"purpose": {"classificationMax": "restricted"}})
	read.columns == {"carrier", "origin", "tailnum"} with input as restricted_purpose
	not read.allow with input as object.union(restricted_purpose, asking(["crew"]))
	cleared := {"analysts": "restricted"}
	read.allow with input as object.union(restricted_purpose, asking(["crew"]))
		with data.classification.clearance.groups as cleared
}

test_an_unknown_level_is_not_readable if {
	odd := object.union(with_grant, {"resource": {"columns": {"carrier": {"classification": "secret"}}}})
	not read.allow with input as odd
}

# ------------------------------------------------------------------------------ masks

test_personal_data_is_hashed if {
	masks := read.batchColumnMasks with input as with_grant
	masks == {{"index": 2, "rule": "personal-data-is-hashed", "action": "keyedHash", "order": 0}}
	read.allow with input as object.union(with_grant, asking(["tailnum"]))
}

test_without_its_mask_a_confidential_column_is_not_readable if {
	not read.allow with input as object.union(with_grant, asking(["tailnum"])) with data.masks.masks as []
}

test_the_first_mask_that_fits_holds if {
	masks := [
		{"rule": "a", "source": "flight_operations.departures.tailnum", "action": "constant", "argument": "-"},
		{"rule": "b", "tag": "pii", "action": "keyedHash"},
		{"rule": "c", "level": "restricted", "action": "null", "exempt": ["analysts"]},
	]
	found := read.batchColumnMasks with input as with_grant with data.masks.masks as masks
	found == {{"index": 2, "rule": "a", "action": "constant", "argument": "-", "order": 0}}
}

# Nothing of the masks behind it: `null` takes no argument.
test_the_first_mask_holds_alone if {
	masks := [
		{"rule": "nothing", "source": "flight_operations.departures.tailnum", "action": "null"},
		{"rule": "same", "tag": "pii", "action": "constant", "argument": "N0"},
	]
	found := read.batchColumnMasks with input as with_grant with data.masks.masks as masks
	{mask.rule: mask | some mask in found}.nothing == {"index": 2, "rule": "nothing", "action": "null", "order": 0}
}

test_a_mask_follows_its_column_into_derived_products if {
	tails := {"tail": {
		"classification": "internal", "tags": [],
		"lineage": [{"table": "flight_operations.departures", "column": "tailnum", "classification": "confidential"}],
	}}
	asked := object.union(derived(tails), {"action": {"filterResources": [{"column": {"columnName": "tail"}}]}})
	masks := [{"rule": "tails", "source": "flight_operations.departures.tailnum", "action": "keyedHash"}]
	found := read.batchColumnMasks with input as asked with data.masks.masks as masks
	found == {{"index": 0, "rule": "tails", "action": "keyedHash", "order": 0}}
}

# ------------------------------------------------------------------------------ rows

test_a_filter_withholds_rows_from_all_but_the_exempt if {
	found := read.rowFilters with input as with_grant with data.filters.filters as newark
	found == {{"rule": "no-newark", "field": "origin", "operator": "notEqual", "value": "EWR"}}
	exempt := object.union(with_grant, as_user(["flight-operations"]))
	count(read.rowFilters) == 0 with input as exempt with data.filters.filters as newark
}

test_an_exempt_group_sees_all_rows if {
	open := [object.union(newark[0], {"exempt": ["analysts"]})]
	count(read.rowFilters) == 0 with input as with_grant with data.filters.filters as open
}

test_a_filter_without_a_value_has_none if {
	known := [{"rule": "known", "source": "flight_operations.departures.origin", "operator": "isNotNull"}]
	found := read.rowFilters with input as with_grant with data.filters.filters as known
	found == {{"rule": "known", "field": "origin", "operator": "isNotNull"}}
}

test_a_filter_follows_its_column_into_derived_products if {
	found := read.rowFilters with input as derived(airport) with data.filters.filters as newark
	found == {{"rule": "no-newark", "field": "airport", "operator": "notEqual", "value": "EWR"}}
	read.allow with input as derived(airport) with data.filters.filters as newark
}

# Names of tables and columns may have dots in them.
test_a_filter_follows_a_source_with_dots if {
	dotted := [object.union(newark[0], {"source": "flight_operations.depart.ures.dep.origin"})]
	lineage := [{"table": "flight_operations.depart.ures", "column": "dep.origin", "classification": "internal"}]
	kept := object.union(derived({"a.irport": {"classification": "internal", "tags": [], "lineage": lineage}}), {"resource": {"lineage": lineage}})
	found := read.rowFilters with input as kept with data.filters.filters as dotted
	{filter.field | some filter in found} == {"a.irport"}
	lost := object.union(derived({}), {"resource": {"lineage": lineage}})
	not read.allow with input as lost with data.filters.filters as dotted
}

test_a_derived_product_that_cannot_be_filtered_is_refused if {
	not read.allow with input as derived({}) with data.filters.filters as newark
}

test_the_refusal_of_what_cannot_be_filtered_names_the_filter if {
	some reason in read.reasons with input as derived({}) with data.filters.filters as newark
	reason.rule == "no-newark"
}

test_a_derived_product_that_gives_nothing_away_is_allowed if {
	harmless := [object.union(newark[0], {"derived": "allow"})]
	read.allow with input as derived({}) with data.filters.filters as harmless
}

test_the_owner_of_a_derived_product_is_filtered_too if {
	owner := object.union(derived(airport), as_user(["insights"]))
	count(read.rowFilters) == 1 with input as owner with data.filters.filters as newark
}
