// SPDX-License-Identifier: Apache-2.0
#include "app/notice_delivery.h"

#include <map>

#include "app/incident_watch.h"
#include "base/digest.h"
#include "base/log.h"
#include "contract/notices.h"
#include "http_client/mail.h"
#include "http_client/transfer.h"
#include "spec/variables.h"

namespace hanse::app {
namespace {

using catalog::NoticeRecord;

constexpr int64_t kSecondUs = 1'000'000;
// One that took notices and says nothing for so long is dead: longer than all of them may take.
constexpr int64_t kLeaseUs = 15 * 60 * kSecondUs;
constexpr size_t kNoticesAtOnce = 20;
constexpr int64_t kAttemptsMax = 40;
constexpr int64_t kAgeUsMax = int64_t{7} * 86'400 * kSecondUs;
constexpr int64_t kKeptUs = int64_t{90} * 86'400 * kSecondUs;
constexpr int kHttpGone = 410;
constexpr auto kTick = std::chrono::milliseconds(250);
constexpr int64_t kLookEveryUs = 15 * kSecondUs, kBudgetsEveryUs = 60 * kSecondUs;

// What is written as `${NAME}` in mesh.yaml, from this process's environment.
Result<std::string> secret_of(const std::string& text) {
  const auto name = spec::variable_of(text);
  if (!name) return fail(ErrorCode::kInvalidArgument, "mesh.yaml names no variable for a secret");
  const spec::Variables variables = spec::process_variables();
  const auto found = variables.find(*name);
  if (found == variables.end() || found->second.empty())
    return fail(ErrorCode::kUnavailable, fmt::format("the variable `{}` is not set", *name));
  return found->second;
}

class Sender {
 public:
  Sender(App& app, const spec::Notifications& ways, const std::function<bool()>& cancelled)
      : app_(app), ways_(ways), cancelled_(cancelled) {
    if (!ways.authorities.empty()) authorities_ = join_path(app.folder(), ways.authorities);
  }

  // kNotFound: the receiver wants no more.
  Status send(const NoticeRecord& notice) const {
    return notice.address.starts_with("mailto:") ? send_mail(notice) : post(notice);
  }

