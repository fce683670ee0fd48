// SPDX-License-Identifier: Apache-2.0
#include "policy/bundle.h"

#include <hanse_rego.h>
#include <time.h>

#include <algorithm>
#include <utility>

#include "base/json_text.h"

namespace hanse::policy {
namespace {

constexpr size_t kIdleEnginesMax = 64;

// Takes the string that the engine gave away; an absent one reads as null.
Json take_json(char* answer) {
  if (answer == nullptr) return {};
  auto parsed = Json::parse(answer);
  hanse_rego_string_free(answer);
  return parsed ? std::move(*parsed) : Json();
}

ErrorCode code_of(std::string_view kind) {
  if (kind == "timeout") return ErrorCode::kTimeout;
  if (kind == "limit") return ErrorCode::kLimitExceeded;
  if (kind == "conflict" || kind == "evaluation" || kind == "input") return ErrorCode::kDataError;
  return ErrorCode::kInternal;
}

// The engine looks at the wall's clock, which goes on while others have the processor.
constexpr int kTries = 4;
constexpr int64_t kLongerEachTry = 4;

int64_t thread_cpu_us() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return used.tv_sec * 1'000'000 + used.tv_nsec / 1'000;
}

// What is asked, as the engine takes it.
struct Asked {
  Asked(const std::vector<std::string>& paths, const Json& input_document,
        const Document* resource_document)
      : input(input_document.dump()),
        rules(json_list(paths).dump()),
        resource(resource_document != nullptr ? resource_document->prepared() : nullptr),
        is_too_large(resource_document != nullptr && resource == nullptr) {}
  // The question's own members of the input; all others are known.
  Asked(const std::vector<std::string>& paths, const Json& input_document, const Known& of)
      : input(fmt::format(R"({{"action":{},"time":{}}})", input_document["action"].dump(),
                          input_document["time"].dump())),
        rules(json_list(paths).dump()),
        known(of.get()) {}

  const std::string input, rules;
  const hanse_rego_document* const resource = nullptr;
  const hanse_rego_known* const known = nullptr;
  const bool is_too_large = false;
};

Result<Json> evaluate_once(hanse_rego_engine* engine, const Asked& asked,
                           int64_t time_limit_us) {
  if (asked.is_too_large)
    return fail(ErrorCode::kLimitExceeded, "the resource of the input is larger than 16 MB");
  char* text = nullptr;
  const int status = hanse_rego_evaluate(
      engine, asked.input.data(), asked.input.size(), asked.resource, asked.known,
      asked.rules.data(), asked.rules.size(),
      static_cast<uint64_t>(std::max<int64_t>(time_limit_us, 1)), &text);
  Json answer = take_json(text);
  if (status == HANSE_REGO_OK && answer["results"].is_object()) {
    return std::move(*answer.find("results"));
  }
  const Json& error = answer["error"];
  std::string message(error["message"].as_string("the policy engine gave no answer"));
  return fail(code_of(error["kind"].as_string()), std::move(message));
}

// An evaluation that was kept waiting is asked again with more time; one that used its own is not.
Result<Json> evaluate_on(hanse_rego_engine* engine, const Asked& asked, int64_t time_limit_us) {
  for (int64_t tries = 1, limit_us = time_limit_us;; ++tries, limit_us *= kLongerEachTry) {
    const int64_t begin_us = thread_cpu_us();
    Result<Json> answer = evaluate_once(engine, asked, limit_us);
    if (answer || answer.error().code != ErrorCode::kTimeout || tries == kTries ||
        thread_cpu_us() - begin_us >= time_limit_us / 2)
      return answer;
  }
}

Bundle::Problem problem_from(const Json& error) {
  Bundle::Problem problem;
  problem.kind = error["kind"].as_string();
  problem.path = error["path"].as_string();
  problem.message = error["message"].as_string();
  problem.help = error["help"].as_string();
  problem.offset = static_cast<uint32_t>(error["offset"].as_int());
  problem.length = static_cast<uint32_t>(error["length"].as_int());
  problem.line = static_cast<int>(error["line"].as_int(1));
  return problem;
}

std::string request_text(const std::vector<Bundle::Module>& modules, const Json& data) {
  Json list = Json::array();
  for (const auto& module : modules) {
    list.push(Json::object({{"path", module.path}, {"text", module.text}}));
  }
  return Json::object({{"modules", std::move(list)}, {"data", data}}).dump();
}

}  // namespace

Bundle::~Bundle() {
  for (auto* engine : idle_) hanse_rego_engine_free(engine);
  hanse_rego_bundle_free(bundle_);
}

