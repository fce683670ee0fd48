// SPDX-License-Identifier: Apache-2.0
#include <condition_variable>
#include <set>
#include <thread>

#include "base/files.h"
#include "plan/build.h"
#include "plan/current.h"
#include "plan/turn.h"
#include "plan/waiting.h"

namespace hanse::plan {
namespace {

constexpr size_t kWorkers = 2;

using Needs = std::map<ProductId, std::set<ProductId>>;  // product: those it reads

// "domain.table" as facts name it.
const catalog::TableEntry* table_named(const catalog::CatalogSnapshot& catalog,
                                       const std::string& name) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos) return nullptr;
  return catalog.find_table(name.substr(0, dot), name.substr(dot + 1));
}

Needs needs_of(const catalog::CatalogSnapshot& catalog) {
  Needs out;
  for (const catalog::TableEntry& table : catalog.tables()) {
    auto& needs = out[table.address.product];
    for (const std::string& read : table.reads) {
      const auto* source = table_named(catalog, read);
      if (source && source->address.product != table.address.product)
        needs.insert(source->address.product);
    }
  }
  return out;
}

// Those with tables that are built.
std::set<ProductId> stored_products(const catalog::CatalogSnapshot& catalog) {
  std::set<ProductId> out;
  for (const catalog::TableEntry& table : catalog.tables())
    if (table.materialization == spec::Materialization::kTable) out.insert(table.address.product);
  return out;
}

// What `product` needs that is not what its sources would give now, also behind views.
class Upstream {
 public:
  Upstream(const catalog::CatalogSnapshot& catalog, const Needs& needs, const Context& context)
      : catalog_(catalog), needs_(needs), context_(context) {}

  void collect(const ProductId& product, std::set<ProductId>& chosen) {
    if (!seen_.insert(product).second) return;
    const auto found = needs_.find(product);
    if (found == needs_.end()) return;
    for (const ProductId& need : found->second) {
      collect(need, chosen);
      if (!is_current(catalog_, need, context_) || reads_chosen(need, chosen)) chosen.insert(need);
    }
  }

 private:
  // A view has nothing to build: it passes on that what it reads is built.
  bool reads_chosen(const ProductId& product, const std::set<ProductId>& chosen) const {
    const auto found = needs_.find(product);
    return found != needs_.end() && std::ranges::any_of(found->second, [&](const auto& need) {
             return chosen.contains(need);
           });
  }

  const catalog::CatalogSnapshot& catalog_;
  const Needs& needs_;
  const Context& context_;
  std::set<ProductId> seen_;
};

// Products of `chosen` that must come before `product`, also through views between them.
void before(const Needs& needs, const std::set<ProductId>& chosen, const ProductId& product,
            std::set<ProductId>& seen, std::set<ProductId>& out) {
  const auto found = needs.find(product);
  if (found == needs.end()) return;
  for (const ProductId& need : found->second) {
    if (!seen.insert(need).second) continue;
    if (chosen.contains(need)) out.insert(need);
    before(needs, chosen, need, seen, out);
  }
}

// Hands out products whose needs are done, in an order that is the same each time for one worker.
class Schedule {
 public:
  Schedule(const Needs& needs, std::set<ProductId> chosen) : waiting_(std::move(chosen)) {
    for (const ProductId& product : waiting_) {
      std::set<ProductId> seen{product};
      before(needs, waiting_, product, seen, open_[product]);
    }
  }
  // Null when nothing is left.
  std::optional<ProductId> next() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
      for (const ProductId& product : waiting_)
        if (open_[product].empty()) return take(product);
      // Products that wait for each other only (a cycle): build them as they come.
      if (running_ == 0) return take(*waiting_.begin());
      changed_.wait(lock);
    }
    return std::nullopt;
  }
  void done(RefreshOutcome::Product outcome) {
    const std::lock_guard lock(mutex_);
    for (auto& [product, open] : open_) open.erase(outcome.product);
    outcomes_.push_back(std::move(outcome));
    --running_;
    changed_.notify_all();
  }
  std::vector<RefreshOutcome::Product> take_outcomes() { return std::move(outcomes_); }

 private:
  ProductId take(ProductId product) {
    waiting_.erase(product);
    ++running_;
    changed_.notify_all();
    return product;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::set<ProductId> waiting_;
  Needs open_;
  size_t running_ = 0;
  std::vector<RefreshOutcome::Product> outcomes_;
};

