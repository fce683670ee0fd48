// SPDX-License-Identifier: Apache-2.0
#include "contract/report_sarif.h"

#include "base/json.h"
#include "spec/codes.h"

namespace hanse::contract {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// A path as a URI reference (RFC 3986): what is no unreserved character is escaped.
std::string uri_of(const std::string& path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Json text(std::string_view words) { return Json::object({{"text", words}}); }

Json rule_of(const std::string& code) {
  Json rule = Json::object({{"id", code}});
  const spec::CodeEntry* entry = spec::find_code(code);
  if (entry == nullptr) return rule;
  rule.set("shortDescription", text(entry->title));
  rule.set("fullDescription", text(entry->rule));
  rule.set("help", text(fmt::format("{}\n\nwrong:\n\n{}\n\nright:\n\n{}", entry->rule, entry->wrong,
                                    entry->right)));
  return rule;
}

Json location_of(const Diagnostic& finding) {
  const SourceFile& file = *finding.span.file;
  const auto begin = file.place(finding.span.offset);
  const auto end = file.place(finding.span.offset + finding.span.length);
  const Json region = Json::object({{"startLine", begin.line},
                                    {"startColumn", begin.column},
                                    {"endLine", end.line},
                                    {"endColumn", end.column}});
  Json location = Json::object(
      {{"physicalLocation",
        Json::object({{"artifactLocation", Json::object({{"uri", uri_of(file.path())}})},
                      {"region", region}})}});
  if (!finding.object.empty())
    location.set("logicalLocations",
                 Json::array({Json::object({{"fullyQualifiedName", finding.object}})}));
  return location;
}

Json result_of(const Diagnostic& finding, int64_t rule) {
  std::string message = finding.message;
  for (const std::string& note : finding.notes) message += "\nnote: " + note;
  if (!finding.help.empty()) message += "\nhelp: " + finding.help;
  Json out = Json::object({{"ruleId", finding.code},
                           {"ruleIndex", rule},
                           {"level", finding.severity == Severity::kError ? "error" : "warning"},
                           {"message", text(message)}});
  if (finding.span.file != nullptr) out.set("locations", Json::array({location_of(finding)}));
  return out;
}

}  // namespace

std::string render_sarif(const Diagnostics& findings) {
  std::map<std::string, int64_t> places;
  Json rules = Json::array(), results = Json::array();
  for (const Diagnostic& finding : findings.items()) {
    const auto [place, is_new] =
        places.try_emplace(finding.code, static_cast<int64_t>(places.size()));
    if (is_new) rules.push(rule_of(finding.code));
    results.push(result_of(finding, place->second));
  }
  const Json driver =
      Json::object({{"name", "hanse"}, {"version", "0.1.0"}, {"rules", std::move(rules)}});
  const Json run = Json::object({{"tool", Json::object({{"driver", driver}})},
                                 {"columnKind", "unicodeCodePoints"},
                                 {"results", std::move(results)}});
  return Json::object({{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}})
             .dump_pretty() +
         "\n";
}

}  // namespace hanse::contract
