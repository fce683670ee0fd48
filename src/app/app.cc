// SPDX-License-Identifier: Apache-2.0
#include "app/app.h"

#include <unistd.h>

#include "app/lifecycle.h"
#include "app/parts.h"
#include "base/files.h"
#include "govern/hot_copies.h"
#include "plan/live_source.h"

namespace hanse::app {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr const char* kOperator = "operator";

Result<std::string> absolute_folder(const std::string& folder) {
  Result<std::string> resolved = resolve_path(folder.empty() ? "." : folder);
  if (!resolved || !is_regular_file(join_path(*resolved, "mesh.yaml")))
    return fail(ErrorCode::kNotFound, fmt::format("`{}` has no mesh.yaml", folder),
                "name the mesh folder with --mesh, or make one with `hanse init DIR`");
  return resolved;
}

std::string state_folder_of(const std::string& folder, const spec::Mesh& mesh,
                            const EnvironmentId& environment, const EnvironmentId& first) {
  const std::string base = join_path(folder, mesh.state_path.empty() ? ".hanse" : mesh.state_path);
  // Each environment has a state of its own; the first one's is the folder itself.
  return environment == first ? base : join_path(base, "environments/" + environment.str());
}

// What lies in a folder that is no state folder is somebody else's: nothing is written beside it.
Status check_ours(const std::string& folder) {
  const auto entries = list_folder(folder);
  if (!entries) return {};  // not there yet, or told when it is opened
  const auto is_ours = [](const FolderEntry& entry) {
    return entry.name == "state.sqlite" || entry.name == "environments" ||
           entry.name == "open.lock" || entry.name == "apply.lock" || entry.name == "refresh.lock";
  };
  const auto other = std::find_if(entries->begin(), entries->end(),
                                  [](const FolderEntry& entry) { return entry.name != "data"; });
  if (other == entries->end() || std::any_of(entries->begin(), entries->end(), is_ours)) return {};
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}` is no state folder: it holds `{}`", folder, other->name),
              "`stores.state.path` names a folder of its own, empty or not there yet");
}

}  // namespace

Result<std::string> state_folder(const std::string& folder, const EnvironmentId& environment) {
  HANSE_TRY(const std::string absolute, absolute_folder(folder));
  HANSE_TRY(const spec::Mesh mesh, spec::read_register(absolute));
  const EnvironmentId first = mesh.environments.empty() ? EnvironmentId() : mesh.environments[0].id;
  return state_folder_of(absolute, mesh, environment.empty() ? first : environment, first);
}

Result<std::vector<spec::DevelopmentUser>> App::Parts::users() const {
  HANSE_TRY(const auto snapshot, catalog->current());
  return snapshot->scopes().empty() ? register_file.development_users
                                    : snapshot->model().mesh.development_users;
}

App::App() : parts_(std::make_unique<Parts>()) {}
App::~App() = default;

Result<std::unique_ptr<App>> App::open(const Options& options) {
  auto app = std::unique_ptr<App>(new App());
  Parts& parts = *app->parts_;
  HANSE_TRY(parts.folder, absolute_folder(options.folder));
  HANSE_TRY(parts.register_file, spec::read_register(parts.folder));
  const auto& environments = parts.register_file.environments;
  const EnvironmentId first = environments.empty() ? EnvironmentId() : environments[0].id;
  parts.environment = options.environment.empty() ? first : options.environment;
  const auto is_it = [&](const auto& environment) { return environment.id == parts.environment; };
  if (!parts.environment.empty() && std::none_of(environments.begin(), environments.end(), is_it))
    return fail(ErrorCode::kNotFound,
                fmt::format("`{}` is no environment of mesh.yaml", parts.environment.str()));
  parts.state_folder = state_folder_of(parts.folder, parts.register_file, parts.environment, first);
  HANSE_TRY_STATUS(check_ours(parts.state_folder));
  HANSE_TRY_STATUS(make_private_folder(parts.state_folder));
  HANSE_TRY_STATUS(make_folders(join_path(parts.state_folder, "data")));
  HANSE_TRY(parts.store, catalog::open_sqlite_store(parts.state_folder));
  parts.catalog = std::make_unique<catalog::Catalog>(parts.store, parts.environment);
  const auto durability = parts.register_file.ledger == spec::LedgerMode::kStrict
                              ? ledger::Durability::kStrict
                              : ledger::Durability::kRelaxed;
  HANSE_TRY(parts.ledger, ledger::open_ledger(parts.ledger_folder(), durability, Clock::system()));
  HANSE_TRY_STATUS(open_gate(parts, options.serves));
  return app;
}

Status open_gate(App::Parts& parts, bool serves) {
  const spec::Limits& limits = parts.register_file.limits;
  HANSE_TRY(const std::string key, parts.store->hash_key());
  govern::GateParts gate;
  HANSE_TRY(gate.parser, engine::make_parser());
  HANSE_TRY(gate.binder, engine::make_binder());
  engine::ServingOptions serving;
  const std::string copies = join_path(parts.state_folder, "copies");
  serving.allowed_folders = {join_path(parts.state_folder, "data")};
  if (serves) serving.allowed_folders.push_back(copies);
  serving.memory_bytes = limits.engine_memory_bytes;
  serving.hash_key = key;
  HANSE_TRY(gate.serving, engine::make_serving_engine(serving));
  engine::BuilderOptions builder;
  builder.temporary_folder = join_path(parts.state_folder, "tmp");
  builder.memory_bytes = limits.engine_memory_bytes;
  builder.hash_key = key;
  HANSE_TRY_STATUS(make_folders(builder.temporary_folder));
  HANSE_TRY(gate.builder, engine::make_builder_engine(builder));
  gate.catalog = parts.catalog.get();
  gate.ledger = parts.ledger.get();
  gate.clock = &Clock::system();
  gate.state_folder = parts.state_folder;
  gate.environment = parts.environment;
  if (serves && limits.copies_bytes > 0) {
    HANSE_TRY_STATUS(make_private_folder(copies));
    gate.copies = std::make_shared<govern::HotCopies>(govern::HotCopies::Options{
        gate.serving, parts.state_folder, copies, limits.copies_bytes, limits.copy_after_queries,
        gate.clock});
  }
  gate.live = plan::make_live_source({gate.environment, gate.builder, gate.clock,
                                       join_path(gate.state_folder, "data/.live")});
  const auto parser = gate.parser;
  parts.gate = std::make_unique<govern::Gate>(std::move(gate));
  parts.sql_catalog = std::make_unique<postgres::SqlCatalog>(*parts.gate, parser);
  return {};
}

govern::Gate& App::gate() { return *parts_->gate; }
postgres::SqlCatalog& App::sql_catalog() { return *parts_->sql_catalog; }
catalog::Catalog& App::catalog() { return *parts_->catalog; }
ledger::Ledger& App::ledger() { return *parts_->ledger; }
const Clock& App::clock() const { return Clock::system(); }
const std::string& App::folder() const { return parts_->folder; }
const std::string& App::state_folder() const { return parts_->state_folder; }
std::string App::ledger_loss() const {
  if (parts_->register_file.ledger == spec::LedgerMode::kStrict) return {};
  return fmt::format(
      "the ledger is relaxed: a kill or a crash may lose the decisions of the last moment, {} at "
      "the most; `ledger: strict` loses none",
      ledger::kQueueEntriesMax);
}
EnvironmentId App::environment() const { return parts_->environment; }

// What is applied says who may sign in, not an edit of the folder that nobody allowed.
Result<bool> App::development() const {
  HANSE_TRY(const auto snapshot, parts_->catalog->current());
  const auto& environments = snapshot->scopes().empty() ? parts_->register_file.environments
                                                        : snapshot->model().mesh.environments;
  for (const auto& environment : environments)
    if (environment.id == parts_->environment) return environment.development;
  return false;
}

spec::Limits App::limits() {
  const auto snapshot = parts_->catalog->current();
  return snapshot && !(*snapshot)->scopes().empty() ? (*snapshot)->model().mesh.limits
                                                    : parts_->register_file.limits;
}

std::vector<spec::Listener> App::listeners() const {
  std::vector<spec::Listener> out = parts_->register_file.listeners;
  for (spec::Listener& listener : out)
    for (std::string* file : {&listener.certificate, &listener.key})
      if (!file->empty() && !file->starts_with('/')) *file = join_path(folder(), *file);
  return out;
}

Status App::Parts::tokens_valid(const App& app) const {
  HANSE_TRY(const bool development, app.development());
  if (development) return {};
  return fail(ErrorCode::kUnauthenticated, "development tokens are not valid in this environment");
}

Result<identity::ScramExchange> App::begin_scram(const std::string& user,
                                                 const std::string& end_point) {
  HANSE_TRY_STATUS(parts_->tokens_valid(*this));
  HANSE_TRY(const std::string key, parts_->store->hash_key());
  HANSE_TRY(auto tokens, parts_->store->tokens_of(user));
  std::erase_if(tokens, [now = clock().now_us()](const identity::StoredToken& token) {
    return !identity::is_live(token, now);
  });
  return identity::ScramExchange(identity::scram_salt(key, user), std::move(tokens), end_point);
}

Result<identity::Principal> App::authenticate_again(const std::string& token_id) {
  HANSE_TRY_STATUS(parts_->tokens_valid(*this));
  HANSE_TRY(const auto users, parts_->users());
  return identity::token_principal(token_id, *parts_->store, users, clock().now_us());
}

Result<identity::Principal> App::authenticate(const Secret<std::string>& bearer) {
  HANSE_TRY_STATUS(parts_->tokens_valid(*this));
  HANSE_TRY(const auto users, parts_->users());
  return identity::authenticate_token(bearer, *parts_->store, users, clock().now_us());
}

Result<identity::Principal> App::act_as(const std::string& user) {
  HANSE_TRY(const bool is_open, development());
  if (!is_open)
    return fail(ErrorCode::kUnauthenticated,
                fmt::format("nobody is signed in: the environment `{}` is not for development",
                            parts_->environment.str()),
                "`development: true` in mesh.yaml lets its operator and `--as` in");
  identity::Principal principal;
  if (user == kOperator || user.empty()) {
    principal.kind = identity::Principal::Kind::kOperator;
    principal.id = kOperator;
    principal.name = "operator";
  } else {
    HANSE_TRY(const auto users, parts_->users());
    HANSE_TRY(principal, identity::development_principal(user, users));
  }
  principal.acting_for = {fmt::format("uid:{}", getuid())};
  return principal;
}

Result<Secret<std::string>> App::new_token(const std::string& user, int hours_valid) {
  HANSE_TRY(const identity::Principal principal, act_as(user));
  identity::NewToken token = identity::make_token();
  const int64_t now = clock().now_us();
  HANSE_TRY(const std::string key, parts_->store->hash_key());
  const std::string verifier =
      identity::scram_verifier(token.text, identity::scram_salt(key, principal.id));
  // Written down first, as a grant is.
  HANSE_TRY_STATUS(parts_->ledger->append_durably(
      "token", Json::object({{"token", token.id}, {"user", principal.id},
                             {"by", principal.acting_for.front()}})));
  HANSE_TRY_STATUS(
      parts_->store->add_token({token.id, token.hash, principal.id, now,
                                hours_valid > 0 ? now + hours_valid * kHourUs : 0, 0, verifier}));
  return token.text;
}

Status App::revoke_token(const std::string& token) {
  constexpr size_t kIdDigits = 16;
  const std::string id = token.starts_with("hns_") ? token.substr(4, kIdDigits) : token;
  HANSE_TRY_STATUS(parts_->store->revoke_token(id, clock().now_us()));
  return parts_->ledger->append_durably(
      "token", Json::object({{"token", id}, {"revoked", true},
                             {"by", fmt::format("uid:{}", getuid())}}));
}

govern::Session App::session(identity::Principal principal, const std::string& purpose,
                             const std::string& door) {
  govern::Session session;
  session.purpose = purpose.empty() ? principal.default_purpose : PurposeId(purpose);
  session.principal = std::move(principal);
  session.door = door;
  session.environment = parts_->environment;
  session.limits = limits();
  return session;
}

}  // namespace hanse::app
