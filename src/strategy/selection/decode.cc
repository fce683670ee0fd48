// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "base/check.h"
#include "base/clock.h"
#include "base/embedded.h"
#include "base/source.h"
#include "spec/fields.h"
#include "strategy/selection/selection.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;
using spec::Table;

constexpr std::string_view kBases[] = {"measured", "stated", "claimed"};
constexpr std::string_view kCatalogue = "src/strategy/selection/catalogue/";

constexpr Table kFact("a fact", "fact",
                      {spec::text<&SelectionFact::fact>("fact", Need::kRequired),
                       spec::json<&SelectionFact::value>("value", Expect::kAny, Need::kRequired),
                       spec::choice<&SelectionFact::basis, kBases>("basis"),
                       spec::text<&SelectionFact::source>("source", Need::kRequired),
                       spec::text<&SelectionFact::read>("read")});
void read_fact(Decoder& decoder, const Node& node, SelectionFact& fact) {
  decoder.map(node, kFact, fact);
}
constexpr Table kOption("an option", "id",
                        {spec::text<&SelectionOption::id>("id", Need::kRequired),
                         spec::text<&SelectionOption::name>("name", Need::kRequired),
                         spec::list<&SelectionOption::facts, read_fact>("facts")});
void read_option(Decoder& decoder, const Node& node, SelectionOption& option) {
  decoder.map(node, kOption, option);
}

void check_date(Decoder& decoder, const Span& span, const std::string& date) {
  if (!date.empty() && !parse_time(date))
    decoder.error("HNS-G043", span, fmt::format("`{}` is no date, as 2027-06-30 is", date));
}
void read_since(Decoder& decoder, const Node& node, SelectionMustHave& must) {
  check_date(decoder, node.span, node.text);
  constexpr size_t kDayBytes = 10;
  must.since = node.text.substr(0, kDayBytes);
}
constexpr Table kMustHave("a must-have", "id",
                          {spec::text<&SelectionMustHave::id>("id", Need::kRequired),
                           spec::text<&SelectionMustHave::name>("name", Need::kRequired),
                           spec::text<&SelectionMustHave::fact>("fact", Need::kRequired),
                           spec::json<&SelectionMustHave::is>("is", Expect::kScalar),
                           spec::texts<&SelectionMustHave::among>("in"),
                           spec::text<&SelectionMustHave::contains>("contains"),
                           spec::number<&SelectionMustHave::at_least>("atLeast"),
                           spec::number<&SelectionMustHave::at_most>("atMost"),
                           spec::custom<read_since>("since", Expect::kText)});
void read_must_have(Decoder& decoder, const Node& node, SelectionMustHave& must) {
  decoder.map(node, kMustHave, must);
  const int conditions = must.is.has_value() + !must.among.empty() + must.contains.has_value() +
                         must.at_least.has_value() + must.at_most.has_value() + !must.since.empty();
  if (conditions != 1)
    decoder.error("HNS-G041", must.span,
                  fmt::format("`{}` has {} conditions, expected one", must.id, conditions),
                  "one of `is`, `in`, `contains`, `atLeast`, `atMost`, `since`");
}

void read_scores(Decoder& decoder, const Node& node, SelectionCriterion& criterion) {
  for (const Node::Entry& entry : node.entries) {
    const auto score = spec::number_of(entry.value.text);
    if (!score || *score < 0 || *score > 100)
      decoder.error("HNS-G041", entry.key_span,
                    fmt::format("the score of `{}` is none from 0 to 100", entry.key));
    else
      criterion.scores[entry.key] = *score;
  }
}
constexpr Table kCriterion("a criterion", "id",
                           {spec::text<&SelectionCriterion::id>("id", Need::kRequired),
                            spec::text<&SelectionCriterion::name>("name", Need::kRequired),
                            spec::text<&SelectionCriterion::fact>("fact", Need::kRequired),
                            spec::number<&SelectionCriterion::swing>("swing", Need::kRequired),
                            spec::number<&SelectionCriterion::worst>("worst"),
                            spec::number<&SelectionCriterion::best>("best"),
                            spec::custom<read_scores>("scores", Expect::kMap)});
void read_criterion(Decoder& decoder, const Node& node, SelectionCriterion& criterion) {
  decoder.map(node, kCriterion, criterion);
  if (criterion.swing < 0 || criterion.swing > 100)
    decoder.error("HNS-G041", criterion.span,
                  fmt::format("the swing of `{}` is none from 0 to 100", criterion.id),
                  "100: moving from worst to best matters most; others beside it");
  const bool is_linear = criterion.worst && criterion.best && *criterion.worst != *criterion.best &&
                         std::isfinite(*criterion.worst) && std::isfinite(*criterion.best);
  if (is_linear == criterion.scores.empty()) return;
  decoder.error("HNS-G041", criterion.span, fmt::format("`{}` has no value function", criterion.id),
                "give it `worst` and `best`, two numbers, or `scores` of texts");
}