 private:
  Status send_mail(const NoticeRecord& notice) const {
    if (ways_.mail.server.empty())
      return fail(ErrorCode::kInvalidArgument, "mesh.yaml names no mail server");
    http_client::MailServer server;
    server.address = ways_.mail.server;
    server.authorities = authorities_;
    using Security = http_client::MailServer::Security;
    server.security = ways_.mail.security == "none"  ? Security::kNone
                      : ways_.mail.security == "tls" ? Security::kTls
                                                     : Security::kStartTls;
    server.user = ways_.mail.user;
    if (!server.user.empty()) {
      HANSE_TRY(server.password, secret_of(ways_.mail.password));
    }
    const std::string to = notice.address.substr(7);
    const std::string host = ways_.mail.sender.substr(ways_.mail.sender.find('@') + 1);
    const http_client::Mail mail{ways_.mail.sender,  to,
                                 notice.subject,     notice.text,
                                 notice.id + "@" + host, app_.clock().now_us()};
    if (!http_client::is_mailbox(to) || !http_client::is_mailbox(mail.from))
      return fail(ErrorCode::kInvalidArgument, "it is no mailbox");
    return http_client::send_mail(
        server, {mail.from, to, http_client::mail_message(mail), 30'000, cancelled_});
  }

  Status post(const NoticeRecord& notice) const {
    HANSE_TRY(const std::string secret, secret_of(ways_.webhook.secret));
    constexpr std::string_view kPrefix = "whsec_";
    const auto key = secret.starts_with(kPrefix) ? from_base64(secret.substr(kPrefix.size()))
                                                 : std::nullopt;
    if (!key || key->empty())
      return fail(ErrorCode::kUnavailable, "the secret of webhooks is not `whsec_` and base64");
    http_client::Post request;
    request.url = notice.address;
    request.body = notice.body.dump();
    const int64_t seconds = app_.clock().now_us() / kSecondUs;
    const std::string signature = to_base64(
        hmac_sha256(*key, fmt::format("{}.{}.{}", notice.id, seconds, request.body)));
    request.headers = {"Content-Type: application/json", "webhook-id: " + notice.id,
                       fmt::format("webhook-timestamp: {}", seconds),
                       "webhook-signature: v1," + signature};
    request.private_addresses = ways_.webhook.private_addresses;
    request.authorities = authorities_;
    request.cancelled = cancelled_;
    HANSE_TRY(const int status, http_client::post(request));
    if (status >= 200 && status < 300) return {};
    return fail(status == kHttpGone ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
                fmt::format("it answers with {}", status));
  }

  App& app_;
  const spec::Notifications& ways_;
  const std::function<bool()>& cancelled_;
  std::string authorities_;
};

const spec::QuietHours& quiet_hours_of(const spec::Model& model, const NoticeRecord& notice) {
  const spec::MeshTeam* team = model.team(TeamId(notice.team));
  return team != nullptr && team->quiet_hours.is_set() ? team->quiet_hours
                                                       : model.mesh.notifications.quiet_hours;
}

// What one attempt, or its absence, makes of a notice.
void note_outcome(NoticeRecord& notice, const Status& sent, int64_t now_us) {
  if (sent) {
    notice.sent_us = now_us;
    notice.problem.clear();
    return;
  }
  notice.problem = sent.error().message;
  const ErrorCode code = sent.error().code;
  if (code == ErrorCode::kCancelled) {
    --notice.attempts;
    notice.due_us = now_us;
    return;
  }
  notice.due_us = now_us + contract::retry_after_us(notice.attempts);
  if (code == ErrorCode::kInvalidArgument || code == ErrorCode::kNotFound ||
      notice.attempts >= kAttemptsMax || now_us - notice.created_us > kAgeUsMax)
    notice.given_up_us = now_us;
}

Json event_of(const NoticeRecord& notice) {
  return Json::object({{"notice", notice.id},
                       {"event", notice.event},
                       {"address", notice.address},
                       {"sent", notice.sent_us != 0},
                       {"problem", notice.problem}});
}

// Those of one address: each on its own, and what was held back together. Puts each outcome into
// the outbox before it goes on.
class Round {
 public:
  Round(App& app, const Sender& sender) : app_(app), sender_(sender) {}

  Status send(std::vector<NoticeRecord> notices) {
    const auto failed = failed_.find(notices.front().address);
    if (failed != failed_.end()) return put_back(std::move(notices), failed->second);
    const Status sent = sender_.send(contract::digest_of_notices(notices));
    const int64_t now_us = app_.clock().now_us();
    for (NoticeRecord& notice : notices) {
      note_outcome(notice, sent, now_us);
      sent_ += notice.sent_us != 0;
      if (notice.sent_us != 0 || notice.given_up_us != 0)
        HANSE_TRY_STATUS(app_.ledger().append("notice", event_of(notice)));
    }
    if (!sent && sent.error().code != ErrorCode::kCancelled)
      log(LogLevel::kWarn, "notices",
          fmt::format("`{}` is not told: {}{}", notices.front().address, sent.error().message,
                      notices.front().given_up_us != 0 ? "; given up" : ""));
    if (!sent && notices.front().given_up_us == 0)
      failed_[notices.front().address] = notices.front().due_us;
    return app_.catalog().store().journal().put_notices(notices);
  }
  size_t sent() const { return sent_; }

 private:
  // Behind one that is tried again: as if they had not been taken.
  Status put_back(std::vector<NoticeRecord> notices, int64_t due_us) {
    for (NoticeRecord& notice : notices) {
      notice.due_us = due_us;
      --notice.attempts;
    }
    return app_.catalog().store().journal().put_notices(notices);
  }

  App& app_;
  const Sender& sender_;
  std::map<std::string, int64_t> failed_;  // addresses of this round, until when they wait
  size_t sent_ = 0;
};

}  // namespace

Result<size_t> deliver_notices(App& app, const std::function<bool()>& cancelled) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  const spec::Model& model = catalog->model();
  catalog::Journal& journal = app.catalog().store().journal();
  const int64_t now_us = app.clock().now_us();
  HANSE_TRY(auto taken, journal.take_notices(now_us, now_us + kLeaseUs, kNoticesAtOnce));
  const Sender sender(app, model.mesh.notifications, cancelled);
  Round round(app, sender);
  std::map<std::string, std::vector<NoticeRecord>> held;
  std::vector<NoticeRecord> quiet;
  for (NoticeRecord& notice : taken) {
    const int64_t until_us =
        contract::quiet_until(quiet_hours_of(model, notice), notice.severity, now_us);
    if (until_us != 0) {
      notice.due_us = until_us;
      notice.is_held = true;
      --notice.attempts;
      quiet.push_back(std::move(notice));
    } else if (notice.is_held) {
      held[notice.address].push_back(std::move(notice));
    } else {
      HANSE_TRY_STATUS(round.send({std::move(notice)}));
    }
  }
  if (!quiet.empty()) HANSE_TRY_STATUS(journal.put_notices(quiet));
  for (auto& [address, notices] : held) HANSE_TRY_STATUS(round.send(std::move(notices)));
  return round.sent();
}

IncidentKeeper::IncidentKeeper(App& app) : app_(app), thread_([this] { run(); }) {}

IncidentKeeper::~IncidentKeeper() {
  stops_ = true;
  thread_.join();
}

void IncidentKeeper::run() {
  std::string complained;
  const auto complain = [&](const Error& error) {  // once for as long as it is the same
    if (error.message != complained) log(LogLevel::kWarn, "incidents", error.message);
    complained = error.message;
  };
  const std::function<bool()> cancelled = [this] { return stops_.load(); };
  int64_t seen_version = -1, looked_us = 0, budgets_us = 0;
  while (!stops_) {
    const int64_t now_us = app_.clock().monotonic_us();
    const auto version = app_.catalog().store().version();
    const bool has_moved = version && *version != seen_version;
    if (looked_us == 0 || has_moved || now_us - looked_us > kLookEveryUs) {
      const bool whole = budgets_us == 0 || now_us - budgets_us > kBudgetsEveryUs;
      const Status looked =
          look_at_incidents(app_, whole ? Depth::kWhole : Depth::kWithoutBudgets);
      if (!looked) complain(looked.error());
      if (whole) {
        budgets_us = now_us;
        (void)app_.catalog().store().journal().forget_notices(app_.clock().now_us() - kKeptUs);
      }
      looked_us = now_us;
      seen_version = version.value_or(seen_version);
    }
    if (const auto sent = deliver_notices(app_, cancelled); !sent) complain(sent.error());
    std::this_thread::sleep_for(kTick);
  }
}

}  // namespace hanse::app
