// SPDX-License-Identifier: Apache-2.0
#include "app/migration.h"
#include "base/json_text.h"
#include "base/terminal_text.h"
#include "base/words.h"
#include "cli/commands.h"
#include "cli/common.h"

namespace hanse::cli {
namespace {

constexpr const char* kDoor = "cli";

// Opens the mesh and does something as who asks.
template <typename Do>
Result<Json> as_caller(const Options& options, Do act) {
  HANSE_TRY(const auto app, open_app(options));
  HANSE_TRY(identity::Principal by, app->act_as(options.as));
  return act(*app, app::Caller{std::move(by), kDoor});
}

std::string text_of(const Json& value) {
  return value.is_string() ? std::string(value.as_string()) : "none";
}

std::string difference_line(const Json& difference) {
  std::vector<std::string> key;
  for (const auto& [column, value] : difference["key"].members())
    key.push_back(fmt::format("{} = {}", column, text_of(value)));
  const auto columns = text_list(difference["columns"]);
  return fmt::format("  {}: {}{}\n", text_at(difference, "kind"), joined(key),
                     columns.empty() ? "" : fmt::format(" (in {})", joined(columns)));
}

std::string page_of(const Json& evidence) {
  const Json &rows = evidence["rows"], &keys = evidence["keys"], &window = evidence["window"];
  std::string out = fmt::format("{} and {}: {}\n", text_at(evidence, "table"),
                                text_at(evidence, "target"),
                                evidence["equal"].as_bool() ? "equal" : "not equal");
  if (window.is_object())
    out += fmt::format("  window       {} from {} until {}\n", text_at(window, "column"),
                       text_of(window["from"]), text_of(window["until"]));
  out += fmt::format("  rows         {} and {}\n", rows["legacy"].as_int(),
                     rows["product"].as_int());
  out += fmt::format("  keys ({})  {} same, {} differing, {} missing, {} extra\n",
                     joined(text_list(evidence["key"])), keys["same"].as_int(),
                     keys["differing"].as_int(), keys["missing"].as_int(), keys["extra"].as_int());
  out += fmt::format("  duplicates   {} and {}\n", keys["legacyDuplicates"].as_int(),
                     keys["productDuplicates"].as_int());
  for (const Json& sum : evidence["sums"].items())
    out += fmt::format("  sum of {}  {} and {}{}\n", text_at(sum, "column"),
                       text_of(sum["legacy"]), text_of(sum["product"]),
                       sum["equal"].as_bool() ? "" : ": not equal");
  for (const Json& difference : evidence["differences"].items())
    out += difference_line(difference);
  return out + fmt::format("evidence {}\n", text_at(evidence, "evidence"));
}

std::string page_of_status(const Json& status) {
  std::string out;
  for (const Json& table : status["tables"].items()) {
    const std::string note = text_at(table, "note"), product = text_at(table, "product");
    out += fmt::format("{}  {}{}{}\n", text_at(table, "table"), text_at(table, "state"),
                       product.empty() ? "" : "  " + product, note.empty() ? "" : ": " + note);
  }
  const Json& counts = status["counts"];
  return out + fmt::format("{} registered, {} migrated, {} compared, {} cut over: {} left\n",
                           counts["registered"].as_int(), counts["migrated"].as_int(),
                           counts["compared"].as_int(), counts["cutOver"].as_int(),
                           status["left"].as_int());
}

int show(const Options& options, const Json& document, const std::string& page) {
  answer(options.output == Output::kJson ? document.dump() + "\n" : printable_lines(page));
  return kExitDone;
}

}  // namespace

int run_migrate(const Options& options) {
  if (options.words.size() != 1 || options.domain.empty())
    return report_usage(options, "expected a table and the domain of its product",
                        "`hanse migrate legacy/orders.csv --domain shop`");
  const auto made = app::migrate_table(
      options.mesh, {options.words[0], options.from, options.domain, options.name, options.owner,
                     options.purpose});
  if (!made) return report(options, made.error());
  std::string page = fmt::format("{} takes the place of `{}`\n", made->product, made->id);
  for (const std::string& file : made->files) page += "  wrote " + file + "\n";
  for (const std::string& note : made->notes) page += "  note: " + note + "\n";
  show(options,
       Json::object({{"format_version", 1},
                     {"table", made->id},
                     {"product", made->product},
                     {"files", json_list(made->files)},
                     {"notes", json_list(made->notes)}}),
       page);
  say_next(options, "apply");
  return kExitDone;
}

int run_migrate_compare(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one table", "`hanse migrate compare orders`");
  if (options.column.empty() && !(options.from + options.until).empty())
    return report_usage(options, "a window needs --column", "`--column ordered_at --from …`");
  const auto evidence = as_caller(options, [&](app::App& app, const app::Caller& caller) {
    return app::compare_migration(
        app, {options.words[0], options.column, options.from, options.until, options.differences},
        caller);
  });
  if (!evidence) return report(options, evidence.error());
  show(options, *evidence, page_of(*evidence));
  if (!(*evidence)["equal"].as_bool()) return kExitFailed;
  say_next(options, "migrate cut-over " + options.words[0]);
  return kExitDone;
}

int run_migrate_cut_over(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one table", "`hanse migrate cut-over orders`");
  const auto done = as_caller(options, [&](app::App& app, const app::Caller& caller) {
    return app::cut_over(app, options.words[0], caller);
  });
  if (!done) return report(options, done.error());
  std::string page = fmt::format("{} took the place of `{}`\n", text_at(*done, "product"),
                                 text_at(*done, "table"));
  if (const Json& window = (*done)["window"]; window.is_object())
    page += fmt::format("  by rows with {} from {} until {} alone\n", text_at(window, "column"),
                        text_of(window["from"]), text_of(window["until"]));
  for (const std::string& file : text_list((*done)["files"])) page += "  wrote " + file + "\n";
  show(options, *done, page);
  say_next(options, "apply");
  return kExitDone;
}

int run_migrate_status(const Options& options) {
  Diagnostics diagnostics;
  const auto read = spec::load_migrations(options.mesh, nullptr, diagnostics);
  if (!read) return report(options, read.error());
  if (!diagnostics.empty()) report(options, diagnostics);
  if (diagnostics.has_errors()) return kExitFailed;
  const auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto status = app::migration_status(**app);
  if (!status) return report(options, status.error());
  return show(options, *status, page_of_status(*status));
}

}  // namespace hanse::cli
