// SPDX-License-Identifier: Apache-2.0
#include "plan/lifecycle.h"

#include <charconv>

#include "base/clock.h"
#include "catalog/product_state.h"
#include "plan/address.h"
#include "plan/live_consumers.h"
#include "spec/service_levels.h"

namespace hanse::plan {
namespace {

using catalog::Lifecycle;

// A status that is not written promises what an active one does.
Lifecycle word_of(const std::string& status) { return catalog::lifecycle_of(status, ""); }
bool is_deprecated(const std::string& status) {
  return word_of(status) == Lifecycle::kDeprecated;
}

bool is_step(Lifecycle from, Lifecycle to) {
  switch (from) {
    case Lifecycle::kDraft:
    case Lifecycle::kProposed: return true;  // nobody relied on it
    case Lifecycle::kActive: return to == Lifecycle::kDeprecated;
    case Lifecycle::kDeprecated: return to == Lifecycle::kActive || to == Lifecycle::kRetired;
    case Lifecycle::kRetired: return false;
  }
  return false;
}

int major_of(const std::string& version) {
  int out = 0;
  std::from_chars(version.data(), version.data() + version.size(), out);
  return out;
}

std::string day_of(int64_t time_us) { return format_time(time_us).substr(0, 10); }

class LifecycleChecker {
 public:
  LifecycleChecker(const PromiseCheck& check, Plan& plan)
      : check_(check), plan_(plan), consumers_(check.after, check.grants, check.now_us) {}

  void run() {
    for (const Change& change : plan_.changes) {
      if (!change.is_transition()) continue;
      if (change.kind == "product") product(change);
      if (change.kind == "contract") contract(change);
    }
  }

 private:
  struct Thing {                      // a product or a contract whose status changes
    const Change& change;
    std::string name;                 // for people: "product `shop/orders`"
    Span span;
    std::string version_before, version_after;
    std::vector<const spec::DataContract*> told;     // as they are applied
    std::vector<const spec::DataContract*> telling;  // as they will be
    std::vector<std::string> live;    // who still uses it
  };

  static std::vector<const spec::DataContract*> contracts_of(const spec::Model& model,
                                                             const spec::DataProduct* product) {
    std::vector<const spec::DataContract*> out;
    if (product == nullptr) return out;
    for (const spec::OutputPort& port : product->output_ports)
      if (const auto* contract = model.contract_of(port)) out.push_back(contract);
    return out;
  }
  static const spec::DataProduct* product_of(const spec::Model& model, const std::string& id) {
    const size_t slash = std::min(id.find('/'), id.size() - 1);
    const auto found = model.products.find({DomainId(id.substr(0, slash)), id.substr(slash + 1)});
    return found == model.products.end() ? nullptr : &found->second;
  }

  void product(const Change& change) {
    const std::string id = subject_of(change.address).product;
    const spec::DataProduct* before = product_of(check_.before, id);
    const spec::DataProduct* after = product_of(check_.after, id);
    Thing thing{change, fmt::format("product `{}`", id), {}, "", "", {}, {}, {}};
    thing.told = contracts_of(check_.before, before);
    thing.telling = contracts_of(check_.after, after);
    if (before != nullptr) thing.version_before = before->version;
    if (after != nullptr) thing.version_after = after->version, thing.span = after->span;
    thing.live = consumers_.of_product(id, thing.told);
    judge(thing);
    if (after != nullptr && is_deprecated(change.to) && !is_deprecated(change.from))
      check_notice(thing);
  }

  void contract(const Change& change) {
    const std::string id = subject_of(change.address).contract;
    Thing thing{change, fmt::format("contract `{}`", id), {}, "", "", {}, {}, {}};
    if (const auto found = check_.before.contracts.find(id); found != check_.before.contracts.end())
      thing.told = {&found->second}, thing.version_before = found->second.version;
    if (const auto found = check_.after.contracts.find(id); found != check_.after.contracts.end()) {
      thing.telling = {&found->second};
      thing.version_after = found->second.version;
      thing.span = found->second.span;
    }
    thing.live = consumers_.of_contract(id);
    judge(thing);
  }

