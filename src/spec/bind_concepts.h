// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/model.h"

namespace hanse::spec {

// Columns that are bound to a concept of the glossary take what it says and they do not: the
// logical type, the pattern, and its classification when their own is weaker.
// Property::concept_address says which one. What contradicts it is left as it stands; validate()
// reports it.
void bind_concepts(Model& model);

bool is_business_definition(const AuthoritativeDefinition& definition);

}  // namespace hanse::spec
