// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hanse::server::pgwire {

// What a connection may SET and SHOW: a closed list. Few do something (`hanse.purpose`,
// `statement_timeout`); the others are taken as PostgreSQL takes them when they ask for what is so
// anyhow (UTF8, ISO dates, UTC), or have no effect that a reader could see. One connection's.
class Settings {
 public:
  enum class Scope { kSession, kLocal };

  // kNotFound for a name that is not on the list, kInvalidArgument for a value it does not take,
  // kDenied for what cannot be changed.
  Status set(std::string_view name, std::string value, Scope scope);
  Status reset(std::string_view name);  // empty: all
  Result<std::string> show(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> all() const;  // in order of names
  std::string value(std::string_view name) const;                // empty: none
  int64_t statement_timeout_ms() const;                          // 0: none
  // What a client is told at the beginning and when it changes (ParameterStatus); spelled name.
  static bool is_reported(std::string_view name);
  static std::string spelling(std::string_view name);
  static std::vector<std::string_view> reported();

  // Transactions: an abort undoes what was set in it; the end undoes SET LOCAL.
  void begin() { before_ = session_; }
  void commit() { local_.clear(); }
  void abort() { session_ = before_, local_.clear(); }

  // Of the connection itself, not by a client's SET.
  void fix(std::string_view name, std::string value) { session_[std::string(name)] = value; }

 private:
  std::map<std::string, std::string> session_, local_, before_;  // by name in lower case
};

}  // namespace hanse::server::pgwire