std::unique_ptr<Bundle> Bundle::load(const std::vector<Module>& modules, const Json& data,
                                     std::vector<Problem>& problems) {
  const std::string request = request_text(modules, data);
  auto bundle = std::make_unique<Bundle>();
  char* text = nullptr;
  const int status =
      hanse_rego_bundle_create(request.data(), request.size(), &bundle->bundle_, &text);
  const Json answer = take_json(text);
  for (const auto& error : answer["errors"].items()) problems.push_back(problem_from(error));
  if (status != HANSE_REGO_OK || bundle->bundle_ == nullptr) {
    if (answer["errors"].size() == 0) {
      problems.push_back({"panic", {}, "the policy engine gave no answer", {}, 0, 0, 1});
    }
    return nullptr;
  }
  for (const auto& item : answer["rules"].items()) {
    Rule rule;
    rule.path = item["path"].as_string();
    rule.package = item["package"].as_string();
    rule.file = item["file"].as_string();
    rule.line = static_cast<int>(item["line"].as_int());
    rule.is_function = item["kind"].as_string() == "function";
    for (const Json& member : item["inputs"].items())
      rule.inputs.emplace_back(member.as_string());
    rule.metadata = item["metadata"];
    bundle->rules_.push_back(std::move(rule));
  }
  std::ranges::sort(bundle->rules_, {}, &Rule::path);
  for (const auto& item : answer["modules"].items()) {
    bundle->packages_.push_back({std::string(item["path"].as_string()),
                                 std::string(item["package"].as_string()),
                                 static_cast<uint32_t>(item["offset"].as_int()),
                                 static_cast<uint32_t>(item["length"].as_int())});
  }
  return bundle;
}

const Bundle::Rule* Bundle::find_rule(const std::string& path) const {
  const auto found = std::ranges::lower_bound(rules_, path, {}, &Rule::path);
  return found != rules_.end() && found->path == path ? &*found : nullptr;
}

// One of the idle engines, or a new one; goes back at the end. Null when none can start.
class Bundle::Borrowed {
 public:
  explicit Borrowed(const Bundle& bundle) : bundle_(bundle) {
    {
      const std::lock_guard lock(bundle_.mutex_);
      if (!bundle_.idle_.empty()) {
        engine_ = bundle_.idle_.back();
        bundle_.idle_.pop_back();
      }
    }
    if (engine_ == nullptr) engine_ = hanse_rego_engine_create(bundle_.bundle_);
  }
  ~Borrowed() {
    {
      const std::lock_guard lock(bundle_.mutex_);
      if (engine_ != nullptr && bundle_.idle_.size() < kIdleEnginesMax)
        bundle_.idle_.push_back(std::exchange(engine_, nullptr));
    }
    hanse_rego_engine_free(engine_);
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  hanse_rego_engine* get() const { return engine_; }

 private:
  const Bundle& bundle_;
  hanse_rego_engine* engine_ = nullptr;
};

Result<Json> Bundle::evaluate(const std::vector<std::string>& paths, const Json& input,
                              const Document* resource, const Known* known,
                              int64_t time_limit_us) const {
  const Borrowed engine(*this);
  if (engine.get() == nullptr)
    return fail(ErrorCode::kInternal, "the policy engine cannot start");
  if (known != nullptr && known->get() != nullptr) {
    auto answer = evaluate_once(engine.get(), Asked(paths, input, *known), time_limit_us);
    // What is wrong is said by the whole.
    if (answer) return answer;
  }
  return evaluate_on(engine.get(), Asked(paths, input, resource), time_limit_us);
}

std::shared_ptr<const Known> Bundle::know(const std::vector<std::string>& paths,
                                          const Json& input, const Document* resource,
                                          int64_t time_limit_us) const {
  const Borrowed engine(*this);
  const Asked asked(paths, input, resource);
  if (engine.get() == nullptr || asked.is_too_large) return std::make_shared<Known>(nullptr);
  return std::make_shared<Known>(hanse_rego_known_create(
      engine.get(), asked.input.data(), asked.input.size(), asked.resource, asked.rules.data(),
      asked.rules.size(), static_cast<uint64_t>(std::max<int64_t>(time_limit_us, 1))));
}

Known::~Known() { hanse_rego_known_free(known_); }

Bundle::Recorder::Recorder(const Bundle& bundle)
    : engine_(hanse_rego_engine_create(bundle.bundle_)) {
  hanse_rego_coverage_begin(engine_);
}

Bundle::Recorder::~Recorder() { hanse_rego_engine_free(engine_); }

Result<Json> Bundle::Recorder::evaluate(const std::vector<std::string>& paths, const Json& input,
                                        int64_t time_limit_us) const {
  return evaluate_on(engine_, Asked(paths, input, nullptr), time_limit_us);
}

Result<Json> Bundle::Recorder::coverage() const {
  char* text = nullptr;
  const int status = hanse_rego_coverage_report(engine_, &text);
  Json answer = take_json(text);
  if (status == HANSE_REGO_OK) return answer;
  const auto message = answer["error"]["message"].as_string("the engine gives no coverage");
  return fail(ErrorCode::kInternal, std::string(message));
}

}  // namespace hanse::policy
