// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_policy_tables.h"

#include <algorithm>

#include "spec/type.h"

namespace hanse::plan {
namespace {

constexpr const char* kOpens = ": this shows more data";
constexpr const char* kCloses = ": this shows less data";

// The words for a rule that comes or goes. Only the council's own tables have a known meaning.
// A mask also lets read what was refused before, so it is neither more nor less.
std::string_view when_moved(std::string_view table, bool is_added) {
  if (table == "policies/data/filters.yaml") return is_added ? kCloses : kOpens;
  if (table == "policies/data/access.yaml") return is_added ? kOpens : kCloses;
  if (table == "policies/data/masks.yaml")
    return is_added ? ": values are masked by it" : ": values are no longer masked by it";
  return "";
}

bool holds_all(const Json& list, const Json& items) {
  return std::ranges::all_of(items.items(), [&](const Json& item) {
    return std::ranges::find(list.items(), item) != list.items().end();
  });
}

// The words for a value that changes: more exempt groups or a higher clearance show more.
std::string_view when_changed(std::string_view table, std::string_view path, const Json& before,
                              const Json& after) {
  const bool withholds =
      table == "policies/data/filters.yaml" || table == "policies/data/masks.yaml";
  if (withholds && path.ends_with(".exempt") && before.is_array() && after.is_array())
    return holds_all(after, before) ? kOpens : holds_all(before, after) ? kCloses : "";
  if (table != "policies/data/classification.yaml" || !path.starts_with("clearance.")) return "";
  const auto old_level = spec::classification_of(before.as_string());
  const auto new_level = spec::classification_of(after.as_string());
  if (!old_level || !new_level) return "";
  return *new_level > *old_level ? kOpens : kCloses;
}

std::string_view rule_of(const Json& entry) { return entry["rule"].as_string(); }

bool is_rules(const Json& value) {
  return value.is_array() && std::ranges::none_of(value.items(), &std::string_view::empty, rule_of);
}

const Json* rule_in(const Json& list, std::string_view rule) {
  const auto found = std::ranges::find(list.items(), rule, rule_of);
  return found == list.items().end() ? nullptr : &*found;
}

class Comparison {
 public:
  Comparison(std::string table, std::vector<Change>& out) : table_(std::move(table)), out_(out) {}

  void values(const std::string& path, const Json& before, const Json& after) {
    if (before == after) return;
    if (before.is_object() && after.is_object()) return objects(path, before, after);
    if (is_rules(before) && is_rules(after)) return rules(path, before, after);
    if (before.is_null())
      say(fmt::format("`{}` is set to {}", path, after.dump()));
    else if (after.is_null())
      say(fmt::format("`{}`, {}, is removed", path, before.dump()));
    else
      say(fmt::format("`{}` changes from {} to {}{}", path, before.dump(), after.dump(),
                      when_changed(table_, path, before, after)));
  }

 private:
  void say(std::string text) {
    out_.push_back({"policyTable",
                    "policy table " + table_,
                    Effect::kCompatible,
                    std::move(text),
                    {},
                    false,
                    {}});
  }

  void objects(const std::string& path, const Json& before, const Json& after) {
    const std::string start = path.empty() ? "" : path + ".";
    for (const auto& [key, value] : before.members()) values(start + key, value, after[key]);
    for (const auto& [key, value] : after.members())
      if (before.find(key) == nullptr) values(start + key, Json(), value);
  }

  void rules(const std::string& list, const Json& before, const Json& after) {
    for (const Json& rule : before.items())
      if (rule_in(after, rule_of(rule)) == nullptr)
        say(fmt::format("rule `{}` of `{}` is removed{}", rule_of(rule), list,
                        when_moved(table_, false)));
    for (const Json& rule : after.items()) {
      const Json* old = rule_in(before, rule_of(rule));
      if (old == nullptr)
        say(fmt::format("rule `{}` of `{}` is new{}", rule_of(rule), list,
                        when_moved(table_, true)));
      else
        values(fmt::format("{} {}", list, rule_of(rule)), *old, rule);
    }
    order(list, before, after);
  }

  // The first mask that fits holds: another order is another meaning.
  void order(const std::string& list, const Json& before, const Json& after) {
    std::vector<std::string_view> old_order, new_order;
    for (const Json& rule : before.items())
      if (rule_in(after, rule_of(rule)) != nullptr) old_order.push_back(rule_of(rule));
    for (const Json& rule : after.items())
      if (rule_in(before, rule_of(rule)) != nullptr) new_order.push_back(rule_of(rule));
    if (old_order != new_order) say(fmt::format("the order of `{}` changes", list));
  }

  std::string table_;
  std::vector<Change>& out_;
};

}  // namespace

void diff_policy_tables(const spec::Model& before, const spec::Model& after,
                        std::vector<Change>& out) {
  for (const spec::PolicyTable& table : after.policy_tables) {
    const auto old = std::ranges::find(before.policy_tables, table.path, &spec::PolicyTable::path);
    if (old == before.policy_tables.end() || old->value == table.value) continue;
    const size_t said = out.size();
    Comparison(table.path, out).values("", old->value, table.value);
    if (out.size() == said)  // never in silence
      out.push_back({"policyTable",
                     "policy table " + table.path,
                     Effect::kCompatible,
                     "the table changes",
                     {},
                     false,
                     {}});
  }
}

}  // namespace hanse::plan
