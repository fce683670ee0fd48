// SPDX-License-Identifier: Apache-2.0
#include "app/incidents.h"

#include <algorithm>
#include <set>

#include "app/incident_watch.h"
#include "app/product_change.h"
#include "base/digest.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "contract/notices.h"

namespace hanse::app {
namespace {

using catalog::IncidentRecord;
using View = govern::Gate::View;

constexpr int64_t kShownUs = int64_t{90} * 86'400 * 1'000'000;
constexpr size_t kShownMax = 1'000;
constexpr size_t kTextBytesMax = 500;
constexpr int64_t kReportsOpenMax = 20;
constexpr const char* kReportPrefix = "report/";

Status may_change(App& app, const View& view, const ProductId& product,
                  const identity::Principal& by) {
  return app::may_change(app, *view.catalog,
                         {product, "incident", fmt::format("of {}", product.str()),
                          "change this incident", plan::Effect::kCompatible},
                         by);
}

const spec::DataContract* contract_of(const View& view, const ProductId& product) {
  for (const auto& table : view.tables)
    if (table.table->address.product == product) return table.table->contract;
  return nullptr;
}

std::string reporter_prefix(const identity::Principal& principal) {
  return kReportPrefix + principal.id + "/";
}

IncidentView shown(App& app, const View& view, IncidentRecord record,
                   const identity::Principal& to) {
  IncidentView out;
  out.may_change = may_change(app, view, record.product, to).has_value();
  out.times = contract::incident_times(record, contract_of(view, record.product),
                                       app.clock().now_us());
  const bool is_own = record.key.starts_with(reporter_prefix(to));
  if (!out.may_change) {
    record.key.clear();
    if (record.kind == "report" && !is_own) record.summary = "a consumer reports a problem";
  }
  out.record = std::move(record);
  return out;
}

Status check_text(std::string_view what, const std::string& text) {
  const bool is_line = std::ranges::none_of(
      text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
  if (!trim(text).empty() && text.size() <= kTextBytesMax && is_line &&
      first_invalid_utf8(text) == std::string::npos)
    return {};
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("expected a {} of one line, at most {} bytes", what, kTextBytesMax));
}

std::unexpected<Error> unknown(const std::string& id) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no incident `{}`", id),
              "`hanse incident list --all` lists them");
}

std::set<ProductId> discoverable(const View& view) {
  std::set<ProductId> out;
  for (const auto& table : view.tables) out.insert(table.table->address.product);
  return out;
}

Result<IncidentRecord> find(App& app, const View& view, const std::string& id) {
  HANSE_TRY(const auto all, app.catalog().store().journal().incidents(0, SIZE_MAX >> 1));
  const auto found = std::ranges::find(all, id, &IncidentRecord::id);
  if (found == all.end() || !discoverable(view).contains(found->product)) return unknown(id);
  return *found;
}

// An open one that the session may change.
Result<IncidentRecord> find_to_change(App& app, const View& view, const govern::Session& session,
                                      const std::string& id) {
  HANSE_TRY(IncidentRecord record, find(app, view, id));
  HANSE_TRY_STATUS(may_change(app, view, record.product, session.principal));
  if (!record.is_open())
    return fail(ErrorCode::kConflict, fmt::format("the incident `{}` is closed already", id));
  return record;
}

}  // namespace

Result<std::vector<IncidentView>> incidents(App& app, const govern::Session& session, bool all) {
  HANSE_TRY(const View view, app.gate().visible(session));
  catalog::Journal& journal = app.catalog().store().journal();
  HANSE_TRY(auto records, all ? journal.incidents(app.clock().now_us() - kShownUs, kShownMax)
                              : journal.open_incidents());
  const std::set<ProductId> known = discoverable(view);
  std::vector<IncidentView> out;
  for (IncidentRecord& record : records)
    if (known.contains(record.product))
      out.push_back(shown(app, view, std::move(record), session.principal));
  return out;
}

Result<std::vector<IncidentView>> open_incidents(App& app, const govern::Session* session) {
  if (session != nullptr) return incidents(app, *session, false);
  HANSE_TRY(auto records, app.catalog().store().journal().open_incidents());
  std::vector<IncidentView> out;
  for (IncidentRecord& record : records) out.push_back({std::move(record), true, {}});
  return out;
}

Result<IncidentView> incident(App& app, const govern::Session& session, const std::string& id) {
  HANSE_TRY(const View view, app.gate().visible(session));
  HANSE_TRY(IncidentRecord record, find(app, view, id));
  return shown(app, view, std::move(record), session.principal);
}

