// SPDX-License-Identifier: Apache-2.0
#include "app/external_runs.h"

#include <algorithm>

#include "app/find_product.h"
#include "app/incident_watch.h"
#include "app/product_change.h"
#include "base/digest.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "plan/waiting.h"

namespace hanse::app {
namespace {

using Run = catalog::ExternalRunRecord;

constexpr size_t kIdLengthMax = 200, kToolLengthMax = 64, kMessageBytesMax = 4'000;
constexpr std::string_view kSucceeded = "succeeded", kFailed = "failed";

bool is_word(const std::string& text, size_t length_max) {
  return text.size() <= length_max &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// Of foreign text: what can be shown, cut between two characters.
std::string shown_message(const std::string& text) {
  size_t end = std::min(text.size(), kMessageBytesMax);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return printable_lines(text.substr(0, end));
}

Result<int64_t> instant_at(const Json& json, std::string_view key) {
  const std::string text = text_at(json, key);
  if (text.empty()) return 0;
  auto parsed = parse_time(text);
  if (!parsed)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no instant like 2026-01-31T12:00:00Z", key));
  return parsed;
}

Status check_report(const RunReport& report) {
  if (report.status != kSucceeded && report.status != kFailed)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`status` is `{}`, expected `succeeded` or `failed`", report.status));
  if (!is_word(report.id, kIdLengthMax))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a run's id is at most {} letters, digits and signs, without blanks",
                            kIdLengthMax));
  if (!is_word(report.tool, kToolLengthMax))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a tool's name is at most {} letters, digits and signs, without blanks",
                            kToolLengthMax));
  if (report.started_us > 0 && report.finished_us > 0 && report.finished_us < report.started_us)
    return fail(ErrorCode::kInvalidArgument, "the run ends before it begins");
  if (report.details.dump().size() > kRunDetailsBytesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the details of a run are over {} KB", kRunDetailsBytesMax >> 10));
  return {};
}

// What a person who may not discover a product is told of it, as of one that is not there.
std::unexpected<Error> not_found(const std::string& product) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no product `{}`", product));
}

Result<ProductId> visible_product(App& app, const std::string& name, const Caller& caller) {
  if (caller.principal.kind == identity::Principal::Kind::kOperator) {
    HANSE_TRY(const auto catalog, app.catalog().current());
    return find_product(catalog->model(), name);
  }
  HANSE_TRY(const auto view, app.gate().visible(app.session(caller.principal, "", caller.door)));
  for (const auto& table : view.tables)
    if (table.table->address.product.str() == name) return table.table->address.product;
  return not_found(name);
}

Status may_report(App& app, const ProductId& product, const Caller& caller) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  return may_change(app, *catalog,
                    {product, "run", product.str(), "report runs of this product"},
                    caller.principal);
}

enum class Shown { kAll, kSummary };
Json run_json(const Run& run, Shown shown) {
  Json out = Json::object({{"id", run.id},
                           {"tool", run.tool},
                           {"status", run.status},
                           {"startedAt", json_time(run.started_us)},
                           {"finishedAt", format_time(run.finished_us)}});
  if (shown == Shown::kSummary) return out;
  out.set("message", run.message);
  out.set("reportedBy", run.reported_by);
  out.set("details", run.details);
  return out;
}

struct Recorded {
  Run run;
  bool is_new = false, is_newest = false;
};

// The run as it is known, or as it is now.
Result<std::optional<Recorded>> known_run(App& app, const Run& run) {
  HANSE_TRY(const auto runs,
            app.catalog().store().journal().external_runs(run.product, kRunsListedMax));
  for (const Run& known : runs) {
    if (known.id != run.id) continue;
    if (known.status != run.status)
      return fail(ErrorCode::kConflict,
                  fmt::format("the run `{}` was reported as {}", run.id, known.status),
                  "a run is reported once: another one has an id of its own");
    return Recorded{known, false, &known == &runs.front()};
  }
  return std::nullopt;
}

Result<Recorded> record_run(App& app, const Run& run, const Caller& caller) {
  HANSE_TRY(auto known, known_run(app, run));
  if (known) return *std::move(known);
  // Written down first: data that nobody can account for is worse than an entry without data.
  HANSE_TRY_STATUS(app.ledger().append_durably(
      "run", Json::object({{"product", run.product.str()},
                           {"run", run_json(run, Shown::kAll)},
                           {"by", caller.principal.to_json()},
                           {"acting_for", json_list(caller.principal.acting_for)},
                           {"door", caller.door}})));
  const Status added = app.catalog().store().journal().add_external_run(run);
  if (added) {
    look_after_change(app);           // a failed one is an incident at once
    return Recorded{run, true, true};
  }
  if (added.error().code != ErrorCode::kAlreadyExists) return fail(added.error());
  HANSE_TRY(known, known_run(app, run));  // reported twice at one time
  return known ? *std::move(known) : Recorded{run, false, false};
}

Json outcome_of(const Recorded& recorded, std::string_view outcome) {
  return Json::object({{"format_version", 1},
                       {"product", recorded.run.product.str()},
                       {"run", run_json(recorded.run, Shown::kAll)},
                       {"repeated", !recorded.is_new},
                       {"outcome", outcome},
                       {"rows", 0},
                       {"message", ""},
                       {"findings", Json::array()},
                       {"checks", Json()}});
}

