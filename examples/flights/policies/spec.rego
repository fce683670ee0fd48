# METADATA
# title: What specifications must say
# description: |
#   Rules for every YAML file of a mesh, in the shapes of conftest: `deny` stops a plan, `warn` does not.
#   The input is the document as it stands, with `input.hanse` beside it: kind (mesh, domain, agreement,
#   product, contract), path, domain and environment. What the council decides stands in
#   data.specification and data.classification.
package hanse.spec

kind := lower(input.hanse.kind)

is_product if kind in {"product", "dataproduct"}

is_contract if kind in {"contract", "datacontract"}

is_agreement if kind == "agreement"

is_domain if kind == "domain"

is_mesh if kind == "mesh"

stated(value) if {
	is_string(value)
	trim_space(value) != ""
}

level_of(name) := data.classification.levels[name]

column_level(property) := level_of(object.get(property, "classification", data.classification.default))

# Every column of the contract, nested ones too, with its path for the message.
column[path] := property if {
	some object in input.schema
	walk(object.properties, [where, property])
	is_string(property.name)
	parts := [name |
		some depth in numbers.range(1, count(where))
		part := object_at(object.properties, array.slice(where, 0, depth))
		name := part.name
	]
	path := concat(".", array.concat([object.name], parts))
}

object_at(root, where) := object.get({"root": root}, array.concat(["root"], where), null)

# ------------------------------------------------------------------------------ exceptions

# The council may let a file break a rule until it is mended.
exception contains rules if rules := data.specification.exceptions[input.hanse.path]

# ------------------------------------------------------------------------------ products

deny_product_purpose contains {
	"msg": "the product does not say what it is for",
	"field": "description.purpose",
} if {
	is_product
	not stated(input.description.purpose)
}

deny_product_team contains {
	"msg": "the product names no team",
	"field": "team",
} if {
	is_product
	input.status == "active"
	not stated(input.team.name)
	count(object.get(input, ["team", "members"], [])) == 0
}

warn_product_support contains {
	"msg": "consumers of the product have no channel for support",
	"field": "support",
} if {
	is_product
	input.status == "active"
	count(object.get(input, "support", [])) == 0
}

deny_product_versions contains {
	"msg": sprintf("output port `%s` states no version", [port.name]),
	"field": "outputPorts",
} if {
	is_product
	some port in input.outputPorts
	not stated(port.version)
}

# ------------------------------------------------------------------------------ contracts

warn_contract_description contains {
	"msg": "the contract does not say what its data is for",
	"field": "description.purpose",
} if {
	is_contract
	not stated(input.description.purpose)
}

warn_column_description contains {
	"msg": sprintf("column `%s` has no description", [path]),
	"field": path,
} if {
	is_contract
	some path, property in column
	not stated(property.description)
	not stated(property.businessName)
}

deny_column_level contains {
	"msg": sprintf("column `%s` has the classification `%s`, expected one of %s", [
		path, property.classification, concat(", ", object.keys(data.classification.levels)),
	]),
	"field": path,
} if {
	is_contract
	some path, property in column
	property.classification
	not level_of(property.classification) >= 0
}

deny_personal_data contains {
	"msg": sprintf("column `%s` is personal data (`%s`), expected at least confidential", [path, tag]),
	"field": path,
} if {
	is_contract
	some path, property in column
	some tag in property.tags
	tag in data.classification.personalTags
	column_level(property) < data.classification.levels.confidential
}

warn_definition contains {
	"msg": sprintf("column `%s` is %s and has no authoritative definition", [path, property.classification]),
	"field": path,
} if {
	is_contract
	some path, property in column
	column_level(property) >= level_of(data.specification.definitionFrom)
	count(object.get(property, "authoritativeDefinitions", [])) == 0
	not stated(property.description)
}

deny_server_on_hold contains {
	"msg": sprintf("server `%s` is of type `%s`, which is on hold: %s", [
		server.server, server.type, data.specification.serversOnHold[server.type],
	]),
	"field": "servers",
} if {
	is_contract
	some server in input.servers
	data.specification.serversOnHold[server.type]
}

deny_service_level contains {
	"msg": sprintf("the contract states no service level `%s`", [wanted]),
	"field": "slaProperties",
} if {
	is_contract
	input.status == "active"
	some wanted in data.specification.serviceLevels
	not wanted in {level.property | some level in input.slaProperties}
}

# ------------------------------------------------------------------------------ agreements

deny_agreement_purpose contains {
	"msg": "the agreement names no purpose",
	"field": "purposes",
} if {
	is_agreement
	count(object.get(input, "purposes", [])) == 0
}

warn_agreement_end contains {
	"msg": "the agreement never ends",
	"field": "until",
} if {
	is_agreement
	not stated(input.until)
}

warn_agreement_notice contains {
	"msg": "the agreement does not say how long before its end a party gives notice",
	"field": "notice",
} if {
	is_agreement
	not stated(input.notice)
}

# ------------------------------------------------------------------------------ domains

warn_domain_roles contains {
	"msg": sprintf("nobody is `%s` of the domain", [role]),
	"field": "roles",
} if {
	is_domain
	object.get(input, "status", "active") == "active"
	some role in ["productOwner", "dataEngineer"]
	not role in {entry.role | some entry in input.roles}
}

warn_domain_description contains {
	"msg": "the domain does not say what it is for",
	"field": "description",
} if {
	is_domain
	not stated(input.description)
}

# ------------------------------------------------------------------------------ the mesh

deny_purpose_basis contains {
	"msg": sprintf("purpose `%s` allows %s data and states no legal basis", [
		purpose.id, purpose.classificationMax,
	]),
	"field": "purposes",
} if {
	is_mesh
	some purpose in input.purposes
	level_of(purpose.classificationMax) >= data.classification.levels.restricted
	not stated(purpose.legalBasis)
}

warn_technology_hold contains {
	"msg": sprintf("technology `%s` is on hold and states no decision", [technology.id]),
	"field": "technologies",
} if {
	is_mesh
	some technology in input.technologies
	technology.ring == "hold"
	not stated(technology.decision)
}

deny_ledger contains {
	"msg": "the ledger is relaxed in a mesh with environments that are no development",
	"field": "ledger",
} if {
	is_mesh
	input.ledger == "relaxed"
	some environment in input.environments
	environment.id == input.hanse.environment
	not object.get(environment, "development", false)
}
