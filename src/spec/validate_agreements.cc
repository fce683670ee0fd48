// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "base/clock.h"
#include "base/utf8.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

class AgreementRules {
 public:
  explicit AgreementRules(Validation& validation) : validation_(validation) {}

  void run() {
    for (const Agreement& agreement : validation_.model().agreements) check(agreement);
  }

 private:
  void check(const Agreement& agreement) {
    check_id(agreement);
    if (const DataProduct* provider = find_provider(agreement)) check_port(agreement, *provider);
    check_consumer(agreement);
    const std::string object = object_of(agreement);
    for (const PurposeId& purpose : agreement.purposes)
      validation_.check_purpose(purpose, span_of_word(agreement.span, purpose.str()), object);
    check_dates(agreement);
  }

  void check_id(const Agreement& agreement) {
    if (agreement.id.empty()) return;
    const auto [place, added] =
        ids_.try_emplace({agreement.consumer_domain, agreement.id}, &agreement.span);
    if (!added)
      validation_.error({"HNS-V001", agreement.span, object_of(agreement),
                         fmt::format("the domain has a second agreement `{}`", agreement.id),
                         {fmt::format("first defined at {}", place_text(*place->second))}});
  }

  const DataProduct* find_provider(const Agreement& agreement) {
    if (agreement.provider_product.empty() || agreement.provider_domain.empty()) return nullptr;
    const ProductId id{agreement.provider_domain, agreement.provider_product};
    const auto found = validation_.model().products.find(id);
    if (found != validation_.model().products.end()) return &found->second;
    std::vector<std::string> addresses;
    for (const auto& [known, product] : validation_.model().products)
      addresses.push_back(known.str());
    validation_.error(
        {"HNS-V030", span_of_word(agreement.provider_span, agreement.provider_product),
         object_of(agreement), fmt::format("the mesh has no product `{}`", id.str()), {},
         did_you_mean(id.str(), {addresses.begin(), addresses.end()})});
    return nullptr;
  }

  void check_port(const Agreement& agreement, const DataProduct& provider) {
    std::vector<std::string_view> names;
    std::vector<const DataContract*> contracts;
    bool has_port = agreement.provider_port.empty();
    for (const OutputPort& port : provider.output_ports) {
      names.push_back(port.name);
      if (!agreement.provider_port.empty() && port.name != agreement.provider_port) continue;
      has_port = true;
      const DataContract* contract = validation_.contract(port.contract_id);
      if (contract == nullptr) return;  // reported at the port
      if (agreement.provider_major == 0 || contract->major() == agreement.provider_major)
        contracts.push_back(contract);
    }
    const std::string address = provider.product_id().str();
    if (!has_port) {
      validation_.error(
          {"HNS-V031", span_of_word(agreement.provider_span, agreement.provider_port),
           object_of(agreement),
           fmt::format("the product `{}` has no output port `{}`", address,
                       agreement.provider_port),
           {fmt::format("the product is at {}", place_text(provider.span))},
           did_you_mean(agreement.provider_port, names)});
    } else if (contracts.empty()) {
      validation_.error({"HNS-V031", span_of_word(agreement.provider_span, "major"),
                         object_of(agreement),
                         fmt::format("no output port of `{}` has the major {}", address,
                                     agreement.provider_major),
                         {fmt::format("the product is at {}", place_text(provider.span))}});
    } else {
      check_columns(agreement, contracts);
    }
  }

  void check_columns(const Agreement& agreement,
                     const std::vector<const DataContract*>& contracts) {
    std::vector<std::string_view> names;
    for (const DataContract* contract : contracts)
      for (const SchemaObject& table : contract->schema)
        for (const Property& column : table.properties) names.push_back(column.name);
    const std::set<std::string_view> known(names.begin(), names.end());
    for (const std::string& column : agreement.columns)
      if (!known.contains(column))
        validation_.error(
            {"HNS-V033", span_of_word(agreement.provider_span, column), object_of(agreement),
             fmt::format("the contract `{}` has no column `{}`", contracts[0]->id, column),
             {fmt::format("the contract is at {}", place_text(contracts[0]->span))},
             did_you_mean(column, names)});
  }

  void check_consumer(const Agreement& agreement) {
    validation_.check_team(agreement.consumer_team,
                           span_of_word(agreement.provider_span, agreement.consumer_team.str()),
                           object_of(agreement));
    if (agreement.consumer_product.empty()) return;
    const auto& products = validation_.model().products;
    if (products.contains({agreement.consumer_domain, agreement.consumer_product})) return;
    std::vector<std::string_view> names;
    for (const auto& [id, product] : products)
      if (id.domain == agreement.consumer_domain) names.push_back(id.name);
    validation_.error({"HNS-V032",
                       span_of_word(agreement.provider_span, agreement.consumer_product),
                       object_of(agreement),
                       fmt::format("the domain `{}` has no product `{}`",
                                   agreement.consumer_domain.str(), agreement.consumer_product),
                       {"an agreement lies in the folder of the domain that consumes"},
                       did_you_mean(agreement.consumer_product, names)});
  }

  void check_dates(const Agreement& agreement) {
    const auto from = parse_time(agreement.from);
    const auto until = parse_time(agreement.until);
    if (agreement.from.empty() || agreement.until.empty() || !from || !until) return;
    if (*from <= *until) return;
    validation_.error({"HNS-V034", span_of_word(agreement.provider_span, agreement.until),
                       object_of(agreement),
                       fmt::format("the agreement ends on {}, before it begins on {}",
                                   agreement.until, agreement.from)});
  }

  Validation& validation_;
  std::map<std::pair<DomainId, std::string>, const Span*> ids_;
};

}  // namespace

void validate_agreements(Validation& validation) { AgreementRules(validation).run(); }

}  // namespace hanse::spec
