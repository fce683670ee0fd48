// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kPartnersMax = 4, kDenseDomains = 5, kDensityMax = 0.5;
constexpr double kPairContracts = 6, kPairShare = 0.5;

Span place_of(const MeshIndex& index, const DomainId& id) {
  const auto found = index.model().domains.find(id);
  return found == index.model().domains.end() ? index.model().mesh.span : found->second.span;
}

// HNS-D008: products that wait for many, and a mesh in which everybody talks to everybody.
void coordination(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    std::vector<std::string> domains;
    for (const size_t at : product.upstream) {
      const std::string& domain = run.index.products()[at].product->domain_folder.str();
      if (domain != product.product->domain_folder.str() &&
          std::ranges::find(domains, domain) == domains.end())
        domains.push_back(domain);
    }
    if (static_cast<double>(domains.size()) <= run.limit("partners")) continue;
    run.find({product.str(),
              fmt::format("a change of it may need {} other domains", domains.size()),
              {{"domains that it reads", static_cast<double>(domains.size())}},
              domains,
              product.product->name_span});
  }
  const double domains = static_cast<double>(run.index.domains().size());
  if (domains < run.limit("domains")) return;
  std::map<std::pair<DomainId, DomainId>, int> pairs;
  for (const auto& [ends, link] : run.index.links()) {
    const auto& [consumer, provider] = ends;
    ++pairs[{std::min(consumer, provider), std::max(consumer, provider)}];
  }
  const double density = static_cast<double>(pairs.size()) / (domains * (domains - 1) / 2);
  if (density <= run.limit("density")) return;
  run.find({"mesh",
            fmt::format("{} of all pairs of domains depend on each other", share_text(density)),
            {{"domains with products", domains},
             {"pairs of domains with a contract", static_cast<double>(pairs.size())}},
            {},
            run.index.model().mesh.span});
}

// HNS-D015
void chatty(DoctorCase& run) {
  struct Pair {
    size_t contracts = 0;
    std::vector<std::string> examples;
  };
  std::map<std::pair<DomainId, DomainId>, Pair> pairs;
  std::map<DomainId, size_t> of_domain;
  for (const auto& [ends, link] : run.index.links()) {
    const auto& [consumer, provider] = ends;
    Pair& pair = pairs[{std::min(consumer, provider), std::max(consumer, provider)}];
    pair.contracts += link.contracts;
    pair.examples.insert(pair.examples.end(), link.examples.begin(), link.examples.end());
    of_domain[consumer] += link.contracts;
    of_domain[provider] += link.contracts;
  }
  for (const auto& [ends, pair] : pairs) {
    const size_t least = std::min(of_domain[ends.first], of_domain[ends.second]);
    const double share = static_cast<double>(pair.contracts) / static_cast<double>(least);
    if (static_cast<double>(pair.contracts) < run.limit("contracts") || share < run.limit("share"))
      continue;
    run.find({ends.first.str() + " + " + ends.second.str(),
              fmt::format("{} contracts hold the two together, {} of all that one of them has",
                          pair.contracts, share_text(share)),
              {{"contracts between the two", static_cast<double>(pair.contracts)},
               {"contracts of the first", static_cast<double>(of_domain[ends.first])},
               {"contracts of the second", static_cast<double>(of_domain[ends.second])}},
              pair.examples,
              place_of(run.index, ends.first)});
  }
}

// Strongly connected components by Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM J.
// Comput. 1(2), 1972; iterative. Those of one node are left out.
class Components {
 public:
  explicit Components(std::vector<std::vector<size_t>> edges)
      : edges_(std::move(edges)),
        index_(edges_.size(), 0),
        low_(edges_.size(), 0),
        on_stack_(edges_.size(), false) {}

  std::vector<std::vector<size_t>> find() {
    for (size_t i = 0; i < edges_.size(); ++i)
      if (index_[i] == 0) visit(i);
    return std::move(found_);
  }

