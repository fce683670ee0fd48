// SPDX-License-Identifier: Apache-2.0
#include "contract/compare.h"
#include "contract/match.h"
#include "spec/reference.h"

namespace hanse::contract {
namespace {

struct Relation {
  std::string from, to;  // "orders.customer_id", several with a comma
  bool is_of_table = false;
  const spec::ContractRelationship* stated = nullptr;
};

// By names, whichever of the two notations states it.
std::string name_of(const spec::DataContract& contract, const std::string& stated) {
  const auto reference = spec::parse_reference(stated);
  if (!reference || !reference->by_id || !reference->contract.empty()) return stated;
  const auto target = spec::find_reference(contract, *reference);
  if (!target || target->table == nullptr) return stated;
  std::string out = target->table->name;
  for (const spec::Property* column : target->path) out += "." + column->name;
  return out;
}

std::string names_of(const spec::DataContract& contract, const std::vector<std::string>& stated) {
  std::string out;
  for (const std::string& one : stated) out += (out.empty() ? "" : ", ") + name_of(contract, one);
  return out;
}

void collect(const spec::DataContract& contract, const std::vector<spec::Property>& columns,
             const std::string& prefix, std::vector<Relation>& out) {
  for (const spec::Property& column : columns) {
    const std::string path = prefix + "." + column.name;
    for (const spec::ContractRelationship& stated : column.relationships)
      out.push_back({path, names_of(contract, stated.to), false, &stated});
    collect(contract, column.properties, path, out);
    for (const auto* part : {&column.items, &column.map_key, &column.map_value})
      if (!part->empty()) collect(contract, (*part)[0].properties, path, out);
  }
}

std::vector<Relation> relations_of(const spec::DataContract& contract,
                                   const spec::SchemaObject& table) {
  std::vector<Relation> out;
  for (const spec::ContractRelationship& stated : table.relationships)
    out.push_back({names_of(contract, stated.from), names_of(contract, stated.to), true, &stated});
  collect(contract, table.properties, table.name, out);
  return out;
}

// A renamed table's own columns are its columns still.
std::string from_key(const Relation& relation) {
  return relation.from.substr(relation.from.find('.') + 1);
}

bool same_words(const Relation& before, const Relation& after) {
  return before.is_of_table == after.is_of_table && before.stated->type == after.stated->type &&
         before.stated->foreign == after.stated->foreign;
}

}  // namespace

void compare_relationships(const TablePair& tables, const Topic& place, Changes& out) {
  const std::vector<Relation> was = relations_of(tables.contracts.before, tables.before);
  const std::vector<Relation> is = relations_of(tables.contracts.after, tables.after);
  if (was.empty() && is.empty()) return;
  const Matches matches = match<Relation>(
      was, is,
      {[](const Relation& relation) { return from_key(relation) + " -> " + relation.to; },
       [](const Relation& relation) { return from_key(relation); }});
  const auto place_of = [&](const Relation& relation, const Span& span) {
    return Topic{"relationship",
                 fmt::format("{} relationship {}", place.address, from_key(relation)), span};
  };
  for (size_t i = 0; i < is.size(); ++i) {
    const Topic where = place_of(is[i], is[i].stated->span);
    if (!matches.old_of[i]) {
      out.add(Rule::kRelationshipAdded, where,
              fmt::format("`{}` refers to `{}` now", is[i].from, is[i].to), {"", is[i].to});
      continue;
    }
    const Relation& old_one = was[*matches.old_of[i]];
    if (old_one.to != is[i].to)
      out.add(Rule::kRelationshipChanged, where,
              fmt::format("`{}` refers to `{}` instead of `{}`", is[i].from, is[i].to, old_one.to),
              {old_one.to, is[i].to});
    else if (!same_words(old_one, is[i]))
      out.add(Rule::kRelationshipDescribed, where,
              fmt::format("the relationship of `{}` is stated anew", is[i].from));
  }
  for (size_t i = 0; i < was.size(); ++i)
    if (!matches.is_kept[i])
      out.add(Rule::kRelationshipRemoved, place_of(was[i], place.span),
              fmt::format("`{}` need not refer to `{}` any more", was[i].from, was[i].to),
              {was[i].to, ""});
}

}  // namespace hanse::contract
