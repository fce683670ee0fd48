// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "spec/common.h"

namespace hanse::spec {

// `notifications` of mesh.yaml: how people hear of incidents. Plain data.

struct QuietHours {
  std::string from, to;               // HH:MM of the time zone; from after to: over midnight
  std::string time_zone;              // of the time zone database; empty: UTC
  std::string pass;                   // `error`: incidents of that severity are told at once
  Span span;
  bool is_set() const { return !from.empty(); }
};

struct MailSettings {
  std::string server;                 // HOST:PORT
  std::string security = "starttls";  // starttls | tls | none
  std::string sender;                 // a mailbox
  std::string user;
  std::string password;               // `${NAME}`: never the word itself
  Span span;
};

struct WebhookSettings {
  std::string secret;                 // `${NAME}`: what messages are signed with
  bool private_addresses = false;     // whether they may go to the own network
  Span span;
};

struct Notifications {
  MailSettings mail;
  WebhookSettings webhook;
  QuietHours quiet_hours;             // of who states none
  std::string authorities;            // PEM file of trusted ones, relative to the mesh folder
  Span span;
};

// Minutes after midnight of `HH:MM`; none for another form.
std::optional<int> minute_of(std::string_view text);
// `NAME` of `${NAME}`; none for another form, one with a default included.
std::optional<std::string> variable_of(std::string_view text);
// Whether `text` is HOST:PORT.
bool is_host_and_port(std::string_view text);

}  // namespace hanse::spec
