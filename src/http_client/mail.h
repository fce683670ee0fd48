// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse::http_client {

struct Mail {
  std::string from, to;               // mailboxes
  std::string subject, text;          // UTF-8, of anybody's making
  std::string message_id;             // "ID@HOST": the same each time it is tried
  int64_t time_us = 0;
};

// Whether it is a plain addr-spec (RFC 5321): nothing that could end a command or a header.
bool is_mailbox(std::string_view text);

// The message with headers (RFC 5322, 2045, 2047), lines of at most 78 bytes that end in CRLF. No
// byte of subject or text is a header of its own or ends the message: control characters of the
// subject are blanks, and the text goes as base64. A subject is cut after 200 bytes. Pure.
std::string mail_message(const Mail& mail);

}  // namespace hanse::http_client
