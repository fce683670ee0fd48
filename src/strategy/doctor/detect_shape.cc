// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/words.h"
#include "spec/agreement.h"
#include "strategy/doctor/detector.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

constexpr double kAlikeColumns = 5, kAlikeShare = 0.8;
constexpr double kGodProducts = 5, kGodFences = 3;
constexpr double kGodTables = 10, kGodColumns = 100, kGodConsumers = 10;
// A column that so many tables have tells nothing about two of them.
constexpr size_t kCommonColumn = 200;

// A table by its columns: name and type, without regard to case and separators.
struct Fingerprint {
  size_t product = 0;
  std::string table;
  std::vector<size_t> columns;  // numbers, sorted, each once
};

class Fingerprints {
 public:
  explicit Fingerprints(const MeshIndex& index) {
    for (size_t i = 0; i < index.products().size(); ++i)
      for (const IndexedTable& table : index.products()[i].tables) add(i, *table.object);
  }
  const std::vector<Fingerprint>& tables() const { return tables_; }

  // Tables before `at` of other products that share a column with it, and how many, by table.
  std::map<size_t, size_t> shared_with(size_t at) const {
    std::map<size_t, size_t> shared;
    for (const size_t column : tables_[at].columns) {
      if (has_[column].size() > kCommonColumn) continue;
      for (const size_t other : has_[column])
        if (other < at && tables_[other].product != tables_[at].product) ++shared[other];
    }
    const size_t same = first_.at(tables_[at].columns);  // even when each column is common
    if (same != at && tables_[same].product != tables_[at].product)
      shared[same] = tables_[at].columns.size();
    return shared;
  }
  // Jaccard's coefficient: Broder, On the Resemblance and Containment of Documents, 1997.
  double alike(size_t a, size_t b) const {
    std::vector<size_t> both;
    std::ranges::set_intersection(tables_[a].columns, tables_[b].columns, std::back_inserter(both));
    const size_t all = tables_[a].columns.size() + tables_[b].columns.size() - both.size();
    return static_cast<double>(both.size()) / static_cast<double>(all);
  }

 private:
  void add(size_t product, const spec::SchemaObject& object) {
    Fingerprint print{product, object.name, {}};
    for (const spec::Property& column : object.properties) {
      std::string key;
      for (const char c : column.name)
        if (c != '_' && c != '-' && c != ' ')
          key += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      key += fmt::format(":{}", spec::to_string(column.logical_type));
      print.columns.push_back(numbers_.try_emplace(key, numbers_.size()).first->second);
    }
    std::ranges::sort(print.columns);
    print.columns.erase(std::ranges::unique(print.columns).begin(), print.columns.end());
    has_.resize(numbers_.size());
    for (const size_t column : print.columns) has_[column].push_back(tables_.size());
    first_.try_emplace(print.columns, tables_.size());
    tables_.push_back(std::move(print));
  }
  std::vector<Fingerprint> tables_;
  std::unordered_map<std::string, size_t> numbers_;
  std::vector<std::vector<size_t>> has_;         // tables by column
  std::map<std::vector<size_t>, size_t> first_;  // of the tables with exactly those columns
};

// Neither is computed from the other, nor both from a third.
bool is_without_lineage(const MeshIndex& index, size_t a, size_t b) {
  const auto of_a = index.ancestors(a), of_b = index.ancestors(b);
  if (std::ranges::binary_search(of_a, b) || std::ranges::binary_search(of_b, a)) return false;
  std::vector<size_t> both;
  std::ranges::set_intersection(of_a, of_b, std::back_inserter(both));
  return both.empty();
}

// HNS-D017: each table is named once, beside the first that it looks like.
void shadow_copies(DoctorCase& run) {
  const Fingerprints prints(run.index);
  for (size_t at = 0; at < prints.tables().size(); ++at) {
    const Fingerprint& table = prints.tables()[at];
    if (static_cast<double>(table.columns.size()) < run.limit("columns")) continue;
    for (const auto& [other, shared] : prints.shared_with(at)) {
      const Fingerprint& first = prints.tables()[other];
      if (shared == 0) continue;
      const double share = prints.alike(at, other);
      if (share < run.limit("share") ||
          !is_without_lineage(run.index, table.product, first.product))
        continue;
      const IndexedProduct& copy = run.index.products()[table.product];
      const IndexedProduct& origin = run.index.products()[first.product];
      run.find({copy.str(),
                fmt::format("its table `{}` has {} of the columns of `{}` of {}, and no lineage "
                            "leads from one to the other",
                            table.table, share_text(share), first.table, origin.str()),
                {{"columns of the table", static_cast<double>(table.columns.size())},
                 {"columns of the other", static_cast<double>(first.columns.size())},
                 {"share of all that both have", share}},
                {origin.str()},
                copy.product->name_span});
      break;
    }
  }
}

