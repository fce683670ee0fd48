// SPDX-License-Identifier: Apache-2.0
#include "app/dbt_reports.h"

#include <algorithm>
#include <map>

#include "app/find_product.h"
#include "base/files.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "spec/table_source.h"

namespace hanse::app {
namespace {

constexpr std::string_view kDbt = "dbt";
constexpr size_t kTestsShownMax = 500, kTestsNamedMax = 3;

// The files that models write, by path with all links resolved.
using ModelFiles = std::multimap<std::string, const plan::DbtModel*>;

ModelFiles files_of(const plan::DbtRun& run) {
  ModelFiles out;
  for (const plan::DbtModel& model : run.models) {
    if (model.location.empty()) continue;
    // dbt takes a relative file from where it was started: the project's folder, above `target`.
    if (const auto file = resolve_path(join_path(join_path(run.folder, ".."), model.location)))
      out.emplace(*file, &model);
  }
  return out;
}

struct Table {
  const spec::ExternalBuild* build;
  const spec::DataContract* contract;
  const spec::SchemaObject* object;
  const std::string& name() const {
    return object->physical_name.empty() ? object->name : object->physical_name;
  }
};

// The model that fills a table; null: none. The closest kind of likeness that any model has counts.
Result<const plan::DbtModel*> model_of(const App& app, const plan::DbtRun& run,
                                       const ModelFiles& files, const Table& table) {
  const auto is_of_project = [&](const plan::DbtModel& model) {
    return table.build->project.empty() || model.package == table.build->project;
  };
  std::vector<const plan::DbtModel*> by_path, by_alias, by_name;
  for (const spec::Server& server : table.contract->servers) {
    if (server.type != "local") continue;
    const auto path = resolve_path(join_path(app.folder(), server.path));
    const auto [begin, end] = files.equal_range(path.value_or(""));
    for (auto at = begin; at != end; ++at)
      if (is_of_project(*at->second)) by_path.push_back(at->second);
  }
  for (const plan::DbtModel& model : run.models) {
    if (!is_of_project(model)) continue;
    if (equal_ignoring_case(model.alias, table.name())) by_alias.push_back(&model);
    if (equal_ignoring_case(model.name, table.name())) by_name.push_back(&model);
  }
  for (const auto* found : {&by_path, &by_alias, &by_name}) {
    if (found->size() == 1) return found->front();
    if (found->empty()) continue;
    std::vector<std::string> ids;
    for (const auto* model : *found) ids.push_back("`" + model->id + "`");
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("several models could be the table `{}`: {}", table.object->name,
                            joined(ids)),
                "state `project` in `externalBuild`, or `physicalName` in the contract");
  }
  return nullptr;
}

Json model_json(const std::string& table, const plan::DbtModel& model, size_t& tests_left) {
  Json tests = Json::array();
  for (const plan::DbtTest& test : model.tests) {
    if (tests_left == 0) break;
    --tests_left;
    tests.push(Json::object({{"name", test.name},
                             {"column", test.column},
                             {"verdict", test.verdict},
                             {"failures", test.failures},
                             {"message", test.message}}));
  }
  return Json::object({{"model", model.id},
                       {"table", table},
                       {"status", model.status.empty() ? "notRun" : model.status},
                       {"message", model.message},
                       {"startedAt", json_time(model.started_us)},
                       {"finishedAt", json_time(model.finished_us)},
                       {"tests", std::move(tests)}});
}

// The report of one product, as its models come in.
class ReportBuilder {
 public:
  ReportBuilder(const plan::DbtRun& run, const ProductId& product) {
    report_.product = product.str();
    report_.id = run.invocation;
    report_.tool = kDbt;
    report_.finished_us = run.finished_us;
    details_ = Json::object({{"project", run.project}, {"version", run.version},
                             {"invocation", run.invocation}});
  }

  void add(const std::string& table, const plan::DbtModel& model) {
    if (!model.status.empty() && model.status != "no-op") ++ran_;
    if (!model.status.empty() && model.status != "no-op" && model.status != "success")
      failed_.push_back(fmt::format("model `{}`: {}{}", model.name, model.status,
                                    model.message.empty() ? "" : ", " + model.message));
    if (model.started_us != 0 &&
        (report_.started_us == 0 || model.started_us < report_.started_us))
      report_.started_us = model.started_us;
    for (const plan::DbtTest& test : model.tests) {
      ++tests_;
      if (test.verdict == "failed" || test.verdict == "error") unkept_.push_back(test.name);
    }
    models_.push(model_json(table, model, tests_left_));
  }
  bool has_run() const { return ran_ > 0; }

  RunReport take() {
    report_.status = failed_.empty() ? "succeeded" : "failed";
    report_.message = joined(failed_, "; ");
    if (failed_.empty() && !unkept_.empty()) {
      const std::vector<std::string> named(
          unkept_.begin(), unkept_.begin() + static_cast<std::ptrdiff_t>(
                                                 std::min(unkept_.size(), kTestsNamedMax)));
      report_.message =
          fmt::format("{} of {} tests of dbt failed: {}{}", unkept_.size(), tests_, joined(named),
                      unkept_.size() > kTestsNamedMax ? ", …" : "");
    }
    if (report_.started_us > report_.finished_us) report_.started_us = 0;
    details_.set("models", std::move(models_));
    report_.details = Json::object({{"dbt", std::move(details_)}});
    return std::move(report_);
  }

 private:
  RunReport report_;
  Json details_, models_ = Json::array();
  std::vector<std::string> failed_, unkept_;
  size_t ran_ = 0, tests_ = 0, tests_left_ = kTestsShownMax;
};

std::unexpected<Error> none(const plan::DbtRun& run, const std::string& product,
                            std::string_view what) {
  return fail(ErrorCode::kNotFound,
              product.empty()
                  ? fmt::format("no model of the dbt project `{}` {}", run.project, what)
                  : fmt::format("no model of the dbt project `{}` that is a table of `{}` {}",
                                run.project, product, what),
              "a model is the table of its file, alias or name, of a product with "
              "`externalBuild: {tool: dbt}`");
}

}  // namespace

Result<std::vector<RunReport>> dbt_reports(App& app, const plan::DbtRun& run,
                                           const std::string& product) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  const spec::Model& model = catalog->model();
  std::optional<ProductId> wanted;
  if (!product.empty()) {
    HANSE_TRY(wanted, find_product(model, product));
  }
  std::vector<RunReport> out;
  const ModelFiles files = files_of(run);
  bool is_any_known = false;
  for (const auto& [id, each] : model.products) {
    if (wanted && id != *wanted) continue;
    ReportBuilder report(run, id);
    for (const spec::OutputPort& port : each.output_ports) {
      const spec::DataContract* contract = model.contract_of(port);
      const spec::ExternalBuild* build = spec::external_build_of(each, contract);
      if (build == nullptr || !equal_ignoring_case(build->tool, kDbt)) continue;
      for (const spec::SchemaObject& table : contract->schema) {
        HANSE_TRY(const plan::DbtModel* const found,
                  model_of(app, run, files, {build, contract, &table}));
        if (found == nullptr) continue;
        is_any_known = true;
        report.add(table.name, *found);
      }
    }
    if (report.has_run()) out.push_back(report.take());
  }
  if (out.empty())
    return none(run, wanted ? wanted->str() : "", is_any_known ? "ran" : "is known");
  return out;
}

}  // namespace hanse::app
