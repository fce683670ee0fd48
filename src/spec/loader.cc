// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "base/digest.h"
#include "base/files.h"
#include "spec/document.h"
#include "spec/text_checks.h"

namespace hanse::spec {
namespace {

constexpr size_t kFilesAloneMax = 8;  // fewer are not worth a second thread
constexpr const char* kNothing = "";

// Runs `work(i)` for each i below `count`, on this thread and, when it pays, on a second one.
template <typename Work>
void for_each_on_two_threads(size_t count, const Work& work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  if (count <= kFilesAloneMax) {
    run();
    return;
  }
  std::jthread second(run);
  run();
}

// One file on its way: each is touched by one thread.
struct Job {
  Document document;
  SpecificationFile stored;
  Diagnostics diagnostics;
  bool readable = false;
};

bool is_text(FileKind kind) { return kind == FileKind::kPolicy || kind == FileKind::kTransform; }

std::shared_ptr<const SourceFile> source_at(const std::string& path) {
  return std::make_shared<const SourceFile>(path, kNothing);
}

void read_job(const std::string& folder, const Variables* variables, Job& job) {
  const MeshFile& file = job.document.file;
  auto text = read_file(join_path(folder, file.path), kSpecificationBytesMax);
  if (!text) {
    job.document.known = false;
    report_unreadable(file.path, text.error(), job.diagnostics);
    return;
  }
  job.readable = true;
  job.stored.path = file.path;
  job.stored.scope = file.scope;
  job.stored.digest = digest_hex(*text);
  auto source = std::make_shared<const SourceFile>(file.path, std::move(*text));
  if (!is_text(file.kind)) {
    Node root = read_yaml(source, job.diagnostics);
    decode_document(root, variables, job.document, job.diagnostics);
    job.stored.document = to_json(std::move(root));
    return;
  }
  job.document.known = check_text(source, job.diagnostics);
  if (!job.document.known) return;
  job.stored.text = source->text();
  decode_text(job.stored.text, source, job.document);
}

const Variables* variables_of(const Mesh& mesh, const EnvironmentId& wanted) {
  static const Variables kNone;
  for (const Environment& environment : mesh.environments)
    if (wanted.empty() || environment.id == wanted) return &environment.variables;
  return &kNone;
}

std::vector<Job> jobs_of(std::vector<MeshFile> files) {
  std::vector<Job> jobs(files.size());
  for (size_t i = 0; i < files.size(); ++i) jobs[i].document.file = std::move(files[i]);
  return jobs;
}

// The digest of a scope: of its files' paths and digests, in order of path.
class ScopeDigests {
 public:
  void add(const std::string& path, const ScopeId& scope, const std::string& digest) {
    texts_[scope] += fmt::format("{}\n{}\n", path, digest);
  }
  std::map<ScopeId, std::string> finish() {
    std::map<ScopeId, std::string> digests;
    for (const auto& [scope, text] : texts_) digests[scope] = digest_hex(text);
    return digests;
  }

