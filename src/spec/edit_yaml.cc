// SPDX-License-Identifier: Apache-2.0
#include "spec/edit_yaml.h"

#include "spec/node.h"
#include "spec/yaml_splice.h"

namespace hanse::spec {
namespace {

std::string text_of(const YamlPath& path) {
  std::string text;
  for (const YamlStep& step : path) {
    if (const auto* key = std::get_if<std::string>(&step))
      text += text.empty() ? *key : "." + *key;
    else
      text += fmt::format("[{}]", std::get<size_t>(step));
  }
  return text;
}

std::unexpected<Error> not_found(const YamlPath& path) {
  return fail(ErrorCode::kNotFound, fmt::format("the document has nothing at `{}`", text_of(path)));
}

std::unexpected<Error> misfit(const YamlPath& path, std::string_view expected) {
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}`: expected {}", text_of(path), expected));
}

Json* step_into(Json& value, const YamlStep& step) {
  if (const auto* key = std::get_if<std::string>(&step)) return value.find(*key);
  const size_t index = std::get<size_t>(step);
  return value.is_array() && index < value.size() ? &value.mutable_items()[index] : nullptr;
}

Status edit_map(Json& map, const std::string& key, const YamlEdit& edit) {
  if (!map.is_object()) return misfit(edit.path, "a map that has the key");
  if (edit.kind == YamlEdit::Kind::kInsert) return misfit(edit.path, "an index of a list");
  if (edit.kind == YamlEdit::Kind::kSet)
    map.set(key, edit.value);
  else if (!map.erase(key))
    return not_found(edit.path);
  return {};
}

Status edit_list(Json& list, size_t index, const YamlEdit& edit) {
  if (!list.is_array()) return misfit(edit.path, "a list that has the index");
  auto& items = list.mutable_items();
  const bool inserts = edit.kind == YamlEdit::Kind::kInsert;
  if (index > items.size() || (index == items.size() && !inserts)) return not_found(edit.path);
  const auto place = items.begin() + static_cast<std::ptrdiff_t>(index);
  if (inserts)
    items.insert(place, edit.value);
  else if (edit.kind == YamlEdit::Kind::kSet)
    *place = edit.value;
  else
    items.erase(place);
  return {};
}

Result<Node> read(const std::string& path, const std::string& text) {
  Diagnostics diagnostics;
  Node node = read_yaml(std::make_shared<const SourceFile>(path, text), diagnostics);
  if (diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` cannot be read: {}", path, diagnostics.items().front().message),
                "`hanse validate` shows the place");
  return node;
}

}  // namespace

Json known_document(const std::string& path, const std::string& text) {
  Diagnostics ignored;
  return to_json(read_yaml(std::make_shared<const SourceFile>(path, text), ignored));
}

Result<Json> apply_edit(Json document, const YamlEdit& edit) {
  if (edit.path.empty()) return misfit(edit.path, "a path of at least one step");
  Json* at = &document;
  for (size_t i = 0; i + 1 < edit.path.size(); ++i) {
    at = step_into(*at, edit.path[i]);
    if (at == nullptr) return not_found(edit.path);
  }
  const YamlStep& last = edit.path.back();
  if (const auto* key = std::get_if<std::string>(&last)) {
    HANSE_TRY_STATUS(edit_map(*at, *key, edit));
  } else {
    HANSE_TRY_STATUS(edit_list(*at, std::get<size_t>(last), edit));
  }
  return document;
}

Result<std::string> edit_yaml(const std::string& path, const std::string& text,
                              const std::vector<YamlEdit>& edits) {
  std::string out = text;
  for (const YamlEdit& edit : edits) {
    HANSE_TRY(const Node before, read(path, out));
    HANSE_TRY(const Json wanted, apply_edit(to_json(before), edit));
    auto spliced = splice_edit(out, before, edit);
    // Whatever was spliced, only what reads as it should is given back.
    const auto after = spliced ? read(path, *spliced) : Result<Node>(Node{});
    if (!spliced || !after || to_json(*after).dump() != wanted.dump())
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` has a form that cannot be edited in place at `{}`", path,
                              text_of(edit.path)),
                  "write its lists and maps one entry a line, or change it by hand");
    out = std::move(*spliced);
  }
  return out;
}

}  // namespace hanse::spec
