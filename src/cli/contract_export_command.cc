// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/files.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "contract/formats/format.h"
#include "spec/lone_contract.h"

namespace hanse::cli {
namespace {

constexpr size_t kPlacesShown = 5;

std::string position_of(const Span& span) {
  if (span.file == nullptr) return {};
  const auto place = span.file->place(span.offset);
  return fmt::format("{}:{}", place.line, place.column);
}

// One line a field and reason: `classification: orders.id (12:9), orders.name (18:9)`.
std::string lost_lines(const contract::Format& format, const std::string& path,
                       const std::vector<contract::Lost>& lost) {
  std::map<std::pair<std::string, std::string>, std::vector<const contract::Lost*>> groups;
  for (const contract::Lost& item : lost) groups[{item.field, item.reason}].push_back(&item);
  std::string out = fmt::format(
      "lost: `{}` has no place for {} of what stands in {}", format.name,
      lost.size() == 1 ? "1 thing" : fmt::format("{} things", lost.size()), printable(path));
  for (const auto& [group, items] : groups) {
    std::string places;
    for (size_t i = 0; i < items.size() && i < kPlacesShown; ++i) {
      const std::string name = items[i]->place.empty() ? "the contract" : items[i]->place;
      const std::string position = position_of(items[i]->span);
      places += fmt::format("{}{}{}", places.empty() ? "" : ", ", printable(name),
                            position.empty() ? "" : " (" + position + ")");
    }
    if (items.size() > kPlacesShown)
      places +=
          fmt::format(" and {} more (`--output json` lists all)", items.size() - kPlacesShown);
    out += fmt::format("\n  {}: {}{}{}", printable(group.first), places,
                       group.second.empty() ? "" : ": ", printable(group.second));
  }
  return out;
}

Json lost_json(const std::vector<contract::Lost>& lost) {
  Json all = Json::array();
  for (const contract::Lost& item : lost) {
    Json one = Json::object({{"place", item.place}, {"field", item.field}});
    if (!item.reason.empty()) one.set("reason", item.reason);
    if (item.span.file != nullptr) {
      const auto place = item.span.file->place(item.span.offset);
      one.set("line", place.line);
      one.set("column", place.column);
    }
    all.push(std::move(one));
  }
  return all;
}

// The contract and what was written; with errors it is not known what the contract says.
Result<contract::ContractFile> read_contract(const Options& options, const std::string& path,
                                             bool& is_wrong) {
  spec::LoneContract lone = spec::read_lone_contract(path, nullptr);
  contract::ContractFile file{std::move(lone.contract), {}};
  is_wrong = lone.diagnostics.has_errors() || !lone.known;
  if (is_wrong) report(options, lone.diagnostics);
  if (is_wrong) return file;
  HANSE_TRY(std::string text, read_named_file(path, kSpecificationBytesMax));
  Diagnostics again;  // what is to be said was said above
  file.document = spec::read_yaml(std::make_shared<const SourceFile>(path, std::move(text)), again);
  return file;
}

}  // namespace

namespace {

// Leaves the table that `--table` names; what is left out was asked for, and is not lost.
Status choose_table(const Options& options, contract::ContractFile& file) {
  if (options.table.empty()) return {};
  auto& tables = file.contract.schema;
  std::vector<std::string_view> names;
  for (const auto& table : tables) names.push_back(table.name);
  const std::string_view near = nearest(options.table, names);
  if (std::ranges::find(names, options.table) == names.end())
    return fail(ErrorCode::kNotFound, fmt::format("the contract has no table `{}`", options.table),
                near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  std::erase_if(tables, [&](const auto& table) { return table.name != options.table; });
  for (auto& entry : file.document.entries)
    if (entry.key == "schema")
      std::erase_if(entry.value.items, [&](const spec::Node& item) {
        const spec::Node* name = item.find("name");
        return name == nullptr || name->text != options.table;
      });
  return {};
}

}  // namespace

int run_contract_export(const Options& options) {
  if (options.words.size() != 2)
    return report_usage(options, "expected a format and a contract",
                        "`hanse contract export sql-postgres orders.odcs.yaml`");
  const auto format = contract::find_format(options.words[0]);
  if (!format) return report_usage(options, format.error().message, format.error().help);
  const std::string& path = options.words[1];
  bool is_wrong = false;
  auto file = read_contract(options, path, is_wrong);
  if (!file) return report(options, file.error());
  if (is_wrong) return kExitFailed;
  if (const auto chosen = choose_table(options, *file); !chosen)
    return report(options, chosen.error());
  if ((*format)->is_binary && options.out.empty())
    return report_usage(options, fmt::format("`{}` is no text", (*format)->name),
                        "add `--out FILE`");
  auto exported = contract::export_contract(**format, *file);
  if (!exported) return report(options, exported.error());
  if (const Status written = save_out(options, exported->text); !written)
    return report(options, written.error());
  if (options.output == Output::kJson) {
    Json document = Json::object({{"format_version", 1}, {"format", (*format)->name}});
    if (options.out.empty())
      document.set("text", exported->text);
    else
      document.set("out", options.out);
    document.set("lost", lost_json(exported->lost));
    answer(document.dump() + "\n");
    return kExitDone;
  }
  if (options.out.empty())
    answer_file(exported->text);
  if (!exported->lost.empty()) say(lost_lines(**format, path, exported->lost));
  return kExitDone;
}

}  // namespace hanse::cli
