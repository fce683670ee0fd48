// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_strategy.h"

#include <map>
#include <set>
#include <string>

namespace hanse::plan {
namespace {

using Documents = std::map<std::string, const spec::StrategyDocument*>;

Documents by_path(const spec::Model& model) {
  Documents out;
  for (const spec::StrategyDocument& document : model.strategy) out[document.path] = &document;
  return out;
}

// "strategy assessments/2026": the path without what all have.
std::string address_of(std::string_view path) {
  constexpr std::string_view kFolder = "strategy/", kEnding = ".yaml";
  path.remove_prefix(kFolder.size());
  path.remove_suffix(kEnding.size());
  return "strategy " + std::string(path);
}

// "`activities`, `milestones`": the top fields that differ.
std::string changed_fields(const Json& before, const Json& after) {
  std::set<std::string> names;
  for (const auto& [name, value] : before.members())
    if (!(after[name] == value)) names.insert(name);
  for (const auto& [name, value] : after.members())
    if (!(before[name] == value)) names.insert(name);
  std::string out;
  for (const std::string& name : names) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
  return out;
}

void add(const std::string& address, Effect effect, std::string text, std::vector<Change>& out) {
  out.push_back({"strategy", address, effect, std::move(text), {}, false});
}

}  // namespace

void diff_strategy(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  const Documents old_ones = by_path(before), new_ones = by_path(after);
  for (const auto& [path, document] : new_ones) {
    const std::string address = address_of(path);
    const auto found = old_ones.find(path);
    if (found == old_ones.end()) {
      add(address, Effect::kAdditive, address + " is new", out);
    } else if (const auto fields = changed_fields(found->second->value, document->value);
               !fields.empty()) {
      add(address, Effect::kCompatible, fields + " changes", out);
    }
  }
  for (const auto& [path, document] : old_ones)
    if (!new_ones.contains(path))
      add(address_of(path), Effect::kCompatible, address_of(path) + " is removed", out);
}

}  // namespace hanse::plan
