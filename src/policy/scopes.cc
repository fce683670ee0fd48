// SPDX-License-Identifier: Apache-2.0
#include "policy/scopes.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace hanse::policy {
namespace {

struct KindCode {
  std::string_view kind, code;
};
constexpr std::array kCodes{
    KindCode{"parse", "HNS-P001"},
    KindCode{"nesting", "HNS-P002"},
    KindCode{"size", "HNS-P002"},
    KindCode{"banned", "HNS-P003"},
    KindCode{"unknown_function", "HNS-P004"},
    KindCode{"arity", "HNS-P004"},
    KindCode{"recursion", "HNS-P005"},
    KindCode{"unknown_reference", "HNS-P006"},
    KindCode{"compile", "HNS-P007"},
    KindCode{"data", "HNS-P010"},
    KindCode{"with", "HNS-P012"},
};
constexpr std::string_view kEngineCode = "HNS-P011";
constexpr size_t kSlipLengthMax = 2;  // how much longer or shorter a mistyped name may be

Span span_in(const std::vector<Source>& sources, const std::string& path, uint32_t offset,
             uint32_t length) {
  const auto found = std::ranges::find_if(
      sources, [&](const Source& source) { return source.file->path() == path; });
  if (found == sources.end()) return sources.empty() ? Span{} : Span{sources.front().file, 0, 0};
  const auto size = static_cast<uint32_t>(found->file->text().size());
  offset = std::min(offset, size);
  return {found->file, offset, std::min(length, size - offset)};
}

Span start_of(const std::string& path) {
  if (path.empty()) return {};
  return {std::make_shared<const SourceFile>(path, ""), 0, 0};
}

bool is_at_or_below(std::string_view package, std::string_view root) {
  return package.starts_with(root) &&
         (package.size() == root.size() || package[root.size()] == '.');
}

void check_packages(const std::string& scope, const Bundle& bundle,
                    const std::vector<Source>& sources, Diagnostics& diagnostics) {
  const std::string root = root_of(scope);
  for (const auto& package : bundle.packages()) {
    if (is_at_or_below(package.name, root)) continue;
    const Span span = span_in(sources, package.path, package.offset, package.length);
    const std::string shown = root.substr(sizeof("data.") - 1);
    const std::string what =
        scope.empty()
            ? fmt::format("a global policy must be in `package {}` or below", shown)
            : fmt::format("a policy of domain `{}` must be in `package {}` or below", scope, shown);
    diagnostics.error("HNS-P008", span, what, fmt::format("write `package {}.read`", shown));
  }
}

const std::vector<std::string_view> kReadRules{"discover",   "columns",          "allow",
                                               "rowFilters", "batchColumnMasks", "reasons",
                                               "warnings"};

// Where the rule's name stands.
Span place_of(const Bundle::Rule& rule, std::string_view name, const std::vector<Source>& sources) {
  Span span = span_in(sources, rule.file, 0, 0);
  if (!span.file) return span;
  const std::string_view text = span.file->text();
  size_t line_start = 0;
  for (int line = 1; line < rule.line; ++line) line_start = text.find('\n', line_start) + 1;
  const size_t at = text.find(name, line_start);
  if (at == std::string_view::npos) return span;
  span.offset = static_cast<uint32_t>(at);
  span.length = static_cast<uint32_t>(name.size());
  return span;
}

// A rule whose name is nearly one that is asked for would never be asked for.
void check_names(const std::string& scope, const Bundle& bundle, const std::vector<Source>& sources,
                 Diagnostics& diagnostics) {
  const std::string package = root_of(scope) + ".read";
  for (const auto& rule : bundle.rules()) {
    if (rule.package != package || rule.is_function) continue;
    const std::string_view name = std::string_view(rule.path).substr(package.size() + 1);
    if (name.find('.') != name.npos) continue;  // a part of a rule, see check_parts
    if (std::ranges::find(kReadRules, name) != kReadRules.end()) continue;
    const std::string_view meant = nearest(name, kReadRules);
    // A longer name that begins alike is a helper, no slip.
    const size_t longer = std::max(name.size(), meant.size()) - std::min(name.size(), meant.size());
    if (meant.empty() || longer > kSlipLengthMax) continue;
    diagnostics.warning("HNS-P009", place_of(rule, name, sources), fmt::format("no decision asks for `{}`", name),
                        fmt::format("did you mean `{}`?", meant));
  }
}

bool is_asked(std::string_view package, std::string_view name) {
  if (package == "read")
    return std::ranges::find(kReadRules, name) != kReadRules.end();
  if (package == "change") return name == "allow" || name == "reasons";
  constexpr std::array<std::string_view, 4> kFindings{"deny", "warn", "violation", "exception"};
  return package == "spec" && std::ranges::any_of(kFindings, [&](std::string_view word) {
           return name == word || name.starts_with(std::string(word) + "_");
         });
}

// `rowFilters["a"] := …` defines `rowFilters.a`, and whoever asks for `rowFilters` finds none: a
// filter, or a denial, would be lost.
void check_parts(const std::string& scope, const Bundle& bundle,
                 const std::vector<Source>& sources, Diagnostics& diagnostics) {
  const std::string root = root_of(scope) + ".";
  for (const auto& rule : bundle.rules()) {
    if (!rule.path.starts_with(root)) continue;
    const std::string_view path = std::string_view(rule.path).substr(root.size());
    const size_t first = path.find('.');
    const size_t second = first == path.npos ? path.npos : path.find('.', first + 1);
    if (second == path.npos) continue;
    const std::string_view name = path.substr(first + 1, second - first - 1);
    if (!is_asked(path.substr(0, first), name)) continue;
    diagnostics.error("HNS-P009", place_of(rule, name, sources),
                      fmt::format("no decision asks for a part of `{}`", name),
                      fmt::format("write `{} contains …`, or `{} := …` for a single value", name,
                                  name));
  }
}

// The last part of the packages that decisions ask, below the scope's root.
constexpr std::array<std::string_view, 3> kDecisions{"read", "spec", "change"};

bool is_asked_somewhere(std::string_view name) {
  return std::ranges::any_of(kDecisions,
                             [&](std::string_view package) { return is_asked(package, name); });
}

// Whether another package's rules may use this one.
bool is_used(const std::string& package, const std::vector<Source>& sources) {
  return std::ranges::any_of(sources, [&](const Source& source) {
    const std::string_view text = source.is_test ? std::string_view() : source.file->text();
    for (size_t at = text.find(package); at != text.npos; at = text.find(package, at + 1)) {
      const size_t end = at + package.size();
      if (end == text.size() || std::string_view(".[ \t\r\n").find(text[end]) != text.npos)
        return true;
    }
    return false;
  });
}

constexpr std::string_view kTestEnding = "_test.rego";  // never part of a decision

// A filter or a denial in a package beside the ones that decisions ask would be lost.
void check_asked(const std::string& scope, const Bundle& bundle,
                 const std::vector<Source>& sources, Diagnostics& diagnostics) {
  const std::string root = root_of(scope);
  for (const auto& rule : bundle.rules()) {
    if (rule.file.ends_with(kTestEnding) || !is_at_or_below(rule.package, root) ||
        rule.path.size() <= rule.package.size())
      continue;
    const bool is_root = rule.package == root;
    const std::string_view package =
        std::string_view(rule.package).substr(is_root ? root.size() : root.size() + 1);
    const std::string_view name = std::string_view(rule.path).substr(rule.package.size() + 1);
    if (std::ranges::find(kDecisions, package) != kDecisions.end() || !is_asked_somewhere(name) ||
        (!is_root && is_used(rule.package, sources)))
      continue;
    const std::string shown = root.substr(sizeof("data.") - 1);
    const auto meant = std::ranges::find_if(
        kDecisions, [&](std::string_view asked) { return is_asked(asked, name); });
    diagnostics.error("HNS-P009", place_of(rule, name, sources),
                      fmt::format("no decision asks for `{}` of package `{}`", name,
                                  rule.package.substr(sizeof("data.") - 1)),
                      fmt::format("write `package {}.{}`", shown, *meant));
  }
}

bool is_identifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::ranges::all_of(name, [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

}  // namespace

std::string_view code_of(std::string_view kind) {
  const auto found = std::ranges::find(kCodes, kind, &KindCode::kind);
  return found == kCodes.end() ? kEngineCode : found->code;
}

std::string root_of(const std::string& scope) {
  if (scope.empty()) return "data.hanse";
  std::string id = scope;
  std::ranges::replace(id, '-', '_');
  return "data.domains." + id;
}

std::map<std::string, ScopeSources> by_scope(const std::vector<Source>& sources) {
  std::map<std::string, ScopeSources> out;
  out[""];
  for (const auto& source : sources) {
    auto& scope = out[source.scope];
    (source.is_test ? scope.tests : scope.policies).push_back(source);
  }
  return out;
}

Json tables_document(const std::vector<Table>& tables, Diagnostics& diagnostics) {
  Json document = Json::object();
  for (const auto& table : tables) {
    const Span span = start_of(table.path);
    if (!is_identifier(table.name)) {
      diagnostics.error(
          "HNS-P010", span,
          fmt::format("the policy table `{}` cannot be named in a policy", table.name),
          "name the file with letters, digits and `_`");
    } else if (table.name == "hanse" || table.name == "domains") {
      diagnostics.error("HNS-P010", span,
                        fmt::format("the policy table `{}` would hide the policies", table.name),
                        "give the file another name");
    } else if (document.find(table.name) != nullptr) {
      diagnostics.error("HNS-P010", span,
                        fmt::format("there are two policy tables `{}`", table.name),
                        "give one of the files another name");
    } else {
      document.set(table.name, table.value);
    }
  }
  return document;
}

std::unique_ptr<Bundle> load_bundle(const std::string& scope, const std::vector<Source>& sources,
                                    const Json& tables, Diagnostics& diagnostics) {
  std::vector<Bundle::Module> modules;
  bool readable = true;
  for (const auto& source : sources) {
    const std::string_view text = source.file->text();
    const size_t bad = first_invalid_utf8(text);
    if (bad != std::string_view::npos) {
      readable = false;
      diagnostics.error("HNS-P001", {source.file, static_cast<uint32_t>(bad), 1},
                        "the policy contains bytes that are no UTF-8");
      continue;
    }
    modules.push_back({source.file->path(), std::string(text)});
  }
  if (!readable) return nullptr;
  std::vector<Bundle::Problem> problems;
  auto bundle = Bundle::load(modules, tables, problems);
  for (auto& problem : problems) {
    diagnostics.error(std::string(code_of(problem.kind)),
                      span_in(sources, problem.path, problem.offset, problem.length),
                      std::move(problem.message), std::move(problem.help));
  }
  if (!bundle) return nullptr;
  const size_t errors = diagnostics.error_count();
  check_packages(scope, *bundle, sources, diagnostics);
  check_names(scope, *bundle, sources, diagnostics);
  check_parts(scope, *bundle, sources, diagnostics);
  check_asked(scope, *bundle, sources, diagnostics);
  return diagnostics.error_count() == errors ? std::move(bundle) : nullptr;
}

}  // namespace hanse::policy