Result<IncidentView> report_incident(App& app, const govern::Session& session,
                                     const std::string& product, const std::string& summary) {
  HANSE_TRY_STATUS(check_text("summary", summary));
  HANSE_TRY(const View view, app.gate().visible(session));
  ProductId about;
  for (const ProductId& known : discoverable(view))
    if (known.str() == product) about = known;
  if (about.empty())
    return fail(ErrorCode::kNotFound, fmt::format("there is no product `{}`", product));
  const IncidentLock lock(app);
  const std::string prefix = reporter_prefix(session.principal);
  HANSE_TRY(const auto open, app.catalog().store().journal().open_incidents());
  const auto is_theirs = [&](const IncidentRecord& each) { return each.key.starts_with(prefix); };
  IncidentRecord record;
  record.key = prefix + digest_hex(summary).substr(0, 16);
  const int64_t now = app.clock().now_us();
  for (const IncidentRecord& each : open)
    if (each.product == about && each.key == record.key) record = each;
  if (!record.id.empty()) {
    ++record.occurrences;
    record.last_seen_us = now;
    HANSE_TRY_STATUS(put_incident(app, *view.catalog, record, "seen", &session.principal));
    return shown(app, view, std::move(record), session.principal);
  }
  if (std::ranges::count_if(open, is_theirs) >= kReportsOpenMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("{} reports of yours are open", kReportsOpenMax),
                "wait until their owners close them");
  record.id = new_time_id(now);
  record.product = about;
  record.kind = "report";
  record.severity = "warning";
  const spec::DomainEntry* entry = view.catalog->model().domain_entry(about.domain);
  record.owner = entry == nullptr ? "" : entry->owner.str();
  record.summary = summary;
  if (const spec::DataContract* contract = contract_of(view, about))
    record.contract_version = contract->version;
  record.began_us = record.detected_us = record.last_seen_us = now;
  HANSE_TRY_STATUS(put_incident(app, *view.catalog, record, "opened", &session.principal));
  return shown(app, view, std::move(record), session.principal);
}

Result<IncidentView> acknowledge_incident(App& app, const govern::Session& session,
                                          const std::string& id) {
  const IncidentLock lock(app);
  HANSE_TRY(const View view, app.gate().visible(session));
  HANSE_TRY(IncidentRecord record, find_to_change(app, view, session, id));
  if (record.acknowledged_us == 0) {
    record.acknowledged_us = app.clock().now_us();
    record.acknowledged_by = session.principal.id;
    HANSE_TRY_STATUS(put_incident(app, *view.catalog, record, "acknowledged", &session.principal));
  }
  return shown(app, view, std::move(record), session.principal);
}

Result<IncidentView> close_incident(App& app, const govern::Session& session,
                                    const std::string& id, const std::string& cause) {
  HANSE_TRY_STATUS(check_text("cause", cause));
  const IncidentLock lock(app);
  HANSE_TRY(const View view, app.gate().visible(session));
  HANSE_TRY(IncidentRecord record, find_to_change(app, view, session, id));
  record.repaired_us = app.clock().now_us();
  record.closed_by = session.principal.id;
  record.cause = cause;
  HANSE_TRY_STATUS(put_incident(app, *view.catalog, record, "repaired", &session.principal));
  return shown(app, view, std::move(record), session.principal);
}

std::string_view state_of(const IncidentRecord& incident) {
  if (!incident.is_open()) return "repaired";
  return incident.acknowledged_us != 0 ? "acknowledged" : "open";
}

Json to_json(const IncidentView& incident) {
  const IncidentRecord& record = incident.record;
  Json times = Json::object();
  for (const contract::IncidentTime& each : incident.times)
    times.set(each.property,
              Json::object({{"seconds", each.taken_us ? Json(*each.taken_us / 1'000'000) : Json()},
                            {"allowed_seconds",
                             each.allowed_us ? Json(*each.allowed_us / 1'000'000) : Json()},
                            {"is_over", each.is_over},
                            {"is_missed", each.is_missed()}}));
  return Json::object({{"id", record.id},
                       {"product", record.product.str()},
                       {"kind", record.kind},
                       {"key", incident.may_change ? Json(record.key) : Json()},
                       {"severity", record.severity},
                       {"state", state_of(record)},
                       {"owner", record.owner},
                       {"summary", record.summary},
                       {"cause", record.cause},
                       {"contract_version", record.contract_version},
                       {"occurrences", record.occurrences},
                       {"began", json_time(record.began_us)},
                       {"detected", json_time(record.detected_us)},
                       {"last_seen", json_time(record.last_seen_us)},
                       {"notified", json_time(record.notified_us)},
                       {"acknowledged", json_time(record.acknowledged_us)},
                       {"acknowledged_by", record.acknowledged_by},
                       {"repaired", json_time(record.repaired_us)},
                       {"closed_by", record.closed_by},
                       {"times", std::move(times)}});
}

}  // namespace hanse::app
