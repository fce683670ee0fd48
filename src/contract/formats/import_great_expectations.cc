// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>

#include "contract/formats/column_kind.h"
#include "contract/formats/exporting.h"
#include "contract/formats/great_expectations.h"
#include "contract/formats/json_node.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using spec::Node;
using spec::Property;
using spec::QualityRule;

class SuiteReader {
 public:
  explicit SuiteReader(Imported& imported)
      : contract_(imported.contract), diagnostics_(imported.diagnostics) {}

  void suite(const Node& node) {
    const Node* all = member(node, "expectations");
    std::string name = text_member(node, "name");
    if (name.empty()) name = text_member(node, "expectation_suite_name");
    if (all == nullptr || name.empty()) {
      diagnostics_.error("HNS-C080", node.span, "expected a suite with `name` and `expectations`");
      return;
    }
    spec::SchemaObject object;
    object.name = name;
    object.span = node.span;
    if (const Node* meta = member(node, "meta")) {
      object.description = text_member(*meta, "description");
      contract_.id = text_member(*meta, "contract");
      contract_.version = text_member(*meta, "contract_version");
    }
    columns_.clear();
    for (const Node& one : all->items) expectation(object, one);
    contract_.schema.push_back(std::move(object));
  }

 private:
  static std::optional<double> number(const Node& arguments, std::string_view key) {
    const Node* value = member(arguments, key);
    if (value == nullptr ||
        (value->kind != Node::Kind::kInteger && value->kind != Node::Kind::kFloat))
      return {};
    return spec::number_of(value->text);
  }
  static std::optional<int64_t> whole(const Node& arguments, std::string_view key) {
    const auto value = number(arguments, key);
    if (!value || *value < 0 || *value > 9e15) return {};
    return static_cast<int64_t>(*value);
  }
  static bool is_true(const Node& node, std::string_view key) {
    const Node* value = member(node, key);
    return value != nullptr && value->kind == Node::Kind::kBool && value->text == "true";
  }

  Property& column(spec::SchemaObject& object, const std::string& name, const Node& node) {
    const auto [found, is_new] = columns_.try_emplace(name, object.properties.size());
    if (is_new) {
      Property& made = object.properties.emplace_back();
      made.name = name;
      made.span = node.span;
    }
    return object.properties[found->second];
  }

  void left_out(const Node& node, const std::string& type) {
    diagnostics_.warning("HNS-C081", node.span,
                         fmt::format("the expectation `{}` is not understood and left out", type));
  }

  void expectation(spec::SchemaObject& object, const Node& node) {
    std::string type = text_member(node, "type");
    if (type.empty()) type = text_member(node, "expectation_type");
    const Node* arguments = member(node, "kwargs");
    if (arguments == nullptr) return left_out(node, type);
    const Node* meta = member(node, "meta");
    const bool is_key = meta != nullptr && is_true(*meta, "primaryKey");
    if (type == "expect_compound_columns_to_be_unique")
      return compound(object, *arguments, is_key, node);
    if (type.starts_with("expect_table_row_count_to_")) return row_count(object, *arguments, node);
    const std::string name = text_member(*arguments, "column");
    if (name.empty()) return left_out(node, type);
    Property& of = column(object, name, node);
    if (type == "expect_column_to_exist") return exists(of, meta);
    if (member(*arguments, "mostly") != nullptr) return mostly(of, type, *arguments, node);
    if (type == "expect_column_values_to_not_be_null")
      of.required = true;
    else if (type == "expect_column_values_to_be_unique" && is_key) {
      of.primary_key = true;
      of.primary_key_position = 1;
    } else if (type == "expect_column_values_to_be_unique")
      of.unique = true;
    else if (type == "expect_column_value_lengths_to_be_between") {
      of.options.min_length = whole(*arguments, "min_value");
      of.options.max_length = whole(*arguments, "max_value");
    } else if (type == "expect_column_values_to_be_between")
      between(of, *arguments);
    else if (type == "expect_column_values_to_match_regex")
      of.options.pattern = text_member(*arguments, "regex");
    else if (type == "expect_column_values_to_be_in_set")
      values(of, *arguments);
    else if (type == "expect_column_values_to_be_of_type")
      known_type(of, *arguments, node);
    else
      left_out(node, type);
  }

