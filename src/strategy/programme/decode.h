// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "spec/decode_common.h"
#include "spec/fields.h"
#include "strategy/programme/working_days.h"

namespace hanse::strategy {

// Rows of field tables that strategy files of the programme have besides those of spec/fields.h.

// A number from Low to High: HNS-S024 outside.
template <auto Member, int Low, int High>
constexpr spec::TypedField<spec::OwnerOf<Member>> number(std::string_view name,
                                                         spec::Need need = spec::Need::kOptional) {
  return {{name, spec::Expect::kNumber, need,
           [](spec::Decoder& decoder, const spec::Node& value, void* target) {
             const auto found = spec::number_of(value.text);
             if (found && *found >= Low && *found <= High)
               spec::member_of<Member>(target) = *found;
             else
               decoder.error("HNS-S024", value.span,
                             fmt::format("expected a number from {} to {}", Low, High));
           }}};
}

// A date of a year that calendars have: HNS-S034 else.
inline void check_calendar_date(spec::Decoder& decoder, const spec::Node& value) {
  const size_t before = decoder.errors();
  spec::check_date(decoder, value);
  if (decoder.errors() == before && !is_of_calendar(value.text))
    decoder.error("HNS-S034", value.span,
                  fmt::format("`{}`: expected a date of the years {} to {}", decoder.field(),
                              kCalendarYearMin, kCalendarYearMax));
}
template <auto Member>
constexpr spec::TypedField<spec::OwnerOf<Member>> date(std::string_view name,
                                                       spec::Need need = spec::Need::kOptional) {
  return {{name, spec::Expect::kText, need,
           [](spec::Decoder& decoder, const spec::Node& value, void* target) {
             check_calendar_date(decoder, value);
             spec::member_of<Member>(target) = value.text;
           }}};
}
template <auto Member>
constexpr spec::TypedField<spec::OwnerOf<Member>> dates(std::string_view name) {
  return {{name, spec::Expect::kTexts, spec::Need::kOptional,
           [](spec::Decoder& decoder, const spec::Node& value, void* target) {
             for (const spec::Node& item : value.items) {
               check_calendar_date(decoder, item);
               spec::member_of<Member>(target).push_back(item.text);
             }
           }}};
}

// Each of a closed list of words.
template <auto Member, const auto& Words>
constexpr spec::TypedField<spec::OwnerOf<Member>> choices(std::string_view name) {
  return {{name, spec::Expect::kTexts, spec::Need::kOptional,
           [](spec::Decoder& decoder, const spec::Node& value, void* target) {
             for (const spec::Node& item : value.items) {
               bool is_known = false;
               for (std::string_view word : Words) is_known |= word == item.text;
               if (is_known)
                 spec::member_of<Member>(target).push_back(item.text);
               else
                 decoder.not_among(item, Words);
             }
           }}};
}

}  // namespace hanse::strategy
