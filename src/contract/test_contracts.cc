// SPDX-License-Identifier: Apache-2.0
#include "contract/test_contracts.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "contract/level_checks.h"
#include "contract/make_checks.h"
#include "contract/run_checks.h"
#include "contract/unreadable.h"
#include "source/input.h"
#include "source/postgres_session.h"
#include "spec/lone_contract.h"

namespace hanse::contract {
namespace {

constexpr std::string_view kEndings[] = {"parquet", "csv",     "ndjson",    "jsonl",  "json",
                                         "csv.gz",  "csv.zip", "ndjson.gz", "json.gz"};

struct OneContract {
  std::string file, folder;  // as given; absolute
  spec::DataContract contract;
};

struct OneTable {
  const OneContract* contract = nullptr;
  std::unique_ptr<TableUnderTest> table;
  std::vector<Check> checks;
  std::string view;
};

class ContractTest {
 public:
  ContractTest(engine::Engine& engine, const MakeParser& make_parser, const TestRequest& request)
      : engine_(engine), make_parser_(make_parser), request_(request) {
    run_.engine = &engine;
    run_.samples = std::clamp(request.samples, 0, kSamplesMax);
    run_.now_us = request.now_us;
  }

  Result<TestedContracts> take() {
    TestedContracts out;
    const spec::Variables variables = spec::process_variables();
    for (const std::string& file : request_.files) {
      spec::LoneContract lone = spec::read_lone_contract(file, &variables);
      out.findings.merge(std::move(lone.diagnostics));
      HANSE_TRY(const std::string real, absolute_folder(file));
      contracts_.push_back({file, real, std::move(lone.contract)});
    }
    out.findings.sort();
    if (out.findings.has_errors()) return out;
    if (!request_.data.empty()) {
      HANSE_TRY(data_, resolve_path(request_.data));
    }
    for (const OneContract& contract : contracts_) HANSE_TRY_STATUS(open_tables(contract));
    HANSE_TRY(const auto named, make_views());
    for (size_t i = 0; i < tables_.size(); ++i)
      if (tables_[i].table != nullptr)
        outcomes_[i] = run_checks(run_, *tables_[i].table, std::move(tables_[i].checks),
                                  tables_[i].contract->file, named);
    out.report.tables = std::move(outcomes_);
    return out;
  }

 private:
  static Result<std::string> absolute_folder(const std::string& file) {
    const size_t slash = file.rfind('/');
    auto folder = resolve_path(slash == std::string::npos ? "." : file.substr(0, slash + 1));
    if (folder) return folder;
    return std::string("/");  // the file cannot be read either, which was said
  }

  // Null: none is stated, and the data are given apart.
  Result<const spec::Server*> server_of(const OneContract& contract) const {
    const auto& servers = contract.contract.servers;
    std::vector<std::string_view> names;
    for (const spec::Server& server : servers) {
      if (!request_.server.empty() && server.server == request_.server) return &server;
      names.push_back(server.server);
    }
    if (!request_.server.empty()) {
      const std::string_view near = nearest(request_.server, names);
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` has no server `{}`", contract.file, request_.server),
                  near.empty() ? "see its `servers`" : fmt::format("did you mean `{}`?", near));
    }
    if (servers.empty()) return nullptr;
    std::vector<const spec::Server*> local;
    for (const spec::Server& server : servers)
      if (equal_ignoring_case(server.type, "local")) local.push_back(&server);
    if (servers.size() == 1) return &servers.front();
    if (local.size() == 1) return local.front();
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` has several servers", contract.file),
                fmt::format("choose one with `--server`: {}", fmt::join(names, ", ")));
  }

