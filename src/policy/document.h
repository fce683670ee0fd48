// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

struct hanse_rego_document;

namespace hanse::policy {

// A part of an input that many questions have in common, read by the policy engine once: what is
// asked about, its columns and its lineage are most of an input, and the same for everyone.
// Immutable and thread-safe.
class Document {
 public:
  explicit Document(Json value);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const Json& value() const { return value_; }
  // Null when it is larger than an input may be: then no policy can be asked with it.
  const hanse_rego_document* prepared() const { return prepared_; }

 private:
  const Json value_;
  hanse_rego_document* const prepared_;
};

}  // namespace hanse::policy
