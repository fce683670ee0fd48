// SPDX-License-Identifier: Apache-2.0
#include "plan/dbt_run.h"

#include <algorithm>
#include <map>

#include "base/clock.h"
#include "base/files.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/terminal_text.h"

namespace hanse::plan {
namespace {

constexpr std::string_view kManifest = "manifest.json", kResults = "run_results.json";

struct Artifact {
  std::string_view file;
  std::string_view kind;              // as the schema's address has it
  int oldest, newest;
  size_t bytes_max;
};
constexpr Artifact kArtifacts[] = {
    {kManifest, "manifest", kDbtManifestOldest, kDbtManifestNewest, kDbtManifestBytesMax},
    {kResults, "run-results", kDbtResultsOldest, kDbtResultsNewest, kDbtResultsBytesMax}};

std::unexpected<Error> wrong(std::string_view file, const std::string& place,
                             std::string_view expected) {
  return fail(ErrorCode::kDataError,
              fmt::format("`{}`, {}: expected {}", file, printable(place), expected),
              "name the target folder of a dbt project after `dbt build` or `dbt run`");
}

// "https://schemas.getdbt.com/dbt/manifest/v12.json": 12; 0 for any other text.
int version_of(std::string_view schema, std::string_view kind) {
  const std::string before = fmt::format("/dbt/{}/v", kind);
  const size_t at = schema.find(before);
  if (at == std::string_view::npos || !schema.ends_with(".json")) return 0;
  schema.remove_prefix(at + before.size());
  schema.remove_suffix(5);
  if (schema.empty() || schema.size() > 4) return 0;
  int version = 0;
  for (const char c : schema) {
    if (c < '0' || c > '9') return 0;
    version = version * 10 + (c - '0');
  }
  return version;
}

Status check_schema(const Json& json, const Artifact& artifact) {
  if (!json.is_object()) return wrong(artifact.file, "the whole", "an object");
  const std::string stated = text_at(json["metadata"], "dbt_schema_version");
  const int version = version_of(stated, artifact.kind);
  if (version == 0)
    return wrong(artifact.file, "metadata.dbt_schema_version",
                 fmt::format("the schema of a dbt {}", artifact.kind));
  if (version >= artifact.oldest && version <= artifact.newest) return {};
  return fail(ErrorCode::kUnsupported,
              fmt::format("`{}` is of schema v{}; v{} to v{} are read", artifact.file, version,
                          artifact.oldest, artifact.newest),
              "dbt 1.6 and newer write these");
}

Result<Json> read_artifact(const std::string& folder, const Artifact& artifact) {
  const std::string path = join_path(folder, artifact.file);
  HANSE_TRY(const std::string text, read_file(path, artifact.bytes_max));
  const auto json = Json::parse(text);
  if (!json)
    return fail(ErrorCode::kDataError,
                fmt::format("`{}` is no JSON: {}", artifact.file, json.error().message));
  HANSE_TRY_STATUS(check_schema(*json, artifact));
  return *json;
}

std::string shown(const std::string& text) {
  size_t end = std::min(text.size(), kDbtMessageBytesMax);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return printable_lines(text.substr(0, end));
}

int64_t instant(const Json& json, std::string_view key) {
  return parse_time(text_at(json, key)).value_or(0);
}

using Results = std::map<std::string, const Json*>;  // by unique_id

Result<Results> results_by_id(const Json& document) {
  const Json& list = document["results"];
  if (!list.is_array()) return wrong(kResults, "results", "a list");
  if (list.size() > kDbtNodesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("`{}` has over {} results", kResults, kDbtNodesMax));
  Results out;
  for (size_t i = 0; i < list.size(); ++i) {
    const Json& item = list.at(i);
    const std::string id = text_at(item, "unique_id");
    if (id.empty())
      return wrong(kResults, fmt::format("results[{}].unique_id", i), "the name of a node");
    if (text_at(item, "status").empty())
      return wrong(kResults, fmt::format("results[{}].status", i), "a text");
    if (!out.emplace(id, &item).second)
      return wrong(kResults, fmt::format("results[{}].unique_id", i),
                   "each node once: it stands there a second time");
  }
  return out;
}

DbtModel model_of(const std::string& id, const Json& node, const Json* result) {
  DbtModel out;
  out.id = id;
  out.name = text_at(node, "name");
  out.alias = text_at(node, "alias");
  out.package = text_at(node, "package_name");
  out.location = text_at(node["config"], "location");
  if (result == nullptr) return out;
  out.status = text_at(*result, "status");
  out.message = shown(text_at(*result, "message"));
  for (const Json& step : (*result)["timing"].items()) {
    const int64_t start = instant(step, "started_at"), end = instant(step, "completed_at");
    if (start != 0 && (out.started_us == 0 || start < out.started_us)) out.started_us = start;
    out.finished_us = std::max(out.finished_us, end);
  }
  return out;
}

std::string verdict_of(const std::string& status) {
  if (status == "pass" || status == "success") return "passed";
  if (status == "warn") return "warning";
  if (status == "fail") return "failed";
  return status == "skipped" || status == "no-op" || status.empty() ? "notRun" : "error";
}

DbtTest test_of(const Json& node, const Json* result) {
  DbtTest out;
  out.name = text_at(node, "name");
  out.column = text_at(node, "column_name");
  out.verdict = verdict_of(result == nullptr ? "" : text_at(*result, "status"));
  if (result == nullptr) return out;
  out.message = shown(text_at(*result, "message"));
  out.failures = std::max<int64_t>(0, (*result)["failures"].as_int());
  return out;
}

// The model that a test is of: the one it is attached to, else all that it reads.
std::vector<std::string> tested_models(const Json& node) {
  const std::string attached = text_at(node, "attached_node");
  if (!attached.empty()) return {attached};
  return text_list(node["depends_on"]["nodes"]);
}

Status add_nodes(const Json& nodes, std::string_view member, const Results& results,
                 std::map<std::string, DbtModel>& models) {
  if (nodes.is_null() && member != "nodes") return {};
  if (!nodes.is_object()) return wrong(kManifest, std::string(member), "an object");
  if (nodes.size() > kDbtNodesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("`{}` has over {} {}", kManifest, kDbtNodesMax, member));
  const auto result_of = [&](const std::string& id) {
    const auto found = results.find(id);
    return found == results.end() ? nullptr : found->second;
  };
  for (const auto& [id, node] : nodes.members()) {
    if (!node.is_object())
      return wrong(kManifest, fmt::format("{}.{}", member, id), "an object");
    if (text_at(node, "resource_type") != "model") continue;
    if (text_at(node, "name").empty())
      return wrong(kManifest, fmt::format("{}.{}.name", member, id), "a text");
    models.emplace(id, model_of(id, node, result_of(id)));
  }
  for (const auto& [id, node] : nodes.members()) {
    const std::string type = text_at(node, "resource_type");
    if (type != "test" && type != "unit_test") continue;
    for (const std::string& tested : tested_models(node))
      if (const auto model = models.find(tested); model != models.end())
        model->second.tests.push_back(test_of(node, result_of(id)));
  }
  return {};
}

// Results of models that the manifest does not know are of another project, or of another run.
Status check_same_project(const Results& results, const std::map<std::string, DbtModel>& models) {
  for (const auto& [id, result] : results)
    if (id.starts_with("model.") && !models.contains(id))
      return fail(ErrorCode::kDataError,
                  fmt::format("`{}` has a result of `{}`, which `{}` does not know", kResults,
                              printable(id), kManifest),
                  "run dbt again: both files are of its last run");
  return {};
}

}  // namespace

Result<DbtRun> read_dbt_run(const std::string& target) {
  HANSE_TRY(const std::string folder, resolve_path(target));
  HANSE_TRY(const Json manifest, read_artifact(folder, kArtifacts[0]));
  HANSE_TRY(const Json document, read_artifact(folder, kArtifacts[1]));
  HANSE_TRY(const Results results, results_by_id(document));
  std::map<std::string, DbtModel> models;
  HANSE_TRY_STATUS(add_nodes(manifest["nodes"], "nodes", results, models));
  HANSE_TRY_STATUS(add_nodes(manifest["unit_tests"], "unit_tests", results, models));
  HANSE_TRY_STATUS(check_same_project(results, models));
  DbtRun out;
  out.folder = folder;
  out.project = text_at(manifest["metadata"], "project_name");
  out.version = text_at(document["metadata"], "dbt_version");
  out.invocation = text_at(document["metadata"], "invocation_id");
  out.finished_us = instant(document["metadata"], "generated_at");
  for (auto& [id, model] : models) out.models.push_back(std::move(model));
  return out;
}

}  // namespace hanse::plan
