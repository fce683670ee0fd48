// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "cli/options.h"

namespace hanse::cli {

// One command: what it is called, what it is for, what it takes, what runs it. The parser,
// `--help`, completion and docs/reference/commands.md are made from this table.
struct Flag {
  std::string_view name;        // "--out", or "PLAN" for a positional word
  std::string_view value;       // "FILE"; empty: a switch
  std::string_view text;
};
struct Command {
  std::string_view name;        // "audit verify": words apart by a blank
  std::string_view text;
  std::string_view examples;    // lines
  std::span<const Flag> flags;
  int (*run)(const Options&);
};
std::span<const Command> command_table();
std::span<const Command> strategy_commands();  // its part in cli/strategy/, at its end

int run_validate(const Options& options);
int run_plan(const Options& options);
int run_show(const Options& options);
int run_apply(const Options& options);
int run_refresh(const Options& options);
int run_refresh_and_wait(const Options& options);  // `refresh --wait`
int run_status(const Options& options);
int run_query(const Options& options);
int run_audit_verify(const Options& options);
int run_audit_head(const Options& options);
int run_explain(const Options& options);
int run_token(const Options& options);
int run_grant_add(const Options& options);
int run_grant_list(const Options& options);
int run_grant_revoke(const Options& options);
int run_incident_list(const Options& options);
int run_incident_show(const Options& options);
int run_incident_ack(const Options& options);
int run_incident_close(const Options& options);
int run_incident_open(const Options& options);
int run_up(const Options& options);
int run_serve(const Options& options);
int run_init(const Options& options);
int run_new(const Options& options);
int run_fmt(const Options& options);
int run_contract_infer(const Options& options);
int run_contract_test(const Options& options);
int run_policy_test(const Options& options);
int run_product_check(const Options& options);
int run_product_status(const Options& options);
int run_reference(const Options& options);
int run_contract_diff(const Options& options);
int run_contract_lint(const Options& options);
int run_contract_import(const Options& options);
int run_contract_export(const Options& options);
int run_contract_upgrade(const Options& options);
int run_product_import(const Options& options);
int run_product_export(const Options& options);
int run_run_complete(const Options& options);
int run_run_list(const Options& options);
int run_migrate(const Options& options);
int run_migrate_compare(const Options& options);
int run_migrate_cut_over(const Options& options);
int run_migrate_status(const Options& options);

}  // namespace hanse::cli
