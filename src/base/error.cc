// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include "base/check.h"

namespace hanse {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument: return "invalid_argument";
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kAlreadyExists: return "already_exists";
    case ErrorCode::kConflict: return "conflict";
    case ErrorCode::kUnauthenticated: return "unauthenticated";
    case ErrorCode::kDenied: return "denied";
    case ErrorCode::kUnsupported: return "unsupported";
    case ErrorCode::kLimitExceeded: return "limit_exceeded";
    case ErrorCode::kTimeout: return "timeout";
    case ErrorCode::kCancelled: return "cancelled";
    case ErrorCode::kUnavailable: return "unavailable";
    case ErrorCode::kDataError: return "data_error";
    case ErrorCode::kIo: return "io";
    case ErrorCode::kCorrupt: return "corrupt";
    case ErrorCode::kInternal: return "internal";
  }
  HANSE_CHECK(false, "every error code has a spelling");
  return {};
}

ErrorCode error_code_of(std::string_view word) {
  for (int i = 0; i < static_cast<int>(ErrorCode::kInternal); ++i)
    if (to_string(static_cast<ErrorCode>(i)) == word) return static_cast<ErrorCode>(i);
  return ErrorCode::kInternal;
}

}  // namespace hanse
