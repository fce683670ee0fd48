// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_rows.h"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>

#include "data/encode.h"
#include "source/binary_values.h"

namespace hanse::source {
namespace {

template <typename T>
std::string bytes_of(T value) {
  std::string out;
  for (int shift = 8 * (sizeof(T) - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<uint64_t>(value) >> shift);
  return out;
}

// As numeric_send gives it: the digits are of base 10,000.
std::string numeric(std::vector<int16_t> digits, int16_t weight, uint16_t sign = 0) {
  std::string out = bytes_of(static_cast<int16_t>(digits.size())) + bytes_of(weight) +
                    bytes_of(sign) + bytes_of(int16_t{0});
  for (const int16_t digit : digits) out += bytes_of(digit);
  return out;
}

const std::string kHead = std::string("PGCOPY\n\377\r\n\0", 11) + std::string(8, '\0');
const std::string kEnd = bytes_of(int16_t{-1});

std::string row(const std::vector<std::optional<std::string>>& values) {
  std::string out = bytes_of(static_cast<int16_t>(values.size()));
  for (const auto& value : values)
    out += value ? bytes_of(static_cast<int32_t>(value->size())) + *value : bytes_of(int32_t{-1});
  return out;
}

class PostgresRowsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "hanse-rows-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<std::shared_ptr<const engine::GivenRows>> given(std::vector<BinaryColumn> columns,
                                                         const std::string& sent) {
    auto bytes = std::make_shared<CopiedBytes>(folder_);
    EXPECT_TRUE(bytes->add(sent));
    EXPECT_TRUE(bytes->end());
    return given_rows(std::move(columns), std::move(bytes), engine::CancelToken());
  }

  // The rows as JSON, or the error.
  std::string answer(std::vector<BinaryColumn> columns, const std::string& sent) {
    const auto rows = given(std::move(columns), sent);
    if (!rows) return std::string(to_string(rows.error().code)) + ": " + rows.error().message;
    const auto stream = (*rows)->read();
    std::string out;
    for (;;) {
      const auto chunk = (*stream)->next();
      if (!chunk) return chunk.error().message;
      if (chunk->empty()) return out;
      if (!out.empty()) out += ",";
      data::append_json_rows(*(*stream)->schema(), *chunk, out);
    }
  }

  // One value; the error as "no".
  std::string value(const std::string& base, const std::string& type, const std::string& bytes) {
    const std::string told = answer({{{"c", type}, base}}, kHead + row({bytes}) + kEnd);
    if (told.starts_with("data_error: a value of `c`")) return "no";
    return told.size() > 1 && told.front() == '[' ? told.substr(1, told.size() - 2) : told;
  }

