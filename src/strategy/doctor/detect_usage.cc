// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kUnusedDays = 90;
constexpr double kChattyAverage = 500, kChattyDays = 5;
constexpr double kCopyDays = 20, kCopyPeriod = 30, kCopyStatements = 2;

// False, and said so, when the ledger does not go back so far.
bool reaches_back(DoctorCase& run, double days) {
  if (run.facts->ledger_from_us != 0 && run.facts->ledger_from_us <= run.days_ago(days))
    return true;
  const int64_t has_us =
      run.facts->ledger_from_us == 0 ? 0 : run.now_us - run.facts->ledger_from_us;
  const double has = std::max(0.0, static_cast<double>(has_us) / static_cast<double>(kDayUs));
  run.skip(fmt::format("the ledger goes back {:.1f} days, {:.0f} are needed", has, days));
  return false;
}

// What one consumer did with one product in a period.
struct ProductUse {
  const ProductId* product = nullptr;
  uint32_t consumer = 0;
  uint64_t statements = 0;
  std::map<int32_t, uint64_t> by_day;
};

// Days since 1970, both in it.
struct DayRange {
  int64_t first = 0, last = 0;
};
// All days that such a period before now touches: of the first, what lies before it counts as well.
DayRange days_touched(const DoctorCase& run, double days) {
  return {run.days_ago(days) / kDayUs, run.now_us / kDayUs};
}
// As many days as the period has: today, and those before it.
DayRange whole_days(const DoctorCase& run, double days) {
  const int64_t last = run.now_us / kDayUs;
  return {last - std::max<int64_t>(1, static_cast<int64_t>(days)) + 1, last};
}

// By product and consumer. Rows are many: products are numbered once, and the last use is kept at
// hand, as rows of one table and consumer follow each other.
std::vector<ProductUse> uses_in(const MeshFacts& facts, const DayRange& days) {
  std::map<ProductId, uint64_t> numbers;
  for (const UsageTable& table : facts.usage.tables) numbers.try_emplace(table.product, 0);
  uint64_t count = 0;
  for (auto& [id, number] : numbers) number = count++;
  std::vector<uint64_t> number_of;  // by table
  for (const UsageTable& table : facts.usage.tables) number_of.push_back(numbers.at(table.product));
  std::unordered_map<uint64_t, ProductUse> uses;
  uint64_t last_key = 0;
  ProductUse* last = nullptr;
  for (const UsageRow& row : facts.usage.rows) {
    const ProductId& product = facts.usage.tables[row.table].product;
    if (row.allowed == 0 || row.day < days.first || row.day > days.last || product.empty())
      continue;
    const uint64_t key = number_of[row.table] << 32 | row.consumer;
    if (last == nullptr || key != last_key) last = &uses[key];
    last_key = key;
    last->product = &product;
    last->consumer = row.consumer;
    last->statements += row.allowed;
    last->by_day[row.day] += row.allowed;
  }
  std::vector<std::pair<uint64_t, ProductUse*>> order;
  for (auto& [key, use] : uses) order.emplace_back(key, &use);
  std::ranges::sort(order, {}, &std::pair<uint64_t, ProductUse*>::first);
  std::vector<ProductUse> out;
  out.reserve(order.size());
  for (const auto& [key, use] : order) out.push_back(std::move(*use));
  return out;
}

// When each product was first applied.
std::map<ProductId, int64_t> first_applied(const MeshFacts& facts) {
  std::map<ProductId, int64_t> out;
  for (const ApplyFact& apply : facts.applies)  // oldest first
    if (apply.allowed)
      for (const ProductId& id : apply.products) out.try_emplace(id, apply.at_us);
  return out;
}

// HNS-D014
void unused(DoctorCase& run) {
  const double days = run.limit("days");
  if (!reaches_back(run, days)) return;
  const MeshFacts& facts = *run.facts;
  std::map<ProductId, std::pair<uint64_t, uint64_t>> statements;  // of others, of the own people
  for (const ProductUse& use : uses_in(facts, days_touched(run, days))) {
    const bool own = is_own_reader(facts, facts.usage.consumers[use.consumer], *use.product);
    auto& [others, owners] = statements[*use.product];
    (own ? owners : others) += use.statements;
  }
  const std::map<ProductId, int64_t> since = first_applied(facts);
  for (const auto& [id, product] : facts.products) {
    const auto first = since.find(id);
    const bool is_new = first != since.end() && first->second > run.days_ago(days);
    if (is_new || product.tables.empty() || statements[id].first > 0) continue;
    run.find({id.str(),
              fmt::format("nobody but its owner read it in {:.0f} days", days),
              {{"statements of others", 0},
               {"statements of its owner", static_cast<double>(statements[id].second)},
               {"days", days}},
              {},
              run.index.place_of(id)});
  }
}

// HNS-D016
void chatty_readers(DoctorCase& run) {
  const MeshFacts& facts = *run.facts;
  for (const ProductUse& use : uses_in(facts, days_touched(run, run.limit("period")))) {
    const ProductId& id = *use.product;
    const UsageConsumer& consumer = facts.usage.consumers[use.consumer];
    const double days = static_cast<double>(use.by_day.size());
    if (days < run.limit("days") || consumer.domain == id.domain ||
        is_own_reader(facts, consumer, id))
      continue;
    const double average = static_cast<double>(use.statements) / days;
    if (average < run.limit("statementsPerDay")) continue;
    run.find({id.str(),
              fmt::format("`{}` of another domain asks it {:.0f} times a day", consumer.principal,
                          average),
              {{"statements", static_cast<double>(use.statements)}, {"days with statements", days}},
              {consumer.principal},
              run.index.place_of(id)});
  }
}

