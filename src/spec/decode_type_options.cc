// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

using Options = LogicalTypeOptions;

constexpr std::string_view kIntegerFormats[] = {"i8", "i16", "i32", "i64", "i128",
                                                "u8", "u16", "u32", "u64", "u128"};
constexpr std::string_view kNumberFormats[] = {"f32", "f64"};
constexpr std::string_view kElementTypes[] = {"bfloat16", "binary", "float16", "float32",
                                              "float64",  "int8",   "uint8"};

template <auto Member>
void read_number(Decoder& decoder, const Node& value, Options& options) {
  const auto number = number_of(value.text);
  if (number && std::isfinite(*number)) options.*Member = *number;
  else decoder.error("HNS-S024", value.span, "expected a finite number");
}

void read_multiple(Decoder& decoder, const Node& value, Options& options) {
  const auto number = number_of(value.text);
  if (number && std::isfinite(*number) && *number > 0) options.multiple_of = *number;
  else decoder.error("HNS-S024", value.span, "`multipleOf` needs a number above 0");
}

// A number; before 3.2.0 also a truth value that makes `minimum` or `maximum` exclusive.
template <auto Inclusive, auto Exclusive>
void read_exclusive(Decoder& decoder, const Node& value, Options& options) {
  if (decoder.older_standard && value.kind == Node::Kind::kBool) return;  // see older_bounds
  if (decoder.is(value, Expect::kNumber)) read_number<Exclusive>(decoder, value, options);
}

constexpr Table kString("logicalTypeOptions of a string", "",
                        {integer<&Options::min_length, 0>("minLength"),
                         integer<&Options::max_length, 0>("maxLength"),
                         text<&Options::pattern>("pattern"), text<&Options::format>("format")});
constexpr Table kTime("logicalTypeOptions of a date or time", "",
                      {text<&Options::format>("format"), text<&Options::minimum_text>("minimum"),
                       text<&Options::maximum_text>("maximum"),
                       text<&Options::exclusive_minimum_text>("exclusiveMinimum"),
                       text<&Options::exclusive_maximum_text>("exclusiveMaximum")});
constexpr Table kTimestamp("logicalTypeOptions of a timestamp or time", "",
                           {text<&Options::format>("format"),
                            text<&Options::minimum_text>("minimum"),
                            text<&Options::maximum_text>("maximum"),
                            text<&Options::exclusive_minimum_text>("exclusiveMinimum"),
                            text<&Options::exclusive_maximum_text>("exclusiveMaximum"),
                            boolean<&Options::with_time_zone>("timezone"),
                            text<&Options::time_zone>("defaultTimezone")});
template <const auto& kFormats>
constexpr Table kNumeric(
    "logicalTypeOptions of a number", "",
    {custom<read_number<&Options::minimum>>("minimum", Expect::kNumber),
     custom<read_number<&Options::maximum>>("maximum", Expect::kNumber),
     custom<read_exclusive<&Options::minimum, &Options::exclusive_minimum>>("exclusiveMinimum",
                                                                            Expect::kAny),
     custom<read_exclusive<&Options::maximum, &Options::exclusive_maximum>>("exclusiveMaximum",
                                                                            Expect::kAny),
     custom<read_multiple>("multipleOf", Expect::kNumber),
     choice<&Options::format, kFormats>("format")});
constexpr Table kObject("logicalTypeOptions of an object", "",
                        {foreign<Options>("minProperties", Expect::kInteger),
                         foreign<Options>("maxProperties", Expect::kInteger),
                         foreign<Options>("required", Expect::kTexts)});
constexpr Table kArray("logicalTypeOptions of an array", "",
                       {integer<&Options::min_items, 0>("minItems"),
                        integer<&Options::max_items, 0>("maxItems"),
                        boolean<&Options::unique_items>("uniqueItems")});
constexpr Table kVector("logicalTypeOptions of a vector", "",
                        {integer<&Options::dimensions, 1, 1'000'000>("dimensions",
                                                                     Need::kRequired),
                         choice<&Options::element_type, kElementTypes>("elementType"),
                         foreign<Options>("distanceMetric", Expect::kText),
                         foreign<Options>("embeddingModel", Expect::kText),
                         foreign<Options>("embeddingModelVersion", Expect::kText),
                         foreign<Options>("normalized", Expect::kBool)});

void older_bounds(const Node& node, Options& options) {
  const auto is_true = [&](std::string_view key) {
    const Node* value = node.find(key);
    return value != nullptr && value->kind == Node::Kind::kBool && bool_of(value->text);
  };
  if (is_true("exclusiveMinimum")) std::swap(options.minimum, options.exclusive_minimum);
  if (is_true("exclusiveMaximum")) std::swap(options.maximum, options.exclusive_maximum);
}

}  // namespace

void decode_type_options(Decoder& decoder, const Node& node, Property& property) {
  Options& options = property.options;
  switch (property.logical_type) {
    case LogicalType::kString: decoder.map(node, kString, options); return;
    case LogicalType::kDate: decoder.map(node, kTime, options); return;
    case LogicalType::kTimestamp:
    case LogicalType::kTime: decoder.map(node, kTimestamp, options); return;
    case LogicalType::kInteger:
      decoder.map(node, kNumeric<kIntegerFormats>, options);
      break;
    case LogicalType::kNumber: decoder.map(node, kNumeric<kNumberFormats>, options); break;
    case LogicalType::kObject: decoder.map(node, kObject, options); return;
    case LogicalType::kArray: decoder.map(node, kArray, options); return;
    case LogicalType::kVector: decoder.map(node, kVector, options); return;
    case LogicalType::kBoolean:
    case LogicalType::kMap:
      for (const Node::Entry& entry : node.entries)
        decoder.error("HNS-S020", entry.key_span,
                      fmt::format("logicalTypeOptions of type `{}` has no field `{}`",
                                  to_string(property.logical_type), entry.key));
      return;
  }
  if (decoder.older_standard) older_bounds(node, options);
}

}  // namespace hanse::spec
