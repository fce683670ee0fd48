// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "net/http.h"

namespace hanse::server {

// A request's body: one JSON object of these fields and no others.
struct BodyField {
  enum class Kind { kText, kList, kObject, kCount, kFlag };  // kCount: an integer above 0
  std::string_view name;
  Kind kind;
  bool is_required = false;
};
inline constexpr BodyField kQueryFields[] = {{"sql", BodyField::Kind::kText, true},
                                             {"purpose", BodyField::Kind::kText},
                                             {"parameters", BodyField::Kind::kList},
                                             {"memory_bytes", BodyField::Kind::kCount}};
inline constexpr BodyField kApplyFields[] = {{"plan", BodyField::Kind::kObject, true}};
inline constexpr BodyField kApplyAsFields[] = {{"plan", BodyField::Kind::kObject, true},
                                               {"as", BodyField::Kind::kText}};
inline constexpr BodyField kProductsFields[] = {{"products", BodyField::Kind::kList}};
inline constexpr BodyField kRefreshFields[] = {{"products", BodyField::Kind::kList},
                                               {"join", BodyField::Kind::kFlag}};
inline constexpr BodyField kRunFields[] = {
    {"id", BodyField::Kind::kText},        {"status", BodyField::Kind::kText},
    {"tool", BodyField::Kind::kText},      {"message", BodyField::Kind::kText},
    {"startedAt", BodyField::Kind::kText}, {"finishedAt", BodyField::Kind::kText},
    {"details", BodyField::Kind::kObject}};
inline constexpr BodyField kRunAsFields[] = {{"run", BodyField::Kind::kObject, true},
                                             {"as", BodyField::Kind::kText}};
inline constexpr BodyField kReportFields[] = {{"summary", BodyField::Kind::kText, true}};
inline constexpr BodyField kCloseFields[] = {{"cause", BodyField::Kind::kText, true}};

// kUnsupported when it is of another media type; no repeated keys.
Result<Json> read_json_object(const net::Request& request, std::span<const BodyField> fields);
// Answers what read_json_object found wrong; gives the status that was sent.
int send_body_problem(net::ResponseWriter& writer, const Error& error);

}  // namespace hanse::server
