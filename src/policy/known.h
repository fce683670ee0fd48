// SPDX-License-Identifier: Apache-2.0
#pragma once

struct hanse_rego_known;

namespace hanse::policy {

// Partial evaluation: what the rules of one scope say that read nothing of a question's own (the
// time, the operation, the columns asked about), for one asker, purpose and table. Questions about
// the same are answered from it, and what they answer is what they would answer without it.
// Immutable and thread-safe.
class Known {
 public:
  // Takes it over; null where nothing is known, and every question is evaluated as a whole.
  explicit Known(hanse_rego_known* known) : known_(known) {}
  ~Known();
  Known(const Known&) = delete;
  Known& operator=(const Known&) = delete;

  const hanse_rego_known* get() const { return known_; }

 private:
  hanse_rego_known* const known_;
};

}  // namespace hanse::policy
