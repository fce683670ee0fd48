// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/clock.h"
#include "spec/decode_common.h"
#include "spec/fields.h"
#include "strategy/assess/catalogue.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;

constexpr size_t kDateBytes = 10;  // 2026-11-28

template <typename T, auto Member>
void read_date(Decoder& decoder, const Node& value, T& target) {
  target.*Member = value.text;
  spec::check_date(decoder, value);
}

constexpr spec::Table kAnswer(
    "an answer", "who",
    {spec::text<&AssessAnswer::who>("who", Need::kRequired),
     spec::custom<read_date<AssessAnswer, &AssessAnswer::when>>("when", Expect::kText,
                                                                Need::kRequired),
     spec::integer<&AssessAnswer::level, 0, kAssessLevelMax>("level", Need::kRequired),
     spec::text<&AssessAnswer::note>("note")});

void read_answer(Decoder& decoder, const Node& node, AssessAnswer& answer) {
  decoder.map(node, kAnswer, answer);
}

constexpr spec::Table kItem("a question", "question",
                            {spec::text<&AssessItem::question>("question", Need::kRequired),
                             spec::checked<AssessItem>("asks", Expect::kText),
                             spec::checked<AssessItem>("anchors", Expect::kTexts),
                             spec::list<&AssessItem::answers, read_answer>("answers")});

void read_item(Decoder& decoder, const Node& node, AssessItem& item) {
  decoder.map(node, kItem, item);
  if (!item.question.empty() && assess_question(item.question) == nullptr) {
    std::vector<std::string_view> ids;
    for (const AssessDimension& dimension : assess_dimensions())
      for (const AssessQuestion& question : dimension.questions) ids.push_back(question.id);
    const std::string_view near = nearest(item.question, ids);
    decoder.error("HNS-G080", item.span, fmt::format("there is no question `{}`", item.question),
                  near.empty() ? "`hanse assess questions` writes a sheet with all of them"
                               : fmt::format("did you mean `{}`?", near));
  }
}

std::string day_of(std::string_view when) { return std::string(when.substr(0, kDateBytes)); }

using AnswerKey = std::tuple<std::string, std::string, std::string>;  // question, role, day
AnswerKey key_of(const AssessItem& item, const AssessAnswer& answer) {
  return {item.question, answer.who, day_of(answer.when)};
}

void report_twice(Decoder& decoder, const AssessItem& item, const AssessAnswer& answer,
                  const std::string& where) {
  decoder.error(
      "HNS-G081", answer.span,
      fmt::format("`{}` answers `{}` twice on one day{}", answer.who, item.question, where),
      "a later answer of the same role replaces its earlier one");
}

// Those of sheets before that path, each with its path.
std::map<AnswerKey, std::string> answers_before(const spec::Model& mesh, const std::string& path) {
  std::map<AnswerKey, std::string> out;
  for (const spec::StrategyDocument& document : mesh.strategy) {
    if (document.value["kind"].as_string() != "Assessment" || document.path >= path) continue;
    for (const Json& item : document.value["questions"].items())
      for (const Json& answer : item["answers"].items())
        out.try_emplace({std::string(item["question"].as_string()),
                         std::string(answer["who"].as_string()),
                         day_of(answer["when"].as_string())},
                        document.path);
  }
  return out;
}

constexpr spec::Table kSheet(
    "an assessment", "",
    {spec::checked<AssessSheet>("apiVersion", Expect::kText, Need::kRequired),
     spec::checked<AssessSheet>("kind", Expect::kText, Need::kRequired),
     spec::list<&AssessSheet::items, read_item>("questions", Need::kRequired)});

void read_level(Decoder& decoder, const Node& value, KeptDimension& kept) {
  const auto number = spec::number_of(value.text);
  if (number && *number >= 0 && *number <= kAssessLevelMax)
    kept.level = *number;
  else
    decoder.error("HNS-S024", value.span, "expected a number from 0 to 4");
}

constexpr spec::Table kDimension("a dimension", "id",
                                 {spec::text<&KeptDimension::id>("id", Need::kRequired),
                                  spec::custom<read_level>("level", Expect::kNumber,
                                                           Need::kRequired),
                                  spec::text<&KeptDimension::basis>("basis")});

void read_dimension(Decoder& decoder, const Node& node, KeptDimension& dimension) {
  decoder.map(node, kDimension, dimension);
}

constexpr spec::Table kKept(
    "an assessment that was kept", "",
    {spec::checked<KeptAssessment>("apiVersion", Expect::kText, Need::kRequired),
     spec::checked<KeptAssessment>("kind", Expect::kText, Need::kRequired),
     spec::custom<read_date<KeptAssessment, &KeptAssessment::date>>("date", Expect::kText,
                                                                    Need::kRequired),
     spec::text<&KeptAssessment::verdict>("verdict"),
     spec::list<&KeptAssessment::dimensions, read_dimension>("dimensions", Need::kRequired)});

