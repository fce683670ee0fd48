// SPDX-License-Identifier: Apache-2.0
#include "spec/validation.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace hanse::spec {
namespace {

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '-' || byte >= 0x80;
}

size_t find_word(std::string_view text, std::string_view word, size_t from) {
  for (size_t at = text.find(word, from); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool starts = at == 0 || !is_word_byte(text[at - 1]);
    if (starts && (end == text.size() || !is_word_byte(text[end]))) return at;
  }
  return std::string_view::npos;
}

// One walk by depth, with a stack of its own.
class CycleSearch {
 public:
  explicit CycleSearch(const Edges& edges) : edges_(edges) {}

  std::vector<std::vector<std::string>> run() {
    for (const auto& [from, to] : edges_) walk(from);
    return std::move(cycles_);
  }

 private:
  struct Step {
    const std::string* id;
    size_t next = 0;
  };
  const std::vector<std::string>& targets(const std::string& id) const {
    static const std::vector<std::string> kNone;
    const auto found = edges_.find(id);
    return found == edges_.end() ? kNone : found->second;
  }
  void walk(const std::string& start) {
    if (!is_open_.try_emplace(start, true).second) return;
    std::vector<Step> path{{&start}};
    while (!path.empty()) {
      Step& step = path.back();
      const auto& next = targets(*step.id);
      if (step.next == next.size()) {
        is_open_[*step.id] = false;
        path.pop_back();
        continue;
      }
      const std::string& target = next[step.next++];
      const auto [state, is_new] = is_open_.try_emplace(target, true);
      if (is_new) {
        path.push_back({&target});
      } else if (state->second) {
        note(std::find_if(path.begin(), path.end(),
                          [&](const Step& each) { return *each.id == target; }),
             path.end());
      }
    }
  }
  template <typename Iterator>
  void note(Iterator begin, Iterator end) {
    std::vector<std::string> cycle;
    for (auto at = begin; at != end; ++at) {
      if (reported_.contains(*at->id)) return;
      cycle.push_back(*at->id);
    }
    reported_.insert(cycle.begin(), cycle.end());
    // Told from its smallest id on, so that the message does not depend on where the walk began.
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
    cycle.push_back(cycle.front());
    cycles_.push_back(std::move(cycle));
  }

  const Edges& edges_;
  std::unordered_map<std::string, bool> is_open_;  // of those seen: on the path at present
  std::set<std::string> reported_;
  std::vector<std::vector<std::string>> cycles_;
};

}  // namespace

Validation::Validation(const Model& model, const EnvironmentId& environment,
                       Diagnostics& diagnostics)
    : model_(model), environment_(environment), diagnostics_(diagnostics) {
  if (const Environment* found = model.environment(environment)) in_force_ = found->id;
  for (const Diagnostic& item : diagnostics.items())
    register_is_partial_ =
        register_is_partial_ || (item.severity == Severity::kError && item.span.file != nullptr &&
                                 item.span.file->path() == model.mesh.path);
  for (const auto& [id, product] : model.products)
    for (const OutputPort& port : product.output_ports) note_output(product, port);
  for (const Agreement& agreement : model.agreements)
    if (agreement.status != "retired")
      agreements_[{agreement.consumer_domain,
                   {agreement.provider_domain, agreement.provider_product}}]
          .push_back(&agreement);
}

// Of two ports the one beside whose product the contract lies is taken for its own.
void Validation::note_output(const DataProduct& product, const OutputPort& port) {
  if (port.contract_id.empty()) return;
  const auto [place, added] = outputs_.try_emplace(port.contract_id, &product, &port);
  const DataContract* served = contract(port.contract_id);
  if (added || served == nullptr) return;
  const auto lies_beside = [&](const DataProduct& each) {
    return each.path.substr(0, each.path.rfind('/')) ==
           served->path.substr(0, served->path.rfind('/'));
  };
  if (lies_beside(product) && !lies_beside(*place->second.product))
    place->second = {&product, &port};
}

// A register that was read in part may have what is missed in it.
bool Validation::follows_from_register(std::string_view code) const {
  constexpr std::array<std::string_view, 7> kLookUps = {
      "HNS-V002", "HNS-V003", "HNS-V005", "HNS-V010", "HNS-V013", "HNS-V015", "HNS-V053"};
  return register_is_partial_ &&
         std::find(kLookUps.begin(), kLookUps.end(), code) != kLookUps.end();
}

