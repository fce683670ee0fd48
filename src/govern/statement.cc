// SPDX-License-Identifier: Apache-2.0
#include "govern/statement.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "govern/stream.h"
#include "sql/inspect.h"
#include "sql/rewrite.h"
#include "sql/wall.h"

namespace hanse::govern {
namespace {

constexpr const char* kBuildDoor = "build";

std::unexpected<Error> no_such_table(const std::string& schema, const std::string& name,
                                     int position) {
  // The same words for what is not there and for what the asker may not know of.
  const std::string written = schema.empty() ? name : schema + "." + name;
  return fail(
      Error{ErrorCode::kNotFound,
            fmt::format("there is no table `{}`", written),
            "data products are named `domain.table`; `/v1/products` lists those you may find",
            position,
            {}});
}

engine::EmptyTable shape_of(const std::string& schema, const std::string& name,
                            std::vector<engine::BoundColumn> columns) {
  std::string text;
  for (const auto& column : columns) text += column.name + '\x1f' + column.type + '\x1e';
  return {fmt::format("{}.{}.{}", schema, name, digest_hex(text).substr(0, 16)),
          std::move(columns)};
}

// `SELECT CAST(built."c" AS type) AS "c", … FROM (statement) AS built`.
Result<Json> shaped(engine::Parser& parser, const Json& ast,
                    const std::vector<engine::BoundColumn>& shape) {
  std::vector<Json> columns;
  for (const engine::BoundColumn& column : shape) {
    HANSE_TRY(Json cast, parser.parse_expression(fmt::format("CAST(NULL AS {})", column.type)));
    if (cast["class"].as_string() != "CAST")
      return fail(ErrorCode::kInternal, fmt::format("`{}` is no type", column.type));
    cast.set("child", sql::column_ref(column.name));
    columns.push_back(sql::with_alias(std::move(cast), column.name));
  }
  Json out = ast;
  out.find("statements")->mutable_items()[0].set(
      "node", sql::select_node(std::move(columns), sql::subquery_ref(sql::root_node(ast), "built"),
                               Json()));
  return out;
}

}  // namespace

Session product_session(const spec::DataProduct& product, const EnvironmentId& environment,
                        const spec::Limits& limits) {
  Session session;
  session.principal = identity::product_principal(product.product_id());
  // Policies can exempt all products, or a domain's, by group.
  session.principal.groups = {"products", "products:" + product.domain_folder.str()};
  session.purpose = PurposeId(product.purpose);
  session.door = kBuildDoor;
  session.environment = environment;
  session.limits = limits;
  return session;
}

Result<GovernedStatement> StatementGovernor::govern(const Session& session, const std::string& sql,
                                                    const engine::Parameters& parameters) {
  is_build_ = session.door == kBuildDoor;
  HANSE_TRY_STATUS(check_purpose(session));
  HANSE_TRY(const Json written, parsed(sql));
  if (!parameters.empty()) sites_ = sql::value_sites(written, plain_values(parameters));
  HANSE_TRY(const Json ast, sql::bind_parameters(written, parameters));
  GovernedStatement out;
  engine::Binding bound;
  HANSE_TRY(out.ast, rewrite(session, ast, 0, &bound));
  out.columns = std::move(bound.result);
  out.plan = std::move(bound.plan);
  if (!options_.shape.empty()) {
    HANSE_TRY(out.ast, shaped(*options_.parser, out.ast, options_.shape));
  }
  HANSE_TRY(out.sql, printed(out.ast));
  out.decided_us = options_.now_us;
  out.verdicts = verdicts_;
  for (const TableVerdict& verdict : out.verdicts) {
    out.reads_time |= verdict.visibility->reads_time || verdict.decision->reads_time;
    if (const int64_t until = verdict.decision->valid_until_us;
        until != 0 && (out.valid_until_us == 0 || until < out.valid_until_us))
      out.valid_until_us = until;
  }
  out.snapshots = std::move(snapshots_);
  out.lives = std::move(lives_);
  out.uses = std::move(uses_);
  out.snapshot_ids = std::move(snapshot_ids_);
  out.pins = std::move(pins_);
  out.sites = std::move(sites_);
  out.deterministic = deterministic_;
  return out;
}

// The same for everyone, whatever exists: a purpose counts only when the council registered it.
Status StatementGovernor::check_purpose(const Session& session) const {
  if (session.purpose.empty() || options_.catalog->model().purpose(session.purpose) != nullptr)
    return {};
  return fail(ErrorCode::kDenied,
              fmt::format("`{}` is no registered purpose", session.purpose.str()),
              "state a purpose of mesh.yaml");
}

Result<engine::Binding> StatementGovernor::describe(
    const Session& session, const std::string& sql,
    const std::vector<std::string>& parameter_types) {
  options_.tell = std::max(options_.tell, engine::Tell::kResult);
  HANSE_TRY_STATUS(check_purpose(session));
  HANSE_TRY(const Json written, parsed(sql));
  HANSE_TRY(const Json ast, sql::type_parameters(written, parameter_types));
  engine::Binding bound;
  HANSE_TRY_STATUS(rewrite(session, ast, 0, &bound));
  return bound;
}

Result<Json> StatementGovernor::parsed(const std::string& sql) {
  const Timed timed(options_.profile, Step::kParse);
  return options_.parser->parse(sql);
}

// What runs is text: it must mean what was decided.
Result<std::string> StatementGovernor::printed(const Json& ast) {
  const Timed timed(options_.profile, Step::kRewrite);
  HANSE_TRY(std::string text, options_.parser->print(ast));
  HANSE_TRY(const Json again, options_.parser->parse(text));
  if (!sql::same_statement(ast, again))
    return fail(ErrorCode::kInternal,
                "the governed statement does not read back as it was decided");
  return text;
}

Result<Json> StatementGovernor::rewrite(const Session& session, const Json& ast, int depth,
                                        engine::Binding* bound) {
  sql::InspectOptions limits;
  limits.depth_max = static_cast<size_t>(session.limits.query_nesting);
  limits.parts_max = static_cast<size_t>(session.limits.query_parts);
  limits.tables_max = static_cast<size_t>(session.limits.query_tables);
  HANSE_TRY(const sql::Inspection inspection, sql::inspect(ast, limits));
  deterministic_ = deterministic_ && inspection.deterministic;
  std::vector<Reference> references;
  for (const sql::TableReference& table : inspection.tables) {
    HANSE_TRY(Reference reference,
              resolve(session, table.schema, table.name, table.catalog, table.position));
    references.push_back(std::move(reference));
  }
  HANSE_TRY(engine::Binding binding,
            bind(ast, references, bound ? options_.tell : engine::Tell::kReferences));
  if (bound != nullptr) *bound = std::move(binding);
  std::vector<Json> tables;
  const Json root = sql::root_node(ast);
  for (Reference& reference : references) {
    HANSE_TRY(Json table, governed_table(session, reference, inspection.refers_to_all_columns,
                                         depth, references.size() == 1 ? &root : nullptr));
    tables.push_back(std::move(table));
  }
  HANSE_TRY(Json out, sql::replace_tables(ast, [&](size_t index, const sql::TableReference&) {
              return Result<Json>(tables[index]);
            }));
  HANSE_TRY_STATUS(sql::check_wall(out, tables));
  return out;
}

Result<StatementGovernor::Reference> StatementGovernor::resolve(const Session& session,
                                                                const std::string& schema,
                                                                const std::string& name,
                                                                const std::string& catalog,
                                                                int position) {
  Reference out;
  if (!catalog.empty()) return no_such_table(catalog + "." + schema, name, position);
  if (schema.empty()) {
    for (const SourceTable& source : options_.sources)
      if (equal_ignoring_case(source.name, name)) out.source = &source;
    if (out.source == nullptr) return no_such_table(schema, name, position);
    out.shape = shape_of("", out.source->name, out.source->columns);
    return out;
  }
  out.table = options_.catalog->find_table(schema, name);
  if (out.table == nullptr) return no_such_table(schema, name, position);
  for (size_t i = 0; i < verdicts_.size(); ++i)
    if (verdicts_[i].table == out.table && verdicts_[i].principal == session.principal.id)
      out.verdict = i + 1;
  if (out.verdict == 0) {
    auto visibility = [&] {
      const Timed timed(options_.profile, Step::kDecide);
      return Decider(options_.decisions)
          .visibility(*options_.catalog, *out.table, session, options_.now_us);
    }();
    verdicts_.push_back({.table = out.table, .principal = session.principal.id});
    if (!visibility)
      return undecided(verdicts_.back(), visibility.error(), no_such_table(schema, name, position));
    verdicts_.back().visibility = std::move(*visibility);
    out.verdict = verdicts_.size();
  }
  --out.verdict;
  const TableVerdict& verdict = verdicts_[out.verdict];
  if (!verdict.visibility->discover) return no_such_table(schema, name, position);
  if (verdict.visibility->columns.empty()) HANSE_TRY_STATUS(deny(verdict));
  std::vector<engine::BoundColumn> columns;
  for (const std::string& column : verdict.visibility->columns)
    for (const auto& facts : out.table->columns)
      if (facts.name == column) columns.push_back({facts.name, facts.type});
  out.shape = shape_of(out.table->schema, out.table->name, std::move(columns));
  return out;
}

std::unexpected<Error> StatementGovernor::undecided(TableVerdict& verdict, const Error& error,
                                                    std::unexpected<Error> told) const {
  verdict.problem = error.message;
  if (!is_build_) return told;
  return fail(ErrorCode::kDataError, "policy could not decide: " + error.message, error.help);
}

Status StatementGovernor::deny(const TableVerdict& verdict) const {
  const auto& reasons = verdict.decision->reasons.empty() ? verdict.visibility->reasons
                                                         : verdict.decision->reasons;
  std::string why, request;
  for (const policy::Reason& reason : reasons) {
    if (!why.empty()) why += "; ";
    why += reason.message;
    if (!reason.rule.empty()) why += fmt::format(" (rule `{}`)", reason.rule);
    if (request.empty()) request = reason.request;
  }
  if (why.empty()) why = "no policy allows it";
  return fail(
      ErrorCode::kDenied,
      fmt::format("you may not read `{}.{}`: {}", verdict.table->schema, verdict.table->name, why),
      request);
}

Result<engine::Binding> StatementGovernor::bind(const Json& ast, std::vector<Reference>& references,
                                                engine::Tell tell) {
  const Timed timed(options_.profile, Step::kBind);
  for (const Reference& reference : references)
    HANSE_TRY_STATUS(options_.binder->ensure(reference.shape));
  std::vector<Json> shapes;
  for (const Reference& reference : references)
    shapes.push_back(sql::base_table_ref(engine::kShapeSchema, reference.shape.name, ""));
  HANSE_TRY(const Json shaped,
            sql::replace_tables(ast, [&](size_t index, const sql::TableReference&) {
              return Result<Json>(shapes[index]);
            }));
  HANSE_TRY_STATUS(sql::check_wall(shaped, shapes));
  HANSE_TRY(const std::string text, options_.parser->print(shaped));
  Result<engine::Binding> binding = options_.binder->bind(text, tell);
  if (!binding) {
    // Positions are those of the text with empty tables in it: not the asker's.
    Error error = binding.error();
    // What is no fault of the statement's text is told in our words: the engine's can name its own.
    if (error.code != ErrorCode::kInvalidArgument && error.code != ErrorCode::kUnsupported)
      error = reworded(error);
    error.position = -1;
    return fail(std::move(error));
  }
  for (Reference& reference : references)
    for (const auto& [table, columns] : binding->referenced)
      if (table == reference.shape.name) reference.referenced = columns;
  return binding;
}

}  // namespace hanse::govern
