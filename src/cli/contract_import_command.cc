// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/common.h"
#include "contract/formats/format.h"
#include "spec/write_contract.h"

namespace hanse::cli {

namespace {

Result<contract::Imported> imported_from(const contract::Format& format,
                                         const std::string& source) {
  if (source != "-") return contract::import_contract(format, source);
  HANSE_TRY(std::string text, read_standard_input());
  return contract::import_text(format, "standard input", std::move(text));
}

}  // namespace

int run_contract_import(const Options& options) {
  if (options.words.size() != 2)
    return report_usage(options, "expected a format and a source",
                        "`hanse contract import sql-postgres schema.sql`");
  const auto format = contract::find_format(options.words[0]);
  if (!format) return report_usage(options, format.error().message, format.error().help);
  const auto imported = imported_from(**format, options.words[1]);
  if (!imported) return report(options, imported.error());
  const bool is_wrong = imported->diagnostics.has_errors();
  const std::string text = is_wrong ? std::string() : spec::write_contract(imported->contract);
  if (!is_wrong)
    if (const Status written = save_out(options, text); !written)
      return report(options, written.error());
  if (options.output == Output::kJson) {
    auto found = Json::parse(render_json(imported->diagnostics));
    Json document = Json::object({{"format_version", 1}, {"format", (*format)->name}});
    if (!is_wrong) document.set("contract", spec::contract_json(imported->contract));
    if (found) document.set("diagnostics", (*found)["diagnostics"]);
    answer(document.dump() + "\n");
  } else {
    report(options, imported->diagnostics);
    if (options.out.empty()) answer_file(text);
  }
  return is_wrong ? kExitFailed : kExitDone;
}

}  // namespace hanse::cli
