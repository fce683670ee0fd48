// SPDX-License-Identifier: Apache-2.0
#include "http_client/mail.h"

#include <ctime>

#include "base/ascii.h"
#include "base/digest.h"
#include "base/utf8.h"

namespace hanse::http_client {
namespace {

constexpr size_t kSubjectBytesMax = 200;
constexpr size_t kWordBytes = 39;     // of text in one encoded word: 75 with what stands around
constexpr size_t kLineBytes = 76;
constexpr size_t kMailboxBytesMax = 254;

bool is_local_byte(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}
bool is_host_byte(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }

// Not in the middle of a character.
size_t cut_before(std::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
  return at;
}

std::string plain(std::string_view subject) {
  std::string out(subject.substr(0, cut_before(subject, kSubjectBytesMax)));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return first_invalid_utf8(out) == std::string::npos ? out : "(no text)";
}

// Encoded words, each on a line of its own: one form for whatever it says.
std::string encoded(std::string_view subject) {
  std::string out;
  while (!subject.empty()) {
    const size_t end = cut_before(subject, kWordBytes);
    out += (out.empty() ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + to_base64(subject.substr(0, end)) +
           "?=";
    subject.remove_prefix(end);
  }
  return out;
}

std::string in_lines(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min(kLineBytes, text.size())))
    out += std::string(text.substr(0, kLineBytes)) + "\r\n";
  return out;
}

std::string date_of(int64_t time_us) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const time_t seconds = static_cast<time_t>(time_us / 1'000'000);
  tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[utc.tm_wday], utc.tm_mday,
                     kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace

bool is_mailbox(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > kMailboxBytesMax) return false;
  const std::string_view local = text.substr(0, at), host = text.substr(at + 1);
  return std::ranges::all_of(local, is_local_byte) && !host.empty() && !host.starts_with('-') &&
         !host.starts_with('.') && std::ranges::all_of(host, is_host_byte);
}

std::string mail_message(const Mail& mail) {
  std::string out = fmt::format(
      "Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMessage-ID: <{}>\r\n",
      date_of(mail.time_us), mail.from, mail.to, encoded(plain(mail.subject)), mail.message_id);
  out +=
      "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  return out + in_lines(to_base64(mail.text));
}

}  // namespace hanse::http_client
