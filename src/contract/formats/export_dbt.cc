// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/dbt.h"
#include "contract/formats/exporting.h"
#include "contract/formats/relationships.h"
#include "contract/formats/sql_types.h"
#include "spec/write_yaml.h"

namespace hanse::contract {
namespace {

using spec::Property;

// dbt renders every text as Jinja: `{{ env_var('X') }}` in a description would be carried out.
std::string inert(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '{' && (next == '{' || next == '%' || next == '#')) {
      out += fmt::format("{{{{ '{{{}' }}}}", next);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

enum class As { kModels, kSources };

class DbtWriter {
 public:
  DbtWriter(const spec::DataContract& contract, As as, std::string source, Losses& losses)
      : contract_(contract),
        as_(as),
        source_(std::move(source)),
        index_(contract),
        losses_(losses) {
    NameMaker names;
    for (const spec::SchemaObject& table : contract_.schema)
      names_[table.name] =
          names.make(table.physical_name.empty() ? table.name : table.physical_name);
  }

  Json tables() {
    Json all = Json::array();
    for (const spec::SchemaObject& table : contract_.schema) all.push(one(table));
    return all;
  }

 private:
  Json one(const spec::SchemaObject& table) {
    const std::string& stored = table.physical_name.empty() ? table.name : table.physical_name;
    const std::string& name = names_.at(table.name);
    Json out = Json::object({{"name", name}});
    if (name != stored && as_ == As::kSources) out.set("identifier", inert(stored));
    if (!table.description.empty()) out.set("description", inert(table.description));
    Json config = Json::object(), meta = Json::object();
    if (name != table.name) meta.set("contract_table", inert(table.name));
    if (name != stored && as_ == As::kModels) config.set("alias", inert(stored));
    if (as_ == As::kModels) {
      meta.set("contract", inert(contract_.id));
      meta.set("contract_version", inert(contract_.version));
    }
    if (!table.tags.empty()) config.set("tags", texts(table.tags));
    if (meta.size() > 0) config.set("meta", std::move(meta));
    if (config.size() > 0) out.set("config", std::move(config));
    if (as_ == As::kModels) primary_key(table, out);
    Json columns = Json::array();
    const std::vector<ForeignKey> keys = foreign_keys(index_, table, losses_);
    for (const ForeignKey& key : keys)
      if (key.from.size() > 1)
        losses_.add(table.name, "relationships", "a test has one column", table.span);
    for (const Property& column : table.properties) columns.push(describe(table, column, keys));
    if (columns.size() > 0) out.set("columns", std::move(columns));
    return out;
  }

  static Json texts(const std::vector<std::string>& all) {
    Json out = Json::array();
    for (const std::string& text : all) out.push(inert(text));
    return out;
  }

  static void primary_key(const spec::SchemaObject& table, Json& out) {
    Json columns = Json::array();
    for (const Property* column : table.primary_key()) columns.push(inert(column->name));
    if (columns.size() == 0) return;
    out.set(
        "constraints",
        Json::array({Json::object({{"type", "primary_key"}, {"columns", std::move(columns)}})}));
  }

  Json describe(const spec::SchemaObject& table, const Property& column,
                const std::vector<ForeignKey>& keys) {
    const std::string place = table.name + "." + column.name;
    Json out = Json::object({{"name", inert(column.name)}});
    if (!column.description.empty()) out.set("description", inert(column.description));
    std::string type = sql_type_of(kDuckDb, column, place, losses_);
    const ColumnType known = type_of(column);
    if (known.kind == Kind::kString && known.length) type += fmt::format("({})", *known.length);
    out.set("data_type", inert(type));
    Json config = Json::object(), meta = Json::object();
    if (column.classification) meta.set("classification", spec::to_string(*column.classification));
    if (!column.business_name.empty()) meta.set("business_name", inert(column.business_name));
    if (as_ == As::kSources && column.primary_key)
      meta.set("primary_key", std::max(column.primary_key_position, 1));
    if (!column.tags.empty()) config.set("tags", texts(column.tags));
    if (meta.size() > 0) config.set("meta", std::move(meta));
    if (config.size() > 0) out.set("config", std::move(config));
    Json tests = tests_of(column, keys);
    const bool is_inert = inert(column.name) == column.name;
    if (tests.size() > 0 && is_inert)
      out.set("data_tests", std::move(tests));
    else if (tests.size() > 0)
      lose_tests(column, place);
    return out;
  }

  // A test carries its column's name out as Jinja, whatever is done to it.
  void lose_tests(const Property& column, const std::string& place) {
    const std::pair<std::string_view, bool> tested[] = {
        {"required", column.required},
        {"unique", column.unique},
        {"enum", !column.enum_values.empty()},
        {"relationships", !column.relationships.empty()}};
    for (const auto& [field, is_there] : tested)
      if (is_there)
        losses_.add(place, field, "dbt would take the column's name for Jinja", column.span);
  }

  Json tests_of(const Property& column, const std::vector<ForeignKey>& keys) const {
    Json tests = Json::array();
    if (column.required) tests.push("not_null");
    if (column.unique) tests.push("unique");
    if (!column.enum_values.empty()) {
      Json values = Json::array();
      bool quote = true;
      for (const std::string& word : column.enum_values) {
        Json value = enum_json(column, word);
        quote = quote && value.is_string();
        values.push(value.is_string() ? Json(inert(word)) : std::move(value));
      }
      Json arguments = Json::object({{"values", std::move(values)}});
      if (!quote) arguments.set("quote", false);
      tests.push(Json::object({{"accepted_values", std::move(arguments)}}));
    }
    for (const ForeignKey& key : keys)
      if (key.from.size() == 1 && key.from.front() == column.name)
        tests.push(Json::object(
            {{"relationships",
              Json::object({{"to", target(key.table)}, {"field", inert(key.to.front())}})}}));
    return tests;
  }

  std::string target(const std::string& table) const {
    if (as_ == As::kModels) return "ref('" + names_.at(table) + "')";
    return "source('" + source_ + "', '" + names_.at(table) + "')";
  }

  const spec::DataContract& contract_;
  As as_;
  std::string source_;
  const ColumnIndex index_;
  Losses& losses_;
  // dbt puts the names of tables into Jinja of its own as they are: they get names of letters.
  std::map<std::string, std::string> names_;
};

}  // namespace

Result<std::string> export_dbt_models(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  Json out = Json::object({{"version", 2}});
  out.set("models", DbtWriter(contract, As::kModels, "", losses).tables());
  return spec::write_yaml(out);
}

Result<std::string> export_dbt_sources(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  const std::string name = contract.name.empty() ? contract.id : contract.name;
  const std::string made = NameMaker().make(name);
  Json source = Json::object({{"name", made}});
  if (!contract.description.purpose.empty())
    source.set("description", inert(contract.description.purpose));
  Json meta = Json::object(
      {{"contract", inert(contract.id)}, {"contract_version", inert(contract.version)}});
  if (!contract.name.empty() && made != name) meta.set("contract_name", inert(name));
  Json config = Json::object({{"meta", std::move(meta)}});
  source.set("config", std::move(config));
  source.set("tables", DbtWriter(contract, As::kSources, made, losses).tables());
  Json out = Json::object({{"version", 2}});
  out.set("sources", Json::array({std::move(source)}));
  return spec::write_yaml(out);
}

}  // namespace hanse::contract
