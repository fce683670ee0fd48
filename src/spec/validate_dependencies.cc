// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "spec/table_source.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

// An input port whose contract another product serves.
struct Dependency {
  const DataProduct& consumer;
  const InputPort& input;
  const DataProduct& provider;
  const OutputPort& port;
  const DataContract& contract;
};

class DependencyRules {
 public:
  explicit DependencyRules(Validation& validation) : validation_(validation) {}

  void run() {
    for (const auto& [id, product] : validation_.model().products)
      for (const InputPort& input : product.input_ports) check_input(product, input);
    for (const auto& cycle : find_cycles(edges_)) report_cycle(cycle);
  }

 private:
  void check_input(const DataProduct& product, const InputPort& input) {
    const Validation::Output* served = validation_.output_of(input.contract_id);
    const DataContract* contract = validation_.contract(input.contract_id);
    if (served == nullptr || contract == nullptr) return;
    const Dependency dependency{product, input, *served->product, *served->port, *contract};
    const std::string from = product.product_id().str(), to = served->product->product_id().str();
    edges_[from].push_back(to);
    edge_spans_.try_emplace({from, to}, &input.contract_span);
    if (product.domain_folder != served->product->domain_folder) check_agreement(dependency);
    check_version(dependency);
  }

  void check_version(const Dependency& dependency) {
    const std::string& version = dependency.input.version;
    if (version.empty() || major_of(version) == dependency.contract.major()) return;
    validation_.error({"HNS-V024", span_of_word(dependency.input.span, version),
                       object_of(dependency.consumer),
                       fmt::format("the port is of version {}, its contract of {}", version,
                                   dependency.contract.version),
                       {fmt::format("the contract is at {}", place_text(dependency.contract.span))},
                       "a port and its contract share the major"});
  }

  static std::string why_not(const Agreement& agreement, const Dependency& dependency) {
    if (agreement.consumer_product != dependency.consumer.name) return "it has another consumer";
    if (!agreement.provider_port.empty() && agreement.provider_port != dependency.port.name)
      return fmt::format("it is about the port `{}`", agreement.provider_port);
    if (agreement.provider_major != 0 && agreement.provider_major != dependency.contract.major())
      return fmt::format("it is about the major {}", agreement.provider_major);
    return {};
  }

  void check_agreement(const Dependency& dependency) {
    std::vector<const Agreement*> fitting;
    std::vector<std::string> notes;
    for (const Agreement* agreement : validation_.agreements(
             dependency.consumer.domain_folder, dependency.provider.product_id())) {
      const std::string reason = why_not(*agreement, dependency);
      if (reason.empty()) fitting.push_back(agreement);
      else
        notes.push_back(fmt::format("the agreement at {} does not fit: {}",
                                    place_text(agreement->span), reason));
    }
    if (!fitting.empty()) {
      check_purpose(dependency, fitting);
      check_columns(dependency, fitting);
      return;
    }
    const std::string provider = dependency.provider.product_id().str();
    notes.insert(notes.begin(), fmt::format("the contract is at {}",
                                            place_text(dependency.contract.span)));
    validation_.error(
        {"HNS-V035", dependency.input.contract_span, object_of(dependency.consumer),
         fmt::format("the product reads `{}` of another domain without an agreement", provider),
         std::move(notes),
         fmt::format(
             "`hanse new agreement --consumer {} --provider {} --purpose PURPOSE` makes one",
             dependency.consumer.product_id().str(), provider)});
  }

  void check_purpose(const Dependency& dependency, const std::vector<const Agreement*>& fitting) {
    const PurposeId purpose(dependency.consumer.purpose);
    if (purpose.empty() || validation_.model().purpose(purpose) == nullptr) return;
    const bool covered = std::any_of(fitting.begin(), fitting.end(), [&](const Agreement* each) {
      return std::any_of(each->purposes.begin(), each->purposes.end(),
                         [&](const PurposeId& allowed) {
                           return validation_.purpose_is_within(purpose, allowed);
                         });
    });
    if (covered) return;
    validation_.error(
        {"HNS-V036", span_of_word(dependency.consumer.span, purpose.str()),
         object_of(dependency.consumer),
         fmt::format("the agreement with `{}` does not cover the purpose `{}`",
                     dependency.provider.product_id().str(), purpose.str()),
         {fmt::format("the agreement is at {}", place_text(fitting[0]->span))}});
  }

  // What a transform refers to is decided by the gate; identity takes every column it is to fill.
  void check_columns(const Dependency& dependency, const std::vector<const Agreement*>& fitting) {
    const bool takes_all = std::any_of(fitting.begin(), fitting.end(), [](const Agreement* each) {
      return each->columns.empty();
    });
    if (takes_all) return;
    for (const OutputPort& port : dependency.consumer.output_ports) {
      const DataContract* contract = validation_.contract(port.contract_id);
      if (contract == nullptr) continue;
      for (const SchemaObject& table : contract->schema) {
        const TableSource source =
            table_source(validation_.model(), dependency.consumer, port, table);
        if (source.kind != TableSource::Kind::kIdentity || source.input != &dependency.input)
          continue;
        for (const Property& column : table.properties)
          check_column(dependency, column, fitting);
      }
    }
  }

  void check_column(const Dependency& dependency, const Property& column,
                    const std::vector<const Agreement*>& fitting) {
    const bool covered = std::any_of(fitting.begin(), fitting.end(), [&](const Agreement* each) {
      return std::find(each->columns.begin(), each->columns.end(), column.name) !=
             each->columns.end();
    });
    if (covered) return;
    validation_.error(
        {"HNS-V037", column.span, object_of(dependency.consumer),
         fmt::format("the agreement with `{}` does not cover the column `{}`",
                     dependency.provider.product_id().str(), column.name),
         {fmt::format("the agreement is at {}", place_text(fitting[0]->span))}});
  }

  void report_cycle(const std::vector<std::string>& cycle) {
    const auto& products = validation_.model().products;
    const size_t slash = cycle[0].find('/');
    const ProductId id{DomainId(cycle[0].substr(0, slash)), cycle[0].substr(slash + 1)};
    validation_.error({"HNS-V023", *edge_spans_.at({cycle[0], cycle[1]}),
                       object_of(products.at(id)),
                       fmt::format("the product `{}` depends on itself", cycle[0]),
                       {"each reads the next: " + joined(cycle, " -> ")}});
  }

  Validation& validation_;
  Edges edges_;
  std::map<std::pair<std::string, std::string>, const Span*> edge_spans_;
};

}  // namespace

void validate_dependencies(Validation& validation) { DependencyRules(validation).run(); }

}  // namespace hanse::spec