struct Measure {
  std::string_view name, threshold;
  std::vector<double> values;  // one a product
};

// The upper outer fence: third quartile and three times the interquartile range. Tukey, Exploratory
// Data Analysis, 1977. Quartiles by linear interpolation (type 7 of Hyndman, Fan, 1996).
double outer_fence(std::vector<double> values, double fences) {
  std::ranges::sort(values);
  const double first = sorted_quantile(values, 0.25), third = sorted_quantile(values, 0.75);
  return third + fences * (third - first);
}

// HNS-D022
void god_products(DoctorCase& run) {
  const auto& products = run.index.products();
  if (static_cast<double>(products.size()) < run.limit("products")) return;
  Measure measures[] = {
      {"tables", "tables", {}}, {"columns", "columns", {}}, {"consumers", "consumers", {}}};
  std::map<ProductId, size_t> agreed;
  for (const spec::Agreement& agreement : run.index.model().agreements)
    if (spec::is_in_force(agreement, run.now_us) && agreement.consumer_product.empty())
      ++agreed[{agreement.provider_domain, agreement.provider_product}];
  for (const IndexedProduct& product : products) {
    const auto found = agreed.find(product.product->product_id());
    const size_t others = found == agreed.end() ? 0 : found->second;
    measures[0].values.push_back(static_cast<double>(product.tables.size()));
    measures[1].values.push_back(static_cast<double>(product.columns));
    measures[2].values.push_back(static_cast<double>(product.downstream.size() + others));
  }
  double fences[3];
  for (size_t m = 0; m < 3; ++m) fences[m] = outer_fence(measures[m].values, run.limit("fences"));
  for (size_t i = 0; i < products.size(); ++i) {
    std::vector<std::string> over;
    std::vector<DoctorCount> counts;
    for (size_t m = 0; m < 3; ++m) {
      const double value = measures[m].values[i];
      counts.push_back({std::string(measures[m].name), value});
      if (value >= run.limit(measures[m].threshold) && value > fences[m])
        over.push_back(fmt::format("{:.0f} {}, where {:.1f} is the fence", value, measures[m].name,
                                   fences[m]));
    }
    if (over.empty()) continue;
    run.find({products[i].str(), "far more in one product than in the others: " + joined(over),
              std::move(counts), over, products[i].product->name_span});
  }
}

}  // namespace

std::vector<Detector> shape_detectors() {
  return {
      {"HNS-D017",
       "shadow copies",
       "The same data is published twice, and nobody knows which one is right.",
       "practice; Halevy et al., Goods: Organizing Google's Datasets, SIGMOD 2016; Broder, On the "
       "Resemblance and Containment of Documents, 1997",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "tables of output contracts of different products, by the share of columns (name and type) "
       "that both have of all that either has, where input ports give no common origin",
       {{"columns", kAlikeColumns, "columns of a table, from which on it is compared"},
        {"share", kAlikeShare, "share of columns from which on two tables are alike"}},
       "let OBJECT read the other by an input port, or retire one of them\n"
       "a table that has its own origin may look the same: waive it with the reason",
       shadow_copies},
      {"HNS-D022",
       "god products",
       "One product is everything to everybody: each change of it hits all.",
       "practice; Taibi, Lenarduzzi, On the Definition of Microservice Bad Smells, IEEE Software "
       "35(3), 2018 (Megaservice); Tukey, Exploratory Data Analysis, 1977 (outer fence)",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "tables, columns and consumers (products and agreements) a product, beyond the third "
       "quartile and so many interquartile ranges of all products",
       {{"products", kGodProducts, "products of the mesh, from which on they are compared"},
        {"fences", kGodFences, "interquartile ranges above the third quartile"},
        {"tables", kGodTables, "tables, below which a product is never one"},
        {"columns", kGodColumns, "columns, below which a product is never one"},
        {"consumers", kGodConsumers, "consumers, below which a product is never one"}},
       "split it by who changes what: a product a lifecycle; hanse new product DOMAIN/NAME\n"
       "old and new live beside each other until the notice is over (hanse plan shows whom it "
       "hits)",
       god_products},
  };
}

}  // namespace hanse::strategy
