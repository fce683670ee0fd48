// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "strategy/change/organisation.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// The charter of a domain, of the platform team or of the council, filled with what the mesh shows;
// what is missing is named with how to provide it. Pure.

enum class CharterOf { kDomain, kPlatform, kCouncil };
struct CharterOrder {
  CharterOf of = CharterOf::kDomain;
  DomainId domain;                             // of kDomain
  const Organisation* organisation = nullptr;  // null: none is stated
};
// `order.domain` is one of the facts' (else the charter says that it is not there).
Report charter_report(const CharterOrder& order, const ProgrammeFacts& facts);

}  // namespace hanse::strategy
