// SPDX-License-Identifier: Apache-2.0
#include "strategy/document.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/files.h"
#include "spec/common.h"
#include "spec/decode.h"
#include "spec/files_walk.h"
#include "spec/names.h"
#include "strategy/domains/load_inventory.h"

namespace hanse::strategy {
namespace {

std::string kind_of(const spec::Node& root) {
  const spec::Node* kind = root.find("kind");
  return kind == nullptr ? std::string() : kind->text;
}

const DocumentKind* find_kind(std::string_view name) {
  for (const DocumentKind& kind : document_kinds())
    if (kind.kind == name) return &kind;
  return nullptr;
}

// Every readable file of `strategy/` that is a map.
Result<std::vector<StrategyFile>> read_files(const std::string& folder) {
  std::vector<StrategyFile> out;
  Diagnostics ignored;  // load_mesh reports them
  HANSE_TRY(const auto files, spec::walk_top(folder, "strategy", ignored));
  for (const spec::MeshFile& file : files) {
    auto text = read_file(join_path(folder, file.path), kSpecificationBytesMax);
    if (!text) continue;
    auto source = std::make_shared<const SourceFile>(file.path, std::move(*text));
    spec::Node root = spec::read_yaml(source, ignored);
    if (root.kind != spec::Node::Kind::kMap) continue;
    out.push_back({file.path, kind_of(root), std::move(root)});
  }
  return out;
}

// Heading and id: what all kinds have. False when nothing can be said of the rest.
bool check_common(spec::Decoder& decoder, const StrategyFile& file, std::string_view kind) {
  const spec::Node* id = file.root.find("id");
  if (id != nullptr && id->kind == spec::Node::Kind::kString && !names_a_file(id->text))
    decoder.error("HNS-G002", id->span,
                  fmt::format("`{}` cannot name a file, as ids of strategy files do", id->text),
                  std::string(kFileNameHelp));
  return spec::check_heading(decoder, file.root, {kind, kStrategyVersions});
}

std::string place_text(const Diagnostic& finding) {
  const SourceFile* file = finding.span.file.get();
  if (file == nullptr) return finding.object;
  return fmt::format("{}:{}", file->path(), file->place(finding.span.offset).line);
}

void report_unknown(spec::Decoder& decoder, const StrategyFile& file) {
  std::vector<std::string_view> names;
  std::string all;
  for (const DocumentKind& kind : document_kinds()) {
    names.push_back(kind.kind);
    all += fmt::format("{}`{}`", all.empty() ? "" : ", ", kind.kind);
  }
  const spec::Node* kind = file.root.find("kind");
  const std::string_view near = nearest(file.kind, names);
  decoder.error("HNS-G001", kind == nullptr ? file.root.span : kind->span,
                file.kind.empty() ? "the file does not say its `kind`"
                                  : fmt::format("no strategy file is of kind `{}`", file.kind),
                near.empty() ? fmt::format("kinds are {}", all)
                             : fmt::format("did you mean `{}`?", near));
}

}  // namespace

bool names_a_file(std::string_view id) {
  return !id.empty() && id.size() <= spec::kIdBytesMax && id[0] != '.' &&
         std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-' || c == '.';
         });
}

Status check_documents(const std::string& folder, const spec::Model& mesh,
                       Diagnostics& diagnostics) {
  HANSE_TRY_STATUS(check_inventory_files(folder, diagnostics));
  if (mesh.strategy.empty()) return {};
  HANSE_TRY(const auto files, read_files(folder));
  for (const StrategyFile& file : files) {
    spec::Decoder decoder({diagnostics, "strategy " + file.path, nullptr});
    const DocumentKind* kind = find_kind(file.kind);
    if (kind == nullptr) report_unknown(decoder, file);
    else if (check_common(decoder, file, kind->kind))
      kind->check(decoder, file.root, mesh);
  }
  return {};
}

Result<std::vector<StrategyFile>> files_of_kind(const std::string& folder,
                                                std::string_view kind) {
  HANSE_TRY(auto files, read_files(folder));
  std::erase_if(files, [&](const StrategyFile& file) { return file.kind != kind; });
  Diagnostics diagnostics;
  for (const StrategyFile& file : files) {
    spec::Decoder decoder({diagnostics, "strategy " + file.path, nullptr});
    check_common(decoder, file, kind);
  }
  HANSE_TRY_STATUS(first_error(diagnostics));
  return files;
}

Status first_error(const Diagnostics& diagnostics) {
  for (const Diagnostic& one : diagnostics.items()) {
    if (one.severity != Severity::kError) continue;
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{}: {}", place_text(one), one.message),
                "`hanse validate` lists every finding with its place");
  }
  return {};
}

}  // namespace hanse::strategy
