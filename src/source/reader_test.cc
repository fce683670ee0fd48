// SPDX-License-Identifier: Apache-2.0
#include "source/reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "data/encode.h"
#include "engine/engine.h"

namespace hanse::source {
namespace {

namespace fs = std::filesystem;

spec::Property column(const std::string& name, spec::LogicalType type,
                      const std::string& physical = {}) {
  spec::Property out;
  out.name = name;
  out.logical_type = type;
  out.physical_type = physical;
  return out;
}

spec::Property with_missing(spec::Property property, const std::vector<std::string>& words) {
  spec::QualityRule rule;
  rule.metric = "missingValues";
  Json list = Json::array();
  for (const auto& word : words) list.push(word);
  rule.arguments = Json::object({{"missingValues", list}});
  property.quality.push_back(rule);
  return property;
}

spec::Property with_format(spec::Property property, const std::string& format,
                           const std::string& zone = {}) {
  property.options.format = format;
  property.options.time_zone = zone;
  return property;
}

using spec::LogicalType;

class ReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "hanse-source-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = fs::canonical(pattern);
    for (const char* sub : {"/mesh/data", "/mesh/.hanse/data", "/outside", "/scratch", "/temp"})
      fs::create_directories(folder_ + sub);
    roots_ = {
        folder_ + "/mesh", {folder_ + "/mesh"}, {folder_ + "/mesh/.hanse"}, folder_ + "/scratch"};
    auto engine = engine::make_builder_engine({folder_ + "/temp", int64_t{1} << 30, 2, "key"});
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = *engine;
    server_.type = "local";
    table_.name = "t";
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& path, const std::string& text) {
    std::ofstream(folder_ + "/" + path, std::ios::binary) << text;
  }
  Result<SourceScan> plan(const std::string& path, const std::string& format = "csv") {
    server_.path = path;
    server_.format = format;
    return plan_scan(contract_, table_, server_, roots_);
  }
  std::string rows(const std::string& sql) {
    auto stream = engine_->run({sql, {}}, engine::CancelToken());
    if (!stream) return "error: " + std::string(to_string(stream.error().code));
    std::string out;
    for (;;) {
      auto chunk = (*stream)->next();
      if (!chunk) return "error: " + std::string(to_string(chunk.error().code));
      if (chunk->empty()) return out;
      if (!out.empty()) out += ",";
      data::append_json_rows(*(*stream)->schema(), *chunk, out);
    }
  }
  std::string read(const std::string& path, const std::string& format = "csv") {
    const auto scan = plan(path, format);
    return scan ? rows(scan->select_sql) : "refused: " + scan.error().message;
  }
  std::string findings(const std::string& path, const std::string& format = "csv") {
    const auto scan = plan(path, format);
    if (!scan) return "refused: " + scan.error().message;
    return scan->findings_sql.empty() ? "" : rows(scan->findings_sql);
  }
  ErrorCode refusal(const std::string& path, const std::string& format = "csv") {
    const auto scan = plan(path, format);
    return scan ? ErrorCode::kInternal : scan.error().code;
  }

  std::string folder_;
  SourceRoots roots_;
  spec::DataContract contract_;
  spec::SchemaObject table_;
  spec::Server server_;
  std::shared_ptr<engine::Engine> engine_;
};

TEST_F(ReaderTest, ReadsCsvByTheContractsNamesAndTypes) {
  table_.properties = {
      column("day", LogicalType::kDate), column("id", LogicalType::kInteger, "int"),
      column("name", LogicalType::kString), column("fare", LogicalType::kNumber, "decimal(10,2)"),
      column("at", LogicalType::kTimestamp)};
  write("mesh/data/a.csv", "id,extra,name,fare,at,day\n"
                           "1,x,\"a,b\",1.50,2013-01-01T06:00:00Z,1969-12-31\n"
                           "2,y,\"\",-3,2013-01-01 06:00:00.5,2013-02-28\n"
                           "3,z,,,,\n");
  EXPECT_EQ(
      read("data/a.csv"),
      "[\"1969-12-31\",1,\"a,b\",\"1.50\",\"2013-01-01T06:00:00Z\"],"
      "[\"2013-02-28\",2,\"\",\"-3.00\",\"2013-01-01T06:00:00.500000Z\"],[null,3,null,null,null]");
  EXPECT_EQ(findings("data/a.csv"), "");
}

