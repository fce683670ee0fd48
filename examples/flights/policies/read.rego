# METADATA
# title: Reading data products
# description: |
#   Who may know of a table, which columns and rows of it may be read, and in which form. Everything is
#   denied that no rule allows. What the council decides stands in the tables beside this file
#   (data.access, data.classification, data.filters, data.masks, data.state), so that most changes
#   change no rule.
package hanse.read

# ------------------------------------------------------------------------------ who asks for what

groups := {group | some group in input.context.identity.groups}

table := sprintf("%s.%s", [
	input.action.resource.table.schemaName,
	input.action.resource.table.tableName,
])

# The owner of the table: a team of the mesh, by its id or by its identity group.
is_owner if input.resource.owner in groups

is_owner if input.resource.ownerGroup in groups

# A product reads the tables of its own domain with its owner's rights: other domains need agreements.
is_owner if {
	input.context.identity.kind == "product"
	startswith(input.context.identity.user, sprintf("product:%s/", [input.resource.domain]))
}

# Whoever holds the state directory of a development environment could read the files as well.
is_owner if {
	input.context.identity.kind == "operator"
	input.environment.development == true
}

# The purpose that was declared, and those that it is a part of.
purposes := {input.purpose.id} | {id | some id in object.get(input.purpose, "ancestors", [])}

purpose_declared if input.purpose.id != ""

# ------------------------------------------------------------------------------ state

state := input.resource.state

# A draft is its owner's, as are rows that a build kept apart; what is retired is nobody's.
served if {
	state.lifecycle in {"active", "deprecated"}
	not input.resource.quarantine
}

served if {
	is_owner
	state.lifecycle != "retired"
}

states := {state.lifecycle, state.quality, state.freshness}

# Rules of data.state that refuse the table in its present state, and the state that they refuse.
unfit contains {"rule": entry.rule, "state": word} if {
	not is_owner
	some entry in data.state.refuse
	fits_purposes(object.get(entry, "purposes", []))
	some word in entry.states
	word in states
}

# ------------------------------------------------------------------------------ rights to a table

# Each right: the rule that gives it and the columns it is for (empty: all).
rights contains {"rule": "owner", "columns": []} if is_owner

rights contains {"rule": sprintf("grant %s", [grant.id]), "columns": columns_of(grant)} if {
	some grant in input.grants
	fits_purpose(object.get(grant, "purpose", ""))
}

rights contains {"rule": sprintf("agreement %s", [agreement.id]), "columns": columns_of(agreement)} if {
	some agreement in input.agreements
	some purpose in agreement.purposes
	purpose in purposes
}

rights contains {"rule": entry.rule, "columns": columns_of(entry)} if {
	some entry in data.access.rules
	some group in entry.groups
	group in groups
	some pattern in entry.tables
	names_table(pattern)
	fits_purposes(object.get(entry, "purposes", []))
}

rights contains {"rule": "public", "columns": []} if {
	table_level == levels.public
	includes_asker(data.access.publicReaders)
}

columns_of(entry) := object.get(entry, "columns", [])

fits_purpose("") if true

fits_purpose(purpose) if purpose in purposes

fits_purposes([]) if true

fits_purposes(list) if {
	some purpose in list
	purpose in purposes
}

names_table("*") if true

names_table(pattern) if pattern == table

names_table(pattern) if {
	endswith(pattern, ".*")
	startswith(table, trim_suffix(pattern, "*"))
}

# A list of groups; "*" is everyone who is in some group.
includes_asker(list) if {
	some group in list
	group in groups
}

includes_asker(list) if {
	"*" in list
	count(groups) > 0
}

# ------------------------------------------------------------------------------ classification

# Sets of level names are made once; a column is then judged by looking its level up. Tables may have
# hundreds of columns, and a decision has milliseconds.
levels := data.classification.levels

table_level := levels[input.resource.classification]

# The strictest level that the asker may read in clear.
clearance := max({levels[data.classification.clearance.otherwise]} |
	{levels[name] | some group, name in data.classification.clearance.groups; group in groups} |
	{level | is_owner; some level in levels})

clear_levels := {name | some name, level in levels; level <= clearance}

# Levels that the purpose allows. A purpose that states no ceiling allows none.
purpose_levels := {name | some name, level in levels; level <= levels[input.purpose.classificationMax]}

