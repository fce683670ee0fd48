// SPDX-License-Identifier: Apache-2.0
#include "govern/standing.h"

#include "base/digest.h"
#include "base/json_text.h"
#include "govern/record.h"

namespace hanse::govern {
namespace {

// Where policies read the time, an old decision is looked at again even when nothing moved.
constexpr int64_t kDecideAgainUs = 10'000'000;
// A token may end without a change of the state.
constexpr int64_t kWhoAsksAgainUs = 1'000'000;

}  // namespace

std::string digest_of(const std::vector<TableVerdict>& verdicts) {
  Json all = Json::array();
  for (const TableVerdict& verdict : verdicts) {
    Json filters = Json::array(), masks = Json::array();
    for (const auto& filter : verdict.decision->filters)
      filters.push(Json::array({filter.field, filter.operation, filter.value, filter.expression}));
    for (const auto& of_column : verdict.decision->masks)
      for (const auto& mask : of_column)
        masks.push(Json::array({mask.column, static_cast<int64_t>(mask.action), mask.argument,
                                mask.expression}));
    all.push(Json::array({verdict.table->address.str(), verdict.principal, verdict.decision->allow,
                          json_list(verdict.decision->columns), std::move(filters),
                          std::move(masks)}));
  }
  return digest_hex(all.dump());
}

StandingDecision::StandingDecision(Gate::Parts& gate, Session session, const QueryRequest& request,
                                   std::string query_id, const Gate::Parts::Decided& decided)
    : gate_(&gate),
      session_(std::move(session)),
      sql_(request.sql),
      parameters_(request.parameters),
      query_id_(std::move(query_id)),
      who_asks_(request.who_asks) {
  keep(decided);
}

void StandingDecision::keep(const Gate::Parts::Decided& decided) {
  known_ = decided.known;
  again_us_ = known_->statement.valid_until_us;
  const int64_t soon = gate_->given.clock->now_us() + kDecideAgainUs;
  if (known_->statement.reads_time && (again_us_ == 0 || soon < again_us_)) again_us_ = soon;
}

// The first time too: who asks was found before the state that the decision read.
Status StandingDecision::check_asker(bool has_moved) {
  const int64_t now_us = gate_->given.clock->monotonic_us();
  if (!who_asks_ || (!has_moved && now_us < who_again_us_)) return {};
  who_again_us_ = now_us + kWhoAsksAgainUs;
  const Status known = who_asks_();
  if (known) return {};
  const Error& error = known.error();
  DecisionRecord entry{new_time_id(gate_->given.clock->now_us()), query_id_, sql_, "withdrawn",
                       &session_, nullptr, nullptr, &parameters_, &error, {}, known_->decision_id};
  HANSE_TRY_STATUS(gate_->record(entry, nullptr));
  return known;
}

Status StandingDecision::check() {
  const auto catalog = gate_->given.catalog->current();
  if (!catalog)
    return fail(ErrorCode::kUnavailable, "the state of the mesh cannot be read at present");
  const bool same_version = (*catalog)->version() == known_->catalog->version();
  HANSE_TRY_STATUS(check_asker(!same_version));
  if (same_version && (again_us_ == 0 || gate_->given.clock->now_us() < again_us_)) return {};
  HANSE_TRY(const auto decided, gate_->decide({session_, sql_, parameters_, query_id_,
                                               &known_->statement}));
  keep(decided);
  return {};
}

}  // namespace hanse::govern