void Validation::add(Finding finding, Severity severity) {
  if (follows_from_register(finding.code)) return;
  diagnostics_.add({std::string(finding.code), severity, std::move(finding.message),
                    std::move(finding.span), std::move(finding.object), std::move(finding.notes),
                    std::move(finding.help)});
}

const Validation::Output* Validation::output_of(const std::string& contract_id) const {
  const auto found = outputs_.find(contract_id);
  return found == outputs_.end() ? nullptr : &found->second;
}

const DataContract* Validation::contract(const std::string& id) const {
  const auto found = model_.contracts.find(id);
  return found == model_.contracts.end() ? nullptr : &found->second;
}

const std::vector<const Agreement*>& Validation::agreements(const DomainId& consumer,
                                                            const ProductId& provider) const {
  static const std::vector<const Agreement*> kNone;
  const auto found = agreements_.find({consumer, provider});
  return found == agreements_.end() ? kNone : found->second;
}

bool Validation::purpose_is_within(const PurposeId& purpose, const PurposeId& allowed) const {
  std::set<PurposeId> seen;  // a cycle is reported elsewhere and must not hold us
  for (PurposeId at = purpose; !at.empty() && seen.insert(at).second;) {
    if (at == allowed) return true;
    const Purpose* found = model_.purpose(at);
    at = found == nullptr ? PurposeId() : found->parent;
  }
  return false;
}

bool Validation::check_team(const TeamId& team, const Span& span, const std::string& object) {
  if (team.empty() || model_.team(team) != nullptr) return true;
  std::vector<std::string_view> names;
  for (const MeshTeam& known : model_.mesh.teams) names.push_back(known.id.str());
  error({"HNS-V002", span, object,
         fmt::format("the team `{}` is not registered in `mesh.yaml`", team.str()), {},
         did_you_mean(team.str(), names)});
  return false;
}

bool Validation::check_purpose(const PurposeId& purpose, const Span& span,
                               const std::string& object) {
  if (purpose.empty() || model_.purpose(purpose) != nullptr) return true;
  std::vector<std::string_view> names;
  for (const Purpose& known : model_.mesh.purposes) names.push_back(known.id.str());
  error({"HNS-V003", span, object,
         fmt::format("the purpose `{}` is not registered in `mesh.yaml`", purpose.str()), {},
         did_you_mean(purpose.str(), names)});
  return false;
}

std::string object_of(const DataProduct& product) {
  return "product " + product.product_id().str();
}
std::string object_of(const DataContract& contract) { return "contract " + contract.id; }
std::string object_of(const Agreement& agreement) {
  return fmt::format("agreement {}/{}", agreement.consumer_domain.str(), agreement.id);
}

std::string place_text(const Span& span) {
  if (span.file == nullptr) return "elsewhere";
  const SourceFile::Place place = span.file->place(span.offset);
  return fmt::format("{}:{}:{}", span.file->path(), place.line, place.column);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

Span span_of_word(const Span& near, std::string_view word) {
  if (near.file == nullptr || word.empty()) return near;
  size_t at = find_word(near.file->text(), word, near.offset);
  if (at == std::string_view::npos) at = find_word(near.file->text(), word, 0);
  if (at == std::string_view::npos) return near;
  return {near.file, static_cast<uint32_t>(at), static_cast<uint32_t>(word.size())};
}

int major_of(const std::string& version) {
  DataContract contract;
  contract.version = version;
  return contract.major();
}

DomainId domain_of_path(std::string_view path) {
  constexpr std::string_view kFolder = "domains/";
  if (!path.starts_with(kFolder)) return {};
  path.remove_prefix(kFolder.size());
  return DomainId(std::string(path.substr(0, path.find('/'))));
}

std::vector<std::vector<std::string>> find_cycles(const Edges& edges) {
  return CycleSearch(edges).run();
}

void validate(const Model& model, const EnvironmentId& environment, Diagnostics& diagnostics) {
  Validation validation(model, environment, diagnostics);
  validate_register(validation);
  validate_domains(validation);
  validate_products(validation);
  validate_agreements(validation);
  validate_dependencies(validation);
  validate_tables(validation);
  validate_sources(validation);
  validate_contracts(validation);
  validate_glossary(validation);
}

}  // namespace hanse::spec