// Nothing in it ends a double-quoted scalar of YAML.
std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

void decode_assessment(Decoder& decoder, const Node& root, AssessSheet& sheet) {
  decoder.map(root, kSheet, sheet);
  std::set<AnswerKey> seen;
  for (const AssessItem& item : sheet.items)
    for (const AssessAnswer& answer : item.answers)
      if (!answer.who.empty() && !seen.insert(key_of(item, answer)).second)
        report_twice(decoder, item, answer, "");
}

void check_other_sheets(Decoder& decoder, const AssessSheet& sheet, const spec::Model& mesh) {
  const auto before = answers_before(mesh, sheet.path);
  for (const AssessItem& item : sheet.items)
    for (const AssessAnswer& answer : item.answers)
      if (const auto found = before.find(key_of(item, answer)); found != before.end())
        report_twice(decoder, item, answer, fmt::format(": also in {}", found->second));
}

void check_assessment(Decoder& decoder, const Node& root, const spec::Model& mesh) {
  AssessSheet sheet;
  if (root.span.file) sheet.path = root.span.file->path();
  decode_assessment(decoder, root, sheet);
  check_other_sheets(decoder, sheet, mesh);
}

void decode_kept(Decoder& decoder, const Node& root, KeptAssessment& kept) {
  decoder.map(root, kKept, kept);
}

void check_kept(Decoder& decoder, const Node& root, const spec::Model&) {
  KeptAssessment kept;
  decode_kept(decoder, root, kept);
}

std::map<std::string, std::vector<AssessAnswer>> newest_answers(
    const std::vector<AssessSheet>& sheets, int64_t now_us) {
  const std::string today = day_of(format_time(now_us));
  std::map<std::string, std::map<std::string, AssessAnswer>> newest;  // by question and role
  for (const AssessSheet& sheet : sheets)
    for (const AssessItem& item : sheet.items)
      for (const AssessAnswer& answer : item.answers) {
        if (day_of(answer.when) > today) continue;
        const auto [at, is_first] = newest[item.question].try_emplace(answer.who, answer);
        if (!is_first && at->second.when < answer.when) at->second = answer;
      }
  std::map<std::string, std::vector<AssessAnswer>> out;
  for (const auto& [question, by_role] : newest)
    for (const auto& [role, answer] : by_role) out[question].push_back(answer);
  return out;
}

std::vector<std::string> later_answers(const std::vector<AssessSheet>& sheets, int64_t now_us) {
  const std::string today = day_of(format_time(now_us));
  std::vector<std::string> out;
  for (const AssessSheet& sheet : sheets)
    for (const AssessItem& item : sheet.items)
      for (const AssessAnswer& answer : item.answers)
        if (day_of(answer.when) > today)
          out.push_back(fmt::format("{}: `{}` answers `{}` on {}", sheet.path, answer.who,
                                    item.question, answer.when));
  return out;
}

std::string assessment_sheet() {
  std::string out =
      "# How ready we are. Each answers for the role that speaks, without looking at the others:\n"
      "#     answers: [{who: domain lead, when: 2026-11-28, level: 2, note: why}]\n"
      "# The level is the last anchor (0 to 4) that describes what you have seen, not what is\n"
      "# planned. Leave out what you cannot tell. `hanse assess` shows what it comes to.\n"
      "apiVersion: hanse/v1\nkind: Assessment\nquestions:\n";
  for (const AssessDimension& dimension : assess_dimensions()) {
    out += fmt::format("  # {}\n", dimension.name);
    for (const AssessQuestion& question : dimension.questions) {
      out += fmt::format("  - question: {}\n    asks: {}\n    anchors:\n", question.id,
                         quoted(question.asks));
      for (size_t level = 0; level < question.anchors.size(); ++level)
        out += fmt::format("      - {} # {}\n", quoted(question.anchors[level]), level);
      out += "    answers: []\n";
    }
  }
  return out;
}

std::string kept_yaml(const KeptAssessment& kept) {
  std::string out = fmt::format(
      "apiVersion: hanse/v1\nkind: AssessmentResult\ndate: {}\nverdict: {}\ndimensions:\n",
      kept.date, quoted(kept.verdict));
  for (const KeptDimension& dimension : kept.dimensions)
    out += fmt::format("  - {{id: {}, level: {}, basis: {}}}\n", dimension.id, dimension.level,
                       dimension.basis);
  return out;
}

}  // namespace hanse::strategy
