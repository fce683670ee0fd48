// SPDX-License-Identifier: Apache-2.0
#include "plan/promises.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "contract/compatibility.h"
#include "plan/lifecycle.h"
#include "spec/service_levels.h"

namespace hanse::plan {
namespace {

constexpr size_t kNotesMax = 10;

bool is_deprecated(const spec::DataContract& contract) {
  return equal_ignoring_case(contract.status, "deprecated");
}
bool is_promised(const spec::DataContract& contract) {
  return equal_ignoring_case(contract.status, "active") || is_deprecated(contract);
}

class PromiseChecker {
 public:
  PromiseChecker(const PromiseCheck& check, Plan& plan) : check_(check), plan_(plan) {}

  void run() {
    for (const auto& [product_id, product] : check_.before.products)
      for (const spec::OutputPort& port : product.output_ports) {
        const spec::DataContract* contract = check_.before.contract_of(port);
        if (contract == nullptr || !is_promised(*contract)) continue;
        one(product_id, port, *contract);
      }
    for (const auto& [id, contract] : check_.after.contracts)
      if (is_deprecated(contract)) announcement(contract);
  }

 private:
  void one(const ProductId& product, const spec::OutputPort& port,
           const spec::DataContract& contract) {
    const auto breaking = breaking_changes(contract.id, product, port);
    if (breaking.empty() || is_still_served(product, port, contract)) return;
    const auto found = check_.after.contracts.find(contract.id);
    if (found != check_.after.contracts.end() && keeps_its_port(product, contract.id)) {
      const spec::DataContract& now = found->second;
      const auto verdict =
          contract::judge_version(contract.version, now.version, contract::compare(contract, now),
                                  contract::Perspective::kReaders);
      if (verdict.problem != contract::VersionVerdict::Problem::kNone)
        return refuse("HNS-C043", now.version_span, contract.id,
                      fmt::format("{} of `{}` would break those who read it, and {} is no new "
                                  "major version",
                                  counted(breaking.size()), contract.id, now.version),
                      breaking,
                      verdict.required.empty()
                          ? "write a semantic version, a major above the old one"
                          : fmt::format("write `version: {}`, and keep the old major beside it",
                                        verdict.required));
    }
    notice(contract, found == check_.after.contracts.end() ? contract.span : found->second.span,
           breaking);
  }

  // The new major has come, or nothing has: may those who read the old one be left?
  void notice(const spec::DataContract& contract, const Span& span,
              const std::vector<const Change*>& breaking) {
    const auto end = spec::end_of(contract);
    if (is_deprecated(contract) && end && end->time_us <= check_.now_us) return;
    const std::string why =
        !is_deprecated(contract) ? "they were not told: it is not deprecated"
        : !end ? "they were not told when: it has no `endOfLife` and no `endOfSupport`"
               : fmt::format("they were told that it stays until {}", end->text);
    refuse("HNS-C044", span, contract.id,
           fmt::format("`{}` {} would be gone for those who read it, and {}", contract.id,
                       contract.version, why),
           breaking,
           fmt::format("make it `deprecated` with an `endOfSupport` {} ahead and end it then, or "
                       "keep the old major beside the new one",
                       check_.after.mesh.notice_breaking));
  }

  void announcement(const spec::DataContract& contract) {
    const auto found = check_.before.contracts.find(contract.id);
    const spec::DataContract* before =
        found == check_.before.contracts.end() ? nullptr : &found->second;
    if (before == nullptr || !is_promised(*before)) return;  // nobody could rely on it
    const auto was = is_deprecated(*before) ? spec::end_of(*before) : std::nullopt;
    const auto end = spec::end_of(contract);
    const auto notice = parse_duration_us(check_.after.mesh.notice_breaking);
    if (!end || !notice || end->time_us >= check_.now_us + *notice) return;
    if (was && end->time_us >= was->time_us) return;  // told before, and no earlier now
    refuse("HNS-C045", contract.span, contract.id,
           fmt::format("`{}` is to end on {}, and readers are told {} before", contract.id,
                       end->text, check_.after.mesh.notice_breaking),
           {},
           fmt::format("write {} or later",
                       format_time(check_.now_us + *notice).substr(0, sizeof "2026-01-01" - 1)));
  }

