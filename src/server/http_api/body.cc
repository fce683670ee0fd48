// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/body.h"

#include "base/utf8.h"
#include "server/http_api/problem.h"

namespace hanse::server {
namespace {

constexpr size_t kNameShownMax = 60;

// The media type exactly; parameters such as a charset may follow.
bool is_json(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return equal_ignoring_case(type, "application/json");
}

bool fits(const Json& value, BodyField::Kind kind) {
  switch (kind) {
    case BodyField::Kind::kText: return value.is_string();
    case BodyField::Kind::kList: return value.is_array();
    case BodyField::Kind::kObject: return value.is_object();
    case BodyField::Kind::kFlag: return value.is_bool();
    case BodyField::Kind::kCount: return value.is_integer() && value.as_int() > 0;
  }
  return false;
}

std::string_view word_of(BodyField::Kind kind) {
  switch (kind) {
    case BodyField::Kind::kText: return "string";
    case BodyField::Kind::kList: return "list of scalars";
    case BodyField::Kind::kObject: return "object";
    case BodyField::Kind::kFlag: return "true or false";
    case BodyField::Kind::kCount: return "positive integer";
  }
  return "";
}

std::string listed(std::span<const BodyField> fields) {
  std::string out;
  for (const BodyField& field : fields)
    out += fmt::format("{}{} ({})", out.empty() ? "fields: " : ", ", field.name,
                       word_of(field.kind));
  return out;
}

}  // namespace

Result<Json> read_json_object(const net::Request& request, std::span<const BodyField> fields) {
  if (!is_json(request.header("content-type")))
    return fail(ErrorCode::kUnsupported, "expected a body of type application/json");
  Result<Json> json = Json::parse_unique(request.body);
  if (!json && Json::parse(request.body)) return fail(json.error());
  if (!json || !json->is_object())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("expected a JSON object: {{\"{}\": …}}", fields.front().name));
  for (const auto& [name, value] : json->members()) {
    const auto is_it = [&](const BodyField& field) {
      return field.name == name && fits(value, field.kind);
    };
    if (std::ranges::none_of(fields, is_it))
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` is no field of this type here", name.substr(0, kNameShownMax)),
                  listed(fields));
  }
  for (const BodyField& field : fields) {
    const Json& value = (*json)[field.name];
    if (field.is_required && (value.is_null() || (value.is_string() && value.as_string().empty())))
      return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is missing", field.name));
  }
  return json;
}

int send_body_problem(net::ResponseWriter& writer, const Error& error) {
  if (error.code != ErrorCode::kUnsupported) {
    (void)send_problem(writer, error);
    return http_status(error.code);
  }
  (void)writer.send(415, {{"Content-Type", "application/problem+json"}},
                    refusal_document(415, error.message));
  return 415;
}

}  // namespace hanse::server
