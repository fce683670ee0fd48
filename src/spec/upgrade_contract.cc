// SPDX-License-Identifier: Apache-2.0
#include "spec/upgrade_contract.h"

#include <algorithm>

#include "spec/convert_2x.h"
#include "spec/document.h"
#include "spec/edit_yaml.h"
#include "spec/editions.h"
#include "spec/scalar.h"
#include "spec/write_yaml.h"

namespace hanse::spec {
namespace {

// Names of the library's metrics before 3.1.
constexpr std::pair<std::string_view, std::string_view> kOlderMetrics[] = {
    {"duplicateCount", "duplicateValues"},  {"nullCount", "nullValues"},
    {"missingCount", "missingValues"},      {"invalidCount", "invalidValues"},
    {"validValues", "invalidValues"},       {"rowCount", "rowCount"},
    {"duplicateValues", "duplicateValues"}, {"nullValues", "nullValues"},
    {"missingValues", "missingValues"},     {"invalidValues", "invalidValues"}};

std::string_view metric_of(std::string_view rule) {
  for (const auto& [older, metric] : kOlderMetrics)
    if (older == rule) return metric;
  return {};
}

// Collects the edits that a document of 3.0 needs.
class Edits {
 public:
  void document(const Node& root) { walk(root, {}); }
  std::vector<YamlEdit> edits;
  std::vector<std::string> changes;

 private:
  void walk(const Node& node, const YamlPath& path) {
    for (const Node::Entry& entry : node.entries) {
      const YamlPath below = joined(path, entry.key);
      if (entry.key == "logicalTypeOptions") bounds(entry.value, below);
      if (entry.key == "quality")
        for (size_t i = 0; i < entry.value.items.size(); ++i)
          rule(entry.value.items[i], joined(below, i));
      // What a person keeps for other tools is theirs.
      if (entry.key != "customProperties" && entry.key != "examples") walk(entry.value, below);
    }
    for (size_t i = 0; i < node.items.size(); ++i) walk(node.items[i], joined(path, i));
  }

  void rule(const Node& rule, const YamlPath& path) {
    const Node* name = rule.find("rule");
    const std::string_view metric = name == nullptr ? std::string_view() : metric_of(name->text);
    const Node* type = rule.find("type");
    const bool is_library = type == nullptr || type->text == "library";
    if (metric.empty() || !is_library || rule.find("metric") != nullptr) return;
    edits.push_back({YamlEdit::Kind::kSet, joined(path, "metric"), Json(metric)});
    edits.push_back({YamlEdit::Kind::kRemove, joined(path, "rule"), {}});
    changes.push_back(
        fmt::format("{}: `rule: {}` is `metric: {}`", place_of(*name), name->text, metric));
  }

  // `exclusiveMinimum: true` made `minimum` one that is not allowed itself.
  void bounds(const Node& options, const YamlPath& path) {
    for (const auto& [exclusive, inclusive] :
         {std::pair("exclusiveMinimum", "minimum"), std::pair("exclusiveMaximum", "maximum")}) {
      const Node* flag = options.find(exclusive);
      if (flag == nullptr || flag->kind != Node::Kind::kBool) continue;
      const Node* bound = options.find(inclusive);
      if (bool_of(flag->text) && bound != nullptr) {
        edits.push_back({YamlEdit::Kind::kSet, joined(path, exclusive), to_json(*bound)});
        edits.push_back({YamlEdit::Kind::kRemove, joined(path, inclusive), {}});
      } else {
        edits.push_back({YamlEdit::Kind::kRemove, joined(path, exclusive), {}});
      }
      changes.push_back(fmt::format("{}: `{}: {}` is {}", place_of(*flag), exclusive, flag->text,
                                    bool_of(flag->text) && bound != nullptr
                                        ? fmt::format("`{}: {}`", exclusive, bound->text)
                                        : "left out"));
    }
  }

