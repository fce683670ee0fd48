// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/catalogue.h"

#include "base/check.h"
#include "base/embedded.h"
#include "spec/node.h"
#include "spec/scalar.h"

namespace hanse::strategy {
namespace {

using spec::Node;

std::string text_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? std::string() : found->text;
}

std::vector<std::string> texts_of(const Node& node, std::string_view key) {
  std::vector<std::string> out;
  if (const Node* found = node.find(key); found != nullptr)
    for (const Node& item : found->items) out.push_back(item.text);
  return out;
}

double number_in(const std::string& text) {
  const auto number = spec::number_of(text);
  HANSE_CHECK(number.has_value(), "questions.yaml has a text where a number belongs");
  return *number;
}

AssessQuestion question_of(const Node& node) {
  AssessQuestion out;
  out.id = text_of(node, "id");
  out.asks = text_of(node, "asks");
  out.anchors = texts_of(node, "anchors");
  HANSE_CHECK(out.anchors.size() == kAssessLevelMax + 1, "a question has an anchor a level");
  if (const Node* measure = node.find("measure"); measure != nullptr) {
    out.measure.id = text_of(*measure, "id");
    out.measure.falls = text_of(*measure, "falls") == "true";
    for (const std::string& limit : texts_of(*measure, "levels"))
      out.measure.levels.push_back(number_in(limit));
    HANSE_CHECK(out.measure.levels.size() == kAssessLevelMax, "a measure has a limit a level");
  }
  return out;
}

std::vector<AssessDimension> read_catalogue() {
  const std::string path = "src/strategy/assess/questions.yaml";
  Diagnostics diagnostics;
  const Node root = spec::read_yaml(
      std::make_shared<const SourceFile>(path, std::string(embedded_file(path))), diagnostics);
  HANSE_CHECK(diagnostics.empty(), "questions.yaml is no YAML");
  std::vector<AssessDimension> out;
  const Node* dimensions = root.find("dimensions");
  HANSE_CHECK(dimensions != nullptr, "questions.yaml has no dimensions");
  for (const Node& node : dimensions->items) {
    AssessDimension& dimension = out.emplace_back();
    dimension.id = text_of(node, "id");
    dimension.name = text_of(node, "name");
    dimension.start = number_in(text_of(node, "start"));
    dimension.carries = texts_of(node, "carries");
    dimension.steps = texts_of(node, "steps");
    dimension.dcam = texts_of(node, "dcam");
    dimension.dmbok = texts_of(node, "dmbok");
    for (const Node& question : node.find("questions")->items)
      dimension.questions.push_back(question_of(question));
  }
  return out;
}

}  // namespace

int AssessMeasure::level_of(double value) const {
  int level = 0;
  for (const double limit : levels)
    if (falls ? value <= limit : value >= limit) ++level;
  return level;
}

const std::vector<AssessDimension>& assess_dimensions() {
  static const std::vector<AssessDimension> all = read_catalogue();
  return all;
}

const AssessQuestion* assess_question(std::string_view id) {
  for (const AssessDimension& dimension : assess_dimensions())
    for (const AssessQuestion& question : dimension.questions)
      if (question.id == id) return &question;
  return nullptr;
}

}  // namespace hanse::strategy
