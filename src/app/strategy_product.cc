// SPDX-License-Identifier: Apache-2.0
#include "app/strategy_product.h"

#include <algorithm>
#include <map>

#include "app/contract_infer.h"
#include "app/product_files.h"
#include "base/files.h"
#include "base/scratch_folder.h"
#include "spec/database_address.h"
#include "spec/edit_yaml.h"
#include "spec/mesh_folder.h"
#include "spec/model.h"
#include "spec/names.h"
#include "spec/node.h"
#include "spec/scaffold_files.h"
#include "spec/write_yaml.h"
#include "strategy/tables.h"

namespace hanse::app {
namespace {

constexpr const char* kReports = "strategy/reports";
constexpr const char* kInputPort = "files";
constexpr uint64_t kReportBytesMax = 64u << 20;

using Csv = std::map<std::string, std::string>;  // by table

// Tables that hold something: what is empty tells no types.
bool has_rows(std::string_view csv) {
  const size_t header = csv.find('\n');
  return header != csv.npos && header + 1 < csv.size();
}

// Tables by name; what two sources would both be is refused.
class Tables {
 public:
  Status add(const std::string& name, const std::string& source, std::string csv) {
    const auto [at, is_first] = sources_.emplace(name, source);
    if (!is_first)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} and {} would both be the table `{}`", at->second, source, name),
                  "give one of them another name");
    csv_[name] = std::move(csv);
    return {};
  }
  Csv take() {
    std::erase_if(csv_, [](const auto& table) { return !has_rows(table.second); });
    return std::move(csv_);
  }

 private:
  std::map<std::string, std::string> sources_;
  Csv csv_;
};

Status add_reports(const std::string& folder, Tables& out) {
  HANSE_TRY_STATUS(spec::check_mesh_folder(folder, kReports));
  const auto reports = list_folder(join_path(folder, kReports));
  if (!reports) return {};
  for (const FolderEntry& entry : *reports) {
    constexpr std::string_view kEnding = ".csv";
    if (entry.is_folder || entry.is_link || !entry.name.ends_with(kEnding)) continue;
    const std::string path = fmt::format("{}/{}", kReports, entry.name);
    HANSE_TRY(std::string text, read_file(join_path(folder, path), kReportBytesMax));
    const std::string stem = entry.name.substr(0, entry.name.size() - kEnding.size());
    HANSE_TRY_STATUS(out.add("report_" + strategy::table_id(stem), path, std::move(text)));
  }
  return {};
}

Result<Csv> all_tables(const std::string& folder, const spec::Model& model) {
  Tables all;
  for (const strategy::StrategyTable& table : strategy::tables_of(model.strategy))
    for (const std::string& source : table.sources)
      HANSE_TRY_STATUS(all.add(table.name, source, strategy::table_csv(table)));
  HANSE_TRY_STATUS(add_reports(folder, all));
  return all.take();
}

// Where the data goes: below a folder of sources, which may lie anywhere, or within the mesh.
struct DataRoot {
  std::string folder, below;  // an empty folder: the mesh's
};
DataRoot data_root(const spec::Mesh& mesh) {
  for (const std::string& root : mesh.source_roots)
    if (!spec::is_database_address(root)) return {root, "strategy"};
  return {"", "strategy/tables"};
}

// What the data look like today is no promise for tomorrow: shapes stay, thresholds go.
Json shapes_of(Json schema) {
  for (Json& table : schema.mutable_items()) {
    table.erase("quality");
    Json* const columns = table.find("properties");
    if (columns == nullptr) continue;
    for (Json& column : columns->mutable_items()) {
      for (const char* field : {"logicalTypeOptions", "required", "primaryKey",
                                "primaryKeyPosition", "unique", "quality", "physicalType"})
        column.erase(field);
      if (column["logicalType"].as_string() == "integer") column.set("logicalType", "number");
    }
  }
  return schema;
}

// The schema of tables, inferred from their files beside the mesh: nothing is left of a failure.
Result<Json> schema_of(const Csv& tables) {
  HANSE_TRY(const ScratchFolder scratch, ScratchFolder::make());
  ContractInferOptions order;
  for (const auto& [name, text] : tables) {
    order.files.push_back(join_path(scratch.path(), name + ".csv"));
    HANSE_TRY_STATUS(write_file_atomic(order.files.back(), text));
  }
  order.folder = scratch.path();
  HANSE_TRY(const ContractInferred inferred, infer_contract(order, {}));
  return shapes_of(inferred.contract["schema"]);
}

// As the path of a contract's server has them.
std::string files_of(const std::string& data) { return data + "/{table}.csv"; }