  static std::string place_of(const Node& node) {
    if (node.span.file == nullptr) return "?";
    const auto place = node.span.file->place(node.span.offset);
    return fmt::format("{}:{}", place.line, place.column);
  }
  template <typename Step>
  static YamlPath joined(YamlPath path, Step step) {
    path.emplace_back(std::move(step));
    return path;
  }
};

bool is_contract(const Node& root, Diagnostics& findings) {
  const Node* kind = root.find("kind");
  const Node* version = root.find("apiVersion");
  if (is_odcs_2x(root)) return true;
  if (kind == nullptr || kind->text != "DataContract" || version == nullptr) {
    findings.add({"HNS-S026",
                  Severity::kError,
                  "expected a document of kind `DataContract`",
                  kind == nullptr ? root.span : kind->span,
                  {},
                  {},
                  {}});
    return false;
  }
  if (odcs_edition(version->text) == kHanse1) {
    findings.add({"HNS-S025",
                  Severity::kError,
                  fmt::format("ODCS `{}` is not read", version->text),
                  version->span,
                  {},
                  {},
                  "docs/reference/standards.md lists the editions that are"});
    return false;
  }
  return true;
}

Diagnostics findings_of(const std::string& path, const std::string& text, Node& root) {
  Diagnostics findings;
  Document document;
  document.file.path = path;
  document.file.kind = FileKind::kContract;
  root = read_yaml(std::make_shared<const SourceFile>(path, text), findings);
  decode_document(root, nullptr, document, findings);
  findings.sort();
  return findings;
}

// The map and its entry whose key stands at `offset`.
const Node::Entry* entry_at(const Node& node, size_t offset, YamlPath& path) {
  for (const Node::Entry& entry : node.entries) {
    path.emplace_back(entry.key);
    if (entry.key_span.offset == offset) return &entry;
    if (const auto* found = entry_at(entry.value, offset, path)) return found;
    path.pop_back();
  }
  for (size_t i = 0; i < node.items.size(); ++i) {
    path.emplace_back(i);
    if (const auto* found = entry_at(node.items[i], offset, path)) return found;
    path.pop_back();
  }
  return nullptr;
}

size_t errors_in(const Diagnostics& findings) {
  return static_cast<size_t>(std::ranges::count_if(
      findings.items(), [](const auto& each) { return each.severity == Severity::kError; }));
}

const Json& at(const Json& document, const YamlPath& path) {
  const Json* there = &document;
  for (const YamlStep& step : path)
    there = std::holds_alternative<std::string>(step) ? &(*there)[std::get<std::string>(step)]
                                                      : &there->at(std::get<size_t>(step));
  return *there;
}

// The entry at `place` as a custom property of the map that it stands in.
std::vector<YamlEdit> moved_to_custom(const Json& document, const YamlPath& place) {
  const Json property = Json::object(
      {{"property", std::get<std::string>(place.back())}, {"value", at(document, place)}});
  YamlPath custom(place.begin(), place.end() - 1);
  custom.emplace_back("customProperties");
  const Json& list = at(document, custom);
  const YamlEdit removed{YamlEdit::Kind::kRemove, place, {}};
  if (list.is_array()) {
    custom.emplace_back(list.size());
    return {{YamlEdit::Kind::kInsert, std::move(custom), property}, removed};
  }
  Json added = Json::array();
  added.push(property);
  return {{YamlEdit::Kind::kSet, std::move(custom), std::move(added)}, removed};
}

// Fields that only the older edition took become custom properties, one after the other, wherever
// that leaves fewer errors.
void keep_unknown(const std::string& path, UpgradedContract& out) {
  Node root;
  out.findings = findings_of(path, out.text, root);
  for (size_t i = 0; i < out.findings.items().size();) {
    const Diagnostic& finding = out.findings.items()[i++];
    YamlPath place;
    if ((finding.code != "HNS-S020" && finding.code != "HNS-S046") ||
        entry_at(root, finding.span.offset, place) == nullptr)
      continue;
    const auto text = edit_yaml(path, out.text, moved_to_custom(to_json(root), place));
    if (!text) continue;
    Node next;
    Diagnostics findings = findings_of(path, *text, next);
    if (errors_in(findings) >= errors_in(out.findings)) continue;
    const std::string& key = std::get<std::string>(place.back());
    out.changes.push_back(fmt::format("`{0}` is the custom property `{0}`", key));
    out.text = *text;
    out.findings = std::move(findings);
    root = std::move(next);
    i = 0;
  }
}

}  // namespace

Result<UpgradedContract> upgrade_contract(const std::string& path, const std::string& text,
                                          Diagnostics& findings) {
  const Node root = read_yaml(std::make_shared<const SourceFile>(path, text), findings);
  if (findings.has_errors() || !is_contract(root, findings))
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no contract", path));
  UpgradedContract out;
  out.text = text;
  if (is_odcs_2x(root)) {
    Decoder decoder({findings, "contract", nullptr});
    out.text = write_yaml(to_json(convert_odcs_2x(root, decoder)));
    out.is_rewritten = true;
    out.changes.emplace_back("written anew in the shape of 3.x");
  }
  const std::string newest(newest_version(kOdcs));
  const Node now = out.is_rewritten
                       ? read_yaml(std::make_shared<const SourceFile>(path, out.text), findings)
                       : root;
  Edits edits;
  const Node* version = now.find("apiVersion");
  if (version == nullptr || version->text != newest) {
    edits.edits.push_back({YamlEdit::Kind::kSet, {"apiVersion"}, Json(newest)});
    edits.changes.push_back(fmt::format("`apiVersion` is `{}`", newest));
  }
  if (version == nullptr || odcs_edition(version->text) == kOdcs30) edits.document(now);
  HANSE_TRY(out.text, edit_yaml(path, out.text, edits.edits));
  out.changes.insert(out.changes.end(), edits.changes.begin(), edits.changes.end());
  keep_unknown(path, out);
  return out;
}

}  // namespace hanse::spec
