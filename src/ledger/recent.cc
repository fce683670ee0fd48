// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "ledger/format.h"

namespace hanse::ledger {
namespace {

bool has_one(const std::string& text, const std::vector<std::string>& words) {
  return std::ranges::any_of(
      words, [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

}  // namespace

Result<RecentEntries> read_recent(const std::string& folder, const RecentQuery& query) {
  HANSE_TRY(const auto paths, segments(folder));
  const std::string kind = fmt::format("\"kind\":\"{}\"", query.kind);
  RecentEntries out;
  uint64_t bytes = 0;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    if (bytes >= query.bytes_max) {
      out.is_complete = false;
      return out;
    }
    HANSE_TRY(std::ifstream file, open_segment(*path));
    std::string text, first;
    while (std::getline(file, text)) {
      bytes += text.size();
      if (first.empty())
        if (const auto line = parse_line(text)) first = line->time;
      // Most entries are told apart without reading their JSON.
      if (text.find(kind) == std::string::npos || !has_one(text, query.words)) continue;
      auto line = parse_line(text);
      if (!line || line->kind != query.kind || line->time < query.since) continue;
      out.entries.push_back({line->seq, line->time, line->kind, line->hash, std::move(line->body)});
    }
    if (file.bad()) return fail(ErrorCode::kIo, fmt::format("cannot read `{}` to its end", *path));
    if (!first.empty()) out.oldest = first;
    if (!first.empty() && first < query.since) return out;
  }
  return out;
}

}  // namespace hanse::ledger
