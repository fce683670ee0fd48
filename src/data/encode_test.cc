// SPDX-License-Identifier: Apache-2.0
#include "data/encode.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "base/json.h"
#include "data/scalar_text.h"

namespace hanse::data {
namespace {

// One column held by the test itself: release only marks, the vectors own.
struct TestColumn {
  std::string format;
  std::vector<uint8_t> validity;
  std::vector<int32_t> offsets;
  std::string bytes;
  std::vector<TestColumn> children;
  std::vector<std::string> names;
  int64_t length = 0;
  int64_t null_count = 0;

  ArrowSchema schema{};
  ArrowArray array{};
  std::vector<const void*> buffers;
  std::vector<ArrowSchema*> child_schemas;
  std::vector<ArrowArray*> child_arrays;

  void finish(const char* name) {
    schema.format = format.c_str();
    schema.name = name;
    for (size_t i = 0; i < children.size(); ++i) {
      children[i].finish(i < names.size() ? names[i].c_str() : "item");
      child_schemas.push_back(&children[i].schema);
      child_arrays.push_back(&children[i].array);
    }
    schema.n_children = array.n_children = static_cast<int64_t>(children.size());
    schema.children = child_schemas.data();
    array.children = child_arrays.data();
    buffers.push_back(validity.empty() ? nullptr : validity.data());
    if (!offsets.empty()) buffers.push_back(offsets.data());
    buffers.push_back(bytes.data());
    array.buffers = buffers.data();
    array.n_buffers = static_cast<int64_t>(buffers.size());
    array.length = length;
    array.null_count = null_count;
  }
};

template <typename T>
TestColumn fixed(const std::string& format, const std::vector<T>& values,
                 std::vector<uint8_t> validity = {}) {
  TestColumn out;
  out.format = format;
  out.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  out.length = static_cast<int64_t>(values.size());
  out.validity = std::move(validity);
  out.null_count = out.validity.empty() ? 0 : 1;
  return out;
}

TestColumn text(const std::vector<std::string>& values, const std::string& format = "u") {
  TestColumn out;
  out.format = format;
  out.offsets.push_back(0);
  for (const auto& value : values) {
    out.bytes += value;
    out.offsets.push_back(static_cast<int32_t>(out.bytes.size()));
  }
  out.length = static_cast<int64_t>(values.size());
  return out;
}

// The rows of one column as JSON and, for the first, as people read it.
struct Encoded {
  std::string json, csv, first;
};
Encoded encode(TestColumn column, const std::string& type) {
  TestColumn root;
  root.format = "+s";
  root.length = column.length;
  root.children.push_back(std::move(column));
  root.names = {"c"};
  root.finish("");
  const Schema schema({{"c", type}}, root.schema);
  const Chunk chunk(root.array);
  Encoded out;
  append_json_rows(schema, chunk, out.json);
  append_csv_rows(schema, chunk, out.csv);
  out.first = cell_text(schema, chunk, 0, 0);
  return out;
}

TEST(Encode, NumbersAreNumbersWhileADoubleHoldsThem) {
  EXPECT_EQ(encode(fixed<int8_t>("c", {-128, 127}), "TINYINT").json, "[-128],[127]");
  EXPECT_EQ(encode(fixed<uint16_t>("S", {65535}), "USMALLINT").json, "[65535]");
  EXPECT_EQ(
      encode(fixed<int64_t>("l", {9007199254740992, 9007199254740993, INT64_MIN}), "BIGINT").json,
      "[9007199254740992],[\"9007199254740993\"],[\"-9223372036854775808\"]");
  EXPECT_EQ(encode(fixed<uint64_t>("L", {1, UINT64_MAX}), "UBIGINT").json,
            "[1],[\"18446744073709551615\"]");
  EXPECT_EQ(encode(fixed<double>("g", {0.1, -0.0, 1e300, NAN, INFINITY, -INFINITY}), "DOUBLE").json,
            "[0.1],[-0],[1e+300],[\"NaN\"],[\"Infinity\"],[\"-Infinity\"]");
  EXPECT_EQ(encode(fixed<float>("f", {0.1f}), "FLOAT").json, "[0.1]");
}

TEST(Encode, NullsAreNullInJsonAndEmptyInCsv) {
  const auto out = encode(fixed<int32_t>("i", {1, 2, 3}, {0b101}), "INTEGER");
  EXPECT_EQ(out.json, "[1],[null],[3]");
  EXPECT_EQ(out.csv, "1\r\n\r\n3\r\n");
  EXPECT_EQ(encode(fixed<int32_t>("i", {1}, {0}), "INTEGER").first, "NULL");
}

TEST(Encode, TextIsEscapedAsEachFormatAsks) {
  const auto out = encode(
      text({"plain", "", "a,b", "say \"x\"", "two\nlines", "ümlaut", std::string("\x01", 1)}),
      "VARCHAR");
  EXPECT_EQ(out.json,
            "[\"plain\"],[\"\"],[\"a,b\"],[\"say "
            "\\\"x\\\"\"],[\"two\\nlines\"],[\"ümlaut\"],[\"\\u0001\"]");
  EXPECT_EQ(
      out.csv,
      "plain\r\n\"\"\r\n\"a,b\"\r\n\"say \"\"x\"\"\"\r\n\"two\nlines\"\r\nümlaut\r\n\x01\r\n");
}

TEST(Encode, BytesThatAreNoUtf8StillGiveJson) {
  EXPECT_TRUE(Json::parse(encode(text({"\xff\xfe"}), "VARCHAR").json));
}

TEST(Encode, DatesAndTimesAreIso8601BeforeAndAfter1970) {
  EXPECT_EQ(
      encode(fixed<int32_t>("tdD", {0, -1, -719162, 2932896, 15706, -719529, INT32_MAX}), "DATE")
          .json,
      "[\"1970-01-01\"],[\"1969-12-31\"],[\"0001-01-01\"],[\"9999-12-31\"],[\"2013-01-01\"],"
      "[\"-0001-12-31\"],[\"infinity\"]");
  EXPECT_EQ(encode(fixed<int64_t>("tsu:", {0, -1, 1356998400000000, 500}), "TIMESTAMP").json,
            "[\"1970-01-01T00:00:00\"],[\"1969-12-31T23:59:59.999999\"],[\"2013-01-01T00:00:00\"],"
            "[\"1970-01-01T00:00:00.000500\"]");
  EXPECT_EQ(encode(fixed<int64_t>("tsu:UTC", {-1000000}), "TIMESTAMP WITH TIME ZONE").json,
            "[\"1969-12-31T23:59:59Z\"]");
  EXPECT_EQ(encode(fixed<int64_t>("tsn:", {-1}), "TIMESTAMP_NS").json,
            "[\"1969-12-31T23:59:59.999999999\"]");
  EXPECT_EQ(encode(fixed<int64_t>("tss:", {-86400}), "TIMESTAMP_S").json,
            "[\"1969-12-31T00:00:00\"]");
  EXPECT_EQ(encode(fixed<int64_t>("ttu", {86399999999, 0}), "TIME").json,
            "[\"23:59:59.999999\"],[\"00:00:00\"]");
}

TEST(Encode, EveryDayOfFourCenturiesIsOneAfterTheLast) {
  int year = 1800, month = 1, day = 1;
  for (int32_t days = -62091; days < -62091 + 146097; ++days) {
    std::string out;
    append_date(days, out);
    ASSERT_EQ(out, fmt::format("{:04}-{:02}-{:02}", year, month, day));
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (++day > lengths[month - 1]) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
}

TEST(Encode, DecimalsKeepEveryDigitAsText) {
  using Halves = std::array<uint64_t, 2>;
  EXPECT_EQ(
      encode(fixed<Halves>("d:10,2,128", {{150, 0}, {UINT64_MAX, UINT64_MAX}, {5, 0}, {0, 0}}),
             "DECIMAL(10,2)")
          .json,
      "[\"1.50\"],[\"-0.01\"],[\"0.05\"],[\"0.00\"]");
  EXPECT_EQ(
      encode(fixed<Halves>("d:38,0", {{UINT64_MAX, INT64_MAX}, {0, uint64_t{1} << 63}}), "HUGEINT")
          .json,
      "[\"170141183460469231731687303715884105727\"],[\"-"
      "170141183460469231731687303715884105728\"]");
  EXPECT_EQ(encode(fixed<Halves>("d:38,0", {{UINT64_MAX, UINT64_MAX}}), "UHUGEINT").json,
            "[\"340282366920938463463374607431768211455\"]");
}

TEST(Encode, IntervalsAreIso8601Durations) {
  const auto text_of = [](int32_t months, int32_t days, int64_t nanoseconds) {
    std::string out;
    append_interval(months, days, nanoseconds, out);
    return out;
  };
  EXPECT_EQ(text_of(0, 0, 0), "PT0S");
  EXPECT_EQ(text_of(14, 3, 3'723'500'000'000), "P1Y2M3DT1H2M3.5S");
  EXPECT_EQ(text_of(-1, 2, -500'000'000), "P-1M2DT-0.5S");
  EXPECT_EQ(text_of(0, 0, -3'600'000'000'000), "PT-1H");
}

TEST(Encode, BlobsAreBase64AndBitsAreDigits) {
  EXPECT_EQ(encode(text({"", "f", "fo", "foo", std::string("\0\xff", 2)}, "z"), "BLOB").json,
            "[\"\"],[\"Zg==\"],[\"Zm8=\"],[\"Zm9v\"],[\"AP8=\"]");
  EXPECT_EQ(encode(text({std::string("\x05\xfd", 2)}, "z"), "BIT").json, "[\"101\"]");
}

TEST(Encode, ListsStructsAndMapsNest) {
  TestColumn list;
  list.format = "+l";
  list.offsets = {0, 2, 2, 3};
  list.length = 3;
  list.children.push_back(fixed<int32_t>("i", {1, 2, 3}, {0b101}));
  EXPECT_EQ(encode(std::move(list), "INTEGER[]").json, "[[1,null]],[[]],[[3]]");

  TestColumn structure;
  structure.format = "+s";
  structure.length = 2;
  structure.children.push_back(fixed<int32_t>("i", {1, 2}));
  structure.children.push_back(text({"x", "y"}));
  structure.names = {"a", "the \"b\""};
  const auto encoded = encode(std::move(structure), "STRUCT(a INTEGER, \"the \"\"b\"\"\" VARCHAR)");
  EXPECT_EQ(encoded.json,
            "[{\"a\":1,\"the \\\"b\\\"\":\"x\"}],[{\"a\":2,\"the \\\"b\\\"\":\"y\"}]");
  EXPECT_EQ(encoded.first, "{\"a\":1,\"the \\\"b\\\"\":\"x\"}");

  TestColumn entries;
  entries.format = "+s";
  entries.length = 2;
  entries.children.push_back(fixed<int32_t>("i", {7, 8}));
  entries.children.push_back(text({"p", "q"}));
  entries.names = {"key", "value"};
  TestColumn map;
  map.format = "+m";
  map.offsets = {0, 2};
  map.length = 1;
  map.children.push_back(std::move(entries));
  EXPECT_EQ(encode(std::move(map), "MAP(INTEGER, VARCHAR)").json, "[{\"7\":\"p\",\"8\":\"q\"}]");
}

TEST(Encode, BooleansAreReadBitByBit) {
  TestColumn column;
  column.format = "b";
  column.bytes = std::string("\x05", 1);
  column.length = 3;
  EXPECT_EQ(encode(std::move(column), "BOOLEAN").json, "[true],[false],[true]");
}

TEST(Encode, NdjsonGivesOneObjectALineAndCsvAHeader) {
  TestColumn root;
  root.format = "+s";
  root.length = 2;
  root.children.push_back(fixed<int32_t>("i", {1, 2}));
  root.children.push_back(text({"x", "y"}));
  root.names = {"a", "b,c"};
  root.finish("");
  const Schema schema({{"a", "INTEGER"}, {"b,c", "VARCHAR"}}, root.schema);
  const Chunk chunk(root.array);
  std::string out;
  append_ndjson_rows(schema, chunk, out);
  EXPECT_EQ(out, "{\"a\":1,\"b,c\":\"x\"}\n{\"a\":2,\"b,c\":\"y\"}\n");
  out.clear();
  append_csv_header(schema, out);
  EXPECT_EQ(out, "a,\"b,c\"\r\n");
  out.clear();
  append_json_columns(schema, out);
  EXPECT_EQ(out, "[{\"name\":\"a\",\"type\":\"INTEGER\"},{\"name\":\"b,c\",\"type\":\"VARCHAR\"}]");
}

TEST(Encode, ASlicedArrayIsReadFromItsOffset) {
  TestColumn root;
  root.format = "+s";
  root.length = 3;
  root.children.push_back(fixed<int32_t>("i", {1, 2, 3}, {0b011}));
  root.names = {"a"};
  root.finish("");
  const Schema schema({{"a", "INTEGER"}}, root.schema);
  ArrowArray slice = root.array;
  slice.offset = 1;
  slice.length = 2;
  std::string out;
  append_json_rows(schema, Chunk(slice), out);
  EXPECT_EQ(out, "[2],[null]");
}

TEST(Chunk, ReleasesItsArrayOnce) {
  static int released = 0;
  released = 0;
  ArrowArray array{};
  array.length = 1;
  array.release = [](ArrowArray* self) {
    ++released;
    self->release = nullptr;
  };
  {
    Chunk first(array);
    Chunk second(std::move(first));
    Chunk third;
    third = std::move(second);
    EXPECT_EQ(third.rows(), 1);
    EXPECT_EQ(released, 0);
  }
  EXPECT_EQ(released, 1);
}

}  // namespace
}  // namespace hanse::data