Status add_specifications(const NewProduct& product, const std::string& data, const Csv& tables,
                          spec::ScaffoldFiles& files) {
  Json input = contract_head(product.input_contract(), "Files that strategy tools wrote.");
  input.set("servers", Json::array({Json::object({{"server", "files"},
                                                  {"type", "local"},
                                                  {"path", files_of(data)},
                                                  {"format", "csv"}})}));
  Json output = contract_head(product.id(), product.description);
  HANSE_TRY(Json schema, schema_of(tables));
  output.set("schema", std::move(schema));
  files.add(product.folder() + "product.odps.yaml", product_text(product));
  files.add(product.folder() + kInputPort + ".odcs.yaml", spec::write_yaml(input));
  files.add(product.folder() + product.name + ".odcs.yaml", spec::write_yaml(output));
  return {};
}

// Of a table or column of a contract: as its file has it.
std::string name_in_file(const Json& one) {
  const std::string_view physical = one["physicalName"].as_string();
  return std::string(physical.empty() ? one["name"].as_string() : physical);
}

std::string header_of(const Json& table) {
  strategy::StrategyTable header;
  for (const Json& column : table["properties"].items())
    header.columns.push_back(name_in_file(column));
  return strategy::table_csv(header);
}

// The contract of an earlier publication, brought to the tables of today.
struct Contract {
  std::string path, text;  // empty text: it stays
};

// That the product reads `files`: others have nothing to do with the strategy.
Status check_reads(const std::string& folder, const NewProduct& product, const std::string& files) {
  const std::string path = product.folder() + kInputPort + ".odcs.yaml";
  const auto text = read_file(join_path(folder, path), kSpecificationBytesMax);
  const Json input = text ? spec::known_document(path, *text) : Json();
  if (std::ranges::any_of(input["servers"].items(), [&](const Json& server) {
        return server["path"].as_string() == files;
      }))
    return {};
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}/{}` is there and does not read `{}`: it is of something else",
                          product.domain, product.name, files),
              fmt::format("name another product, or put that `path` into `{}`", path));
}

// `csv` (RFC 4180) with more columns at the end, empty in every row.
std::string with_columns(std::string_view csv, const std::vector<std::string>& columns) {
  strategy::StrategyTable header;
  header.columns = columns;
  std::string names = "," + strategy::table_csv(header);
  names.resize(names.find_last_not_of("\r\n") + 1);
  const std::string empty(columns.size(), ',');
  std::string out;
  bool is_quoted = false, is_first = true;
  for (size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"') is_quoted = !is_quoted;
    const bool ends = !is_quoted && (csv[i] == '\n' || csv.substr(i, 2) == "\r\n");
    if (ends) out += is_first ? names : empty;
    if (ends && csv[i] == '\r') out += csv[i++];
    is_first = is_first && !ends;
    out += csv[i];
  }
  if (!csv.empty() && csv.back() != '\n') out += is_first ? names : empty;
  return out;
}

// Brings `table` of the contract, at `at` of its schema, and the file of today to one another: new
// columns go into the contract, those that the file has no more are empty in it.
void renew_columns(const Json& table, size_t at, const Json& inferred, Csv& tables,
                   std::vector<spec::YamlEdit>& edits, StrategyPublished& out) {
  const std::string name = name_in_file(table);
  std::vector<std::string> known, gone;
  for (const Json& column : table["properties"].items()) known.push_back(name_in_file(column));
  gone = known;
  size_t end = known.size();
  for (const Json& column : inferred["properties"].items()) {
    const std::string found = name_in_file(column);
    std::erase(gone, found);
    if (std::ranges::find(known, found) != known.end()) continue;
    edits.push_back({spec::YamlEdit::Kind::kInsert,
                     {std::string("schema"), at, std::string("properties"), end++}, column});
    out.added.push_back(name + "." + found);
  }
  for (const std::string& column : gone) out.gone.push_back(name + "." + column);
  if (!gone.empty()) tables[name] = with_columns(tables[name], gone);
}

Result<Contract> renewed_contract(const std::string& folder, const NewProduct& product, Csv& tables,
                                  StrategyPublished& out) {
  Contract contract{product.folder() + product.name + ".odcs.yaml", ""};
  HANSE_TRY(const std::string text,
            read_file(join_path(folder, contract.path), kSpecificationBytesMax));
  const Json document = spec::known_document(contract.path, text);
  HANSE_TRY(const Json schema, schema_of(tables));
  std::map<std::string, Json> fresh;
  for (const Json& table : schema.items()) fresh[name_in_file(table)] = table;
  std::vector<spec::YamlEdit> edits;
  size_t at = 0;
  for (const Json& table : document["schema"].items()) {
    const std::string name = name_in_file(table);
    if (name != strategy::table_id(name))  // it would name a file elsewhere
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("{}: the table `{}` is none of a strategy", contract.path, name),
                  "its tables have lower-case letters, digits and `_`: take it out");
    if (const auto found = fresh.extract(name)) {
      renew_columns(table, at, found.mapped(), tables, edits, out);
    } else if (!tables.contains(name)) {
      tables[name] = header_of(table);  // its rows of earlier are none of today
      out.gone.push_back(name);
    }
    ++at;
  }
  for (const auto& [name, table] : fresh) {
    edits.push_back({spec::YamlEdit::Kind::kInsert, {std::string("schema"), at++}, table});
    out.added.push_back(name);
  }
  if (!edits.empty()) {
    HANSE_TRY(contract.text, spec::edit_yaml(contract.path, text, edits));
  }
  return contract;
}

struct DataFolder {
  std::string root, path;  // files go to `path` below `root`, which exists or is made
};

Status check_data(const DataFolder& data, const Csv& tables) {
  HANSE_TRY_STATUS(spec::check_mesh_folder(data.root, data.path));
  for (const auto& [name, text] : tables) {
    const std::string full = join_path(data.root, fmt::format("{}/{}.csv", data.path, name));
    if (path_exists(full) && !is_regular_file(full))
      return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no regular file", full));
  }
  return {};
}

Status write_data(const DataFolder& data, const Csv& tables) {
  for (const auto& [name, text] : tables)
    HANSE_TRY_STATUS(
        spec::write_mesh_file(data.root, fmt::format("{}/{}.csv", data.path, name), text));
  return {};
}

Result<NewProduct> product_of(const spec::Mesh& mesh, const StrategyPublication& wanted) {
  const size_t slash = wanted.product.find('/');
  NewProduct product{wanted.product.substr(0, slash),
                     slash == std::string::npos ? "" : wanted.product.substr(slash + 1), "", "",
                     "What the organisation knows and plans: inputs and results of its strategy.",
                     kInputPort};
  for (const std::string& name : {product.domain, product.name})
    if (const std::string problem = spec::id_problem(name); !problem.empty())
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` is no product: {}", wanted.product, problem),
                  "expected DOMAIN/NAME, such as `transformation/strategy`");
  HANSE_TRY(product.owner, owner_of(mesh, product.domain, ""));
  HANSE_TRY(product.purpose, purpose_of(mesh, wanted.purpose));
  return product;
}

}  // namespace

