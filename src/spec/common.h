// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/source.h"

namespace hanse::spec {

// Pieces that ODCS 3.2.0 and ODPS 1.1.0 share. Every struct is plain data; `span` is the place of
// the thing's name or id in its file (empty when it came from the state store).

struct CustomProperty {
  std::string property;
  Json value;
  std::string description;
  Span span;
};

struct AuthoritativeDefinition {
  std::string type, url, description;
  Span span;
};

struct Description {
  std::string purpose, limitations, usage;
};

struct SupportChannel {
  std::string channel, url, tool, scope, description;
};

struct TeamMember {
  std::string username, name, role, date_in, date_out;
};

struct Team {
  std::string name;
  std::vector<TeamMember> members;
};

// What several decoders look up by name.
const CustomProperty* find_property(const std::vector<CustomProperty>& all, std::string_view name);

}  // namespace hanse::spec
