// SPDX-License-Identifier: Apache-2.0
#include "govern/decision.h"

#include <unordered_map>
#include <unordered_set>

#include "govern/documents.h"

namespace hanse::govern {
namespace {

const std::vector<std::string> kVisibilityRules = {"read.discover", "read.columns"};
const std::vector<std::string> kDecisionRules = {"read.allow", "read.rowFilters",
                                                 "read.batchColumnMasks", "read.warnings"};
const std::vector<std::string> kReasonRules = {"read.reasons"};  // asked for a denial alone
const std::vector<std::string> kAllRules = {
    "read.discover",         "read.columns",  "read.allow",  "read.rowFilters",
    "read.batchColumnMasks", "read.warnings", "read.reasons"};

constexpr std::string_view kTime = "time";

// Of two instants, of which 0 is none.
int64_t sooner(int64_t a, int64_t b) { return a == 0 || (b != 0 && b < a) ? b : a; }

// Evaluates those of `rules` that the scope defines.
Result<Json> evaluate(const policy::PolicySet& policies, const std::string& scope,
                      const std::vector<std::string>& rules, const Question& question,
                      const KnownToPolicies& known) {
  std::vector<std::string> defined;
  for (const std::string& rule : rules)
    if (policies.defines(scope, rule)) defined.push_back(rule);
  if (defined.empty()) return Json::object();
  return policies.evaluate(scope, defined, question.members,
                           question.resource ? &question.resource->document() : nullptr,
                           (scope.empty() ? known.global : known.local).get());
}

// What global and local policies say of a denial.
Result<std::vector<policy::Reason>> reasons_of(const policy::PolicySet& policies,
                                               const std::string& domain,
                                               const Question& question,
                                               const KnownToPolicies& known) {
  std::vector<policy::Reason> out;
  for (const std::string& scope : {std::string(), domain}) {
    HANSE_TRY(const Json results, evaluate(policies, scope, kReasonRules, question, known));
    const Json* value = results.find("read.reasons");
    if (value == nullptr) continue;
    HANSE_TRY(auto reasons, policy::decode_reasons(*value));
    for (auto& reason : reasons) out.push_back(std::move(reason));
  }
  return out;
}

bool reads_time(const policy::PolicySet& policies, const std::string& domain,
                const std::vector<std::string>& rules) {
  for (const std::string& scope : {std::string(), domain})
    if (policies.reads(scope, rules, kTime) || policies.reads(scope, kReasonRules, kTime))
      return true;
  return false;
}

// The names of `wanted` that are in `allowed`, in wanted's order.
std::vector<std::string> intersect(const std::vector<std::string>& wanted,
                                   const std::vector<std::string>& allowed) {
  const std::unordered_set<std::string_view> known(allowed.begin(), allowed.end());
  std::vector<std::string> out;
  for (const std::string& name : wanted)
    if (known.contains(name)) out.push_back(name);
  return out;
}

std::vector<std::string> names_of(const catalog::TableEntry& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  return names;
}

// Several masks of one scope on one column need an order, each its own: else nobody can tell which
// holds, and the table is refused.
Status order_masks(std::vector<policy::ColumnMask>& masks) {
  if (masks.size() < 2) return {};
  for (const auto& mask : masks)
    if (!mask.order)
      return fail(ErrorCode::kDenied,
                  fmt::format("two masks on column `{}` have no declared order", mask.column));
  std::sort(masks.begin(), masks.end(),
            [](const auto& a, const auto& b) { return *a.order < *b.order; });
  for (size_t i = 1; i < masks.size(); ++i)
    if (*masks[i].order == *masks[i - 1].order)
      return fail(ErrorCode::kDenied,
                  fmt::format("two masks on column `{}` have the same order", masks[i].column));
  return {};
}

enum class Scope { kGlobal, kLocal };

Status add_scope(const Json& results, const std::vector<std::string>& columns, Scope scope,
                 TableDecision& out) {
  if (const Json* filters = results.find("read.rowFilters")) {
    HANSE_TRY(auto decoded, policy::decode_row_filters(*filters));
    for (auto& filter : decoded) out.filters.push_back(std::move(filter));
  }
  if (const Json* masks = results.find("read.batchColumnMasks")) {
    HANSE_TRY(auto decoded, policy::decode_column_masks(*masks, columns));
    std::unordered_map<std::string, std::vector<policy::ColumnMask>> by_column;
    for (auto& mask : decoded) {
      mask.own_column_only = scope == Scope::kLocal;
      by_column[mask.column].push_back(std::move(mask));
    }
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto found = by_column.find(columns[i]);
      if (found == by_column.end()) continue;
      HANSE_TRY_STATUS(order_masks(found->second));
      out.masks[i].insert(out.masks[i].end(), found->second.begin(), found->second.end());
    }
  }
  if (const Json* warnings = results.find("read.warnings")) {
    HANSE_TRY(auto decoded, policy::decode_reasons(*warnings));
    for (auto& warning : decoded) out.warnings.push_back(std::move(warning));
  }
  return {};
}

// When a right to the table or its state becomes another one by time alone.
int64_t next_change(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                    const Resource& resource, int64_t now_us) {
  const ProductId& product = table.address.product;
  return sooner(resource.valid_until_us(),
                sooner(catalog.next_grant_change(product, now_us),
                       next_agreement_change(catalog.model(), product, now_us)));
}

// Whatever policies and grants say: rows that were kept apart are for the people of the owner's
// team and for a development environment's operator. No product reads them, so that none publishes
// them.
bool may_be_asked(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                  const Session& session) {
  if (!table.is_quarantine) return true;
  const spec::Model& model = catalog.model();
  const identity::Principal& who = session.principal;
  const spec::Environment* environment = model.environment(session.environment);
  if (who.kind == identity::Principal::Kind::kOperator)
    return environment != nullptr && environment->development;
  const spec::DomainEntry* domain = model.domain_entry(table.address.product.domain);
  const spec::MeshTeam* team = domain == nullptr ? nullptr : model.team(domain->owner);
  if (who.kind != identity::Principal::Kind::kUser || team == nullptr) return false;
  return !team->group.empty() && std::ranges::find(who.groups, team->group) != who.groups.end();
}

Result<TableVisibility> ask_visibility(const catalog::CatalogSnapshot& catalog,
                                       const catalog::TableEntry& table,
                                       std::shared_ptr<const Resource> resource,
                                       const KnownToPolicies& known, const Session& session,
                                       int64_t now_us) {
  TableVisibility out;
  const policy::PolicySet* policies = catalog.policies();
  if (policies == nullptr) return out;
  const std::vector<std::string> all = names_of(table);
  out.question = {read_input(catalog, table, all, "FilterColumns", session, now_us),
                  std::move(resource), {}};
  HANSE_TRY(const Json global, evaluate(*policies, "", kVisibilityRules, out.question, known));
  HANSE_TRY(out.discover, policy::decode_flag(global.find("read.discover")));
  if (const Json* columns = global.find("read.columns")) {
    HANSE_TRY(const auto readable, policy::decode_names(*columns));
    out.columns = intersect(all, readable);
  }
  const std::string& domain = table.address.product.domain.str();
  HANSE_TRY(const Json local, evaluate(*policies, domain, kVisibilityRules, out.question, known));
  // A local rule takes away what the global one gave; it gives nothing.
  if (policies->defines(domain, "read.discover")) {
    HANSE_TRY(const bool discover, policy::decode_flag(local.find("read.discover")));
    out.discover = out.discover && discover;
  }
  if (policies->defines(domain, "read.columns")) {
    const Json* columns = local.find("read.columns");
    std::vector<std::string> readable;
    if (columns != nullptr) {
      HANSE_TRY(readable, policy::decode_names(*columns));
    }
    out.columns = intersect(out.columns, readable);
  }
  out.discover = out.discover && may_be_asked(catalog, table, session);
  out.reads_time = reads_time(*policies, domain, kVisibilityRules);
  out.valid_until_us = next_change(catalog, table, *out.question.resource, now_us);
  if (!out.discover) out.columns.clear();
  if (out.columns.size() < all.size()) {
    HANSE_TRY(out.reasons, reasons_of(*policies, domain, out.question, known));
  }
  return out;
}

Result<TableDecision> ask_decision(const catalog::CatalogSnapshot& catalog,
                                   const catalog::TableEntry& table,
                                   std::shared_ptr<const Resource> resource,
                                   const KnownToPolicies& known,
                                   const std::vector<std::string>& columns,
                                   const Session& session, int64_t now_us) {
  TableDecision out;
  out.columns = columns;
  out.masks.resize(columns.size());
  const policy::PolicySet* policies = catalog.policies();
  if (policies == nullptr) return out;
  const std::string& domain = table.address.product.domain.str();
  out.question = {read_input(catalog, table, columns, "SelectFromColumns", session, now_us),
                  std::move(resource), {}};
  out.reads_time = reads_time(*policies, domain, kDecisionRules);
  out.valid_until_us = next_change(catalog, table, *out.question.resource, now_us);
  HANSE_TRY(const Json global, evaluate(*policies, "", kDecisionRules, out.question, known));
  HANSE_TRY(out.allow, policy::decode_flag(global.find("read.allow")));
  HANSE_TRY_STATUS(add_scope(global, columns, Scope::kGlobal, out));
  HANSE_TRY(const Json local, evaluate(*policies, domain, kDecisionRules, out.question, known));
  if (policies->defines(domain, "read.allow")) {
    HANSE_TRY(const bool allow, policy::decode_flag(local.find("read.allow")));
    out.allow = out.allow && allow;
  }
  HANSE_TRY_STATUS(add_scope(local, columns, Scope::kLocal, out));
  out.allow = out.allow && may_be_asked(catalog, table, session);
  if (!out.allow) {
    HANSE_TRY(out.reasons, reasons_of(*policies, domain, out.question, known));
  }
  return out;
}

// Under a key what it was before, or what `ask` says now.
template <typename Value, typename Ask>
Result<std::shared_ptr<const Value>> remembered(RevisionCache<Value>* cache, std::string key,
                                                int64_t version, int64_t now_us, Ask ask) {
  if (cache != nullptr)
    if (auto known = cache->find(key, version, now_us)) return known;
  HANSE_TRY(Value asked, ask());
  auto value = std::make_shared<const Value>(std::move(asked));
  if (cache != nullptr && !value->reads_time)
    cache->put(key, version, value->valid_until_us, value);
  return value;
}

}  // namespace

