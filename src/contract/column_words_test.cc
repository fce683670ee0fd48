// SPDX-License-Identifier: Apache-2.0
#include "contract/column_words.h"

#include <gtest/gtest.h>

namespace hanse::contract {
namespace {

using Words = std::vector<std::string>;

TEST(ColumnWords, SplitsHowPeopleWriteNames) {
  EXPECT_EQ(words_of("customer_email"), (Words{"customer", "email"}));
  EXPECT_EQ(words_of("customerEmail"), (Words{"customer", "email"}));
  EXPECT_EQ(words_of("Customer E-Mail"), (Words{"customer", "email"}));
  EXPECT_EQ(words_of("IBANNumber"), (Words{"iban", "number"}));
  EXPECT_EQ(words_of("Prénom"), (Words{"prenom"}));
  EXPECT_EQ(words_of("address1"), (Words{"address1"}));
  EXPECT_EQ(words_of("--"), Words{});
}

TEST(ColumnWords, WordsThatFollowEachOtherMayStandForOne) {
  EXPECT_TRUE(has_word(words_of("date_of_birth"), {"dateofbirth"}));
  EXPECT_TRUE(has_word(words_of("date_of_birth"), {"birth"}));
  EXPECT_FALSE(has_word(words_of("shipping"), {"ip", "ship"}));
  EXPECT_FALSE(has_word(words_of("curiosity"), {"city"}));
}

TEST(ColumnWords, Singular) {
  EXPECT_EQ(singular("orders"), "order");
  EXPECT_EQ(singular("categories"), "category");
  EXPECT_EQ(singular("addresses"), "address");
  EXPECT_EQ(singular("status"), "status");
  EXPECT_EQ(singular("bus"), "bus");
}

TEST(ColumnWords, NamesThatStatementsNeedNotQuote) {
  EXPECT_EQ(identifier_of("Order Date (UTC)"), "Order_Date_UTC");
  EXPECT_EQ(identifier_of("2024"), "c_2024");
  EXPECT_EQ(identifier_of("Straße"), "Strasse");
  EXPECT_EQ(identifier_of("\"); DROP"), "DROP");
  EXPECT_EQ(identifier_of(""), "c_");
}

TEST(ColumnWords, APrefixThatAllShare) {
  EXPECT_EQ(shared_prefix({"l_orderkey", "l_partkey", "l_tax"}), "l_");
  EXPECT_EQ(shared_prefix({"order_id", "order_date", "amount"}), "");
  EXPECT_EQ(shared_prefix({"a_b"}), "");
}

}  // namespace
}  // namespace hanse::contract
