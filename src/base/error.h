// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hanse {

// The closed set of reasons for which an operation fails. Every protocol has one table from it to
// its own world (HTTP status, SQLSTATE, exit code): an exhaustive switch without a default.
enum class ErrorCode {
  kInvalidArgument,    // the caller sent something that cannot be understood or is out of range
  kNotFound,           // no such thing, or nothing that the asker may know of
  kAlreadyExists,      // the name or id is taken
  kConflict,           // somebody else changed it in between
  kUnauthenticated,    // no credential, or one that is not valid (any more)
  kDenied,             // a policy says no, or no policy says yes
  kUnsupported,        // understood, and deliberately not done
  kLimitExceeded,      // a configured limit was reached
  kTimeout,            // the deadline passed
  kCancelled,          // somebody asked to stop
  kUnavailable,        // something that is needed cannot be reached at present
  kDataError,          // the data does not fit what was asked of it (a cast, an overflow)
  kIo,                 // a file or device failed
  kCorrupt,            // stored state fails its own checks
  kInternal,           // a fault of ours
};

// "invalid_argument", "not_found", …: the stable spelling in JSON and logs.
std::string_view to_string(ErrorCode code);

// The code of that spelling; kInternal for any other word.
ErrorCode error_code_of(std::string_view word);

// Why an operation failed, for the person who asked. `message` follows the house style: lowercase,
// no final stop, names in backticks, what was expected. `help` is at most one thing to do.
// `position` is a byte offset into the text that the error is about (-1: none).
// A value type without shared state; safe to copy between threads.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string help;
  int position = -1;
  std::string decision_id;  // the ledger's id of the decision behind a denial, else empty
};

}  // namespace hanse
