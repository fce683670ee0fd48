// SPDX-License-Identifier: Apache-2.0
#include "spec/reference.h"

#include <algorithm>

namespace hanse::spec {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view kDigitsAndDash = "0123456789-";
constexpr std::string_view kNotInIds = " \t\n\v\f\r.#/\\@!%&^";
// The white space of ECMAScript, whose patterns JSON Schema has, beyond ASCII.
constexpr std::string_view kWideSpaces[] = {
    "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000",
    "\ufeff"};

bool is_letter(char c) { return kLetters.find(c) != std::string_view::npos; }

bool is_letter_digit_or_dash(char c) {
  return is_letter(c) || kDigitsAndDash.find(c) != std::string_view::npos;
}

// A column or a table by its name.
bool is_word(std::string_view text) {
  return !text.empty() && is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), is_letter_digit_or_dash);
}

bool is_contract(std::string_view text) {
  for (std::string_view scheme : {"https://", "http://", "file://"})
    if (text.starts_with(scheme)) {
      text.remove_prefix(scheme.size());
      break;
    }
  const bool is_yaml = (text.ends_with(".yaml") && text.size() > 5) ||
                       (text.ends_with(".yml") && text.size() > 4);
  return is_yaml && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '.' || c == '/' || is_letter_digit_or_dash(c);
         });
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

template <typename Item>
const Item* find(const std::vector<Item>& all, const Reference& reference, size_t step) {
  const std::string& wanted = reference.steps[step];
  for (const Item& item : all)
    if ((reference.by_id ? item.id : item.name) == wanted) return &item;
  return nullptr;
}

}  // namespace

bool is_stable_id(std::string_view text) {
  if (text.empty() || text.find_first_of(kNotInIds) != std::string_view::npos) return false;
  return std::none_of(std::begin(kWideSpaces), std::end(kWideSpaces), [&](std::string_view space) {
    return text.find(space) != std::string_view::npos;
  });
}

std::optional<Reference> parse_reference(std::string_view text) {
  Reference reference;
  if (const size_t hash = text.find('#'); hash != std::string_view::npos) {
    if (!is_contract(text.substr(0, hash))) return std::nullopt;
    reference.contract = text.substr(0, hash);
    text.remove_prefix(hash + 1);
  }
  reference.by_id = text.find('/') != std::string_view::npos;
  if (!reference.by_id) {
    reference.steps = split(text, '.');
    const bool fits = reference.steps.size() > 1 &&
                      std::all_of(reference.steps.begin(), reference.steps.end(), is_word);
    return fits ? std::optional(reference) : std::nullopt;
  }
  if (text.starts_with('/')) text.remove_prefix(1);
  const std::vector<std::string> parts = split(text, '/');
  if (parts.size() % 2 != 0) return std::nullopt;
  for (size_t i = 0; i < parts.size(); i += 2) {
    const bool is_section = is_word(parts[i]) && parts[i].find('-') == std::string::npos;
    if (!is_section || !is_stable_id(parts[i + 1])) return std::nullopt;
    // Other sections have no columns: such a reference leads nowhere.
    const bool known = parts[i] == (i == 0 ? "schema" : "properties");
    reference.steps.push_back(known ? parts[i + 1] : std::string());
  }
  return reference;
}

std::optional<ReferenceTarget> find_reference(const DataContract& contract,
                                              const Reference& reference) {
  ReferenceTarget target;
  if (reference.steps.empty()) return std::nullopt;
  for (const std::string& step : reference.steps)
    if (step.empty()) return std::nullopt;
  target.table = find(contract.schema, reference, 0);
  if (target.table == nullptr) return std::nullopt;
  const std::vector<Property>* columns = &target.table->properties;
  for (size_t i = 1; i < reference.steps.size(); ++i) {
    const Property* column = find(*columns, reference, i);
    if (column == nullptr) return std::nullopt;
    target.path.push_back(column);
    columns = &column->properties;
    if (!column->items.empty()) columns = &column->items.front().properties;
  }
  return target;
}

}  // namespace hanse::spec