 private:
  struct Frame {
    size_t node = 0, next = 0;
  };
  void open(size_t node) {
    index_[node] = low_[node] = ++count_;
    stack_.push_back(node);
    on_stack_[node] = true;
    frames_.push_back({node, 0});
  }
  void close(size_t node) {
    if (low_[node] != index_[node]) return;
    std::vector<size_t> component;
    do {
      component.push_back(stack_.back());
      on_stack_[stack_.back()] = false;
      stack_.pop_back();
    } while (component.back() != node);
    std::ranges::sort(component);
    if (component.size() > 1) found_.push_back(std::move(component));
  }
  void visit(size_t start) {
    open(start);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const size_t node = frame.node;
      if (frame.next < edges_[node].size()) {
        const size_t to = edges_[node][frame.next++];
        if (index_[to] == 0)
          open(to);
        else if (on_stack_[to])
          low_[node] = std::min(low_[node], index_[to]);
        continue;
      }
      close(node);
      frames_.pop_back();
      if (!frames_.empty())
        low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    }
  }

  std::vector<std::vector<size_t>> edges_, found_;
  std::vector<size_t> index_, low_, stack_;
  std::vector<bool> on_stack_;
  std::vector<Frame> frames_;
  size_t count_ = 0;
};

// HNS-D021
void cycles(DoctorCase& run) {
  std::map<DomainId, size_t> numbers;
  std::vector<DomainId> names;
  for (const auto& [ends, link] : run.index.links())
    for (const DomainId& id : {ends.first, ends.second})
      if (numbers.try_emplace(id, names.size()).second) names.push_back(id);
  std::vector<std::vector<size_t>> edges(names.size());
  for (const auto& [ends, link] : run.index.links())
    edges[numbers[ends.first]].push_back(numbers[ends.second]);
  for (const auto& component : Components(std::move(edges)).find()) {
    std::vector<std::string> domains, over;
    for (const size_t at : component) domains.push_back(names[at].str());
    std::ranges::sort(domains);
    size_t contracts = 0;
    for (const auto& [ends, link] : run.index.links()) {
      if (!std::ranges::binary_search(domains, ends.first.str()) ||
          !std::ranges::binary_search(domains, ends.second.str()))
        continue;
      contracts += link.contracts;
      over.push_back(link.examples[0]);
    }
    run.find({joined(domains, " + "),
              fmt::format("each of the {} domains depends on all others of them", domains.size()),
              {{"domains in the cycle", static_cast<double>(domains.size())},
               {"contracts among them", static_cast<double>(contracts)}},
              over,
              place_of(run.index, DomainId(domains[0]))});
  }
}

}  // namespace

std::vector<Detector> coupling_detectors() {
  return {
      {"HNS-D008",
       "coordination overhead",
       "A change in one place has to be agreed in many: the number of conversations grows with "
       "the square of who takes part.",
       "the implementation guide, pitfalls; Brooks, The Mythical Man-Month, 1975, ch. 2; Cataldo, "
       "Herbsleb, Carley, Socio-Technical Congruence, ESEM 2008",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "domains that a product's input ports lead to; pairs of domains with a contract between "
       "them (input ports and agreements in force) of all n(n-1)/2",
       {{"partners", kPartnersMax, "other domains that a product may read"},
        {"domains", kDenseDomains, "domains with products, from which on the density counts"},
        {"density", kDensityMax, "share of the pairs of domains that may have a contract"}},
       "publish one product that joins what many need, in the domain that understands it\n"
       "hanse domains discover shows boundaries with less between them",
       coordination},
      {"HNS-D015",
       "chatty cross-domain coupling",
       "Two domains hang together by many contracts: the boundary runs through something that is "
       "one.",
       "practice; Taibi, Lenarduzzi, On the Definition of Microservice Bad Smells, IEEE Software "
       "35(3), 2018 (Inappropriate Service Intimacy)",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "distinct pairs of consumer and product between two domains, either way, from input ports "
       "and agreements in force; held against all of the domain that has fewer",
       {{"contracts", kPairContracts, "contracts between two domains, from which on they count"},
        {"share", kPairShare, "share of the contracts of the domain that has fewer"}},
       "merge what is taken together into one product of the provider\n"
       "hanse domains discover: what would it cost to move the boundary",
       chatty},
      {"HNS-D021",
       "cyclic domains",
       "Domains wait for each other in a circle: none can change or be rebuilt first.",
       "practice; Martin, Agile Software Development, 2002 (Acyclic Dependencies Principle); "
       "Tarjan, SIAM J. Comput. 1(2), 1972",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "strongly connected components of the graph of domains: consumer to provider, from input "
       "ports and agreements in force",
       {},
       "turn one direction round: let the domain upstream publish, and the other only read\n"
       "or move the shared part into a domain that both read",
       cycles},
  };
}

}  // namespace hanse::strategy
