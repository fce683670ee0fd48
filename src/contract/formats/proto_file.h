// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"

namespace hanse::contract {

struct ProtoField {
  std::string name, type, key_type, description;  // key_type: of a map
  bool repeated = false, optional = false, deprecated = false;
  Span span;
};
struct ProtoMessage {
  std::string full_name, description;
  std::vector<ProtoField> fields;
  bool top = false;
  Span span;
};
// What a .proto file declares. Plain data.
struct ProtoFile {
  std::string package;
  std::map<std::string, ProtoMessage> messages;  // by full name, without the package
  std::vector<std::string> order;                // of messages, as they end in the file
  std::map<std::string, std::vector<std::string>> enums;
};
constexpr int kMessageDepthMax = 16;         // of messages that are declared within messages
constexpr size_t kDeclarationsMax = 10'000;  // messages and enums of a file
constexpr size_t kDeclaredNameBytesMax = 255;

// HNS-C080 for what does not parse, HNS-C083 past the limits, HNS-C081 for services, extensions
// and what `oneof` says.
ProtoFile read_proto(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics);

}  // namespace hanse::contract
