// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
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

// Another tool fills the tables: of a product, or of one contract of it.
struct ExternalBuild {
  std::string tool;                   // dbt | airflow | spark | …
  std::string project, job, url;      // what the tool calls it, and where to look; may be empty
  Span span;                          // of the custom property
};

struct AuthoritativeDefinition {
  std::string type, url, description;
  Span span;
};

struct Description {
  std::string purpose, limitations, usage;
  Json foreign;                       // other standard fields
};

struct SupportChannel {
  std::string channel, url, tool, scope, description;
  Json foreign;                       // other standard fields
};

struct TeamMember {
  std::string username, name, role, date_in, date_out;
  Json foreign;                       // other standard fields
};

struct Team {
  std::string name;
  std::vector<TeamMember> members;
  bool is_list = false;               // written in the older form: its members alone
  Json foreign;                       // other standard fields
};

// What several decoders look up by name.
const CustomProperty* find_property(const std::vector<CustomProperty>& all, std::string_view name);

}  // namespace hanse::spec
