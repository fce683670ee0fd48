// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/files.h"
#include "base/terminal_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "spec/document.h"
#include "spec/lf_odps.h"
#include "spec/write_yaml.h"

namespace hanse::cli {
namespace {

constexpr std::string_view kFormat = "odps-lf";

Result<spec::Document> decoded(const std::string& path, std::string text, spec::FileKind kind,
                               Json& json, Diagnostics& diagnostics) {
  spec::Document document;
  document.file.path = path;
  document.file.kind = kind;
  const auto source = std::make_shared<const SourceFile>(path, std::move(text));
  const spec::Node root = spec::read_yaml(source, diagnostics);
  if (diagnostics.has_errors()) return document;
  spec::decode_document(root, nullptr, document, diagnostics);
  json = spec::to_json(root);
  return document;
}

// What has no place in the other format. `why`: what became of it.
void tell_left_out(const std::vector<std::string>& left_out, const std::string& path,
                   std::string_view why) {
  if (left_out.empty()) return;
  std::string lines = fmt::format("{} ({}):", why, printable(path));
  for (const std::string& place : left_out) lines += "\n  " + printable(place);
  say(lines);
}

int put(const Options& options, const spec::Converted& converted, const Diagnostics& findings,
        std::string_view member, std::string_view why) {
  const std::string text = spec::write_yaml(converted.document);
  if (const Status written = save_out(options, text); !written)
    return report(options, written.error());
  if (options.output == Output::kJson) {
    Json places = Json::array();
    for (const std::string& place : converted.left_out) places.push(place);
    Json document = Json::object({{"format_version", 1}, {"format", kFormat}});
    if (options.out.empty())
      document.set("product", converted.document);
    else
      document.set("out", options.out);
    document.set(member, std::move(places));
    document.set("diagnostics", findings_json(findings));
    answer(document.dump() + "\n");
    return kExitDone;
  }
  report(options, findings);
  if (options.out.empty()) answer_file(text);
  tell_left_out(converted.left_out, options.words[1], why);
  return kExitDone;
}

// Nothing when the command line names no format that is known and one file.
std::optional<int> refuse_words(const Options& options, std::string_view example) {
  if (options.words.size() != 2)
    return report_usage(options, "expected a format and a product", std::string(example));
  if (options.words[0] != kFormat)
    return report_usage(options,
                        fmt::format("there is no format `{}` of products", options.words[0]),
                        fmt::format("`{}` is the Open Data Product Specification 4.1 of the Linux "
                                    "Foundation",
                                    kFormat));
  const bool is_language =
      options.language.size() == 2 && std::ranges::all_of(options.language, [](char letter) {
        return letter >= 'a' && letter <= 'z';
      });
  if (!is_language)
    return report_usage(options, fmt::format("`{}` is no language", options.language),
                        "expected two letters, as `en`");
  return std::nullopt;
}

}  // namespace

int run_product_export(const Options& options) {
  if (const auto refused =
          refuse_words(options, "`hanse product export odps-lf product.odps.yaml`"))
    return *refused;
  Diagnostics diagnostics;
  Json product, contract;
  auto text = read_named_file(options.words[1], kSpecificationBytesMax);
  if (!text) return report(options, text.error());
  const auto document =
      decoded(options.words[1], std::move(*text), spec::FileKind::kProduct, product, diagnostics);
  if (!document) return report(options, document.error());
  if (!options.contract.empty()) {
    auto promise = read_named_file(options.contract, kSpecificationBytesMax);
    if (!promise) return report(options, promise.error());
    const auto read = decoded(options.contract, std::move(*promise), spec::FileKind::kContract,
                              contract, diagnostics);
    if (!read) return report(options, read.error());
  }
  if (diagnostics.has_errors()) return report(options, diagnostics), kExitFailed;
  const auto converted = spec::export_lf_odps(
      product, {options.language, options.contract.empty() ? nullptr : &contract});
  if (!converted) return report(options, converted.error());
  return put(options, *converted, diagnostics, "lost", "lost, as `odps-lf` has no place for it");
}

int run_product_import(const Options& options) {
  if (const auto refused = refuse_words(options, "`hanse product import odps-lf product.yaml`"))
    return *refused;
  Diagnostics diagnostics;
  auto text = read_named_file(options.words[1], kSpecificationBytesMax);
  if (!text) return report(options, text.error());
  const auto source = std::make_shared<const SourceFile>(options.words[1], std::move(*text));
  const spec::Node root = spec::read_yaml(source, diagnostics);
  if (diagnostics.has_errors()) return report(options, diagnostics), kExitFailed;
  const auto converted = spec::import_lf_odps(spec::to_json(root), {options.language});
  if (!converted) return report(options, converted.error());
  // A product that Hanse could not read would be a poor answer.
  Diagnostics findings;
  Json again;
  const auto product = decoded("product.odps.yaml", spec::write_yaml(converted->document),
                               spec::FileKind::kProduct, again, findings);
  if (!product) return report(options, product.error());
  findings.merge(std::move(diagnostics));
  if (findings.has_errors()) return report(options, findings), kExitFailed;
  return put(options, *converted, findings, "kept",
             "kept in the custom property `odpsLf`, without effect here");
}

}  // namespace hanse::cli
