// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/column_kind.h"
#include "contract/formats/exporting.h"
#include "contract/formats/great_expectations.h"

namespace hanse::contract {
namespace {

using spec::Property;
using spec::QualityRule;

class SuiteWriter {
 public:
  SuiteWriter(const spec::SchemaObject& table, Losses& losses) : table_(table), losses_(losses) {}

  Json suite(const spec::DataContract& contract) {
    for (const Property& column : table_.properties) describe(column);
    key();
    for (const QualityRule& rule : table_.quality) add_rule(rule, nullptr);
    Json meta = Json::object({{"contract", contract.id}, {"contract_version", contract.version}});
    if (!table_.description.empty()) meta.set("description", table_.description);
    return Json::object({{"name", table_.name},
                         {"expectations", std::move(expectations_)},
                         {"meta", std::move(meta)}});
  }

 private:
  void expect(std::string_view type, Json arguments, Json meta = nullptr) {
    Json one = Json::object({{"type", type}, {"kwargs", std::move(arguments)}});
    if (!meta.is_null()) one.set("meta", std::move(meta));
    expectations_.push(std::move(one));
  }

  static Json of(const Property& column) { return Json::object({{"column", column.name}}); }

  void describe(const Property& column) {
    const std::string place = table_.name + "." + column.name;
    const auto& options = column.options;
    Json meta = Json::object({{"logicalType", spec::to_string(column.logical_type)}});
    if (!options.format.empty()) meta.set("format", options.format);
    if (!column.physical_type.empty()) meta.set("physicalType", column.physical_type);
    if (options.with_time_zone) meta.set("timezone", true);
    if (!column.description.empty()) meta.set("description", column.description);
    expect("expect_column_to_exist", of(column), std::move(meta));
    if (column.required) expect("expect_column_values_to_not_be_null", of(column));
    if (column.unique) expect("expect_column_values_to_be_unique", of(column));
    lengths(column);
    bounds(column);
    lose_time_bounds(column, place, losses_);
    if (!options.pattern.empty()) {
      Json arguments = of(column);
      arguments.set("regex", options.pattern);
      expect("expect_column_values_to_match_regex", std::move(arguments));
    }
    if (!column.enum_values.empty()) {
      Json words = Json::array();
      for (const std::string& word : column.enum_values) words.push(enum_json(column, word));
      Json arguments = of(column);
      arguments.set("value_set", std::move(words));
      expect("expect_column_values_to_be_in_set", std::move(arguments));
    }
    for (const QualityRule& rule : column.quality) add_rule(rule, &column);
  }

  void lengths(const Property& column) {
    const auto& options = column.options;
    if (!options.min_length && !options.max_length) return;
    Json arguments = of(column);
    if (options.min_length) arguments.set("min_value", *options.min_length);
    if (options.max_length) arguments.set("max_value", *options.max_length);
    expect("expect_column_value_lengths_to_be_between", std::move(arguments));
  }

  void bounds(const Property& column) {
    const auto& options = column.options;
    const auto add = [&](std::string_view strict_low, const std::optional<double>& low,
                         std::string_view strict_high, const std::optional<double>& high) {
      if (!low && !high) return;
      Json arguments = of(column);
      if (low) arguments.set("min_value", json_number(*low));
      if (high) arguments.set("max_value", json_number(*high));
      if (low && !strict_low.empty()) arguments.set(strict_low, true);
      if (high && !strict_high.empty()) arguments.set(strict_high, true);
      expect("expect_column_values_to_be_between", std::move(arguments));
    };
    add("", options.minimum, "", options.maximum);
    add("strict_min", options.exclusive_minimum, "strict_max", options.exclusive_maximum);
  }

  void key() {
    const auto key = table_.primary_key();
    if (key.size() > 1) {
      Json columns = Json::array();
      for (const Property* column : key) columns.push(column->name);
      expect("expect_compound_columns_to_be_unique",
             Json::object({{"column_list", std::move(columns)}}),
             Json::object({{"primaryKey", true}}));
    } else if (key.size() == 1) {
      expect("expect_column_values_to_be_unique", of(*key.front()),
             Json::object({{"primaryKey", true}}));
    }
  }

  // rowCount within bounds, and no duplicates of several columns: the rest stays behind.
  void add_rule(const QualityRule& rule, const Property* column) {
    const bool none = rule.comparison == "mustBe" && rule.bounds.size() == 1 && rule.bounds[0] == 0;
    if (column == nullptr && rule.metric == "rowCount" && row_count(rule)) return;
    if (column == nullptr && rule.metric == "duplicateValues" && none &&
        rule.arguments["properties"].size() > 1)
      return expect("expect_compound_columns_to_be_unique",
                    Json::object({{"column_list", rule.arguments["properties"]}}));
    if (column != nullptr && rule.metric == "nullValues" && rule.unit == "percent" &&
        rule.comparison == "mustBeLessOrEqualTo" && rule.bounds.size() == 1) {
      Json arguments = of(*column);
      arguments.set("mostly", 1 - rule.bounds[0] / 100);
      return expect("expect_column_values_to_not_be_null", std::move(arguments));
    }
    losses_.add(column == nullptr ? table_.name : table_.name + "." + column->name, "quality",
                "there is no such expectation", rule.span);
  }

  bool row_count(const QualityRule& rule) {
    if (rule.bounds.size() != 1 || rule.unit != "rows") return false;
    const Json bound = json_number(rule.bounds[0]);
    if (!bound.is_integer()) return false;
    const int64_t count = bound.as_int();
    Json arguments = Json::object();
    if (rule.comparison == "mustBe")
      arguments.set("value", count);
    else if (rule.comparison == "mustBeGreaterOrEqualTo")
      arguments.set("min_value", count);
    else if (rule.comparison == "mustBeGreaterThan")
      arguments.set("min_value", count + 1);
    else if (rule.comparison == "mustBeLessOrEqualTo")
      arguments.set("max_value", count);
    else if (rule.comparison == "mustBeLessThan")
      arguments.set("max_value", count - 1);
    else
      return false;
    expect(rule.comparison == "mustBe" ? "expect_table_row_count_to_equal"
                                       : "expect_table_row_count_to_be_between",
           std::move(arguments));
    return true;
  }

  const spec::SchemaObject& table_;
  Losses& losses_;
  Json expectations_ = Json::array();
};

}  // namespace

Result<std::string> export_great_expectations(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  Json all = Json::array();
  for (const spec::SchemaObject& table : contract.schema)
    all.push(SuiteWriter(table, losses).suite(contract));
  return (all.size() == 1 ? all.at(0) : all).dump_pretty() + "\n";
}

}  // namespace hanse::contract