# ------------------------------------------------------------------------------ columns

# What is said of columns here is said of all that the table has and reads nothing of the question, so
# that it is found once for all questions of one asker about one table: a question about three columns
# of two hundred then looks three names up.
# Sets are joined and met whole where that says it: a table may have hundreds of columns.
level_name[name] := object.get(column, "classification", data.classification.default) if {
	some name, column in input.resource.columns
}

of_level[level] contains name if some name, level in level_name

# The columns of one of these levels.
of_levels(wanted) := union({names | some level, names in of_level; level in wanted})

# Of a source "domain.table.column": the columns of this table that are it or are computed from it.
derived_from(source) := {name |
	is_column_of(source, table)
	name := trim_prefix(source, sprintf("%s.", [table]))
	input.resource.columns[name]
} | {name |
	is_behind(source)
	some name, column in input.resource.columns
	some origin in column.lineage
	source == concat(".", [origin.table, origin.column])
}

# The source is a column of a table that this one is computed from.
is_behind(source) if {
	some name in lineage_tables
	is_column_of(source, name)
}

is_column_of(source, name) if startswith(source, sprintf("%s.", [name]))

lineage_tables contains origin.table if some origin in input.resource.lineage

# The masks of data.masks that concern the asker, by their position.
active_masks[position] := mask if {
	not is_owner
	some position, mask in data.masks.masks
	not includes_asker(object.get(mask, "exempt", []))
}

tagged[tag] contains name if {
	some name, column in input.resource.columns
	some tag in column.tags
}

# The columns that a mask is for: by their tag, their level or what they are computed from.
fitting[position] contains names if {
	some position, mask in active_masks
	names := tagged[mask.tag]
}

fitting[position] contains names if {
	some position, mask in active_masks
	names := of_level[mask.level]
}

fitting[position] contains names if {
	some position, mask in active_masks
	names := derived_from(mask.source)
}

mask_form[position] := object.union(base, argument_of(mask)) if {
	some position, mask in active_masks
	base := {"rule": mask.rule, "action": mask.action, "order": position}
}

# The mask that holds for each masked column: the first that fits, so it is laid on top. Positions are
# laid, not forms: of two objects the members would be mixed.
first_mask := object.union_n([positions |
	some position in numbers.range(count(data.masks.masks) - 1, 0)
	mask_form[position]
	positions := {name: position | some name in union(fitting[position])}
])

mask_of := {name: mask_form[position] | some name, position in first_mask}

masked := object.keys(mask_of)

# Readable: some right covers the column, the purpose allows its level, and the asker may see it in
# clear or it is masked.
readable := (covered & cleared) & of_levels(purpose_levels)

cleared := masked | of_levels(clear_levels)

covered := object.keys(input.resource.columns) if {
	some right in rights
	right.columns == []
} else := {name | some right in rights; some name in right.columns}

# ------------------------------------------------------------------------------ decisions

# METADATA
# title: The asker may know that the table exists
default discover := false

discover if {
	served
	count(rights) > 0
}

discover if {
	served
	includes_asker(data.access.discover[input.resource.classification])
}

# METADATA
# title: The columns of action.filterResources that the asker may read
columns contains name if {
	some item in input.action.filterResources
	name := item.column.columnName
	name in shown
}

# Nothing is shown of what is not served, or for no purpose.
shown := readable if {
	served
	purpose_declared
}

# METADATA
# title: The statement may read the columns that it names
default allow := false

allow if {
	input.action.operation == "SelectFromColumns"
	open_to_asker
	every name in input.action.resource.table.columns {
		name in shown
	}
}

# Whatever the columns, and when none is read.
open_to_asker if {
	served
	purpose_declared
	count(rights) > 0
	count(hidden_sources) == 0
	count(unfit) == 0
}

# METADATA
# title: Conditions that every row must meet
rowFilters contains filter if {
	some entry in active_filters
	some name in derived_from(entry.source)
	base := {"rule": entry.rule, "field": name, "operator": entry.operator}
	filter := object.union(base, value_of(entry))
}

value_of(entry) := {"value": entry.value}

value_of(entry) := {} if not has_value(entry)

has_value(entry) if entry.value == entry.value

