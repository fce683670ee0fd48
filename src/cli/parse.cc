// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

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

void add_flag(CLI::App& app, const Flag& flag, Options& options) {
  const std::string name(flag.name), text(flag.text);
  const std::map<std::string, std::string*> texts = {{"--out", &options.out},
                                                     {"--as", &options.as},
                                                     {"--purpose", &options.purpose},
                                                     {"--listen", &options.listen},
                                                     {"--listen-metrics", &options.listen_metrics},
                                                     {"--file", &options.file},
                                                     {"--head", &options.head},
                                                     {"--owner", &options.owner},
                                                     {"--consumer", &options.consumer},
                                                     {"--provider", &options.provider},
                                                     {"--port", &options.port}};
  const std::map<std::string, bool*> switches = {
      {"--yes", &options.yes}, {"--detailed-exitcode", &options.detailed_exitcode},
      {"--insecure", &options.insecure}, {"--all", &options.all}, {"--check", &options.check}};
  if (const auto found = texts.find(name); found != texts.end())
    app.add_option(name, *found->second, text)->type_name(std::string(flag.value));
  else if (const auto found = switches.find(name); found != switches.end())
    app.add_flag(name, *found->second, text);
  else if (name == "--output")
    app.add_option(name, options.output, text)
        ->transform(CLI::CheckedTransformer(kOutputs))
        ->type_name("FORMAT");
  else if (name == "--hours")
    app.add_option(name, options.hours, text)->check(CLI::Range(0, 24 * 365))->type_name("N");
  else if (name == "--param")
    app.add_option(name, options.parameters, text)->type_name("VALUE")->allow_extra_args(false);
  else if (name == "PLAN")
    app.add_option("plan", options.target, text)->type_name("FILE");
  else
    app.add_option(std::string(flag.value), options.words, text);
}

// The nearest command, when a word is none.
std::string nearest_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const Command& command : command_table()) names.push_back(command.name);
  return std::string(nearest(word, names));
}

int usage(const std::string& message, const std::string& help) {
  say("error: " + message);
  say("  = help: " + help);
  return kExitUsage;
}

}  // namespace

int run(int argc, char** argv) {
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
      if (group == nullptr) {
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
    sub->callback([&chosen, &command] { chosen = &command; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    // The deepest command that was named.
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    answer(at->help());
    return kExitDone;
  } catch (const CLI::CallForVersion&) {
    answer("hanse 0.1.0\n");
    return kExitDone;
  } catch (const CLI::ParseError& problem) {
    if (const CLI::App* at = &app; at->get_subcommands().empty() && argc > 1) {
      for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word.starts_with("--")) { ++i; continue; }
        const std::string near = nearest_command(word);
        return usage("there is no command `" + word + "`",
                     near.empty() ? "`hanse --help` lists the commands"
                                  : "did you mean `hanse " + near + "`?");
      }
    }
    return usage(problem.what(), "`hanse COMMAND --help` shows what it takes");
  }
  return chosen != nullptr ? chosen->run(options) : kExitUsage;
}

}  // namespace hanse::cli
