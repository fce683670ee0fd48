// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/template.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/embedded.h"
#include "spec/node.h"
#include "spec/write_yaml.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kPath = "src/strategy/roadmap/template.yaml";
constexpr std::string_view kClaimed = "    claimed: {", kOwner = "    owner: @";

// A value that may not be known: then the line is a comment that says what belongs there.
std::string stated(std::string_view key, const std::string& value, std::string_view indent,
                   std::string_view hint) {
  if (value.empty()) return fmt::format("{}# {}:  # {}", indent, key, hint);
  return fmt::format("{}{}: {}", indent, key, spec::write_yaml_text(value));
}

std::string owner_line(std::string_view role, const RoadmapPrefill& prefill) {
  const auto found = prefill.owners.find(std::string(role));
  return stated("owner", found == prefill.owners.end() ? "" : found->second, "    ",
                fmt::format("who: the {}", role == "domain" ? "pilot domain's team" : role));
}

std::string filled(std::string_view line, const RoadmapPrefill& prefill) {
  if (line == "sponsor: @sponsor")
    return stated("sponsor", prefill.sponsor, "", "who decides on budget and teams");
  if (line == "start: @start")
    return prefill.start.empty() ? "# start:  # the date on which it begins"
                                 : fmt::format("start: \"{}\"", prefill.start);
  if (line.starts_with(kOwner)) return owner_line(line.substr(kOwner.size()), prefill);
  if (!line.starts_with(kClaimed)) return std::string(line);
  const std::string_view numbers = line.substr(kClaimed.size(), line.size() - kClaimed.size() - 1);
  if (prefill.has_guide_estimates)
    return fmt::format("    estimate: {{{}, source: \"{}\"}}", numbers, kGuideEstimateSource);
  return fmt::format(
      "    # estimate: {{{}, by: ROLE, at: DATE}}  # the guide's scenario; state yours", numbers);
}

Roadmap guide() {
  RoadmapPrefill prefill;
  prefill.has_guide_estimates = true;
  Diagnostics diagnostics;
  const auto file =
      std::make_shared<const SourceFile>(std::string(kPath), roadmap_from_template(prefill));
  Roadmap out;
  spec::Decoder decoder({diagnostics, "template", nullptr});
  decode_roadmap(decoder, spec::read_yaml(file, diagnostics), out);
  HANSE_CHECK(!diagnostics.has_errors(), "the template is a roadmap");
  return out;
}

}  // namespace

std::string roadmap_from_template(const RoadmapPrefill& prefill) {
  const std::string_view text = embedded_file(kPath);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    out += filled(text.substr(at, end - at), prefill) + "\n";
    at = end + 1;
  }
  return out;
}

size_t add_guide_estimates(Roadmap& roadmap) {
  const Roadmap claimed = guide();
  size_t added = 0;
  for (RoadmapItem& item : roadmap.items) {
    if (item.estimate || item.is_milestone) continue;
    const RoadmapItem* same = claimed.item(item.id);
    if (same == nullptr || !same->estimate) continue;
    item.estimate = same->estimate;
    item.estimate->is_from_guide = true;
    ++added;
  }
  return added;
}

}  // namespace hanse::strategy
