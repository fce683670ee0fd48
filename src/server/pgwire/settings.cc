// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/settings.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/diagnostics.h"
#include "base/utf8.h"

namespace hanse::server::pgwire {
namespace {

enum class Takes { kAnything, kListed, kNothing, kTime };
struct Known {
  std::string_view name, initial;
  Takes takes = Takes::kAnything;
  std::string_view listed = {};  // in lower case, between bars
  bool reported = false;
};

constexpr Known kSettings[] = {
    {"application_name", "", Takes::kAnything, {}, true},
    {"bytea_output", "hex", Takes::kListed, "|hex|"},
    {"client_encoding", "UTF8", Takes::kListed, "|utf8|unicode|", true},
    {"client_min_messages", "notice"},
    {"DateStyle", "ISO, MDY", Takes::kListed,
     "|iso|iso, mdy|iso, dmy|iso, ymd|iso,mdy|iso,dmy|iso,ymd|", true},
    {"default_transaction_deferrable", "off"},
    {"default_transaction_isolation", "read committed"},
    {"default_transaction_read_only", "on", Takes::kListed, "|on|true|1|yes|", true},
    {"escape_string_warning", "on"},
    {"extra_float_digits", "1"},
    {"hanse.auth", "", Takes::kListed, "||password|scram|"},
    {"hanse.purpose", ""},
    {"idle_in_transaction_session_timeout", "0"},
    {"in_hot_standby", "on", Takes::kNothing, {}, true},
    {"integer_datetimes", "on", Takes::kNothing, {}, true},
    {"IntervalStyle", "postgres", Takes::kListed, "|postgres|", true},
    {"is_superuser", "off", Takes::kNothing, {}, true},
    {"jit", "off"},
    {"lc_collate", "C", Takes::kNothing},
    {"lc_ctype", "C", Takes::kNothing},
    {"lc_messages", "C"},
    {"lc_monetary", "C"},
    {"lc_numeric", "C"},
    {"lc_time", "C"},
    {"lock_timeout", "0"},
    {"max_identifier_length", "63", Takes::kNothing},
    {"max_index_keys", "32", Takes::kNothing},
    {"role", "none", Takes::kListed, "|none|"},
    {"row_security", "on"},
    {"search_path", "\"$user\", public"},
    {"server_encoding", "UTF8", Takes::kNothing, {}, true},
    {"server_version", "15.0 (Hanse)", Takes::kNothing, {}, true},
    {"server_version_num", "150000", Takes::kNothing},
    {"session_authorization", "", Takes::kNothing, {}, true},
    {"standard_conforming_strings", "on", Takes::kListed, "|on|true|1|", true},
    {"statement_timeout", "0", Takes::kTime},
    {"synchronous_commit", "on"},
    {"synchronize_seqscans", "on"},
    // The engine computes in UTC; texts of times carry their offset, so that they mean the same
    // wherever they are read.
    {"TimeZone", "UTC", Takes::kAnything, {}, true},
    {"transaction_deferrable", "off"},
    {"transaction_isolation", "read committed"},
    {"transaction_read_only", "on", Takes::kListed, "|on|true|1|yes|"},
    {"xmloption", "content"},
};

const Known* known(std::string_view name) {
  for (const Known& setting : kSettings)
    if (equal_ignoring_case(setting.name, name)) return &setting;
  return nullptr;
}

std::unexpected<Error> unknown(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Known& setting : kSettings) names.push_back(setting.name);
  const std::string_view near = nearest(name, names);
  return fail(ErrorCode::kNotFound, fmt::format("there is no setting `{}`", name),
              near.empty() ? "`SHOW ALL` lists them" : fmt::format("did you mean `{}`?", near));
}

// "5s", "100ms", "2min" or milliseconds, as PostgreSQL takes a time; none when it is no time.
std::optional<int64_t> milliseconds_of(std::string_view text) {
  int64_t value = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(end.ptr, static_cast<size_t>(text.data() + text.size() - end.ptr));
  if (end.ec != std::errc() || value < 0) return std::nullopt;
  if (unit.empty() || unit == "ms") return value;
  if (unit == "s") return value * 1'000;
  if (unit == "min") return value * 60'000;
  return std::nullopt;
}

// What a value is kept as: the effective one, where another spelling asks for it.
std::string kept(const Known& setting, std::string value) {
  if (setting.takes == Takes::kListed && setting.name != "hanse.auth") {
    if (setting.name == "DateStyle" || setting.name == "client_encoding")
      return std::string(setting.initial);
    return ascii_lower(setting.initial);
  }
  if (setting.name == "TimeZone") return "UTC";
  return value;
}

}  // namespace

