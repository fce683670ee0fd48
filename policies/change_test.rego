# Tests of change.rego.
package hanse.change_test

import data.hanse.change

plan(scope, groups, changes) := {
	"context": {"identity": {"user": "ann", "groups": groups, "kind": "user"}},
	"action": {"operation": "apply", "scope": scope, "changes": changes},
	"environment": {"id": "prod", "development": false},
	"register": {
		"ownerGroups": ["flight-operations"],
		"councilGroups": {"policy": ["governance"], "purpose": ["legal"]},
		"platformGroups": ["platform"],
		"approverGroups": [],
	},
}

product := [{"kind": "product", "address": "flight_operations/departures", "effect": "compatible"}]

policy := [{"kind": "policy", "address": "policies/read.rego", "effect": "compatible"}]

test_nothing_is_allowed_without_input if {
	not change.allow with input as {}
}

test_the_owner_applies_its_domain if {
	change.allow with input as plan("flight_operations", ["flight-operations"], product)
}

test_others_do_not_apply_it if {
	stranger := plan("flight_operations", ["weather"], product)
	not change.allow with input as stranger
	rules := {reason.rule | some reason in change.reasons} with input as stranger
	rules == {"change", "role"}
}

test_the_platform_team_does_not_apply_domains if {
	not change.allow with input as plan("flight_operations", ["platform"], product)
}

test_an_owner_does_not_apply_the_mesh if {
	not change.allow with input as plan("", ["flight-operations"], policy)
}

test_a_seat_of_the_council_applies_what_it_approves if {
	change.allow with input as plan("", ["governance"], policy)
	not change.allow with input as plan("", ["legal"], policy)
	change.allow with input as plan("", ["legal"], [{"kind": "domain", "address": "weather", "effect": "new"}])
}

test_the_platform_team_applies_stores_and_listeners if {
	store := [{"kind": "store", "address": "state", "effect": "compatible"}]
	change.allow with input as plan("", ["platform"], store)
	not change.allow with input as plan("", ["governance"], store)
	some reason in change.reasons with input as plan("", ["governance"], store)
	contains(reason.request, "platform team")
}

test_every_change_must_be_allowed if {
	store := {"kind": "store", "address": "state", "effect": "compatible"}
	not change.allow with input as plan("", ["platform"], array.concat(policy, [store]))
	change.allow with input as plan("", ["platform", "governance"], array.concat(policy, [store]))
}

test_an_unknown_kind_is_refused if {
	odd := [{"kind": "weather", "address": "x", "effect": "compatible"}]
	not change.allow with input as plan("", ["platform", "governance"], odd)
	not change.allow with input as plan("flight_operations", ["flight-operations"], odd)
}

breaking := [{"kind": "contract", "address": "flight_operations/departures", "effect": "breaking"}]

test_a_breaking_change_outside_development_is_the_councils if {
	owner := plan("flight_operations", ["flight-operations"], breaking)
	not change.allow with input as owner
	change.allow with input as object.union(owner, {"environment": {"development": true}})
	change.allow with input as plan("flight_operations", ["governance"], breaking)
}

test_a_refused_breaking_change_says_so if {
	some reason in change.reasons with input as plan("flight_operations", ["flight-operations"], breaking)
	contains(reason.request, "notice")
}

test_the_operator_applies_in_development_only if {
	operator := object.union(plan("", [], policy), {"context": {"identity": {"kind": "operator"}}})
	not change.allow with input as operator
	development := object.union(operator, {"environment": {"development": true}})
	change.allow with input as development
	count(change.reasons) == 0 with input as development
}

test_an_environment_with_approvers_is_applied_by_them if {
	guarded := object.union(
		plan("flight_operations", ["flight-operations"], product),
		{"register": {"approverGroups": ["release"]}},
	)
	not change.allow with input as guarded
	{reason.rule | some reason in change.reasons} == {"approver"} with input as guarded
	member := {"context": {"identity": {"groups": ["flight-operations", "release"]}}}
	change.allow with input as object.union(guarded, member)
}

test_an_empty_plan_needs_a_role_too if {
	not change.allow with input as plan("flight_operations", [], [])
	change.allow with input as plan("flight_operations", ["flight-operations"], [])
}

test_a_plan_without_changes_stated_is_refused if {
	unstated := plan("flight_operations", ["flight-operations"], [])
	not change.allow with input as json.remove(unstated, ["action/changes"])
}

test_another_operation_is_refused if {
	other := object.union(plan("flight_operations", ["flight-operations"], product), {"action": {"operation": "read"}})
	not change.allow with input as other
}

# ------------------------------------------------------------------------------ steps of the life cycle

step(from, to) := [object.union(product[0], {"transition": {"from": from, "to": to}})]

publishing := [{"to": "active"}]

test_an_owner_takes_the_steps_that_the_council_leaves_to_it if {
	change.allow with input as plan("flight_operations", ["flight-operations"], step("draft", "active"))
	change.allow with input as plan("flight_operations", ["flight-operations"], step("draft", "proposed"))
		with data.change.transitions as publishing
}

test_a_step_that_the_council_keeps_is_its_own if {
	ask := plan("flight_operations", ["flight-operations"], step("proposed", "active"))
	not change.allow with input as ask with data.change.transitions as publishing
	some reason in change.reasons with input as ask with data.change.transitions as publishing
	reason.request == "ask the council, which takes that step of the life cycle to apply the plan"
	change.allow with input as plan("flight_operations", ["governance"], step("proposed", "active"))
		with data.change.transitions as publishing
}

test_a_kept_step_can_name_where_it_begins if {
	kept := [{"from": "deprecated", "to": "active"}]
	not change.allow with input as plan("flight_operations", ["flight-operations"], step("deprecated", "active"))
		with data.change.transitions as kept
	change.allow with input as plan("flight_operations", ["flight-operations"], step("proposed", "active"))
		with data.change.transitions as kept
}

test_in_development_an_owner_takes_every_step if {
	ask := object.union(plan("flight_operations", ["flight-operations"], step("proposed", "active")), {"environment": {"development": true}})
	change.allow with input as ask with data.change.transitions as publishing
}
