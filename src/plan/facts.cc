// SPDX-License-Identifier: Apache-2.0
#include "plan/facts.h"

#include <set>

#include "base/utf8.h"
#include "contract/candidate.h"
#include "plan/lineage.h"
#include "source/column_type.h"

namespace hanse::plan {
namespace {

constexpr int kRoundsMax = 100;  // of propagation: no chain of products is longer

using FactsByName = std::map<std::string, catalog::TableFacts*>;  // domain.table as published

std::string name_of(const catalog::TableEntry& table) { return table.schema + "." + table.name; }

bool add_origin(catalog::ColumnFacts& column, const catalog::ColumnOrigin& origin) {
  for (catalog::ColumnOrigin& known : column.origins)
    if (known.table == origin.table && known.column == origin.column) {
      const bool changed = known.classification != origin.classification;
      known.classification = origin.classification;
      return changed;
    }
  column.origins.push_back(origin);
  return true;
}

const catalog::ColumnFacts* column_of(const FactsByName& facts,
                                      const catalog::ColumnOrigin& origin) {
  const auto table = facts.find(origin.table);
  if (table == facts.end()) return nullptr;
  for (const catalog::ColumnFacts& column : table->second->columns)
    if (equal_ignoring_case(column.name, origin.column)) return &column;
  return nullptr;
}

// The class of a column that is read, or of a source's column (whose contract states it).
spec::Classification classification_of(const FactsByName& facts,
                                       const catalog::ColumnOrigin& origin) {
  if (const auto* column = column_of(facts, origin)) return column->classification;
  return spec::classification_of(origin.classification).value_or(spec::Classification::kPublic);
}

// Carries origins and classifications from sources to results until nothing moves.
// A product that declassifies keeps the classes that its contract states.
void propagate(const FactsByName& facts, const std::set<const catalog::TableFacts*>& declassified) {
  // Levels come from what is read directly: a source further back may have been declassified since.
  std::map<const catalog::ColumnFacts*, std::vector<catalog::ColumnOrigin>> direct_origins;
  for (const auto& [name, table] : facts)
    for (const catalog::ColumnFacts& column : table->columns)
      direct_origins[&column] = column.origins;
  bool changed = true;
  for (int round = 0; changed && round < kRoundsMax; ++round) {
    changed = false;
    for (const auto& [name, table] : facts)
      for (catalog::ColumnFacts& column : table->columns) {
        for (const catalog::ColumnOrigin& origin : direct_origins[&column]) {
          const auto level = classification_of(facts, origin);
          if (level > column.classification && !declassified.contains(table)) {
            column.classification = level;
            changed = true;
          }
          catalog::ColumnOrigin judged = origin;
          judged.classification = spec::to_string(level);
          changed |= add_origin(column, judged);
          if (const auto* source = column_of(facts, origin))
            for (const auto& further : std::vector(source->origins))
              changed |= add_origin(column, further);
        }
      }
  }
}

class Analyst {
 public:
  Analyst(govern::Gate& gate, const catalog::CatalogSnapshot& candidate,
          std::vector<catalog::TableFacts>& facts, Diagnostics& diagnostics)
      : gate_(gate), candidate_(candidate), diagnostics_(diagnostics) {
    std::map<catalog::TableAddress, catalog::TableFacts*> by_address;
    for (catalog::TableFacts& table : facts) by_address[table.table] = &table;
    for (const catalog::TableEntry& table : candidate.tables())
      if (const auto found = by_address.find(table.address); found != by_address.end())
        by_name_[name_of(table)] = found->second;
  }

  void one(const TableDefinition& definition) {
    const catalog::TableEntry& table = *definition.table;
    const auto sources = empty_sources(definition.sources);
    if (!sources) return report(definition, sources.error());
    const auto statement =
        gate_.govern_transform(candidate_, *table.product, definition.sql, *sources, {});
    if (!statement) return report(definition, statement.error());
    diagnostics_.merge(
        contract::result_matches(statement->columns, *table.object, definition.span));
    record(definition, *statement);
  }
  const FactsByName& by_name() const { return by_name_; }
  catalog::TableFacts* facts_of(const catalog::TableEntry& table) const {
    const auto found = by_name_.find(name_of(table));
    return found == by_name_.end() ? nullptr : found->second;
  }
  // A contract must not promise a weaker class than what its columns are computed from.
  void check_classes(const TableDefinition& definition) {
    const catalog::TableFacts* facts = facts_of(*definition.table);
    if (facts == nullptr) return;
    for (const spec::Property& stated : definition.table->object->properties)
      for (const catalog::ColumnFacts& column : facts->columns) {
        const auto own = stated.classification.value_or(spec::Classification::kInternal);
        if (column.name != stated.name || column.classification <= own) continue;
        diagnostics_.add({"HNS-T008", Severity::kError,
                          fmt::format("column `{}` is {}, but is computed from {} data",
                                      column.name, spec::to_string(own),
                                      spec::to_string(column.classification)),
                          stated.span, "product " + definition.table->address.product.str(), {},
                          "classify it as strictly, or state `declassify` in the product"});
      }
  }

