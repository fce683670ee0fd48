// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-C100", "mail that could not be sent",
     "Notices of incidents go by the mail server of `notifications.mail`: HOST:PORT, and the "
     "mailbox that they come from.",
     "notifications:\n  mail: {server: mail.example.org}",
     "notifications:\n  mail: {server: \"mail.example.org:587\", sender: hanse@example.org}"},
    {"HNS-C101", "a secret that stands in mesh.yaml, or would leave in the open",
     "The file is read by many and kept in version control. A password or signing secret is named "
     "there as `${NAME}` and given to the server as an environment variable; it is sent over TLS "
     "alone.",
     "webhook: {secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}",
     "webhook: {secret: \"${WEBHOOK_SECRET}\"}"},
    {"HNS-C102", "quiet hours that are none",
     "They lie between two times of day, HH:MM, in a time zone of the time zone database.",
     "quietHours: {from: 10pm, to: \"07:00\", timeZone: Berlin}",
     "quietHours: {from: \"22:00\", to: \"07:00\", timeZone: Europe/Berlin}"},
};

}  // namespace

std::span<const CodeEntry> incident_codes() { return kCodes; }

}  // namespace hanse::spec
