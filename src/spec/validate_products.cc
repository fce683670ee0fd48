// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/cron.h"
#include "base/utf8.h"
#include "spec/names.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr std::array<std::string_view, 5> kStatuses = {"proposed", "draft", "active",
                                                       "deprecated", "retired"};
class ProductRules {
 public:
  explicit ProductRules(Validation& validation) : validation_(validation) {
    for (const auto& [id, contract] : validation.model().contracts) contract_ids_.push_back(id);
  }

  void run() {
    for (const auto& [id, product] : validation_.model().products) check(product);
    for (const auto& [id, contract] : validation_.model().contracts) {
      check_status(contract.status, contract.span, object_of(contract));
      check_contract_place(contract);
    }
  }

 private:
  void check(const DataProduct& product) {
    const std::string object = object_of(product);
    check_identity(product, object);
    check_status(product.status, product.span, object);
    validation_.check_purpose(PurposeId(product.purpose),
                              span_of_word(product.span, product.purpose), object);
    check_refresh(product, object);
    std::map<std::string, const Span*> inputs, outputs;
    for (const InputPort& port : product.input_ports) {
      check_key(inputs, "input port", {port.name, port.version}, port.span, object);
      check_contract(port, "input port", object);
    }
    for (const OutputPort& port : product.output_ports) {
      check_key(outputs, "output port", {port.name, port.version}, port.span, object);
      if (check_contract(port, "output port", object)) check_output(product, port, object);
    }
    const auto has_contract = [&](const auto& port) {
      return validation_.contract(port.contract_id) != nullptr;
    };
    const bool is_whole = std::ranges::all_of(product.input_ports, has_contract) &&
                          std::ranges::all_of(product.output_ports, has_contract);
    if (is_whole) whole_folders_.insert(product.path.substr(0, product.path.rfind('/')));
    check_default_major(product, object);
    check_purpose_stated(product, object);
  }

  void check_refresh(const DataProduct& product, const std::string& object) {
    if (product.refresh.empty() || product.refresh == "onChange") return;
    const auto schedule = CronSchedule::parse(product.refresh);
    if (schedule) return;
    validation_.error({"HNS-V027", span_of_word(product.span, product.refresh), object,
                       fmt::format("`refresh` is `{}`, expected `onChange` or five cron fields",
                                   product.refresh),
                       {schedule.error().message}, schedule.error().help});
  }

  void check_identity(const DataProduct& product, const std::string& object) {
    const std::string problem = id_problem(product.name);
    if (!problem.empty())
      validation_.error({"HNS-V008", product.name_span.file ? product.name_span : product.span,
                         object,
                         fmt::format("`{}` cannot name a product: {}", product.name, problem)});
    if (!product.domain.empty() && DomainId(product.domain) != product.domain_folder)
      validation_.error({"HNS-V012", span_of_word(product.span, product.domain), object,
                         fmt::format("the file says the domain is `{}`, its folder says `{}`",
                                     product.domain, product.domain_folder.str())});
    if (product.id.empty()) return;
    const auto [place, added] = ids_.try_emplace(product.id, &product.span);
    if (!added)
      validation_.error({"HNS-V001", product.span, object,
                         fmt::format("a second product has the id `{}`", product.id),
                         {fmt::format("first defined at {}", place_text(*place->second))}});
  }

  void check_contract_place(const DataContract& contract) {
    const DomainId folder = domain_of_path(contract.path);
    if (!contract.domain.empty() && DomainId(contract.domain) != folder)
      validation_.error({"HNS-V012", span_of_word(contract.span, contract.domain),
                         object_of(contract),
                         fmt::format("the file says the domain is `{}`, its folder says `{}`",
                                     contract.domain, folder.str())});
    const std::string beside = contract.path.substr(0, contract.path.rfind('/'));
    // Without its product, or beside a port with a wrong id, it follows from what was reported.
    if (!used_.contains(contract.id) && whole_folders_.contains(beside))
      validation_.warning({"HNS-V029", contract.span, object_of(contract),
                           fmt::format("no port uses the contract `{}`", contract.id), {},
                           "name it as the `contractId` of a port, or remove the file"});
  }