  // The server as the table is read from, and the folders that may be read.
  Result<spec::Server> source_of(const OneContract& contract, const spec::SchemaObject& table,
                                 const spec::Server* stated, source::SourceRoots& roots) const {
    roots.mesh_folder = contract.folder;
    roots.folders = {contract.folder};
    roots.scratch_folder = request_.scratch_folder;
    roots.databases = std::nullopt;  // who tests a lone contract says which
    roots.sessions = sessions_;
    spec::Server server;
    if (stated != nullptr) server = source::server_of_table(*stated, table);
    if (data_.empty()) {
      if (stated == nullptr)
        return fail(ErrorCode::kNotFound, "the contract states no server",
                    "name the data with `--data`");
      return server;
    }
    roots.folders = {data_};
    server.type = "local";
    if (!is_folder(data_)) {
      if (stated == nullptr) server.format.clear();
      server.path = data_;
      return server;
    }
    roots.mesh_folder = data_;
    if (stated != nullptr && !server.path.empty() && !server.path.starts_with('/')) return server;
    for (const std::string_view ending : kEndings)
      if (path_exists(join_path(data_, fmt::format("{}.{}", source::table_name(table), ending)))) {
        server.path = fmt::format("{}.{}", source::table_name(table), ending);
        server.format.clear();
        return server;
      }
    return fail(ErrorCode::kNotFound,
                fmt::format("the folder of `--data` has no file `{}.csv`, `.parquet`, `.json` or "
                            "`.ndjson`",
                            source::table_name(table)));
  }

  Status open_tables(const OneContract& contract) {
    HANSE_TRY(const spec::Server* const stated, server_of(contract));
    for (const spec::SchemaObject& table : contract.contract.schema) {
      source::SourceRoots roots;
      auto opened = [&]() -> Result<std::unique_ptr<TableUnderTest>> {
        HANSE_TRY(const spec::Server server, source_of(contract, table, stated, roots));
        return open_table(engine_, table, server, roots);
      }();
      OneTable one;
      one.contract = &contract;
      outcomes_.emplace_back();
      if (!opened) {
        outcomes_.back() = unopened(contract, table, opened.error());
      } else {
        one.table = std::move(*opened);
        if (!request_.data.empty()) one.table->source = fmt::format("`{}`", request_.data);
        one.checks = checks_of(*one.table);
        auto levels =
            level_checks_of(contract.contract, *one.table, &table == &contract.contract.schema[0]);
        std::ranges::move(levels, std::back_inserter(one.checks));
        number_ids(one.checks);
      }
      tables_.push_back(std::move(one));
    }
    return {};
  }

  static TableOutcome unopened(const OneContract& contract, const spec::SchemaObject& table,
                               const Error& error) {
    TableOutcome out;
    out.contract = contract.file;
    out.table = table.name;
    Outcome outcome =
        unreadable_outcome(table, error.message + (error.help.empty() ? "" : "; " + error.help));
    if (error.code == ErrorCode::kUnsupported) outcome.check.code = "HNS-C008";
    out.outcomes.push_back(std::move(outcome));
    return out;
  }

  // Only where a rule or a relationship may name them.
  Result<std::vector<NamedTable>> make_views() {
    std::vector<NamedTable> out;
    const bool any = std::ranges::any_of(tables_, [](const OneTable& one) {
      return std::ranges::any_of(one.checks, [](const Check& check) {
        return check.measure == Measure::kQuery || check.measure == Measure::kOrphans;
      });
    });
    if (!any) return out;
    HANSE_TRY(parser_, make_parser_());
    run_.parser = parser_.get();
    for (OneTable& one : tables_) {
      if (one.table == nullptr || one.table->typed.empty()) continue;
      one.view = fmt::format("table_under_test_{}", out.size());
      const auto made = engine_.execute(
          {fmt::format("CREATE OR REPLACE VIEW main.{} AS {}", one.view, one.table->typed), {}, 0},
          {});
      // One that cannot be made is unreadable, which its own checks say.
      if (made) out.push_back({one.contract->file, one.table.get(), "main", one.view});
    }
    return out;
  }

  engine::Engine& engine_;
  const MakeParser& make_parser_;
  std::shared_ptr<engine::Parser> parser_;
  const TestRequest& request_;
  CheckRun run_;
  const std::shared_ptr<source::PostgresSessions> sessions_ =
      std::make_shared<source::PostgresSessions>(engine::CancelToken());
  std::string data_;  // resolved; empty: none was given
  std::vector<OneContract> contracts_;
  std::vector<OneTable> tables_;
  std::vector<TableOutcome> outcomes_;
};

}  // namespace

Result<TestedContracts> test_contracts(engine::Engine& engine, const MakeParser& make_parser,
                                       const TestRequest& request) {
  return ContractTest(engine, make_parser, request).take();
}

}  // namespace hanse::contract
