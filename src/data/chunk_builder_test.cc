// SPDX-License-Identifier: Apache-2.0
#include "data/chunk_builder.h"

#include <gtest/gtest.h>

#include "data/encode.h"

namespace hanse::data {
namespace {

std::string rows_of(ChunkBuilder& builder) {
  std::string out;
  append_json_rows(*builder.schema(), builder.take(), out);
  return out;
}

TEST(ChunkBuilderTest, KeepsEveryTypeAndWhatIsMissing) {
  const std::vector<Column> columns = {{"b", "BOOLEAN"},       {"t", "TINYINT"},
                                       {"s", "SMALLINT"},      {"i", "INTEGER"},
                                       {"l", "BIGINT"},        {"f", "FLOAT"},
                                       {"d", "DOUBLE"},        {"n", "DECIMAL(20,2)"},
                                       {"v", "VARCHAR"},       {"x", "BLOB"},
                                       {"day", "DATE"},        {"clock", "TIME"},
                                       {"local", "TIMESTAMP"}, {"at", "TIMESTAMP WITH TIME ZONE"}};
  auto builder = ChunkBuilder::of(columns);
  ASSERT_TRUE(builder) << builder.error().message;
  const auto add_row = [&](int64_t sign) {
    builder->add_bool(0, sign > 0);
    builder->add(1, static_cast<int8_t>(127 * sign));
    builder->add(2, static_cast<int16_t>(32'767 * sign));
    builder->add(3, static_cast<int32_t>(2'147'483'647 * sign));
    builder->add(4, INT64_MAX * sign);
    builder->add(5, 1.5f * static_cast<float>(sign));
    builder->add(6, 0.1 * static_cast<double>(sign));
    builder->add(7, static_cast<__int128>(123'456'789'012'345'678) * 10 * sign);
    builder->add_bytes(8, sign > 0 ? "a text that is longer than twelve bytes" : "");
    builder->add_bytes(9, std::string_view("\0\1", 2));
    builder->add(10, static_cast<int32_t>(sign));
    builder->add(11, int64_t{3'600'000'000});
    builder->add(12, int64_t{86'400'000'000} * sign);
    builder->add(13, int64_t{1'000'000} * sign);
    builder->end_row();
  };
  add_row(1);
  for (size_t i = 0; i < columns.size(); ++i) builder->add_null(i);
  builder->end_row();
  add_row(-1);
  EXPECT_EQ(rows_of(*builder),
            "[true,127,32767,2147483647,\"9223372036854775807\",1.5,0.1,\"12345678901234567.80\","
            "\"a text that is longer than twelve bytes\",\"AAE=\",\"1970-01-02\",\"01:00:00\","
            "\"1970-01-02T00:00:00\",\"1970-01-01T00:00:01Z\"],"
            "[null,null,null,null,null,null,null,null,null,null,null,null,null,null],"
            "[false,-127,-32767,-2147483647,\"-9223372036854775807\",-1.5,-0.1,"
            "\"-12345678901234567.80\",\"\",\"AAE=\",\"1969-12-31\",\"01:00:00\","
            "\"1969-12-31T00:00:00\",\"1969-12-31T23:59:59Z\"]");
}

TEST(ChunkBuilderTest, BeginsAnewAfterEachChunk) {
  auto builder = ChunkBuilder::of({{"v", "VARCHAR"}, {"b", "BOOLEAN"}});
  ASSERT_TRUE(builder) << builder.error().message;
  EXPECT_TRUE(builder->take().empty());
  for (int chunk = 0; chunk < 3; ++chunk) {
    for (int row = 0; row < 9; ++row) {
      builder->add_bytes(0, std::to_string(row));
      builder->add_bool(1, row == 8);
      builder->end_row();
    }
    EXPECT_EQ(builder->rows(), 9);
    EXPECT_EQ(builder->bytes(), 9);
    EXPECT_EQ(rows_of(*builder),
              "[\"0\",false],[\"1\",false],[\"2\",false],[\"3\",false],[\"4\",false],[\"5\",false],"
              "[\"6\",false],[\"7\",false],[\"8\",true]");
    EXPECT_EQ(builder->rows() + builder->bytes(), 0);
  }
}

TEST(ChunkBuilderTest, SaysWhichTypesItDoesNotMake) {
  for (const char* type : {"HUGEINT", "INTEGER[]", "STRUCT(a INTEGER)", "UUID", "decimal(1,1)", ""})
    EXPECT_EQ(ChunkBuilder::of({{"c", type}}).error().code, ErrorCode::kUnsupported) << type;
}

}  // namespace
}  // namespace hanse::data
