// SPDX-License-Identifier: Apache-2.0
#include "policy/findings.h"

#include <algorithm>
#include <optional>
#include <set>

namespace hanse::policy {
namespace {

constexpr size_t kFindingsMax = 1'000;  // of one document

enum class RuleKind { kDeny, kWarn, kException };
struct RuleName {
  RuleKind kind;
  std::string suffix;  // what an exception names: `deny_owner` -> "owner"
};

std::string_view last_part(std::string_view path) {
  const size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::optional<RuleName> rule_name(std::string_view path) {
  const std::string_view name = last_part(path);
  if (name == "exception") return RuleName{RuleKind::kException, {}};
  for (const auto& [word, kind] : {std::pair<std::string_view, RuleKind>{"deny", RuleKind::kDeny},
                                   {"violation", RuleKind::kDeny},
                                   {"warn", RuleKind::kWarn}}) {
    if (name == word) return RuleName{kind, {}};
    if (name.starts_with(word) && name[word.size()] == '_') {
      return RuleName{kind, std::string(name.substr(word.size() + 1))};
    }
  }
  return std::nullopt;
}

std::unexpected<Error> wrong(std::string_view path, std::string_view expected) {
  return fail(ErrorCode::kDataError, fmt::format("`{}` gives {}", path, expected));
}

Result<std::set<std::string>> excepted_rules(std::string_view path, const Json& value) {
  std::set<std::string> out;
  if (!value.is_array()) return wrong(path, "no set of arrays of rule names");
  for (const auto& rules : value.items()) {
    if (!rules.is_array()) return wrong(path, "no set of arrays of rule names");
    for (const auto& rule : rules.items()) {
      if (!rule.is_string()) return wrong(path, "an exception that is no text");
      out.insert(std::string(rule.as_string()));
    }
  }
  return out;
}

Result<Finding> finding_from(std::string_view path, RuleKind kind, const Json& item) {
  Finding finding;
  finding.level = kind == RuleKind::kWarn ? Finding::Level::kWarn : Finding::Level::kDeny;
  finding.rule = path;
  if (item.is_string()) {
    finding.message = item.as_string();
    return finding;
  }
  if (!item.is_object() || !item["msg"].is_string()) {
    return wrong(path, "what is neither a text nor an object with `msg`");
  }
  finding.message = item["msg"].as_string();
  finding.metadata = item;
  finding.metadata.erase("msg");
  return finding;
}

}  // namespace

Result<std::vector<Finding>> decode_findings(const Json& results) {
  std::set<std::string> excepted;
  for (const auto& [path, value] : results.members()) {
    const auto name = rule_name(path);
    if (!name || name->kind != RuleKind::kException) continue;
    HANSE_TRY(auto rules, excepted_rules(path, value));
    excepted.merge(rules);
  }
  std::vector<Finding> out;
  for (const auto& [path, value] : results.members()) {
    const auto name = rule_name(path);
    if (!name) return wrong(path, "no `deny`, `warn`, `violation` or `exception`");
    if (name->kind == RuleKind::kException || excepted.contains(name->suffix)) continue;
    if (!value.is_array()) return wrong(path, "no set of texts or objects with `msg`");
    for (const auto& item : value.items()) {
      HANSE_TRY(auto finding, finding_from(path, name->kind, item));
      out.push_back(std::move(finding));
    }
    if (out.size() > kFindingsMax) {
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("one document has more than {} findings", kFindingsMax));
    }
  }
  std::ranges::stable_sort(out, [](const Finding& a, const Finding& b) {
    return std::tie(a.level, a.rule, a.message) < std::tie(b.level, b.rule, b.message);
  });
  return out;
}

Result<std::vector<Finding>> evaluate_findings(const PolicySet& policies, const std::string& scope,
                                               const std::string& package, const Json& input) {
  std::vector<std::string> paths;
  for (const auto& rule : policies.rules(scope)) {
    const bool in_package = rule.size() > package.size() + 1 && rule.starts_with(package) &&
                            rule[package.size()] == '.' &&
                            rule.find('.', package.size() + 1) == std::string::npos;
    if (in_package && rule_name(rule)) paths.push_back(rule);
  }
  if (paths.empty()) return std::vector<Finding>{};
  HANSE_TRY(Json results, policies.evaluate(scope, paths, input));
  return decode_findings(results);
}

}  // namespace hanse::policy
