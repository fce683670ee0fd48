// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/words.h"
#include "spec/model.h"

namespace hanse::spec {

// Private to src/spec: what the rules between files share. One for each call of validate(); borrows
// the model and the diagnostics; not thread-safe.
class Validation {
 public:
  Validation(const Model& model, const EnvironmentId& environment, Diagnostics& diagnostics);

  struct Finding {
    std::string_view code;
    Span span;
    std::string object, message;
    std::vector<std::string> notes = {};
    std::string help = {};
  };
  void error(Finding finding) { add(std::move(finding), Severity::kError); }
  void warning(Finding finding) { add(std::move(finding), Severity::kWarning); }

  const Model& model() const { return model_; }
  // What was asked for; empty: the first.
  const EnvironmentId& asked_environment() const { return environment_; }
  // The id in force; empty when the register has no environment.
  const EnvironmentId& environment() const { return in_force_; }

  struct Output {  // the port that serves a contract
    const DataProduct* product = nullptr;
    const OutputPort* port = nullptr;
  };
  // Null when no product serves the contract.
  const Output* output_of(const std::string& contract_id) const;
  const DataContract* contract(const std::string& id) const;
  // Those of a consumer's domain with one product, retired ones excluded.
  const std::vector<const Agreement*>& agreements(const DomainId& consumer,
                                                  const ProductId& provider) const;
  // True when `purpose` is `allowed` or lies below it.
  bool purpose_is_within(const PurposeId& purpose, const PurposeId& allowed) const;

  // HNS-V002, V003. True when it is registered, or not stated at all.
  bool check_team(const TeamId& team, const Span& span, const std::string& object);
  bool check_purpose(const PurposeId& purpose, const Span& span, const std::string& object);

 private:
  void add(Finding finding, Severity severity);
  bool follows_from_register(std::string_view code) const;
  void note_output(const DataProduct& product, const OutputPort& port);

  const Model& model_;
  const EnvironmentId& environment_;
  Diagnostics& diagnostics_;
  EnvironmentId in_force_;
  bool register_is_partial_ = false;  // decoding found errors in it
  std::map<std::string, Output, std::less<>> outputs_;  // by contract id
  std::map<std::pair<DomainId, ProductId>, std::vector<const Agreement*>> agreements_;
};

std::string object_of(const DataProduct& product);
std::string object_of(const DataContract& contract);
std::string object_of(const Agreement& agreement);
// "mesh.yaml:5:9"; "elsewhere" for what came from the state store.
std::string place_text(const Span& span);
// "did you mean `x`?", or empty when no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);
// Where `word` stands after the beginning of `near`, then anywhere in its file; else `near`.
Span span_of_word(const Span& near, std::string_view word);
// The number before the first dot of a version, as DataContract::major has it.
int major_of(const std::string& version);
// The domain whose folder a path lies in; empty for none.
DomainId domain_of_path(std::string_view path);
// The first cycle that can be reached: ids along the edges, the first one repeated at the end.
// Each id is on at most one of the cycles given. Iterative: no depth exhausts the stack.
using Edges = std::map<std::string, std::vector<std::string>>;
std::vector<std::vector<std::string>> find_cycles(const Edges& edges);

// The rules by concept, a file each.
void validate_register(Validation& validation);
void validate_notifications(Validation& validation);
void validate_domains(Validation& validation);
void validate_products(Validation& validation);
void validate_agreements(Validation& validation);
void validate_dependencies(Validation& validation);
void validate_tables(Validation& validation);
void validate_sources(Validation& validation);
void validate_contracts(Validation& validation);
void validate_glossary(Validation& validation);
void validate_concepts_of_contracts(Validation& validation);  // a part of validate_glossary

}  // namespace hanse::spec
