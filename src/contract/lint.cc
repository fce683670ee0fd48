// SPDX-License-Identifier: Apache-2.0
#include "contract/lint.h"

#include <atomic>
#include <thread>

#include "base/files.h"
#include "contract/advice.h"
#include "spec/lone_contract.h"

namespace hanse::contract {
namespace {

constexpr size_t kFilesAloneMax = 8;  // fewer are not worth a second thread

Status collect(const std::string& folder, int depth, std::vector<std::string>& out) {
  if (depth > kLintFoldersDeepMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("`{}` lies more than {} folders deep", folder, kLintFoldersDeepMax));
  HANSE_TRY(const auto entries, list_folder(folder));
  for (const FolderEntry& entry : entries) {
    if (entry.is_link || entry.name.starts_with('.')) continue;
    const std::string path = folder == "." ? entry.name : folder + "/" + entry.name;
    if (entry.is_folder) HANSE_TRY_STATUS(collect(path, depth + 1, out));
    const bool is_contract = entry.is_regular && (entry.name.ends_with(".odcs.yaml") ||
                                                  entry.name.ends_with(".odcs.yml"));
    if (is_contract) out.push_back(path);
    if (out.size() > kLintFilesMax)
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("there are more than {} contracts", kLintFilesMax),
                  "name a folder further down");
  }
  return {};
}

Result<std::vector<std::string>> contract_files(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (std::string path : paths) {
    if (!is_folder(path)) {
      if (!path_exists(path))
        return fail(ErrorCode::kNotFound, fmt::format("there is no file `{}`", path));
      out.push_back(path);
      continue;
    }
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const size_t before = out.size();
    HANSE_TRY_STATUS(collect(path, 0, out));
    if (out.size() == before)
      return fail(
          ErrorCode::kNotFound, fmt::format("the folder `{}` has no contract", path),
          "a contract in a folder is named `NAME.odcs.yaml`; any other file is named itself");
  }
  return out;
}

struct Job {
  LintedFile file;
  Span id_span;
  Diagnostics findings;
};

void lint_one(Job& job) {
  spec::LoneContract lone = spec::read_lone_contract(job.file.path, nullptr);
  job.findings = std::move(lone.diagnostics);
  if (!lone.known) return;
  job.file.id = lone.contract.id;
  job.file.version = lone.contract.version;
  job.id_span = lone.contract.span;
  // What an error hides would be taken for missing.
  if (!job.findings.has_errors()) job.findings.merge(advise(lone.contract));
}

void count(const Diagnostics& findings, LintedFile& file) {
  file.errors = findings.error_count();
  file.warnings = static_cast<size_t>(
      std::ranges::count(findings.items(), Severity::kWarning, &Diagnostic::severity));
}

}  // namespace

Result<LintReport> lint(const std::vector<std::string>& paths) {
  HANSE_TRY(const std::vector<std::string> files, contract_files(paths));
  std::vector<Job> jobs(files.size());
  for (size_t i = 0; i < files.size(); ++i) jobs[i].file.path = files[i];
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < jobs.size(); i = next++) lint_one(jobs[i]);
  };
  {
    std::jthread second;
    if (jobs.size() > kFilesAloneMax) second = std::jthread(work);
    work();
  }
  LintReport out;
  std::map<std::string, const Job*> by_id;
  for (Job& job : jobs) {
    const std::string& id = job.file.id;
    if (const auto [place, added] = by_id.try_emplace(id, &job); !id.empty() && !added)
      job.findings.add({"HNS-S030",
                        Severity::kError,
                        fmt::format("a second contract has the id `{}`", id),
                        job.id_span,
                        "contract " + id,
                        {fmt::format("the other one is {}", place->second->file.path)},
                        {}});
    job.findings.sort();
    count(job.findings, job.file);
    out.findings.merge(std::move(job.findings));
    out.files.push_back(job.file);
  }
  out.findings.sort();
  return out;
}

}  // namespace hanse::contract