// HNS-D018: a person or machine without a product that fetches it day after day, a few statements
// each, keeps a copy of its own.
void shadow_exports(DoctorCase& run) {
  const MeshFacts& facts = *run.facts;
  const double period = run.limit("period");
  if (!reaches_back(run, run.limit("days"))) return;
  for (const ProductUse& use : uses_in(facts, whole_days(run, period))) {
    const ProductId& id = *use.product;
    const UsageConsumer& consumer = facts.usage.consumers[use.consumer];
    const double days = static_cast<double>(use.by_day.size());
    if (days < run.limit("days") || consumer.is_product() || is_own_reader(facts, consumer, id))
      continue;
    const auto few = std::ranges::count_if(use.by_day, [&](const auto& day) {
      return static_cast<double>(day.second) <= run.limit("statementsPerDay");
    });
    if (static_cast<double>(few) < days) continue;
    run.find({id.str(),
              fmt::format("`{}` fetched it on {:.0f} of {:.0f} days, as who keeps a copy does",
                          consumer.principal, days, period),
              {{"days with statements", days},
               {"statements", static_cast<double>(use.statements)},
               {"days", period}},
              {consumer.principal},
              run.index.place_of(id)});
  }
}

// HNS-D024
constexpr double kDraftDays = 180;
void stale_experiments(DoctorCase& run) {
  std::map<ProductId, int64_t> seen = first_applied(*run.facts);
  for (const CommitFact& commit : run.facts->commits)
    for (const ProductId& id : commit.products) {
      int64_t& first = seen.try_emplace(id, commit.at_us).first->second;
      first = std::min(first, commit.at_us);
    }
  for (const IndexedProduct& product : run.index.products()) {
    const std::string& status = product.product->status;
    if (status != "draft" && status != "proposed") continue;
    const ProductId id = product.product->product_id();
    const auto found = seen.find(id);
    if (found == seen.end() || found->second > run.days_ago(run.limit("days"))) continue;
    const int64_t first = found->second;
    const double age = static_cast<double>(run.now_us - first) / static_cast<double>(kDayUs);
    run.find({id.str(),
              fmt::format("it has been `{}` for {:.0f} days", status, age),
              {{"days since it was first seen", age}},
              {},
              product.product->name_span});
  }
}

}  // namespace

std::vector<Detector> usage_detectors() {
  return {
      {"HNS-D014",
       "products nobody uses",
       "A product is built, checked and paid for, and nobody reads it.",
       "practice; Halevy et al., Goods: Organizing Google's Datasets, SIGMOD 2016",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "decisions of the ledger: answered statements per product and consumer, without the product "
       "itself and the people of its owner; products that were applied before the period",
       {{"days", kUnusedDays, "days without a statement of anybody else"}},
       "ask whom it was made for; then set `status: retired` in OBJECT, with notice (hanse plan)\n"
       "or make it easier to find: describe it, bind its columns to concepts",
       unused},
      {"HNS-D016",
       "chatty readers",
       "A consumer of another domain asks for every little thing one by one, and hangs on the "
       "product at run time.",
       "practice; Microsoft Azure Architecture Center, Performance antipatterns (Chatty I/O)",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "decisions of the ledger: answered statements a day with any, per consumer and product of "
       "another domain",
       {{"period", kCopyPeriod, "days that are looked at"},
        {"days", kChattyDays, "days with statements, from which on the average counts"},
        {"statementsPerDay", kChattyAverage, "statements a day on average"}},
       "give the consumer a product of its own that joins or aggregates what it asks for\n"
       "hanse new product DOMAIN/NAME",
       chatty_readers},
      {"HNS-D018",
       "shadow exports",
       "Somebody fetches a product day by day and keeps a copy where no contract and no policy "
       "reaches it.",
       "practice; Halevy et al., Goods: Organizing Google's Datasets, SIGMOD 2016",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "decisions of the ledger: days of the period on which a consumer that is no product had "
       "answered statements on the product, none of them with more than a few",
       {{"period", kCopyPeriod, "days that are looked at"},
        {"days", kCopyDays, "days with statements"},
        {"statementsPerDay", kCopyStatements, "statements on each of these days at most"}},
       "ask what the copy is for, and make it a product with an agreement:\n"
       "hanse new agreement --consumer DOMAIN/PRODUCT --provider OBJECT --purpose PURPOSE",
       shadow_exports},
      {"HNS-D024",
       "stale experiments",
       "A draft is used like a product and promises nothing, for good.",
       "practice; the implementation guide, continuous improvement",
       Severity::kWarning,
       DoctorNeed::kFacts,
       "products with the status draft or proposed, since the first apply or commit that has them",
       {{"days", kDraftDays, "days that a product may be a draft"}},
       "decide: `status: active` with what a contract promises, or `retired`",
       stale_experiments},
  };
}

}  // namespace hanse::strategy
