// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/allowed_values.h"
#include "contract/compare.h"
#include "contract/match.h"

namespace hanse::contract {
namespace {

using spec::QualityRule;

// Unset counts as an error, as does a word that is not known: what might stop data must not be
// taken for advice.
bool is_error(const QualityRule& rule) {
  if (rule.kind == QualityRule::Kind::kText) return false;
  const std::string word = ascii_lower(trim(rule.severity));
  for (const std::string_view advice :
       {"warning", "warn", "info", "information", "notice", "hint", "minor", "low"})
    if (word == advice) return false;
  return true;
}

// What is measured, without how much of it may be.
std::string measure_of(const QualityRule& rule) {
  switch (rule.kind) {
    case QualityRule::Kind::kLibrary:
      return "library " + rule.metric;
    case QualityRule::Kind::kSql:
      return "sql " + rule.query;
    case QualityRule::Kind::kCustom:
      return "custom " + rule.engine + " " + rule.implementation;
    case QualityRule::Kind::kText:
      break;
  }
  return "text " + rule.description;
}

std::string name_of(const QualityRule& rule) {
  if (!rule.name.empty()) return rule.name;
  if (!rule.id.empty()) return rule.id;
  if (rule.kind == QualityRule::Kind::kLibrary) return rule.metric;
  return measure_of(rule).substr(0, measure_of(rule).find(' '));
}

std::string condition_of(const QualityRule& rule) {
  if (rule.comparison.empty()) return {};
  if (!rule.expected.is_null()) return rule.comparison + " " + scalar_text(rule.expected);
  return fmt::format("{} {}{}", rule.comparison, fmt::join(rule.bounds, " and "),
                     rule.unit == "percent" ? " percent" : "");
}

bool measures_the_same(const QualityRule& before, const QualityRule& after) {
  // No rows are no percent; any other number of rows may be any percent.
  const auto is_none = [](const QualityRule& rule) {
    return rule.comparison == "mustBe" && rule.bounds == std::vector<double>{0};
  };
  const bool same_unit = before.unit == after.unit || (is_none(before) && is_none(after));
  return before.kind == after.kind && measure_of(before) == measure_of(after) &&
         before.arguments == after.arguments && before.expected == after.expected && same_unit;
}

bool same_words(const QualityRule& before, const QualityRule& after) {
  return before.name == after.name && before.id == after.id &&
         before.description == after.description && before.dimension == after.dimension &&
         before.severity == after.severity && before.foreign == after.foreign &&
         before.comparison == after.comparison && before.bounds == after.bounds &&
         before.unit == after.unit;
}

class QualityComparison {
 public:
  QualityComparison(const Topic& parent, Changes& out) : parent_(parent), out_(out) {}

  void both(const QualityRule& before, const QualityRule& after) const {
    const Topic place = place_of(after);
    const bool was = is_error(before), is = is_error(after);
    const bool same_measure = measures_the_same(before, after);
    if (was && is && !same_measure)
      return out_.add(Rule::kQualityChanged, place, said(after, "measures something else"),
                      {shown(before), shown(after)});
    if (!was && !is) {
      if (!same_measure || !same_words(before, after))
        out_.add(Rule::kQualityAdvice, place,
                 said(after, "tells something else, and stops nothing"),
                 {shown(before), shown(after)});
      return;
    }
    if (was != is)
      return out_.add(is ? Rule::kQualityRaised : Rule::kQualityLowered, place,
                      said(after, is ? "is an error now" : "is an error no longer"),
                      {before.severity, after.severity});
    bounds(before, after, place);
  }
  void added(const QualityRule& rule) const {
    out_.add(is_error(rule) ? Rule::kQualityAdded : Rule::kQualityAdvice, place_of(rule),
             said(rule, "is added"), {"", shown(rule)});
  }
  void removed(const QualityRule& rule) const {
    Topic place = place_of(rule);
    place.span = parent_.span;  // it is not in the new file
    out_.add(is_error(rule) ? Rule::kQualityRemoved : Rule::kQualityAdvice, place,
             said(rule, "is dropped"), {shown(rule), ""});
  }

 private:
  void bounds(const QualityRule& before, const QualityRule& after, const Topic& place) const {
    const AllowedValues was = allowed_values(before), is = allowed_values(after);
    const bool tighter = is_within(is, was), looser = is_within(was, is);
    const bool no_unit_matters = before.unit == after.unit;
    if (!no_unit_matters || (tighter && looser)) {
      if (!same_words(before, after))
        out_.add(Rule::kQualityDescribed, place, said(after, "is described anew"));
      return;
    }
    out_.add(tighter  ? Rule::kQualityTightened
             : looser ? Rule::kQualityLoosened
                      : Rule::kQualityChanged,
             place,
             said(after, tighter  ? "allows less"
                         : looser ? "allows more"
                                  : "allows other values"),
             {condition_of(before), condition_of(after)});
  }

  static std::string shown(const QualityRule& rule) {
    const std::string condition = condition_of(rule);
    return measure_of(rule) + (condition.empty() ? "" : " " + condition);
  }
  static std::string said(const QualityRule& rule, std::string_view text) {
    return fmt::format("quality rule `{}` {}", name_of(rule), text);
  }
  Topic place_of(const QualityRule& rule) const {
    return {"quality", fmt::format("{} quality {}", parent_.address, name_of(rule)),
            rule.span.file != nullptr ? rule.span : parent_.span};
  }

  const Topic& parent_;
  Changes& out_;
};

}  // namespace

void compare_quality(const Rules& before, const Rules& after, const Topic& place, Changes& out) {
  if (before.empty() && after.empty()) return;
  const Matches matches = match<QualityRule>(
      before, after,
      {[](const QualityRule& rule) { return rule.id; },
       [](const QualityRule& rule) { return rule.name; },
       [](const QualityRule& rule) {
         return measure_of(rule) + rule.arguments.dump_canonical() + condition_of(rule);
       },
       [](const QualityRule& rule) { return measure_of(rule) + rule.arguments.dump_canonical(); },
       // A rule that measures the same with other arguments, or that was named as well as changed.
       [](const QualityRule& rule) { return measure_of(rule); }});
  const QualityComparison comparison(place, out);
  for (size_t i = 0; i < after.size(); ++i)
    if (matches.old_of[i])
      comparison.both(before[*matches.old_of[i]], after[i]);
    else
      comparison.added(after[i]);
  for (size_t i = 0; i < before.size(); ++i)
    if (!matches.is_kept[i]) comparison.removed(before[i]);
}

}  // namespace hanse::contract
