// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/words.h"
#include "strategy/change/communication.h"
#include "strategy/programme/working_days.h"

namespace hanse::strategy {
namespace {

constexpr const char* kNotApplied = "nothing is applied: run `hanse apply`";
constexpr size_t kNamesMax = 6;

// A thing counted: in words of one and of several.
struct Noun {
  const char *one, *several;
};
std::string counted(size_t count, const Noun& noun) {
  return fmt::format("{} {}", count, count == 1 ? noun.one : noun.several);
}

MessageFact products_fact(const ProgrammeFacts& facts) {
  std::vector<std::string> names;
  size_t count = 0;
  int64_t newest = 0;
  for (const ProgrammeProduct& product : facts.products) {
    if (!product.is_published) continue;
    ++count;
    newest = std::max(newest, product.published_us);
    if (names.size() < kNamesMax) names.push_back(product.id.str());
  }
  if (count == 0) return {"", "no product is published: `hanse refresh` builds what is applied"};
  if (names.size() < count) names.push_back(fmt::format("{} more", count - names.size()));
  std::string text =
      fmt::format("{} can be read: {}", counted(count, {"product", "products"}), joined(names));
  if (newest != 0)
    text += fmt::format(" (the newest since {})", date_of_day(day_of_instant(newest)));
  return {text, "`hanse status`"};
}

MessageFact domains_fact(const ProgrammeFacts& facts) {
  size_t active = 0;
  for (const ProgrammeDomain& domain : facts.domains) active += domain.status == "active" ? 1 : 0;
  if (!facts.is_applied) return {"", kNotApplied};
  return {fmt::format("{} of {} domains are active", active, facts.domains.size()),
          "domain.yaml as applied: `status`"};
}

MessageFact checks_fact(const ProgrammeFacts& facts) {
  size_t passed = 0;
  for (const ProgrammeCheck& check : facts.checks) passed += check.verdict == "passed" ? 1 : 0;
  if (facts.checks.empty()) return {"", "no table was checked: `hanse product check`"};
  return {fmt::format("{} of {} published tables pass their checks", passed, facts.checks.size()),
          "`hanse product status`"};
}

MessageFact uses_fact(const ProgrammeFacts& facts) {
  std::set<DomainId> consumers;
  std::set<ProductId> products;
  for (const ProgrammeUse& use : facts.uses) {
    consumers.insert(use.consumer);
    products.insert(use.product);
  }
  if (facts.uses.empty()) return {"", "no domain reads a product of another yet"};
  return {fmt::format("{} {} {} of other domains", counted(consumers.size(), {"domain", "domains"}),
                      consumers.size() == 1 ? "reads" : "read",
                      counted(products.size(), {"product", "products"})),
          "agreements and lineage as applied, and the ledger's decisions"};
}

MessageFact statements_fact(const ProgrammeFacts& facts) {
  if (facts.statements == 0)
    return {"", fmt::format("nobody's statement was answered in the last {} days", kProgrammeDays)};
  return {fmt::format("answered in the last {} days: {} of {}", kProgrammeDays,
                      counted(facts.statements, {"statement", "statements"}),
                      counted(facts.askers.size(), {"person", "people"})),
          "the ledger's decisions"};
}

MessageFact incidents_fact(const ProgrammeFacts& facts) {
  if (!facts.is_applied) return {"", kNotApplied};
  return {fmt::format("{} open", counted(facts.open_incidents, {"incident is", "incidents are"})),
          "`hanse incident list`"};
}

MessageFact policies_fact(const ProgrammeFacts& facts) {
  if (!facts.policy_tests) return {"", "the policies' tests did not run: `hanse policy test`"};
  const ProgrammePolicyTests& tests = *facts.policy_tests;
  return {fmt::format("{} tests of the policies pass, {} fail", tests.passed, tests.failed),
          "`hanse policy test`"};
}

MessageFact migration_fact(const ProgrammeFacts& facts) {
  if (!facts.migration)
    return {"", "no legacy table is registered: `hanse migrate TABLE --domain DOMAIN`"};
  return {fmt::format("{} of {} legacy tables are left", facts.migration->left,
                      facts.migration->registered),
          "`hanse migrate status`"};
}

MessageFact levels_fact(const ProgrammeFacts& facts) {
  size_t kept = 0;
  for (const ProgrammeLevel& level : facts.levels) kept += level.attained >= level.target ? 1 : 0;
  if (facts.levels.empty())
    return {"", "no service level has a history yet: `hanse serve` keeps it"};
  return {fmt::format("{} of {} service levels are kept", kept, facts.levels.size()),
          "`hanse product status`: objectives"};
}

MessageFact council_fact(const ProgrammeFacts& facts) {
  if (facts.council.empty()) return {"", "the council has no seat: mesh.yaml `council`"};
  std::vector<std::string> seats;
  for (const ProgrammeSeat& seat : facts.council)
    seats.push_back(fmt::format("{} ({})", seat.role, seat.team));
  return {fmt::format("the council's seats: {}", joined(seats)), "mesh.yaml as applied: `council`"};
}

}  // namespace

MessageText message_to(std::string_view audience, const ProgrammeFacts& facts) {
  const std::string mesh = facts.mesh.empty() ? "the mesh" : facts.mesh;
  const std::string today = date_of_day(day_of_instant(facts.now_us));
  if (audience == "sponsor")
    return {"sponsor",
            fmt::format("{}: where we stand on {}", mesh, today),
            "Where the programme stands, in what the mesh itself shows.",
            "What we need from you: the decisions that `hanse roadmap status` lists as blocking.",
            {domains_fact(facts), products_fact(facts), uses_fact(facts), statements_fact(facts),
             migration_fact(facts), incidents_fact(facts)}};
  if (audience == "domainTeam")
    return {"domainTeam",
            fmt::format("{}: your domain, your products, your promises", mesh),
            "You own your data: you decide what is published, in which form, and what you promise. "
            "The platform does the rest, and the council decides only what concerns all.",
            "Begin with `hanse new product DOMAIN/NAME`; `hanse change charter DOMAIN` is your "
            "charter.",
            {products_fact(facts), checks_fact(facts), levels_fact(facts), uses_fact(facts)}};
  if (audience == "consumers")
    return {
        "consumers",
        fmt::format("{}: data you can find, trust and ask", mesh),
        "Products have an owner, a contract and a verdict of their checks that comes with "
        "every answer.",
        "Ask with the tool you have; what you may not read says what to request.",
        {products_fact(facts), checks_fact(facts), statements_fact(facts), incidents_fact(facts)}};
  return {"council",
          fmt::format("{}: what the policies see on {}", mesh, today),
          "What the council decided is enforced by machine, at publishing and at reading.",
          "For decision: what `hanse doctor` and `hanse roadmap status` name as open.",
          {council_fact(facts), policies_fact(facts), domains_fact(facts), incidents_fact(facts)}};
}

}  // namespace hanse::strategy
