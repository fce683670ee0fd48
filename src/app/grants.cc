// SPDX-License-Identifier: Apache-2.0
#include "app/grants.h"

#include <algorithm>

#include "app/product_change.h"
#include "base/digest.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace hanse::app {
namespace {

std::unexpected<Error> unknown(const std::string& what, const std::string& name,
                               const std::vector<std::string>& known) {
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  const std::string_view near = nearest(name, candidates);
  return fail(ErrorCode::kNotFound, fmt::format("there is no {} `{}`", what, name),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
}

const spec::DataProduct* find_product(const spec::Model& model, const std::string& name) {
  for (const auto& [id, product] : model.products)
    if (id.str() == name) return &product;
  return nullptr;
}

std::vector<std::string> product_names(const spec::Model& model) {
  std::vector<std::string> out;
  for (const auto& [id, product] : model.products) out.push_back(id.str());
  return out;
}

Status check_principal(const spec::Model& model, const std::string& principal) {
  const size_t colon = principal.find(':');
  const std::string kind = principal.substr(0, colon);
  const std::string name = colon == std::string::npos ? "" : principal.substr(colon + 1);
  if (name.empty() || (kind != "user" && kind != "group" && kind != "product"))
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is nobody", principal),
                "expected user:ID, group:ID or product:DOMAIN/NAME");
  if (kind == "product" && find_product(model, name) == nullptr)
    return unknown("product", name, product_names(model));
  return {};
}

// `otherwise` when nothing is said. A date is its first instant.
Result<int64_t> instant(const std::string& text, int64_t otherwise) {
  if (text.empty()) return otherwise;
  const std::string whole = text.find('T') == std::string::npos ? text + "T00:00:00Z" : text;
  auto parsed = parse_time(whole);
  if (!parsed)
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no time", text),
                "expected a date, 2027-01-31, or an instant, 2027-01-31T12:00:00Z");
  return parsed;
}

Status check_port(const spec::DataProduct& product, const std::string& port) {
  std::vector<std::string> names;
  for (const spec::OutputPort& each : product.output_ports) names.push_back(each.name);
  if (port.empty() || std::ranges::find(names, port) != names.end()) return {};
  return unknown("output port", port, names);
}

Status check_columns(const catalog::CatalogSnapshot& catalog, const ProductId& product,
                     const std::vector<std::string>& columns) {
  std::vector<std::string> known;
  for (const catalog::TableEntry& table : catalog.tables())
    if (table.address.product == product)
      for (const catalog::ColumnFacts& column : table.columns) known.push_back(column.name);
  for (const std::string& column : columns)
    if (std::ranges::find(known, column) == known.end()) return unknown("column", column, known);
  return {};
}

Status may_grant(App& app, const catalog::CatalogSnapshot& catalog, const ProductId& product,
                 const std::string& principal, const identity::Principal& by) {
  return may_change(app, catalog,
                    {product, "grant", fmt::format("{} on {}", principal, product.str()),
                     "change this grant"},
                    by);
}

Json event_of(const catalog::GrantRecord& grant, const char* kind, const identity::Principal& by) {
  return Json::object({{"event", kind},
                       {"grant", grant.id},
                       {"principal", grant.principal},
                       {"product", grant.product.str()},
                       {"port", grant.port},
                       {"purpose", grant.purpose.str()},
                       {"columns", json_list(grant.columns)},
                       {"from", grant.from_us ? format_time(grant.from_us) : ""},
                       {"until", grant.until_us ? format_time(grant.until_us) : ""},
                       {"reason", grant.reason},
                       {"by", by.to_json()},
                       {"acting_for", json_list(by.acting_for)}});
}

}  // namespace

Result<catalog::GrantRecord> grant(App& app, const NewGrant& wanted,
                                   const identity::Principal& by) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  const spec::Model& model = catalog->model();
  const spec::DataProduct* product = find_product(model, wanted.product);
  if (product == nullptr) return unknown("product", wanted.product, product_names(model));
  HANSE_TRY_STATUS(check_principal(model, wanted.principal));
  HANSE_TRY_STATUS(check_port(*product, wanted.port));
  HANSE_TRY_STATUS(check_columns(*catalog, product->product_id(), wanted.columns));
  if (!wanted.purpose.empty() && model.purpose(PurposeId(wanted.purpose)) == nullptr) {
    std::vector<std::string> purposes;
    for (const spec::Purpose& purpose : model.mesh.purposes) purposes.push_back(purpose.id.str());
    return unknown("purpose", wanted.purpose, purposes);
  }
  catalog::GrantRecord record;
  record.id = "g-" + random_hex(6);
  record.principal = wanted.principal;
  record.granted_by = by.id;
  record.reason = wanted.reason;
  record.product = product->product_id();
  record.port = wanted.port;
  record.purpose = PurposeId(wanted.purpose);
  record.columns = wanted.columns;
  HANSE_TRY(record.from_us, instant(wanted.from, app.clock().now_us()));
  HANSE_TRY(record.until_us, instant(wanted.until, 0));
  if (record.until_us != 0 && record.until_us <= record.from_us)
    return fail(ErrorCode::kInvalidArgument, "the grant ends before it begins");
  HANSE_TRY_STATUS(may_grant(app, *catalog, record.product, record.principal, by));
  // Written down first: a right that nobody can account for is worse than an entry without one.
  HANSE_TRY_STATUS(app.ledger().append_durably("grant", event_of(record, "granted", by)));
  HANSE_TRY_STATUS(app.catalog().store().add_grant(record));
  return record;
}

Status revoke_grant(App& app, const std::string& id, const identity::Principal& by) {
  HANSE_TRY(const auto list, grants(app, by, false));
  for (const catalog::GrantRecord& record : list) {
    if (record.id != id) continue;
    HANSE_TRY_STATUS(app.catalog().store().revoke_grant(id, by.id, app.clock().now_us()));
    return app.ledger().append_durably("grant", event_of(record, "revoked", by));
  }
  return fail(ErrorCode::kNotFound, fmt::format("there is no grant `{}` that you could end", id),
              "`hanse grant list` lists them");
}

Result<std::vector<catalog::GrantRecord>> grants(App& app, const identity::Principal& by,
                                                 bool all) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  const int64_t now = app.clock().now_us();
  std::map<ProductId, bool> allowed;
  std::vector<catalog::GrantRecord> out;
  for (const catalog::GrantRecord& record : catalog->grants()) {
    const bool ended = (record.until_us != 0 && record.until_us <= now) ||
                       (record.revoked_us != 0 && record.revoked_us <= now);
    if (ended && !all) continue;
    if (!allowed.contains(record.product))
      allowed[record.product] =
          may_grant(app, *catalog, record.product, record.principal, by).has_value();
    if (allowed[record.product]) out.push_back(record);
  }
  std::ranges::stable_sort(out, std::greater(), &catalog::GrantRecord::from_us);
  return out;
}

}  // namespace hanse::app