 private:
  std::map<ScopeId, std::string> texts_;
};

size_t index_of_mesh(const std::vector<Job>& jobs) {
  for (size_t i = 0; i < jobs.size(); ++i)
    if (jobs[i].document.file.kind == FileKind::kMesh) return i;
  return jobs.size();
}

void finish(std::vector<Job> jobs, const LoadOptions& options, LoadedMesh& loaded) {
  ScopeDigests digests;
  std::vector<Document> documents;
  documents.reserve(jobs.size());
  bool all_known = !loaded.diagnostics.has_errors();
  for (Job& job : jobs) {
    all_known = all_known && job.document.known;
    loaded.diagnostics.merge(std::move(job.diagnostics));
    if (job.readable) {
      digests.add(job.stored.path, job.stored.scope, job.stored.digest);
      loaded.files.push_back(std::move(job.stored));
    }
    documents.push_back(std::move(job.document));
  }
  loaded.scope_digests = digests.finish();
  auto model = std::make_shared<Model>(assemble(std::move(documents), loaded.diagnostics));
  // What a file that cannot be read would have said is not reported as missing elsewhere.
  if (all_known) validate(*model, options.environment, loaded.diagnostics);
  loaded.model = std::move(model);
  loaded.diagnostics.sort();
}

}  // namespace

Result<LoadedMesh> load_mesh(const std::string& folder, const LoadOptions& options) {
  LoadedMesh loaded;
  HANSE_TRY(loaded.folder, resolve_path(folder));
  HANSE_TRY(auto files, walk_mesh(loaded.folder, loaded.diagnostics));
  std::vector<Job> jobs = jobs_of(std::move(files));
  // The register first: the others need its variables.
  const size_t mesh_at = index_of_mesh(jobs);
  Variables variables;
  if (mesh_at < jobs.size()) {
    read_job(loaded.folder, nullptr, jobs[mesh_at]);
    if (const auto* mesh = std::get_if<Mesh>(&jobs[mesh_at].document.value))
      variables = *variables_of(*mesh, options.environment);
  } else {
    loaded.diagnostics.error("HNS-S017", {source_at("mesh.yaml"), 0, 0},
                             "the folder has no `mesh.yaml`", "`hanse init DIR` makes a mesh");
  }
  // Without a register every variable would be unknown.
  const bool has_register = mesh_at < jobs.size() && jobs[mesh_at].document.known;
  const Variables* known = has_register ? &variables : nullptr;
  for_each_on_two_threads(jobs.size(), [&](size_t i) {
    if (i != mesh_at) read_job(loaded.folder, known, jobs[i]);
  });
  finish(std::move(jobs), options, loaded);
  return loaded;
}

Result<std::map<ScopeId, std::string>> scope_digests(const std::string& folder) {
  Diagnostics ignored;  // load_mesh reports them
  HANSE_TRY(const std::string root, resolve_path(folder));
  HANSE_TRY(const auto files, walk_mesh(root, ignored));
  std::vector<std::string> each(files.size());
  for_each_on_two_threads(files.size(), [&](size_t i) {
    if (const auto text = read_file(join_path(root, files[i].path), kSpecificationBytesMax))
      each[i] = digest_hex(*text);
  });
  ScopeDigests digests;
  for (size_t i = 0; i < files.size(); ++i)
    if (!each[i].empty()) digests.add(files[i].path, files[i].scope, each[i]);
  return digests.finish();
}

Result<std::map<ScopeId, std::string>> scope_digests(const std::vector<SpecificationFile>& files) {
  ScopeDigests digests;
  for (const SpecificationFile& file : files) {
    // Of YAML the document is kept and not the bytes: its digest stands for itself.
    const auto place = classify(file.path);
    if (place && is_text(place->kind) && digest_hex(file.text) != file.digest)
      return fail(ErrorCode::kDataError,
                  fmt::format("the text of `{}` is not the one of its digest", file.path));
    digests.add(file.path, file.scope, file.digest);
  }
  return digests.finish();
}

Result<std::shared_ptr<const Model>> decode_stored(const std::vector<SpecificationFile>& files,
                                                   const EnvironmentId& environment) {
  std::vector<Job> jobs(files.size());
  size_t mesh_at = files.size();
  for (size_t i = 0; i < files.size(); ++i) {
    auto file = classify(files[i].path);
    if (!file)
      return fail(ErrorCode::kCorrupt, fmt::format("stored file `{}` is none of a mesh",
                                                   files[i].path));
    if (file->kind == FileKind::kMesh) mesh_at = i;
    jobs[i].document.file = std::move(*file);
  }
  Variables variables;
  const auto decode = [&](size_t i, const Variables* known) {
    Job& job = jobs[i];
    if (is_text(job.document.file.kind)) decode_text(files[i].text, nullptr, job.document);
    else decode_document(from_json(files[i].document), known, job.document, job.diagnostics);
  };
  if (mesh_at < files.size()) {
    decode(mesh_at, nullptr);
    if (const auto* mesh = std::get_if<Mesh>(&jobs[mesh_at].document.value))
      variables = *variables_of(*mesh, environment);
  }
  for_each_on_two_threads(files.size(), [&](size_t i) {
    if (i != mesh_at) decode(i, mesh_at < files.size() ? &variables : nullptr);
  });
  Diagnostics diagnostics;
  std::vector<Document> documents;
  documents.reserve(jobs.size());
  for (Job& job : jobs) {
    diagnostics.merge(std::move(job.diagnostics));
    documents.push_back(std::move(job.document));
  }
  auto model = std::make_shared<const Model>(assemble(std::move(documents), diagnostics));
  for (const Diagnostic& item : diagnostics.items())
    if (item.severity == Severity::kError && item.code != "HNS-S035")
      return fail(ErrorCode::kCorrupt,
                  fmt::format("a stored {} does not decode: {}", item.object, item.message));
  return model;
}

}  // namespace hanse::spec
