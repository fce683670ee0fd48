// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "ledger/format.h"

namespace hanse::ledger {
namespace {

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

struct Reader {
  Verification out;
  bool kept_seen = false;

  Status stop(const std::string& path, size_t line, std::string problem) {
    out.problem = std::move(problem);
    out.place = line == 0 ? name_of(path) : fmt::format("{} line {}", name_of(path), line);
    return fail(ErrorCode::kCorrupt, out.problem);
  }

  Status check(const std::string& path, const Head* kept) {
    auto segment = open_segment(path);
    if (!segment) return stop(path, 0, "the segment cannot be read");
    std::ifstream& file = *segment;
    std::string text;
    size_t number = 0;
    while (std::getline(file, text)) {
      ++number;
      if (file.eof()) return stop(path, number, "the entry is cut: its line has no end");
      const Result<Line> line = parse_line(text);
      if (!line) return stop(path, number, "the entry " + line.error().message);
      if (line->seq != out.head.seq + 1)
        return stop(path, number,
                    fmt::format("expected entry {}, found {}: entries were removed, repeated or "
                                "reordered",
                                out.head.seq + 1, line->seq));
      if (line->prev != out.head.hash)
        return stop(path, number,
                    "the entry does not follow the one before it: something was replaced");
      out.head = {line->seq, line->hash};
      ++out.entries;
      if (line->kind == "recovered")
        out.notes.push_back(fmt::format("{} line {}: {} bytes of an entry that was never completed "
                                        "were cut off at byte {} of {}",
                                        name_of(path), number, line->body["bytes"].as_uint(),
                                        line->body["offset"].as_uint(),
                                        line->body["segment"].as_string()));
      if (kept != nullptr && kept->seq == line->seq) {
        if (kept->hash != line->hash)
          return stop(path, number, "the entry is another one than the kept head says");
        kept_seen = true;
      }
    }
    if (file.bad()) return stop(path, number, "the segment cannot be read to its end");
    return {};
  }
};

}  // namespace

Result<Verification> verify(const std::string& folder, const Head* kept) {
  Reader reader;
  reader.out.head = {0, zero_hash()};
  HANSE_TRY(const auto names, segment_names(folder));
  const std::optional<Head> noted = noted_head(folder);
  const bool is_kept_apart = kept != nullptr;
  if (!is_kept_apart && noted) kept = &*noted;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string path = segment_path(folder, i + 1);
    if (names[i] != segment_name(i + 1)) {
      (void)reader.stop(path, 0,
                        fmt::format("the segment is missing, and {} follows it", names[i]));
      return reader.out;
    }
    const uint64_t before = reader.out.entries;
    if (!reader.check(path, kept)) return reader.out;
    if (reader.out.entries == before && i + 1 < names.size()) {
      (void)reader.stop(path, 0, "the segment is empty, and another follows it");
      return reader.out;
    }
  }
  if (kept != nullptr && kept->seq > 0 && !reader.kept_seen) {
    reader.out.problem =
        fmt::format("the ledger ends at entry {}, {} is entry {}: its tail was cut",
                    reader.out.head.seq, is_kept_apart ? "the kept head" : "the file `head`",
                    kept->seq);
    reader.out.place = names.empty() ? name_of(folder) : names.back();
    return reader.out;
  }
  reader.out.intact = true;
  return reader.out;
}

Result<std::vector<Entry>> read_back(const std::string& folder, const std::string& id,
                                     size_t count) {
  HANSE_TRY(const auto paths, segments(folder));
  std::vector<Entry> found;
  for (auto path = paths.rbegin(); path != paths.rend() && found.size() < count; ++path) {
    HANSE_TRY(std::ifstream file, open_segment(*path));
    std::vector<Entry> of_segment;
    for (std::string text; std::getline(file, text);) {
      if (!id.empty() && text.find(id) == std::string::npos) continue;
      const Result<Line> line = parse_line(text);
      if (!line) continue;
      if (id.empty() || line->body["decision_id"].as_string() == id)
        of_segment.push_back({line->seq, line->time, line->kind, line->hash, line->body});
      if (of_segment.size() > count) of_segment.erase(of_segment.begin());
    }
    if (file.bad()) return fail(ErrorCode::kIo, fmt::format("cannot read `{}` to its end", *path));
    for (auto entry = of_segment.rbegin(); entry != of_segment.rend() && found.size() < count;
         ++entry)
      found.push_back(std::move(*entry));
  }
  return found;
}

}  // namespace hanse::ledger
