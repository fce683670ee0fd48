// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/contract.h"
#include "spec/node.h"

namespace hanse::contract {

// Contracts from and to what other tools read: one file a format, one table of them all.
// Everything here is free of state and so thread-safe.

// Something of a contract that a format has no place for.
struct Lost {
  std::string place;   // "orders.id"; empty: the contract as a whole
  std::string field;   // the standard's name, such as `classification`
  std::string reason;  // empty: the format has no such thing
  Span span;
};

// Where an exporter says what it could not carry beyond what the table of its format says.
class Losses {
 public:
  void add(std::string place, std::string_view field, std::string reason, const Span& span = {});
  std::vector<Lost> take() { return std::move(all_); }

 private:
  std::vector<Lost> all_;
};

struct ContractFile {
  spec::DataContract contract;
  spec::Node document;  // the contract as it was written: tells what stands in it
};
struct Exported {
  std::string text;        // bytes, for Parquet
  std::vector<Lost> lost;  // by place in the document
};
struct Imported {
  spec::DataContract contract;
  Diagnostics diagnostics;  // sorted; with errors there is no contract to speak of
};

struct Format {
  std::string_view name;  // as the command line has it: "sql-postgres"
  std::string_view title;
  std::string_view reader;  // what reads it back in the tests
  // What the format has a place for: "property.description". See carried.h.
  std::span<const std::string_view> carried;
  Result<std::string> (*write)(const spec::DataContract&, Losses&) = nullptr;  // null: no export
  // Text of at most kSourceBytesMax; null: no import.
  void (*read)(const std::shared_ptr<const SourceFile>&, Imported&) = nullptr;
  // What is no text: a file that the engine reads.
  Status (*read_path)(const std::string& path, Imported&) = nullptr;
  bool is_binary = false;
};

constexpr uint64_t kSourceBytesMax = 4u << 20;
constexpr int kSourceDepthMax = 64;          // of types within types
constexpr size_t kSourceNodesMax = 100'000;  // of columns, nested ones and repeats counted

std::span<const Format> format_table();
// kNotFound with the nearest name.
Result<const Format*> find_format(std::string_view name);

// Everything that stands in the contract is in the text or in the list. kUnsupported when the
// format goes one way only, kInvalidArgument when the contract cannot be one document of it.
Result<Exported> export_contract(const Format& format, const ContractFile& file);
// What was not understood is in the diagnostics (HNS-C080 … C083), with its place. Fails when the
// source cannot be read at all (kNotFound, kIo, kLimitExceeded, kUnsupported).
Result<Imported> import_contract(const Format& format, const std::string& path);
// The same of a text that is at hand; `name` stands for its file in messages.
Result<Imported> import_text(const Format& format, const std::string& name, std::string text);

}  // namespace hanse::contract