Result<StrategyPublished> publish_strategy(const std::string& folder,
                                           const StrategyPublication& wanted) {
  HANSE_TRY(const spec::LoadedMesh loaded, spec::load_mesh(folder, {}));
  HANSE_TRY(const NewProduct product, product_of(loaded.model->mesh, wanted));
  HANSE_TRY(Csv tables, all_tables(loaded.folder, *loaded.model));
  StrategyPublished out;
  out.is_new = !path_exists(join_path(loaded.folder, product.folder() + "product.odps.yaml"));
  if (tables.empty())
    return fail(ErrorCode::kNotFound, "there is nothing of a strategy to publish",
                "`strategy/*.yaml` has the inputs; `--out strategy/reports` keeps a report");
  for (const auto& [name, text] : tables) out.tables.push_back(name);
  const DataRoot root = data_root(loaded.model->mesh);
  const DataFolder data{join_path(loaded.folder, root.folder), root.below};
  const std::string shown = root.folder.empty() ? root.below : root.folder + "/" + root.below;
  spec::ScaffoldFiles files(loaded.folder);
  Contract contract;
  if (out.is_new) {
    HANSE_TRY_STATUS(add_specifications(product, shown, tables, files));
  } else {
    HANSE_TRY_STATUS(check_reads(loaded.folder, product, files_of(shown)));
    HANSE_TRY(contract, renewed_contract(loaded.folder, product, tables, out));
  }
  HANSE_TRY_STATUS(check_data(data, tables));
  HANSE_TRY_STATUS(spec::check_mesh_folder(loaded.folder, product.folder()));
  HANSE_TRY(auto written, files.write());
  HANSE_TRY_STATUS(write_data(data, tables));
  for (const auto& [name, text] : tables)
    out.files.push_back(fmt::format("{}/{}.csv", shown, name));
  if (!contract.text.empty()) {
    HANSE_TRY_STATUS(write_file_atomic(join_path(loaded.folder, contract.path), contract.text));
    written.push_back(contract.path);
  }
  out.files.insert(out.files.end(), written.begin(), written.end());
  return out;
}

}  // namespace hanse::app
