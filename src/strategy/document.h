// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/decoder.h"
#include "spec/model.h"
#include "spec/node.h"

namespace hanse::strategy {

// Files `strategy/*.yaml` and `strategy/<folder>/*.yaml`: `apiVersion: hanse/v1`, `kind`, and what
// that kind says. Tools find theirs by the kind, not by the name.
struct StrategyFile {
  std::string path;                   // relative to the mesh folder
  std::string kind;
  spec::Node root;                    // with places
};

// One kind. `check` reads `root` by its tables and reports everything that does not fit, also
// against the mesh; the heading was checked before.
struct DocumentKind {
  std::string_view kind;              // Inventory
  std::string_view text;              // what it is, in a line
  void (*check)(spec::Decoder&, const spec::Node& root, const spec::Model& mesh);
};
std::span<const DocumentKind> document_kinds();
constexpr std::string_view kStrategyVersions[] = {"hanse/v1"};

// What `hanse validate` and `plan` say of the files: HNS-G001 and what each kind's check finds.
// Files that cannot be read as YAML are left out: who loaded the mesh said so.
Status check_documents(const std::string& folder, const spec::Model& mesh,
                       Diagnostics& diagnostics);

// The files of one kind, by path. Without errors of the decoder's: kInvalidArgument with the first
// of them and how to see them all. An absent folder has none.
Result<std::vector<StrategyFile>> files_of_kind(const std::string& folder, std::string_view kind);

// Decoded by `decode(Decoder&, const Node&, T&)`, which reports what does not fit: then
// kInvalidArgument names the first finding, and `hanse validate` all of them. T has a `path`.
template <typename T, typename Decode>
Result<std::vector<T>> load_documents(const std::string& folder, std::string_view kind,
                                      Decode decode);

// Whether what is kept of a thing may lie in a file named by its id: it leads nowhere else.
bool names_a_file(std::string_view id);
constexpr std::string_view kFileNameHelp = "letters, digits, `_`, `-` and `.`, at most 63 of them";

// What a decoder found, as one error; nothing when it found none.
Status first_error(const Diagnostics& diagnostics);

template <typename T, typename Decode>
Result<std::vector<T>> load_documents(const std::string& folder, std::string_view kind,
                                      Decode decode) {
  HANSE_TRY(const auto files, files_of_kind(folder, kind));
  Diagnostics diagnostics;
  std::vector<T> out;
  for (const StrategyFile& file : files) {
    spec::Decoder decoder({diagnostics, "strategy " + file.path, nullptr});
    T& document = out.emplace_back();
    document.path = file.path;
    decode(decoder, file.root, document);
  }
  HANSE_TRY_STATUS(first_error(diagnostics));
  return out;
}

// The one of them; none when there is none, kInvalidArgument when there are several.
template <typename T, typename Decode>
Result<std::optional<T>> load_document(const std::string& folder, std::string_view kind,
                                       Decode decode) {
  HANSE_TRY(auto all, load_documents<T>(folder, kind, decode));
  if (all.empty()) return std::optional<T>();
  if (all.size() > 1)
    return fail(
        ErrorCode::kInvalidArgument,
        fmt::format("there are two files of kind `{}`: {} and {}", kind, all[0].path, all[1].path),
        "keep one of them");
  return std::optional<T>(std::move(all[0]));
}

}  // namespace hanse::strategy
