// SPDX-License-Identifier: Apache-2.0
#include "spec/files_walk.h"

#include <algorithm>
#include <span>

#include "base/files.h"

namespace hanse::spec {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

bool take_ending(std::string_view& name, std::string_view ending) {
  if (!name.ends_with(ending) || name.size() == ending.size()) return false;
  name.remove_suffix(ending.size());
  return true;
}

// `tail`: the parts after `policies`.
std::optional<FileKind> policy_kind(std::span<const std::string_view> tail,
                                    std::string_view& name) {
  if (tail.size() == 2 && tail[0] == "data" && take_ending(name, ".yaml"))
    return FileKind::kPolicyTable;
  if (!tail.empty() && take_ending(name, ".rego")) return FileKind::kPolicy;
  return std::nullopt;
}

std::optional<FileKind> domain_kind(std::span<const std::string_view> tail,
                                    std::string_view& name) {
  if (tail.size() == 1 && name == "domain.yaml") {
    take_ending(name, ".yaml");
    return FileKind::kDomain;
  }
  if (tail.size() >= 2 && tail[0] == "policies") return policy_kind(tail.subspan(1), name);
  if (tail.size() != 2) return std::nullopt;
  if (tail[0] == "agreements")
    return take_ending(name, ".agreement.yaml") ? std::optional(FileKind::kAgreement)
                                                : std::nullopt;
  if (name == "product.odps.yaml") {
    take_ending(name, ".odps.yaml");
    return FileKind::kProduct;
  }
  if (take_ending(name, ".odcs.yaml")) return FileKind::kContract;
  if (take_ending(name, ".sql")) return FileKind::kTransform;
  return std::nullopt;
}

bool is_yaml(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".YAML") ||
         name.ends_with(".YML");
}

// The name that a file of this folder was perhaps meant to have.
std::string expected_names(const std::vector<std::string_view>& parts) {
  if (parts.size() == 1) return "the register of a mesh is `mesh.yaml`";
  if (parts[0] == "policies" || (parts.size() > 2 && parts[2] == "policies"))
    return "tables for policies are `policies/data/<name>.yaml`";
  if (parts[0] != "domains") return "names end in `.yaml`";
  if (parts.size() == 3) return "a domain is described in `domain.yaml`";
  if (parts.size() == 4 && parts[2] == "agreements")
    return "agreements are `agreements/<id>.agreement.yaml`";
  if (parts.size() == 4)
    return "a product is `product.odps.yaml`, its contracts are `<name>.odcs.yaml`";
  return "files of a domain lie in `domains/<domain>/<product>/`";
}

// Whether files of ours can lie in the folder of these parts.
bool is_entered(const std::vector<std::string_view>& parts) {
  const bool in_domains = parts[0] == "domains";
  if (!in_domains)
    return parts[0] == "glossary"   ? parts.size() == 1
           : parts[0] == "strategy" ? parts.size() <= 2
                                    : parts[0] == "policies" &&
                                          parts.size() <= size_t{kPolicyFoldersDeepMax};
  if (parts.size() <= 3) return true;
  return parts[2] == "policies" && parts.size() <= size_t{kPolicyFoldersDeepMax} + 2;
}

class Walk {
 public:
  Walk(std::string root, Diagnostics& diagnostics)
      : root_(std::move(root)), diagnostics_(diagnostics) {}

  Status folder(const std::string& relative);
  Status top(std::string_view name);
  std::vector<MeshFile> take() {  // by path
    std::ranges::sort(files_, {}, &MeshFile::path);
    return std::move(files_);
  }

 private:
  void entry(const std::string& path, const FolderEntry& entry);
  void report(const char* code, const std::string& path, std::string message,
              std::string help = {});
  bool stays_inside(const std::string& path);

  std::string root_;  // resolved
  Diagnostics& diagnostics_;
  std::vector<MeshFile> files_;
  bool full_ = false;
};

void Walk::report(const char* code, const std::string& path, std::string message,
                  std::string help) {
  diagnostics_.error(code, {std::make_shared<const SourceFile>(path, ""), 0, 0},
                     std::move(message), std::move(help));
}

