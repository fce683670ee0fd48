// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/views/result_view.h"
#include "engine/engine.h"

namespace hanse::cli {
namespace {

constexpr uint64_t kStatementBytesMax = 4u << 20;

Result<std::string> statement_of(const Options& options) {
  if (!options.file.empty()) return read_named_file(options.file, kStatementBytesMax);
  if (options.words.empty() || options.words[0] == "-") return read_standard_input();
  return options.words[0];
}

engine::Parameters parameters_of(const Options& options) {
  engine::Parameters values;
  for (const std::string& text : options.parameters) {
    const Result<Json> json = Json::parse(text);
    const bool scalar = json && !json->is_array() && !json->is_object();
    values.push_back(scalar ? *json : Json(text));
  }
  return values;
}

Status write_answer(const Options& options, govern::Answer& answered) {
  switch (options.output) {
    case Output::kJson: return views::write_json(answered);
    case Output::kCsv:
      views::say_warnings(answered);
      return views::write_csv(answered);
    case Output::kParquet: {
      views::say_warnings(answered);
      HANSE_TRY(const int64_t rows, engine::write_parquet(*answered.rows, options.out));
      say(fmt::format("{} {} in {}", rows, rows == 1 ? "row" : "rows", options.out));
      return {};
    }
    case Output::kHuman:
    case Output::kMarkdown: return views::write_table(answered);
  }
  return {};
}

void say_profile(const Options& options, const govern::Profile& profile) {
  Json steps = Json::object();
  std::string line;
  for (size_t step = 0; step < govern::kSteps; ++step) {
    const double ms = static_cast<double>(profile.ns[step]) * 1e-6;
    steps.set(govern::kStepNames[step], ms);
    line += fmt::format("{}{} {:.3f} ms", line.empty() ? "" : ", ", govern::kStepNames[step], ms);
  }
  if (options.output == Output::kJson)
    say(Json::object({{"format_version", 1}, {"profile_ms", std::move(steps)}}).dump());
  else
    say("profile: " + line);
}

}  // namespace

int run_query(const Options& options) {
  if (options.words.size() > 1)
    return report_usage(options, "expected one statement", "put it into quotes");
  if (!options.words.empty() && !options.file.empty())
    return report_usage(options, "expected one statement", "name a file or write it, not both");
  if (options.output == Output::kParquet && options.out.empty())
    return report_usage(options, "Parquet needs a file", "add --out FILE");
  if (options.output != Output::kParquet && !options.out.empty())
    return report_usage(options, "`--out` is for Parquet", "add --output parquet, or use `>`");
  const auto sql = statement_of(options);
  if (!sql) return report(options, sql.error());
  auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto principal = (*app)->act_as(options.as);
  if (!principal) return report(options, principal.error());
  const govern::Session session = (*app)->session(*principal, options.purpose, "cli");
  govern::QueryRequest request{*sql, parameters_of(options), {}, options.memory_bytes, {}};
  request.who_asks = [&app, &options, first = principal->cache_key()] {
    return govern::still_asks(first, (*app)->act_as(options.as));
  };
  auto answered = (*app)->gate().query(session, request);
  if (!answered) return report(options, answered.error());
  const int64_t executed =
      answered->profile == nullptr ? 0 : answered->profile->of(govern::Step::kExecute);
  const auto begin = std::chrono::steady_clock::now();
  const Status written = write_answer(options, *answered);
  if (options.profile && answered->profile != nullptr) {
    govern::Profile& profile = *answered->profile;
    const std::chrono::nanoseconds all = std::chrono::steady_clock::now() - begin;
    // Rows come while they are written.
    const int64_t waited = profile.of(govern::Step::kExecute) - executed;
    profile.of(govern::Step::kEncode) = std::max<int64_t>(0, all.count() - waited);
    say_profile(options, profile);
  }
  // With `ledger: relaxed` nothing else would say that the decision was not recorded.
  const Status recorded = (*app)->ledger().flush();
  return finish(options, written ? recorded : written);
}

}  // namespace hanse::cli
