// SPDX-License-Identifier: Apache-2.0
#include "source/plain_csv.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/utf8.h"
#include "data/encode.h"
#include "engine/engine.h"
#include "source/csv_header.h"
#include "source/input.h"

namespace hanse::source {
namespace {

// Plain CSV beside the engine's own reader of it.
class PlainCsvTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/plain_csv_test";
    std::filesystem::create_directories(folder_);
    engine::BuilderOptions options{folder_ + "/scratch", int64_t{1} << 30, 2};
    options.takes_given_rows = true;
    auto engine = engine::make_builder_engine(options);
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = *engine;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string save(const std::string& text, const std::string& name = "a.csv") {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  // Rows as JSON, or "refused".
  std::string ask(const std::string& sql, engine::GivenList given = {}) {
    engine::Statement statement{sql, {}, 0};
    statement.given = std::move(given);
    const auto stream = engine_->run(statement, {});
    if (!stream) return "refused";
    std::string out;
    for (;;) {
      const auto chunk = (*stream)->next();
      if (!chunk) return "refused";
      if (chunk->empty()) return out;
      if (!out.empty()) out += ",";
      data::append_json_rows(*(*stream)->schema(), *chunk, out);
    }
  }

  static std::string list_of(const std::vector<std::string>& columns) {
    std::string out;
    for (const std::string& name : columns) out += ", " + quote_identifier(name);
    return out;
  }

  // Row numbers and all columns, in the order of the files.
  std::string by_engine(const std::vector<std::string>& paths,
                        const std::vector<std::string>& header, const std::string& delimiter) {
    Input input;
    input.delimiter = delimiter;
    std::vector<data::Column> columns;
    for (const std::string& name : header) columns.push_back({name, "VARCHAR"});
    return ask(fmt::format("SELECT row_number() OVER () AS n{} FROM {} ORDER BY n", list_of(header),
                           scan_of(input, paths, columns)));
  }

  // The same; numbers go on from file to file as those of the engine do.
  std::string by_plain(const std::shared_ptr<const PlainCsv>& plain,
                       const std::vector<std::string>& header) {
    if (plain == nullptr) return "refused";
    const std::string place = quote_identifier(PlainCsv::kPlace);
    const std::string sql = fmt::format(
        "SELECT row_number() OVER (ORDER BY {0}) AS n{1} FROM "
        "hanse_given(0) ORDER BY {0}",
        place, list_of(header));
    std::string out = ask(sql, {plain});
    EXPECT_EQ(out == "refused", plain->is_refused());
    EXPECT_EQ(
        ask(fmt::format("SELECT row_number() OVER () AS n{} FROM hanse_given(0)", list_of(header)),
            {plain->in_order()}),
        out);
    return out;
  }

  std::shared_ptr<const PlainCsv> open(const std::string& path,
                                       const std::vector<std::string>& header,
                                       PlainCsv::Options options = PlainCsv::Options()) {
    auto plain = PlainCsv::open({path}, header, header, ',', options);
    EXPECT_TRUE(plain) << plain.error().message;
    return plain.value_or(nullptr);
  }

  std::string folder_;
  std::shared_ptr<engine::Engine> engine_;
};

TEST_F(PlainCsvTest, GivesWhatTheEngineReads) {
  std::mt19937 random(5);
  int refused = 0;
  constexpr int kFiles = 1'500;
  for (int i = 0; i < kFiles; ++i) {
    const std::string delimiter(1, ",;|\t"[random() % 4]);
    const size_t columns = 1 + random() % 4;
    const bool is_wild = random() % 2 == 0;
    const std::string line_end = random() % 3 == 0 ? "\r\n" : "\n";
    std::vector<std::string> header;
    std::string text = random() % 4 == 0 ? "\xEF\xBB\xBF" : "";
    for (size_t column = 0; column < columns; ++column) {
      header.push_back(fmt::format("c{}", column));
      text += (column == 0 ? "" : delimiter) + header.back();
    }
    text += line_end;
    for (size_t rows = random() % 12; rows > 0; --rows) {
      for (size_t column = 0; column < columns; ++column) {
        if (column > 0) text += delimiter;
        if (columns == 1) text += 'v';
        const char* const some[] = {"a", "b ", " 7", "\xC3\xA4", "twelve bytes", "\xF0\x9F\x98\x80",
                                    "'", "#"};
        for (size_t parts = random() % 4; parts > 0; --parts)
          text += some[random() % std::size(some)];
        const char* const wild[] = {"\"", "\"x\"", "\r", "\n", "\xC3", ",", ";", "\n\n", "\r\n"};
        if (is_wild && random() % 20 == 0) text += wild[random() % std::size(wild)];
      }
      if (rows > 1 || random() % 3 > 0) text += line_end;
    }
    const std::string path = save(text);
    PlainCsv::Options options;
    options.block_bytes = 1 + random() % 60;
    const auto plain = PlainCsv::open({path}, header, header, delimiter.front(), options);
    ASSERT_TRUE(plain) << plain.error().message;
    const std::string found = by_plain(*plain, header);
    if (found == "refused") {
      ++refused;
      ASSERT_TRUE(is_wild) << testing::PrintToString(text);
    } else {
      ASSERT_EQ(found, by_engine({path}, header, delimiter)) << testing::PrintToString(text);
    }
  }
  EXPECT_GT(refused, kFiles / 20);
  EXPECT_LT(refused, kFiles / 2);
}

TEST_F(PlainCsvTest, LongAndManyRows) {
  std::string text = "a,b\n";
  for (int i = 0; i < 20'000; ++i)
    text += fmt::format("{},{}\n", i, i % 1'000 == 0 ? std::string(9'000, 'x') : "y");
  const std::string path = save(text);
  PlainCsv::Options options;
  options.block_bytes = 6'000;
  const auto plain = open(path, {"a", "b"}, options);
  ASSERT_NE(plain, nullptr);
  EXPECT_EQ(ask("SELECT count(*), count(DISTINCT a), sum(length(b)) FROM hanse_given(0)", {plain}),
            "[20000,20000,\"199980\"]");
  EXPECT_EQ(ask("SELECT sum(a::INT) FROM hanse_given(0)", {plain}), "[\"199990000\"]");
  EXPECT_GE(plain->rows(), 20'000);
  options.row_bytes_max = 8'000;
  const auto short_rows = open(path, {"a", "b"}, options);
  EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {short_rows}), "refused");
  EXPECT_TRUE(short_rows->is_refused());
}

TEST_F(PlainCsvTest, RefusesWhatIsNotPlain) {
  using namespace std::string_literals;
  const std::vector<std::string> two = {"a", "b"};
  for (const std::string& rows :
       {"\"1\",2\n"s, "1,2\r\n"s, "1,2\r"s, "1\r,2\n"s, "1,2\n\n"s, "1,2\n3\n"s, "1,2\n3,4,5\n"s,
        "1,\0\n"s, "1,\xFF\n"s, "1,2\n3"s, "\n1,2\n"s}) {
    const auto plain = open(save("a,b\n" + rows), two);
    ASSERT_NE(plain, nullptr);
    EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {plain}), "refused")
        << testing::PrintToString(rows);
    EXPECT_TRUE(plain->is_refused());
  }
  EXPECT_EQ(open(save("a,\"b\"\n1,2\n"), two), nullptr);
  EXPECT_EQ(open(save("a\r,b\n1,2\n"), two), nullptr);
  for (const char* const rows :
       {"1,2\n", "1,2\r\r\n", "1\r,2\r\n", "1,2\r", "1,2\r\n\r\n", "1,2\r\n3,4\n"}) {
    const auto plain = open(save(std::string("a,b\r\n") + rows), two);
    ASSERT_NE(plain, nullptr);
    EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {plain}), "refused")
        << testing::PrintToString(rows);
  }
  EXPECT_EQ(open(save(""), {""}), nullptr);
  EXPECT_EQ(open(save("a,\x01place\n1,2\n"), {"a", PlainCsv::kPlace}), nullptr);
  EXPECT_EQ(open(save("a,\x01place\n1,2\n"), {PlainCsv::kPlace}), nullptr);
  EXPECT_EQ(open(save("a,\x01PLACE\n1,2\n"), {"a", "\x01PLACE"}), nullptr);
  EXPECT_EQ(open(save("a,A\n1,2\n"), {"a", "A"}), nullptr);
  const auto one = open(save("a\n1\n\n2\n"), {"a"});
  EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {one}), "refused");
}

