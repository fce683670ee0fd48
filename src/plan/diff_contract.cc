// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_contract.h"

#include "engine/types.h"
#include "source/column_type.h"

namespace hanse::plan {
namespace {

class ContractDiff {
 public:
  ContractDiff(std::string id, std::vector<Change>& out)
      : address_("contract " + std::move(id)), out_(out) {}

  void contract(const spec::DataContract& before, const spec::DataContract& after) {
    text("", "version", before.version, after.version);
    text("", "status", before.status, after.status);
    for (const auto& table : after.schema) {
      const auto* old = find(before.schema, table.name);
      if (old == nullptr) add("table", " table " + table.name, Effect::kAdditive,
                              fmt::format("table `{}` is added", table.name));
      else columns(*old, table);
    }
    for (const auto& table : before.schema)
      if (find(after.schema, table.name) == nullptr)
        add("table", " table " + table.name, Effect::kBreaking,
            fmt::format("table `{}` is dropped", table.name), true);
    service_levels(before, after);
    servers(before, after);
  }

 private:
  template <typename T>
  static const T* find(const std::vector<T>& all, const std::string& name) {
    for (const T& item : all)
      if (item.name == name) return &item;
    return nullptr;
  }
  void add(const char* kind, const std::string& place, Effect effect, std::string text,
           bool destroys = false) {
    out_.push_back({kind, address_ + place, effect, std::move(text), {}, destroys});
  }
  void text(const std::string& place, const char* what, const std::string& before,
            const std::string& after) {
    if (before != after)
      add("contract", place, Effect::kCompatible,
          fmt::format("{} changes from `{}` to `{}`", what, before, after));
  }
  static std::string type_of(const spec::Property& column) {
    const auto type = source::column_type(column);
    return type ? *type : std::string(spec::to_string(column.logical_type));
  }

  void columns(const spec::SchemaObject& before, const spec::SchemaObject& after) {
    const std::string place = " table " + after.name + " column ";
    std::vector<const spec::Property*> added, dropped;
    for (const auto& column : after.properties)
      if (const auto* old = find(before.properties, column.name)) one(place, *old, column);
      else added.push_back(&column);
    for (const auto& column : before.properties)
      if (find(after.properties, column.name) == nullptr) dropped.push_back(&column);
    // One gone and one come of the same type: probably the same data under another name.
    const bool renamed = added.size() == 1 && dropped.size() == 1 &&
                         type_of(*added[0]) == type_of(*dropped[0]);
    for (const auto* column : dropped)
      add("column", place + column->name, Effect::kBreaking,
          renamed ? fmt::format("column `{}` is dropped (renamed to `{}`?)", column->name,
                                added[0]->name)
                  : fmt::format("column `{}` is dropped", column->name),
          true);
    for (const auto* column : added)
      add("column", place + column->name, Effect::kAdditive,
          fmt::format("column `{}` {} is added", column->name, type_of(*column)));
  }

  void one(const std::string& table, const spec::Property& before, const spec::Property& after) {
    const std::string place = table + after.name;
    const std::string from = type_of(before), to = type_of(after);
    if (from != to) {
      // What is read now must still fit where it was read into.
      const bool narrowed = engine::is_assignable(to, from);
      const bool widened = engine::is_assignable(from, to);
      add("column", place, narrowed ? Effect::kCompatible : Effect::kBreaking,
          fmt::format("column `{}` is {} from {} to {}", after.name,
                      narrowed ? "narrowed" : widened ? "widened" : "changed", from, to));
    }
    if (before.required != after.required)
      add("column", place, after.required ? Effect::kCompatible : Effect::kBreaking,
          fmt::format("column `{}` {}", after.name,
                      after.required ? "is required now" : "may be null now"));
    if (before.unique != after.unique)
      add("column", place, after.unique ? Effect::kCompatible : Effect::kBreaking,
          fmt::format("column `{}` is {}", after.name,
                      after.unique ? "unique now" : "no longer unique"));
    if (before.primary_key != after.primary_key)
      add("column", place, Effect::kBreaking,
          fmt::format("column `{}` {}", after.name,
                      after.primary_key ? "joins the primary key" : "leaves the primary key"));
    classification(place, before, after);
    if (before.tags != after.tags)
      add("column", place, Effect::kCompatible, fmt::format("tags of `{}` change", after.name));
    if (before.description != after.description)
      add("column", place, Effect::kNone, fmt::format("`{}` is described anew", after.name));
  }

