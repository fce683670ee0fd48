// SPDX-License-Identifier: Apache-2.0
#include "govern/explain.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "base/words.h"
#include "govern/conditions.h"
#include "govern/gate_parts.h"
#include "govern/record.h"
#include "govern/stream.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

TableExplanation explanation_of(const TableVerdict& verdict) {
  TableExplanation out;
  out.table = verdict.table->schema + "." + verdict.table->name;
  out.allowed = verdict.decision->allow;
  out.columns_read = verdict.decision->columns;
  for (const auto& filter : verdict.decision->filters) out.filters.push_back(describe(filter));
  for (const auto& masks : verdict.decision->masks)
    for (const auto& mask : masks) out.masks.push_back(describe(mask));
  if (!out.allowed)
    out.reasons = verdict.decision->reasons.empty() ? verdict.visibility->reasons
                                                   : verdict.decision->reasons;
  return out;
}

Json row_of(const TableExplanation& table) {
  std::vector<std::string> reasons, requests;
  for (const policy::Reason& reason : table.reasons) {
    reasons.push_back(reason.rule.empty() ? reason.message : reason.rule + ": " + reason.message);
    if (!reason.request.empty()) requests.push_back(reason.request);
  }
  const std::pair<const char*, std::string> cells[] = {
      {"table", table.table},          {"decision", table.allowed ? "allowed" : "denied"},
      {"columns", joined(table.columns_read, "; ")}, {"filters", joined(table.filters, "; ")},
      {"masks", joined(table.masks, "; ")},  {"reasons", joined(reasons, "; ")},
      {"request", joined(requests, "; ")}};
  std::vector<Json> columns;
  for (const auto& [name, text] : cells)
    columns.push_back(sql::with_alias(*sql::constant(text), name));
  return sql::select_node(std::move(columns),
                          Json::object({{"type", "EMPTY"}, {"alias", ""}, {"sample", Json()}}),
                          Json());
}

Json union_all(Json left, Json right) {
  return Json::object({{"type", "SET_OPERATION_NODE"},
                       {"modifiers", Json::array()},
                       {"cte_map", Json::object({{"map", Json::array()}})},
                       {"setop_type", "UNION"},
                       {"left", std::move(left)},
                       {"right", std::move(right)},
                       {"setop_all", true}});
}

}  // namespace

std::optional<std::string_view> explained_statement(std::string_view sql) {
  std::string_view rest = sql;
  if (!equal_ignoring_case(take_word(rest), "explain")) return std::nullopt;
  if (!equal_ignoring_case(take_word(rest), "policy")) return std::nullopt;
  return trim(rest);
}

Result<Explanation> Gate::explain(const Session& session, const std::string& sql,
                                  const engine::Parameters& parameters) {
  HANSE_TRY_STATUS(check_text(sql, session.limits));
  HANSE_TRY(const auto catalog, parts_->given.catalog->current());
  StatementGovernor::Options options = parts_->options(*catalog, session);
  options.needs_data = false;
  StatementGovernor governor(std::move(options));
  const Result<GovernedStatement> governed = governor.govern(session, sql, parameters);
  Explanation out;
  out.allowed = governed.has_value();
  out.decision_id = new_time_id(parts_->given.clock->now_us());
  DecisionRecord record{out.decision_id, "", sql, out.allowed ? "explained" : "explained denial",
                        &session, catalog.get(), &governor.reached(), &parameters,
                        governed ? nullptr : &governed.error(), {}, {}};
  HANSE_TRY_STATUS(parts_->given.ledger->append("explanation", to_json(record)));
  // What is wrong with the statement itself, or may not be known of, is an error as it is for a
  // query.
  if (!governed && governed.error().code != ErrorCode::kDenied) return fail(governed.error());
  for (const TableVerdict& verdict : governor.reached())
    if (verdict.principal == session.principal.id && verdict.visibility->discover)
      out.tables.push_back(explanation_of(verdict));
  return out;
}

Result<Answer> Gate::Parts::explanation_answer(const Explanation& explanation,
                                               engine::CancelToken cancel) {
  Json node;
  for (const TableExplanation& table : explanation.tables)
    node = node.is_null() ? row_of(table) : union_all(std::move(node), row_of(table));
  if (node.is_null()) {
    TableExplanation none;
    none.table = "(no table)";
    none.allowed = explanation.allowed;
    node = row_of(none);
  }
  HANSE_TRY(const std::string text, given.parser->print(sql::statement(std::move(node))));
  HANSE_TRY(auto rows, given.serving->run({text, {}, 0}, cancel));
  return Answer{std::move(rows), explanation.decision_id, "", {}, nullptr, {}};
}

}  // namespace hanse::govern
