// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "app/migration.h"
#include "app/product_change.h"
#include "base/json_text.h"
#include "base/scratch_folder.h"
#include "base/utf8.h"
#include "contract/row_comparison.h"
#include "contract/rows.h"
#include "govern/statement.h"
#include "plan/definition.h"
#include "source/column_type.h"
#include "source/reader.h"

namespace hanse::app {
namespace {

constexpr double kSumsEqual = 1e-9;  // of sums of DOUBLE, whose last digits follow the order
constexpr std::string_view kDoor = "migrate";

std::string cell(const std::string& column) {
  return fmt::format("coalesce('=' || CAST({0} AS VARCHAR), '') AS {0}", quote_identifier(column));
}

// What both sides are asked, over `FROM …`.
class Questions {
 public:
  Status prepare(const CompareOrder& order, const spec::LegacyTable& legacy,
                 const spec::SchemaObject& table) {
    for (const spec::Property* column : table.primary_key()) key_.push_back(column->name);
    if (!legacy.key.empty()) key_.assign(legacy.key.begin(), legacy.key.end());
    for (const std::string& column : key_)
      if (table.property(column) == nullptr)
        return no_column(table, column, "`key` of the register");
    if (key_.empty())                 // rows are told apart by all they say
      for (const spec::Property& column : table.properties) key_.push_back(column.name);
    columns_ = key_;
    for (const spec::Property& column : table.properties) {
      if (std::ranges::find(columns_, column.name) == columns_.end())
        columns_.push_back(column.name);
      HANSE_TRY(const std::string type, source::column_type(column));
      if (column.logical_type == spec::LogicalType::kInteger ||
          column.logical_type == spec::LogicalType::kNumber)
        sums_.push_back({column.name, type == "DOUBLE" || type == "FLOAT"});
      if (column.name == order.column) HANSE_TRY_STATUS(add_window(order, type));
    }
    if (!order.column.empty() && where_.empty())
      return no_column(table, order.column, "--column");
    return {};
  }

  std::string rows_of(const std::string& from) const {
    std::string cells, order;
    for (const std::string& column : columns_) cells += (cells.empty() ? "" : ", ") + cell(column);
    for (const std::string& column : key_)
      order += (order.empty() ? "" : ", ") + quote_identifier(column);
    return fmt::format("SELECT * FROM (SELECT {} FROM {}{}) AS compared ORDER BY {}", cells, from,
                       where_, order);
  }
  std::string sums_of(const std::string& from) const {
    std::string list = "CAST(count(*) AS VARCHAR)";
    for (const Sum& sum : sums_)
      list += fmt::format(", coalesce(CAST(sum({}) AS VARCHAR), '')", quote_identifier(sum.column));
    return fmt::format("SELECT {} FROM {}{}", list, from, where_);
  }
  size_t key_columns() const { return key_.size(); }
  const std::vector<std::string>& key() const { return key_; }
  const Json& window() const { return window_; }

  Json sums_json(const std::vector<std::string>& legacy, const std::vector<std::string>& product,
                 bool& are_equal) const {
    Json out = Json::array();
    for (size_t i = 0; i < sums_.size(); ++i) {
      const std::string &left = legacy[i + 1], &right = product[i + 1];
      const bool same = left == right || (sums_[i].is_inexact && nearly(left, right));
      are_equal = are_equal && same;
      out.push(Json::object({{"column", sums_[i].column},
                             {"legacy", left.empty() ? Json() : Json(left)},
                             {"product", right.empty() ? Json() : Json(right)},
                             {"equal", same}}));
    }
    return out;
  }

