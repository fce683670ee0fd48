// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "policy/document.h"
#include "policy/known.h"

struct hanse_rego_bundle;
struct hanse_rego_engine;

namespace hanse::policy {

// The compiled policies of one scope in the embedded engine, with its own root package. Immutable
// once loaded; `evaluate` is thread-safe: each call borrows an engine of its own from a pool that
// grows to the number of threads that evaluate at once.
class Bundle {
 public:
  struct Module {
    std::string path, text;
  };
  struct Problem {  // of a module's text; the place is in bytes
    std::string kind, path, message, help;
    uint32_t offset = 0, length = 0;
    int line = 1;
  };
  struct Rule {
    std::string path;  // data.hanse.read.allow
    std::string package, file;
    int line = 0;
    bool is_function = false;
    std::vector<std::string> inputs;  // members of `input` that it reads; "*": all
    Json metadata;  // its METADATA block, or null
  };
  struct Package {
    std::string path, name;  // of the file; data.hanse.read
    uint32_t offset = 0, length = 0;
  };

  Bundle() = default;
  ~Bundle();
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;

  // Compiles `modules` with `data` as the document below `data`. All problems at once; null when
  // there is one.
  static std::unique_ptr<Bundle> load(const std::vector<Module>& modules, const Json& data,
                                      std::vector<Problem>& problems);
  const std::vector<Rule>& rules() const { return rules_; }  // by path
  const std::vector<Package>& packages() const { return packages_; }
  const Rule* find_rule(const std::string& path) const;

  // {path: value} without undefined rules. `resource`, unless null, is the input's member of that
  // name; `known`, unless null, is of the same bundle and a common input of this one. kTimeout,
  // kLimitExceeded, kDataError (conflict, an error in a rule), kInternal.
  Result<Json> evaluate(const std::vector<std::string>& paths, const Json& input,
                        const Document* resource, const Known* known,
                        int64_t time_limit_us) const;
  // PolicySet::know. Never null.
  std::shared_ptr<const Known> know(const std::vector<std::string>& paths, const Json& input,
                                    const Document* resource, int64_t time_limit_us) const;

  // An engine that records which lines it reached, for tests. One thread at a time.
  class Recorder {
   public:
    explicit Recorder(const Bundle& bundle);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    Result<Json> evaluate(const std::vector<std::string>& paths, const Json& input,
                          int64_t time_limit_us) const;
    // {"files":[{"path","covered":[line],"not_covered":[line]}]}
    Result<Json> coverage() const;

   private:
    hanse_rego_engine* engine_;
  };

 private:
  class Borrowed;

  // Constant after load.
  hanse_rego_bundle* bundle_ = nullptr;
  std::vector<Rule> rules_;
  std::vector<Package> packages_;
  // Guarded by mutex_.
  mutable std::mutex mutex_;
  mutable std::vector<hanse_rego_engine*> idle_;
};

}  // namespace hanse::policy