  void check_status(const std::string& status, const Span& span, const std::string& object) {
    if (status.empty() ||
        std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end())
      return;
    std::string help = did_you_mean(status, {kStatuses.begin(), kStatuses.end()});
    if (help.empty()) help = "use proposed, draft, active, deprecated or retired";
    validation_.error({"HNS-V026", span_of_word(span, status), object,
                       fmt::format("`{}` is no status of the life cycle", status), {},
                       std::move(help)});
  }

  struct PortKey {
    const std::string &name, &version;
  };
  void check_key(std::map<std::string, const Span*>& seen, std::string_view what,
                 const PortKey& key, const Span& span, const std::string& object) {
    if (key.name.empty()) return;
    const auto [place, added] =
        seen.try_emplace(fmt::format("{}\n{}", ascii_lower(key.name), key.version), &span);
    if (added) return;
    validation_.error({"HNS-V021", span, object,
                       fmt::format("a second {} has the name `{}`{}", what, key.name,
                                   key.version.empty() ? " and no version"
                                                       : " and the version " + key.version),
                       {fmt::format("first defined at {}", place_text(*place->second))}});
  }

  template <typename Port>
  bool check_contract(const Port& port, std::string_view what, const std::string& object) {
    if (port.contract_id.empty()) {
      validation_.error({"HNS-V020", port.span, object,
                         fmt::format("the {} `{}` names no contract", what, port.name), {},
                         "state its `contractId`"});
      return false;
    }
    used_.insert(port.contract_id);
    if (validation_.contract(port.contract_id) != nullptr) return true;
    validation_.error({"HNS-V020", port.contract_span, object,
                       fmt::format("the mesh has no contract `{}`", port.contract_id), {},
                       did_you_mean(port.contract_id, contract_ids_)});
    return false;
  }

  void check_output(const DataProduct& product, const OutputPort& port,
                    const std::string& object) {
    const Validation::Output* served = validation_.output_of(port.contract_id);
    if (served->port != &port)
      validation_.error(
          {"HNS-V022", port.contract_span, object,
           fmt::format("the contract `{}` is served by another output port", port.contract_id),
           {fmt::format("by the port `{}` of {}, at {}", served->port->name,
                        served->product == &product ? "this product" : object_of(*served->product),
                        place_text(served->port->contract_span))}});
    const DataContract& contract = *validation_.contract(port.contract_id);
    const bool has_major = contract.major() > 0 || contract.version.starts_with('0') ||
                           contract.version.starts_with("v0");
    if (!has_major) {
      validation_.error({"HNS-V024", span_of_word(contract.span, contract.version),
                         object_of(contract),
                         fmt::format("the version `{}` has no major, expected a form like 1.0.0",
                                     contract.version)});
    } else if (!port.version.empty() && major_of(port.version) != contract.major()) {
      validation_.error({"HNS-V024", span_of_word(port.span, port.version), object,
                         fmt::format("the port is of version {}, its contract of {}", port.version,
                                     contract.version),
                         {fmt::format("the contract is at {}", place_text(contract.span))},
                         "a port and its contract share the major"});
    }
  }

  void check_default_major(const DataProduct& product, const std::string& object) {
    if (product.default_major == 0) return;
    for (const OutputPort& port : product.output_ports) {
      const DataContract* contract = validation_.contract(port.contract_id);
      if (contract == nullptr || contract->major() == product.default_major) return;
    }
    validation_.error({"HNS-V025", span_of_word(product.span, "defaultMajor"), object,
                       fmt::format("no output port has the default major {}",
                                   product.default_major)});
  }

  // What is read through the gate is read for a purpose.
  void check_purpose_stated(const DataProduct& product, const std::string& object) {
    if (!product.purpose.empty()) return;
    const bool depends = std::any_of(
        product.input_ports.begin(), product.input_ports.end(), [&](const InputPort& port) {
          return validation_.output_of(port.contract_id) != nullptr;
        });
    if (!depends && product.transforms.empty()) return;
    validation_.error({"HNS-V028", product.span, object,
                       "the product reads other data and states no purpose",
                       {}, "add the custom property `purpose` with a purpose of `mesh.yaml`"});
  }

  Validation& validation_;
  std::vector<std::string_view> contract_ids_;
  std::map<std::string_view, const Span*> ids_;
  std::set<std::string_view> used_;
  std::set<std::string> whole_folders_;  // of products all of whose ports have their contract
};

}  // namespace

void validate_products(Validation& validation) { ProductRules(validation).run(); }

}  // namespace hanse::spec
