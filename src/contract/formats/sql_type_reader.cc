// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "contract/formats/sql_reader.h"

namespace hanse::contract {
namespace {

using spec::Property;

// Words that go on with a type's name.
constexpr std::string_view kMore[] = {"varying",  "precision", "unsigned", "signed",
                                      "zerofill", "character", "char",     "varchar"};

constexpr int64_t kDimensionsMax = 1'000'000;  // as contracts have them

void set_logical(Property& property, spec::LogicalType type) {
  property.logical_type = type;
  property.logical_type_stated = true;
}

class TypeReader {
 public:
  TypeReader(SqlSource& source, int depth)
      : source_(source), cursor_(source.cursor), depth_(depth) {}

  void read(Property& property) {
    const size_t from = cursor_.position();
    ++source_.columns;
    if (depth_ > kSourceDepthMax || source_.columns > kSourceNodesMax) return too_deep();
    if (!nested(property)) plain(property, from);
    arrays(property);
  }

 private:
  void too_deep() {
    source_.diagnostics.error(
        "HNS-C083", cursor_.peek().span,
        depth_ > kSourceDepthMax
            ? fmt::format("types are nested more than {} deep", kSourceDepthMax)
            : fmt::format("more than {} columns", kSourceNodesMax));
    while (!cursor_.at_end()) cursor_.next();
  }

  // `<` or `(`, and what closes it.
  std::string_view open() {
    if (cursor_.take_symbol("<")) return ">";
    if (cursor_.take_symbol("(")) return ")";
    return {};
  }

  void close(std::string_view symbol) {
    if (cursor_.take_symbol(symbol) || source_.diagnostics.has_errors()) return;
    source_.diagnostics.error("HNS-C080", cursor_.peek().span,
                              fmt::format("expected `{}` at the end of a type", symbol));
  }

  bool nested(Property& property) {
    const bool opens = cursor_.is_symbol("<", 1) || cursor_.is_symbol("(", 1);
    if (!opens) return false;
    if (cursor_.take_word("array")) {
      set_logical(property, spec::LogicalType::kArray);
      const std::string_view end = open();
      read_sql_type(source_, property.items.emplace_back(), depth_ + 1);
      close(end);
      return true;
    }
    if (cursor_.take_word("map")) {
      set_logical(property, spec::LogicalType::kMap);
      const std::string_view end = open();
      read_sql_type(source_, property.map_key.emplace_back(), depth_ + 1);
      cursor_.take_symbol(",");
      read_sql_type(source_, property.map_value.emplace_back(), depth_ + 1);
      close(end);
      return true;
    }
    if (!cursor_.take_word("struct") && !cursor_.take_word("row")) return false;
    set_logical(property, spec::LogicalType::kObject);
    fields(property, open());
    return true;
  }

  void fields(Property& property, std::string_view end) {
    do {
      Property field;
      field.span = cursor_.peek().span;
      field.name = cursor_.take_name();
      cursor_.take_symbol(":");
      read_sql_type(source_, field, depth_ + 1);
      if (cursor_.take_words({"not", "null"})) field.required = true;
      if (cursor_.take_word("comment")) field.description = cursor_.next().text;
      property.properties.push_back(std::move(field));
    } while (cursor_.take_symbol(",") && !cursor_.at_end());
    close(end);
  }

  void zone() {
    if (!cursor_.is_word("with") && !cursor_.is_word("without")) return;
    const bool local = cursor_.is_word("local", 1);
    if (!cursor_.is_word("time", local ? 2 : 1) || !cursor_.is_word("zone", local ? 3 : 2)) return;
    for (int i = local ? 4 : 3; i > 0; --i) cursor_.next();
  }

  void plain(Property& property, size_t from) {
    const SqlToken first = cursor_.peek();
    const std::string name = ascii_lower(cursor_.take_name());
    if (name.empty()) {
      source_.diagnostics.error("HNS-C080", first.span,
                                fmt::format("expected a type, found `{}`", first.text));
      cursor_.next();
      return;
    }
    while (std::ranges::any_of(kMore, [&](auto word) { return cursor_.take_word(word); })) {
    }
    std::vector<std::string> words;  // of ENUM('a', 'b')
    if (cursor_.take_symbol("(")) {
      while (!cursor_.at_end() && !cursor_.is_symbol(")") && !cursor_.is_symbol(";")) {
        const SqlToken token = cursor_.next();
        if (token.kind == SqlToken::Kind::kText) words.push_back(token.text);
      }
      cursor_.take_symbol(")");
    }
    while (cursor_.take_word("unsigned") || cursor_.take_word("zerofill")) {
    }
    if (name == "time" || name == "timestamp") zone();
    set(property, name, std::move(words), cursor_.between(from, cursor_.position()));
  }

  void set(Property& property, const std::string& name, std::vector<std::string> words,
           std::span<const SqlToken> tokens) {
    const std::string text = source_text(tokens);
    if (const auto known = source_.enums.find(name); known != source_.enums.end())
      words = known->second;
    if (!words.empty()) {
      set_logical(property, spec::LogicalType::kString);
      property.enum_values = std::move(words);
      return;
    }
    const auto type = sql_type(source_.dialect, text);
    if (type) {
      property.physical_type = text;
      return set_type(property, *type);
    }
    property.physical_type = text;
    set_logical(property, spec::LogicalType::kString);
    source_.diagnostics.warning(
        "HNS-C082", tokens.front().span,
        fmt::format("`{}` is no type that is known: taken for a string", text));
  }

  // `integer[]`, `integer[3]`, `integer ARRAY`: each makes what stands before it its items.
  void arrays(Property& property) {
    for (int depth = depth_;; ++depth) {
      const bool bracket = cursor_.is_symbol("[");
      if (!bracket && !cursor_.is_word("array")) return;
      if (depth > kSourceDepthMax) return too_deep();
      cursor_.next();
      std::string size;
      if (bracket && cursor_.peek().kind == SqlToken::Kind::kNumber) size = cursor_.next().text;
      if (bracket) close("]");
      if (to_vector(property, size)) continue;
      Property item = std::move(property);
      property = Property{};
      property.name = std::exchange(item.name, {});
      property.span = item.span;
      set_logical(property, spec::LogicalType::kArray);
      property.items.push_back(std::move(item));
    }
  }

  // DuckDB's FLOAT[3] has as many elements in each row.
  bool to_vector(Property& property, const std::string& size) {
    int64_t dimensions = 0;
    const char* end = size.data() + size.size();
    if (&source_.dialect != &kDuckDb || type_of(property).kind != Kind::kFloat ||
        std::from_chars(size.data(), end, dimensions).ptr != end || dimensions < 1 ||
        dimensions > kDimensionsMax)
      return false;
    property.physical_type.clear();
    property.options = {};
    property.options.dimensions = dimensions;
    set_logical(property, spec::LogicalType::kVector);
    return true;
  }

  SqlSource& source_;
  SqlCursor& cursor_;
  int depth_;
};

}  // namespace

void read_sql_type(SqlSource& source, Property& property, int depth) {
  TypeReader(source, depth).read(property);
}

}  // namespace hanse::contract
