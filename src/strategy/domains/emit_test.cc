// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/emit.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/files.h"
#include "strategy/domains/distinct_names.h"
#include "strategy/domains/emit_documents.h"

namespace hanse::strategy {
namespace {

TEST(DistinctNames, NumbersWhatDiffersByCaseAndDashesOnlyAndStaysShort) {
  DistinctNames names({"Cap-01"}, 8);
  EXPECT_EQ(names.take("orders"), "orders");
  EXPECT_EQ(names.take("Orders"), "Orders_2");
  EXPECT_EQ(names.take("cap_01"), "Cap-01") << "as it is registered";
  EXPECT_EQ(names.take("cap-01"), "cap-01_2");
  EXPECT_EQ(names.take("abcdefghij"), "abcdefgh");
  EXPECT_EQ(names.take("abcdefghik"), "abcdef_2");
}

TEST(ProductName, AvoidsWhatTheFolderOfADomainHas) {
  InventoryAsset asset;
  for (const auto& [id, name] : {std::pair{"files", "data_files"},
                                 {"Agreements", "data_agreements"},
                                 {"policies", "data_policies"},
                                 {"cust.order", "cust_order"},
                                 {"1st", "data_1st"}}) {
    asset.id = id;
    EXPECT_EQ(product_name(asset), name);
  }
}

TEST(DataHeader, QuotesColumnsThatHaveACommaOrAQuote) {
  InventoryAsset asset;
  asset.columns = {"a,b", "c\"d", "e"};
  EXPECT_EQ(data_header(asset), "\"a,b\",\"c\"\"d\",e\n");
}

TEST(WriteDomainFiles, LeavesTheFolderAsItIsUnlessAllCanBeWritten) {
  char base[] = "/tmp/hanse_emit_XXXXXX";
  ASSERT_NE(mkdtemp(base), nullptr);
  const std::string mesh = join_path(base, "mesh");
  ASSERT_TRUE(make_folders(mesh).has_value());
  ASSERT_TRUE(write_file_atomic(join_path(mesh, "there"), "old").has_value());
  const auto code = [&](const std::string& path) {
    const auto written = write_domain_files(mesh, {{{"a/first", "1"}, {path, "2"}}, "", {}, {}});
    return written ? std::optional<ErrorCode>() : written.error().code;
  };
  EXPECT_EQ(code("../out"), ErrorCode::kDenied);
  EXPECT_EQ(code("domains/../../out"), ErrorCode::kDenied);
  EXPECT_EQ(code("/tmp/out"), ErrorCode::kDenied);
  EXPECT_EQ(code("there"), ErrorCode::kAlreadyExists);
  EXPECT_EQ(code("a/./first"), ErrorCode::kConflict);
  EXPECT_EQ(list_folder(mesh)->size(), 1u);
  EXPECT_EQ(list_folder(base)->size(), 1u);
  EXPECT_TRUE(write_domain_files(mesh, {{{"a/first", "1"}, {"b/second", "2"}}, "", {}, {}}).has_value());
  EXPECT_TRUE(remove_tree(base).has_value());
}

}  // namespace
}  // namespace hanse::strategy
