// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/selection_commands.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/json_text.h"
#include "base/words.h"
#include "cli/common.h"
#include "cli/strategy/report_command.h"
#include "spec/mesh_folder.h"
#include "spec/model.h"
#include "strategy/document.h"
#include "strategy/selection/decision.h"

namespace hanse::cli {
namespace {

constexpr const char* kRegister = "mesh.yaml";
constexpr size_t kRecordBytesMax = 1'000'000;

Result<strategy::Selection> load_selection(const Options& options) {
  HANSE_TRY(auto all, strategy::load_documents<strategy::Selection>(options.mesh, "Selection",
                                                                    strategy::decode_selection));
  const std::string wanted = options.words.empty() ? "" : options.words[0];
  std::vector<std::string> ids;
  for (strategy::Selection& one : all) {
    if (wanted.empty() ? all.size() == 1 : one.id == wanted) return std::move(one);
    ids.push_back("`" + one.id + "`");
  }
  if (all.empty())
    return fail(ErrorCode::kNotFound, "this mesh has no selection",
                "write strategy/<name>.yaml of kind Selection: `hanse select catalogue` lists what "
                "is known of each option, docs/reference/select.md has an example");
  return fail(ErrorCode::kInvalidArgument,
              wanted.empty() ? fmt::format("this mesh has {} selections", all.size())
                             : fmt::format("no selection is named `{}`", wanted),
              fmt::format("name one of {}", joined(ids)));
}

// The record, the register's entry, and the blueprint of what the register then says.
Status write_decision(const Options& options, const strategy::Selection& selection,
                      const strategy::SelectionAnswer& answer, int64_t now_us) {
  const std::string path = join_path(options.mesh, kRegister);
  HANSE_TRY(const spec::Mesh mesh, spec::read_register(options.mesh));
  HANSE_TRY(const std::string text, read_file(path, kSpecificationBytesMax));
  HANSE_TRY(const std::string edited,
            strategy::with_technology(kRegister, text, mesh, selection, answer));
  const std::string date =
      selection.decided.empty() ? format_time(now_us).substr(0, 10) : selection.decided;
  const std::string record = strategy::decision_path(selection);
  const std::string full = join_path(options.mesh, record);
  const std::string decision = strategy::decision_record(selection, answer, date);
  if (record == strategy::kBlueprintFile)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is where the blueprint goes", record),
                "give the selection another id");
  if (const auto kept = read_file(full, kRecordBytesMax); path_exists(full))
    if (!kept || !strategy::is_same_record(*kept, decision, date))
      return fail(ErrorCode::kAlreadyExists, fmt::format("{} says something else", record),
                  "a decision is kept as it was made: give the old one another name, such as "
                  "`…-superseded.md`, and write again");
  HANSE_TRY_STATUS(spec::write_mesh_file(options.mesh, record, decision));
  HANSE_TRY_STATUS(write_file_atomic(path, edited));
  HANSE_TRY(const spec::Mesh changed, spec::read_register(options.mesh));
  HANSE_TRY_STATUS(write_file_atomic(join_path(options.mesh, strategy::kBlueprintFile),
                                     strategy::platform_blueprint(changed)));
  say(fmt::format("wrote {}, {} and {}", record, kRegister, strategy::kBlueprintFile));
  for (const std::string& other : strategy::also_adopted(changed, selection, answer))
    say(fmt::format("`{}` is adopted for `{}` too: give it the ring `hold` in {}, or say in its "
                    "decision why both stay",
                    other, selection.purpose, kRegister));
  return {};
}

int run_select(const Options& options) {
  const auto now_us = report_time(options);
  if (!now_us) return report_usage(options, now_us.error().message, now_us.error().help);
  const auto mesh = spec::read_register(options.mesh);
  if (!mesh) return report(options, mesh.error());
  const auto selection = load_selection(options);
  if (!selection) return report(options, selection.error());
  const strategy::SelectionAnswer answer = strategy::answer_selection(*selection);
  if (options.has("--write"))
    if (const Status written = write_decision(options, *selection, answer, *now_us); !written)
      return report(options, written.error());
  const strategy::Report made = strategy::selection_report(
      *selection, answer, mesh->name.empty() ? mesh->id : mesh->name, format_time(*now_us));
  return show_report(options, made, answer.winner() == nullptr ? kExitFailed : kExitDone);
}

std::string text_of(const Json& value) {
  if (value.is_string()) return std::string(value.as_string());
  return value.is_array() ? joined(text_list(value)) : value.dump();
}

int run_catalogue(const Options& options) {
  const auto now_us = report_time(options);
  if (!now_us) return report_usage(options, now_us.error().message, now_us.error().help);
  strategy::Report made;
  made.tool = "select-catalogue";
  made.command = "select catalogue";
  made.title = "Catalogue of technologies";
  made.made_at = format_time(*now_us);
  strategy::ReportTable table{"facts",
                              "Facts, with where and when each was read",
                              {{"for"}, {"option"}, {"fact"}, {"value"}, {"source"}, {"read"}},
                              {}};
  Json list = Json::array();
  for (const strategy::SelectionOption& option : strategy::selection_catalogue()) {
    Json facts = Json::array();
    for (const strategy::SelectionFact& fact : option.facts) {
      table.rows.push_back(
          {option.purpose, option.id, fact.fact, text_of(fact.value), fact.source, fact.read});
      facts.push(Json::object({{"fact", fact.fact},
                               {"value", fact.value},
                               {"source", fact.source},
                               {"read", fact.read}}));
    }
    list.push(Json::object({{"id", option.id},
                            {"name", option.name},
                            {"for", option.purpose},
                            {"facts", std::move(facts)}}));
  }
  made.sections = {{"Options", {std::move(table)}}};
  made.data = Json::object({{"options", std::move(list)}});
  return show_report(options, made, kExitDone);
}

constexpr Flag kSelectFlags[] = {
    {"SELECTION", "ID", "which, of several"},
    {"--write", "", "write the decision record, the entry in mesh.yaml and the blueprint"},
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kCatalogueFlags[] = {kReportOutput, kReportOut, kReportNow};

constexpr Command kCommands[] = {
    {"select", "which technology to take, and what would change that",
     "hanse select stream\nhanse select stream --write --out reports", kSelectFlags, run_select},
    {"select catalogue", "what is known of each technology, and from where",
     "hanse select catalogue --output markdown", kCatalogueFlags, run_catalogue},
};

}  // namespace

std::span<const Command> selection_commands() { return kCommands; }

}  // namespace hanse::cli
