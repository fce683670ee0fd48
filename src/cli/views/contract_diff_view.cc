// SPDX-License-Identifier: Apache-2.0
#include "cli/views/contract_diff_view.h"

#include "base/terminal_text.h"
#include "base/words.h"

namespace hanse::cli::views {
namespace {

using contract::ContractChange;
using contract::Impact;
using contract::Perspective;

std::string_view word_of(Perspective perspective) {
  switch (perspective) {
    case Perspective::kReaders:
      return "readers";
    case Perspective::kWriters:
      return "writers";
    case Perspective::kBoth:
      return "both";
  }
  return "both";
}

size_t count(const ContractDiff& diff, Impact verdict) {
  return static_cast<size_t>(std::ranges::count_if(diff.changes, [&](const ContractChange& one) {
    return verdict_of(one, diff.perspective) == verdict;
  }));
}

std::string title(const ContractDiff& diff) {
  const auto named = [](const spec::DataContract& one) { return one.id + " " + one.version; };
  if (diff.before.id == diff.after.id)
    return fmt::format("{}, {} -> {}", diff.after.id, diff.before.version, diff.after.version);
  return fmt::format("{} -> {}", named(diff.before), named(diff.after));
}

std::string summary(const ContractDiff& diff) {
  const size_t all = diff.changes.size();
  return fmt::format("{} change{}: {} breaking, {} additive, {} compatible", all,
                     all == 1 ? "" : "s", count(diff, Impact::kBreaking),
                     count(diff, Impact::kAdditive), count(diff, Impact::kCompatible));
}

std::string version_text(const ContractDiff& diff) {
  const auto& version = diff.version;
  const std::string& stated = diff.after.version;
  if (version.problem == contract::VersionVerdict::Problem::kNotSemantic)
    return fmt::format("the version `{}` is not semantic", stated);
  if (version.problem == contract::VersionVerdict::Problem::kBackwards)
    return fmt::format("the version {} goes back: at least {} is needed", stated, version.required);
  if (version.required.empty())
    return fmt::format("the version before, `{}`, is not semantic: `{}` cannot be judged",
                       diff.before.version, stated);
  if (version.problem != contract::VersionVerdict::Problem::kNone)
    return fmt::format("the version {} is too small: at least {} is needed ({})", stated,
                       version.required, to_string(version.step));
  if (version.step == contract::Step::kNone) return fmt::format("the version {} will do", stated);
  return fmt::format("the version {} will do: at least {} is needed ({})", stated, version.required,
                     to_string(version.step));
}

std::string_view breaks_whom(std::string_view change_class) {
  if (change_class == "breakingForReaders") return "breaks readers";
  if (change_class == "breakingForWriters") return "breaks writers";
  return change_class == "breakingForBoth" ? "breaks readers and writers" : change_class;
}

char sign_of(Impact verdict) {
  switch (verdict) {
    case Impact::kCompatible:
      return '~';
    case Impact::kAdditive:
      return '+';
    case Impact::kBreaking:
      return '!';
  }
  return '!';
}

// The heaviest first, else as the file has them.
std::vector<const ContractChange*> by_weight(const ContractDiff& diff) {
  std::vector<const ContractChange*> out;
  for (const ContractChange& change : diff.changes) out.push_back(&change);
  std::ranges::stable_sort(out, std::ranges::greater(), [&](const ContractChange* change) {
    return verdict_of(*change, diff.perspective);
  });
  return out;
}

// Where changes stand in the new file, found in one pass: a file may be one line of megabytes.
class Places {
 public:
  explicit Places(const std::vector<ContractChange>& changes) {
    std::set<std::pair<const SourceFile*, uint32_t>> spans;
    for (const ContractChange& change : changes)
      if (change.span.file != nullptr) spans.emplace(change.span.file.get(), change.span.offset);
    const SourceFile* last = nullptr;
    uint32_t from = 0;
    for (const auto& [file, offset] : spans) {
      const std::string_view between =
          file == last ? file->text().substr(from, offset - from) : std::string_view();
      if (file != last || between.find('\n') != std::string_view::npos)
        place_ = file->place(offset);
      else
        place_.column += static_cast<int>(code_point_count(between));
      found_[{file, offset}] = place_;
      last = file;
      from = offset;
    }
  }
  const SourceFile::Place* of(const Span& span) const {
    const auto found = found_.find({span.file.get(), span.offset});
    return found == found_.end() ? nullptr : &found->second;
  }
  std::string text(const Span& span) const {
    const auto* place = of(span);
    if (place == nullptr) return {};
    return fmt::format(", {}:{}:{}", span.file->path(), place->line, place->column);
  }

