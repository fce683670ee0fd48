// SPDX-License-Identifier: Apache-2.0
#include "spec/scaffold.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "spec/model.h"
#include "spec/scaffold_files.h"

namespace hanse::spec {
namespace {

class ScaffoldTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "hanse-scaffold-" + random_hex(8);
    ASSERT_TRUE(init_mesh(folder_, "Corner Shop"));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string problems() {
    const auto loaded = load_mesh(folder_, {});
    return loaded ? render_human(loaded->diagnostics, Colour::kOff) : loaded.error().message;
  }
  std::string text_of(const std::string& path) {
    return read_file(join_path(folder_, path), kSpecificationBytesMax).value_or("");
  }

  std::string folder_;
};

TEST_F(ScaffoldTest, AFirstMeshHasNoProblems) {
  EXPECT_EQ(problems(), "");
  const auto loaded = load_mesh(folder_, {});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->model->mesh.id, "corner-shop");
  EXPECT_EQ(loaded->model->mesh.name, "Corner Shop");
  EXPECT_EQ(loaded->model->products.size(), 2u);
  EXPECT_FALSE(loaded->model->policies.empty());
  EXPECT_TRUE(is_regular_file(join_path(folder_, "data/orders.csv")));
  EXPECT_NE(text_of("policies/data/access.yaml").find("sales-for-analysts"), std::string::npos);
}

TEST_F(ScaffoldTest, NothingThatExistsIsOverwritten) {
  const auto again = init_mesh(folder_, "Another");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
  EXPECT_NE(text_of("mesh.yaml").find("Corner Shop"), std::string::npos);
}

TEST_F(ScaffoldTest, DomainsProductsAndAgreementsAreAdded) {
  ASSERT_TRUE(new_domain(folder_, "delivery", "shop-team"));
  ASSERT_TRUE(new_product(folder_, "delivery/parcels"));
  const auto agreement =
      new_agreement(folder_, {"delivery/parcels", "shop/orders", "orders", "analysis"});
  ASSERT_TRUE(agreement) << agreement.error().message;
  EXPECT_EQ(agreement->at(0), "domains/delivery/agreements/parcels-orders.agreement.yaml");
  ASSERT_TRUE(new_agreement(folder_, {"delivery", "shop/orders", "", "analysis"}));
  EXPECT_EQ(problems(), "");
  EXPECT_NE(text_of("mesh.yaml").find("# People to try it out with"), std::string::npos);
}

TEST_F(ScaffoldTest, UnknownNamesAreRefusedWithTheNearest) {
  EXPECT_EQ(new_domain(folder_, "delivery", "shop-tem").error().help, "did you mean `shop-team`?");
  EXPECT_EQ(new_product(folder_, "shp/x").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(new_product(folder_, "x").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(new_domain(folder_, "system", "shop-team").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(new_agreement(folder_, {"shop", "shop/order", "", "analysis"}).error().help,
            "did you mean `shop/orders`?");
  EXPECT_EQ(new_agreement(folder_, {"shop", "shop/orders", "", "analyss"}).error().help,
            "did you mean `analysis`?");
}

TEST(AddDomainEntry, KeepsTheRestOfTheRegister) {
  const std::pair<const char*, const char*> cases[] = {
      {"id: m\ndomains:\n- {id: a, owner: t} # one\n\n# purposes\npurposes: []\n",
       "id: m\ndomains:\n- {id: a, owner: t} # one\n- {id: b, owner: t}\n\n# purposes\n"
       "purposes: []\n"},
      {"domains: [{id: a, owner: t}]  # all\nid: m\n",
       "domains: [{id: a, owner: t}, {id: b, owner: t}]  # all\nid: m\n"},
      {"domains: []\nid: m\n", "domains: [{id: b, owner: t}]\nid: m\n"},
      {"id: m\n", "id: m\ndomains:\n  - {id: b, owner: t}\n"},
      {"domains:\n    - id: a\n      owner: t\n    # last\nid: m\n",
       "domains:\n    - id: a\n      owner: t\n    - {id: b, owner: t}\n    # last\nid: m\n"},
  };
  for (const auto& [before, after] : cases) {
    const auto text = add_domain_entry(before, "b", "t");
    ASSERT_TRUE(text) << before;
    EXPECT_EQ(*text, after);
  }
}

}  // namespace
}  // namespace hanse::spec
