// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "base/result.h"
#include "policy/document.h"
#include "policy/known.h"

namespace hanse::policy {

// One Rego file as text. `scope` is empty for global policies, else the domain's id; a local file
// must be `package domains.<id>.<...>` (`-` in ids written `_`), a global one `package
// hanse.<...>`.
struct Source {
  std::shared_ptr<const SourceFile> file;
  std::string scope;
  bool is_test = false;
};
struct Table {  // reachable as data.<name>
  std::string name;
  Json value;
  std::string path = {};  // of its file, as problems name it
};
struct Limits {
  int64_t evaluation_us = 50'000;
};

// The compiled policies of a mesh. Immutable and thread-safe: each thread evaluates on its own
// engine, cloned on first use. Local policies are evaluated apart from global ones: they see the
// same input and tables, and no global rule.
class PolicySet {
 public:
  virtual ~PolicySet() = default;
  // Digest of all texts and tables: part of every decision's cache key.
  virtual const std::string& revision() const = 0;
  // True when the scope's bundle defines the rule `path` under its root, e.g. ("", "read.allow")
  // for data.hanse.read.allow, ("flight_operations", "read.allow") for
  // data.domains.flight_operations….
  virtual bool defines(const std::string& scope, const std::string& path) const = 0;
  // True when one of `paths` reads `member` of the input, through other rules too, or cannot be
  // told not to: then its answer may change with it.
  virtual bool reads(const std::string& scope, const std::vector<std::string>& paths,
                     std::string_view member) const = 0;
  // The rules (functions excepted) of the scope's bundle, sorted, as `defines` takes them.
  virtual std::vector<std::string> rules(const std::string& /*scope*/) const { return {}; }
  // Evaluates `paths` in one go over one input; `resource`, unless null, is its member of that
  // name. The answer is an object path → value; undefined rules are absent. Any error or time-out
  // fails (the caller denies). `known`, unless null: what `know` gave for an input that differs in
  // a question's own alone; it changes no answer.
  virtual Result<Json> evaluate(const std::string& scope, const std::vector<std::string>& paths,
                                const Json& input, const Document* resource = nullptr,
                                const Known* known = nullptr) const = 0;
  // For all questions about `paths` whose inputs differ in a question's own alone: `time`,
  // `action.operation`, `action.resource.table.columns`, `action.filterResources`; `input` has none
  // of these. Null where the scope has no policies.
  virtual std::shared_ptr<const Known> know(const std::string& /*scope*/,
                                            const std::vector<std::string>& /*paths*/,
                                            const Json& /*input*/,
                                            const Document* /*resource*/) const {
    return nullptr;
  }
};

// Loads and guards (nesting, recursion, banned and unknown functions, packages): all problems as
// HNS-P diagnostics; null when there is an error.
std::shared_ptr<const PolicySet> load_policies(const std::vector<Source>& sources,
                                               const std::vector<Table>& tables,
                                               const Limits& limits, Diagnostics& diagnostics);

struct TestOutcome {
  std::string path, package, name;
  int line = 0;
  enum class Verdict { kPass, kFail, kError } verdict = Verdict::kFail;
  std::string message;
  int64_t duration_us = 0;
};
struct FileCoverage {  // of a policy file that is no test
  std::string path;
  int covered = 0;               // lines that some test reached
  std::vector<int> not_covered;  // sorted
};
struct TestReport {
  std::vector<TestOutcome> outcomes;   // by scope, then path of the rule
  std::vector<FileCoverage> coverage;  // by path
};
// Runs every `test_` rule of the test files, as `opa test` does: a test passes when it is true,
// fails when it is false or undefined, and errs when its evaluation fails. Tests see the policies
// of their own scope only. A test may take `kTestTimeUs`.
constexpr int64_t kTestTimeUs = 1'000'000;
TestReport test_policies(const std::vector<Source>& sources, const std::vector<Table>& tables,
                         Diagnostics& diagnostics);
// The outcomes alone; `limits` may lengthen a test's time.
std::vector<TestOutcome> run_tests(const std::vector<Source>& sources,
                                   const std::vector<Table>& tables, const Limits& limits,
                                   Diagnostics& diagnostics);

}  // namespace hanse::policy
