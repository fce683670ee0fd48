// SPDX-License-Identifier: Apache-2.0
#include "ledger/format.h"

#include <charconv>

#include "base/digest.h"
#include "base/files.h"

namespace hanse::ledger {

std::string zero_hash() { return std::string(kHashDigits, '0'); }

std::string format_line(const Head& before, const std::string& kind, const std::string& time,
                        const Json& body, Head& after) {
  after.seq = before.seq + 1;
  const std::string text = Json::object({{"seq", after.seq},
                                         {"time", time},
                                         {"kind", kind},
                                         {"prev", before.hash},
                                         {"body", body}})
                               .dump_canonical();
  after.hash = digest_hex(text);
  return after.hash + " " + text + "\n";
}

Result<Line> parse_line(std::string_view text) {
  if (text.size() < kHashDigits + 2 || text[kHashDigits] != ' ')
    return fail(ErrorCode::kCorrupt, "is no entry");
  const std::string_view hash = text.substr(0, kHashDigits), json = text.substr(kHashDigits + 1);
  if (digest_hex(json) != hash)
    return fail(ErrorCode::kCorrupt, "was changed: its hash does not fit");
  const Result<Json> parsed = Json::parse(json);
  if (!parsed) return fail(ErrorCode::kCorrupt, "is no JSON");
  return Line{(*parsed)["seq"].as_uint(),
              std::string((*parsed)["prev"].as_string()),
              std::string(hash),
              std::string((*parsed)["time"].as_string()),
              std::string((*parsed)["kind"].as_string()),
              (*parsed)["body"]};
}

std::optional<Head> noted_head(const std::string& folder) {
  const auto text = read_file(join_path(folder, kHeadFile), 4096);
  if (!text) return std::nullopt;
  const size_t colon = text->find(':');
  Head head;
  const char* const end = text->data() + std::min(colon, text->size());
  const auto [rest, problem] = std::from_chars(text->data(), end, head.seq);
  if (colon == std::string::npos || problem != std::errc() || rest != end) return std::nullopt;
  head.hash = text->substr(colon + 1, kHashDigits);
  return head.hash.size() == kHashDigits ? std::optional(head) : std::nullopt;
}

std::string segment_name(size_t number) { return fmt::format("{:06}.ledger", number); }

std::string segment_path(const std::string& folder, size_t number) {
  return join_path(folder, segment_name(number));
}

Result<std::vector<std::string>> segment_names(const std::string& folder) {
  std::vector<std::string> names;
  HANSE_TRY(const auto entries, list_folder(folder));
  for (const FolderEntry& entry : entries)
    if (entry.name.ends_with(".ledger")) names.push_back(entry.name);
  return names;
}

Result<std::vector<std::string>> segments(const std::string& folder) {
  HANSE_TRY(const auto names, segment_names(folder));
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    const std::string expected = segment_name(paths.size() + 1);
    if (name != expected)
      return fail(ErrorCode::kCorrupt,
                  fmt::format("segment {} is missing before {}", expected, name));
    paths.push_back(join_path(folder, name));
  }
  return paths;
}

Result<std::ifstream> open_segment(const std::string& path) {
  std::ifstream file;
  if (is_regular_file(path)) file.open(path, std::ios::binary);  // a pipe would be waited for
  if (!file.is_open())
    return fail(ErrorCode::kIo, fmt::format("the segment `{}` cannot be read", path));
  return file;
}

}  // namespace hanse::ledger