 private:
  struct Sum {
    std::string column;
    bool is_inexact;
  };
  static std::unexpected<Error> no_column(const spec::SchemaObject& table,
                                          const std::string& column, std::string_view where) {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{}: the table `{}` has no column `{}`", where, table.name, column));
  }
  static bool nearly(const std::string& left, const std::string& right) {
    if (left.empty() || right.empty()) return false;
    const double a = std::strtod(left.c_str(), nullptr), b = std::strtod(right.c_str(), nullptr);
    return std::abs(a - b) <= kSumsEqual * std::max(std::abs(a), std::abs(b));
  }
  Status add_window(const CompareOrder& order, const std::string& type) {
    const std::string column = quote_identifier(order.column);
    if (order.from.empty() && order.until.empty())
      return fail(ErrorCode::kInvalidArgument, "a window needs --from or --until");
    const auto bound = [&](std::string_view sign, const std::string& value) {
      if (value.empty()) return;
      where_ += fmt::format("{}{} {} CAST({} AS {})", where_.empty() ? " WHERE " : " AND ", column,
                            sign, quote_literal(value), type);
    };
    bound(">=", order.from);
    bound("<", order.until);
    window_ = Json::object({{"column", order.column},
                            {"from", order.from.empty() ? Json() : Json(order.from)},
                            {"until", order.until.empty() ? Json() : Json(order.until)}});
    return {};
  }

  std::vector<std::string> key_, columns_;  // columns_: the key first
  std::vector<Sum> sums_;
  std::string where_;
  Json window_;
};

class Comparer {
 public:
  Comparer(App& app, const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& target,
           const spec::LegacyTable& legacy)
      : app_(app), catalog_(catalog), target_(target), legacy_(legacy) {}

  Result<Json> run(const CompareOrder& order) {
    HANSE_TRY_STATUS(questions_.prepare(order, legacy_, *target_.object));
    HANSE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    spec::SchemaObject table = *target_.object;
    table.physical_name = legacy_.physical_name.empty() ? legacy_.id : legacy_.physical_name;
    HANSE_TRY(scan_, source::plan_scan(*target_.contract, table, legacy_.legacy,
                                       legacy_roots(app_, catalog_, scratch.path())));
    HANSE_TRY(const auto legacy_sums, legacy_row());
    HANSE_TRY(const auto product_sums, product_row());
    HANSE_TRY(const auto legacy_rows, ask_legacy(questions_.rows_of(legacy_from())));
    HANSE_TRY(const auto product_rows, ask_product(questions_.rows_of(product_from())));
    auto compared = contract::compare_rows(*legacy_rows, *product_rows, questions_.key_columns(),
                                           static_cast<size_t>(order.differences_max));
    if (!compared) return fail(compared.error());
    return document(*compared, legacy_sums, product_sums);
  }

 private:
  std::string legacy_from() const { return fmt::format("({}) AS legacy", scan_.select_sql); }
  std::string product_from() const {
    return quote_identifier(target_.schema) + "." + quote_identifier(target_.name);
  }

  Result<std::unique_ptr<data::ChunkStream>> ask_legacy(const std::string& sql) {
    auto stream = app_.gate().read_source(target_.address.product, sql);
    if (stream) return stream;
    if (stream.error().code == ErrorCode::kUnavailable) return fail(stream.error());
    return unreadable();                // the engine's words hold paths
  }
  std::unexpected<Error> unreadable() const {
    return fail(ErrorCode::kDataError,
                fmt::format("the legacy table `{}` cannot be read by the contract of `{}`: {}",
                            legacy_.id, target_.address.product.str(), scan_.unreadable),
                "`hanse refresh` of the product says which values do not fit");
  }
  Result<std::unique_ptr<data::ChunkStream>> ask_product(const std::string& sql) {
    govern::Session session =
        govern::product_session(*target_.product, app_.environment(), app_.limits());
    session.door = kDoor;
    HANSE_TRY(govern::Answer answer, app_.gate().query(session, {sql, {}, {}, 0, {}}));
    for (const govern::TableUse& use : answer.uses) {
      if (!snapshot_.empty() && snapshot_ != use.snapshot_id)
        return fail(ErrorCode::kConflict, "the product was refreshed meanwhile",
                    "compare again");
      snapshot_ = use.snapshot_id;
    }
    return std::move(answer.rows);
  }
  Result<std::vector<std::string>> legacy_row() {
    HANSE_TRY(const auto stream, ask_legacy(questions_.sums_of(legacy_from())));
    const auto rows = contract::read_text_rows(*stream, 1);
    if (!rows || rows->empty()) return unreadable();
    return rows->front();
  }
  Result<std::vector<std::string>> product_row() {
    HANSE_TRY(const auto stream, ask_product(questions_.sums_of(product_from())));
    HANSE_TRY(auto rows, contract::read_text_rows(*stream, 1));
    if (rows.empty()) return fail(ErrorCode::kInternal, "the product gave no sums");
    return std::move(rows.front());
  }

