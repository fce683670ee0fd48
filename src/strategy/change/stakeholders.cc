// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/stakeholders.h"

#include <algorithm>

#include "base/words.h"
#include "strategy/change/change_checks.h"
#include "strategy/change/change_report.h"
#include "strategy/programme/decode.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::integer;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;

constexpr int64_t kHighFrom = 4;  // of 1 to 5

constexpr Table kStakeholder(
    "a stakeholder", "id",
    {text<&Stakeholder::id>("id", Need::kRequired),
     text<&Stakeholder::name>("name", Need::kRequired), text<&Stakeholder::group>("group"),
     integer<&Stakeholder::power, 1, 5>("power"), integer<&Stakeholder::interest, 1, 5>("interest"),
     integer<&Stakeholder::attitude, -2, 2>("attitude"),
     integer<&Stakeholder::wanted, -2, 2>("wanted"), text<&Stakeholder::owner>("owner"),
     text<&Stakeholder::concern>("concern"), text<&Stakeholder::next>("next"),
     text<&Stakeholder::by>("by"), date<&Stakeholder::at>("at")});
void read_stakeholder(Decoder& decoder, const Node& node, Stakeholder& stakeholder) {
  decoder.map(node, kStakeholder, stakeholder);
}

constexpr Table kStakeholders("stakeholders", "id",
                              {text<&Stakeholders::api_version>("apiVersion", Need::kRequired),
                               spec::checked<Stakeholders>("kind", Expect::kText, Need::kRequired),
                               text<&Stakeholders::id>("id", Need::kRequired),
                               text<&Stakeholders::by>("by"), date<&Stakeholders::at>("at"),
                               spec::list<&Stakeholders::all, read_stakeholder>("stakeholders",
                                                                                Need::kRequired)});

std::optional<int64_t> distance(const Stakeholder& one) {
  if (!one.power || !one.attitude || !one.wanted) return std::nullopt;
  return *one.power * (*one.wanted - *one.attitude);
}

std::string level_text(std::optional<int64_t> value) {
  return value ? std::to_string(*value) : "–";
}
std::string signed_text(std::optional<int64_t> value) {
  if (!value) return "–";
  return *value > 0 ? fmt::format("+{}", *value) : *value < 0 ? fmt::format("−{}", -*value) : "0";
}

// The judgement that a warning may hang on and that nobody made, as keys of the file.
std::vector<std::string> unjudged(const Stakeholder& one) {
  std::vector<std::string> out;
  if (!one.power) out.push_back("`power`");
  if (!one.interest) out.push_back("`interest`");
  if (!one.attitude) out.push_back("`attitude`");
  return out;
}

ReportTable table_of(std::vector<const Stakeholder*> all) {
  std::ranges::stable_sort(all, [](const Stakeholder* left, const Stakeholder* right) {
    return distance(*left) > distance(*right);  // none stand last
  });
  ReportTable out{"stakeholders",
                  "Those whose attitude is furthest from what is wanted first, by power",
                  {{"stakeholder"},
                   {"power", true},
                   {"interest", true},
                   {"attitude", true},
                   {"wanted", true},
                   {"asks for"},
                   {"who speaks with them"},
                   {"concern"},
                   {"next"}},
                  {}};
  for (const Stakeholder* one : all)
    out.rows.push_back({one->name, level_text(one->power), level_text(one->interest),
                        signed_text(one->attitude), signed_text(one->wanted),
                        std::string(quadrant_of(*one)), one->owner.empty() ? "nobody" : one->owner,
                        one->concern, one->next});
  return out;
}

std::vector<Callout> warnings(const std::vector<Stakeholder>& all) {
  std::vector<Callout> out;
  std::vector<std::string> against, alone, unknown;
  for (const Stakeholder& one : all) {
    const std::vector<std::string> missing = unjudged(one);
    constexpr size_t kAll = 3;
    if (!missing.empty())
      unknown.push_back(missing.size() == kAll
                            ? one.name
                            : fmt::format("{} (no {})", one.name, joined(missing, " and ")));
    if (one.power && *one.power >= kHighFrom && one.attitude && *one.attitude < 0)
      against.push_back(one.name);
    if (one.owner.empty()) alone.push_back(one.name);
  }
  if (!against.empty())
    out.push_back({Verdict::kStop,
                   fmt::format("against it, and able to stop it: {}. Hear their concern before "
                               "anything is built",
                               joined(against))});
  if (!alone.empty())
    out.push_back(
        {Verdict::kCaution, fmt::format("nobody speaks with {}: state `owner`", joined(alone))});
  if (!unknown.empty())
    out.push_back({Verdict::kCaution,
                   fmt::format("not judged yet: {}: state `power`, `interest`, `attitude`, by whom "
                               "and when",
                               joined(unknown))});
  return out;
}

}  // namespace

std::string_view quadrant_of(const Stakeholder& one) {
  if (!one.is_placed()) return "not judged";
  const bool is_powerful = *one.power >= kHighFrom, cares = *one.interest >= kHighFrom;
  if (is_powerful) return cares ? "manage closely" : "keep satisfied";
  return cares ? "keep informed" : "watch";
}

void decode_stakeholders(Decoder& decoder, const Node& root, Stakeholders& out) {
  decoder.map(root, kStakeholders, out);
}

void check_stakeholders(Decoder& decoder, const Stakeholders& stakeholders) {
  std::vector<std::string_view> ids;
  const bool is_stated = !stakeholders.by.empty() && !stakeholders.at.empty();
  for (const Stakeholder& one : stakeholders.all) {
    check_new(decoder, {one.id, one.span, "stakeholder", ids});
    ids.push_back(one.id);
    const bool says = one.power || one.interest || one.attitude || one.wanted;
    if (!is_stated && says && (one.by.empty() || one.at.empty()))
      report_unstated(decoder, one.span, "how this stakeholder stands");
  }
}

Report stakeholders_report(const Stakeholders& stakeholders, const ProgrammeFacts& facts) {
  Report report = change_report("stakeholders", "Stakeholders", facts);
  std::vector<ScatterPoint> points;
  std::vector<const Stakeholder*> all;
  for (const Stakeholder& one : stakeholders.all) {
    all.push_back(&one);
    if (!one.power) continue;
    const auto power = static_cast<double>(*one.power);
    if (one.interest) points.push_back({one.name, static_cast<double>(*one.interest), power});
    Figure figure{one.id, one.name};
    figure.value = power;
    figure.source = one.by.empty() ? fmt::format("{}, {}", stakeholders.by, stakeholders.at)
                                   : fmt::format("{}, {}", one.by, one.at);
    report.rests_on.push_back(std::move(figure));
  }
  ReportSection section{"Who can move it", {}};
  for (Callout& warning : warnings(stakeholders.all)) section.blocks.push_back(std::move(warning));
  if (!points.empty())
    section.blocks.push_back(ReportChart{
        "map", "Power against interest",
        fmt::format("{} stakeholders by interest and power, from 1 to 5; from {} on it is high",
                    points.size(), kHighFrom),
        scatter_chart(points, "interest", "power"), 380, "stakeholders"});
  section.blocks.push_back(table_of(all));
  report.sections.push_back(std::move(section));
  Json list = Json::array();
  for (const Stakeholder& one : stakeholders.all)
    list.push(Json::object({{"id", one.id},
                            {"asksFor", quadrant_of(one)},
                            {"distance", distance(one) ? Json(*distance(one)) : Json()},
                            {"owner", one.owner}}));
  report.data = Json::object({{"stakeholders", std::move(list)}});
  return report;
}

}  // namespace hanse::strategy
