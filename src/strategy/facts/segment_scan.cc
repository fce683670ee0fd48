// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_view.h"
#include "ledger/format.h"
#include "strategy/facts/segment_facts.h"

namespace hanse::strategy {
namespace {

constexpr size_t kHashDigits = ledger::kHashDigits;
constexpr size_t kKeyDigits = 16;     // of each half of a decision's id
constexpr size_t kKindBytesMax = 40;  // a kind is a word
constexpr std::string_view kKindMark = ",\"kind\":\"";
constexpr std::string_view kPrevMark = "\"prev\":\"";

DecisionKey key_of(std::string_view id) {
  DecisionKey key;
  if (id.size() != 2 * kKeyDigits) return key;
  std::from_chars(id.data(), id.data() + kKeyDigits, key.time, 16);
  std::from_chars(id.data() + kKeyDigits, id.data() + 2 * kKeyDigits, key.chance, 16);
  return key;
}

// What follows the body in a line: keys are sorted, so it is `,"kind":…,"prev":…,"seq":…,"time":…}`
// and is found from the end; in a text of the body, a quote has a backslash before it.
struct Tail {
  std::string_view kind, prev;
  int64_t at_us = 0;
};
std::optional<Tail> tail_of(std::string_view json) {
  const size_t mark = json.rfind(kKindMark);
  if (mark == std::string_view::npos) return std::nullopt;
  const size_t start = mark + kKindMark.size(), end = json.find('"', start);
  const size_t prev = json.find(kPrevMark, start), time = json.find("\"time\":\"", start);
  if (end == std::string_view::npos || end - start > kKindBytesMax ||
      prev == std::string_view::npos || time == std::string_view::npos)
    return std::nullopt;
  const size_t from = time + std::string_view("\"time\":\"").size();
  const size_t until = json.find('"', from);
  if (until == std::string_view::npos) return std::nullopt;
  const auto at = parse_time(json.substr(from, until - from));
  if (!at) return std::nullopt;
  return Tail{json.substr(start, end - start), json.substr(prev + kPrevMark.size(), kHashDigits),
              *at};
}

class Scan {
 public:
  SegmentFacts read(std::string_view text) {
    while (!text.empty()) {
      const size_t end = text.find('\n');
      if (end == std::string_view::npos) break;  // what is being written now
      line(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    SegmentFacts out = count_.take();
    const SegmentFacts& same = out;
    resolve_repeats(out, same);
    return out;
  }

 private:
  void line(std::string_view text) {
    if (text.size() <= kHashDigits + 1) return;
    const std::string_view json = text.substr(kHashDigits + 1);
    const auto tail = tail_of(json);
    if (!tail) return;
    SegmentFacts& facts = count_.facts();
    if (facts.entries++ == 0) facts.before = tail->prev;
    if (facts.first_us == 0 || tail->at_us < facts.first_us) facts.first_us = tail->at_us;
    facts.last_us = std::max(facts.last_us, tail->at_us);
    facts.last = text.substr(0, kHashDigits);
    if (tail->kind == "decision")
      return with_body(json, [&](const auto& body) { decision(body, tail->at_us); });
    if (tail->kind == "refresh" || tail->kind == "checks" || tail->kind == "run")
      return with_body(json, [&](const auto& body) { outcome(tail->kind, body, tail->at_us); });
    if (tail->kind == "apply")
      return with_body(json, [&](const auto& body) { apply(body, tail->at_us); });
    if (tail->kind == "grant") with_body(json, [&](const auto& body) { grant(body, tail->at_us); });
  }

  template <typename Do>
  void with_body(std::string_view json, Do act) {
    if (const auto view = reader_.read(json)) act((*view)["body"]);
  }

  uint32_t principal_of(const JsonView& principal) {
    const std::string_view user = principal["user"].as_string();
    const bool is_product = user.starts_with("product:");
    const uint32_t index =
        count_.name_of(is_product ? std::string(user) : fmt::format("user:{}", user));
    if (!is_product)
      principal["groups"].each(
          [&](const JsonView& group) { count_.add_group(index, group.as_string()); });
    return index;
  }

  void decision(const JsonView& body, int64_t at_us) {
    const std::string_view outcome = body["outcome"].as_string();
    if (outcome != "allowed" && outcome != "denied" && outcome != "failed") return;
    const uint32_t principal = principal_of(body["principal"]);
    if (const auto of = body["repeats"]; !of.is_null()) {
      if (outcome == "allowed")
        count_.facts().repeats.push_back({key_of(of.as_string()), principal, at_us});
      return;
    }
    std::vector<uint32_t> tables;
    body["tables"].each([&](const JsonView& table) {
      const uint32_t name = count_.name_of(table["table"].as_string());
      if (std::ranges::find(tables, name) != tables.end()) return;
      tables.push_back(name);
      count_.add_use(principal, name, at_us, answer_of(outcome, table));
    });
    if (outcome == "allowed")
      count_.add_decision(key_of(body["decision_id"].as_string()), std::move(tables));
  }

  // Who asks for a table that is hidden from them is told that there is none: refused as well.
  static SegmentCount::Answer answer_of(std::string_view outcome, const JsonView& table) {
    using enum SegmentCount::Answer;
    if (outcome == "allowed") return kAllowed;
    if (!table["discover"].as_bool()) return kRefused;
    return outcome == "denied" && !table["allow"].as_bool() ? kRefused : kFailed;
  }

  void outcome(std::string_view kind, const JsonView& body, int64_t at_us) {
    SegmentOutcome out{at_us, count_.name_of(body["product"].as_string())};
    if (kind == "refresh") {
      out.succeeded = body["succeeded"].as_bool();
    } else if (kind == "run") {
      out.kind = OutcomeFact::Kind::kRun;
      out.succeeded = body["run"]["status"].as_string() == "succeeded";
    } else {
      out.kind = OutcomeFact::Kind::kChecks;
      out.succeeded = true;
      bool was_judged = false;
      body["verdicts"].each_member([&](std::string_view, const JsonView& verdict) {
        if (verdict.as_string() == "failed") out.succeeded = false;
        if (verdict.as_string() != "notRun") was_judged = true;
      });
      if (!was_judged) return;  // nothing ran: neither good nor bad
    }
    count_.facts().outcomes.push_back(out);
  }

  void apply(const JsonView& body, int64_t at_us) {
    Json scopes = Json::array(), addresses = Json::array();
    bool is_breaking = false;
    body["scopes"].each([&](const JsonView& scope) { scopes.push(scope["scope"].as_string()); });
    body["changes"].each([&](const JsonView& change) {
      addresses.push(change["address"].as_string());
      if (change["effect"].as_string() == "breaking") is_breaking = true;
    });
    add_event("apply", at_us,
              Json::object({{"principal", body["identity"]["user"].as_string()},
                            {"git_commit", body["git_commit"].as_string()},
                            {"environment", body["environment"].as_string()},
                            {"allowed", body["allowed"].as_bool()},
                            {"breaking", is_breaking},
                            {"scopes", std::move(scopes)},
                            {"addresses", std::move(addresses)}}));
  }

  void grant(const JsonView& body, int64_t at_us) {
    add_event(
        "grant", at_us,
        Json::object({{"event", body["event"].as_string()}, {"grant", body["grant"].as_string()}}));
  }

  void add_event(const char* kind, int64_t at_us, const Json& json) {
    count_.facts().events.push_back({at_us, kind, json.dump_canonical()});
  }

  SegmentCount count_;
  JsonReader reader_;
};

}  // namespace

SegmentFacts scan_segment(std::string_view text) { return Scan().read(text); }

}  // namespace hanse::strategy