  std::string folder_;
};

TEST_F(PostgresRowsTest, ReadsRowsAndWhatIsMissingInThem) {
  const std::vector<BinaryColumn> columns = {{{"id", "BIGINT"}, "int8"},
                                             {{"name", "VARCHAR"}, "text"}};
  EXPECT_EQ(answer(columns, kHead + kEnd), "");
  EXPECT_EQ(answer(columns, kHead + row({bytes_of(int64_t{7}), "seven"}) +
                                row({bytes_of(int64_t{-8}), std::nullopt}) + kEnd),
            "[7,\"seven\"],[-8,null]");
}

TEST_F(PostgresRowsTest, ReadsWholeNumbersIntoWhatHoldsThem) {
  EXPECT_EQ(value("int2", "BIGINT", bytes_of(int16_t{-3})), "-3");
  EXPECT_EQ(value("int4", "SMALLINT", bytes_of(int32_t{-32'768})), "-32768");
  EXPECT_EQ(value("int4", "SMALLINT", bytes_of(int32_t{32'768})), "no");
  EXPECT_EQ(value("int8", "TINYINT", bytes_of(int64_t{128})), "no");
  EXPECT_EQ(value("int8", "BIGINT", bytes_of(INT64_MIN)), "\"-9223372036854775808\"");
  EXPECT_EQ(value("int8", "BIGINT", "abc"), "no");
  EXPECT_EQ(value("int4", "DECIMAL(5,2)", bytes_of(int32_t{-999})), "\"-999.00\"");
  EXPECT_EQ(value("int4", "DECIMAL(5,2)", bytes_of(int32_t{1000})), "no");
  EXPECT_EQ(value("int8", "DECIMAL(38,19)", bytes_of(INT64_MIN)),
            "\"-9223372036854775808.0000000000000000000\"");
  EXPECT_EQ(value("int8", "DOUBLE", bytes_of(int64_t{-123'456'789'012'345})), "-123456789012345");
  EXPECT_EQ(value("int8", "DOUBLE", bytes_of(int64_t{1'200'000'000'000'000'000})),
            "1.2e+18");
  EXPECT_EQ(value("int8", "DOUBLE", bytes_of(int64_t{1'234'567'890'123'456})), "no");
}

TEST_F(PostgresRowsTest, ReadsDecimalsAndCutsNoDigit) {
  constexpr uint16_t kNegative = 0x4000;
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({}, 0)), "\"0.00\"");
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({12, 3400}, 0)), "\"12.34\"");
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({12, 3450}, 0)), "no") << "12.345";
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({12}, -2)), "no") << "0.00000012";
  EXPECT_EQ(value("numeric", "DECIMAL(12,4)", numeric({1}, 1, kNegative)), "\"-10000.0000\"");
  EXPECT_EQ(value("numeric", "DECIMAL(5,2)", numeric({999, 9900}, 0)), "\"999.99\"");
  EXPECT_EQ(value("numeric", "DECIMAL(5,2)", numeric({1000}, 0)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(5,0)", numeric({9, 9999}, 1)), "\"99999\"");
  EXPECT_EQ(value("numeric", "DECIMAL(5,0)", numeric({10}, 1)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(4,0)", numeric({1}, 1)), "no");
  const std::vector<int16_t> nines = {99, 9999, 9999, 9999, 9999, 9999, 9999, 9999, 9999, 9999};
  EXPECT_EQ(value("numeric", "DECIMAL(38,0)", numeric(nines, 9)),
            "\"" + std::string(38, '9') + "\"");
  EXPECT_EQ(value("numeric", "DECIMAL(38,0)", numeric({100}, 9)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(38,0)", numeric({9999}, 9)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(38,0)", numeric({1}, 32'767)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(38,38)", numeric({1}, -32'768)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(38,38)", numeric({100}, -10)),
            "\"0." + std::string(37, '0') + "1\"");
  for (const int sign : {0xC000, 0xD000, 0xF000, 0x1234})
    EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({}, 0, static_cast<uint16_t>(sign))), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({10'000}, 0)), "no") << "no digit";
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({-1}, 0)), "no");
  EXPECT_EQ(value("numeric", "DECIMAL(12,2)", numeric({1}, 0) + "x"), "no");
}

TEST_F(PostgresRowsTest, ReadsDecimalsAsFloatingPointWhereAllDigitsAreKept) {
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({}, 0)), "0");
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({1000}, -1)), "0.1");
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({12, 3456, 7890, 1234, 5000}, 2, 0x4000)),
            "-1234567890.12345");
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({12, 3456, 7890, 1234, 5600}, 2)), "no");
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({1}, 5)), "1e+20");
  EXPECT_EQ(value("numeric", "DOUBLE", numeric({1}, 100)), "no") << "more than a DOUBLE holds";
}

