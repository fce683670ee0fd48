// SPDX-License-Identifier: Apache-2.0
#include "spec/scaffold_files.h"

#include "base/check.h"
#include "base/diagnostics.h"
#include "base/embedded.h"
#include "base/files.h"
#include "spec/mesh_folder.h"
#include "spec/node.h"
#include "spec/yaml_text.h"

namespace hanse::spec {
namespace {

// The end of the last line of `text` before `limit` that is neither blank nor a comment.
size_t end_of_content(std::string_view text, size_t from, size_t limit) {
  size_t end = end_of_line(text, from);
  for (size_t at = from; at < limit; at = end_of_line(text, at) + 1) {
    const size_t start = skip_spaces(text, at);
    if (start < limit && text[start] != '\n' && text[start] != '#') end = end_of_line(text, at);
  }
  return end;
}

size_t begin_of_line(std::string_view text, size_t at) {
  const size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::string extended(std::string text, const Node& root, const std::string& entry) {
  const Node* list = root.find("domains");
  if (list == nullptr) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    return text + "domains:\n  - " + entry + "\n";
  }
  size_t key = text.size(), limit = text.size();
  for (const Node::Entry& each : root.entries) {
    if (each.key == "domains") key = each.key_span.offset;
    else if (each.key_span.offset > key) limit = std::min<size_t>(limit, each.key_span.offset);
  }
  const size_t key_end = end_of_key(text, key);
  const size_t value = key_end == std::string::npos ? limit : skip_spaces(text, key_end + 1);
  if (value < text.size() && text[value] == '[') {
    const size_t bracket = end_of_enclosed(text, value) - 1;
    return text.insert(bracket, (list->items.empty() ? "" : ", ") + entry);
  }
  const size_t at = end_of_content(text, key, limit);
  std::string indent = "  ";
  if (!list->items.empty()) {
    const size_t line = begin_of_line(text, list->items.front().span.offset);
    indent = text.substr(line, skip_spaces(text, line) - line);
  }
  return text.insert(at, fmt::format("\n{}- {}", indent, entry));
}

}  // namespace

std::string fill_template(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [key, value] : values) {
    const std::string mark = "{{" + key + "}}";
    for (size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

void ScaffoldFiles::add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
}

void ScaffoldFiles::add_template(std::string path, const std::string& template_name,
                                 const std::map<std::string, std::string>& values) {
  const std::string_view text = embedded_file("src/spec/init/" + template_name);
  HANSE_CHECK(!text.empty(), "the binary carries its templates");
  add(std::move(path), fill_template(std::string(text), values));
}

Result<std::vector<std::string>> ScaffoldFiles::write() const {
  for (const auto& [path, text] : files_)
    if (path_exists(join_path(folder_, path)))
      return fail(ErrorCode::kAlreadyExists, fmt::format("`{}` exists already", path));
  for (const auto& [path, text] : files_)
    HANSE_TRY_STATUS(check_mesh_folder(folder_, path));
  std::vector<std::string> paths;
  for (const auto& [path, text] : files_) {
    HANSE_TRY_STATUS(write_mesh_file(folder_, path, text));
    paths.push_back(path);
  }
  return paths;
}

Result<std::string> add_domain_entry(const std::string& register_text, const std::string& id,
                                     const std::string& owner) {
  Diagnostics diagnostics;
  const auto read = [&](const std::string& text) {
    return read_yaml(std::make_shared<const SourceFile>("mesh.yaml", text), diagnostics);
  };
  const Node root = read(register_text);
  const Json entry = Json::object({{"id", id}, {"owner", owner}});
  std::string text = extended(register_text, root, fmt::format("{{id: {}, owner: {}}}", id, owner));
  Json expected = to_json(root);
  Json domains = expected["domains"].is_array() ? expected["domains"] : Json::array();
  domains.push(entry);
  expected.set("domains", std::move(domains));
  const Json found = to_json(read(text));
  if (diagnostics.has_errors() || !(found == expected))
    return fail(ErrorCode::kInvalidArgument,
                "`domains` in `mesh.yaml` has a form that cannot be extended",
                fmt::format("add `- {{id: {}, owner: {}}}` to it by hand", id, owner));
  return text;
}

}  // namespace hanse::spec
