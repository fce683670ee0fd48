# METADATA
# title: Who may change what
# description: |
#   Applying a plan is a decision like reading. The input names who applies (context.identity), the
#   scope (`""` is the mesh, else a domain), every change of the plan and the environment, and in
#   `register` the groups that stand behind the roles: ownerGroups of the scope, councilGroups by what
#   a seat approves, platformGroups, and approverGroups of the environment. Every single change must be
#   allowed.
package hanse.change

groups := {group | some group in input.context.identity.groups}

# ------------------------------------------------------------------------------ who asks

# The owner of the state directory acts as operator where the environment is for development.
is_operator if {
	input.context.identity.kind == "operator"
	input.environment.development == true
}

is_owner if {
	some group in input.register.ownerGroups
	group in groups
}

# A seat counts for what it approves.
seats contains approves if {
	some approves, members in input.register.councilGroups
	some group in members
	group in groups
}

is_platform if {
	some group in input.register.platformGroups
	group in groups
}

# Where an environment names approvers, one of them applies.
approved if count(object.get(input, ["register", "approverGroups"], [])) == 0

approved if {
	some group in input.register.approverGroups
	group in groups
}

# ------------------------------------------------------------------------------ what is changed

in_mesh if input.action.scope == ""

in_domain if input.action.scope != ""

permitted(change) if {
	in_mesh
	some seat in seats
	change.kind in data.change.council[seat]
}

permitted(change) if {
	in_mesh
	count(seats) > 0
	change.kind in data.change.wholeCouncil
}

permitted(change) if {
	in_mesh
	is_platform
	change.kind in data.change.platform
}

permitted(change) if {
	in_domain
	is_owner
	change.kind in data.change.domain
	not breaks(change)
	not reserved(change)
}

# Breaking changes of a domain, and those that nobody owns any more, are the council's.
permitted(change) if {
	in_domain
	count(seats) > 0
	change.kind in data.change.domain
}

# A change of status that the council keeps to itself.
reserved(change) if {
	some entry in data.change.transitions
	object.get(entry, "from", change.transition.from) == change.transition.from
	entry.to == change.transition.to
	not input.environment.development
}

breaks(change) if {
	change.effect in data.change.breaking
	not input.environment.development
}

refused contains change if {
	some change in input.action.changes
	not permitted(change)
}

# ------------------------------------------------------------------------------ decision

# METADATA
# title: The plan may be applied
default allow := false

allow if {
	input.action.operation == "apply"
	is_operator
}

allow if {
	input.action.operation == "apply"
	approved
	# Somebody with a role: an empty plan is no reason to let anybody apply.
	count({role | some role in roles}) > 0
	is_array(input.action.changes)
	count(refused) == 0
}

roles contains "owner" if is_owner

roles contains "platform" if is_platform

roles contains seat if some seat in seats

# METADATA
# title: What a refusal tells the one who applies
reasons contains {
	"rule": "change",
	"message": sprintf("you may not change %s `%s`", [change.kind, change.address]),
	"request": sprintf("ask %s to apply the plan", [who(change)]),
} if {
	not is_operator
	some change in refused
}

reasons contains {
	"rule": "approver",
	"message": sprintf("environment `%s` is applied by its approvers", [input.environment.id]),
	"request": "ask one of the environment's approvers",
} if {
	not is_operator
	not approved
}

reasons contains {
	"rule": "role",
	"message": "you have no role in what the plan changes",
	"request": "ask the owner of the domain, the council or the platform team",
} if {
	not is_operator
	count(roles) == 0
}

who(change) := "the council, whose notice the breaking change needs" if {
	in_domain
	breaks(change)
} else := "the council, which takes that step of the life cycle" if {
	in_domain
	reserved(change)
} else := sprintf("the owner of `%s`", [input.action.scope]) if {
	in_domain
} else := "the platform team" if {
	change.kind in data.change.platform
} else := "the council"
