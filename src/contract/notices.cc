// SPDX-License-Identifier: Apache-2.0
#include "contract/notices.h"

#include <algorithm>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/digest.h"
#include "base/time_zone.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

using catalog::CatalogSnapshot;
using catalog::IncidentRecord;
using catalog::NoticeRecord;

constexpr int64_t kSecondUs = 1'000'000, kMinuteUs = 60 * kSecondUs, kHourUs = 60 * kMinuteUs;
constexpr int64_t kDayMinutes = 24 * 60;
constexpr int64_t kFirstRetryUs = 2 * kSecondUs;
constexpr size_t kRecipientsMax = 500;

// Where people talk: a program's message at such an address reaches nobody.
constexpr std::string_view kTalkTools[] = {"slack",      "teams",  "discord",
                                           "googlechat", "ticket", "googleChat"};

bool is_web(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

class Recipients {
 public:
  Recipients(const CatalogSnapshot& catalog, const ProductId& product)
      : model_(catalog.model()), product_(product) {}

  void add_owner() {
    add_domain(product_.domain, true);
    const auto found = model_.products.find(product_);
    if (found == model_.products.end()) return;
    const std::string team = owner_of(product_.domain);
    add_channels(found->second.support, team);
    for (const spec::OutputPort& port : found->second.output_ports)
      if (const spec::DataContract* contract = model_.contract_of(port))
        add_channels(contract->support, team);
  }

  void add_agreements(int64_t now_us) {
    for (const spec::Agreement& agreement : model_.agreements) {
      if (agreement.provider_domain != product_.domain ||
          agreement.provider_product != product_.name || !is_in_force(agreement, now_us))
        continue;
      if (!agreement.consumer_team.empty()) add_team(agreement.consumer_team, false);
      else add_domain(agreement.consumer_domain, false);
    }
  }

  void add_grants(const catalog::RecordList<catalog::GrantRecord>& grants, int64_t now_us) {
    for (const catalog::GrantRecord& grant : grants) {
      const bool is_over = (grant.until_us != 0 && grant.until_us <= now_us) ||
                           (grant.revoked_us != 0 && grant.revoked_us <= now_us);
      if (grant.product != product_ || is_over || grant.from_us > now_us) continue;
      const size_t colon = grant.principal.find(':');
      if (colon == std::string::npos) continue;
      add_principal(grant.principal.substr(0, colon), grant.principal.substr(colon + 1));
    }
  }

  std::vector<Recipient> take() { return std::move(out_); }

 private:
  static bool is_in_force(const spec::Agreement& agreement, int64_t now_us) {
    const auto from = parse_time(agreement.from), until = parse_time(agreement.until);
    return agreement.status != "retired" && !(from && *from > now_us) &&
           !(until && *until < now_us);
  }
  std::string owner_of(const DomainId& domain) const {
    const spec::DomainEntry* entry = model_.domain_entry(domain);
    return entry == nullptr ? std::string() : entry->owner.str();
  }
  void add(std::string address, const std::string& team, bool is_owner) {
    const spec::Notifications& ways = model_.mesh.notifications;
    const bool has_way =
        is_web(address) ? !ways.webhook.secret.empty() : !ways.mail.server.empty();
    if (address.empty() || !has_way || out_.size() >= kRecipientsMax) return;
    if (std::ranges::find(out_, address, &Recipient::address) != out_.end()) return;
    out_.push_back({std::move(address), team, is_owner});
  }
  void add_team(const TeamId& id, bool is_owner) {
    if (const spec::MeshTeam* team = model_.team(id))
      add(notice_address(team->support), id.str(), is_owner);
  }
  void add_domain(const DomainId& id, bool is_owner) {
    const std::string team = owner_of(id);
    add_team(TeamId(team), is_owner);
    const auto found = model_.domains.find(id);
    if (found != model_.domains.end()) add(notice_address(found->second.support), team, is_owner);
  }
  void add_channels(const std::vector<spec::SupportChannel>& channels, const std::string& team) {
    for (const spec::SupportChannel& channel : channels)
      add(notice_address(channel), team, false);
  }
  void add_principal(const std::string& kind, const std::string& name) {
    if (kind == "group")
      for (const spec::MeshTeam& team : model_.mesh.teams)
        if (team.group == name) add_team(team.id, false);
    if (kind == "product") add_domain(DomainId(name.substr(0, name.find('/'))), false);
    if (kind != "user") return;
    for (const spec::DevelopmentUser& user : model_.mesh.development_users) {
      const auto mail = user.attributes.find("mail");
      if (user.id == name && mail != user.attributes.end())
        add(notice_address(mail->second), "", false);
    }
  }

  const spec::Model& model_;
  const ProductId& product_;
  std::vector<Recipient> out_;
};

// A consumer's report is told in its own words to those alone who own what it is about.
std::string summary_for(const IncidentRecord& incident, bool is_owner) {
  return incident.kind == "report" && !is_owner ? "a consumer reports a problem" : incident.summary;
}

Json body_of(const IncidentRecord& incident, const std::string& summary, const std::string& what,
             int64_t now_us) {
  return Json::object(
      {{"type", "incident." + what},
       {"timestamp", format_time(now_us)},
       {"data", Json::object({{"id", incident.id},
                              {"product", incident.product.str()},
                              {"kind", incident.kind},
                              {"severity", incident.severity},
                              {"owner", incident.owner},
                              {"summary", summary},
                              {"contractVersion", incident.contract_version},
                              {"beganAt", json_time(incident.began_us)},
                              {"detectedAt", json_time(incident.detected_us)},
                              {"repairedAt", json_time(incident.repaired_us)}})}});
}

std::string text_of(const IncidentRecord& incident, const std::string& summary) {
  std::string out = fmt::format("{}\n\nproduct: {}\nseverity: {}\nowner: {}\ndetected: {}\n",
                                summary, incident.product.str(), incident.severity,
                                incident.owner, format_time(incident.detected_us));
  if (!incident.is_open()) out += fmt::format("repaired: {}\n", format_time(incident.repaired_us));
  return out + fmt::format("incident: {}\n\n`hanse incident show {}` tells more.\n", incident.id,
                           incident.id);
}

}  // namespace

