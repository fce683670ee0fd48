// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_data.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/files.h"
#include "base/utf8.h"
#include "contract/column_words.h"
#include "contract/infer_keys.h"
#include "contract/infer_relationships.h"
#include "source/input.h"

namespace hanse::contract {
namespace {

constexpr size_t kHeaderBytesMax = 1u << 20;
// Composite ones, each a pass over the table; so many rows all together.
constexpr size_t kKeysTriedMin = 3, kKeysTriedMax = 24;
constexpr size_t kKeyRowsMax = 20'000'000;
constexpr size_t kRelationshipsTriedMax = 200;
constexpr size_t kTablesMax = 100;

std::string file_name_of(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

// `data/Flight Delays.csv.gz`: Flight Delays.
std::string stem_of(const std::string& path) {
  std::string name = file_name_of(path);
  for (const std::string_view end :
       {".gz", ".zip", ".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".parquet"})
    if (ascii_lower(name).ends_with(end)) name.resize(name.size() - end.size());
  return name;
}
std::string table_name_of(const std::string& path) {
  return ascii_lower(identifier_of(stem_of(path)));
}

// Files that differ in their tables' names alone are one server: `data/{table}.csv`.
void share_server(std::vector<ProposedServer>& servers, const std::vector<TableProposal>& tables) {
  const auto shared_path = [&](size_t i) {
    std::string path = servers[i].path;
    const size_t at = path.size() - file_name_of(path).size();
    return path.replace(at, tables[i].physical_name.size(), "{table}");
  };
  for (size_t i = 1; i < servers.size(); ++i)
    if (shared_path(i) != shared_path(0) || servers[i].format != servers[0].format ||
        servers[i].delimiter != servers[0].delimiter)
      return;
  if (servers.size() < 2) return;
  servers[0].path = shared_path(0);
  servers[0].name = "files";
  servers.resize(1);
}

std::string id_of(const std::string& name) {
  std::string out = ascii_lower(identifier_of(name));
  std::ranges::replace(out, '_', '-');
  return out;
}

// The sign that stands most often between the words of the header.
char delimiter_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  for (char c = 0; line.size() < kHeaderBytesMax && in.get(c) && c != '\n';) line += c;
  char best = ',';
  int most = 0;
  for (const char sign : {',', ';', '\t', '|'}) {
    int count = 0;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      count += !quoted && c == sign ? 1 : 0;
    }
    if (count > most) {
      most = count;
      best = sign;
    }
  }
  return best;
}

class Inference {
 public:
  Inference(const InferOrder& order, engine::Engine& engine, const engine::CancelToken& cancel)
      : order_(order), engine_(engine), profiler_(engine, cancel, order.limits) {}

  Result<Inferred> run() {
    if (order_.files.size() > kTablesMax)
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("{} files, expected at most {}", order_.files.size(), kTablesMax));
    std::set<std::string> names;
    for (const std::string& file : order_.files) {
      const std::string name = table_name_of(file);
      if (!names.insert(name).second)
        return fail(ErrorCode::kInvalidArgument,
                    fmt::format("`{}` would be a second table `{}`", file, name),
                    "give files of different names");
      HANSE_TRY_STATUS(read(file, name));
    }
    const std::string name =
        order_.name.empty() ? table_name_of(order_.files.front()) : order_.name;
    out_.proposal.name = name;
    out_.proposal.id = id_of(name);
    share_server(out_.servers, out_.proposal.tables);
    HANSE_TRY_STATUS(find_keys());
    HANSE_TRY_STATUS(find_relationships());
    for (ScannedTable& table : tables_) out_.profiles.push_back(std::move(table.profile));
    return std::move(out_);
  }

 private:
  Result<source::Input> open(const std::string& file) {
    const std::string path = join_path(order_.folder, file);
    if (is_folder(path))
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` is a folder, expected a file", file));
    auto resolved = resolve_path(path);
    if (!resolved) return fail(ErrorCode::kNotFound, fmt::format("there is no file `{}`", file));
    spec::Server server;
    server.type = "local";
    server.path = *resolved;
    if (ascii_lower(file).find(".tsv") != std::string::npos) server.format = "csv";
    const std::string folder = resolved->substr(0, resolved->find_last_of('/') + 1);
    auto input = source::open_input(server, {order_.folder, {folder}, {}, order_.scratch_folder});
    if (!input)
      return fail(input.error().code, fmt::format("`{}`: {}", file, input.error().message),
                  input.error().help);
    return input;
  }

  // An absolute path stays one.
  std::string path_for_contract(const std::string& file) const {
    if (file.starts_with('/') || order_.contract_folder == ".") return file;
    std::error_code failed;
    const auto out = std::filesystem::relative(
        join_path(order_.folder, file), join_path(order_.folder, order_.contract_folder), failed);
    return failed || out.empty() ? file : out.string();
  }

  Status read(const std::string& file, const std::string& name) {
    HANSE_TRY(source::Input input, open(file));
    ProposedServer server{name, path_for_contract(file),
                          ascii_lower(std::string(source::name_of(input.format))), ""};
    if (input.format == source::Format::kCsv && !input.files.empty()) {
      input.delimiter = std::string(1, delimiter_of(input.files[0]));
      if (input.delimiter != ",")
        server.delimiter = input.delimiter == "\t" ? "tab" : input.delimiter;
    }
    const std::string unreadable =
        fmt::format("`{}` cannot be read as {}", file, source::name_of(input.format));
    auto shaped = shape(input, unreadable);
    if (!shaped) return fail(shaped.error());
    if (shaped->profile.shape.empty())
      return fail(ErrorCode::kDataError, fmt::format("`{}` has no columns", file),
                  "a table has a header, or objects with members");
    shaped->profile.name = name;
    HANSE_TRY(ScannedTable scanned, profiler_.scan(std::move(*shaped), unreadable));
    out_.proposal.tables.push_back(propose_table(scanned.profile));
    out_.proposal.tables.back().physical_name = stem_of(file);
    tables_.push_back(std::move(scanned));
    inputs_.push_back(std::move(input));
    out_.servers.push_back(std::move(server));
    return {};
  }

  Result<ShapedTable> shape(const source::Input& input, const std::string& unreadable) {
    if (input.format == source::Format::kJson || input.format == source::Format::kNdjson)
      return shape_json(input, unreadable);
    const std::string scan = source::scan_of(input, input.files, {});
    auto columns = source::columns_of(engine_, scan, input.format);
    if (!columns)
      return fail(ErrorCode::kDataError, unreadable,
                  "check its header, and that it is of its format");
    return input.format == source::Format::kCsv ? shape_of_csv(*columns, scan)
                                                : shape_of_parquet(*columns, scan);
  }

  Result<ShapedTable> shape_json(const source::Input& input, const std::string& unreadable) {
    std::string files;
    for (const std::string& file : input.files)
      files += (files.empty() ? "" : ", ") + quote_literal(file);
    const std::string sql = fmt::format(
        "SELECT CAST(json_group_structure(json) AS VARCHAR) FROM read_json_objects([{}], format = "
        "'{}', compression = 'uncompressed')",
        files, input.format == source::Format::kNdjson ? "newline_delimited" : "auto");
    HANSE_TRY(const std::string text, profiler_.text_of(sql, unreadable));
    const auto structure = Json::parse(text);
    if (!structure || !structure->is_object())
      return fail(ErrorCode::kDataError,
                  fmt::format("{}: expected objects, one a row", unreadable));
    std::vector<data::Column> columns;
    for (const auto& [name, inner] : structure->members()) columns.push_back({name, "VARCHAR"});
    return shape_of_json(*structure, source::scan_of(input, input.files, columns));
  }

  Status find_keys() {
    for (size_t i = 0; i < tables_.size(); ++i) {
      const TableProfile& profile = tables_[i].profile;
      TableProposal& table = out_.proposal.tables[i];
      if (infer_single_key(profile, table)) continue;
      const size_t tries =
          std::clamp(kKeyRowsMax / static_cast<size_t>(std::max<int64_t>(profile.rows, 1)),
                     kKeysTriedMin, kKeysTriedMax);
      for (const auto& columns : key_candidates(profile, table, tries)) {
        if (profile.sampled < profile.rows) {
          HANSE_TRY(const int64_t repeats, profiler_.repeats(tables_[i], columns));
          if (repeats > 0) continue;
        }
        set_composite_key(profile, columns, table);
        break;
      }
    }
    return {};
  }

  Status find_relationships() {
    std::vector<const TableProfile*> profiles;
    for (const ScannedTable& table : tables_) profiles.push_back(&table.profile);
    std::vector<TableProposal>& proposals = out_.proposal.tables;
    for (const auto& candidate :
         relationship_candidates(profiles, proposals, kRelationshipsTriedMax)) {
      HANSE_TRY(const Inclusion found,
                profiler_.inclusion({tables_[candidate.from_table], candidate.from},
                                    {tables_[candidate.to_table], candidate.to}));
      take_relationship(candidate, {found.distinct, found.missing}, proposals);
    }
    return {};
  }

  const InferOrder& order_;
  engine::Engine& engine_;
  Profiler profiler_;
  std::vector<ScannedTable> tables_;
  std::vector<source::Input> inputs_;  // hold the files open
  Inferred out_;
};

}  // namespace

Result<Inferred> infer_contract(const InferOrder& order, engine::Engine& engine,
                                const engine::CancelToken& cancel) {
  return Inference(order, engine, cancel).run();
}

}  // namespace hanse::contract