 private:
  SourceFile::Place place_;
  std::map<std::pair<const SourceFile*, uint32_t>, SourceFile::Place> found_;
};

Json place_json(const spec::DataContract& contract) {
  return Json::object({{"file", contract.path},
                       {"id", contract.id},
                       {"version", contract.version},
                       {"status", contract.status}});
}

Json change_json(const ContractChange& change, const Places& places) {
  const contract::CompatibilityRule& rule = row_of(change.rule);
  Json out = Json::object({{"rule", rule.id},
                           {"kind", change.kind},
                           {"address", change.address},
                           {"class", class_of(rule)},
                           {"readers", to_string(rule.readers)},
                           {"writers", to_string(rule.writers)},
                           {"text", change.text},
                           {"reason", rule.reason},
                           {"before", change.before},
                           {"after", change.after}});
  if (const auto* place = places.of(change.span)) {
    out.set("file", change.span.file->path());
    out.set("line", place->line);
    out.set("column", place->column);
  }
  return out;
}

}  // namespace

std::string human(const ContractDiff& diff) {
  std::string out = fmt::format("contract {}\n", printable(title(diff)));
  if (diff.perspective != Perspective::kBoth)
    out += fmt::format("as {} see it\n", word_of(diff.perspective));
  if (!diff.changes.empty()) out += "\n";
  const Places places(diff.changes);
  for (const ContractChange* change : by_weight(diff)) {
    const contract::CompatibilityRule& rule = row_of(change->rule);
    const std::string address = change->address.empty() ? "" : printable(change->address) + ": ";
    out += fmt::format("  {} {}{}\n      {}: {} ({}{})\n",
                       sign_of(verdict_of(*change, diff.perspective)), address,
                       printable(change->text), breaks_whom(class_of(rule)), rule.reason, rule.id,
                       places.text(change->span));
  }
  out += fmt::format("\n{}\n{}\n", summary(diff), printable(version_text(diff)));
  return printable_lines(out);
}

std::string markdown(const ContractDiff& diff) {
  std::string out = fmt::format("### Contract `{}`\n\n{}; {}\n", printable(title(diff)),
                                summary(diff), printable(version_text(diff)));
  if (!diff.changes.empty())
    out += "\n| Class | Where | Change | Why | Rule |\n|---|---|---|---|---|\n";
  for (const ContractChange* change : by_weight(diff)) {
    const contract::CompatibilityRule& rule = row_of(change->rule);
    out += fmt::format("| {} | {} | {} | {} | `{}` |\n", breaks_whom(class_of(rule)),
                       markdown_cell(change->address.empty() ? "contract"
                                                             : printable(change->address)),
                       markdown_cell(printable(change->text)), markdown_cell(rule.reason), rule.id);
  }
  return printable_lines(out);
}

std::string json(const ContractDiff& diff) {
  const Places places(diff.changes);
  Json changes = Json::array();
  for (const ContractChange& change : diff.changes) changes.push(change_json(change, places));
  const auto findings = Json::parse(render_json(diff.findings));
  Json out = Json::object({{"format_version", 1},
                           {"before", place_json(diff.before)},
                           {"after", place_json(diff.after)},
                           {"perspective", word_of(diff.perspective)}});
  out.set("changes", std::move(changes));
  out.set("summary", Json::object({{"breaking", count(diff, Impact::kBreaking)},
                                   {"additive", count(diff, Impact::kAdditive)},
                                   {"compatible", count(diff, Impact::kCompatible)}}));
  const bool enough = diff.version.problem == contract::VersionVerdict::Problem::kNone;
  out.set("version", Json::object({{"step", to_string(diff.version.step)},
                                   {"required", diff.version.required},
                                   {"stated", diff.after.version},
                                   {"enough", enough}}));
  out.set("diagnostics", findings ? (*findings)["diagnostics"] : Json::array());
  return out.dump() + "\n";
}

}  // namespace hanse::cli::views
