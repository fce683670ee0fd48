// SPDX-License-Identifier: Apache-2.0
#include "plan/build.h"

#include <set>

#include "base/digest.h"
#include "base/files.h"
#include "base/words.h"
#include "contract/candidate.h"
#include "plan/build_sources.h"
#include "plan/definition.h"
#include "plan/deliver.h"
#include "plan/keep_apart.h"
#include "spec/quarantine.h"
#include "spec/table_source.h"

namespace hanse::plan {
namespace {

constexpr int kViewsDeepMax = 32;
constexpr const char* kBuildingPrefix = ".building-";

// The work on one product. What it made on disk is removed unless it was published.
class ProductBuild {
 public:
  ProductBuild(Context& context, ProductId id, engine::CancelToken cancel)
      : context_(context),
        id_(std::move(id)),
        cancel_(std::move(cancel)),
        sources_(context, id_, cancel_, findings) {}
  ~ProductBuild() {
    if (!published_)
      for (const std::string& folder : folders_) (void)remove_tree(folder);
  }

  Status run() {
    HANSE_TRY(catalog_, context_.catalog->current());
    bool found = false;
    for (const catalog::TableEntry& table : catalog_->tables()) {
      if (table.address.product != id_) continue;
      found = true;
      if (table.materialization == spec::Materialization::kTable)
        HANSE_TRY_STATUS(build_table(table));
    }
    if (!found)
      return fail(ErrorCode::kNotFound,
                  fmt::format("there is no product `{}` with tables", id_.str()));
    if (findings.has_errors())
      return fail(ErrorCode::kDataError,
                  fmt::format("the data of `{}` does not keep its contract: {}", id_.str(),
                              findings.items()[0].message));
    sources_.close();
    HANSE_TRY_STATUS(context_.catalog->store().publish(records_));
    published_ = true;
    HANSE_TRY_STATUS(sources_.keep());
    return deliver();
  }
  int64_t rows() const {
    int64_t out = 0;
    for (const catalog::SnapshotRecord& record : records_) out += record.rows;
    return out;
  }
  int64_t quarantined() const {
    int64_t out = 0;
    for (const catalog::SnapshotRecord& record : records_) out += record.quarantined;
    return out;
  }
  Diagnostics findings;

 private:
  // To where the contracts say. What was published stays, whatever becomes of it.
  Status deliver() {
    bool is_noted = false;
    for (const catalog::SnapshotRecord& record : records_) {
      const auto table =
          std::ranges::find(catalog_->tables(), record.table, &catalog::TableEntry::address);
      if (table == catalog_->tables().end() ||
          target_of(*table->contract, context_.environment) == nullptr)
        continue;
      // Where another tool puts the table is read, and never written to.
      if (spec::external_build_of(*table->product, table->contract) != nullptr) continue;
      // A kill from here on leaves a build that has not succeeded: the next one delivers again.
      if (!std::exchange(is_noted, true))
        HANSE_TRY_STATUS(context_.catalog->store().record_build(
            {id_, record.published_us, record.published_us, false, "it was not delivered yet"}));
      std::vector<std::string> files;
      for (const std::string& file : record.files)
        files.push_back(join_path(context_.state_folder, file));
      const Status done = deliver_table(*catalog_, *table, files, cancel_, context_);
      if (done) continue;
      findings.add({"HNS-C111", Severity::kError,
                    fmt::format("`{}` was published, and not delivered: {}", table->object->name,
                                done.error().message),
                    table->object->span, "product " + id_.str(), {}, done.error().help});
      return fail(done.error().code, "published, and not delivered: " + done.error().message,
                  done.error().help);
    }
    return {};
  }

  // What the table reads must have rows already, also behind views.
  Status check_inputs(const catalog::TableEntry& table, int depth) {
    for (const std::string& read : table.reads) {
      const size_t dot = read.find('.');
      const catalog::TableEntry* input =
          dot == std::string::npos
              ? nullptr
              : catalog_->find_table(read.substr(0, dot), read.substr(dot + 1));
      if (input == nullptr || input->address == table.address || depth > kViewsDeepMax) continue;
      if (input->materialization == spec::Materialization::kView)
        HANSE_TRY_STATUS(check_inputs(*input, depth + 1));
      else if (input->snapshot == nullptr)
        return fail(ErrorCode::kUnavailable,
                    fmt::format("it reads `{}`, which was not built yet", read));
      else if (const Status whole = context_.gate->check_snapshot(*input->snapshot); !whole)
        return fail(ErrorCode::kUnavailable,
                    fmt::format("it reads `{}`, which cannot be read at present: {}", read,
                                whole.error().message));
    }
    return {};
  }

  Status build_table(const catalog::TableEntry& table) {
    HANSE_TRY_STATUS(check_inputs(table, 0));
    HANSE_TRY(const TableDefinition definition,
              define(catalog_->model(), table, context_.environment));
    HANSE_TRY(const OpenSources sources, sources_.open(definition, catalog_->model()));
    HANSE_TRY(const auto promised, columns_of(*table.object));
    HANSE_TRY(const govern::BuildStatement statement,
              context_.gate->govern_transform(*catalog_, *table.product, definition.sql,
                                              sources.tables, promised));
    Diagnostics shape = contract::result_matches(statement.columns, *table.object, definition.span);
    if (shape.has_errors()) {
      findings.merge(std::move(shape));
      return {};
    }
    return write_table(definition, sources, statement);
  }

