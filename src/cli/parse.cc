// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>

#include "base/descriptor_limit.h"
#include "base/diagnostics.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/terminal.h"

namespace hanse::cli {
namespace {

const std::map<std::string, Output> kOutputs = {{"human", Output::kHuman},
                                                {"json", Output::kJson},
                                                {"csv", Output::kCsv},
                                                {"parquet", Output::kParquet},
                                                {"markdown", Output::kMarkdown}};

// Only the formats that the flag's text names: no command takes one that it does not have.
void add_output(CLI::App& app, const Flag& flag, Options& options) {
  const auto check = [text = flag.text](const std::string& word) {
    if (kOutputs.contains(word) && text.find(word) != std::string_view::npos) return std::string();
    return fmt::format("expected {}, not `{}`", text, word);
  };
  const auto take = [&options](const std::string& word) { options.output = kOutputs.at(word); };
  app.add_option_function<std::string>(std::string(flag.name), take, std::string(flag.text))
      ->check(check)
      ->type_name(std::string(flag.value));
}

// Flags that take one text, and where it goes.
constexpr std::pair<std::string_view, std::string Options::*> kTexts[] = {
    {"--out", &Options::out},
    {"--as", &Options::as},
    {"--purpose", &Options::purpose},
    {"--listen", &Options::listen},
    {"--listen-metrics", &Options::listen_metrics},
    {"--listen-pg", &Options::listen_pg},
    {"--tls-certificate", &Options::tls_certificate},
    {"--tls-key", &Options::tls_key},
    {"--file", &Options::file},
    {"--revoke", &Options::revoke},
    {"--owner", &Options::owner},
    {"--consumer", &Options::consumer},
    {"--provider", &Options::provider},
    {"--port", &Options::port},
    {"--table", &Options::table},
    {"--language", &Options::language},
    {"--contract", &Options::contract},
    {"--to", &Options::to},
    {"--columns", &Options::columns},
    {"--from", &Options::from},
    {"--until", &Options::until},
    {"--reason", &Options::reason},
    {"--cause", &Options::cause},
    {"--summary", &Options::summary},
    {"--perspective", &Options::perspective},
    {"--name", &Options::name},
    {"--server", &Options::server},
    {"--data", &Options::data},
    {"--junit", &Options::junit},
    {"--sarif", &Options::sarif},
    {"--run-id", &Options::run_id},
    {"--status", &Options::status},
    {"--tool", &Options::tool},
    {"--message", &Options::message},
    {"--dbt-target", &Options::dbt_target},
    {"--timeout", &Options::timeout},
    {"--domain", &Options::domain},
    {"--column", &Options::column},
    {"--now", &Options::now},
};
constexpr std::pair<std::string_view, bool Options::*> kSwitches[] = {
    {"--yes", &Options::yes},           {"--detailed-exitcode", &Options::detailed_exitcode},
    {"--insecure", &Options::insecure}, {"--all", &Options::all},
    {"--check", &Options::check},       {"--profile", &Options::profile},
    {"--history", &Options::history},   {"--wait", &Options::wait},
};

// The member of `options` that a table names for a flag; none: nullptr.
template <typename Table>
auto* member_of(const Table& table, std::string_view flag, Options& options) {
  const auto flag_of = [](const auto& row) { return row.first; };
  const auto* const found = std::ranges::find(table, flag, flag_of);
  return found == std::end(table) ? nullptr : &(options.*found->second);
}

void add_flag(CLI::App& app, const Flag& flag, Options& options) {
  const std::string name(flag.name), text(flag.text);
  if (auto* const target = member_of(kTexts, flag.name, options))
    app.add_option(name, *target, text)->type_name(std::string(flag.value));
  else if (auto* const target = member_of(kSwitches, flag.name, options))
    app.add_flag(name, *target, text);
  else if (name == "--output")
    add_output(app, flag, options);
  else if (name == "--head")
    app.add_option(name, options.head, text)->type_name(std::string(flag.value));
  else if (name == "--memory")
    app.add_option(name, options.memory_bytes, text)
        ->check(CLI::Range(int64_t{1}, INT64_MAX).description(""))
        ->type_name(std::string(flag.value));
  else if (name == "--hours")
    app.add_option(name, options.hours, text)->check(CLI::Range(0, 24 * 365))->type_name("N");
  else if (name == "--samples")
    app.add_option(name, options.samples, text)->check(CLI::Range(0, 1'000))->type_name("N");
  else if (name == "--differences")
    app.add_option(name, options.differences, text)->check(CLI::Range(0, 10'000))->type_name("N");
  else if (name == "--param")
    app.add_option(name, options.parameters, text)->type_name("VALUE")->allow_extra_args(false);
  else if (name.starts_with("--") && flag.value.empty())
    app.add_flag_callback(name, [&options, name] { options.named[name].emplace_back(); }, text);
  else if (name.starts_with("--"))
    app.add_option(name, options.named[name], text)
        ->type_name(std::string(flag.value))
        ->allow_extra_args(false);
  else if (name == "PLAN")
    app.add_option("plan", options.target, text)->type_name("FILE");
  else
    app.add_option(std::string(flag.value), options.words, text);
}

// The deepest command that was named.
const CLI::App& deepest(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

// What the first word that nothing takes should have been. `at`: the deepest command named.
int usage(const CLI::App& app, const CLI::App& at, const CLI::ParseError& problem) {
  const auto told = [](const std::string& message, const std::string& help) {
    say("error: " + message);
    say("  = help: " + help);
    return kExitUsage;
  };
  const std::vector<std::string> rest = at.remaining(true);
  const std::string path = &at == &app ? "hanse"
                           : at.get_parent() == &app
                               ? "hanse " + at.get_name()
                               : "hanse " + at.get_parent()->get_name() + " " + at.get_name();
  const std::string all = fmt::format("`{} --help` shows what it takes", path);
  const bool is_group = !at.get_subcommands({}).empty();
  std::vector<std::string> names;
  for (const CLI::App* sub : at.get_subcommands({})) names.push_back(sub->get_name());
  for (const CLI::Option* option : at.get_options())
    if (!option->get_positional()) names.push_back(option->get_name());
  for (const std::string& word : rest) {
    const bool is_option = word.starts_with("-");
    std::vector<std::string_view> candidates;
    for (const std::string& name : names)
      if (name.starts_with("-") == is_option) candidates.push_back(name);
    const std::string near(nearest(word, candidates));
    if (is_option && app.get_option_no_throw(word) != nullptr)
      return told(fmt::format("`{}` goes before the command", word),
                  fmt::format("`hanse {} …{}`", word, path.substr(path.find(' '))));
    const std::string help =
        near.empty() ? all : fmt::format("did you mean `{}{}`?", is_option ? "" : path + " ", near);
    if (is_option) return told(fmt::format("`{}` has no option `{}`", path, word), help);
    if (is_group) return told(fmt::format("there is no command `{} {}`", path, word), help);
    return told(fmt::format("`{}` does not take `{}`", path, word), all);
  }
  if (is_group) return told("expected a command", fmt::format("`{} --help` lists them", path));
  return told(problem.what(), all);
}

}  // namespace

int run(int argc, char** argv) {
  raise_descriptor_limit();
  Options options;
  const Command* chosen = nullptr;
  CLI::App app{"A data mesh in one binary: governed, queryable, explained.", "hanse"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "hanse 0.1.0");
  app.add_option("--mesh", options.mesh, "the mesh folder (default: this one)")->type_name("DIR");
  app.add_option("--env", options.environment, "the environment (default: the first)")
      ->type_name("ENV");
  std::map<std::string, CLI::App*> groups;
  for (const Command& command : command_table()) {
    const std::string name(command.name);
    const size_t blank = name.find(' ');
    CLI::App* parent = &app;
    if (blank != std::string::npos) {
      CLI::App*& group = groups[name.substr(0, blank)];
      if (group == nullptr) {  // no command itself
        group = app.add_subcommand(name.substr(0, blank), "see `--help` of it");
        group->require_subcommand(1);
      }
      parent = group;
    }
    const std::string last = blank == std::string::npos ? name : name.substr(blank + 1);
    CLI::App* sub = parent->add_subcommand(last, std::string(command.text));
    sub->footer("Examples:\n  " + [&] {
      std::string text(command.examples);
      for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 3)
        text.replace(at, 1, "\n  ");
      return text;
    }());
    for (const Flag& flag : command.flags) add_flag(*sub, flag, options);
    // A command that has others below it is chosen when none of them is.
    sub->callback([&chosen, &command] {
      if (chosen == nullptr) chosen = &command;
    });
    if (blank == std::string::npos) groups[last] = sub;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    answer(deepest(app).help());
    return kExitDone;
  } catch (const CLI::CallForVersion&) {
    answer("hanse 0.1.0\n");
    return kExitDone;
  } catch (const CLI::ParseError& problem) {
    return usage(app, deepest(app), problem);
  }
  return chosen != nullptr ? finish_answer(chosen->run(options)) : kExitUsage;
}

}  // namespace hanse::cli