TEST_F(ReaderTest, TakesThePhysicalNameWhereItIsStated) {
  auto renamed = column("airline", LogicalType::kString);
  renamed.physical_name = "Carrier Code";
  table_.properties = {renamed};
  write("mesh/a.csv", "Carrier Code,airline\nUA,wrong\n");
  EXPECT_EQ(read("a.csv"), "[\"UA\"]");
}

TEST_F(ReaderTest, NamesTheColumnsThatAFileLacks) {
  table_.properties = {column("a", LogicalType::kString), column("b", LogicalType::kString),
                       column("C", LogicalType::kString)};
  write("mesh/a.csv", "a,c\n1,2\n");
  const auto scan = plan("a.csv");
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().code, ErrorCode::kDataError);
  EXPECT_EQ(scan.error().message, "the source of the table `t` lacks the columns `b`, `C`");
  EXPECT_EQ(scan.error().help, "the file has `a`, `c`");
}

TEST_F(ReaderTest, MissingWordsAreNullOnlyWhereTheyAreStated) {
  table_.properties = {with_missing(column("a", LogicalType::kInteger), {"NA", "-"}),
                       column("b", LogicalType::kString),
                       with_missing(column("c", LogicalType::kString), {"NA", ""})};
  write("mesh/a.csv", "a,b,c\nNA,NA,NA\n-,x,\"\"\n5,,y\n");
  EXPECT_EQ(read("a.csv"), "[null,\"NA\",null],[null,\"x\",null],[5,null,\"y\"]");
}

TEST_F(ReaderTest, AValueThatDoesNotParseFailsTheScanAndIsFound) {
  table_.properties = {column("a", LogicalType::kInteger, "smallint"),
                       column("b", LogicalType::kDate),
                       column("c", LogicalType::kNumber, "decimal(4,1)"),
                       column("d", LogicalType::kBoolean), column("e", LogicalType::kNumber)};
  write("mesh/a.csv", "a,b,c,d,e\n1,2013-01-01,1.5,true,1e3\n1.5,2013-13-01,1.55,maybe,x\n"
                      "40000,01/02/2013,12345,,\n 7,2013-1-1,1e2,false,NaN\n");
  EXPECT_EQ(read("a.csv"), "error: data_error");
  EXPECT_EQ(findings("a.csv"),
            "[2,\"a\",\"1.5\"],[2,\"b\",\"2013-13-01\"],[2,\"c\",\"1.55\"],[2,\"d\",\"maybe\"],"
            "[2,\"e\",\"x\"],[3,\"a\",\"40000\"],[3,\"b\",\"01/02/2013\"],[3,\"c\",\"12345\"],"
            "[4,\"a\",\" 7\"],[4,\"b\",\"2013-1-1\"],[4,\"c\",\"1e2\"]");
}

TEST_F(ReaderTest, FormatsComeFromTheContract) {
  table_.properties = {
      with_format(column("a", LogicalType::kDate), "dd.MM.yyyy"),
      with_format(column("b", LogicalType::kTimestamp), "yyyy-MM-dd'T'HH:mm:ssXXX"),
      with_format(column("c", LogicalType::kTimestamp), "MM/dd/yyyy hh:mm a", "America/New_York"),
      with_format(column("d", LogicalType::kTime), "HHmm"),
      with_format(column("e", LogicalType::kTimestamp, "timestamp"), "yyyyMMddHHmmssSSS")};
  write("mesh/a.csv",
        "a,b,c,d,e\n31.12.2012,2013-01-01T06:00:00+01:00,01/31/2013 01:05 "
        "PM,0517,20130101060000123\n");
  EXPECT_EQ(read("a.csv"),
            "[\"2012-12-31\",\"2013-01-01T05:00:00Z\",\"2013-01-31T18:05:00Z\",\"05:17:00\","
            "\"2013-01-01T06:00:00.123000\"]");
  write("mesh/b.csv", "a,b,c,d,e\n31.13.2012,x,13/31/2013 01:05 PM,2517,2013\n");
  EXPECT_EQ(read("b.csv"), "error: data_error");
  EXPECT_EQ(findings("b.csv"),
            "[1,\"a\",\"31.13.2012\"],[1,\"b\",\"x\"],[1,\"c\",\"13/31/2013 01:05 PM\"],"
            "[1,\"d\",\"2517\"],[1,\"e\",\"2013\"]");
}

TEST_F(ReaderTest, AnOffsetMayBeWrittenAsZ) {
  table_.properties = {with_format(column("a", LogicalType::kTimestamp), "yyyy-MM-dd HH:mmX")};
  write("mesh/a.csv", "a\n2013-01-01 06:00Z\n2013-01-01 06:00-05\n");
  EXPECT_EQ(read("a.csv"), "[\"2013-01-01T06:00:00Z\"],[\"2013-01-01T11:00:00Z\"]");
  EXPECT_EQ(findings("a.csv"), "");
}

