// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdlib>

#include "base/utf8.h"
#include "data/encode.h"
#include "engine/engine.h"
#include "source/postgres_rows.h"

using namespace hanse;

namespace {

struct Type {
  const char *base, *type;
};
constexpr std::array<Type, 24> kTypes = {{{"bool", "BOOLEAN"},
                                          {"int2", "TINYINT"},
                                          {"int4", "SMALLINT"},
                                          {"int8", "INTEGER"},
                                          {"int8", "BIGINT"},
                                          {"int8", "DECIMAL(20,5)"},
                                          {"int8", "DOUBLE"},
                                          {"numeric", "DECIMAL(38,10)"},
                                          {"numeric", "DECIMAL(4,4)"},
                                          {"numeric", "DECIMAL(18,0)"},
                                          {"numeric", "DOUBLE"},
                                          {"float4", "FLOAT"},
                                          {"float8", "DOUBLE"},
                                          {"text", "VARCHAR"},
                                          {"json", "VARCHAR"},
                                          {"jsonb", "VARCHAR"},
                                          {"uuid", "VARCHAR"},
                                          {"bytea", "BLOB"},
                                          {"date", "DATE"},
                                          {"time", "TIME"},
                                          {"timestamp", "TIMESTAMP"},
                                          {"timestamptz", "TIMESTAMP WITH TIME ZONE"},
                                          {"bpchar", "VARCHAR"},
                                          {"varchar", "VARCHAR"}}};

std::string rows_of(const engine::GivenRows& rows) {
  const auto stream = rows.read();
  if (!stream) std::abort();
  std::string out;
  for (;;) {
    const auto chunk = (*stream)->next();
    if (!chunk || chunk->rows() > engine::kGivenRowsMax) std::abort();
    if (chunk->empty()) return out;
    data::append_json_rows(*(*stream)->schema(), *chunk, out);
  }
}

}  // namespace

// Any bytes as what a server sends for COPY in binary, of two columns whose types the first two
// bytes choose: refused, or rows that are the same each time and can leave as JSON.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  std::vector<source::BinaryColumn> columns;
  for (size_t i = 0; i < 2; ++i) {
    const Type& type = kTypes[data[i] % kTypes.size()];
    columns.push_back({{"c" + std::to_string(i), type.type}, type.base});
  }
  auto bytes = std::make_shared<source::CopiedBytes>("/nowhere");
  if (size - 2 > source::CopiedBytes::kInMemory) return 0;
  if (!bytes->add({reinterpret_cast<const char*>(data + 2), size - 2}) || !bytes->end())
    std::abort();
  const auto rows = source::given_rows(std::move(columns), std::move(bytes), engine::CancelToken());
  if (!rows) {
    if (rows.error().code != ErrorCode::kDataError) std::abort();
    return 0;
  }
  const std::string told = rows_of(**rows);
  if (told != rows_of(**rows) || first_invalid_utf8(told) != std::string::npos) std::abort();
  return 0;
}
