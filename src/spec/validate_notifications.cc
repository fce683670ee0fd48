// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/ascii.h"
#include "base/time_zone.h"
#include "spec/notifications.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr const char* kObject = "mesh";
constexpr int kPortMax = 65'535;

void check_quiet_hours(Validation& validation, const QuietHours& quiet) {
  if (quiet.from.empty() && quiet.to.empty()) return;
  for (const std::string& time : {quiet.from, quiet.to})
    if (!minute_of(time))
      validation.error({"HNS-C102", span_of_word(quiet.span, time), kObject,
                        fmt::format("`{}` is no time of day, expected HH:MM", time)});
  if (!quiet.from.empty() && quiet.from == quiet.to)
    validation.error({"HNS-C102", span_of_word(quiet.span, quiet.from), kObject,
                      "quiet hours that end when they begin are none"});
  if (const auto zone = TimeZone::load(quiet.time_zone); !zone)
    validation.error({"HNS-C102", span_of_word(quiet.span, quiet.time_zone), kObject,
                      zone.error().message, {}, zone.error().help});
}

void check_secret(Validation& validation, std::string_view field, const std::string& text,
                  const Span& span) {
  if (text.empty() || variable_of(text)) return;
  validation.error({"HNS-C101", span, kObject,
                    fmt::format("`{}` states a secret, expected `${{NAME}}`", field),
                    {"who may read the file, or the state, would read it"},
                    "give it to the server as an environment variable"});
}

}  // namespace

std::optional<int> minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t at : {0, 1, 3, 4})
    if (!is_digit(text[at])) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<std::string> variable_of(std::string_view text) {
  if (!text.starts_with("${") || !text.ends_with('}')) return std::nullopt;
  const std::string_view name = text.substr(2, text.size() - 3);
  if (name.empty() || is_digit(name[0]) || !std::ranges::all_of(name, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_';
      }))
    return std::nullopt;
  return std::string(name);
}

bool is_host_and_port(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const bool is_plain = std::ranges::all_of(text.substr(0, colon), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
  const std::string_view digits = text.substr(colon + 1);
  int port = -1;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return is_plain && failure == std::errc() && end == digits.data() + digits.size() && port > 0 &&
         port <= kPortMax;
}

void validate_notifications(Validation& validation) {
  const Mesh& mesh = validation.model().mesh;
  const MailSettings& mail = mesh.notifications.mail;
  if (!mail.server.empty() && !is_host_and_port(mail.server))
    validation.error({"HNS-C100", span_of_word(mail.span, mail.server), kObject,
                      fmt::format("`{}` is no mail server, expected HOST:PORT", mail.server)});
  const size_t at = mail.sender.find('@');
  if (!mail.server.empty() &&
      (at == std::string::npos || at == 0 || at + 1 == mail.sender.size() ||
       mail.sender.find_first_of(" <>,;\r\n\t\"") != std::string::npos))
    validation.error({"HNS-C100", mail.span, kObject,
                      fmt::format("`{}` is no mailbox that mail could come from", mail.sender),
                      {}, "such as `sender: hanse@example.org`"});
  if (mail.security == "none" && !mail.user.empty())
    validation.error({"HNS-C101", mail.span, kObject,
                      "a password would be sent without encryption: `security` is none"});
  check_secret(validation, "password", mail.password, mail.span);
  check_secret(validation, "secret", mesh.notifications.webhook.secret,
               mesh.notifications.webhook.span);
  check_quiet_hours(validation, mesh.notifications.quiet_hours);
  for (const MeshTeam& team : mesh.teams) check_quiet_hours(validation, team.quiet_hours);
}

}  // namespace hanse::spec
