// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "app/app.h"
#include "app/lifecycle.h"
#include "cli/options.h"
#include "cli/terminal.h"

namespace hanse::cli {

// What several commands share.
enum class Serves { kNo, kYes };
Result<std::unique_ptr<app::App>> open_app(const Options& options, Serves serves = Serves::kNo);
EnvironmentId environment_of(const Options& options);
app::Progress progress_of(const Options& options);
Result<std::string> read_standard_input();
// A file that the command line names: what the system refuses is no denial by policy.
Result<std::string> read_named_file(const std::string& path, uint64_t bytes_max);
// What `--out` names becomes `text`; without it nothing is written.
Status save_out(const Options& options, std::string_view text);
// Code and message of each.
Json findings_json(const Diagnostics& findings);
// Runs `body` and reports its error: the shape of most commands.
int finish(const Options& options, const Status& status);

// Ctrl-C and SIGTERM: the first asks to stop, which `interrupted` tells.
void watch_signals();
bool interrupted();

}  // namespace hanse::cli
