// SPDX-License-Identifier: Apache-2.0
#include "spec/decoder.h"

namespace hanse::spec {
namespace {

constexpr size_t kValueShownMax = 60;

std::string shown(std::string_view text) {
  if (text.size() <= kValueShownMax) return std::string(text);
  size_t end = kValueShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string_view expected_name(Expect expect) {
  switch (expect) {
    case Expect::kText: return "text";
    case Expect::kTextOrNumber: return "text or a whole number";
    case Expect::kScalar: return "a single value";
    case Expect::kBool: return "`true` or `false`";
    case Expect::kInteger: return "a whole number";
    case Expect::kNumber: return "a number";
    case Expect::kTexts: return "a list of texts";
    case Expect::kList: return "a list";
    case Expect::kMaps: return "a list of maps";
    case Expect::kMap: return "a map";
    case Expect::kAny: return "a value";
  }
  return "a value";
}

bool fits(const Node& node, Expect expect) {
  using Kind = Node::Kind;
  const Kind kind = node.kind;
  const bool scalar = kind != Kind::kNull && kind != Kind::kList && kind != Kind::kMap;
  switch (expect) {
    case Expect::kText: return kind == Kind::kString;
    case Expect::kTextOrNumber: return kind == Kind::kString || kind == Kind::kInteger;
    case Expect::kScalar: return scalar;
    case Expect::kBool: return kind == Kind::kBool;
    case Expect::kInteger: return kind == Kind::kInteger;
    case Expect::kNumber: return kind == Kind::kInteger || kind == Kind::kFloat;
    case Expect::kTexts:
    case Expect::kList:
    case Expect::kMaps: return kind == Kind::kList;
    case Expect::kMap: return kind == Kind::kMap;
    case Expect::kAny: return true;
  }
  return false;
}

std::string quote_help(const Node& node, Expect expect) {
  const bool scalar = node.kind == Node::Kind::kBool || node.kind == Node::Kind::kInteger ||
                      node.kind == Node::Kind::kFloat;
  if (scalar && (expect == Expect::kText || expect == Expect::kTexts))
    return fmt::format("put it in quotes: \"{}\"", shown(node.text));
  if (node.kind == Node::Kind::kString && expect == Expect::kTexts)
    return fmt::format("write a list: [{}]", shown(node.text));
  return {};
}

}  // namespace

std::string_view found_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull: return "nothing";
    case Node::Kind::kBool: return "a truth value";
    case Node::Kind::kInteger: return "a whole number";
    case Node::Kind::kFloat: return "a decimal number";
    case Node::Kind::kString: return "text";
    case Node::Kind::kList: return "a list";
    case Node::Kind::kMap: return "a map";
  }
  return "nothing";
}

void Decoder::error(std::string_view code, const Span& span, std::string message,
                    std::string help) {
  ++errors_;
  context_.diagnostics.add({std::string(code), Severity::kError, std::move(message), span,
                            context_.object, {}, std::move(help)});
}

// An error all the same, of which nothing would be shown: its nearest word is not looked for.
bool Decoder::is_left_out(const Span& span) {
  if (!context_.diagnostics.is_full(span)) return false;
  ++errors_;
  return true;
}

void Decoder::warning(std::string_view code, const Span& span, std::string message,
                      std::string help) {
  context_.diagnostics.add({std::string(code), Severity::kWarning, std::move(message), span,
                            context_.object, {}, std::move(help)});
}

bool Decoder::is(const Node& node, Expect expect) {
  if (fits(node, expect)) return true;
  error("HNS-S021", node.span,
        fmt::format("`{}`: expected {}, found {}", field_, expected_name(expect),
                    found_name(node)),
        quote_help(node, expect));
  return false;
}

void Decoder::not_among(const Node& value, std::span<const std::string_view> allowed) {
  if (is_left_out(value.span)) return;
  const std::vector<std::string_view> words(allowed.begin(), allowed.end());
  std::string list;
  for (std::string_view word : words) list += fmt::format("{}`{}`", list.empty() ? "" : ", ", word);
  const std::string_view near = nearest(value.text, words);
  error("HNS-S023", value.span,
        fmt::format("`{}` is no value of `{}`, expected one of {}", shown(value.text), field_,
                    list),
        near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
}

void Decoder::missing(std::string_view field, std::string_view what, const Span& span) {
  error("HNS-S022", span, fmt::format("{} needs the field `{}`", what, field));
}

// `field` is one that only other editions have.
void Decoder::unknown(const Node::Entry& entry, const Field* field, const AnyTable& table) {
  const bool is_kept = is_in(table.open);
  if (!is_kept && is_left_out(entry.key_span)) return;
  std::vector<std::string_view> names;
  for (const Field& each : table.fields)
    if (is_in(each.in)) names.push_back(each.name);
  const std::string_view near = nearest(entry.key, names);
  std::string help = near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
  if (field != nullptr)
    help = fmt::format("it belongs to `apiVersion: {}`", newest_version(field->in));
  std::string message = fmt::format("{} has no field `{}`", table.what, shown(entry.key));
  if (is_kept) warning("HNS-S041", entry.key_span, message + ": it is kept and not read", help);
  else error("HNS-S020", entry.key_span, std::move(message), std::move(help));
}

bool Decoder::elements_fit(const Node& list, Node::Kind kind) {
  bool all = true;
  const Expect each = kind == Node::Kind::kMap ? Expect::kMap : Expect::kText;
  for (const Node& item : list.items) all = is(item, each) && all;
  return all;
}

void Decoder::read_entry(const Node::Entry& entry, const Field& field, const AnyTable& table,
                         void* target) {
  const std::string_view outer = field_;
  field_ = field.name;
  const Node& value = entry.value;
  bool good = is(value, field.expect);
  if (good && field.expect == Expect::kTexts) good = elements_fit(value, Node::Kind::kString);
  // Of a list of maps the good elements are read although one is none.
  if (good && field.expect == Expect::kMaps) elements_fit(value, Node::Kind::kMap);
  const bool is_empty = value.kind == Node::Kind::kString && value.text.empty();
  if (good && is_empty && field.need == Need::kRequired && is_in(field.required_in)) {
    missing(field.name, table.what, entry.key_span);
    good = false;
  }
  if (good && field.set != nullptr) field.set(*this, value, target);
  field_ = outer;
}

void Decoder::read_map(const Node& node, const AnyTable& table, void* target) {
  if (node.kind != Node::Kind::kMap) return;
  for (const Node::Entry& entry : node.entries) {
    const Field* found = nullptr;
    for (const Field& field : table.fields)
      if (field.name == entry.key) {
        found = &field;
        break;
      }
    if (found == nullptr || !is_in(found->in)) unknown(entry, found, table);
    else read_entry(entry, *found, table, target);
  }
  for (const Field& field : table.fields)
    if (field.need == Need::kRequired && is_in(field.in & field.required_in) &&
        node.find(field.name) == nullptr)
      missing(field.name, table.what, place_of(node, table.name_key));
}

Span Decoder::place_of(const Node& node, std::string_view name_key) {
  const Node* name = name_key.empty() ? nullptr : node.find(name_key);
  return name == nullptr ? node.span : name->span;
}

}  // namespace hanse::spec
