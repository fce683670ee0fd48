// SPDX-License-Identifier: Apache-2.0
#include "plan/lineage.h"

#include <map>
#include <optional>

namespace hanse::plan {
namespace {

constexpr int kDepthMax = 1'000;

class Tracer {
 public:
  // Null when some part of the plan is not understood.
  std::optional<std::vector<Origins>> trace(const Json& node, int depth) {
    if (depth > kDepthMax) return std::nullopt;
    std::vector<std::vector<Origins>> inputs;
    const std::string_view type = node["type"].as_string();
    for (const Json& child : node["children"].items()) {
      auto input = trace(child, depth + 1);
      if (!input) return std::nullopt;
      inputs.push_back(std::move(*input));
      // The first child of a CTE is its definition, the second what uses it.
      if (type == "LOGICAL_MATERIALIZED_CTE" && inputs.size() == 1)
        ctes_[node["table_index"].as_int()] = inputs[0];
    }
    return combine(type, node, std::move(inputs));
  }
  void gather(const Json& node, Lineage& out) {
    if (node["type"].as_string() == "LOGICAL_GET") {
      const std::string table(node["function_data"]["table"].as_string());
      if (!table.empty()) out.tables.insert(table);
      for (const Origins& column : get(node)) all_.insert(column.begin(), column.end());
    }
    for (const auto& [key, value] : node.members())
      if (value.is_object() || value.is_array()) gather(value, out);
    for (const Json& item : node.items())
      if (item.is_object() || item.is_array()) gather(item, out);
  }
  const Origins& all() const { return all_; }

 private:
  using Columns = std::vector<Origins>;

  static Columns get(const Json& node) {
    const std::string table(node["function_data"]["table"].as_string());
    Columns out;
    for (const Json& column : node["column_indexes"].items()) {
      const uint64_t index = column["index"].as_uint(UINT64_MAX);
      Origins origins;
      if (index < node["names"].size() && !table.empty())
        origins.insert({table, std::string(node["names"].at(index).as_string())});
      out.push_back(std::move(origins));
    }
    return *mapped(std::move(out), node["projection_ids"]);
  }
  // What is left by a projection map; an empty one keeps all.
  static std::optional<Columns> mapped(Columns columns, const Json& map) {
    if (map.size() == 0) return columns;
    Columns out;
    for (const Json& index : map.items()) {
      if (index.as_uint(UINT64_MAX) >= columns.size()) return columns;
      out.push_back(columns[index.as_uint()]);
    }
    return out;
  }
  static bool add_references(const Json& expression, const Columns& input, Origins& out) {
    if (expression["type"].as_string() == "BOUND_REF") {
      const uint64_t index = expression["index"].as_uint(UINT64_MAX);
      if (index >= input.size()) return false;
      out.insert(input[index].begin(), input[index].end());
      return true;
    }
    for (const auto& [key, value] : expression.members())
      if ((value.is_object() || value.is_array()) && !add_references(value, input, out))
        return false;
    for (const Json& item : expression.items())
      if ((item.is_object() || item.is_array()) && !add_references(item, input, out)) return false;
    return true;
  }
  static bool append(const Json& expressions, const Columns& input, Columns& out) {
    for (const Json& expression : expressions.items())
      if (!add_references(expression, input, out.emplace_back())) return false;
    return true;
  }
  static std::optional<Columns> join(const Json& node, std::vector<Columns> inputs) {
    if (inputs.size() != 2) return std::nullopt;
    const std::string_view kind = node["join_type"].as_string();
    auto out = mapped(std::move(inputs[0]), node["left_projection_map"]);
    if (kind == "SEMI" || kind == "ANTI") return out;
    if (kind == "MARK") {
      Origins& mark = out->emplace_back();
      for (const Origins& column : inputs[1]) mark.insert(column.begin(), column.end());
      return out;
    }
    if (kind != "INNER" && kind != "LEFT" && kind != "RIGHT" && kind != "OUTER" &&
        kind != "SINGLE" && !kind.empty())
      return std::nullopt;
    const auto right = mapped(std::move(inputs[1]), node["right_projection_map"]);
    out->insert(out->end(), right->begin(), right->end());
    return out;
  }
  static std::optional<Columns> set_operation(std::vector<Columns> inputs) {
    if (inputs.empty()) return std::nullopt;
    for (size_t i = 1; i < inputs.size(); ++i) {
      if (inputs[i].size() != inputs[0].size()) return std::nullopt;
      for (size_t c = 0; c < inputs[0].size(); ++c)
        inputs[0][c].insert(inputs[i][c].begin(), inputs[i][c].end());
    }
    return inputs[0];
  }

  std::optional<Columns> combine(std::string_view type, const Json& node,
                                 std::vector<Columns> inputs) {
    if (type == "LOGICAL_GET" && inputs.empty()) return get(node);
    if (type == "LOGICAL_DUMMY_SCAN") return Columns(1);
    if (type == "LOGICAL_CTE_REF") {
      const auto found = ctes_.find(node["cte_index"].as_int());
      return found == ctes_.end() ? std::nullopt : std::optional(found->second);
    }
    if (type == "LOGICAL_MATERIALIZED_CTE" && inputs.size() == 2) return inputs[1];
    if (type == "LOGICAL_COMPARISON_JOIN" || type == "LOGICAL_ANY_JOIN" ||
        type == "LOGICAL_CROSS_PRODUCT" || type == "LOGICAL_ASOF_JOIN" ||
        type == "LOGICAL_POSITIONAL_JOIN")
      return join(node, std::move(inputs));
    if (type == "LOGICAL_UNION" || type == "LOGICAL_EXCEPT" || type == "LOGICAL_INTERSECT")
      return set_operation(std::move(inputs));
    if (inputs.size() != 1) return std::nullopt;
    Columns out;
    if (type == "LOGICAL_PROJECTION")
      return append(node["expressions"], inputs[0], out) ? std::optional(out) : std::nullopt;
    if (type == "LOGICAL_AGGREGATE_AND_GROUP_BY") {
      const bool understood = append(node["groups"], inputs[0], out) &&
                              append(node["expressions"], inputs[0], out);
      return understood ? std::optional(out) : std::nullopt;
    }
    if (type == "LOGICAL_WINDOW") {
      out = inputs[0];
      return append(node["expressions"], inputs[0], out) ? std::optional(out) : std::nullopt;
    }
    if (type == "LOGICAL_FILTER") return mapped(std::move(inputs[0]), node["projection_map"]);
    if (type == "LOGICAL_ORDER_BY") return mapped(std::move(inputs[0]), node["projections"]);
    if (type == "LOGICAL_LIMIT" || type == "LOGICAL_DISTINCT") return std::move(inputs[0]);
    return std::nullopt;
  }

  std::map<int64_t, Columns> ctes_;
  Origins all_;
};

}  // namespace

Lineage trace_lineage(const Json& plan, size_t result_columns) {
  Lineage out;
  Tracer tracer;
  tracer.gather(plan, out);
  auto columns = tracer.trace(plan, 0);
  if (columns && columns->size() == result_columns) out.columns = std::move(*columns);
  else out.columns.assign(result_columns, tracer.all());
  return out;
}

std::string table_of_shape(const std::string& shape) { return shape.substr(0, shape.rfind('.')); }

}  // namespace hanse::plan