# The filters that concern the asker here. The owner of a source sees it whole, which does not make
# whole for it what others compute.
active_filters contains entry if {
	some entry in data.filters.filters
	not includes_asker(object.get(entry, "exempt", []))
	not owns_source(entry)
}

owns_source(entry) if {
	is_owner
	is_column_of(entry.source, table)
}

owns_source(_) if {
	input.context.identity.kind == "operator"
	input.environment.development == true
}

# Filters whose source this table is computed from, but whose column it does not keep.
hidden_sources contains entry.rule if {
	some entry in active_filters
	object.get(entry, "derived", "refuse") != "allow"
	is_behind(entry.source)
	count(derived_from(entry.source)) == 0
}

# METADATA
# title: The form in which columns are shown, by index of action.filterResources
batchColumnMasks contains mask if {
	some index, item in input.action.filterResources
	mask := object.union(mask_of[item.column.columnName], {"index": index})
}

argument_of(entry) := {"argument": entry.argument}

argument_of(entry) := {} if not has_argument(entry)

has_argument(entry) if entry.argument == entry.argument

# ------------------------------------------------------------------------------ reasons

product := sprintf("%s/%s", [input.resource.domain, input.resource.product])

# The columns that the question is about.
named := object.get(input.action.resource.table, "columns", [])

asked := {item.column.columnName | some item in input.action.filterResources}

concerned := object.keys(object.filter(input.resource.columns, named)) | asked

# METADATA
# title: What a denial tells someone who may know of the table
reasons contains {
	"rule": "right",
	"message": sprintf("nothing gives you a right to `%s` for this purpose", [table]),
	"request": sprintf("ask the owner of `%s` for a grant", [product]),
} if {
	count(rights) == 0
}

reasons contains {
	"rule": "purpose",
	"message": "no purpose is declared",
	"request": "state the purpose of the query",
} if {
	not purpose_declared
}

reasons contains {
	"rule": "status",
	"message": sprintf("`%s` is %s", [product, state.lifecycle]),
} if {
	not served
}

reasons contains {
	"rule": entry.rule,
	"message": sprintf("`%s` is %s, which the purpose does not allow", [table, entry.state]),
	"request": sprintf("ask the owner of `%s` when it will be sound again", [product]),
} if {
	some entry in unfit
}

reasons contains {
	"rule": "purpose-classification",
	"message": sprintf("column `%s` is %s, which purpose `%s` does not allow", [
		name, level_name[name], input.purpose.id,
	]),
	"request": "use a purpose that allows it",
} if {
	purpose_declared
	some name in concerned
	not level_name[name] in purpose_levels
}

reasons contains {
	"rule": "clearance",
	"message": sprintf("column `%s` is %s, above what your groups may read", [name, level_name[name]]),
	"request": "leave the column out, or ask the council for clearance",
} if {
	count(rights) > 0
	some name in concerned
	not name in cleared
}

reasons contains {
	"rule": "columns",
	"message": sprintf("your right to `%s` does not cover column `%s`", [table, name]),
	"request": sprintf("ask the owner of `%s` for the column", [product]),
} if {
	count(rights) > 0
	some name in concerned
	not name in covered
}

reasons contains {
	"rule": rule,
	"message": sprintf("`%s` is computed from rows that `%s` withholds, and cannot be filtered", [table, rule]),
	"request": sprintf("ask the owner of `%s` for a product that keeps the filtered column", [product]),
} if {
	some rule in hidden_sources
}

# ------------------------------------------------------------------------------ warnings

# METADATA
# title: What is told with the rows
warnings contains {"rule": word, "message": words_of[word]} if {
	some word in data.state.warn
	word in states
}

words_of["deprecated"] := sprintf("`%s` is deprecated%s", [table, when_removed])

words_of["stale"] := sprintf("`%s` is stale: its data is of %s, and was to be replaced by %s", [
	table, state.dataAt, state.staleAt,
])

words_of["failing"] := sprintf("`%s` fails its checks of %s", [table, state.checkedAt])

words_of["warning"] := sprintf("checks of `%s` warn, last at %s", [table, state.checkedAt])

words_of[word] := sprintf("`%s` is %s", [table, word]) if {
	some word in {"active", "passed", "unchecked", "fresh", "unknown"}
}

when_removed := sprintf(" and will be removed on %s", [substring(state.removal, 0, 10)]) if is_string(state.removal)

when_removed := "" if not is_string(state.removal)