constexpr Table kMeasurement(
    "a measurement", "option",
    {spec::text<&SelectionMeasurement::option>("option", Need::kRequired),
     spec::choice<&SelectionMeasurement::basis, kBases>("basis", Need::kRequired),
     {{"fact", Expect::kText, Need::kRequired,
       [](Decoder&, const Node& value, void* target) {
         static_cast<SelectionMeasurement*>(target)->fact.fact = value.text;
       }}},
     {{"value", Expect::kAny, Need::kRequired,
       [](Decoder&, const Node& value, void* target) {
         static_cast<SelectionMeasurement*>(target)->fact.value = spec::to_json(value);
       }}},
     {{"source", Expect::kText, Need::kRequired, [](Decoder&, const Node& value, void* target) {
         static_cast<SelectionMeasurement*>(target)->fact.source = value.text;
       }}}});
void read_measurement(Decoder& decoder, const Node& node, SelectionMeasurement& measurement) {
  decoder.map(node, kMeasurement, measurement);
  measurement.fact.basis = measurement.basis;
}

void read_tie_within(Decoder& decoder, const Node& node, Selection& selection) {
  const auto found = spec::number_of(node.text);
  if (!found || !(*found >= 0 && *found <= 1))
    decoder.error("HNS-G041", node.span,
                  fmt::format("`tieWithin` is {}, none from 0 to 1", node.text),
                  "a change of a weight by so much is within its accuracy: 0.05");
  else
    selection.tie_within = *found;
}

constexpr Table kSelection(
    "a selection", "id",
    {spec::checked<Selection>("apiVersion", Expect::kText, Need::kRequired),
     spec::checked<Selection>("kind", Expect::kText, Need::kRequired),
     spec::text<&Selection::id>("id", Need::kRequired),
     spec::text<&Selection::name>("name", Need::kRequired),
     spec::choice<&Selection::purpose, kSelectionPurposes>("for", Need::kRequired),
     spec::text<&Selection::decided>("decided"),
     spec::text<&Selection::review_by>("reviewBy", Need::kRequired),
     spec::text<&Selection::weights_by>("weightsBy", Need::kRequired),
     spec::texts<&Selection::options>("options"),
     spec::list<&Selection::own, read_option>("ownOptions"),
     spec::list<&Selection::must_haves, read_must_have>("mustHaves"),
     spec::list<&Selection::criteria, read_criterion>("criteria", Need::kRequired),
     spec::list<&Selection::measurements, read_measurement>("measurements"),
     spec::custom<read_tie_within>("tieWithin", Expect::kNumber),
     spec::integer<&Selection::seed, 0>("seed")});

void check_names(Decoder& decoder, const Selection& selection) {
  std::set<std::string> known, ids;
  for (const SelectionOption& option : selection_catalogue())
    if (option.purpose == selection.purpose) known.insert(option.id);
  for (const SelectionOption& option : selection.own)
    if (!known.insert(option.id).second)
      decoder.error("HNS-G042", option.span, fmt::format("`{}` is in the catalogue", option.id),
                    "give what you know of it as `measurements`");
  const auto check = [&](const std::string& id, const Span& span) {
    if (known.contains(id)) return;
    std::vector<std::string_view> names(known.begin(), known.end());
    const std::string_view near = nearest(id, names);
    decoder.error(
        "HNS-G040", span, fmt::format("no option for `{}` is named `{}`", selection.purpose, id),
        near.empty() ? "describe it under `ownOptions`" : fmt::format("did you mean `{}`?", near));
  };
  for (const std::string& id : selection.options) check(id, selection.span);
  for (const SelectionMeasurement& one : selection.measurements) check(one.option, one.span);
  for (const SelectionCriterion& one : selection.criteria)
    if (!ids.insert(one.id).second)
      decoder.error("HNS-G042", one.span, fmt::format("the criterion `{}` stands twice", one.id));
}

void read_catalogue(const EmbeddedFile& file, std::vector<SelectionOption>& out) {
  Diagnostics diagnostics;
  const Node root = spec::read_yaml(
      std::make_shared<const SourceFile>(std::string(file.path), std::string(file.content)),
      diagnostics);
  Decoder decoder({diagnostics, "catalogue", nullptr});
  const Node* purpose = root.find("for");
  const Node* options = root.find("options");
  HANSE_CHECK(purpose != nullptr && options != nullptr, "the catalogue is in the binary");
  for (const Node& item : options->items) {
    read_option(decoder, item, out.emplace_back());
    out.back().purpose = purpose->text;
  }
  HANSE_CHECK(decoder.errors() == 0, "the catalogue's files are read by their own table");
}

}  // namespace

const SelectionFact* SelectionOption::fact(std::string_view wanted) const {
  for (const SelectionFact& one : facts)
    if (one.fact == wanted) return &one;
  return nullptr;
}

const std::vector<SelectionOption>& selection_catalogue() {
  static const std::vector<SelectionOption> kOptions = [] {
    std::vector<SelectionOption> out;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.starts_with(kCatalogue)) read_catalogue(file, out);
    return out;
  }();
  return kOptions;
}

void decode_selection(Decoder& decoder, const Node& root, Selection& selection) {
  decoder.map(root, kSelection, selection);
  if (!selection.purpose.empty()) check_names(decoder, selection);
  double sum = 0;
  for (const SelectionCriterion& one : selection.criteria) sum += one.swing;
  if (!selection.criteria.empty() && sum <= 0)
    decoder.error("HNS-G041", selection.span, "no criterion has a swing above 0");
  check_date(decoder, selection.span, selection.decided);
  check_date(decoder, selection.span, selection.review_by);
}

}  // namespace hanse::strategy