TEST_F(ReaderTest, RefusesAFormatThatItDoesNotKnow) {
  write("mesh/a.csv", "a\n1\n");
  for (const char* format : {"yyyy-'W'ww", "yyyy[-MM]", "VV", "'open", "GGGG yyyy", "SSSS"}) {
    table_.properties = {with_format(column("a", LogicalType::kTimestamp), format)};
    EXPECT_EQ(refusal("a.csv"), ErrorCode::kUnsupported) << format;
  }
  table_.properties = {with_format(column("a", LogicalType::kDate), "yyyy-MM-ddXXX")};
  EXPECT_EQ(refusal("a.csv"), ErrorCode::kUnsupported);
}

TEST_F(ReaderTest, ATimestampWithoutOffsetIsInTheStatedZone) {
  table_.properties = {with_format(column("a", LogicalType::kTimestamp), "", "Europe/Berlin")};
  write("mesh/a.csv", "a\n2013-07-01 12:00:00\n2013-07-01T12:00:00Z\n2013-07-01 12:00:00+05\n");
  EXPECT_EQ(read("a.csv"),
            "[\"2013-07-01T10:00:00Z\"],[\"2013-07-01T12:00:00Z\"],[\"2013-07-01T07:00:00Z\"]");
}

TEST_F(ReaderTest, ALocalTimestampTakesNoOffset) {
  table_.properties = {column("a", LogicalType::kTimestamp, "timestamp")};
  write("mesh/a.csv", "a\n2013-07-01T12:00:00+05:00\n");
  EXPECT_EQ(read("a.csv"), "error: data_error");
}

TEST_F(ReaderTest, ReadsJsonAndNdjson) {
  auto nested = column("place", LogicalType::kObject);
  nested.properties = {column("x", LogicalType::kInteger), column("y", LogicalType::kString)};
  auto list = column("tags", LogicalType::kArray);
  list.items = {column("item", LogicalType::kString)};
  table_.properties = {column("id", LogicalType::kInteger), column("name", LogicalType::kString),
                       nested, list};
  write("mesh/a.json",
        R"([{"id":1,"name":"a","place":{"x":5,"y":"z"},"tags":["p","q"],"more":1},{"id":2}])");
  write("mesh/a.ndjson",
        "{\"id\":1,\"name\":\"\",\"place\":null,\"tags\":[]}\n{\"id\":2,\"name\":\"7\"}\n");
  EXPECT_EQ(read("a.json", "json"),
            "[1,\"a\",{\"x\":5,\"y\":\"z\"},[\"p\",\"q\"]],[2,null,null,null]");
  EXPECT_EQ(read("a.ndjson", "ndjson"), "[1,\"\",null,[]],[2,\"7\",null,null]");
  write("mesh/b.ndjson", "{\"id\":1.5}\n{\"id\":\"x\"}\n");
  EXPECT_EQ(read("b.ndjson", "ndjson"), "error: data_error");
  EXPECT_EQ(findings("b.ndjson", "ndjson"), "[1,\"id\",\"1.5\"],[2,\"id\",\"x\"]");
  write("mesh/d.ndjson",
        "{\"id\":1,\"place\":{\"x\":1.5}}\n{\"id\":2,\"place\":{\"z\":1}}\n"
        "{\"id\":3,\"place\":[1]}\n{\"id\":4,\"tags\":\"p\"}\n{\"id\":5,\"tags\":[null,7]}\n");
  EXPECT_EQ(read("d.ndjson", "ndjson"), "error: data_error");
  EXPECT_EQ(findings("d.ndjson", "ndjson"),
            "[1,\"place\",\"{\\\"x\\\":1.5}\"],[3,\"place\",\"[1]\"],[4,\"tags\",\"p\"]");
  auto map = column("m", LogicalType::kMap);
  map.map_key = {column("key", LogicalType::kString)};
  map.map_value = {column("value", LogicalType::kInteger)};
  table_.properties = {map};
  write("mesh/m.ndjson", "{\"m\":{\"a/b\":1,\"~\":null}}\n{\"m\":{}}\n");
  EXPECT_EQ(read("m.ndjson", "ndjson"), "[{\"a/b\":1,\"~\":null}],[{}]");
  write("mesh/c.ndjson", "{\"id\":1\n");
  EXPECT_TRUE(read("c.ndjson", "ndjson").starts_with("error: ")) << read("c.ndjson", "ndjson");
}

