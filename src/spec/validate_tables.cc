// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "base/utf8.h"
#include "spec/names.h"
#include "spec/table_source.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

constexpr size_t kColumnsMax = 2'000;  // a statement about all of them has as many parts, and more

// A table as SQL has it.
struct Table {
  const DataProduct* product;
  const OutputPort* port;
  const DataContract* contract;
  const SchemaObject* object;
};

class TableRules {
 public:
  explicit TableRules(Validation& validation) : validation_(validation) {}

  void run() {
    for (const auto& [id, product] : validation_.model().products) {
      for (const OutputPort& port : product.output_ports) check_port(product, port);
      check_transforms(product);
    }
    check_versions();
  }

 private:
  void check_port(const DataProduct& product, const OutputPort& port) {
    const DataContract* contract = validation_.contract(port.contract_id);
    if (contract == nullptr || validation_.output_of(port.contract_id)->port != &port) return;
    if (contract->schema.empty())
      validation_.error({"HNS-V042", contract->span, object_of(*contract),
                         "the contract of an output port needs a `schema`",
                         {fmt::format("it is served by the port at {}", place_text(port.span))}});
    for (const SchemaObject& table : contract->schema) {
      if (table.name.empty()) continue;
      check_table({&product, &port, contract, &table});
    }
  }

  void check_table(const Table& table) {
    const std::string object = object_of(*table.contract);
    const std::string problem = name_problem(table.object->name);
    if (!problem.empty())
      validation_.error({"HNS-V008", table.object->span, object,
                         fmt::format("`{}` cannot name a table: {}", table.object->name, problem)});
    if (table.object->properties.empty()) {
      validation_.error({"HNS-V043", table.object->span, object,
                         fmt::format("the table `{}` has no columns", table.object->name)});
    } else {
      check_source(table);
    }
    if (table.object->properties.size() > kColumnsMax)
      validation_.error({"HNS-V048", table.object->span, object,
                         fmt::format("the table `{}` has {} columns, expected at most {}",
                                     table.object->name, table.object->properties.size(),
                                     kColumnsMax)});
    check_name(table);
  }

  void check_source(const Table& table) {
    const TableSource source =
        table_source(validation_.model(), *table.product, *table.port, *table.object);
    if (source.kind == TableSource::Kind::kNone) {
      // An input port whose contract is missing was reported; it may be the one.
      for (const InputPort& port : table.product->input_ports)
        if (validation_.contract(port.contract_id) == nullptr) return;
      validation_.error(
          {"HNS-V044", table.object->span, object_of(*table.contract),
           fmt::format("nothing fills the table `{}`", table.object->name), missing_columns(table),
           fmt::format("add `{}.sql`, or an input port whose columns match", table.object->name)});
    } else if (source.kind == TableSource::Kind::kAmbiguous) {
      std::vector<std::string> names;
      for (const InputPort* port : source.candidates) names.push_back("`" + port->name + "`");
      validation_.error(
          {"HNS-V045", table.object->span, object_of(*table.contract),
           fmt::format("several input ports could fill the table `{}`", table.object->name),
           {"they are " + joined(names, ", ")},
           "give one of them the name of the table, or write a transform"});
    } else if (source.kind == TableSource::Kind::kExternal) {
      check_external(table, source);
    } else if (table.product->materialization == Materialization::kLive) {
      check_live(table, source);
    }
  }

  void check_external(const Table& table, const TableSource& source) {
    const ExternalBuild& build = *external_build_of(*table.product, table.contract);
    if (source.transform != nullptr)
      validation_.error({"HNS-C120", table.object->span, object_of(*table.contract),
                         fmt::format("{} fills the table `{}`, and a transform as well",
                                     build.tool, table.object->name),
                         {fmt::format("the transform is {}", source.transform->path)},
                         "remove the transform, or `externalBuild`"});
    const Materialization wanted = table.product->materialization;
    if (wanted != Materialization::kTable)
      validation_.error({"HNS-C121", build.span, object_of(*table.product),
                         fmt::format("{} fills the table `{}`, which a {} cannot be", build.tool,
                                     table.object->name,
                                     wanted == Materialization::kView ? "view" : "live table"),
                         {},
                         fmt::format("remove `materialization: {}`: each run becomes a snapshot",
                                     to_string(wanted))});
  }

