// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>
#include <type_traits>

#include "base/ids.h"
#include "spec/fields_checked.h"
#include "spec/scalar.h"

namespace hanse::spec {

// The vocabulary of field tables: each function makes one row. Members are given as pointers, so
// that a table says in one line what is read and where it goes.

template <typename T>
struct MemberOf;
template <typename Owner, typename Value>
struct MemberOf<Value Owner::*> {
  using owner = Owner;
  using value = Value;
};
template <auto Member>
using OwnerOf = typename MemberOf<decltype(Member)>::owner;
template <auto Member>
using ValueOf = typename MemberOf<decltype(Member)>::value;

template <auto Member>
auto& member_of(void* target) {
  return static_cast<OwnerOf<Member>*>(target)->*Member;
}

// std::string and Id<…> alike.
template <auto Member>
constexpr TypedField<OwnerOf<Member>> text(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kText, need, [](Decoder&, const Node& value, void* target) {
             member_of<Member>(target) = ValueOf<Member>(value.text);
           }}};
}

// A text whose place is kept beside it.
template <auto Member, auto SpanMember>
constexpr TypedField<OwnerOf<Member>> placed(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kText, need, [](Decoder&, const Node& value, void* target) {
             member_of<Member>(target) = ValueOf<Member>(value.text);
             member_of<SpanMember>(target) = value.span;
           }}};
}

template <auto Member>
constexpr TypedField<OwnerOf<Member>> texts(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kTexts, need, [](Decoder&, const Node& value, void* target) {
             auto& list = member_of<Member>(target);
             list.reserve(value.items.size());
             for (const Node& item : value.items) list.emplace_back(item.text);
           }}};
}

template <auto Member>
constexpr TypedField<OwnerOf<Member>> boolean(std::string_view name) {
  return {{name, Expect::kBool, Need::kOptional, [](Decoder&, const Node& value, void* target) {
             member_of<Member>(target) = bool_of(value.text);
           }}};
}

// double and std::optional<double> alike; what is no number leaves the member as it is.
template <auto Member>
constexpr TypedField<OwnerOf<Member>> number(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kNumber, need, [](Decoder&, const Node& value, void* target) {
             if (const auto found = number_of(value.text)) member_of<Member>(target) = *found;
           }}};
}

// HNS-S024 outside [Low, High].
template <auto Member, int64_t Low, int64_t High = std::numeric_limits<int64_t>::max()>
constexpr TypedField<OwnerOf<Member>> integer(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kInteger, need, [](Decoder& decoder, const Node& value, void* target) {
             const auto number = integer_of(value.text);
             if (number && *number >= Low && *number <= High) {
               member_of<Member>(target) = static_cast<int64_t>(*number);
               return;
             }
             decoder.error("HNS-S024", value.span,
                           High == std::numeric_limits<int64_t>::max()
                               ? fmt::format("expected a whole number from {}", Low)
                               : fmt::format("expected a whole number from {} to {}", Low, High));
           }}};
}

// One of a closed list of words.
template <auto Member, const auto& Words>
constexpr TypedField<OwnerOf<Member>> choice(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kText, need, [](Decoder& decoder, const Node& value, void* target) {
             for (std::string_view word : Words)
               if (word == value.text) {
                 member_of<Member>(target) = value.text;
                 return;
               }
             decoder.not_among(value, Words);
           }}};
}

template <auto Member>
constexpr TypedField<OwnerOf<Member>> json(std::string_view name, Expect expect,
                                           Need need = Need::kOptional) {
  return {{name, expect, need, [](Decoder&, const Node& value, void* target) {
             member_of<Member>(target) = to_json(value);
           }}};
}

// Maps by the table of their own that a function reads: `void read(Decoder&, const Node&, Item&)`.
template <auto Member, auto Read>
constexpr TypedField<OwnerOf<Member>> list(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kMaps, need, [](Decoder& decoder, const Node& value, void* target) {
             auto& all = member_of<Member>(target);
             all.reserve(value.items.size());
             for (const Node& item : value.items)
               if (item.kind == Node::Kind::kMap) Read(decoder, item, all.emplace_back());
           }}};
}

template <auto Member, auto Read>
constexpr TypedField<OwnerOf<Member>> object(std::string_view name, Need need = Need::kOptional) {
  return {{name, Expect::kMap, need, [](Decoder& decoder, const Node& value, void* target) {
             Read(decoder, value, member_of<Member>(target));
           }}};
}

// A field that needs code of its own: `void read(Decoder&, const Node&, Owner&)`.
template <typename T>
struct ReaderOf;
template <typename Owner>
struct ReaderOf<void (*)(Decoder&, const Node&, Owner&)> {
  using owner = Owner;
};
template <auto Read>
constexpr auto custom(std::string_view name, Expect expect, Need need = Need::kOptional) {
  using Owner = typename ReaderOf<decltype(Read)>::owner;
  return TypedField<Owner>{{name, expect, need, [](Decoder& decoder, const Node& value,
                                                   void* target) {
                              Read(decoder, value, *static_cast<Owner*>(target));
                            }}};
}

}  // namespace hanse::spec
