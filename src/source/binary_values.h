// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "data/chunk_builder.h"

namespace hanse::source {

// How a value that a PostgreSQL server sends in binary becomes one of the engine's: as the `send`
// functions of its types write them, which its documentation calls the binary representation.
struct BinaryForm {
  enum class Kind {
    kBool, kWhole, kFloat, kDouble, kWholeAsDecimal, kDecimal, kWholeAsDouble, kDecimalAsDouble,
    kBytes, kText, kJsonb, kUuid, kDay, kTime, kMoment
  };
  Kind kind = Kind::kBytes;
  int width = 0;                 // bytes of a whole number in the chunk
  int precision = 0, scale = 0;  // of decimals
};

constexpr const char* kZoned = "TIMESTAMP WITH TIME ZONE";

// Of values of the server's type `base` that become the engine's `type`; nothing where only their
// text does. A timestamp without a zone is taken to be in UTC.
std::optional<BinaryForm> binary_form_of(std::string_view base, std::string_view type);

// False, and nothing is put, when it is no value of the type: too large, infinite where the type
// has no infinity, no UTF-8, with digits that would be lost, before the year 1, or not of that form
// at all.
bool put_binary_value(const BinaryForm& form, std::string_view value, data::ChunkBuilder& builder,
                      size_t column);

}  // namespace hanse::source