TEST_F(PlainCsvTest, AFileThatHasGoneOrShrunkIsRefused) {
  const std::string path = save("a\n1\n2\n");
  const auto plain = open(path, {"a"});
  save("a\n");
  EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {plain}), "refused");
  std::filesystem::remove(path);
  EXPECT_EQ(ask("SELECT count(*) FROM hanse_given(0)", {plain}), "refused");
  EXPECT_FALSE(plain->rows_at({2}));
  EXPECT_FALSE(PlainCsv::open({path}, {"a"}, {"a"}, ','));
}

TEST_F(PlainCsvTest, EachFileHasLineEndsOfItsOwn) {
  const std::vector<std::string> header = {"a", "b"};
  const std::vector<std::string> paths = {save("a,b\r\n1,x\r\n2,y", "1.csv"),
                                          save("a,b\n3,z\n", "2.csv"), save("a,b\r\n4,", "3.csv")};
  const auto plain = PlainCsv::open(paths, header, header, ',');
  ASSERT_TRUE(plain) << plain.error().message;
  const std::string rows = by_plain(*plain, header);
  EXPECT_EQ(rows, "[1,\"1\",\"x\"],[2,\"2\",\"y\"],[3,\"3\",\"z\"],[4,\"4\",null]");
  EXPECT_EQ(rows, by_engine(paths, header, ","));
}

TEST_F(PlainCsvTest, SeveralFilesAndWhichRowsStandWhere) {
  const std::vector<std::string> paths = {save("a,b\n1,x\n2,\n", "1.csv"), save("a,b\n", "2.csv"),
                                          save("\xEF\xBB\xBF"
                                               "a,b\n3,z",
                                               "3.csv")};
  PlainCsv::Options options;
  options.block_bytes = 3;
  const auto plain = PlainCsv::open(paths, {"a", "b"}, {"b", "b"}, ',', options);
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(by_plain(*plain, {"b"}), "[1,\"x\"],[2,null],[3,\"z\"]");
  const auto rows = (*plain)->rows_at({4, 8, 22});
  ASSERT_TRUE(rows) << rows.error().message;
  const auto row_at = [&](int64_t place) {
    const auto found = rows->find(place);
    return found == rows->end() ? std::string("none")
                                : fmt::format("{}:{}", found->second.file, found->second.number);
  };
  EXPECT_EQ(ask(fmt::format("SELECT {} FROM hanse_given(0)", quote_identifier(PlainCsv::kPlace)),
                {(*plain)->in_order()}),
            "[4],[8],[22]");
  EXPECT_EQ(row_at(4), "0:1");
  EXPECT_EQ(row_at(8), "0:2");
  EXPECT_EQ(row_at(22), "2:1");
}

}  // namespace
}  // namespace hanse::source
