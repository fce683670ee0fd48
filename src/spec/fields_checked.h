// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/decoder.h"

namespace hanse::spec {

// The rows of field tables (spec/fields.h) that say where a field exists, and those of fields that
// the model has no member for.

// What the model has no member for is still checked: by kind, and a map (or each map of a list) by
// the table that `Look` reads it with.
struct Shape {};
using Check = void (*)(Decoder&, const Node&);
inline void check_nothing(Decoder&, const Node&) {}

template <Check Look>
void look_at(Decoder& decoder, const Node& value) {
  if (value.kind == Node::Kind::kMap) Look(decoder, value);
  for (const Node& item : value.items)
    if (item.kind == Node::Kind::kMap) Look(decoder, item);
}

// Only in these editions, or only there required.
template <typename Owner>
constexpr TypedField<Owner> in(Editions editions, TypedField<Owner> field) {
  field.raw.in = editions;
  return field;
}
template <typename Owner>
constexpr TypedField<Owner> required_in(Editions editions, TypedField<Owner> field) {
  field.raw.need = Need::kRequired;
  field.raw.required_in = editions;
  return field;
}

// Checked by a function that is given the value itself, and left in the document.
template <typename Owner, Check Look>
constexpr TypedField<Owner> checked_by(std::string_view name, Expect expect) {
  return {{name, expect, Need::kOptional,
           [](Decoder& decoder, const Node& value, void*) { Look(decoder, value); }}};
}

// Checked and left in the document.
template <typename Owner, Check Look = check_nothing>
constexpr TypedField<Owner> checked(std::string_view name, Expect expect,
                                    Need need = Need::kOptional) {
  return {{name, expect, need,
           [](Decoder& decoder, const Node& value, void*) { look_at<Look>(decoder, value); }}};
}

// Checked and kept under its name in the owner's `foreign`, for a round trip.
template <typename Owner, Check Look = check_nothing>
constexpr TypedField<Owner> foreign(std::string_view name, Expect expect) {
  return {{name, expect, Need::kOptional, [](Decoder& decoder, const Node& value, void* target) {
             static_cast<Owner*>(target)->foreign.set(decoder.field(), to_json(value));
             look_at<Look>(decoder, value);
           }}};
}

}  // namespace hanse::spec