std::shared_ptr<const Resource> Decider::resource(const catalog::CatalogSnapshot& catalog,
                                                  const catalog::TableEntry& table,
                                                  int64_t now_us) const {
  const std::string key = table.address.str();
  if (cache_ != nullptr)
    if (auto known = cache_->resources.find(key, catalog.version(), now_us)) return known;
  const catalog::TableState state = catalog::state_of(catalog, table, now_us);
  auto made = std::make_shared<const Resource>(read_resource(catalog.model(), table, state),
                                               state.valid_until_us);
  if (cache_ != nullptr)
    cache_->resources.put(key, catalog.version(), state.valid_until_us, made);
  return made;
}

// As long as the decisions that rest on it.
std::shared_ptr<const KnownToPolicies> Decider::known(const catalog::CatalogSnapshot& catalog,
                                                      const catalog::TableEntry& table,
                                                      const Resource& resource,
                                                      const Session& session,
                                                      const std::string& key,
                                                      int64_t now_us) const {
  const policy::PolicySet* policies = catalog.policies();
  if (cache_ == nullptr || policies == nullptr) return std::make_shared<KnownToPolicies>();
  if (auto kept = cache_->known.find(key, catalog.version(), now_us)) return kept;
  const Json input = common_input(catalog, table, session, now_us);
  const policy::Document* document = &resource.document();
  const auto ask = [&](const std::string& scope) {
    return policies->know(scope, kAllRules, input, document);
  };
  auto made = std::make_shared<const KnownToPolicies>(
      KnownToPolicies{ask(""), ask(table.address.product.domain.str())});
  cache_->known.put(key, catalog.version(), next_change(catalog, table, resource, now_us), made);
  return made;
}

Result<std::shared_ptr<const TableVisibility>> Decider::visibility(
    const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
    const Session& session, int64_t now_us) const {
  const std::string key = session_key(session) + table.address.str();
  return remembered(cache_ ? &cache_->visibilities : nullptr, key, catalog.version(), now_us, [&] {
    const auto about = resource(catalog, table, now_us);
    const auto all = known(catalog, table, *about, session, key, now_us);
    return ask_visibility(catalog, table, about, *all, session, now_us);
  });
}

Result<std::shared_ptr<const TableDecision>> Decider::decide(
    const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
    const std::vector<std::string>& columns, const Session& session, int64_t now_us) const {
  const std::string of_table = session_key(session) + table.address.str();
  std::string key = of_table;
  for (const std::string& column : columns) key += fmt::format("\n{}:{}", column.size(), column);
  return remembered(cache_ ? &cache_->decisions : nullptr, std::move(key), catalog.version(),
                    now_us, [&] {
                      const auto about = resource(catalog, table, now_us);
                      const auto all = known(catalog, table, *about, session, of_table, now_us);
                      return ask_decision(catalog, table, about, *all, columns, session, now_us);
                    });
}

}  // namespace hanse::govern
