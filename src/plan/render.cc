// SPDX-License-Identifier: Apache-2.0
#include "base/terminal_text.h"
#include "base/words.h"
#include "plan/plan.h"

namespace hanse::plan {
namespace {

char sign_of(const Change& change) {
  switch (change.effect) {
    case Effect::kNone: return ' ';
    case Effect::kAdditive: return '+';
    case Effect::kCompatible: return '~';
    case Effect::kBreaking: return '!';
  }
  return '!';
}

size_t count(const Plan& plan, Effect effect) {
  return static_cast<size_t>(std::ranges::count(plan.changes, effect, &Change::effect));
}

// "1 table", "2 tables".
std::string counted(size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string summary(const Plan& plan) {
  const auto removed = std::ranges::count(plan.actions, true, &BuildAction::remove);
  const size_t built = plan.actions.size() - static_cast<size_t>(removed);
  std::string out = fmt::format("{}: {} breaking, {} compatible, {} additive; {} to build",
                                counted(plan.changes.size(), "change"),
                                count(plan, Effect::kBreaking), count(plan, Effect::kCompatible),
                                count(plan, Effect::kAdditive), counted(built, "table"));
  if (removed > 0) out += fmt::format(", {} to remove", removed);
  return out;
}

std::string scope_name(const ScopeId& scope) {
  return scope.is_mesh() ? "the mesh" : "domain " + scope.value;
}

std::string human(const Plan& plan) {
  std::string out;
  if (plan.empty() && plan.diagnostics.empty()) return "No changes: the mesh is as applied.\n";
  out += fmt::format("Plan for environment {}", plan.environment);
  if (!plan.git_commit.empty()) out += fmt::format(", commit {}", plan.git_commit);
  out += "\n";
  for (const ScopePlan& scope : plan.scopes)
    out += fmt::format("  {}: revision {} -> {}\n", scope_name(scope.scope), scope.from_revision,
                       scope.from_revision + 1);
  if (!plan.changes.empty()) out += "\nChanges\n";
  for (const Change& change : plan.changes) {
    out += fmt::format("  {} {}: {}\n", sign_of(change), change.address, change.text);
    if (!change.affected.empty()) out += fmt::format("      affects {}\n", joined(change.affected));
  }
  if (!plan.verdicts.empty()) out += "\nPolicies\n";
  for (const PolicyVerdict& verdict : plan.verdicts)
    out += fmt::format("  {} {}: {} ({})\n", verdict.level, verdict.path, verdict.message,
                       verdict.policy);
  if (!plan.actions.empty()) out += "\nStores\n";
  for (const BuildAction& action : plan.actions)
    out += fmt::format("  {} {} ({})\n", action.remove ? "remove" : "build", action.table.str(),
                       action.reason);
  out += "\n" + summary(plan) + "\n";
  if (plan.diagnostics.has_errors())
    out += fmt::format("This plan cannot be applied: {}\n",
                       counted(plan.diagnostics.error_count(), "error"));
  if (plan.destroys()) out += "Applying it destroys what exists.\n";
  return out;
}

std::string markdown(const Plan& plan) {
  if (plan.empty() && plan.diagnostics.empty()) return "**No changes**: the mesh is as applied.\n";
  std::string out = fmt::format("### Plan for `{}`\n\n{}\n", plan.environment, summary(plan));
  if (plan.diagnostics.has_errors())
    out += fmt::format("\n**This plan cannot be applied**: {}\n",
                       counted(plan.diagnostics.error_count(), "error"));
  if (plan.destroys()) out += "\n**Applying it destroys what exists.**\n";
  if (!plan.changes.empty())
    out += "\n| Effect | What | Change | Affects |\n|---|---|---|---|\n";
  for (const Change& change : plan.changes)
    out += fmt::format("| {} | {} | {} | {} |\n", to_string(change.effect),
                       markdown_cell(change.address), markdown_cell(change.text),
                       markdown_cell(joined(change.affected)));
  if (!plan.verdicts.empty()) out += "\n| Policy | File | Says |\n|---|---|---|\n";
  for (const PolicyVerdict& verdict : plan.verdicts)
    out += fmt::format("| {} {} | {} | {} |\n", verdict.level, markdown_cell(verdict.policy),
                       markdown_cell(verdict.path), markdown_cell(verdict.message));
  if (!plan.actions.empty()) out += "\n| Store | Table | Why |\n|---|---|---|\n";
  for (const BuildAction& action : plan.actions)
    out += fmt::format("| {} | {} | {} |\n", action.remove ? "remove" : "build",
                       markdown_cell(action.table.str()), markdown_cell(action.reason));
  std::string findings;
  for (const Diagnostic& item : plan.diagnostics.items())
    if (item.code != "HNS-P013" && item.code != "HNS-P014")  // the table above has them
      findings += fmt::format("- {} `{}`: {}\n",
                              item.severity == Severity::kError ? "error" : "warning", item.code,
                              item.message);
  if (!findings.empty()) out += "\n" + findings;
  return out;
}

}  // namespace

std::string render(const Plan& plan, Style style) {
  // Names and what policies say are other people's texts.
  return printable_lines(style == Style::kHuman ? human(plan) : markdown(plan));
}

}  // namespace hanse::plan