// Of what is served now; null: not checked.
Result<Json> checks_of(App& app, const ProductId& product) {
  HANSE_TRY(const std::string verdict, check_verdict(app, product));
  return verdict.empty() ? Json() : Json(verdict);
}

Result<int64_t> rows_of(App& app, const ProductId& product) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  int64_t rows = 0;
  for (const catalog::TableEntry& table : catalog->tables())
    if (table.address.product == product && table.snapshot != nullptr) rows += table.snapshot->rows;
  return rows;
}

// Reads what the run left, unless an earlier report of it did.
Result<Json> publish(App& app, const Recorded& recorded, Progress progress) {
  const ProductId& product = recorded.run.product;
  Json out = outcome_of(recorded, "published");
  HANSE_TRY(const bool is_done, recorded.is_new ? Result<bool>(false) : is_current(app, product));
  if (is_done) {
    HANSE_TRY(const int64_t rows, rows_of(app, product));
    out.set("rows", rows);
    HANSE_TRY(Json checks, checks_of(app, product));
    out.set("checks", std::move(checks));
    return out;
  }
  HANSE_TRY(const plan::RefreshOutcome built,
            refresh(app, {product.str()}, {}, std::move(progress)));
  const Json document = plan::to_json(built);
  for (const Json& item : document["products"].items()) {
    if (item["product"].as_string() != product.str()) continue;
    if (!item["succeeded"].as_bool()) out.set("outcome", "buildFailed");
    for (const std::string_view key : {"rows", "message", "findings"}) out.set(key, item[key]);
    if (!item["succeeded"].as_bool()) return out;
    HANSE_TRY(Json checks, checks_of(app, product));
    out.set("checks", std::move(checks));
    return out;
  }
  return fail(ErrorCode::kUnavailable, fmt::format("`{}` was not built", product.str()),
              "report the run again, with its id");
}

}  // namespace

Result<RunReport> run_report_from_json(const Json& json) {
  RunReport out{text_at(json, "product"), text_at(json, "id"), text_at(json, "tool"),
                text_at(json, "status"), text_at(json, "message"), 0, 0, json["details"]};
  if (out.status.empty()) out.status = kSucceeded;
  HANSE_TRY(out.started_us, instant_at(json, "startedAt"));
  HANSE_TRY(out.finished_us, instant_at(json, "finishedAt"));
  HANSE_TRY_STATUS(check_report(out));
  return out;
}

Json to_json(const RunReport& report) {
  Json out = Json::object({{"product", report.product}, {"status", report.status}});
  for (const auto& [key, text] : {std::pair{"id", &report.id}, std::pair{"tool", &report.tool},
                                  std::pair{"message", &report.message}})
    if (!text->empty()) out.set(key, *text);
  if (report.started_us != 0) out.set("startedAt", format_time(report.started_us));
  if (report.finished_us != 0) out.set("finishedAt", format_time(report.finished_us));
  if (!report.details.is_null()) out.set("details", report.details);
  return out;
}

Result<Json> complete_run(App& app, const RunReport& report, const Caller& caller,
                          Progress progress) {
  HANSE_TRY_STATUS(check_report(report));
  HANSE_TRY(const ProductId product, visible_product(app, report.product, caller));
  HANSE_TRY_STATUS(may_report(app, product, caller));
  HANSE_TRY(const auto catalog, app.catalog().current());
  const std::string tool = plan::tool_of(catalog->model(), product);
  if (tool.empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("no other tool fills `{}`: the mesh builds it", product.str()),
                "`hanse refresh` builds it; `externalBuild` in the product says that a tool does");
  const int64_t now = app.clock().now_us();
  Run run;
  run.id = report.id.empty() ? new_time_id(now) : report.id;
  run.product = product;
  run.tool = report.tool.empty() ? tool : report.tool;
  run.status = report.status;
  run.message = shown_message(report.message);
  run.reported_by = caller.principal.id;
  run.started_us = report.started_us;
  run.finished_us = report.finished_us != 0 ? report.finished_us : now;
  run.details = report.details;
  HANSE_TRY(const Recorded recorded, record_run(app, run, caller));
  if (!recorded.is_newest) return outcome_of(recorded, "superseded");
  if (recorded.run.status == kFailed) {
    Json out = outcome_of(recorded, "runFailed");
    out.set("message", recorded.run.message);
    return out;
  }
  return publish(app, recorded, std::move(progress));
}

Result<Json> external_runs(App& app, const std::string& name, const Caller& caller) {
  HANSE_TRY(const ProductId product, visible_product(app, name, caller));
  const Shown shown = may_report(app, product, caller) ? Shown::kAll : Shown::kSummary;
  HANSE_TRY(const auto runs,
            app.catalog().store().journal().external_runs(product, kRunsListedMax));
  Json list = Json::array();
  for (const Run& run : runs) list.push(run_json(run, shown));
  return Json::object(
      {{"format_version", 1}, {"product", product.str()}, {"runs", std::move(list)}});
}

bool has_failed(const Json& outcome) {
  return outcome["run"]["status"].as_string() == kFailed ||
         outcome["outcome"].as_string() == "buildFailed";
}

}  // namespace hanse::app
