// SPDX-License-Identifier: Apache-2.0
#include "app/grants.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"

namespace hanse::cli {
namespace {

std::vector<std::string> names_of(const std::string& list) {
  std::vector<std::string> out;
  for (size_t at = 0; at < list.size();) {
    const size_t comma = std::min(list.find(',', at), list.size());
    if (comma > at) out.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

std::string time_of(int64_t us) { return us == 0 ? std::string() : format_time(us); }

Json json_of(const catalog::GrantRecord& grant) {
  return Json::object({{"id", grant.id},
                       {"principal", grant.principal},
                       {"product", grant.product.str()},
                       {"port", grant.port},
                       {"purpose", grant.purpose.str()},
                       {"columns", json_list(grant.columns)},
                       {"from", time_of(grant.from_us)},
                       {"until", time_of(grant.until_us)},
                       {"revoked", time_of(grant.revoked_us)},
                       {"granted_by", grant.granted_by},
                       {"reason", grant.reason}});
}

std::string line_of(const catalog::GrantRecord& grant) {
  std::string columns;
  for (const std::string& column : grant.columns) columns += (columns.empty() ? "" : ",") + column;
  std::string out = fmt::format("{}  {} on {}", grant.id, grant.principal, grant.product.str());
  if (!grant.port.empty()) out += fmt::format(", port {}", grant.port);
  if (!grant.purpose.empty()) out += fmt::format(", for {}", grant.purpose.str());
  if (!columns.empty()) out += fmt::format(", columns {}", columns);
  if (grant.until_us != 0) out += fmt::format(", until {}", format_time(grant.until_us));
  if (grant.revoked_us != 0) out += fmt::format(", revoked {}", format_time(grant.revoked_us));
  return out + "\n";
}

}  // namespace

int run_grant_add(const Options& options) {
  if (options.words.size() != 1 || options.to.empty())
    return report_usage(options, "expected a product and who gets it",
                        "`hanse grant add shop/orders --to user:ann`");
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto by = (*app)->act_as(options.as);
  if (!by) return report(options, by.error());
  const auto made = app::grant(**app,
                               {options.to, options.words[0], options.port, options.purpose,
                                names_of(options.columns), options.from, options.until,
                                options.reason},
                               *by);
  if (!made) return report(options, made.error());
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"grant", json_of(*made)}}).dump() + "\n"
             : printable_lines(line_of(*made)));
  return kExitDone;
}

int run_grant_list(const Options& options) {
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto by = (*app)->act_as(options.as);
  if (!by) return report(options, by.error());
  const auto list = app::grants(**app, *by, options.all);
  if (!list) return report(options, list.error());
  Json json = Json::array();
  for (const auto& grant : *list) {
    json.push(json_of(grant));
    if (options.output != Output::kJson) answer(printable_lines(line_of(grant)));
  }
  if (options.output == Output::kJson)
    answer(Json::object({{"format_version", 1}, {"grants", std::move(json)}}).dump() + "\n");
  else if (list->empty())
    answer("no grants\n");
  return kExitDone;
}

int run_grant_revoke(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one grant", "`hanse grant list` lists them");
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto by = (*app)->act_as(options.as);
  if (!by) return report(options, by.error());
  return finish(options, app::revoke_grant(**app, options.words[0], *by));
}

}  // namespace hanse::cli
