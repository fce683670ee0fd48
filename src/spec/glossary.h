// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "spec/type.h"

namespace hanse::spec {

// What several domains mean by one word. A column is bound to it by `authoritativeDefinitions` of
// type `businessDefinition` whose url is `glossary/<file>.yaml#<concept>`, relative or not.
struct Concept {
  std::string path, glossary;          // the file, and its name without the ending
  std::string id, name, definition, description;
  TeamId owner;
  std::optional<LogicalType> logical_type;
  std::string pattern;                 // ECMA-262, for text
  std::optional<Classification> classification;  // the least that a bound column has
  std::vector<std::string> synonyms, related;
  Span span, owner_span;

  std::string address() const { return glossary + "#" + id; }
};

struct Glossary {                      // glossary/<name>.yaml
  std::string path, api_version, id, name, description;
  TeamId owner;                        // of the concepts that state none
  std::vector<Concept> concepts;
  Span span, owner_span;
};

// By Concept::address.
using Concepts = std::map<std::string, Concept, std::less<>>;

// The address that a url names; empty when it leads elsewhere than into a glossary of the mesh.
std::string concept_address(std::string_view url);

}  // namespace hanse::spec
