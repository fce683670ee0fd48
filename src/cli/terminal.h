// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/diagnostics.h"
#include "base/result.h"
#include "cli/options.h"

namespace hanse::cli {

constexpr int kExitDone = 0, kExitFailed = 1, kExitChanges = 2, kExitDenied = 3,
              kExitNotSignedIn = 4, kExitChecksFailed = 5, kExitUsage = 64, kExitTimedOut = 124,
              kExitInterrupted = 130;

int exit_code_of(ErrorCode code);
// The answer: stdout. Everything else: stderr.
void answer(std::string_view text);
void say(std::string_view text);
// `code`, or kExitFailed when the answer could not be written as a whole. Called once, at the end.
int finish_answer(int code);
Colour colour_of_stderr();
bool stdout_is_terminal();
// An answer that is a file: as it is, but for what a terminal would obey.
void answer_file(std::string_view text);
// Prints the error (JSON on stderr with --output json) and gives its exit code.
int report(const Options& options, const Error& error);
// The same for what the command line got wrong: kExitUsage.
int report_usage(const Options& options, std::string message, std::string help);
// Prints diagnostics: human ones on stderr, JSON ones as the answer.
void report(const Options& options, const Diagnostics& diagnostics);
// `next: hanse …`, what to do now, pasteable.
void say_next(const Options& options, std::string_view command);

}  // namespace hanse::cli
