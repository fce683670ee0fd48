// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/notices.h"

#include "base/terminal_text.h"
#include "base/utf8.h"
#include "server/pgwire/sqlstate.h"

namespace hanse::server::pgwire {
namespace {

enum class Severity { kDebug, kLog, kNotice, kWarning, kError };
constexpr size_t kNoticesMax = 64;  // of one statement

Severity least_of(std::string_view setting) {
  const std::string word = ascii_lower(trim(setting));
  if (word.starts_with("debug")) return Severity::kDebug;
  if (word == "log") return Severity::kLog;
  if (word == "warning") return Severity::kWarning;
  if (word == "error" || word == "fatal" || word == "panic") return Severity::kError;
  return Severity::kNotice;
}

struct Notice {
  Severity severity;
  const NoticeKind* kind;
  std::string text;
};

std::vector<Notice> notices_of(const std::vector<govern::TableUse>& uses) {
  std::vector<Notice> out;
  for (const govern::TableUse& use : uses)
    for (const policy::Reason& warning : use.warnings)
      out.push_back({Severity::kWarning, &kWarning, warning.message});
  for (const govern::TableUse& use : uses)
    out.push_back(use.is_sound() ? Notice{Severity::kDebug, &kDebug, describe(use)}
                                 : Notice{Severity::kNotice, &kNotice, describe(use)});
  return out;
}

}  // namespace

void write_notices(MessageWriter& writer, const std::vector<govern::TableUse>& uses,
                   std::string_view client_min_messages) {
  const Severity least = least_of(client_min_messages);
  const bool any_wanted = least <= Severity::kDebug ||
                          std::ranges::any_of(uses, [](const govern::TableUse& use) {
                            return !use.is_sound() || !use.warnings.empty();
                          });
  if (!any_wanted) return;
  size_t written = 0;
  for (const Notice& notice : notices_of(uses)) {
    if (notice.severity < least || ++written > kNoticesMax) continue;
    write_notice(writer, *notice.kind, printable(notice.text));
  }
}

}  // namespace hanse::server::pgwire