  void judge(const Thing& thing) {
    const Change& change = thing.change;
    const bool is_there = !thing.telling.empty() || !change.to.empty();
    if (is_there && is_deprecated(change.to)) check_date(thing);
    if (change.from.empty()) return;  // it is new
    const bool is_new_major = major_of(thing.version_after) > major_of(thing.version_before);
    if (!change.to.empty() && !is_step(word_of(change.from), word_of(change.to)))
      if (!is_new_major) return refuse_step(thing);
    const bool ends = change.to.empty() || word_of(change.to) == Lifecycle::kRetired;
    const Lifecycle from = word_of(change.from);
    if (ends && (from == Lifecycle::kActive || from == Lifecycle::kDeprecated)) check_end(thing);
  }

  void refuse_step(const Thing& thing) {
    const bool from_retired = word_of(thing.change.from) == Lifecycle::kRetired;
    refuse("HNS-L001", thing,
           fmt::format("{} does not go from `{}` to `{}`", thing.name, thing.change.from,
                       thing.change.to),
           thing.live,
           from_retired ? "publish a new major version of it"
           : word_of(thing.change.to) == Lifecycle::kRetired
               ? "make it `deprecated` first, with the date at which it ends"
               : "what is promised stays until it is `deprecated` and its date has come");
  }

  void check_date(const Thing& thing) {
    for (const spec::DataContract* contract : thing.telling)
      if (!spec::end_of(*contract))
        refuse("HNS-L002", thing,
               fmt::format("{} is deprecated, and `{}` does not say when it ends", thing.name,
                           contract->id),
               {},
               "add `slaProperties: [{property: endOfSupport, value: 'DATE'}]` to the contract");
  }

  void check_notice(const Thing& thing) {
    const std::string& notice = check_.after.mesh.notice_retirement;
    const auto least = parse_duration_us(notice);
    if (!least) return;
    for (const spec::DataContract* contract : thing.telling)
      if (const auto end = spec::end_of(*contract); end && end->time_us < check_.now_us + *least)
        return refuse("HNS-L003", thing,
                      fmt::format("{} is to end on {}, and its readers are told {} before",
                                  thing.name, end->text, notice),
                      thing.live,
                      fmt::format("write {} or later, or change `notice.retirement` of mesh.yaml",
                                  day_of(check_.now_us + *least + 86'400'000'000)));
  }

  // Its date has come, and nobody is left.
  void check_end(const Thing& thing) {
    const bool is_removed = thing.change.to.empty();  // HNS-C044 holds it against its date
    int64_t latest = 0;
    for (const spec::DataContract* contract : thing.told)
      if (const auto end = spec::end_of(*contract)) latest = std::max(latest, end->time_us);
    if (!is_removed && latest > check_.now_us) {
      std::vector<std::string> all = thing.live;
      for (const std::string& name : thing.change.affected)
        if (name.starts_with("user ")) all.push_back(name);
      return refuse("HNS-L003", thing,
                    fmt::format("{} would end before {}, which its readers were told", thing.name,
                                day_of(latest)),
                    all, "end it then");
    }
    if (!thing.live.empty())
      refuse("HNS-L004", thing, fmt::format("{} ends, and is still in use", thing.name), thing.live,
             "end the agreements and grants, and move the products that read it");
  }

  void refuse(const char* code, const Thing& thing, std::string message,
              const std::vector<std::string>& live, std::string help) {
    std::vector<std::string> notes;
    for (const std::string& name : live) {
      if (notes.size() == kNotesMax) {
        notes.push_back(fmt::format("and {} more", live.size() - kNotesMax));
        break;
      }
      notes.push_back("in use by " + name);
    }
    plan_.diagnostics.add({code, check_.is_development ? Severity::kWarning : Severity::kError,
                           std::move(message), thing.span, thing.change.address, std::move(notes),
                           std::move(help)});
  }

  static constexpr size_t kNotesMax = 10;
  const PromiseCheck& check_;
  Plan& plan_;
  const LiveConsumers consumers_;
};

}  // namespace

void check_lifecycle(const PromiseCheck& check, Plan& plan) {
  LifecycleChecker(check, plan).run();
  plan.diagnostics.sort();
}

}  // namespace hanse::plan
