// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

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
std::map<std::string, std::string*> texts_of(Options& options) {
  return {{"--out", &options.out}, {"--as", &options.as}, {"--purpose", &options.purpose},
          {"--listen", &options.listen}, {"--listen-metrics", &options.listen_metrics},
          {"--listen-pg", &options.listen_pg}, {"--tls-certificate", &options.tls_certificate},
          {"--tls-key", &options.tls_key}, {"--file", &options.file},
          {"--revoke", &options.revoke}, {"--owner", &options.owner},
          {"--consumer", &options.consumer}, {"--provider", &options.provider},
          {"--port", &options.port}, {"--table", &options.table},
          {"--language", &options.language}, {"--contract", &options.contract},
          {"--to", &options.to}, {"--columns", &options.columns}, {"--from", &options.from},
          {"--until", &options.until}, {"--reason", &options.reason},
          {"--cause", &options.cause}, {"--summary", &options.summary},
          {"--perspective", &options.perspective}, {"--name", &options.name},
          {"--server", &options.server}, {"--data", &options.data}, {"--junit", &options.junit},
          {"--sarif", &options.sarif}, {"--run-id", &options.run_id},
          {"--status", &options.status}, {"--tool", &options.tool},
          {"--message", &options.message}, {"--dbt-target", &options.dbt_target},
          {"--timeout", &options.timeout}, {"--domain", &options.domain},
          {"--column", &options.column}, {"--now", &options.now}};
}

void add_flag(CLI::App& app, const Flag& flag, Options& options) {
  const std::string name(flag.name), text(flag.text);
  const auto texts = texts_of(options);
  const std::map<std::string, bool*> switches = {
      {"--yes", &options.yes}, {"--detailed-exitcode", &options.detailed_exitcode},
      {"--insecure", &options.insecure}, {"--all", &options.all}, {"--check", &options.check},
      {"--profile", &options.profile}, {"--history", &options.history}, {"--wait", &options.wait}};
  if (const auto found = texts.find(name); found != texts.end())
    app.add_option(name, *found->second, text)->type_name(std::string(flag.value));
  else if (const auto found = switches.find(name); found != switches.end())
    app.add_flag(name, *found->second, text);
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
  const std::string path = &at == &app ? "hanse" : at.get_parent() == &app
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
    if (is_group)
      return told(fmt::format("there is no command `{} {}`", path, word), help);
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