TEST_F(PostgresRowsTest, ReadsDaysAndMoments) {
  EXPECT_EQ(value("date", "DATE", bytes_of(int32_t{0})), "\"2000-01-01\"");
  EXPECT_EQ(value("date", "DATE", bytes_of(int32_t{-730'119})), "\"0001-01-01\"");
  EXPECT_EQ(value("date", "DATE", bytes_of(int32_t{-730'120})), "no");
  EXPECT_EQ(value("date", "DATE", bytes_of(INT32_MAX)), "no");
  EXPECT_EQ(value("date", "DATE", bytes_of(INT32_MIN)), "no");
  EXPECT_EQ(value("time", "TIME", bytes_of(int64_t{86'399'999'999})), "\"23:59:59.999999\"");
  EXPECT_EQ(value("time", "TIME", bytes_of(int64_t{-1})), "no");
  EXPECT_EQ(value("timestamp", "TIMESTAMP", bytes_of(int64_t{1})), "\"2000-01-01T00:00:00.000001\"");
  EXPECT_EQ(value("timestamptz", "TIMESTAMP WITH TIME ZONE", bytes_of(int64_t{0})),
            "\"2000-01-01T00:00:00Z\"");
  for (const int64_t infinite : {INT64_MAX, INT64_MIN})
    EXPECT_EQ(value("timestamp", "TIMESTAMP", bytes_of(infinite)), "no");
}

TEST_F(PostgresRowsTest, ReadsTextsBytesAndTruth) {
  EXPECT_EQ(value("text", "VARCHAR", ""), "\"\"");
  EXPECT_EQ(value("jsonb", "VARCHAR", "\1{\"a\": 1}"), "\"{\\\"a\\\": 1}\"");
  EXPECT_EQ(value("jsonb", "VARCHAR", "\2{}"), "no");
  EXPECT_EQ(value("text", "VARCHAR", "gr\xfc\xdf"), "no") << "Latin-1 of a SQL_ASCII database";
  EXPECT_EQ(value("jsonb", "VARCHAR", "\1\"\xff\""), "no");
  EXPECT_EQ(value("bytea", "BLOB", "\xff"), "\"/w==\"");
  EXPECT_EQ(value("uuid", "VARCHAR", std::string("\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf", 16)),
            "\"00010203-0405-0607-0809-0a0b0c0d0e0f\"");
  EXPECT_EQ(value("bytea", "BLOB", std::string("\0\1", 2)), "\"AAE=\"");
  EXPECT_EQ(value("bool", "BOOLEAN", "\1"), "true");
  EXPECT_EQ(value("bool", "BOOLEAN", ""), "no");
  EXPECT_EQ(value("float8", "DOUBLE", bytes_of(std::bit_cast<int64_t>(-0.1))), "-0.1");
}

TEST_F(PostgresRowsTest, TakesNothingElseThanRows) {
  const std::vector<BinaryColumn> columns = {{{"name", "VARCHAR"}, "text"}};
  const std::string sent = kHead + row({"abc"}) + row({std::nullopt}) + kEnd;
  EXPECT_EQ(answer(columns, sent), "[\"abc\"],[null]");
  for (size_t length = 0; length < sent.size(); ++length)
    EXPECT_EQ(answer(columns, sent.substr(0, length)),
              "data_error: the server sent something else than rows")
        << length;
  EXPECT_FALSE(given(columns, kHead + row({"a", "b"}) + kEnd)) << "a value too many";
  EXPECT_FALSE(given(columns, "pgcopy" + sent.substr(6)));
  EXPECT_FALSE(given(columns, kHead + bytes_of(int16_t{1}) + bytes_of(int32_t{-2}) + kEnd));
  EXPECT_FALSE(given(columns, kHead + bytes_of(int16_t{1}) + bytes_of(INT32_MAX) + kEnd));
  EXPECT_FALSE(given({{{"name", "VARCHAR"}, "int4"}}, sent)) << "no form that is known";
}

TEST_F(PostgresRowsTest, ManyRowsWaitInAFileWithoutAName) {
  std::string sent = kHead;
  std::string expected;
  constexpr int kRows = 40'000;
  const std::string filling(100, 'x');
  for (int i = 0; i < kRows; ++i)
    sent += row({bytes_of(static_cast<int32_t>(i)), filling + std::to_string(i)});
  sent += kEnd;
  ASSERT_GT(sent.size(), CopiedBytes::kInMemory);
  auto bytes = std::make_shared<CopiedBytes>(folder_);
  for (size_t at = 0; at < sent.size(); at += 7'777)
    ASSERT_TRUE(bytes->add(std::string_view(sent).substr(at, 7'777)));
  ASSERT_TRUE(bytes->end());
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  const auto rows =
      given_rows({{{"id", "INTEGER"}, "int4"}, {{"name", "VARCHAR"}, "varchar"}}, bytes,
                 engine::CancelToken());
  ASSERT_TRUE(rows) << rows.error().message;
  for (int again = 0; again < 2; ++again) {
    const auto stream = (*rows)->read();
    int64_t found = 0;
    for (;;) {
      const auto chunk = (*stream)->next();
      ASSERT_TRUE(chunk) << chunk.error().message;
      if (chunk->empty()) break;
      EXPECT_LE(chunk->rows(), engine::kGivenRowsMax);
      std::string text;
      data::append_json_rows(*(*stream)->schema(), *chunk, text);
      EXPECT_TRUE(text.starts_with(fmt::format("[{},\"{}{}\"]", found, filling, found)));
      found += chunk->rows();
    }
    EXPECT_EQ(found, kRows);
  }
}

}  // namespace
}  // namespace hanse::source
