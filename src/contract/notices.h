// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "catalog/snapshot.h"

namespace hanse::contract {

// Who hears of an incident, and what. Pure.

struct Recipient {
  std::string address;                // mailto:MAILBOX, or an address of http:// or https://
  std::string team;                   // whose quiet hours count; empty: the mesh's
  bool is_owner = false;              // of the product's domain: hears what a consumer reported
};
// The owner's team and domain, the channels of the product and its contracts that programs may
// write to, and those who use the product: by agreement, by grant, or with an address of their own
// (attribute `mail` of a development user). Each address once; owners first; none that mesh.yaml
// names no way to.
std::vector<Recipient> recipients_of(const catalog::CatalogSnapshot& catalog,
                                     const ProductId& product, int64_t now_us);

// Where a support channel takes notices; empty: it is for people to talk in (tools such as slack or
// teams), unless its scope is `notifications`.
std::string notice_address(const spec::SupportChannel& channel);
// Of the one line of text that teams and domains have: a mailbox or an address.
std::string notice_address(const std::string& support);

// `what`: opened | repaired. They name the product, and no table, no column and no value: who hears
// of it need not be allowed to find or read them.
std::vector<catalog::NoticeRecord> notices_of(const catalog::CatalogSnapshot& catalog,
                                              const catalog::IncidentRecord& incident,
                                              const std::string& what, int64_t now_us);

// Several notices for one address that waited, as one.
catalog::NoticeRecord digest_of_notices(const std::vector<catalog::NoticeRecord>& notices);

// When quiet hours that hold at `now_us` end; 0: they do not hold, or `severity` passes them. A
// time zone that is not known makes no hours quiet.
int64_t quiet_until(const spec::QuietHours& quiet, const std::string& severity, int64_t now_us);

// How long to wait after so many attempts: 2 s, doubling, up to an hour.
int64_t retry_after_us(int64_t attempts);

}  // namespace hanse::contract
