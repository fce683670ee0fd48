// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"

namespace hanse::spec {
namespace {

using Options = LogicalTypeOptions;
constexpr Editions kNowhere = 0;

constexpr std::string_view kIntegerFormats[] = {"i8", "i16", "i32", "i64", "i128",
                                                "u8", "u16", "u32", "u64", "u128"};
constexpr std::string_view kNumberFormats[] = {"f32", "f64"};
constexpr std::string_view kDistances[] = {"cosine", "dotProduct", "euclidean", "hamming",
                                           "manhattan"};
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

void read_required(Decoder& decoder, const Node& value, Options& options) {
  check_distinct(decoder, value);
  for (const Node& item : value.items) options.required.push_back(item.text);
}

// A number; in 3.0 a truth value that makes `minimum` or `maximum` exclusive.
template <auto Inclusive, auto Exclusive>
void read_exclusive(Decoder& decoder, const Node& value, Options& options) {
  if (decoder.is_in(kOdcs30) && value.kind == Node::Kind::kBool) return;  // see older_bounds
  if (decoder.is(value, Expect::kNumber)) read_number<Exclusive>(decoder, value, options);
}

template <auto Member>
void read_exclusive_text(Decoder& decoder, const Node& value, Options& options) {
  if (decoder.is_in(kOdcs30) && value.kind == Node::Kind::kBool) return;
  if (decoder.is(value, Expect::kText)) options.*Member = value.text;
}

constexpr auto kBelow = custom<read_exclusive_text<&Options::exclusive_maximum_text>>(
    "exclusiveMaximum", Expect::kAny);
constexpr auto kAbove = custom<read_exclusive_text<&Options::exclusive_minimum_text>>(
    "exclusiveMinimum", Expect::kAny);

// Closed in every edition.
constexpr auto kString =
    Table("logicalTypeOptions of a string", "",
          {integer<&Options::min_length, 0>("minLength"),
           integer<&Options::max_length, 0>("maxLength"), text<&Options::pattern>("pattern"),
           text<&Options::format>("format")})
        .open_in(kNowhere);
constexpr auto kTime =
    Table("logicalTypeOptions of a date or time", "",
          {text<&Options::format>("format"), text<&Options::minimum_text>("minimum"),
           text<&Options::maximum_text>("maximum"), kAbove, kBelow})
        .open_in(kNowhere);
constexpr auto kTimestamp =
    Table("logicalTypeOptions of a timestamp or time", "",
          {text<&Options::format>("format"), text<&Options::minimum_text>("minimum"),
           text<&Options::maximum_text>("maximum"), kAbove, kBelow,
           boolean<&Options::with_time_zone>("timezone"),
           text<&Options::time_zone>("defaultTimezone")})
        .open_in(kNowhere);
template <const auto& kFormats>
constexpr auto kNumeric = Table(
    "logicalTypeOptions of a number", "",
    {custom<read_number<&Options::minimum>>("minimum", Expect::kNumber),
     custom<read_number<&Options::maximum>>("maximum", Expect::kNumber),
     custom<read_exclusive<&Options::minimum, &Options::exclusive_minimum>>("exclusiveMinimum",
                                                                            Expect::kAny),
     custom<read_exclusive<&Options::maximum, &Options::exclusive_maximum>>("exclusiveMaximum",
                                                                            Expect::kAny),
     custom<read_multiple>("multipleOf", Expect::kNumber),
     choice<&Options::format, kFormats>("format")})
                              .open_in(kNowhere);
constexpr auto kObject = Table("logicalTypeOptions of an object", "",
                               {integer<&Options::min_properties, 0>("minProperties"),
                                integer<&Options::max_properties, 0>("maxProperties"),
                                custom<read_required>("required", Expect::kTexts)})
                             .open_in(kNowhere);
constexpr auto kArray = Table("logicalTypeOptions of an array", "",
                              {integer<&Options::min_items, 0>("minItems"),
                               integer<&Options::max_items, 0>("maxItems"),
                               boolean<&Options::unique_items>("uniqueItems")})
                            .open_in(kNowhere);
constexpr auto kVector =
    Table("logicalTypeOptions of a vector", "",
          {integer<&Options::dimensions, 1>("dimensions", Need::kRequired),
           choice<&Options::element_type, kElementTypes>("elementType"),
           choice<&Options::distance_metric, kDistances>("distanceMetric"),
           foreign<Options>("embeddingModel", Expect::kText),
           foreign<Options>("embeddingModelVersion", Expect::kText),
           foreign<Options>("normalized", Expect::kBool)})
        .open_in(kNowhere);

void older_bounds(const Node& node, Options& options) {
  const auto is_true = [&](std::string_view key) {
    const Node* value = node.find(key);
    return value != nullptr && value->kind == Node::Kind::kBool && bool_of(value->text);
  };
  if (is_true("exclusiveMinimum")) {
    std::swap(options.minimum, options.exclusive_minimum);
    std::swap(options.minimum_text, options.exclusive_minimum_text);
  }
  if (is_true("exclusiveMaximum")) {
    std::swap(options.maximum, options.exclusive_maximum);
    std::swap(options.maximum_text, options.exclusive_maximum_text);
  }
}

}  // namespace

void decode_type_options(Decoder& decoder, const Node& node, Property& property) {
  Options& options = property.options;
  if (!property.logical_type_stated && !node.entries.empty() && !decoder.is_in(kOdcs30)) {
    decoder.error("HNS-S046", node.span, "`logicalTypeOptions` need a `logicalType`");
    return;
  }
  switch (property.logical_type) {
    case LogicalType::kString: decoder.map(node, kString, options); return;
    case LogicalType::kDate: decoder.map(node, kTime, options); break;
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
        decoder.warning("HNS-S041", entry.key_span,
                        fmt::format("logicalTypeOptions of type `{}` has no field `{}`: it is "
                                    "kept and not read",
                                    to_string(property.logical_type), entry.key));
      return;
  }
  if (decoder.is_in(kOdcs30)) older_bounds(node, options);
}

}  // namespace hanse::spec
