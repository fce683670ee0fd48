// SPDX-License-Identifier: Apache-2.0
#include "app/transform_checks.h"

#include "base/utf8.h"
#include "catalog/snapshot.h"
#include "engine/engine.h"
#include "plan/facts.h"
#include "sql/inspect.h"
#include "sql/lexer.h"

namespace hanse::app {
namespace {

std::string written(const sql::TableReference& table) {
  std::string out;
  for (const std::string* part : {&table.catalog, &table.schema, &table.name})
    if (!part->empty()) out += (out.empty() ? "" : ".") + *part;
  return out;
}

// The tables that a product's input ports let it read, as a transform writes them.
class Readable {
 public:
  Readable(const spec::Model& model, const std::vector<catalog::TableEntry>& tables,
           const spec::DataProduct& product) {
    for (const spec::InputPort& port : product.input_ports) {
      const auto contract = model.contracts.find(port.contract_id);
      if (contract == model.contracts.end()) {
        complete_ = false;            // said elsewhere: what it would give is not known
        continue;
      }
      if (!add_published(tables, product, port.contract_id))
        add_source(model, product, contract->second);
    }
  }

  bool has(const std::string& name) const {
    const auto is_it = [&](const std::string& each) { return equal_ignoring_case(each, name); };
    return !complete_ || std::ranges::any_of(names_, is_it) ||
           std::ranges::any_of(by_major_, is_it);
  }
  std::string help(const std::string& name) const {
    const std::vector<std::string_view> candidates(names_.begin(), names_.end());
    const std::string_view near = nearest(name, candidates);
    if (!near.empty()) return fmt::format("did you mean `{}`?", near);
    std::string all;
    for (const std::string& each : names_) all += (all.empty() ? "`" : ", `") + each + "`";
    return all.empty() ? "the product has no input port: name what it reads in `inputPorts`"
                       : "its input ports give " + all;
  }

 private:
  bool add_published(const std::vector<catalog::TableEntry>& tables,
                     const spec::DataProduct& reader, const std::string& contract) {
    bool found = false;
    for (const catalog::TableEntry& table : tables) {
      if (table.contract->id != contract || table.product == &reader) continue;
      found = true;
      names_.push_back(table.schema + "." + table.object->name);
      by_major_.push_back(fmt::format("{}_v{}", names_.back(), table.address.major));
    }
    return found;
  }
  void add_source(const spec::Model& model, const spec::DataProduct& product,
                  const spec::DataContract& contract) {
    for (const spec::SchemaObject& object : contract.schema) names_.push_back(object.name);
    if (!contract.schema.empty()) return;
    // A contract of files alone has the shape of what is published from it.
    for (const spec::OutputPort& port : product.output_ports)
      if (const auto* output = model.contract_of(port))
        for (const spec::SchemaObject& object : output->schema) names_.push_back(object.name);
  }

  std::vector<std::string> names_, by_major_;
  bool complete_ = true;
};

Span place(const spec::Transform& transform, int position, size_t length) {
  Span span = transform.span;
  if (position < 0 || span.file == nullptr ||
      static_cast<size_t>(position) >= span.file->text().size())
    return span;
  span.offset = static_cast<uint32_t>(position);
  span.length = static_cast<uint32_t>(length);
  return span;
}

void check(const spec::Transform& transform, const std::string& object, engine::Parser& parser,
           const Readable& readable, Diagnostics& diagnostics) {
  const auto report = [&](const Error& error) {
    diagnostics.add({std::string(plan::transform_code(error)), Severity::kError, error.message,
                     place(transform, error.position, 1), object, {}, error.help});
  };
  if (const Status cost = sql::check_cost(transform.sql, sql::InspectOptions().parts_max); !cost)
    return report(cost.error());
  const auto ast = parser.parse(transform.sql);
  if (!ast) return report(ast.error());
  const auto inspection = sql::inspect(*ast, {});
  if (!inspection) return report(inspection.error());
  for (const sql::TableReference& table : inspection->tables) {
    const std::string name = written(table);
    if (readable.has(name)) continue;
    diagnostics.add({"HNS-T002", Severity::kError,
                     fmt::format("`{}` is no table of the product's input ports", name),
                     place(transform, table.position, name.size()), object, {},
                     readable.help(name)});
  }
}

}  // namespace

Status check_transforms(const spec::Model& model, Diagnostics& diagnostics) {
  std::shared_ptr<engine::Parser> parser;  // made when there is something to parse
  const auto tables = catalog::tables_of(model);
  for (const auto& [id, product] : model.products) {
    if (product.transforms.empty()) continue;
    if (!parser) {
      HANSE_TRY(parser, engine::make_parser());
    }
    const Readable readable(model, tables, product);
    for (const spec::Transform& transform : product.transforms)
      check(transform, "product " + id.str(), *parser, readable, diagnostics);
  }
  return {};
}

}  // namespace hanse::app