  void classification(const std::string& place, const spec::Property& before,
                      const spec::Property& after) {
    const auto from = before.classification.value_or(spec::Classification::kInternal);
    const auto to = after.classification.value_or(spec::Classification::kInternal);
    if (from == to) return;
    add("column", place, to > from ? Effect::kBreaking : Effect::kCompatible,
        fmt::format("column `{}` is classified {} instead of {}", after.name, spec::to_string(to),
                    spec::to_string(from)));
  }

  using Levels = std::map<std::string, const spec::ServiceLevel*>;
  static Levels levels(const spec::DataContract& contract) {
    Levels out;
    for (const auto& level : contract.service_levels)
      out[level.property + (level.element.empty() ? "" : " of " + level.element)] = &level;
    return out;
  }
  static std::string said(const spec::ServiceLevel& level) {
    const std::string value = level.value.is_string() ? std::string(level.value.as_string())
                                                      : level.value.dump();
    return level.unit.empty() ? value : value + " " + level.unit;
  }
  // Of these a smaller number promises less; of all others (latency, frequency, …) a larger one.
  static bool is_better_when_larger(std::string_view property) {
    return property == "availability" || property == "throughput" || property == "retention" ||
           property == "endOfSupport" || property == "endOfLife";
  }
  void service_levels(const spec::DataContract& before, const spec::DataContract& after) {
    const auto old_ones = levels(before), new_ones = levels(after);
    for (const auto& [name, level] : new_ones) {
      const auto found = old_ones.find(name);
      const std::string place = " service level " + name;
      if (found == old_ones.end()) {
        add("contract", place, Effect::kAdditive,
            fmt::format("service level `{}` is promised: {}", name, said(*level)));
        continue;
      }
      const spec::ServiceLevel& old = *found->second;
      if (old.value == level->value && old.unit == level->unit) continue;
      const bool comparable = old.unit == level->unit && old.value.is_number() &&
                              level->value.is_number();
      const bool larger = level->value.as_double() > old.value.as_double();
      const bool tightened = comparable && larger == is_better_when_larger(level->property);
      add("contract", place, tightened ? Effect::kCompatible : Effect::kBreaking,
          fmt::format("service level `{}` is {} from {} to {}", name,
                      !comparable ? "changed" : tightened ? "tightened" : "loosened", said(old),
                      said(*level)));
    }
    for (const auto& [name, level] : old_ones)
      if (!new_ones.contains(name))
        add("contract", " service level " + name, Effect::kBreaking,
            fmt::format("service level `{}` is no longer promised", name));
  }
  void servers(const spec::DataContract& before, const spec::DataContract& after) {
    std::string old_ones, new_ones;
    for (const auto& server : before.servers) old_ones += server.values.reveal().dump_canonical();
    for (const auto& server : after.servers) new_ones += server.values.reveal().dump_canonical();
    if (old_ones != new_ones)
      add("contract", " servers", Effect::kCompatible, "the servers change");
  }

  std::string address_;
  std::vector<Change>& out_;
};

}  // namespace

void diff_contracts(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  for (const auto& [id, contract] : after.contracts) {
    const auto found = before.contracts.find(id);
    if (found == before.contracts.end())
      out.push_back({"contract", "contract " + id, Effect::kAdditive,
                     fmt::format("contract `{}` {} is new", id, contract.version), {}, false});
    else
      ContractDiff(id, out).contract(found->second, contract);
  }
  for (const auto& [id, contract] : before.contracts)
    if (!after.contracts.contains(id))
      out.push_back({"contract", "contract " + id, Effect::kBreaking,
                     fmt::format("contract `{}` is removed", id), {}, true});
}

}  // namespace hanse::plan