TEST_F(ReaderTest, ReadsParquetWithoutLosingAnything) {
  ASSERT_TRUE(
      engine_->execute({"COPY (SELECT 7::INTEGER AS i, 1.5::DOUBLE AS d, '12' AS s, TIMESTAMP "
                        "'2013-01-01 00:00:00' AS t) TO '" +
                            folder_ + "/mesh/a.parquet'",
                        {}},
                       {}));
  table_.properties = {column("i", LogicalType::kInteger), column("d", LogicalType::kNumber),
                       column("s", LogicalType::kInteger),
                       column("t", LogicalType::kTimestamp, "timestamp")};
  EXPECT_EQ(read("a.parquet", "parquet"), "[7,1.5,12,\"2013-01-01T00:00:00\"]");
  table_.properties = {column("d", LogicalType::kInteger)};
  EXPECT_EQ(refusal("a.parquet", "parquet"), ErrorCode::kDataError);
  table_.properties = {column("t", LogicalType::kTimestamp)};
  EXPECT_EQ(refusal("a.parquet", "parquet"), ErrorCode::kDataError) << "a local time is in no zone";
  table_.properties = {with_format(column("t", LogicalType::kTimestamp), "", "America/New_York")};
  EXPECT_EQ(read("a.parquet", "parquet"), "[\"2013-01-01T05:00:00Z\"]");
  table_.properties = {column("filename", LogicalType::kString)};
  EXPECT_EQ(refusal("a.parquet", "parquet"), ErrorCode::kDataError);
}

TEST_F(ReaderTest, ReadsAllFilesThatAPatternMatches) {
  table_.properties = {column("a", LogicalType::kInteger), column("b", LogicalType::kInteger)};
  write("mesh/data/x1.csv", "a,b\n1,2\n");
  write("mesh/data/x2.csv", "b,a\n4,3\n");
  write("mesh/data/y.csv", "z\n9\n");
  const auto scan = plan("data/x*.csv");
  ASSERT_TRUE(scan) << scan.error().message;
  EXPECT_EQ(scan->files.size(), 2u);
  EXPECT_EQ(rows("SELECT * FROM (" + scan->select_sql + ") ORDER BY a"), "[1,2],[3,4]");
  EXPECT_EQ(refusal("data/*.csv"), ErrorCode::kDataError) << "one of the files lacks the columns";
  EXPECT_EQ(refusal("data/q*.csv"), ErrorCode::kNotFound);
}

