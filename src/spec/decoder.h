// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/editions.h"
#include "spec/node.h"

namespace hanse::spec {

// What a field's value must be. A null value is never one of them.
enum class Expect : uint8_t {
  kText, kTextOrNumber, kScalar, kBool, kInteger, kNumber, kTexts, kList, kMaps, kMap, kAny
};
enum class Need : uint8_t { kOptional, kRequired };

class Decoder;

// One field of a map that a person writes: its name, what it must be, and where it goes.
struct Field {
  std::string_view name;
  Expect expect = Expect::kAny;
  Need need = Need::kOptional;
  void (*set)(Decoder&, const Node& value, void* target) = nullptr;  // null: only checked
  Editions in = kEveryEdition;           // elsewhere the field is unknown
  Editions required_in = kEveryEdition;  // of a field that is required at all
};

// The fields of the map that becomes a T. `what` names it in messages, with its article; `name_key`
// is the field whose place stands for the whole.
template <typename T>
struct TypedField {
  Field raw;
};
template <typename T, size_t N>
struct Table {
  std::string_view what, name_key;
  std::array<Field, N> fields;
  Editions open = kOdcs30;  // where an unknown field is kept with a warning, HNS-S041

  constexpr Table(std::string_view what_, std::string_view name_key_,
                  const TypedField<T> (&list)[N])
      : what(what_), name_key(name_key_) {
    for (size_t i = 0; i < N; ++i) fields[i] = list[i].raw;
  }
  constexpr Table open_in(Editions editions) const {
    Table table = *this;
    table.open = editions;
    return table;
  }
};

// Walks nodes by tables and reports what does not fit, each problem once. One per file; not
// thread-safe. The setters that fields name are in spec/fields.h.
class Decoder {
 public:
  // What differs between files: all borrowed, all must outlive the decoder.
  struct Context {
    Diagnostics& diagnostics;
    std::string object;                               // "product flight_operations/departures"
    const std::map<std::string, std::string>* variables = nullptr;  // null: keep `${VAR}`
  };
  explicit Decoder(Context context) : context_(std::move(context)) {}

  template <typename T, size_t N>
  void map(const Node& node, const Table<T, N>& table, T& target) {
    read_map(node, {table.what, table.name_key, table.fields, table.open}, &target);
    if constexpr (requires { target.span; }) target.span = place_of(node, table.name_key);
  }

  void error(std::string_view code, const Span& span, std::string message, std::string help = {});
  void warning(std::string_view code, const Span& span, std::string message,
               std::string help = {});
  // HNS-S023: `value` is none of `allowed`.
  void not_among(const Node& value, std::span<const std::string_view> allowed);
  // HNS-S021. True when `node` is what is expected.
  bool is(const Node& node, Expect expect);
  void missing(std::string_view field, std::string_view what, const Span& span);

  size_t errors() const { return errors_; }        // reported so far
  std::string_view field() const { return field_; }  // the name of the field that is being read
  const std::map<std::string, std::string>* variables() const { return context_.variables; }
  bool is_in(Editions editions) const { return (edition & editions) != 0; }
  Editions edition = kHanse1;  // of the document

 private:
  struct AnyTable {
    std::string_view what, name_key;
    std::span<const Field> fields;
    Editions open;
  };
  void read_map(const Node& node, const AnyTable& table, void* target);
  void read_entry(const Node::Entry& entry, const Field& field, const AnyTable& table,
                  void* target);
  void unknown(const Node::Entry& entry, const Field* field, const AnyTable& table);
  bool is_left_out(const Span& span);
  bool elements_fit(const Node& list, Node::Kind kind);
  static Span place_of(const Node& node, std::string_view name_key);

  Context context_;
  size_t errors_ = 0;
  std::string_view field_;  // that is being read, for messages
};

// "text", "a list", … as messages name what was found.
std::string_view found_name(const Node& node);

}  // namespace hanse::spec
