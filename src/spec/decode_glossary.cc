// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/fields.h"
#include "spec/glossary.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"hanse/v1"};

void read_type(Decoder& decoder, const Node& value, Concept& item) {
  item.logical_type = logical_type_of(value.text);
  if (!item.logical_type) decoder.not_among(value, logical_type_names());
}

void read_classification(Decoder& decoder, const Node& value, Concept& item) {
  item.classification = classification_of(value.text);
  if (!item.classification) decoder.not_among(value, classification_names());
}

constexpr Table kConcept(
    "a concept", "id",
    {text<&Concept::id>("id", Need::kRequired), text<&Concept::name>("name"),
     text<&Concept::definition>("definition", Need::kRequired),
     text<&Concept::description>("description"),
     placed<&Concept::owner, &Concept::owner_span>("owner"),
     custom<read_type>("logicalType", Expect::kText), text<&Concept::pattern>("pattern"),
     custom<read_classification>("classification", Expect::kText),
     texts<&Concept::synonyms>("synonyms"), texts<&Concept::related>("related")});

void read_concept(Decoder& decoder, const Node& node, Concept& item) {
  decoder.map(node, kConcept, item);
}

constexpr Table kGlossary("a glossary", "id",
                          {text<&Glossary::api_version>("apiVersion", Need::kRequired),
                           checked<Glossary>("kind", Expect::kText, Need::kRequired),
                           text<&Glossary::id>("id"), text<&Glossary::name>("name"),
                           text<&Glossary::description>("description"),
                           placed<&Glossary::owner, &Glossary::owner_span>("owner"),
                           list<&Glossary::concepts, read_concept>("concepts")});

}  // namespace

bool decode_glossary(Decoder& decoder, const Node& root, Glossary& glossary) {
  if (!check_heading(decoder, root, {"Glossary", kVersions})) return false;
  decoder.map(root, kGlossary, glossary);
  return true;
}

}  // namespace hanse::spec
