// SPDX-License-Identifier: Apache-2.0
#include "plan/recent_use.h"

#include <set>

#include "base/clock.h"
#include "base/utf8.h"
#include "plan/address.h"

namespace hanse::plan {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;
constexpr size_t kUsersShownMax = 20;

// What a change is about: tables as they are published, and one column or all.
struct Target {
  std::set<std::string> tables;
  std::string column;
};

Target target_of(const Change& change, const std::vector<catalog::TableEntry>& tables) {
  const Subject subject = subject_of(change.address);
  Target out{{}, subject.column};
  for (const catalog::TableEntry& entry : tables) {
    const bool fits = !subject.contract.empty() ? entry.contract->id == subject.contract
                                                : entry.address.product.str() == subject.product;
    if (fits && (subject.table.empty() || entry.object->name == subject.table))
      out.tables.insert(entry.schema + "." + entry.name);
  }
  return out;
}

// Whether one decision's entry says that its asker read what `target` is about.
bool reads(const Json& body, const Target& target) {
  for (const Json& table : body["tables"].items()) {
    if (!target.tables.contains(std::string(table["table"].as_string()))) continue;
    if (target.column.empty()) return true;
    for (const Json& column : table["columns"].items())
      if (equal_ignoring_case(column.as_string(), target.column)) return true;
  }
  return false;
}

void add(const ledger::RecentEntries& recent, const Target& target, Change& change) {
  std::set<std::string> users;
  for (const ledger::Entry& entry : recent.entries) {
    const std::string user(entry.body["principal"]["user"].as_string());
    // A product's own reading is known by its input port; what was not answered breaks for nobody.
    if (user.starts_with("product:") || entry.body["outcome"].as_string() != "allowed") continue;
    if (!users.contains(user) && reads(entry.body, target)) users.insert(user);
  }
  size_t shown = 0;
  for (const std::string& user : users)
    if (shown++ < kUsersShownMax) change.affected.push_back("user " + user);
  if (shown > kUsersShownMax)
    change.affected.push_back(fmt::format("{} more users", shown - kUsersShownMax));
  if (!recent.is_complete)
    change.affected.push_back("who asked before " + recent.oldest.substr(0, 10));
}

}  // namespace

void add_recent_users(const spec::Model& before, const std::string& ledger_folder, int64_t now_us,
                      Plan& plan) {
  const auto tables = catalog::tables_of(before);
  std::map<Change*, Target> targets;
  std::set<std::string> all;
  for (Change& change : plan.changes) {
    if (change.effect != Effect::kBreaking) continue;
    Target target = target_of(change, tables);
    all.insert(target.tables.begin(), target.tables.end());
    if (!target.tables.empty()) targets[&change] = std::move(target);
  }
  if (targets.empty()) return;
  const auto recent = ledger::read_recent(
      ledger_folder, {"decision", format_time(now_us - kRecentDays * kDayUs),
                      {all.begin(), all.end()}, kRecentLedgerBytesMax});
  for (auto& [change, target] : targets)
    if (recent) add(*recent, target, *change);
    else change->affected.push_back("who asked is not known: " + recent.error().message);
}

}  // namespace hanse::plan