// What a killed build left behind. Nobody else builds while this runs.
void remove_leftovers(const catalog::CatalogSnapshot& catalog, const Context& context) {
  (void)remove_tree(join_path(context.state_folder, "scratch"));
  // The engine keeps here what memory does not hold, while it builds; the folder itself stays its.
  const std::string spilled = join_path(context.state_folder, "tmp");
  if (const auto entries = list_folder(spilled))
    for (const FolderEntry& entry : *entries) (void)remove_tree(join_path(spilled, entry.name));
  for (const catalog::TableEntry& table : catalog.tables()) {
    const std::string folder = join_path(context.state_folder, "data/" + table.address.str());
    const auto entries = list_folder(folder);
    if (!entries) continue;
    for (const FolderEntry& entry : *entries)
      if (entry.is_folder && entry.name.starts_with(".building-"))
        (void)remove_tree(join_path(folder, entry.name));
  }
}

// What another refresh built while this one waited for its turn, and would be built again as it is.
std::vector<RefreshOutcome::Product> take_joined(const catalog::CatalogSnapshot& catalog,
                                                 const Context& context,
                                                 std::set<ProductId>& chosen) {
  std::vector<RefreshOutcome::Product> out;
  if (context.joins_since_us == 0) return out;
  for (const catalog::BuildRecord& build : catalog.builds()) {
    if (!build.succeeded || build.finished_us < context.joins_since_us) continue;
    if (!chosen.contains(build.product) || !is_current(catalog, build.product, context)) continue;
    chosen.erase(build.product);
    RefreshOutcome::Product joined;
    joined.product = build.product;
    joined.succeeded = true;
    for (const catalog::TableEntry& table : catalog.tables())
      if (table.address.product == build.product && table.snapshot != nullptr)
        joined.rows += table.snapshot->rows;
    out.push_back(std::move(joined));
  }
  return out;
}

}  // namespace

bool RefreshOutcome::all_succeeded() const {
  return std::ranges::all_of(products, &Product::succeeded);
}

Result<RefreshOutcome> refresh(const std::vector<ProductId>& products, engine::CancelToken cancel,
                               Context& context, Asked asked) {
  HANSE_TRY(const FileLock lock,
            wait_for_turn(join_path(context.state_folder, "refresh.lock"), cancel));
  HANSE_TRY(const auto catalog, context.catalog->current());
  remove_leftovers(*catalog, context);
  const Needs needs = needs_of(*catalog);
  std::set<ProductId> chosen;
  Upstream upstream(*catalog, needs, context);
  for (const ProductId& product : products) {
    if (!needs.contains(product))
      return fail(ErrorCode::kNotFound, fmt::format("there is no product `{}`", product.str()));
    upstream.collect(product, chosen);
    chosen.insert(product);
  }
  if (products.empty())
    for (const auto& [product, reads] : needs) chosen.insert(product);
  const std::set<ProductId> stored = stored_products(*catalog);
  std::erase_if(chosen, [&](const auto& product) { return !stored.contains(product); });
  for (const auto& [product, reason] : waiting_products(*catalog)) {
    const bool is_named = asked == Asked::kByName &&
                          std::ranges::find(products, product) != products.end();
    if (!is_named && chosen.erase(product) != 0 && context.progress)
      context.progress(fmt::format("{}: not built, {}", product.str(), reason));
  }

  std::vector<RefreshOutcome::Product> outcomes = take_joined(*catalog, context, chosen);
  Schedule schedule(needs, std::move(chosen));
  const auto work = [&] {
    while (const auto product = schedule.next()) {
      if (!cancel.cancelled()) {
        schedule.done(build_product(*product, cancel, context));
        continue;
      }
      RefreshOutcome::Product skipped;
      skipped.product = *product;
      skipped.message = "cancelled";
      schedule.done(std::move(skipped));
    }
  };
  std::vector<std::thread> workers;
  for (size_t i = 1; i < kWorkers; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  for (RefreshOutcome::Product& built : schedule.take_outcomes())
    outcomes.push_back(std::move(built));
  return RefreshOutcome{std::move(outcomes)};
}

}  // namespace hanse::plan
