// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "base/utf8.h"
#include "spec/database_address.h"
#include "spec/table_source.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr const char* kFileServer = "local";
constexpr const char* kStateFolder = ".hanse";
constexpr std::array<std::string_view, 6> kFormats = {"csv", "delimited", "json",
                                                      "jsonl", "ndjson", "parquet"};

std::string normal(std::string_view path) {
  std::string text = std::filesystem::path(path).lexically_normal().generic_string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text.empty() ? "." : text;
}

// Both normal. `.` is the mesh folder, in which every relative path without `..` lies.
bool is_inside(const std::string& path, const std::string& root) {
  if (root == ".") return !path.starts_with('/') && path != ".." && !path.starts_with("../");
  return path == root || root == "/" || path.starts_with(root + "/");
}

class SourceRules {
 public:
  explicit SourceRules(Validation& validation) : validation_(validation) {
    const Mesh& mesh = validation.model().mesh;
    for (const std::string& root : mesh.source_roots)
      if (is_database_address(root))
        databases_.push_back(root);
      else
        roots_.push_back(normal(root));
    if (roots_.empty()) roots_.push_back(".");
    state_ = normal(mesh.state_path.empty() ? kStateFolder : mesh.state_path);
  }

  void run() {
    for (const auto& [id, product] : validation_.model().products)
      check_ports(product);
    for (const auto& [id, contract] : validation_.model().contracts) {
      check_names(contract);
      for (const Server& server : contract.servers) check_server(contract, server);
    }
  }

 private:
  void check_ports(const DataProduct& product) {
    for (const InputPort& port : product.input_ports)
      if (validation_.output_of(port.contract_id) == nullptr)
        check_read({port.contract_id, port.span, "the contract of an input port",
                    "add `servers`, or name the output contract of another product"});
    for (const OutputPort& port : product.output_ports)
      if (external_build_of(product, validation_.contract(port.contract_id)) != nullptr)
        check_read({port.contract_id, port.span, "the contract of a table that another tool fills",
                    "add a server that says where the tool puts the table"});
  }

  struct ReadPort {  // data is read from where its contract's servers say
    const std::string& contract_id;
    const Span& span;
    std::string_view what, help;
  };
  void check_read(const ReadPort& port) {
    const DataContract* contract = validation_.contract(port.contract_id);
    if (contract == nullptr) return;
    if (!checked_.insert(contract).second) return;
    if (contract->servers.empty()) {
      validation_.error({"HNS-V050", contract->span, object_of(*contract),
                         fmt::format("{} needs a server to read from", port.what),
                         {fmt::format("it is used by the port at {}", place_text(port.span))},
                         std::string(port.help)});
      return;
    }
    const bool has_server =
        std::any_of(contract->servers.begin(), contract->servers.end(), [&](const Server& each) {
          return each.environment.empty() ||
                 each.environment == validation_.environment().str();
        });
    if (!has_server)
      validation_.error({"HNS-V052", contract->servers.front().span, object_of(*contract),
                         fmt::format("no server is of the environment `{}`",
                                     validation_.environment().str()),
                         {fmt::format("it is used by the port at {}", place_text(port.span))}});
  }

  void check_names(const DataContract& contract) {
    std::map<std::string_view, const Span*> seen;
    for (const Server& server : contract.servers) {
      if (server.server.empty()) continue;
      const auto [place, added] = seen.try_emplace(server.server, &server.span);
      if (!added)
        validation_.error({"HNS-V001", server.span, object_of(contract),
                           fmt::format("a second server has the name `{}`", server.server),
                           {fmt::format("first defined at {}", place_text(*place->second))}});
    }
  }

  void check_server(const DataContract& contract, const Server& server) {
    const std::string object = object_of(contract);
    check_environment(server, object);
    if (server.type.empty()) return;
    if (server.type == "postgres" || server.type == "postgresql")
      return check_database(contract, server, object);
    if (server.type != kFileServer) {
      validation_.warning({"HNS-V051", span_of_word(server.span, server.type), object,
                           fmt::format("servers of type `{}` are not read",
                                       server.type),
                           {}, "data is read from servers of type `local` and `postgres`"});
      return;
    }
    const std::string format = ascii_lower(server.format);
    const bool known = std::find(kFormats.begin(), kFormats.end(), format) != kFormats.end();
    if (!format.empty() && !known)
      validation_.warning({"HNS-V051", span_of_word(server.span, server.format), object,
                           fmt::format("files of the format `{}` are not read", server.format), {},
                           "expected csv, json, ndjson or parquet"});
    check_path(server, object);
  }

