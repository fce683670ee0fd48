// SPDX-License-Identifier: Apache-2.0
#include "app/checks_ran.h"

#include "base/utf8.h"

namespace hanse::app {

void checks_ran(App& /*app*/, const std::vector<catalog::CheckRunRecord>& runs,
                const Progress& progress) {
  if (!progress) return;
  for (const catalog::CheckRunRecord& run : runs) {
    if (run.failed + run.warnings == 0) continue;
    progress(fmt::format("{}/{}: {} of {} checks failed, {} warned", run.table.product.str(),
                         run.table.table, run.failed,
                         run.passed + run.warnings + run.failed + run.not_run, run.warnings));
  }
}

}  // namespace hanse::app
