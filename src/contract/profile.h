// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/contract.h"

namespace hanse::contract {

// What was counted of data that no contract speaks of yet: all that a proposal is decided from.
// Plain data. Counts are of the whole unless said otherwise; samples are of `sampled` rows.

constexpr size_t kSampleTextMax = 256;  // characters kept of a sampled value
constexpr int64_t kFrequentMax = 100;   // distinct values up to which all are counted

// One way to read the values of a column: a contract column without a name.
struct TypeCandidate {
  spec::Property property;       // logical and physical type, format
  int64_t failing = 0;           // values that it does not read
  std::string example;           // one of them
  std::string minimum, maximum;  // of those that it reads, as text
};

struct PatternCandidate {
  std::string pattern;  // ECMA-262, anchored
  std::string format;   // that it stands for (`email`); empty: the shape of values
  int64_t failing = 0;
};

struct ValueCount {
  std::string value;
  int64_t count = 0;
};

struct ColumnProfile {
  enum class From {
    kText,  // CSV: everything is text
    kJsonText,
    kJsonNumber,
    kJsonBoolean,
    kJsonMixed,  // kinds differ from row to row
    kTyped,      // the file states a type
    kContainer   // an object, array or map: `present` alone is counted
  };
  std::string name;  // of the column or member in the source
  From from = From::kText;
  bool is_nested = false;         // a member of an object or array
  bool is_repeated = false;       // within an array: `rows` are its elements
  spec::Property stated;          // kTyped: what the file says
  int64_t rows = 0, present = 0;  // present: neither null nor a word for it
  int64_t distinct = 0;           // of those present
  bool distinct_is_exact = false;
  int64_t length_min = 0, length_max = 0;  // characters
  std::vector<ValueCount> missing;         // words for a missing value, and how often they stand
  std::vector<TypeCandidate> types;        // in order of preference; the last one reads everything
  std::vector<PatternCandidate> patterns;
  std::vector<ValueCount> frequent;  // all values, most frequent first; empty: too many
  std::vector<std::optional<std::string>> sample;  // one a sampled row
};

// How columns stand in each other.
struct ShapeNode {
  spec::LogicalType kind = spec::LogicalType::kString;  // kObject, kArray, kMap or any scalar
  size_t column = 0;                                    // into TableProfile::columns
  std::vector<ShapeNode> parts;                         // members; of an array one; of a map two
};

struct TableProfile {
  std::string name;
  int64_t rows = 0, sampled = 0;
  std::vector<ColumnProfile> columns;
  std::vector<ShapeNode> shape;
  std::vector<std::string> left_out;  // columns of types that no contract keeps, with the reason
};

}  // namespace hanse::contract
