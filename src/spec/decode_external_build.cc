// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/utf8.h"
#include "spec/decode.h"
#include "spec/decode_common.h"

namespace hanse::spec {
namespace {

constexpr size_t kToolLengthMax = 64;
constexpr std::string_view kToolLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

struct Part {
  std::string_view name;
  std::string ExternalBuild::*target;
};
constexpr std::array<Part, 4> kParts = {{{"tool", &ExternalBuild::tool},
                                         {"project", &ExternalBuild::project},
                                         {"job", &ExternalBuild::job},
                                         {"url", &ExternalBuild::url}}};

bool is_tool(std::string_view text) {
  return !text.empty() && text.size() <= kToolLengthMax &&
         text.find_first_not_of(kToolLetters) == std::string_view::npos;
}

// Why a member has no place there; empty when it has.
std::string problem_of(const std::string& name, const Json& value, ExternalBuild& build) {
  std::vector<std::string_view> known;
  for (const Part& part : kParts) {
    known.push_back(part.name);
    if (part.name != name) continue;
    if (!value.is_string() || value.as_string().empty())
      return fmt::format("a text as its `{}`", name);
    build.*part.target = value.as_string();
    return {};
  }
  const std::string_view near = nearest(name, known);
  return fmt::format("a map of `tool`, `project`, `job` and `url`, and no `{}`{}", name,
                     near.empty() ? "" : fmt::format(" (`{}`?)", near));
}

}  // namespace

std::optional<ExternalBuild> read_external_build(Decoder& decoder, const CustomProperty& custom) {
  ExternalBuild build;
  build.span = custom.span;
  const auto wrong = [&](std::string_view expected) {
    decoder.error("HNS-S028", custom.span,
                  fmt::format("the custom property `{}` needs {}", custom.property, expected));
  };
  if (custom.value.is_string()) build.tool = custom.value.as_string();
  else if (!custom.value.is_object()) wrong("a tool, or a map of `tool`, `project`, `job`, `url`");
  for (const auto& [name, value] : custom.value.members())
    if (const std::string problem = problem_of(name, value, build); !problem.empty())
      wrong(problem);
  if ((custom.value.is_string() || custom.value.is_object()) && !is_tool(build.tool))
    wrong(fmt::format("a `tool` of letters, digits, `-`, `_` and `.`, at most {}",
                      kToolLengthMax));
  return build;
}

}  // namespace hanse::spec
