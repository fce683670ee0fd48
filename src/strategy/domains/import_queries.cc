// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "strategy/domains/import_rows.h"

namespace hanse::strategy {
namespace {

constexpr size_t kTablesTogetherMax = 50;  // who reads more reads everything: it says nothing

using Tables = std::set<std::string>;

Tables tables_of(const Json& body) {
  Tables out;
  for (const Json& table : body["tables"].items())
    if (table["allow"].as_bool()) out.emplace(table["table"].as_string());
  return out;
}

class ReadTogether {
 public:
  void count(const Tables& tables) {
    if (tables.size() < 2 || tables.size() > kTablesTogetherMax) return;
    const double each = 1.0 / static_cast<double>(tables.size() - 1);
    for (auto a = tables.begin(); a != tables.end(); ++a)
      for (auto b = std::next(a); b != tables.end(); ++b) pairs_[{*a, *b}] += each;
  }
  const std::map<std::pair<std::string, std::string>, double>& pairs() const { return pairs_; }

 private:
  std::map<std::pair<std::string, std::string>, double> pairs_;
};

// The asset that an inventory means by a table; the table itself where it has none.
std::string asset_of(const std::string& table, const std::set<std::string_view>& known) {
  const std::string name = table.substr(table.find('.') + 1);
  return !known.contains(table) && known.contains(name) ? name : table;
}

}  // namespace

InventoryImport import_queries(const ledger::RecentEntries& recent, const Inventory& known,
                               const std::string& source) {
  std::map<std::string, Tables> by_decision;
  for (const ledger::Entry& entry : recent.entries)
    if (entry.body.find("tables") != nullptr)
      by_decision[std::string(entry.body["decision_id"].as_string())] = tables_of(entry.body);
  ReadTogether together;
  std::map<std::string, Tables> by_reader;
  size_t statements = 0;
  for (const ledger::Entry& entry : recent.entries) {
    const std::string reader(entry.body["principal"]["user"].as_string());
    // What a product reads is known by its input ports.
    if (reader.starts_with("product:") || entry.body["outcome"].as_string() != "allowed") continue;
    const std::string_view repeats = entry.body["repeats"].as_string();
    const auto tables = by_decision.find(
        std::string(repeats.empty() ? entry.body["decision_id"].as_string() : repeats));
    if (tables == by_decision.end()) continue;
    ++statements;
    together.count(tables->second);
    by_reader[reader].insert(tables->second.begin(), tables->second.end());
  }
  for (const auto& [reader, tables] : by_reader) together.count(tables);

  std::set<std::string_view> assets;
  for (const InventoryAsset& asset : known.assets) assets.insert(asset.id);
  InventoryImport out;
  ImportTable links{"links.csv", {}}, added{"assets.csv", {}};
  std::set<std::string> new_assets;
  for (const auto& [pair, strength] : together.pairs()) {
    const std::string from = asset_of(pair.first, assets), to = asset_of(pair.second, assets);
    if (from == to) continue;
    for (const std::string& asset : {from, to})
      if (!assets.contains(asset) && new_assets.insert(asset).second)
        added.rows.push_back({{"id", asset}, {"name", asset.substr(asset.find('.') + 1)}});
    links.rows.push_back({{"from", from},
                          {"to", to},
                          {"kind", "readTogether"},
                          {"strength", fmt::format("{:.3g}", strength)},
                          {"source", fmt::format("{}: {} statements", source, statements)}});
  }
  if (links.rows.empty())
    out.notes.push_back(fmt::format("{} statements of {} readers read no two tables together",
                                    statements, by_reader.size()));
  if (!added.rows.empty()) out.tables.push_back(std::move(added));
  if (!links.rows.empty()) out.tables.push_back(std::move(links));
  if (!recent.is_complete)
    out.notes.push_back(fmt::format("the ledger was read back to {}", recent.oldest));
  return out;
}

}  // namespace hanse::strategy