TEST_F(ReaderTest, StateChangesWithTheData) {
  table_.properties = {column("a", LogicalType::kInteger)};
  write("mesh/a.csv", "a\n1\n");
  const auto scan = plan("a.csv");
  ASSERT_TRUE(scan);
  EXPECT_EQ(*source_state(server_, roots_), scan->state);
  write("mesh/a.csv", "a\n1\n2\n");
  EXPECT_NE(*source_state(server_, roots_), scan->state);
  write("mesh/a.csv", "a\n1\n");
  fs::last_write_time(folder_ + "/mesh/a.csv",
                      fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_NE(*source_state(server_, roots_), scan->state);
}

TEST_F(ReaderTest, RefusesPathsThatLeaveTheRoots) {
  table_.properties = {column("a", LogicalType::kString)};
  write("outside/a.csv", "a\nsecret\n");
  write("mesh/.hanse/data/a.csv", "a\nsecret\n");
  fs::create_symlink(folder_ + "/outside/a.csv", folder_ + "/mesh/link.csv");
  fs::create_symlink(folder_ + "/outside", folder_ + "/mesh/linked");
  fs::create_symlink(folder_ + "/mesh/.hanse/data/a.csv", folder_ + "/mesh/state.csv");
  fs::create_symlink(folder_ + "/mesh/loop.csv", folder_ + "/mesh/loop.csv");
  fs::create_directories(folder_ + "/mesh-other");
  write("mesh-other/a.csv", "a\nsecret\n");
  ASSERT_EQ(mkfifo((folder_ + "/mesh/pipe.csv").c_str(), 0600), 0);
  for (const std::string& path : std::initializer_list<std::string>{
           folder_ + "/outside/a.csv", "../outside/a.csv", "data/../../outside/a.csv", "link.csv",
           "linked/a.csv", "state.csv", ".hanse/data/a.csv", "../mesh-other/a.csv", "/etc/passwd",
           "/dev/zero", "/proc/self/environ", "pipe.csv", "li*.csv", "st*.csv", "../outside/*.csv",
           ".hanse/data/*.csv", "/proc/self/*", "data", "linked/*.csv"})
    EXPECT_EQ(refusal(path), ErrorCode::kDenied) << path;
  for (const std::string& path :
       std::initializer_list<std::string>{"http://localhost/a.csv", "s3://bucket/a.csv", "**/a.csv",
                                          "*/a.csv", "da*a/x.csv", "file:///etc/passwd"})
    EXPECT_EQ(refusal(path), ErrorCode::kUnsupported) << path;
  EXPECT_EQ(refusal("nowhere.csv"), ErrorCode::kNotFound);
  EXPECT_NE(refusal("loop.csv"), ErrorCode::kInternal);
  EXPECT_EQ(refusal(std::string("a.csv\0.txt", 10)), ErrorCode::kDenied);
  EXPECT_EQ(refusal(""), ErrorCode::kInvalidArgument);
}

TEST_F(ReaderTest, AFileWhoseNameIsAPatternIsNotReadAsOne) {
  table_.properties = {column("a", LogicalType::kString)};
  write("mesh/[xy].csv", "a\n1\n");
  write("mesh/x.csv", "a\n2\n");
  EXPECT_EQ(refusal("[xy].csv"), ErrorCode::kUnsupported);
}

TEST_F(ReaderTest, NamesInTheContractCannotBecomeSql) {
  auto odd = column("a\"; DROP TABLE x; --", LogicalType::kString);
  odd.physical_name = "p\"'q";
  table_.properties = {with_missing(odd, {"') OR 1=1 --"})};
  write("mesh/it's.csv", "\"p\"\"'q\"\nvalue\n') OR 1=1 --\n");
  EXPECT_EQ(read("it's.csv"), "[\"value\"],[null]");
  EXPECT_EQ(findings("it's.csv"), "");
}

TEST_F(ReaderTest, ReadsTheRealFlights) {
  const std::string data = std::string(HANSE_SOURCE_DIR) + "/.deps/flights";
  roots_.folders.push_back(data);
  const std::vector<std::string> na = {"NA"};
  table_.properties = {column("carrier", LogicalType::kString),
                       with_missing(column("tailnum", LogicalType::kString), na),
                       with_missing(column("dep_delay", LogicalType::kInteger), na),
                       with_missing(column("arr_delay", LogicalType::kInteger), na),
                       column("time_hour", LogicalType::kTimestamp)};
  const auto scan = plan(data + "/flights.csv.zip");
  ASSERT_TRUE(scan) << scan.error().message;
  EXPECT_EQ(
      rows("SELECT count(*), count(tailnum), count(dep_delay), min(time_hour), max(time_hour), "
           "sum(arr_delay)::BIGINT FROM (" +
           scan->select_sql + ")"),
      "[336776,334264,328521,\"2013-01-01T10:00:00Z\",\"2014-01-01T04:00:00Z\",2257174]");
  EXPECT_EQ(rows(scan->findings_sql), "");
  table_.properties[2].quality.clear();
  EXPECT_EQ(read(data + "/flights.csv.zip"), "error: data_error");
  const auto strict = plan(data + "/flights.csv.zip");
  ASSERT_TRUE(strict);
  EXPECT_TRUE(rows(strict->findings_sql).starts_with("[839,\"dep_delay\",\"NA\"]"));
}

TEST_F(ReaderTest, RefusesServersAndFormatsThatItDoesNotRead) {
  table_.properties = {column("a", LogicalType::kString)};
  write("mesh/a.xml", "<a/>");
  EXPECT_EQ(refusal("a.xml", "xml"), ErrorCode::kUnsupported);
  EXPECT_EQ(refusal("a.xml", ""), ErrorCode::kUnsupported);
  server_.type = "s3";
  EXPECT_EQ(refusal("a.xml", "csv"), ErrorCode::kUnsupported);
}

TEST_F(ReaderTest, RefusesLossyAndUnknownTypes) {
  write("mesh/a.csv", "a\n1\n");
  table_.properties = {column("a", LogicalType::kInteger, "hugeint")};
  EXPECT_EQ(refusal("a.csv"), ErrorCode::kUnsupported);
  table_.properties = {column("a", LogicalType::kObject)};
  EXPECT_EQ(refusal("a.csv"), ErrorCode::kUnsupported);
  table_.properties = {};
  EXPECT_EQ(refusal("a.csv"), ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace hanse::source
