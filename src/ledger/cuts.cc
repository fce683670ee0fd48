// SPDX-License-Identifier: Apache-2.0
#include "ledger/cuts.h"

#include "base/files.h"

namespace hanse::ledger {
namespace {

constexpr uint64_t kCutsBytesMax = 1u << 20;

std::string cuts_path(const std::string& folder) { return join_path(folder, "cuts"); }

// Numbers that were written and read again may be of another kind.
bool is_same(const Json& left, const Json& right) {
  return left.dump_canonical() == right.dump_canonical();
}

}  // namespace

Result<Json> noted_cuts(const std::string& folder, const Line* last) {
  Json open = Json::array();
  if (!path_exists(cuts_path(folder))) return open;
  HANSE_TRY(const std::string text, read_file(cuts_path(folder), kCutsBytesMax));
  HANSE_TRY(const Json cuts, Json::parse(text));
  for (const Json& cut : cuts.items()) {
    open.push(cut);
    if (last != nullptr && last->kind == "recovered" && is_same(last->body, cut))
      open = Json::array();
  }
  if (open.items().empty()) HANSE_TRY_STATUS(forget_cuts(folder));
  return open;
}

Status note_cut(const std::string& folder, Json& cuts, Json cut) {
  const auto& noted = cuts.items();
  if (noted.empty() || !is_same(noted.back(), cut)) cuts.push(std::move(cut));
  return write_private_file_atomic(cuts_path(folder), cuts.dump());
}

Status forget_cuts(const std::string& folder) { return remove_tree(cuts_path(folder)); }

}  // namespace hanse::ledger
