// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/change_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostics.h"

namespace hanse::strategy {

void check_known(spec::Decoder& decoder, const ChangeName& name) {
  if (name.name.empty() || std::ranges::find(name.all, name.name) != name.all.end()) return;
  const std::string_view near = nearest(name.name, name.all);
  decoder.error("HNS-G060", name.span, fmt::format("there is no {} `{}`", name.what, name.name),
                near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
}

void check_new(spec::Decoder& decoder, const ChangeName& name) {
  if (std::ranges::find(name.all, name.name) == name.all.end()) return;
  decoder.error("HNS-G063", name.span,
                fmt::format("there are two of {} `{}`", name.what, name.name));
}

void report_unstated(spec::Decoder& decoder, const Span& span, std::string_view what) {
  decoder.error("HNS-G064", span, fmt::format("nobody is named who stated {}, and when", what),
                "add `by: ROLE` and `at: DATE`, there or for the whole file");
}

}  // namespace hanse::strategy
