# What the council decided for this mesh, as tests: `hanse policy test`.
package hanse.flights_test

import data.hanse.read

columns := {
	"origin": {"classification": "internal", "tags": [], "lineage": []},
	"tailnum": {"classification": "confidential", "tags": ["pii"], "lineage": []},
}

asked(user, groups) := {
	"context": {"identity": {"user": user, "groups": groups, "kind": "user", "attributes": {}}},
	"action": {
		"operation": "SelectFromColumns",
		"resource": {"table": {
			"catalogName": "hanse", "schemaName": "flight_operations", "tableName": "departures",
			"columns": ["origin", "tailnum"],
		}},
		"filterResources": [{"column": {"columnName": "origin"}}, {"column": {"columnName": "tailnum"}}],
	},
	"resource": {
		"domain": "flight_operations", "product": "departures", "owner": "operations",
		"ownerGroup": "flight-operations", "status": "active", "classification": "confidential",
		"columns": columns, "lineage": [], "tags": [],
		"state": {"overall": "fresh", "lifecycle": "active", "quality": "passed", "freshness": "fresh"},
	},
	"purpose": {"id": "analytics", "ancestors": [], "classificationMax": "confidential"},
	"environment": {"id": "dev", "development": true}, "grants": [], "agreements": [],
}

test_flight_operations_see_all if {
	engineer := asked("engineer", ["flight-operations"])
	read.allow with input as engineer
	count(read.rowFilters) == 0 with input as engineer
	count(read.batchColumnMasks) == 0 with input as engineer
}

test_analysts_do_not_see_newark if {
	some filter in read.rowFilters with input as asked("analyst", ["analysts"])
	filter.rule == "no-newark"
	filter.field == "origin"
	filter.operator == "notEqual"
	filter.value == "EWR"
}

test_analysts_see_registrations_hashed if {
	some mask in read.batchColumnMasks with input as asked("analyst", ["analysts"])
	mask.index == 1
	mask.action == "keyedHash"
}

test_who_is_in_no_group_sees_nothing if {
	not read.allow with input as asked("stranger", [])
	not read.discover with input as asked("stranger", [])
}