Status Settings::set(std::string_view name, std::string value, Scope scope) {
  const Known* setting = known(name);
  if (setting == nullptr) return unknown(name);
  if (setting->takes == Takes::kNothing)
    return fail(ErrorCode::kDenied, fmt::format("`{}` cannot be changed", setting->name));
  // Encodings are told apart by letters and digits alone, as PostgreSQL does.
  if (setting->name == "client_encoding")
    std::erase_if(value, [](unsigned char c) { return std::isalnum(c) == 0; });
  const std::string word = "|" + ascii_lower(value) + "|";
  const bool fits = setting->takes == Takes::kListed
                        ? setting->listed.find(word) != std::string_view::npos
                        : setting->takes != Takes::kTime || milliseconds_of(value).has_value();
  if (!fits)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` cannot be `{}`", setting->name, value),
                setting->takes == Takes::kTime ? "expected milliseconds, or 5s, 2min"
                                               : fmt::format("it is `{}`", setting->initial));
  constexpr size_t kValueMax = 1'000;
  if (value.size() > kValueMax)
    return fail(ErrorCode::kLimitExceeded, fmt::format("the value of `{}` is too long", name));
  std::string what = kept(*setting, std::move(value));
  const std::string key = ascii_lower(name);
  if (scope == Scope::kLocal)
    local_[key] = std::move(what);
  else
    local_.erase(key), session_[key] = std::move(what);
  return {};
}

Status Settings::reset(std::string_view name) {
  if (name.empty()) {
    std::erase_if(session_, [](const auto& entry) {
      const Known* setting = known(entry.first);
      return setting == nullptr || setting->takes != Takes::kNothing;
    });
    local_.clear();
    return {};
  }
  const Known* setting = known(name);
  if (setting == nullptr) return unknown(name);
  if (setting->takes == Takes::kNothing) return {};
  session_.erase(ascii_lower(name));
  local_.erase(ascii_lower(name));
  return {};
}

std::string Settings::value(std::string_view name) const {
  const std::string key = ascii_lower(name);
  for (const auto* values : {&local_, &session_})
    if (const auto found = values->find(key); found != values->end()) return found->second;
  const Known* setting = known(name);
  return setting == nullptr ? std::string() : std::string(setting->initial);
}

int64_t Settings::statement_timeout_ms() const {
  return milliseconds_of(value("statement_timeout")).value_or(0);
}

Result<std::string> Settings::show(std::string_view name) const {
  if (known(name) == nullptr) return unknown(name);
  return value(name);
}

std::vector<std::pair<std::string, std::string>> Settings::all() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Known& setting : kSettings) out.emplace_back(setting.name, value(setting.name));
  return out;
}

bool Settings::is_reported(std::string_view name) {
  const Known* setting = known(name);
  return setting != nullptr && setting->reported;
}

std::string Settings::spelling(std::string_view name) {
  const Known* setting = known(name);
  return std::string(setting == nullptr ? name : setting->name);
}

std::vector<std::string_view> Settings::reported() {
  std::vector<std::string_view> out;
  for (const Known& setting : kSettings)
    if (setting.reported) out.push_back(setting.name);
  return out;
}

}  // namespace hanse::server::pgwire
