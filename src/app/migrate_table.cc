// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "app/contract_infer.h"
#include "app/migration.h"
#include "app/product_files.h"
#include "base/files.h"
#include "base/utf8.h"
#include "contract/formats/format.h"
#include "source/column_type.h"
#include "source/postgres_schema.h"
#include "spec/names.h"
#include "spec/scaffold.h"
#include "spec/scaffold_files.h"
#include "spec/write_contract.h"
#include "spec/write_yaml.h"

namespace hanse::app {
namespace {

constexpr std::string_view kPostgresSchemes[] = {"postgres://", "postgresql://"};
constexpr const char* kPostgresPort = "5432";

// What is known of the legacy table: its contract, and where it is.
struct Legacy {
  Json contract;                      // ODCS, one table, no servers
  Json server;                        // as a contract has it
  std::string id, physical_name;
  std::vector<std::string> notes;
};

// The largest file tells the most; the others are held against the contract when they are read.
Result<std::string> largest_file(const std::string& folder) {
  HANSE_TRY(const auto entries, list_folder(folder));
  const FolderEntry* largest = nullptr;
  std::string ending;
  for (const FolderEntry& entry : entries) {
    if (entry.is_folder || entry.name.starts_with('.')) continue;
    const std::string own = entry.name.substr(std::min(entry.name.find('.'), entry.name.size()));
    if (largest != nullptr && own != ending)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` has files of several kinds: `{}` and `{}`", folder,
                              largest->name, entry.name),
                  "a table is one file, or a folder of files that are named alike");
    ending = own;
    if (largest == nullptr || entry.bytes > largest->bytes) largest = &entry;
  }
  if (largest == nullptr || ending.empty())
    return fail(ErrorCode::kNotFound, fmt::format("`{}` has no files with an ending", folder));
  return largest->name;
}

Result<Legacy> legacy_of_files(const std::string& folder, const std::string& path) {
  Legacy out;
  std::string file = path, stem = path.substr(path.find_last_of('/') + 1);
  if (is_folder(path)) {
    HANSE_TRY(const std::string name, largest_file(path));
    file = join_path(path, name);
    out.notes.push_back(fmt::format("the contract is inferred from `{}`, the largest file", file));
  }
  HANSE_TRY(const ContractInferred inferred, infer_contract({{file}, "", folder}, {}));
  out.contract = inferred.contract;
  out.server = out.contract["servers"].at(0);
  if (is_folder(path)) {
    std::string stated(out.server["path"].as_string());
    const size_t slash = stated.find_last_of('/') + 1;
    stated = stated.substr(0, slash) + "*" + stated.substr(stated.find('.', slash));
    out.server.set("path", stated);
  }
  out.server.set("server", "legacy");
  out.id = out.contract["schema"].at(0)["name"].as_string();
  if (is_folder(path) && spec::id_problem(ascii_lower(stem)).empty()) out.id = ascii_lower(stem);
  return out;
}

struct Address {
  std::string user, host, port, database;
};

// postgres://USER@HOST:PORT/DATABASE; a password has no place in it.
Result<Address> address_of(std::string_view text) {
  for (const std::string_view scheme : kPostgresSchemes)
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  Address out;
  const size_t at = text.find('@'), slash = text.find('/', at == text.npos ? 0 : at);
  const bool is_whole = slash != text.npos && slash + 1 < text.size() &&
                        text.find_first_of("?#", slash) == text.npos;
  if (!is_whole)
    return fail(ErrorCode::kInvalidArgument, "--from is no address of a database",
                "expected postgres://USER@HOST:PORT/DATABASE");
  if (at != text.npos) out.user = text.substr(0, at);
  if (out.user.find(':') != std::string::npos)
    return fail(ErrorCode::kInvalidArgument, "the address has a password",
                "put it into the variable PGPASSWORD: what a command line says, others see");
  const size_t begin = at == text.npos ? 0 : at + 1;
  const std::string_view host = text.substr(begin, slash - begin);
  const size_t colon = host.rfind(':');
  out.port = colon == host.npos ? kPostgresPort : std::string(host.substr(colon + 1));
  out.host = host.substr(0, colon);
  out.database = text.substr(slash + 1);
  return out;
}

Result<Legacy> legacy_of_database(const std::string& from, const std::string& table) {
  HANSE_TRY(const Address address, address_of(from));
  HANSE_TRY(const auto schema, source::read_postgres_schema(from, contract::kSourceBytesMax));
  HANSE_TRY(const contract::Format* const format, contract::find_format("sql-postgres"));
  HANSE_TRY(auto imported, contract::import_text(*format, "the database", schema.ddl));
  const auto found = std::ranges::find_if(imported.contract.schema, [&](const auto& each) {
    return equal_ignoring_case(each.physical_name.empty() ? each.name : each.physical_name, table);
  });
  if (found == imported.contract.schema.end())
    return fail(ErrorCode::kNotFound,
                fmt::format("the schema `{}` has no table `{}` that can be read", schema.schema,
                            table));
  Legacy out;
  spec::SchemaObject object = *found;
  out.physical_name = object.physical_name.empty() ? object.name : object.physical_name;
  object.name = out.id = ascii_lower(object.name);
  object.relationships.clear();       // to tables that are not migrated with it
  for (spec::Property& column : object.properties) {
    column.relationships.clear();
    // A type that snapshots do not have is said by the logical type and its options alone.
    if (!source::column_type(column)) column.physical_type.clear();
  }
  imported.contract.schema = {std::move(object)};
  out.contract = spec::contract_json(imported.contract);
  Json custom = Json::array(
      {Json::object({{"property", "password"}, {"value", "${PGPASSWORD}"}})});
  if (!address.user.empty())
    custom.push(Json::object({{"property", "user"}, {"value", address.user}}));
  int64_t port = 0;
  const char* const end = address.port.data() + address.port.size();
  const bool is_number = std::from_chars(address.port.data(), end, port).ptr == end;
  out.server = Json::object({{"server", "legacy"},
                             {"type", "postgres"},
                             {"host", address.host},
                             {"port", is_number ? Json(port) : Json(address.port)},
                             {"database", address.database},
                             {"schema", schema.schema},
                             {"customProperties", std::move(custom)}});
  out.notes.push_back(fmt::format("`postgres://{}:{}/{}` has to stand in `stores.sources` of "
                                  "mesh.yaml", address.host, address.port, address.database));
  return out;
}

std::string input_contract(const Legacy& legacy, const NewProduct& target) {
  Json out = contract_head(target.input_contract(),
                           fmt::format("The legacy table `{}`, as it is.", legacy.id));
  // A table of a database has a name of its own; a file has the shape of what is published from it.
  if (!legacy.physical_name.empty()) out.set("schema", legacy.contract["schema"]);
  out.set("servers", Json::array({legacy.server}));
  return spec::write_yaml(out);
}

std::string output_contract(const Legacy& legacy, const NewProduct& target) {
  Json out = contract_head(target.id(), fmt::format("What the legacy table `{}` was used for.",
                                                    legacy.id));
  Json schema = legacy.contract["schema"];
  Json& table = schema.mutable_items()[0];
  table.set("name", target.name);
  table.erase("physicalName");
  out.set("schema", std::move(schema));
  for (const std::string_view key : {"quality", "slaProperties"})
    if (const Json* value = legacy.contract.find(key)) out.set(key, *value);
  return spec::write_yaml(out);
}

std::string register_entry(const Legacy& legacy, const NewProduct& target) {
  Json out = Json::object({{"apiVersion", "hanse/v1"},
                           {"kind", "Migration"},
                           {"id", legacy.id},
                           {"legacy", legacy.server}});
  if (!legacy.physical_name.empty()) out.set("physicalName", legacy.physical_name);
  out.set("product", target.domain + "/" + target.name);
  out.set("table", target.name);
  return spec::write_yaml(out);
}

}  // namespace