bool Walk::stays_inside(const std::string& path) {
  const auto real = resolve_path(join_path(root_, path));
  if (real && path_is_inside(*real, root_)) return true;
  report("HNS-S014", path,
         real ? fmt::format("the link `{}` leaves the folder of the mesh", path)
              : fmt::format("the link `{}` leads nowhere", path),
         "put the file itself here");
  return false;
}

void Walk::entry(const std::string& path, const FolderEntry& entry) {
  if (entry.name.starts_with('.')) return;  // .hanse, .git and what editors leave
  const std::vector<std::string_view> parts = parts_of(path);
  const std::string full = join_path(root_, path);
  const bool folder_like = entry.is_folder || (entry.is_link && is_folder(full));
  if (folder_like) {
    if (!is_entered(parts) || (entry.is_link && !stays_inside(path))) return;
    if (auto status = folder(path); !status)
      report("HNS-S018", path, status.error().message);
    return;
  }
  std::optional<MeshFile> file = classify(path);
  if (!file && !is_yaml(entry.name)) return;
  if (!file && parts.size() == 1 && !entry.name.starts_with("mesh.")) return;
  if (entry.is_link && !stays_inside(path)) return;
  if (!is_regular_file(full)) {
    report("HNS-S015", path, fmt::format("`{}` is no regular file", path));
    return;
  }
  if (!file) {
    report("HNS-S016", path, fmt::format("nothing reads a file named `{}` here", entry.name),
           expected_names(parts));
    return;
  }
  if (files_.size() < kMeshFilesMax) {
    files_.push_back(std::move(*file));
  } else if (!full_) {
    full_ = true;
    report("HNS-S019", path, fmt::format("a mesh has at most {} files", kMeshFilesMax));
  }
}

Status Walk::folder(const std::string& relative) {
  HANSE_TRY(const auto entries, list_folder(join_path(root_, relative)));
  for (const FolderEntry& item : entries)
    entry(relative.empty() ? item.name : relative + "/" + item.name, item);
  return {};
}

Status Walk::top(std::string_view name) {
  HANSE_TRY(const auto entries, list_folder(root_));
  for (const FolderEntry& item : entries)
    if (item.name == name) entry(item.name, item);
  return {};
}

}  // namespace

std::optional<MeshFile> classify(std::string_view path) {
  const std::vector<std::string_view> parts = parts_of(path);
  if (parts.empty()) return std::nullopt;
  MeshFile file;
  file.path = path;
  std::string_view name = parts.back();
  file.folder = path.substr(0, path.size() - std::min(path.size(), name.size() + 1));
  const std::span<const std::string_view> all(parts);
  std::optional<FileKind> kind;
  if (parts.size() == 1 && name == "mesh.yaml") kind = FileKind::kMesh;
  else if (parts.size() == 2 && parts[0] == "glossary" && take_ending(name, ".yaml"))
    kind = FileKind::kGlossary;
  else if ((parts.size() == 2 || parts.size() == 3) && parts[0] == "strategy" &&
           take_ending(name, ".yaml"))
    kind = FileKind::kStrategy;
  else if (parts[0] == "policies" && parts.size() > 1)
    kind = policy_kind(all.subspan(1), name);
  else if (parts[0] == "domains" && parts.size() > 2) {
    kind = domain_kind(all.subspan(2), name);
    file.scope.value = parts[1];
  }
  if (!kind) return std::nullopt;
  file.kind = *kind;
  file.stem = name;
  return file;
}

Result<std::vector<MeshFile>> walk_mesh(const std::string& folder, Diagnostics& diagnostics) {
  HANSE_TRY(std::string root, resolve_path(folder));
  Walk walk(std::move(root), diagnostics);
  HANSE_TRY_STATUS(walk.folder(""));
  return walk.take();
}

Result<std::vector<MeshFile>> walk_top(const std::string& folder, std::string_view name,
                                       Diagnostics& diagnostics) {
  HANSE_TRY(std::string root, resolve_path(folder));
  Walk walk(std::move(root), diagnostics);
  HANSE_TRY_STATUS(walk.top(name));
  return walk.take();
}

}  // namespace hanse::spec
