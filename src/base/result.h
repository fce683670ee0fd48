// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace hanse {

// The outcome of an operation that can fail: a value or an Error.
template <typename T>
using Result = std::expected<T, Error>;

// The outcome of an operation that yields nothing.
using Status = std::expected<void, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string help = {}) {
  return std::unexpected<Error>(Error{code, std::move(message), std::move(help), -1, {}});
}

inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

// HANSE_TRY(auto x, expr): x is the value of the Result `expr`, or this function returns its error.
#define HANSE_CONCAT_INNER(a, b) a##b
#define HANSE_CONCAT(a, b) HANSE_CONCAT_INNER(a, b)
#define HANSE_TRY(declaration, expression)                                      \
  auto HANSE_CONCAT(result_, __LINE__) = (expression);                          \
  if (!HANSE_CONCAT(result_, __LINE__))                                         \
    return ::hanse::fail(std::move(HANSE_CONCAT(result_, __LINE__)).error());   \
  declaration = std::move(*HANSE_CONCAT(result_, __LINE__))

// HANSE_TRY_STATUS(expr): this function returns the error of the Status or Result `expr`, if any.
#define HANSE_TRY_STATUS(expression)                             \
  do { /* one statement: an `else` behind it is not taken over */  \
    if (auto status_tried = (expression); !status_tried)           \
      return ::hanse::fail(std::move(status_tried).error());       \
  } while (false)

}  // namespace hanse