std::string notice_address(const spec::SupportChannel& channel) {
  const bool is_for_notices = equal_ignoring_case(channel.scope, "notifications");
  const bool is_talk = std::ranges::any_of(kTalkTools, [&](std::string_view tool) {
    return equal_ignoring_case(tool, channel.tool);
  });
  if (is_web(channel.url) && is_talk && !is_for_notices) return {};
  return notice_address(channel.url);
}

std::string notice_address(const std::string& support) {
  const std::string_view text = trim(support);
  if (is_web(text)) return std::string(text);
  std::string_view mailbox = text;
  if (ascii_lower(text.substr(0, 7)) == "mailto:") mailbox.remove_prefix(7);
  mailbox = mailbox.substr(0, mailbox.find('?'));  // subject and the like, of RFC 6068
  const bool is_mail = mailbox.find('@') != std::string_view::npos &&
                       mailbox.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
  return is_mail ? fmt::format("mailto:{}", mailbox) : std::string();
}

std::vector<Recipient> recipients_of(const CatalogSnapshot& catalog, const ProductId& product,
                                     int64_t now_us) {
  Recipients out(catalog, product);
  out.add_owner();
  out.add_agreements(now_us);
  out.add_grants(catalog.grants(), now_us);
  return out.take();
}

std::vector<NoticeRecord> notices_of(const CatalogSnapshot& catalog,
                                     const IncidentRecord& incident, const std::string& what,
                                     int64_t now_us) {
  std::vector<NoticeRecord> out;
  for (const Recipient& to : recipients_of(catalog, incident.product, now_us)) {
    const std::string summary = summary_for(incident, to.is_owner);
    NoticeRecord notice;
    notice.id = new_time_id(now_us);
    notice.event = incident.id + "/" + what;
    notice.incident = incident.id;
    notice.address = to.address;
    notice.team = to.team;
    notice.severity = incident.severity;
    notice.subject = fmt::format("[{}] {}: {}", what == "opened" ? incident.severity : what,
                                 incident.product.str(), summary);
    notice.text = text_of(incident, summary);
    notice.body = body_of(incident, summary, what, now_us);
    notice.created_us = notice.due_us = now_us;
    out.push_back(std::move(notice));
  }
  return out;
}

NoticeRecord digest_of_notices(const std::vector<NoticeRecord>& notices) {
  NoticeRecord out = notices.front();
  if (notices.size() == 1) return out;
  std::string ids;
  out.text.clear();
  Json bodies = Json::array();
  for (const NoticeRecord& notice : notices) {
    ids += notice.id;
    out.text += fmt::format("{}\n{}\n", notice.subject, notice.text);
    bodies.push(notice.body);
  }
  out.id = digest_hex(ids).substr(0, 32);
  out.subject = fmt::format("{} notices of quiet hours", notices.size());
  out.body = Json::object({{"type", "incident.digest"},
                           {"timestamp", format_time(notices.back().created_us)},
                           {"data", Json::object({{"notices", std::move(bodies)}})}});
  return out;
}

int64_t quiet_until(const spec::QuietHours& quiet, const std::string& severity, int64_t now_us) {
  const auto from = spec::minute_of(quiet.from), to = spec::minute_of(quiet.to);
  const auto zone = TimeZone::load(quiet.time_zone);
  if (!from || !to || !zone || quiet.pass == severity) return 0;
  const auto is_quiet = [&](int64_t at_us) {
    const int minute = zone->minute_of_day(at_us);
    return *from <= *to ? minute >= *from && minute < *to : minute >= *from || minute < *to;
  };
  if (!is_quiet(now_us)) return 0;
  // Minute by minute: clocks are put forward and back in between.
  int64_t at_us = now_us / kMinuteUs * kMinuteUs;
  for (int64_t i = 0; i <= 2 * kDayMinutes && is_quiet(at_us); ++i) at_us += kMinuteUs;
  return at_us;
}

int64_t retry_after_us(int64_t attempts) {
  int64_t wait = kFirstRetryUs;
  for (int64_t i = 1; i < attempts && wait < kHourUs; ++i) wait *= 2;
  return std::min(wait, kHourUs);
}

}  // namespace hanse::contract
