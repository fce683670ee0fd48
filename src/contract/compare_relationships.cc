// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/compare.h"
#include "contract/match.h"

namespace hanse::contract {
namespace {

struct Relation {
  std::string from, to;  // "orders.customer_id", several with a comma
  bool is_of_table = false;
  Json stated;
  Span span;
};

// `schema/orders/properties/id` and `orders.id` are two notations of one thing.
std::string short_form(std::string_view text) {
  std::string out(trim(text));
  for (const std::string_view word : {"schema/", "/schema/", "#/schema/"})
    if (out.starts_with(word)) {
      out.erase(0, word.size());
      for (size_t at = 0; (at = out.find("/properties/", at)) != std::string::npos; ++at)
        out.replace(at, std::string_view("/properties/").size(), ".");
      return out;
    }
  return out;
}

std::string reference_text(const Json& reference) {
  if (!reference.is_array()) return short_form(reference.as_string());
  std::string out;
  for (const Json& item : reference.items())
    out += (out.empty() ? "" : ", ") + short_form(item.as_string());
  return out;
}

void collect(const std::vector<spec::Property>& columns, const std::string& prefix,
             std::vector<Relation>& out) {
  for (const spec::Property& column : columns) {
    const std::string path = prefix + "." + column.name;
    for (const Json& stated : column.foreign["relationships"].items())
      out.push_back({path, reference_text(stated["to"]), false, stated, column.span});
    collect(column.properties, path, out);
    for (const auto* part : {&column.items, &column.map_key, &column.map_value})
      if (!part->empty()) collect((*part)[0].properties, path, out);
  }
}

std::vector<Relation> relations_of(const spec::SchemaObject& table) {
  std::vector<Relation> out;
  for (const Json& stated : table.foreign["relationships"].items())
    out.push_back(
        {reference_text(stated["from"]), reference_text(stated["to"]), true, stated, table.span});
  collect(table.properties, table.name, out);
  return out;
}

// A renamed table's own columns are its columns still.
std::string from_key(const Relation& relation) {
  return relation.from.substr(relation.from.find('.') + 1);
}

bool same_words(const Relation& before, const Relation& after) {
  return before.is_of_table == after.is_of_table &&
         !differs(before.stated, after.stated, {"id", "type", "customProperties"});
}

}  // namespace

void compare_relationships(const spec::SchemaObject& before, const spec::SchemaObject& after,
                           const Topic& place, Changes& out) {
  const std::vector<Relation> was = relations_of(before), is = relations_of(after);
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
    const Topic where = place_of(is[i], is[i].span);
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
