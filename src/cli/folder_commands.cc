// SPDX-License-Identifier: Apache-2.0
#include "app/functions_page.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "contract/compatibility_rules.h"
#include "contract/formats/formats_page.h"
#include "spec/codes.h"
#include "spec/configuration_page.h"
#include "spec/errors_page.h"
#include "spec/scaffold.h"
#include "strategy/doctor/examine.h"
#include "strategy/metrics/metrics_page.h"

namespace hanse::cli {
namespace {

int say_written(const Options& options, const Result<std::vector<std::string>>& paths) {
  if (!paths) return report(options, paths.error());
  for (const std::string& path : *paths) answer(fmt::format("wrote {}\n", path));
  return kExitDone;
}

// One file: 0 it is in form, 1 it was not.
Result<bool> format_one(const std::string& path, bool check) {
  HANSE_TRY(const std::string text, read_file(path, kSpecificationBytesMax));
  HANSE_TRY(const std::string formed, spec::format_yaml(path, text));
  if (formed == text) return false;
  answer(fmt::format("{} {}\n", check ? "would change" : "formatted", path));
  if (!check) HANSE_TRY_STATUS(write_file_atomic(path, formed));
  return true;
}

Diagnostic failed_test(const policy::TestOutcome& test, const std::string& name) {
  // Only path and line are known: as many empty lines stand for the file.
  const size_t before = test.line > 1 ? static_cast<size_t>(test.line) - 1 : 0;
  const auto file = std::make_shared<const SourceFile>(test.path, std::string(before, '\n'));
  return {"HNS-P016", Severity::kError,
          fmt::format("test `{}` failed{}{}", name, test.message.empty() ? "" : ": ", test.message),
          {file, static_cast<uint32_t>(before), 0}, {}, {}, {}};
}

}  // namespace

int run_init(const Options& options) {
  const std::string folder = options.words.empty() ? "." : options.words[0];
  const std::string name = folder == "." ? "mesh" : folder.substr(folder.find_last_of('/') + 1);
  const int code = say_written(options, spec::init_mesh(folder, name));
  if (code != kExitDone) return code;
  Options inside = options;
  inside.mesh = folder;
  say_next(inside, "up");
  return code;
}

int run_new(const Options& options) {
  const std::string kind = options.words.empty() ? "" : options.words[0];
  const std::string name = options.words.size() > 1 ? options.words[1] : "";
  if (kind == "domain" && !name.empty() && options.owner.empty())
    return report_usage(options, "a domain has an owner", "add --owner TEAM");
  if (kind == "domain" && !name.empty())
    return say_written(options, spec::new_domain(options.mesh, name, options.owner));
  if (kind == "product" && !name.empty())
    return say_written(options, spec::new_product(options.mesh, name));
  if (kind == "agreement" && !options.consumer.empty() && !options.provider.empty())
    return say_written(options,
                       spec::new_agreement(options.mesh, {options.consumer, options.provider,
                                                          options.port, options.purpose}));
  return report_usage(options, "expected `domain ID`, `product DOMAIN/NAME` or `agreement`",
               "`hanse new agreement --consumer sales/report --provider flights/departures "
               "--purpose reporting`");
}

int run_fmt(const Options& options) {
  std::vector<std::string> paths = options.words;
  if (paths.empty()) {
    const auto loaded = app::validate(options.mesh, environment_of(options));
    if (!loaded) return report(options, loaded.error());
    for (const auto& file : loaded->files)
      if (file.path.ends_with(".yaml")) paths.push_back(join_path(loaded->folder, file.path));
  }
  bool changed = false;
  for (const std::string& path : paths) {
    const auto one = format_one(path, options.check);
    if (!one) return report(options, one.error());
    changed = changed || *one;
  }
  return changed && options.check ? kExitFailed : kExitDone;
}

int run_explain(const Options& options) {
  if (options.all) {
    answer(spec::errors_markdown());
    return kExitDone;
  }
  if (options.words.size() != 1)
    return report_usage(options, "expected one code", "`hanse explain HNS-S020`");
  const spec::CodeEntry* entry = spec::find_code(options.words[0]);
  if (entry == nullptr) {
    std::vector<std::string_view> codes;
    for (const auto& known : spec::code_table()) codes.push_back(known.code);
    const std::string_view near = nearest(options.words[0], codes);
    return report(options, Error{ErrorCode::kNotFound,
                                 fmt::format("there is no code `{}`", options.words[0]),
                                 near.empty() ? "`hanse explain --all` lists them"
                                              : fmt::format("did you mean `{}`?", near),
                                 -1,
                                 {}});
  }
  answer(fmt::format("{}: {}\n\n{}\n\nwrong:\n\n{}\n\nright:\n\n{}\n", entry->code, entry->title,
                     entry->rule, entry->wrong, entry->right));
  return kExitDone;
}

int run_policy_test(const Options& options) {
  Diagnostics diagnostics;
  const auto outcome = app::test_policies(options.mesh, diagnostics);
  if (!outcome) return report(options, outcome.error());
  size_t passed = 0;
  Json tests = Json::array();
  for (const auto& test : outcome->outcomes) {
    const bool good = test.verdict == policy::TestOutcome::Verdict::kPass;
    passed += good ? 1 : 0;
    const std::string name = test.package + "." + test.name;
    tests.push(Json::object({{"path", test.path}, {"line", test.line}, {"name", name},
                             {"passed", good}, {"message", test.message}}));
    if (!good) diagnostics.add(failed_test(test, name));
  }
  diagnostics.sort();
  const size_t failed = outcome->outcomes.size() - passed;
  if (options.output == Output::kJson) {
    answer(Json::object({{"format_version", 1}, {"passed", passed}, {"failed", failed},
                         {"tests", std::move(tests)}, {"findings", findings_json(diagnostics)}})
               .dump() +
           "\n");
  } else {
    report(options, diagnostics);
    answer(fmt::format("{} passed, {} failed\n", passed, failed));
  }
  return failed == 0 && !diagnostics.has_errors() ? kExitDone : kExitFailed;
}

namespace {

std::string commands_page() {
  std::string out = "# Commands\n\nMade by `hanse reference` from the table of commands.\n\n"
                    "`hanse [--mesh DIR] [--env ENV] COMMAND`\n";
  for (const Command& command : command_table()) {
    out += fmt::format("\n## {}\n\n{}\n\n```\n{}\n```\n", command.name, command.text,
                       command.examples);
    if (!command.flags.empty()) out += "\n| | | |\n|---|---|---|\n";
    for (const Flag& flag : command.flags) {
      const bool word = flag.name == "WORDS" || flag.name == "PLAN";
      out += fmt::format("| `{}` | {} | {} |\n", word ? flag.value : flag.name,
                         word ? "" : flag.value, flag.text);
    }
  }
  return out;
}

}  // namespace

int run_reference(const Options& options) {
  const std::string page = options.words.empty() ? "commands" : options.words[0];
  if (page == "commands") answer(commands_page());
  else if (page == "configuration") answer(spec::configuration_markdown());
  else if (page == "functions") answer(app::functions_markdown());
  else if (page == "errors") answer(spec::errors_markdown());
  else if (page == "compatibility") answer(contract::compatibility_markdown());
  else if (page == "formats") answer(contract::formats_markdown());
  else if (page == "doctor") answer(strategy::doctor_markdown());
  else if (page == "metrics") answer(strategy::metrics_markdown());
  else
    return report_usage(options, fmt::format("there is no page `{}`", page),
                        "expected commands, compatibility, configuration, doctor, errors, formats, "
                        "functions or metrics");
  return kExitDone;
}

}  // namespace hanse::cli
