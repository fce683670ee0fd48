// SPDX-License-Identifier: Apache-2.0
#include "plan/build_sources.h"

#include "base/digest.h"
#include "base/files.h"
#include "plan/current.h"
#include "source/input.h"
#include "spec/quarantine.h"

namespace hanse::plan {
namespace {

std::string source_note(const SourceInput& input) {
  return fmt::format("contract `{}` reads `{}`", input.contract->id,
                     source::source_label(*input.server));
}

Span column_span(const spec::SchemaObject& table, const std::string& name) {
  const spec::Property* column = table.property(name);
  return column == nullptr ? table.span : column->span;
}

}  // namespace

BuildSources::~BuildSources() {
  if (!scratch_.empty()) (void)remove_tree(scratch_);
}

Status BuildSources::keep() {
  for (const auto& [input, scan] : scans_)
    if (scan.kept) HANSE_TRY_STATUS(source::keep_rows(*scan.kept));
  return {};
}

Result<OpenSources> BuildSources::open(const TableDefinition& definition,
                                       const spec::Model& model) {
  OpenSources out;
  if (!definition.sources.empty()) HANSE_TRY_STATUS(make_scratch());
  for (const SourceInput& input : definition.sources) {
    HANSE_TRY(const source::SourceScan* const scan, scan_of(input, model));
    HANSE_TRY(auto columns, columns_of(*input.table));
    const bool keeps_apart =
        spec::quarantine_of(*definition.table->contract) && !scan->sound_sql.empty();
    out.tables.push_back(
        {input.table->name, keeps_apart ? scan->sound_sql : scan->select_sql, std::move(columns)});
    out.state += scan->state + ";";
    out.scans.push_back(scan);
  }
  return out;
}

Status BuildSources::make_scratch() {
  if (!scratch_.empty()) return {};
  scratch_ = join_path(context_.state_folder, "scratch/" + new_time_id(context_.clock->now_us()));
  return make_folders(scratch_);
}

Result<const source::SourceScan*> BuildSources::scan_of(const SourceInput& input,
                                                        const spec::Model& model) {
  const auto known = scans_.find({input.table, input.server});
  if (known != scans_.end()) return &known->second;
  source::SourceRoots roots = source_roots(context_, model, scratch_);
  if (sessions_ == nullptr) sessions_ = std::make_shared<source::PostgresSessions>(cancel_);
  roots.sessions = sessions_;
  roots.kept_folder = join_path(context_.state_folder, "sources/" + id_.str());
  auto scan = source::plan_scan(*input.contract, *input.table, *input.server, roots);
  if (!scan) return failed(input, scan.error());
  if (!scan->drifts.empty()) return drifted(input, *scan);
  return &scans_.emplace(std::pair(input.table, input.server), std::move(*scan)).first->second;
}

// The finding says which file; the error is the build's.
std::unexpected<Error> BuildSources::failed(const SourceInput& input, const Error& error) {
  const char* code = error.code == ErrorCode::kUnsupported ? "HNS-C008" : "HNS-C006";
  if (error.code == ErrorCode::kDataError && error.message.find("lacks") != std::string::npos)
    code = "HNS-C001";
  findings_.add({code,
                 Severity::kError,
                 error.message,
                 input.table->span,
                 "product " + id_.str(),
                 {source_note(input)},
                 error.help});
  return fail(error);
}
std::unexpected<Error> BuildSources::drifted(const SourceInput& input,
                                             const source::SourceScan& scan) {
  std::string first;
  for (const source::Drift& drift : scan.drifts) {
    const std::string message = fmt::format(
        "column `{}` of `{}` is `{}` in the source, the contract has {}", drift.property->name,
        input.table->name, drift.found, spec::to_string(drift.property->logical_type));
    if (first.empty()) first = message;
    findings_.add({"HNS-C110",
                   Severity::kError,
                   message,
                   drift.property->span,
                   "product " + id_.str(),
                   {source_note(input)},
                   {}});
  }
  return fail(ErrorCode::kDataError, first);
}
Result<contract::TextRows> BuildSources::read_findings(const std::string& sql) {
  HANSE_TRY(const auto stream, context_.gate->read_source(id_, sql));
  return contract::read_text_rows(*stream, source::kFindingsMax);
}

Status BuildSources::find_cells(const TableDefinition& definition, const OpenSources& sources) {
  for (size_t i = 0; i < sources.scans.size(); ++i) {
    if (sources.scans[i]->findings_sql.empty()) continue;
    const SourceInput& input = definition.sources[i];
    const auto rows = read_findings(sources.scans[i]->findings_sql);
    // The engine's words hold paths. A statement that reads the file alone fails by the file.
    if (!rows && rows.error().code != ErrorCode::kUnavailable)
      return failed(input, {ErrorCode::kIo, sources.scans[i]->unreadable, "", -1, {}});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
      if (row.size() < 3) continue;
      findings_.add({"HNS-C002",
                     Severity::kError,
                     fmt::format("row {}, column `{}` of `{}`: `{}` is not of the column's type",
                                 row[0], row[1], input.table->name, row[2]),
                     column_span(*input.table, row[1]),
                     "product " + id_.str(),
                     {source_note(input)},
                     {}});
    }
  }
  return {};
}

}  // namespace hanse::plan