Result<Migrated> migrate_table(const std::string& folder, const NewMigration& wanted) {
  HANSE_TRY(const spec::Mesh mesh, spec::read_register(folder));
  HANSE_TRY(Legacy legacy, wanted.from.empty() ? legacy_of_files(folder, wanted.table)
                                               : legacy_of_database(wanted.from, wanted.table));
  NewProduct target{wanted.domain, wanted.name.empty() ? legacy.id : wanted.name, "", "",
                    fmt::format("Takes the place of the legacy table `{}`.", legacy.id), "legacy"};
  for (const std::string& name : {target.domain, target.name, legacy.id})
    if (const std::string problem = spec::id_problem(name); !problem.empty())
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{}` cannot be a name: {}", name, problem),
                  "--name and --domain take ids such as `orders`");
  HANSE_TRY(target.purpose, purpose_of(mesh, wanted.purpose));
  HANSE_TRY(target.owner, owner_of(mesh, target.domain, wanted.owner));
  Migrated out{legacy.id, target.domain + "/" + target.name, {}, std::move(legacy.notes)};
  const std::pair<std::string, std::string> texts[] = {
      {target.folder() + "product.odps.yaml", product_text(target)},
      {target.folder() + "legacy.odcs.yaml", input_contract(legacy, target)},
      {target.folder() + target.name + ".odcs.yaml", output_contract(legacy, target)},
      {fmt::format("{}/{}.yaml", spec::kMigrationFolder, legacy.id),
       register_entry(legacy, target)}};
  spec::ScaffoldFiles files(folder);
  for (const auto& [path, text] : texts) {
    if (path_exists(join_path(folder, path)))  // before a domain is made for it
      return fail(ErrorCode::kAlreadyExists, fmt::format("`{}` exists already", path));
    files.add(path, text);
  }
  if (std::ranges::find(mesh.domains, target.domain,
                        [](const auto& entry) { return entry.id.str(); }) == mesh.domains.end()) {
    HANSE_TRY(out.files, spec::new_domain(folder, target.domain, target.owner));
  }
  HANSE_TRY(const auto written, files.write());
  out.files.insert(out.files.end(), written.begin(), written.end());
  return out;
}

}  // namespace hanse::app
