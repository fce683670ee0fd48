// SPDX-License-Identifier: Apache-2.0
#include "policy/document.h"

#include <hanse_rego.h>

namespace hanse::policy {
namespace {

hanse_rego_document* prepare(const Json& value) {
  const std::string text = value.dump();
  return hanse_rego_document_create(text.data(), text.size());
}

}  // namespace

Document::Document(Json value) : value_(std::move(value)), prepared_(prepare(value_)) {}

Document::~Document() { hanse_rego_document_free(prepared_); }

}  // namespace hanse::policy
