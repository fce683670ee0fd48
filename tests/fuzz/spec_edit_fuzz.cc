// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "spec/edit_yaml.h"
#include "spec/node.h"

namespace {

using hanse::Json;
using hanse::spec::YamlEdit;
using hanse::spec::YamlPath;

constexpr size_t kPlacesMax = 60;
constexpr size_t kTextMax = 4096;

void collect(const Json& value, const YamlPath& path, std::vector<YamlPath>& all) {
  if (all.size() >= kPlacesMax) return;
  if (!path.empty()) all.push_back(path);
  YamlPath child = path;
  child.emplace_back(size_t{0});
  for (size_t i = 0; i < value.items().size(); ++i) {
    child.back() = i;
    collect(value.items()[i], child, all);
  }
  for (const auto& [key, member] : value.members()) {
    child.back() = key;
    collect(member, child, all);
  }
}

}  // namespace

// Any bytes as a file to edit at every place of it: refused, or what it reads as afterwards is what
// the edit says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > kTextMax) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  hanse::Diagnostics diagnostics;
  const auto source = std::make_shared<const hanse::SourceFile>("f.yaml", text);
  const hanse::spec::Node root = hanse::spec::read_yaml(source, diagnostics);
  if (diagnostics.has_errors()) return 0;
  const Json document = to_json(root);
  std::vector<YamlPath> places;
  collect(document, {}, places);
  const Json value = Json::object({{"a: b", Json::array({"x\ny", 1, Json()})}});
  for (const YamlPath& place : places)
    for (const auto kind : {YamlEdit::Kind::kSet, YamlEdit::Kind::kInsert,
                            YamlEdit::Kind::kRemove}) {
      const YamlEdit edit{kind, place, value};
      const auto wanted = hanse::spec::apply_edit(document, edit);
      const auto edited = hanse::spec::edit_yaml("f.yaml", text, {edit});
      if (!wanted && edited) std::abort();
      if (!edited) continue;
      const auto again = std::make_shared<const hanse::SourceFile>("f.yaml", *edited);
      if (to_json(hanse::spec::read_yaml(again, diagnostics)).dump() != wanted->dump())
        std::abort();
    }
  return 0;
}