  void check_environment(const Server& server, const std::string& object) {
    if (server.environment.empty() ||
        validation_.model().environment(EnvironmentId(server.environment)) != nullptr)
      return;
    std::vector<std::string_view> names;
    for (const Environment& known : validation_.model().mesh.environments)
      names.push_back(known.id.str());
    validation_.warning({"HNS-V053", span_of_word(server.span, server.environment), object,
                         fmt::format("the environment `{}` is not registered in `mesh.yaml`",
                                     server.environment),
                         {}, did_you_mean(server.environment, names)});
  }

  // Each would remove the rows of the other.
  void check_target(const DataContract& contract, const Server& server, const std::string& address,
                    const std::string& object) {
    for (const SchemaObject& table : contract.schema) {
      const std::string& name = table.physical_name.empty() ? table.name : table.physical_name;
      const std::string schema(server.values.reveal()["schema"].as_string());
      const auto [place, added] =
          targets_.try_emplace({address, server.environment, schema, name}, &table.span);
      if (!added)
        validation_.error(
            {"HNS-C113", table.span, object,
             fmt::format("a second table is delivered to `{}.{}` of `{}`", schema, name, address),
             {fmt::format("the first is at {}", place_text(*place->second))},
             "give one of them another `physicalName`"});
    }
  }

  // A source that is not listed is read nowhere; a target fails each delivery.
  void check_database(const DataContract& contract, const Server& server,
                      const std::string& object) {
    const bool is_read = checked_.contains(&contract);
    if (!is_read && validation_.output_of(contract.id) == nullptr) return;
    const Mesh& mesh = validation_.model().mesh;
    const std::vector<std::string>& listed = is_read ? databases_ : mesh.targets;
    const Json& fields = server.values.reveal();
    const std::string port = fields["port"].is_string() ? std::string(fields["port"].as_string())
                                                        : fields["port"].dump();
    const std::string address = fmt::format("postgres://{}:{}/{}", fields["host"].as_string(), port,
                                            fields["database"].as_string());
    if (!is_read) check_target(contract, server, address, object);
    if (std::find(listed.begin(), listed.end(), address) != listed.end()) return;
    std::vector<std::string> notes;
    if (!listed.empty()) notes.push_back(fmt::format("they are: {}", joined(listed, ", ")));
    if (is_read)
      validation_.error({"HNS-V054", server.span, object,
                         fmt::format("the database `{}` is none that may be asked", address), notes,
                         "add it to `stores.sources` in `mesh.yaml`"});
    else
      validation_.warning({"HNS-V051", server.span, object,
                           fmt::format("nothing may be delivered to the database `{}`", address),
                           notes, "add it to `stores.targets` in `mesh.yaml`"});
  }

  // By the letters only: links are followed when the files are read.
  void check_path(const Server& server, const std::string& object) {
    if (server.path.empty() || server.path.find("${") != std::string::npos) return;
    const std::string path = normal(server.path);
    const Span span = span_of_word(server.span, server.path);
    const bool allowed = std::any_of(roots_.begin(), roots_.end(), [&](const std::string& root) {
      return is_inside(path, root);
    });
    if (is_inside(path, state_) || is_inside(path, kStateFolder)) {
      validation_.error({"HNS-V054", span, object,
                         fmt::format("`{}` is in the state folder, which is no source",
                                     server.path)});
    } else if (!allowed) {
      validation_.error({"HNS-V054", span, object,
                         fmt::format("`{}` is outside the folders that may be read from",
                                     server.path),
                         {fmt::format("they are: {}", joined(roots_, ", "))},
                         "move the file, or add its folder to `stores.sources` in `mesh.yaml`"});
    }
  }

  Validation& validation_;
  std::vector<std::string> roots_, databases_;
  std::map<std::array<std::string, 4>, const Span*> targets_;  // what is delivered to where
  std::string state_;
  std::set<const DataContract*> checked_;
};

}  // namespace

void validate_sources(Validation& validation) { SourceRules(validation).run(); }

}  // namespace hanse::spec
