// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <cmath>

#include "base/check.h"
#include "base/utf8.h"

namespace hanse {
namespace {

const Json kNull;
const Json::Array kNoItems;
const Json::Object kNoMembers;

void append_double(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";  // JSON has no NaN and no infinity
    return;
  }
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".eE") == std::string::npos) text += ".0";
  out += text;
}

struct Writer {
  std::string& out;
  bool sorted = false;
  int indent = -1;  // -1: compact

  void line(int depth) const {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<size_t>(indent * depth), ' ');
  }

  void write(const Json& value, int depth) const {
    if (value.is_array()) return write_array(value.items(), depth);
    if (value.is_object()) return write_object(value.members(), depth);
    if (value.is_string()) return append_json_string(out, value.as_string());
    if (value.is_bool()) out += value.as_bool() ? "true" : "false";
    else if (value.is_integer() && value.as_uint() > 0) out += std::to_string(value.as_uint());
    else if (value.is_integer()) out += std::to_string(value.as_int());
    else if (value.is_number()) append_double(out, value.as_double());
    else out += "null";
  }

  void write_array(const Json::Array& items, int depth) const {
    out += '[';
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out += ',';
      line(depth + 1);
      write(items[i], depth + 1);
    }
    if (!items.empty()) line(depth);
    out += ']';
  }

  void write_object(const Json::Object& members, int depth) const {
    std::vector<const Json::Member*> order;
    for (const auto& member : members) order.push_back(&member);
    if (sorted)
      std::stable_sort(order.begin(), order.end(),
                       [](auto* a, auto* b) { return a->first < b->first; });
    out += '{';
    for (size_t i = 0; i < order.size(); ++i) {
      if (i > 0) out += ',';
      line(depth + 1);
      append_json_string(out, order[i]->first);
      out += indent < 0 ? ":" : ": ";
      write(order[i]->second, depth + 1);
    }
    if (!order.empty()) line(depth);
    out += '}';
  }
};

}  // namespace

bool Json::is_integer() const {
  return std::holds_alternative<int64_t>(value_) || std::holds_alternative<uint64_t>(value_);
}

bool Json::as_bool(bool fallback) const {
  const bool* value = std::get_if<bool>(&value_);
  return value ? *value : fallback;
}

int64_t Json::as_int(int64_t fallback) const {
  if (const auto* value = std::get_if<int64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<uint64_t>(&value_))
    return *value <= uint64_t{INT64_MAX} ? static_cast<int64_t>(*value) : fallback;
  return fallback;
}

uint64_t Json::as_uint(uint64_t fallback) const {
  if (const auto* value = std::get_if<uint64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<int64_t>(&value_))
    return *value >= 0 ? static_cast<uint64_t>(*value) : fallback;
  return fallback;
}

double Json::as_double(double fallback) const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<int64_t>(&value_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<uint64_t>(&value_)) return static_cast<double>(*value);
  return fallback;
}

std::string_view Json::as_string(std::string_view fallback) const {
  const auto* value = std::get_if<std::string>(&value_);
  return value ? std::string_view(*value) : fallback;
}

const Json::Array& Json::items() const {
  const auto* value = std::get_if<Array>(&value_);
  return value ? *value : kNoItems;
}

const Json::Object& Json::members() const {
  const auto* value = std::get_if<Object>(&value_);
  return value ? *value : kNoMembers;
}

const Json* Json::find(std::string_view key) const {
  for (const Member& member : members())
    if (member.first == key) return &member.second;
  return nullptr;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(static_cast<const Json*>(this)->find(key));
}

const Json& Json::operator[](std::string_view key) const {
  const Json* value = find(key);
  return value ? *value : kNull;
}

const Json& Json::at(size_t index) const { return index < items().size() ? items()[index] : kNull; }

size_t Json::size() const { return is_array() ? items().size() : members().size(); }

Json::Array& Json::mutable_items() {
  if (is_null()) value_ = Array();
  HANSE_CHECK(is_array(), "only an array has items");
  return std::get<Array>(value_);
}

Json::Object& Json::mutable_members() {
  if (is_null()) value_ = Object();
  HANSE_CHECK(is_object(), "only an object has members");
  return std::get<Object>(value_);
}

Json& Json::set(std::string_view key, Json value) {
  Object& object = mutable_members();
  if (Json* present = find(key)) *present = std::move(value);
  else object.emplace_back(std::string(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  mutable_items().push_back(std::move(value));
  return *this;
}

bool Json::erase(std::string_view key) {
  Object& object = mutable_members();
  return std::erase_if(object, [&](const Member& member) { return member.first == key; }) > 0;
}

bool Json::operator==(const Json& other) const {
  if (is_object() && other.is_object()) {
    if (size() != other.size()) return false;
    return std::all_of(members().begin(), members().end(), [&](const Member& member) {
      const Json* value = other.find(member.first);
      return value != nullptr && *value == member.second;
    });
  }
  if (is_integer() && other.is_integer())
    return as_int() == other.as_int() && as_uint() == other.as_uint();
  return value_ == other.value_;
}

std::string Json::dump() const {
  std::string out;
  Writer{out}.write(*this, 0);
  return out;
}

std::string Json::dump_pretty() const {
  std::string out;
  Writer{out, false, 2}.write(*this, 0);
  return out;
}

std::string Json::dump_canonical() const {
  std::string out;
  Writer{out, true}.write(*this, 0);
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  size_t run = 0;
  const auto flush = [&](size_t end) { out.append(text.substr(run, end - run)); };
  size_t bad = first_invalid_utf8(text);
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i != bad && byte >= 0x20 && byte != '"' && byte != '\\') continue;
    flush(i);
    run = i + 1;
    if (i == bad) {
      out += "\xEF\xBF\xBD";
      const size_t next = first_invalid_utf8(text.substr(i + 1));
      bad = next == std::string_view::npos ? next : i + 1 + next;
    } else if (byte == '"') out += "\\\"";
    else if (byte == '\\') out += "\\\\";
    else if (byte == '\n') out += "\\n";
    else if (byte == '\t') out += "\\t";
    else if (byte == '\r') out += "\\r";
    else out += fmt::format("\\u{:04x}", byte);
  }
  flush(text.size());
  out += '"';
}

}  // namespace hanse
