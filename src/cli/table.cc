// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "cli/commands.h"

namespace hanse::cli {
namespace {

constexpr Flag kOutput = {"--output", "FORMAT", "human (default) or json"};
constexpr Flag kValidateFlags[] = {kOutput};
constexpr Flag kPlanFlags[] = {{"--out", "FILE", "save the plan, for `apply` and `show`"},
                               {"--detailed-exitcode", "", "exit with 2 when there are changes"},
                               {"--output", "FORMAT", "human (default), json or markdown"}};
constexpr Flag kShowFlags[] = {{"PLAN", "FILE", "a saved plan"},
                               {"--output", "FORMAT", "human (default), json or markdown"}};
constexpr Flag kApplyFlags[] = {{"PLAN", "FILE", "a saved plan; without one, plans first"},
                                {"--yes", "", "do not ask"},
                                {"--as", "USER", "act as this development user"},
                                kOutput};
constexpr Flag kRefreshFlags[] = {
    {"WORDS", "PRODUCT…", "what to build with what it needs; none: all"},
    {"--wait", "",
     "as a task of an orchestrator: take what a refresh that runs builds for the own, and tell "
     "failures apart by the exit code (docs/reference/exit-codes.md)"},
    {"--timeout", "DURATION", "with --wait: give up after 90s, 30m, 2h or PT30M (exit code 124)"},
    kOutput};
constexpr Flag kStatusFlags[] = {kOutput};
constexpr Flag kQueryFlags[] = {
    {"WORDS", "SQL", "the statement; `-` or none reads standard input"},
    {"--file", "FILE", "read the statement from a file"},
    {"--as", "USER", "ask as this development user"},
    {"--purpose", "PURPOSE", "what for; default: the user's own"},
    {"--param", "VALUE", "the value of $1, $2, … (JSON, else text); may repeat"},
    {"--memory", "BYTES", "memory that it declares; none: an even share of the engine's"},
    {"--profile", "", "say where the time went, on standard error"},
    {"--out", "FILE", "where Parquet goes"},
    {"--output", "FORMAT", "human (default), json, csv or parquet"}};
constexpr Flag kVerifyFlags[] = {{"--head", "SEQ:HASH", "a head noted earlier: finds a cut tail"},
                                 kOutput};
constexpr Flag kHeadFlags[] = {kOutput};
constexpr Flag kExplainFlags[] = {{"WORDS", "CODE", "a code such as HNS-S020"},
                                  {"--all", "", "every code, as Markdown"}};
constexpr Flag kTokenFlags[] = {{"WORDS", "USER", "a development user"},
                                {"--hours", "N", "how long it is valid; none: until revoked"},
                                {"--revoke", "ID", "end a token: the 16 digits after `hns_`"}};
constexpr Flag kGrantAddFlags[] = {
    {"WORDS", "PRODUCT", "domain/name"},
    {"--to", "WHO", "user:ID, group:ID or product:DOMAIN/NAME"},
    {"--port", "NAME", "one output port; none: all"},
    {"--purpose", "PURPOSE", "what for, and what is below it; none: any"},
    {"--columns", "NAME,…", "these columns; none: all"},
    {"--from", "TIME", "a date or an instant in UTC; none: now"},
    {"--until", "TIME", "a date or an instant in UTC; none: until revoked"},
    {"--reason", "TEXT", "why, for the ledger"},
    {"--as", "USER", "act as this development user"},
    kOutput};
constexpr Flag kGrantListFlags[] = {{"--all", "", "those that have ended too"},
                                    {"--as", "USER", "act as this development user"},
                                    kOutput};
constexpr Flag kGrantRevokeFlags[] = {{"WORDS", "ID", "the grant"},
                                      {"--as", "USER", "act as this development user"},
                                      kOutput};
constexpr Flag kIncidentListFlags[] = {{"--all", "", "those that are repaired too, of 90 days"},
                                       {"--as", "USER", "act as this development user"},
                                       kOutput};
constexpr Flag kIncidentFlags[] = {{"WORDS", "ID", "the incident"},
                                   {"--as", "USER", "act as this development user"},
                                   kOutput};
constexpr Flag kIncidentCloseFlags[] = {{"WORDS", "ID", "the incident"},
                                        {"--cause", "TEXT", "why it came to it"},
                                        {"--as", "USER", "act as this development user"},
                                        kOutput};
constexpr Flag kIncidentOpenFlags[] = {{"WORDS", "PRODUCT", "domain/name"},
                                       {"--summary", "TEXT", "what is wrong, in one line"},
                                       {"--as", "USER", "act as this development user"},
                                       kOutput};
constexpr Flag kServeFlags[] = {
    {"--listen", "HOST:PORT",
     "HTTP (default: the `http` listener of mesh.yaml, else 127.0.0.1:8080; port 0: any)"},
    {"--listen-pg", "HOST:PORT",
     "PostgreSQL's wire protocol (default: the `postgres` listener of mesh.yaml, else none)"},
    {"--listen-metrics", "HOST:PORT",
     "metrics, on a listener of its own (default: the `metrics` listener of mesh.yaml, else none)"},
    {"--tls-certificate", "FILE", "certificate of both listeners, PEM: TLS 1.2 and newer"},
    {"--tls-key", "FILE", "the certificate's key, PEM"},
    {"--insecure", "", "allow listeners beyond loopback without TLS"}};
constexpr Flag kInitFlags[] = {{"WORDS", "DIR", "a folder that has no mesh.yaml yet"}};
constexpr Flag kNewFlags[] = {
    {"WORDS", "KIND NAME", "domain ID, product DOMAIN/NAME or agreement"},
    {"--owner", "TEAM", "the team that owns a new domain"},
    {"--consumer", "WHO", "an agreement's consumer: domain or domain/product"},
    {"--provider", "PRODUCT", "an agreement's provider: domain/product"},
    {"--port", "NAME", "the provider's output port"},
    {"--purpose", "PURPOSE", "what for"}};
constexpr Flag kFmtFlags[] = {{"WORDS", "FILE…", "YAML files; none: all of the mesh"},
                              {"--check", "", "change nothing; exit with 1 when something would"}};
constexpr Flag kReferenceFlags[] = {
    {"WORDS", "PAGE",
     "commands (default), compatibility, configuration, doctor, errors, formats, functions or "
     "metrics"}};
constexpr Flag kContractInferFlags[] = {
    {"WORDS", "DATA…", "files: CSV, JSON, NDJSON or Parquet; each becomes a table"},
    {"--name", "NAME", "of the contract; none: after the first file"},
    {"--out", "FILE", "where the contract goes; none: standard output"},
    kOutput};
constexpr Flag kPolicyTestFlags[] = {kOutput};
constexpr Flag kContractLintFlags[] = {
    {"WORDS", "FILE…", "contract files, or folders with `*.odcs.yaml`"},
    {"--junit", "FILE", "write the findings as JUnit XML"},
    {"--sarif", "FILE", "write the findings as SARIF 2.1.0"},
    kOutput};
constexpr Flag kContractDiffFlags[] = {
    {"WORDS", "OLD NEW", "two contract files"},
    {"--perspective", "WHO", "readers, writers or both (default)"},
    {"--detailed-exitcode", "", "exit with 2 when something changes"},
    {"--output", "FORMAT", "human (default), json or markdown"}};
constexpr Flag kContractTestFlags[] = {
    {"WORDS", "FILE…", "contract files; relationships may lead from one to another"},
    {"--server", "NAME", "the server to read from; none: the only one"},
    {"--data", "PATH", "a file or folder to read instead of the server's"},
    {"--samples", "N", "failing rows shown of each check (default 5)"},
    {"--now", "TIME", "the instant that service levels are held against (default: now)"},
    {"--junit", "FILE", "write the verdicts as JUnit XML too"},
    {"--sarif", "FILE", "write the failures as SARIF 2.1.0 too"},
    kOutput};
constexpr Flag kProductCheckFlags[] = {
    {"WORDS", "PRODUCT…", "what to check; none: all"},
    {"--samples", "N", "failing rows of each check, as you may see them (default 0)"},
    {"--as", "USER", "show what this development user may see"},
    {"--purpose", "PURPOSE", "what for; default: the user's own"},
    kOutput};
constexpr Flag kProductStatusFlags[] = {
    {"WORDS", "PRODUCT…", "which products; none: all"},
    {"--history", "", "the runs of their checks as well, newest first"},
    {"--as", "USER", "show what this development user may see"},
    {"--purpose", "PURPOSE", "what for; default: the user's own"},
    kOutput};
constexpr Flag kContractImportFlags[] = {
    {"WORDS", "FORMAT SOURCE",
     "a format of docs/reference/formats.md, and a file of it; `-` reads standard input"},
    {"--out", "FILE", "where the contract goes; none: standard output"},
    kOutput};
constexpr Flag kContractExportFlags[] = {
    {"WORDS", "FORMAT CONTRACT", "a format of docs/reference/formats.md, and a contract file"},
    {"--table", "NAME", "this table alone"},
    {"--out", "FILE", "where it goes; none: standard output"},
    kOutput};

constexpr Flag kContractUpgradeFlags[] = {
    {"WORDS", "CONTRACT", "a contract file of ODCS 2.2 to 3.2"},
    {"--out", "FILE", "where it goes, the same file too; none: standard output"},
    kOutput};
constexpr Flag kLanguage = {"--language", "XX", "of texts in several languages; default: en"};
constexpr Flag kProductImportFlags[] = {{"WORDS", "FORMAT FILE", "`odps-lf` and a product"},
                                        kLanguage,
                                        {"--out", "FILE", "where it goes; none: standard output"},
                                        kOutput};
constexpr Flag kProductExportFlags[] = {
    {"WORDS", "FORMAT FILE", "`odps-lf` and a product's `*.odps.yaml`"},
    {"--contract", "FILE", "of its first output port: gives the service levels"},
    kLanguage,
    {"--out", "FILE", "where it goes; none: standard output"},
    kOutput};
constexpr Flag kRunCompleteFlags[] = {
    {"WORDS", "PRODUCT", "domain/name; with --dbt-target none: every product of that project"},
    {"--run-id", "ID", "the tool's own; none: a new one (of dbt: its invocation)"},
    {"--status", "STATUS", "succeeded (default) or failed"},
    {"--tool", "NAME", "none: as the product states it"},
    {"--message", "TEXT", "what the tool said"},
    {"--dbt-target", "FOLDER", "read manifest.json and run_results.json of a dbt project there"},
    {"--as", "USER", "act as this development user"},
    kOutput};
constexpr Flag kRunListFlags[] = {{"WORDS", "PRODUCT", "domain/name"},
                                  {"--as", "USER", "act as this development user"},
                                  kOutput};

constexpr Flag kMigrateFlags[] = {
    {"WORDS", "TABLE", "a file, a folder of files, or a table of the database of --from"},
    {"--from", "ADDRESS", "postgres://USER@HOST:PORT/DATABASE; the password is in PGPASSWORD"},
    {"--domain", "DOMAIN", "of the product"},
    {"--name", "NAME", "of the product; none: the table's"},
    {"--owner", "TEAM", "owns the domain, which is made when it is not there"},
    {"--purpose", "PURPOSE", "of the product; none: the only one of mesh.yaml"},
    kOutput};
constexpr Flag kMigrateCompareFlags[] = {
    {"WORDS", "TABLE", "a legacy table, as migration/TABLE.yaml names it"},
    {"--column", "NAME", "compare a window: rows by this column"},
    {"--from", "VALUE", "from this value on"},
    {"--until", "VALUE", "before this value"},
    {"--differences", "N", "differing keys shown (default 20)"},
    {"--as", "USER", "act as this development user"},
    kOutput};
constexpr Flag kMigrateCutOverFlags[] = {{"WORDS", "TABLE", "a legacy table"},
                                         {"--as", "USER", "act as this development user"},
                                         kOutput};
constexpr Flag kMigrateStatusFlags[] = {kOutput};

constexpr Command kCommands[] = {
    {"validate", "say everything that is wrong with the folder",
     "hanse validate\nhanse --mesh examples/flights validate --output json", kValidateFlags,
     run_validate},
    {"plan", "compare the folder with what is applied",
     "hanse plan\nhanse plan --out change.plan --detailed-exitcode", kPlanFlags, run_plan},
    {"show", "print a saved plan",
     "hanse show change.plan\nhanse show change.plan --output markdown", kShowFlags, run_show},
    {"apply", "carry a plan out", "hanse apply\nhanse apply change.plan --yes", kApplyFlags,
     run_apply},
    {"refresh", "build products with what they need",
     "hanse refresh insights/punctuality\nhanse refresh shop/orders --wait --timeout 30m",
     kRefreshFlags, run_refresh},
    {"status", "what is applied, built and failing", "hanse status\nhanse status --output json",
     kStatusFlags, run_status},
    {"query", "ask through the gate",
     "hanse query --as analyst 'SELECT count(*) FROM flight_operations.departures'\nhanse query "
     "--as analyst --output csv --file question.sql",
     kQueryFlags, run_query},
    {"audit verify", "check the ledger's chain",
     "hanse audit verify\nhanse audit verify --head 42:9f…", kVerifyFlags, run_audit_verify},
    {"audit head", "print the ledger's head, to be kept apart",
     "hanse audit head\nhanse audit head --output json", kHeadFlags, run_audit_head},
    {"explain", "tell the rule behind a code", "hanse explain HNS-S020\nhanse explain --all",
     kExplainFlags, run_explain},
    {"token", "print a new token of a development user, or end one",
     "hanse token analyst --hours 8\nhanse token --revoke 5f0c0c9a2d41e877", kTokenFlags,
     run_token},
    {"grant add", "give somebody the right to a product",
     "hanse grant add shop/orders --to user:analyst --purpose analysis --until 2027-12-31\n"
     "hanse grant add shop/orders --to group:finance --columns article,quantity --as seller",
     kGrantAddFlags, run_grant_add},
    {"grant list", "list the rights that you may change",
     "hanse grant list\nhanse grant list --all --output json", kGrantListFlags, run_grant_list},
    {"grant revoke", "end a right, from the next statement on", "hanse grant revoke g-4f1d90a2b3c8",
     kGrantRevokeFlags, run_grant_revoke},
    {"incident list", "list what products promise and do not keep",
     "hanse incident list\nhanse incident list --all --output json", kIncidentListFlags,
     run_incident_list},
    {"incident show", "tell one incident, with its times", "hanse incident show 00064a1e8f0c2d41",
     kIncidentFlags, run_incident_show},
    {"incident ack", "say that you are at it", "hanse incident ack 00064a1e8f0c2d41 --as seller",
     kIncidentFlags, run_incident_ack},
    {"incident close", "say that it is repaired",
     "hanse incident close 00064a1e8f0c2d41 --cause 'the source was late'", kIncidentCloseFlags,
     run_incident_close},
    {"incident open", "report a problem of a product to its owner",
     "hanse incident open shop/orders --summary 'May is missing' --as analyst", kIncidentOpenFlags,
     run_incident_open},
    {"up", "validate, plan, apply what destroys nothing, refresh, serve, watch",
     "hanse up\nhanse --mesh examples/flights up --listen 127.0.0.1:8080", kServeFlags, run_up},
    {"serve", "serve what is applied",
     "hanse serve --listen 127.0.0.1:8080 --listen-pg 127.0.0.1:5432\n"
     "hanse serve --listen 127.0.0.1:0 --listen-metrics 127.0.0.1:9100",
     kServeFlags, run_serve},
    {"init", "make a small mesh that runs", "hanse init my-mesh\nhanse init .", kInitFlags,
     run_init},
    {"new", "add a domain, product or agreement",
     "hanse new domain sales --owner sales-team\nhanse new product sales/orders", kNewFlags,
     run_new},
    {"fmt", "put YAML into the house's form, comments kept",
     "hanse fmt\nhanse fmt --check mesh.yaml", kFmtFlags, run_fmt},
    {"contract lint", "say what is wrong with contract files, and what they could say better",
     "hanse contract lint orders.odcs.yaml\n"
     "hanse contract lint contracts --sarif lint.sarif --output json",
     kContractLintFlags, run_contract_lint},
    {"contract diff", "say what changes between two contract files, and which version that needs",
     "hanse contract diff old.odcs.yaml new.odcs.yaml\n"
     "hanse contract diff old.odcs.yaml new.odcs.yaml --perspective readers --output markdown",
     kContractDiffFlags, run_contract_diff},
    {"contract infer", "propose a contract from data, with the evidence",
     "hanse contract infer data/orders.csv --out orders.odcs.yaml\n"
     "hanse contract infer orders.csv customers.csv --name shop --output json",
     kContractInferFlags, run_contract_infer},
    {"contract test", "hold data against contract files, inside or outside a mesh",
     "hanse contract test orders.odcs.yaml\n"
     "hanse contract test orders.odcs.yaml customers.odcs.yaml --data export --junit report.xml",
     kContractTestFlags, run_contract_test},
    {"product check", "hold published products against their contracts, as those products",
     "hanse product check shop/orders\nhanse product check shop/orders --samples 5 --as analyst",
     kProductCheckFlags, run_product_check},
    {"product status", "how products keep their contracts: last checks, freshness, builds",
     "hanse product status\nhanse product status shop/orders --history --output json",
     kProductStatusFlags, run_product_status},
    {"policy test", "run the policies' own tests",
     "hanse policy test\nhanse policy test --output json", kPolicyTestFlags, run_policy_test},
    {"contract import", "make a contract from a schema of another format",
     "hanse contract import sql-postgres schema.sql\n"
     "hanse contract import json-schema orders.schema.json --out orders.odcs.yaml",
     kContractImportFlags, run_contract_import},
    {"contract export", "write a contract in another format, and list what it cannot carry",
     "hanse contract export sql-postgres orders.odcs.yaml\n"
     "hanse contract export html orders.odcs.yaml --out orders.html",
     kContractExportFlags, run_contract_export},
    {"contract upgrade", "put a contract of an older edition of ODCS into the newest one",
     "hanse contract upgrade orders.odcs.yaml\n"
     "hanse contract upgrade orders.odcs.yaml --out orders.odcs.yaml",
     kContractUpgradeFlags, run_contract_upgrade},
    {"product import", "make a product of the Linux Foundation's format one of Bitol's ODPS",
     "hanse product import odps-lf offer.yaml --out product.odps.yaml", kProductImportFlags,
     run_product_import},
    {"product export", "write a product in the Linux Foundation's format, and list what is lost",
     "hanse product export odps-lf product.odps.yaml\n"
     "hanse product export odps-lf product.odps.yaml --contract orders.odcs.yaml --language de",
     kProductExportFlags, run_product_export},
    {"run complete", "report a run of the tool that fills a product, and publish what it left",
     "hanse run complete shop/orders --run-id \"$AIRFLOW_RUN\"\n"
     "hanse run complete --dbt-target target",
     kRunCompleteFlags, run_run_complete},
    {"run list", "reported runs of the tool that fills a product",
     "hanse run list shop/orders\nhanse run list shop/orders --output json", kRunListFlags,
     run_run_list},
    {"migrate", "make a product beside a legacy table, with a contract inferred from it",
     "hanse migrate legacy/orders.csv --domain shop\n"
     "hanse migrate orders --from postgres://reader@db.example:5432/erp --domain shop",
     kMigrateFlags, run_migrate},
    {"migrate compare", "compare a legacy table with its product, and keep the evidence",
     "hanse migrate compare orders\n"
     "hanse migrate compare orders --column ordered_at --from 2026-01-01 --until 2026-02-01",
     kMigrateCompareFlags, run_migrate_compare},
    {"migrate cut-over", "let the product take the place, by evidence that is equal and fresh",
     "hanse migrate cut-over orders", kMigrateCutOverFlags, run_migrate_cut_over},
    {"migrate status", "which legacy tables are left", "hanse migrate status --output json",
     kMigrateStatusFlags, run_migrate_status},
    {"reference",
     "print a page of the reference as Markdown",
     "hanse reference configuration\nhanse reference commands > docs/reference/commands.md",
     kReferenceFlags,
     run_reference},
};

}  // namespace

std::span<const Command> command_table() {
  static const std::vector<Command> all = [] {
    std::vector<Command> joined(std::begin(kCommands), std::end(kCommands));
    const std::span<const Command> strategy = strategy_commands();
    joined.insert(joined.end(), strategy.begin(), strategy.end());
    return joined;
  }();
  return all;
}

}  // namespace hanse::cli
