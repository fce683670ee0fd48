// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/examine.h"

#include <algorithm>
#include <set>

namespace hanse::strategy {
namespace {

// By detector and object: the waiver that holds, else the one that ended last.
class Waivers {
 public:
  Waivers(const std::vector<DoctorSettings>& settings, int64_t now_us) : now_us_(now_us) {
    for (const DoctorSettings& file : settings)
      for (const DoctorWaiver& waiver : file.waivers) {
        const DoctorWaiver*& known = by_object_[{waiver.detector, waiver.object}];
        if (known == nullptr || known->until < waiver.until) known = &waiver;
      }
  }

  DoctorJudged judge(const Detector& detector, DoctorFinding finding) {
    DoctorJudged out;
    const auto found = by_object_.find({std::string(detector.id), finding.object});
    if (found != by_object_.end()) {
      used_.insert(found->first);
      out.waiver = *found->second;
      out.is_waived = !out.waiver->is_expired(now_us_);
    }
    out.finding = std::move(finding);
    return out;
  }

  std::vector<DoctorWaiver> unused(const std::set<std::string_view>& ran) const {
    std::vector<DoctorWaiver> out;
    for (const auto& [key, waiver] : by_object_)
      if (!used_.contains(key) && ran.contains(key.first)) out.push_back(*waiver);
    return out;
  }

 private:
  int64_t now_us_;
  std::map<std::pair<std::string, std::string>, const DoctorWaiver*> by_object_;
  std::set<std::pair<std::string, std::string>> used_;
};

void count(const DoctorOutcome& outcome, DoctorResult& result) {
  for (const DoctorJudged& judged : outcome.findings) {
    if (judged.is_waived)
      ++result.waived;
    else if (outcome.detector->severity == Severity::kError)
      ++result.errors;
    else
      ++result.warnings;
  }
  ++(outcome.not_run.empty() ? result.ran : result.not_run);
}

// Why a detector cannot run at all; empty: it can.
std::string reason_not_to_run(const Detector& detector, const DoctorQuestion& question) {
  if (detector.need == DoctorNeed::kFiles) return question.no_files;
  return question.facts == nullptr ? question.no_facts : std::string();
}

// Of the facts alone where files may not be told of.
void count_products(const DoctorQuestion& question, const MeshIndex& index, DoctorResult& result) {
  if (question.no_files.empty()) {
    result.products = index.products().size();
    result.domains = index.domains().size();
  } else if (question.facts != nullptr) {
    std::set<DomainId> domains;
    for (const auto& [id, product] : question.facts->products) domains.insert(id.domain);
    result.products = question.facts->products.size();
    result.domains = domains.size();
  }
}

}  // namespace

DoctorResult examine(const DoctorQuestion& question) {
  const MeshIndex index(*question.model, question.now_us);
  Waivers waivers(question.settings, question.now_us);
  DoctorResult result;
  result.mesh = question.model->mesh.id;
  result.now_us = question.now_us;
  count_products(question, index, result);
  if (question.facts != nullptr) result.missing = question.facts->missing;
  std::set<std::string_view> ran;
  for (const Detector& detector : doctor_detectors()) {
    if (!question.only.empty() && detector.id != question.only) continue;
    DoctorOutcome& outcome = result.outcomes.emplace_back();
    outcome.detector = &detector;
    outcome.limits = limits_of(detector, question.settings);
    outcome.not_run = reason_not_to_run(detector, question);
    if (outcome.not_run.empty()) {
      DoctorCase run(index, question.facts, question.now_us, outcome.limits);
      detector.run(run);
      outcome.not_run = std::move(run.skipped);
      for (DoctorFinding& finding : run.findings)
        outcome.findings.push_back(waivers.judge(detector, std::move(finding)));
      if (outcome.not_run.empty()) ran.insert(detector.id);
    }
    count(outcome, result);
  }
  // They name objects that there may be for others.
  if (question.no_files.empty()) result.unused = waivers.unused(ran);
  return result;
}

bool is_over(const DoctorResult& result, DoctorBar bar) {
  switch (bar) {
    case DoctorBar::kError:
      return result.errors > 0;
    case DoctorBar::kWarning:
      return result.errors + result.warnings > 0;
    case DoctorBar::kNone:
      return false;
  }
  return false;
}

}  // namespace hanse::strategy
