// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/diagnostics.h"
#include "base/source.h"

namespace hanse::spec {

// What every file must be before anything parses it: UTF-8, without NUL, not empty. Problems go to
// `diagnostics` (HNS-S001, S002, S006). True when the text may be parsed. Pure.
bool check_text(const std::shared_ptr<const SourceFile>& file, Diagnostics& diagnostics);

}  // namespace hanse::spec
