// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "spec/files_walk.h"
#include "spec/model.h"

namespace hanse::spec {
namespace {

constexpr const char* kMesh = R"(apiVersion: hanse/v1
kind: Mesh
id: m
teams: [{id: ops, group: g}]
domains: [{id: weather, owner: ops}]
environments: [{id: dev, development: true, variables: {DIR: data}}]
)";
constexpr const char* kDomain = "apiVersion: hanse/v1\nkind: Domain\nid: weather\nowner: ops\n";
constexpr const char* kProduct = R"(apiVersion: v1.1.0
kind: DataProduct
id: p
name: observations
version: 1.0.0
status: active
inputPorts: [{name: in, contractId: in}]
outputPorts: [{name: out, contractId: out, version: 1.0.0}]
)";
constexpr const char* kInput = R"(apiVersion: v3.2.0
kind: DataContract
id: in
version: 1.0.0
servers: [{server: files, type: local, path: "${DIR}/w.csv", format: csv}]
)";
constexpr const char* kOutput = R"(apiVersion: v3.2.0
kind: DataContract
id: out
version: 1.0.0
schema: [{name: observations, properties: [{name: a, logicalType: integer}]}]
)";

class LoaderTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "hanse-loader-" + random_hex(8);
    put("mesh.yaml", kMesh);
    put("domains/weather/domain.yaml", kDomain);
    put("domains/weather/observations/product.odps.yaml", kProduct);
    put("domains/weather/observations/in.odcs.yaml", kInput);
    put("domains/weather/observations/out.odcs.yaml", kOutput);
    put("domains/weather/observations/observations.sql", "SELECT * FROM weather.w\n");
    put("policies/read.rego", "package read\n");
    put("policies/data/levels.yaml", "- 1\n- 2\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& path, std::string_view text) {
    const std::string full = join_path(folder_, path);
    std::filesystem::create_directories(std::filesystem::path(full).parent_path());
    ASSERT_TRUE(write_file_atomic(full, text));
  }
  std::string walked() {
    Diagnostics diagnostics;
    const auto files = walk_mesh(folder_, diagnostics);
    EXPECT_TRUE(files);
    std::string codes;
    for (const Diagnostic& item : diagnostics.items())
      codes += (codes.empty() ? "" : " ") + item.code + " " + item.span.file->path();
    return codes;
  }
  static std::string decoding_codes_of(const Diagnostics& diagnostics) {
    std::string codes;
    for (const Diagnostic& item : diagnostics.items())
      if (item.code.starts_with("HNS-S")) codes += (codes.empty() ? "" : " ") + item.code;
    return codes;
  }

  std::string folder_;
};

TEST_F(LoaderTest, LoadsEveryKindOfFileIntoTheModel) {
  const auto loaded = load_mesh(folder_, {});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(decoding_codes_of(loaded->diagnostics), "");
  const Model& model = *loaded->model;
  const DataProduct& product = model.products.at({DomainId("weather"), "observations"});
  EXPECT_EQ(product.transforms.at(0).table, "observations");
  EXPECT_EQ(model.contracts.at("in").servers.at(0).path, "data/w.csv");
  EXPECT_EQ(model.contract_of(product.output_ports.at(0))->id, "out");
  EXPECT_EQ(model.policies.at(0).text, "package read\n");
  EXPECT_EQ(model.policy_tables.at(0).name, "levels");
  EXPECT_EQ(loaded->files.size(), 8u);
}

TEST_F(LoaderTest, StoredDocumentsGiveTheSameModel) {
  const auto loaded = load_mesh(folder_, {});
  ASSERT_TRUE(loaded);
  const auto stored = decode_stored(loaded->files);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ((*stored)->products.size(), 1u);
  EXPECT_EQ((*stored)->contracts.at("in").servers.at(0).path, "data/w.csv");
  EXPECT_EQ((*stored)->contracts.at("out").schema.at(0).properties.at(0).logical_type,
            LogicalType::kInteger);
  EXPECT_EQ((*stored)->products.begin()->second.transforms.at(0).sql, "SELECT * FROM weather.w\n");
}

TEST_F(LoaderTest, StoredDocumentsThatDoNotDecodeAreCorrupt) {
  auto loaded = load_mesh(folder_, {});
  ASSERT_TRUE(loaded);
  for (SpecificationFile& file : loaded->files)
    if (file.path.ends_with("out.odcs.yaml")) file.document.set("nonsense", Json(1));
  const auto stored = decode_stored(loaded->files);
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code, ErrorCode::kCorrupt);
}