  // Those of the contract, and of the port that serves it.
  std::vector<const Change*> breaking_changes(const std::string& contract, const ProductId& product,
                                              const spec::OutputPort& port) const {
    const std::string of_contract = "contract " + contract;
    const std::string of_product = "product " + product.str();
    const std::string of_port = fmt::format("{} port {} {}", of_product, port.name, port.version);
    std::vector<const Change*> out;
    for (const Change& change : plan_.changes) {
      if (change.effect != Effect::kBreaking || changes_status(change)) continue;
      const std::string& address = change.address;
      const bool concerns = address == of_contract || address.starts_with(of_contract + " ") ||
                            address == of_port || (address == of_product && change.destroys);
      if (concerns) out.push_back(&change);
    }
    return out;
  }

  // Of what is there before and after.
  static bool changes_status(const Change& change) {
    return change.is_transition() && !change.from.empty() && !change.to.empty();
  }

  bool keeps_its_port(const ProductId& product, const std::string& contract) const {
    const auto found = check_.after.products.find(product);
    return found != check_.after.products.end() &&
           std::ranges::any_of(found->second.output_ports, [&](const spec::OutputPort& port) {
             return port.contract_id == contract;
           });
  }

  // Whether a port of that name still serves the old major, with nothing in it that breaks.
  bool is_still_served(const ProductId& product, const spec::OutputPort& port,
                       const spec::DataContract& contract) const {
    const auto found = check_.after.products.find(product);
    if (found == check_.after.products.end()) return false;
    return std::ranges::any_of(found->second.output_ports, [&](const spec::OutputPort& other) {
      const spec::DataContract* now = check_.after.contract_of(other);
      if (other.name != port.name || now == nullptr || now->major() != contract.major())
        return false;
      return std::ranges::none_of(contract::compare(contract, *now), [](const auto& change) {
        return change.rule != contract::Rule::kContractId &&
               verdict_of(change, contract::Perspective::kReaders) == contract::Impact::kBreaking;
      });
    });
  }

  static std::string counted(size_t number) {
    return number == 1 ? "1 change" : fmt::format("{} changes", number);
  }

  void refuse(const char* code, const Span& span, const std::string& contract, std::string message,
              const std::vector<const Change*>& breaking, std::string help) {
    std::vector<std::string> notes;
    for (const Change* change : breaking) {
      if (notes.size() == kNotesMax) {
        notes.push_back(fmt::format("and {} more", breaking.size() - kNotesMax));
        break;
      }
      notes.push_back(change->text +
                      (change->affected.empty()
                           ? ""
                           : fmt::format(": affects {}", fmt::join(change->affected, ", "))));
    }
    plan_.diagnostics.add({code, check_.is_development ? Severity::kWarning : Severity::kError,
                           std::move(message), span, "contract " + contract, std::move(notes),
                           std::move(help)});
  }

  const PromiseCheck& check_;
  Plan& plan_;
};

}  // namespace

void check_promises(const PromiseCheck& check, Plan& plan) {
  if (plan.changes.empty()) return;
  PromiseChecker(check, plan).run();
  plan.diagnostics.sort();
}

void check_changes(const catalog::CatalogSnapshot& applied, const spec::Model& after,
                   int64_t now_us, Plan& plan) {
  const spec::Environment* environment = after.environment(EnvironmentId(plan.environment));
  const PromiseCheck check{applied.model(), after, applied.grants(),
                           environment != nullptr && environment->development, now_us};
  check_promises(check, plan);
  check_lifecycle(check, plan);
}

}  // namespace hanse::plan
