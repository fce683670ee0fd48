// SPDX-License-Identifier: Apache-2.0
#include "sql/value_sites.h"

#include <charconv>

namespace hanse::sql {
namespace {

bool is_class(const Json& node, std::string_view name) { return node["class"].as_string() == name; }

size_t number_of(const Json& parameter) {
  const std::string_view text = parameter["identifier"].as_string();
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

// Where the walk is: parts of a query whose text names a column, or is compared with another, take
// no value that changes.
struct Place {
  bool is_condition = false;
  bool is_barred = false;
};

Place place_of(std::string_view member, Place above) {
  if (member == "where_clause" || member == "having" || member == "condition")
    return {true, above.is_barred};
  if (member == "select_list" || member == "group_expressions" || member == "modifiers" ||
      member == "qualify")
    return {false, true};
  return above;
}

class Finder {
 public:
  explicit Finder(const std::vector<bool>& wanted) : wanted_(wanted) {}

  void walk(const Json& node, Place place) {
    if (is_class(node, "PARAMETER")) return stray(node);
    const bool at_condition = place.is_condition && !place.is_barred;
    const auto& members = node.members();
    for (const auto& [name, value] : members) {
      path_.push_back(name);
      if (name == "children" && at_condition && is_in_list(node))
        walk_list(value, place);
      else if (name == "modifiers" && !place.is_barred)
        walk_modifiers(value);
      else if (!(at_condition && is_operand(node, name) && take(value)))
        walk(value, place_of(name, place));
      path_.pop_back();
    }
    for (size_t i = 0; i < node.items().size(); ++i) {
      path_.push_back(std::to_string(i));
      walk(node.items()[i], place);
      path_.pop_back();
    }
  }

  std::optional<std::vector<ValueSite>> take_sites() {
    return stray_ ? std::nullopt : std::optional(std::move(sites_));
  }

 private:
  void stray(const Json& parameter) {
    const size_t number = number_of(parameter);
    if (number == 0 || number > wanted_.size() || wanted_[number - 1]) stray_ = true;
  }

  static bool is_in_list(const Json& node) {
    const std::string_view type = node["type"].as_string();
    return is_class(node, "OPERATOR") && (type == "COMPARE_IN" || type == "COMPARE_NOT_IN") &&
           is_class(node["children"].at(0), "COLUMN_REF");
  }

  // The member of a comparison that stands beside a plain column.
  static bool is_operand(const Json& node, std::string_view member) {
    if (is_class(node, "COMPARISON"))
      return (member == "left" && is_class(node["right"], "COLUMN_REF")) ||
             (member == "right" && is_class(node["left"], "COLUMN_REF"));
    return is_class(node, "BETWEEN") && (member == "lower" || member == "upper") &&
           is_class(node["input"], "COLUMN_REF");
  }

  // Takes a parameter, or the cast of one, as a site.
  bool take(const Json& operand) {
    const bool is_cast = is_class(operand, "CAST");
    const Json& parameter = is_cast ? operand["child"] : operand;
    const size_t number = is_class(parameter, "PARAMETER") ? number_of(parameter) : 0;
    if (number == 0 || number > wanted_.size() || !wanted_[number - 1]) return false;
    sites_.push_back({number, path_});
    if (is_cast) sites_.back().path.push_back("child");
    return true;
  }

  void walk_list(const Json& children, Place place) {
    for (size_t i = 0; i < children.items().size(); ++i) {
      path_.push_back(std::to_string(i));
      if (!take(children.items()[i])) walk(children.items()[i], place);
      path_.pop_back();
    }
  }

  // They bar what is in them, but for a plain LIMIT and OFFSET.
  void walk_modifiers(const Json& modifiers) {
    for (size_t i = 0; i < modifiers.items().size(); ++i) {
      const Json& modifier = modifiers.items()[i];
      const bool is_limit = modifier["type"].as_string() == "LIMIT_MODIFIER";
      for (const auto& [name, value] : modifier.members()) {
        path_.insert(path_.end(), {std::to_string(i), name});
        if (!is_limit || !is_class(value, "PARAMETER") || !take(value))
          walk(value, {.is_barred = true});
        path_.resize(path_.size() - 2);
      }
    }
  }

  const std::vector<bool>& wanted_;
  std::vector<std::string> path_;
  std::vector<ValueSite> sites_;
  bool stray_ = false;
};

}  // namespace

std::optional<std::vector<ValueSite>> value_sites(const Json& ast,
                                                  const std::vector<bool>& wanted) {
  Finder finder(wanted);
  finder.walk(ast, {});
  return finder.take_sites();
}

Json* node_at(Json& ast, const std::vector<std::string>& path) {
  Json* at = &ast;
  for (const std::string& step : path) {
    if (at->is_object()) {
      at = at->find(step);
    } else if (at->is_array()) {
      const size_t index = std::strtoul(step.c_str(), nullptr, 10);
      at = index < at->size() ? &at->mutable_items()[index] : nullptr;
    } else {
      return nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace hanse::sql
