// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "base/utf8.h"
#include "spec/bind_concepts.h"
#include "spec/pattern.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

// `customer_id`, `customerId` and `Customer ID` are one name.
std::string plain(std::string_view name) {
  std::string out;
  for (char c : ascii_lower(name))
    if (c != '_' && c != '-' && c != ' ' && c != '.') out += c;
  return out;
}

class GlossaryRules {
 public:
  explicit GlossaryRules(Validation& validation)
      : validation_(validation), concepts_(validation.model().concepts) {
    for (const auto& [address, item] : concepts_) addresses_.push_back(address);
  }

  void run() {
    for (const auto& [address, item] : concepts_) check_concept(item);
    for (const auto& [id, domain] : validation_.model().domains)
      for (const Term& term : domain.terms) check_term(domain, term);
    check_contracts();
  }
  void check_contracts() {
    for (const auto& [address, item] : concepts_) note_names(item);
    for (const auto& [id, contract] : validation_.model().contracts)
      for (const SchemaObject& table : contract.schema) {
        object_ = object_of(contract);
        check_columns(table.properties);
      }
  }

 private:
  void check_concept(const Concept& item) {
    object_ = "concept " + item.address();
    validation_.check_team(item.owner, item.owner_span, object_);
    if (const auto problem = pattern_problem(item.pattern); problem && problem->is_syntax)
      validation_.error({"HNS-V063", span_of_word(item.span, "pattern"), object_,
                         fmt::format("the pattern does not parse: {}", problem->message)});
    for (const std::string& other : item.related) {
      const bool is_address = other.contains('#');
      need(is_address ? other : item.glossary + "#" + other, span_of_word(item.span, other));
    }
  }
  void note_names(const Concept& item) {
    for (const std::string* name : {&item.id, &item.name}) note_name(*name, item);
    for (const std::string& name : item.synonyms) note_name(name, item);
  }
  void note_name(const std::string& name, const Concept& item) {
    if (const std::string key = plain(name); !key.empty()) by_name_.try_emplace(key, &item);
  }

  bool need(const std::string& address, const Span& span) {
    if (concepts_.contains(address)) return true;
    validation_.error({"HNS-V071", span, object_,
                       fmt::format("the glossary has no concept `{}`", address), {},
                       did_you_mean(address, {addresses_.begin(), addresses_.end()})});
    return false;
  }

  void check_term(const Domain& domain, const Term& term) {
    if (term.concept_id.empty()) return;
    object_ = "domain " + domain.id.str();
    const std::string address = concept_address(term.concept_id);
    need(address.empty() ? term.concept_id : address, span_of_word(domain.span, term.concept_id));
  }

  void check_columns(const std::vector<Property>& columns) {
    for (const Property& column : columns) {
      check_column(column);
      for (const auto* inside :
           {&column.properties, &column.items, &column.map_key, &column.map_value})
        check_columns(*inside);
    }
  }

  void check_column(const Property& column) {
    for (const AuthoritativeDefinition& definition : column.definitions) {
      const std::string address =
          is_business_definition(definition) ? concept_address(definition.url) : "";
      if (address.empty() || !need(address, definition.span)) continue;
      if (address == column.concept_address) check_bound(column, definition.span);
      else
        validation_.error({"HNS-V072", definition.span, object_,
                           fmt::format("column `{}` is bound to `{}` and to `{}`", column.name,
                                       column.concept_address, address)});
    }
    if (column.concept_address.empty() && column.definitions.empty()) look_for_concept(column);
  }

  void check_bound(const Property& column, const Span& span) {
    const Concept& item = concepts_.find(column.concept_address)->second;
    if (item.logical_type && *item.logical_type != column.logical_type)
      validation_.error({"HNS-V073", span, object_,
                         fmt::format("column `{}` is {}, the concept `{}` is {}", column.name,
                                     to_string(column.logical_type), column.concept_address,
                                     to_string(*item.logical_type)),
                         {},
                         "give the column the type of its concept, or bind it to another"});
    if (!item.pattern.empty() && !column.options.pattern.empty() &&
        item.pattern != column.options.pattern)
      validation_.warning({"HNS-V074", span, object_,
                           fmt::format("column `{}` has a pattern of its own, the concept `{}` has "
                                       "`{}`",
                                       column.name, column.concept_address, item.pattern),
                           {},
                           "leave it out, and the column takes the concept's"});
  }

  void look_for_concept(const Property& column) {
    const auto found = by_name_.find(plain(column.name));
    if (found == by_name_.end()) return;
    const Concept& item = *found->second;
    validation_.warning(
        {"HNS-V075", column.span, object_,
         fmt::format("column `{}` looks like the concept `{}` and is not bound to it", column.name,
                     item.address()),
         {},
         fmt::format("authoritativeDefinitions: [{{type: businessDefinition, url: "
                     "glossary/{}.yaml#{}}}]",
                     item.glossary, item.id)});
  }

  Validation& validation_;
  const Concepts& concepts_;
  std::vector<std::string> addresses_;
  std::unordered_map<std::string, const Concept*> by_name_;
  std::string object_;
};

}  // namespace

void validate_glossary(Validation& validation) { GlossaryRules(validation).run(); }

void validate_concepts_of_contracts(Validation& validation) {
  GlossaryRules(validation).check_contracts();
}

}  // namespace hanse::spec
