// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/communication.h"

#include <algorithm>
#include <chrono>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/change/change_checks.h"
#include "strategy/change/change_report.h"
#include "strategy/programme/decode.h"
#include "strategy/programme/working_days.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;

void read_every(Decoder& decoder, const Node& node, PlannedMessage& message) {
  spec::check_duration(decoder, node);
  message.every = node.text;
}
constexpr Table kMessage(
    "a message", "id",
    {text<&PlannedMessage::id>("id", Need::kRequired),
     spec::choice<&PlannedMessage::audience, kAudiences>("audience", Need::kRequired),
     text<&PlannedMessage::message>("message", Need::kRequired),
     text<&PlannedMessage::channel>("channel"), text<&PlannedMessage::owner>("owner"),
     spec::custom<read_every>("every", Expect::kText), date<&PlannedMessage::first>("first")});
void read_message(Decoder& decoder, const Node& node, PlannedMessage& message) {
  decoder.map(node, kMessage, message);
}

constexpr Table kPlan("a plan of communication", "id",
                      {text<&CommunicationPlan::api_version>("apiVersion", Need::kRequired),
                       spec::checked<CommunicationPlan>("kind", Expect::kText, Need::kRequired),
                       text<&CommunicationPlan::id>("id", Need::kRequired),
                       spec::list<&CommunicationPlan::messages, read_message>("messages",
                                                                              Need::kRequired)});

// Steps of a series by the calendar: a month is one, however long.
struct CalendarStep {
  int64_t months = 0, days = 0;
};
std::optional<CalendarStep> step_of(const std::string& every) {
  if (!parse_duration_us(every)) return std::nullopt;
  CalendarStep out;
  const size_t time = std::min(every.find('T'), every.size());
  if (time < every.size()) out.days = *parse_duration_us("P" + every.substr(time)) / kDayUs;
  int64_t number = 0;
  for (const char c : every.substr(1, time - 1)) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      continue;
    }
    if (c == 'Y') out.months += 12 * number;
    if (c == 'M') out.months += number;
    if (c == 'W') out.days += 7 * number;
    if (c == 'D') out.days += number;
    number = 0;
  }
  if (out.months == 0 && out.days == 0) return std::nullopt;
  return out;
}

// So many steps after the first day, from there on: of the 31st, the last day of shorter months.
// None after the year 9999.
std::optional<int64_t> day_after(int64_t first, const CalendarStep& step, int64_t count) {
  using namespace std::chrono;
  constexpr int64_t kMonths = 12, kYearMax = 9999;
  const year_month_day date{sys_days{days{first}}};
  const int64_t month = static_cast<int>(date.year()) * kMonths +
                        static_cast<unsigned>(date.month()) - 1 + count * step.months;
  if (month / kMonths > kYearMax) return std::nullopt;
  const year_month to = year(static_cast<int>(month / kMonths)) /
                        std::chrono::month(static_cast<unsigned>(month % kMonths) + 1);
  const sys_days moved = to / std::min(date.day(), (to / last).day());
  const int64_t out = moved.time_since_epoch().count() + count * step.days;
  const sys_days end = year(kYearMax) / December / 31;
  return out <= end.time_since_epoch().count() ? std::optional(out) : std::nullopt;
}

// The first day of the series from today on.
std::string next_day(const PlannedMessage& message, int64_t today) {
  const auto first = day_of_date(message.first);
  if (message.first.empty() || !first) return "no date";
  if (*first >= today) return message.first;
  std::optional<int64_t> day;
  if (const auto step = step_of(message.every)) {
    // No step is longer than this, so that the count begins before today.
    int64_t count = (today - *first) / (31 * step->months + step->days);
    for (day = *first; day && *day < today; ++count) day = day_after(*first, *step, count);
  }
  return day ? date_of_day(*day) : "was on " + message.first;
}

ReportTable plan_table(const CommunicationPlan& plan, int64_t today) {
  ReportTable out{"plan",
                  "What is said to whom",
                  {{"message"}, {"to"}, {"by"}, {"channel"}, {"every"}, {"next"}},
                  {}};
  for (const PlannedMessage& one : plan.messages)
    out.rows.push_back({one.message, one.audience, one.owner.empty() ? "nobody" : one.owner,
                        one.channel, one.every.empty() ? "once" : one.every, next_day(one, today)});
  return out;
}

ReportSection section_of(const MessageText& text) {
  ReportSection section{"To the " + (text.audience == "domainTeam" ? "domain team" : text.audience),
                        {Paragraph{"Subject: " + text.subject}, Paragraph{text.opening}}};
  ReportList said;
  std::vector<std::string> missing;
  ReportTable sources{
      "facts_" + text.audience, "Where each number comes from", {{"fact"}, {"query"}}, {}};
  for (const MessageFact& fact : text.facts) {
    if (fact.text.empty()) {
      missing.push_back(fact.query);
      continue;
    }
    said.items.push_back(fact.text);
    sources.rows.push_back({fact.text, fact.query});
  }
  if (!said.items.empty()) section.blocks.push_back(std::move(said));
  section.blocks.push_back(Paragraph{text.closing});
  if (!sources.rows.empty()) section.blocks.push_back(std::move(sources));
  if (!missing.empty())
    section.blocks.push_back(
        Callout{Verdict::kCaution, "left out, as it is not known: " + joined(missing, "; ")});
  return section;
}

}  // namespace

void decode_communication(Decoder& decoder, const Node& root, CommunicationPlan& out) {
  decoder.map(root, kPlan, out);
}

void check_communication(Decoder& decoder, const CommunicationPlan& plan) {
  std::vector<std::string_view> ids;
  for (const PlannedMessage& message : plan.messages) {
    check_new(decoder, {message.id, message.span, "message", ids});
    ids.push_back(message.id);
  }
}

Report communication_report(const CommunicationPlan& plan, const ProgrammeFacts& facts) {
  Report report = change_report("communication", "Communication", facts);
  report.sections.push_back({"Plan", {plan_table(plan, day_of_instant(facts.now_us))}});
  Json texts = Json::array();
  for (const std::string_view audience : kAudiences) {
    const MessageText text = message_to(audience, facts);
    Json said = Json::array();
    for (size_t i = 0; i < text.facts.size(); ++i) {
      const MessageFact& fact = text.facts[i];
      said.push(Json::object({{"text", fact.text}, {"query", fact.query}}));
      Figure figure{fmt::format("{}-{}", audience, i), fact.text};
      figure.basis = Basis::kMeasured;
      figure.source = fact.query;
      if (!fact.text.empty()) figure.value = 1;
      report.rests_on.push_back(std::move(figure));
    }
    texts.push(Json::object({{"audience", audience},
                             {"subject", text.subject},
                             {"opening", text.opening},
                             {"facts", std::move(said)},
                             {"closing", text.closing}}));
    report.sections.push_back(section_of(text));
  }
  report.data = Json::object({{"texts", std::move(texts)}});
  return report;
}

}  // namespace hanse::strategy