  // What is asked of a source at the moment must be its table as it is.
  void check_live(const Table& table, const TableSource& source) {
    const bool is_own = source.contract != nullptr &&
                        validation_.output_of(source.contract->id) == nullptr;
    const bool is_database =
        is_own && std::any_of(source.contract->servers.begin(), source.contract->servers.end(),
                              [](const Server& server) {
                                return server.type == "postgres" || server.type == "postgresql";
                              });
    if (!is_database)
      validation_.error({"HNS-C112", table.object->span, object_of(*table.contract),
                         fmt::format("`{}` cannot be `live`: it is no table of an input port's "
                                     "server of type `postgres`",
                                     table.object->name),
                         {},
                         "leave out `materialization`, or the transform"});
  }

  // Of the inputs that have a schema: what each lacks.
  std::vector<std::string> missing_columns(const Table& table) {
    std::vector<std::string> notes;
    for (const InputPort& port : table.product->input_ports)
      for (const SchemaObject& input : validation_.contract(port.contract_id)->schema) {
        std::vector<std::string> missing;
        for (const Property& column : table.object->properties)
          if (std::none_of(input.properties.begin(), input.properties.end(),
                           [&](const Property& each) {
                             return each.name == column.name &&
                                    each.logical_type == column.logical_type;
                           }))
            missing.push_back(fmt::format("`{}` ({})", column.name,
                                          to_string(column.logical_type)));
        notes.push_back(fmt::format("the table `{}` of the input port `{}` lacks {}", input.name,
                                    port.name, joined(missing, ", ")));
      }
    return notes;
  }

  // Two majors of one port may share the name: they are `t_v1` and `t_v2` side by side.
  static bool are_majors(const Table& a, const Table& b) {
    return a.product == b.product && a.port->name == b.port->name &&
           a.contract->major() != b.contract->major();
  }

  void check_name(const Table& table) {
    const std::string name = ascii_lower(table.object->name);
    auto& tables = tables_[{table.product->domain_folder, name}];
    for (const Table& other : tables) {
      if (are_majors(other, table)) continue;
      validation_.error(
          {"HNS-V040", table.object->span, object_of(*table.contract),
           fmt::format("the domain `{}` has a second table named `{}`",
                       table.product->domain_folder.str(), table.object->name),
           {fmt::format("first defined at {}", place_text(other.object->span))}});
      return;
    }
    tables.push_back(table);
  }

  void check_versions() {
    for (const auto& [key, tables] : tables_)
      for (const Table& table : tables) {
        const std::string versioned = fmt::format("{}_v{}", key.second, table.contract->major());
        const auto taken = tables_.find({key.first, versioned});
        if (taken == tables_.end()) continue;
        const Table& other = taken->second.front();
        validation_.error(
            {"HNS-V041", other.object->span, object_of(*other.contract),
             fmt::format("the table `{}` has the name of major {} of `{}`", other.object->name,
                         table.contract->major(), table.object->name),
             {fmt::format("`{}` is defined at {}", table.object->name,
                          place_text(table.object->span))}});
      }
  }

  void check_transforms(const DataProduct& product) {
    std::vector<std::string> names;
    std::set<std::string> known;
    for (const OutputPort& port : product.output_ports) {
      const DataContract* contract = validation_.contract(port.contract_id);
      if (contract == nullptr) return;  // reported; its tables are unknown
      for (const SchemaObject& table : contract->schema) {
        names.push_back(table.name);
        known.insert(ascii_lower(table.name));
        known.insert(fmt::format("{}_v{}", ascii_lower(table.name), contract->major()));
      }
    }
    std::map<std::string, const Transform*> seen;
    for (const Transform& transform : product.transforms) {
      const Span start{transform.span.file, 0, 0};
      const std::string name = ascii_lower(transform.table);
      const auto [place, added] = seen.try_emplace(name, &transform);
      if (!added)
        validation_.error({"HNS-V047", start, object_of(product),
                           fmt::format("a second transform fills the table `{}`", name),
                           {fmt::format("the other one is {}", place->second->path)}});
      if (!known.contains(name))
        validation_.error({"HNS-V046", start, object_of(product),
                           fmt::format("no output port has a table `{}`", transform.table),
                           {fmt::format("the product is at {}", place_text(product.span))},
                           did_you_mean(transform.table, {names.begin(), names.end()})});
    }
  }

  Validation& validation_;
  std::map<std::pair<DomainId, std::string>, std::vector<Table>> tables_;  // by name in lower case
};

}  // namespace

void validate_tables(Validation& validation) { TableRules(validation).run(); }

}  // namespace hanse::spec