TEST_F(LoaderTest, DigestsChangeOnlyForTheScopeThatChanged) {
  const auto before = scope_digests(folder_);
  ASSERT_TRUE(before);
  const auto loaded = load_mesh(folder_, {});
  EXPECT_EQ(loaded->scope_digests, *before);
  put("domains/weather/observations/observations.sql", "SELECT 1\n");
  const auto after = scope_digests(folder_);
  EXPECT_EQ(after->at(ScopeId{""}), before->at(ScopeId{""}));
  EXPECT_NE(after->at(ScopeId{"weather"}), before->at(ScopeId{"weather"}));
}

TEST_F(LoaderTest, ReportsProblemsOfSeveralFilesAtOnceAndNoCascades) {
  put("domains/weather/domain.yaml", "");
  put("domains/weather/observations/in.odcs.yaml", "apiVersion: [\n");
  put("domains/weather/observations/out.odcs.yaml", std::string(kOutput) + "colour: red\n");
  const auto loaded = load_mesh(folder_, {});
  ASSERT_TRUE(loaded);
  std::string codes;
  for (const Diagnostic& item : loaded->diagnostics.items()) codes += item.code + " ";
  EXPECT_EQ(codes, "HNS-S006 HNS-S004 HNS-S020 ");
}

TEST_F(LoaderTest, TellsTwoContractsOfOneIdAndTwoProductsOfOneName) {
  put("domains/weather/other/product.odps.yaml", kProduct);
  put("domains/weather/other/out.odcs.yaml", kOutput);
  const auto loaded = load_mesh(folder_, {});
  EXPECT_EQ(decoding_codes_of(loaded->diagnostics), "HNS-S030 HNS-S031");
}

TEST_F(LoaderTest, TellsAFolderWithoutMeshAndAFolderWithoutProduct) {
  std::filesystem::remove(folder_ + "/mesh.yaml");
  put("domains/weather/lost/x.odcs.yaml", "apiVersion: v3.2.0\nkind: DataContract\nid: x\n"
                                          "version: 1.0.0\n");
  const auto loaded = load_mesh(folder_, {});
  EXPECT_EQ(decoding_codes_of(loaded->diagnostics), "HNS-S032 HNS-S017");
}

TEST_F(LoaderTest, RefusesLargeFilesBeforeReadingThem) {
  put("domains/weather/domain.yaml", std::string(10'000'000, 'x'));
  const auto loaded = load_mesh(folder_, {});
  EXPECT_EQ(decoding_codes_of(loaded->diagnostics), "HNS-S010");
}

TEST_F(LoaderTest, FailsOnlyWhenTheFolderCannotBeRead) {
  const auto loaded = load_mesh(folder_ + "/absent", {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kNotFound);
}

TEST_F(LoaderTest, RefusesLinksThatLeaveTheFolder) {
  std::filesystem::create_symlink("/etc/hostname", folder_ + "/domains/weather/x.yaml");
  std::filesystem::create_directory_symlink("/etc", folder_ + "/domains/other");
  EXPECT_EQ(walked(), "HNS-S014 domains/other HNS-S014 domains/weather/x.yaml");
}

TEST_F(LoaderTest, NeverOpensAPipe) {
  ASSERT_EQ(mkfifo((folder_ + "/policies/data/pipe.yaml").c_str(), 0600), 0);
  EXPECT_EQ(walked(), "HNS-S015 policies/data/pipe.yaml");
}

TEST_F(LoaderTest, TellsYamlUnderNamesThatNothingReads) {
  put("mesh.yml", kMesh);
  put("domains/weather/observations/product.yaml", kProduct);
  put("domains/weather/agreements/a.yaml", "a: 1\n");
  put("domains/weather/observations/README.md", "text\n");
  put(".hanse/x.yaml", "a: 1\n");
  EXPECT_EQ(walked(),
            "HNS-S016 domains/weather/agreements/a.yaml "
            "HNS-S016 domains/weather/observations/product.yaml HNS-S016 mesh.yml");
}

TEST(Classify, GivesDomainFilesTheirScope) {
  EXPECT_EQ(classify("domains/a/b/x.odcs.yaml")->scope.value, "a");
  EXPECT_EQ(classify("domains/a/policies/deep/x.rego")->kind, FileKind::kPolicy);
  EXPECT_TRUE(classify("policies/x.rego")->scope.is_mesh());
  EXPECT_FALSE(classify("domains/a/b/c/x.odcs.yaml"));
  EXPECT_FALSE(classify(""));
}

}  // namespace
}  // namespace hanse::spec