  static Json key_json(const std::vector<std::string>& columns,
                       const std::vector<std::string>& cells) {
    Json out = Json::object();
    for (size_t i = 0; i < columns.size() && i < cells.size(); ++i)
      out.set(columns[i], cells[i].empty() ? Json() : Json(cells[i].substr(1)));
    return out;
  }

  Json document(const contract::RowComparison& compared, const std::vector<std::string>& legacy,
                const std::vector<std::string>& product) const {
    bool sums_are_equal = true;
    Json sums = questions_.sums_json(legacy, product, sums_are_equal);
    Json differences = Json::array();
    for (const contract::RowDifference& difference : compared.differences)
      differences.push(Json::object({{"kind", contract::to_string(difference.kind)},
                                     {"key", key_json(questions_.key(), difference.key)},
                                     {"columns", json_list(difference.columns)}}));
    const contract::SideCounts &left = compared.first, &right = compared.second;
    return Json::object(
        {{"format_version", 1},
         {"table", legacy_.id},
         {"product", target_.address.product.str()},
         {"target", target_.schema + "." + target_.name},
         {"contractVersion", target_.contract->version},
         {"snapshot", snapshot_},
         {"legacyState", scan_.state},
         {"comparedAt", format_time(app_.clock().now_us())},
         {"window", questions_.window()},
         {"key", json_list(questions_.key())},
         {"equal", compared.are_equal() && sums_are_equal && legacy[0] == product[0]},
         {"rows", Json::object({{"legacy", left.rows}, {"product", right.rows}})},
         {"keys", Json::object({{"same", compared.same},
                                {"differing", compared.differing},
                                {"missing", compared.missing},
                                {"extra", compared.extra},
                                {"legacyDuplicates", left.duplicate_keys},
                                {"productDuplicates", right.duplicate_keys}})},
         {"sums", std::move(sums)},
         {"digests", Json::object({{"legacy", left.digest}, {"product", right.digest}})},
         {"differences", std::move(differences)}});
  }

  App& app_;
  const catalog::CatalogSnapshot& catalog_;
  const catalog::TableEntry& target_;
  const spec::LegacyTable& legacy_;
  Questions questions_;
  source::SourceScan scan_;
  std::string snapshot_;              // of the product, that every answer was read from
};

}  // namespace

Result<Json> compare_migration(App& app, const CompareOrder& order, const Caller& caller) {
  HANSE_TRY(const spec::LegacyTable legacy, legacy_table(app, order.id));
  HANSE_TRY(const auto catalog, app.catalog().current());
  const catalog::TableEntry* target = target_of(*catalog, legacy);
  if (target == nullptr)
    return fail(ErrorCode::kNotFound,
                legacy.product.empty()
                    ? fmt::format("no product takes the place of `{}` yet", legacy.id)
                    : fmt::format("the mesh has no table `{}` of `{}`", legacy.table,
                                  legacy.product),
                "`hanse apply` builds what `hanse migrate` wrote");
  HANSE_TRY_STATUS(may_change(app, *catalog,
                              {target->address.product, "product",
                               target->address.product.str(), "compare this product"},
                              caller.principal));
  HANSE_TRY(Json evidence, Comparer(app, *catalog, *target, legacy).run(order));
  HANSE_TRY_STATUS(write_evidence(app, order.id, evidence));
  return evidence;
}

}  // namespace hanse::app