  static void exists(Property& of, const Node* meta) {
    if (meta == nullptr) return;
    if (const auto type = spec::logical_type_of(text_member(*meta, "logicalType"))) {
      of.logical_type = *type;
      of.logical_type_stated = true;
    }
    of.options.format = text_member(*meta, "format");
    of.options.with_time_zone = is_true(*meta, "timezone");
    of.physical_type = text_member(*meta, "physicalType");
    of.description = text_member(*meta, "description");
  }

  static void between(Property& of, const Node& arguments) {
    const auto low = number(arguments, "min_value"), high = number(arguments, "max_value");
    if (low)
      (is_true(arguments, "strict_min") ? of.options.exclusive_minimum : of.options.minimum) = low;
    if (high)
      (is_true(arguments, "strict_max") ? of.options.exclusive_maximum : of.options.maximum) = high;
    if (of.logical_type_stated || (!low && !high)) return;
    of.logical_type = spec::LogicalType::kNumber;
    of.logical_type_stated = true;
  }

  static void values(Property& of, const Node& arguments) {
    if (const Node* words = member(arguments, "value_set"))
      for (const Node& word : words->items)
        if (word.kind != Node::Kind::kNull) of.enum_values.push_back(word.text);
  }

  void known_type(Property& of, const Node& arguments, const Node& node) {
    const std::string name = text_member(arguments, "type_");
    const TypeWords words = words_of(name);
    if (const auto kind = kind_named(words.name))
      set_type(of, {*kind, 0, 0, {}});
    else
      diagnostics_.warning("HNS-C082", node.span,
                           fmt::format("`{}` is no type that is known", name));
  }

  // What need not hold of every row becomes a rule with its share.
  void mostly(Property& of, const std::string& type, const Node& arguments, const Node& node) {
    const auto share = number(arguments, "mostly");
    if (type != "expect_column_values_to_not_be_null" || !share) return left_out(node, type);
    QualityRule rule;
    rule.metric = "nullValues";
    rule.comparison = "mustBeLessOrEqualTo";
    rule.bounds = {std::round((1 - *share) * 1e8) / 1e6};
    rule.unit = "percent";
    of.quality.push_back(std::move(rule));
  }

  void compound(spec::SchemaObject& object, const Node& arguments, bool is_key, const Node& node) {
    const Node* list = member(arguments, "column_list");
    if (list == nullptr) return left_out(node, "expect_compound_columns_to_be_unique");
    Json names = Json::array();
    int position = 0;
    for (const Node& name : list->items) {
      Property& of = column(object, name.text, node);
      if (is_key) {
        of.primary_key = true;
        of.primary_key_position = ++position;
      }
      names.push(name.text);
    }
    if (is_key) return;
    QualityRule rule;
    rule.metric = "duplicateValues";
    rule.comparison = "mustBe";
    rule.bounds = {0};
    rule.arguments = Json::object({{"properties", std::move(names)}});
    object.quality.push_back(std::move(rule));
  }

  void row_count(spec::SchemaObject& object, const Node& arguments, const Node& node) {
    bool any = false;
    const auto add = [&](std::string_view key, std::string_view comparison) {
      const auto bound = number(arguments, key);
      if (!bound) return;
      QualityRule rule;
      rule.metric = "rowCount";
      rule.comparison = comparison;
      rule.bounds = {*bound};
      object.quality.push_back(std::move(rule));
      any = true;
    };
    add("value", "mustBe");
    add("min_value", "mustBeGreaterOrEqualTo");
    add("max_value", "mustBeLessOrEqualTo");
    if (!any) left_out(node, "expect_table_row_count_to_be_between");
  }

  spec::DataContract& contract_;
  Diagnostics& diagnostics_;
  std::map<std::string, size_t> columns_;  // of the suite that is read, to their places
};

}  // namespace

void import_great_expectations(const std::shared_ptr<const SourceFile>& source,
                               Imported& imported) {
  const Node root = read_json(source, imported.diagnostics);
  if (imported.diagnostics.has_errors()) return;
  SuiteReader reader(imported);
  if (root.kind != Node::Kind::kList) return reader.suite(root);
  for (const Node& one : root.items) reader.suite(one);
}

}  // namespace hanse::contract