  Status write_table(const TableDefinition& definition, const OpenSources& sources,
                     const govern::BuildStatement& statement) {
    const catalog::TableEntry& table = *definition.table;
    const std::string id = new_time_id(context_.clock->now_us());
    const std::string parent = "data/" + table.address.str();
    const std::string absolute = join_path(context_.state_folder, parent);
    const std::string building = join_path(absolute, kBuildingPrefix + id);
    folders_.push_back(building);
    HANSE_TRY_STATUS(make_folders(building));
    auto built = context_.gate->materialize(statement, building, cancel_);
    if (!built) {
      if (built.error().code == ErrorCode::kDataError ||
          built.error().code == ErrorCode::kInvalidArgument)
        HANSE_TRY_STATUS(sources_.find_cells(definition, sources));
      if (findings.has_errors()) return {};
      return fail(built.error());
    }
    catalog::SnapshotRecord record;
    record.id = SnapshotId(id);
    record.table = table.address;
    std::vector<std::string> apart;
    if (const auto quarantine = spec::quarantine_of(*table.contract)) {
      RowSeparator separator({context_.gate, id_, table.object, *quarantine, building, cancel_});
      HANSE_TRY_STATUS(separator.sources(definition.sources, sources.scans));
      HANSE_TRY_STATUS(separator.result(*built));
      findings.merge(std::move(separator.findings));
      if (findings.has_errors()) return {};
      HANSE_TRY(apart, separator.finish());
      record.quarantined = separator.rows();
    }
    std::vector<std::string> files;
    for (const std::string& name : built->files) {
      files.push_back(join_path(building, name));
      record.files.push_back(parent + "/" + id + "/" + name);
    }
    HANSE_TRY(Diagnostics checked,
              contract::check_snapshot(*context_.gate, id_, *table.object, files));
    findings.merge(std::move(checked));
    if (findings.has_errors()) return {};
    const std::string final_folder = join_path(absolute, id);
    HANSE_TRY_STATUS(sync_folder(building));
    HANSE_TRY_STATUS(rename_path(building, final_folder));
    folders_.back() = final_folder;
    HANSE_TRY_STATUS(sync_folder(absolute));
    for (const std::string& name : built->files) {
      HANSE_TRY(FileMark mark, mark_of(join_path(final_folder, name)));
      record.marks.push_back(std::move(mark));
    }
    for (const std::string& name : apart) {
      record.quarantine_files.push_back(parent + "/" + id + "/" + name);
      HANSE_TRY(FileMark mark, mark_of(join_path(final_folder, name)));
      record.quarantine_marks.push_back(std::move(mark));
    }
    record.rows = built->rows;
    record.bytes = built->bytes;
    record.published_us = context_.clock->now_us();
    record.contract_version = table.contract->version;
    record.definition_digest = definition.digest;
    record.source_state = sources.state;
    for (const std::string& snapshot : statement.snapshot_ids)
      record.source_state += snapshot + ";";
    records_.push_back(std::move(record));
    return {};
  }

  Context& context_;
  ProductId id_;
  engine::CancelToken cancel_;
  std::shared_ptr<const catalog::CatalogSnapshot> catalog_;
  std::vector<catalog::SnapshotRecord> records_;
  std::vector<std::string> folders_;
  BuildSources sources_;
  bool published_ = false;
};

std::string apart_text(const RefreshOutcome::Product& outcome) {
  return outcome.quarantined == 0 ? "" : fmt::format(", {} kept apart", outcome.quarantined);
}

Json outcome_json(const RefreshOutcome::Product& outcome) {
  Json codes = Json::array();
  for (const Diagnostic& finding : outcome.findings.items()) codes.push(finding.code);
  return Json::object({{"product", outcome.product.str()},
                       {"succeeded", outcome.succeeded},
                       {"rows", outcome.rows},
                       {"quarantined", outcome.quarantined},
                       {"findings", std::move(codes)}});
}

std::string codes_of(const Diagnostics& findings) {
  std::set<std::string> codes;
  for (const Diagnostic& finding : findings.items()) codes.insert(finding.code);
  return joined(std::vector<std::string>(codes.begin(), codes.end()), " ");
}

}  // namespace

RefreshOutcome::Product build_product(const ProductId& id, engine::CancelToken cancel,
                                      Context& context) {
  RefreshOutcome::Product out;
  out.product = id;
  catalog::BuildRecord record{id, context.clock->now_us(), 0, false, {}};
  {
    ProductBuild build(context, id, std::move(cancel));
    const Status status = build.run();
    out.succeeded = status.has_value();
    if (!status) out.message = status.error().message;
    out.rows = out.succeeded ? build.rows() : 0;
    out.quarantined = out.succeeded ? build.quarantined() : 0;
    out.findings = std::move(build.findings);
  }
  out.findings.sort();
  record.finished_us = context.clock->now_us();
  record.succeeded = out.succeeded;
  record.message = out.message;
  record.codes = codes_of(out.findings);
  Status recorded = context.catalog->store().record_build(record);
  if (recorded) recorded = context.ledger->append_durably("refresh", outcome_json(out));
  if (!recorded) {
    // The data is there, but who relies on the record would be misled by a success.
    out.succeeded = false;
    out.message = recorded.error().message;
  }
  if (context.progress)
    context.progress(
        out.succeeded ? fmt::format("{}: {} rows{}", id.str(), out.rows, apart_text(out))
                      : fmt::format("{}: failed", id.str()));
  return out;
}

}  // namespace hanse::plan
