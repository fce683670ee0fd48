// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "ledger/format.h"

using namespace hanse;

namespace {

struct Folder {
  ~Folder() { (void)remove_tree(path); }
  std::string path = std::filesystem::temp_directory_path() / ("hanse-fuzz-" + random_hex(6));
};

// A line that begins with `+` gets the hash that its JSON has, and there `$` is the hash before.
std::string with_hashes(std::string_view text, std::string& hash) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    if (line.starts_with('+')) {
      line.erase(0, 1);
      if (const size_t at = line.find('$'); at != line.npos) line.replace(at, 1, hash);
      hash = digest_hex(line);
      line = hash + " " + line;
    }
    out += line;
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

void put(const std::string& folder, std::string_view name, std::string_view content) {
  if (!write_file_atomic(join_path(folder, name), content)) std::abort();
}

}  // namespace

// Any bytes as a ledger's folder, parted by NUL: the file `head`, the file `cuts`, then segments.
// It is read or reported; one that is found intact can be added to, and is intact after that.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder kFolder;
  const std::string& folder = kFolder.path;
  if (!remove_tree(folder) || !make_folders(folder)) std::abort();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string hash = ledger::zero_hash();
  std::vector<std::string_view> parts;
  for (constexpr size_t kPartsMax = 6; parts.size() < kPartsMax && !rest.empty();) {
    const size_t end = std::min(rest.find('\0'), rest.size());
    parts.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  for (size_t i = 2; i < parts.size(); ++i)
    put(folder, ledger::segment_name(i - 1), with_hashes(parts[i], hash));
  if (!parts.empty() && !parts[0].empty()) {
    std::string head(parts[0]);
    if (const size_t at = head.find('$'); at != head.npos) head.replace(at, 1, hash);
    put(folder, ledger::kHeadFile, head);
  }
  if (parts.size() > 1 && !parts[1].empty()) put(folder, "cuts", parts[1]);

  const auto before = ledger::verify(folder, nullptr);
  if (before && !before->intact && before->problem.empty()) std::abort();
  (void)ledger::read_back(folder, "", 3);
  (void)ledger::read_back(folder, "x", 3);
  (void)ledger::read_recent(folder, {"decision", "2026", {"x"}, 1'000});
  const bool is_intact = before && before->intact;
  auto opened = ledger::open_ledger(folder, ledger::Durability::kStrict, Clock::system());
  // A note of cuts that is no JSON is refused until somebody looked at it.
  const bool has_note = path_exists(join_path(folder, "cuts"));
  if (is_intact && !opened && !has_note) std::abort();
  if (!opened || !(*opened)->append("decision", Json::object({{"decision_id", "y"}}))) return 0;
  opened->reset();
  const auto after = ledger::verify(folder, nullptr);
  if (is_intact && (!after || !after->intact || after->entries <= before->entries)) std::abort();
  return 0;
}