 private:
  void report(const TableDefinition& definition, const Error& error) {
    Span span = definition.span;
    if (!definition.is_identity && error.position >= 0 && span.file != nullptr &&
        static_cast<size_t>(error.position) < span.file->text().size()) {
      span.offset = static_cast<uint32_t>(error.position);
      span.length = 1;
    }
    diagnostics_.add({std::string(transform_code(error)), Severity::kError, error.message, span,
                      "product " + definition.table->address.product.str(), {}, error.help});
  }

  catalog::ColumnOrigin origin_of(const TableDefinition& definition, const Origin& origin) const {
    const std::string table = table_of_shape(origin.first);
    if (!table.starts_with('.')) return {table, origin.second, ""};
    for (const SourceInput& source : definition.sources) {
      if (!equal_ignoring_case(source.table->name, table.substr(1))) continue;
      for (const spec::Property& column : source.table->properties)
        if (equal_ignoring_case(column.name, origin.second))
          return {source.contract->id, column.name,
                  std::string(spec::to_string(
                      column.classification.value_or(spec::Classification::kInternal)))};
    }
    return {table.substr(1), origin.second, ""};
  }

  void record(const TableDefinition& definition, const govern::BuildStatement& statement) {
    const auto found = by_name_.find(name_of(*definition.table));
    if (found == by_name_.end()) return;
    catalog::TableFacts& facts = *found->second;
    const Lineage lineage = trace_lineage(statement.plan, statement.columns.size());
    std::set<std::string> reads(facts.reads.begin(), facts.reads.end());
    for (const std::string& shape : lineage.tables)
      if (const std::string table = table_of_shape(shape); !table.starts_with('.'))
        reads.insert(table);
    facts.reads.assign(reads.begin(), reads.end());
    for (size_t i = 0; i < statement.columns.size(); ++i)
      for (catalog::ColumnFacts& column : facts.columns)
        if (equal_ignoring_case(column.name, statement.columns[i].name))
          for (const Origin& origin : lineage.columns[i])
            add_origin(column, origin_of(definition, origin));
  }

  govern::Gate& gate_;
  const catalog::CatalogSnapshot& candidate_;
  Diagnostics& diagnostics_;
  FactsByName by_name_;
};

}  // namespace

// A slip in the text and a name that does not fit both come as kInvalidArgument: the words tell.
std::string_view transform_code(const Error& error) {
  if (error.message.find("one SELECT") != std::string::npos ||
      error.message.find("statement, a SELECT") != std::string::npos)
    return "HNS-T003";
  switch (error.code) {
    case ErrorCode::kNotFound:
    case ErrorCode::kDenied: return "HNS-T002";
    case ErrorCode::kUnsupported: return "HNS-T004";
    case ErrorCode::kDataError: return "HNS-P015";  // no data is read here: a policy's answer is
    default: break;
  }
  return error.message.find("column") != std::string::npos ||
                 error.message.find("does not fit the tables") != std::string::npos
             ? "HNS-T005"
             : "HNS-T001";
}

std::vector<catalog::TableFacts> stated_facts(const spec::Model& model, Diagnostics& diagnostics) {
  std::vector<catalog::TableFacts> out;
  for (const catalog::TableEntry& table : catalog::tables_of(model)) {
    catalog::TableFacts facts{table.address, {}, {}};
    for (const spec::Property& column : table.object->properties) {
      const auto type = source::column_type(column);
      if (!type)
        diagnostics.error("HNS-C007", column.span, type.error().message, type.error().help);
      facts.columns.push_back({column.name, type ? *type : "VARCHAR",
                               column.classification.value_or(spec::Classification::kInternal),
                               column.tags, {}});
    }
    out.push_back(std::move(facts));
  }
  return out;
}

bool analyse(govern::Gate& gate, const catalog::CatalogSnapshot& candidate,
             const std::vector<TableDefinition>& definitions,
             std::vector<catalog::TableFacts>& facts, Diagnostics& diagnostics) {
  Analyst analyst(gate, candidate, facts, diagnostics);
  for (const TableDefinition& definition : definitions) analyst.one(definition);
  std::set<const catalog::TableFacts*> declassified;
  for (const TableDefinition& definition : definitions)
    if (!definition.table->product->declassify_reason.empty())
      if (const auto* table = analyst.facts_of(*definition.table)) declassified.insert(table);
  propagate(analyst.by_name(), declassified);
  for (const TableDefinition& definition : definitions) analyst.check_classes(definition);
  return std::ranges::any_of(facts, [](const auto& table) { return !table.reads.empty(); });
}

}  // namespace hanse::plan
