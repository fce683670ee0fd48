// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "app/app.h"
#include "app/lifecycle.h"
#include "base/digest.h"
#include "base/files.h"
#include "inputs_end.h"
#include "sent_bytes.h"
#include "server/pgwire/connection.h"
#include "server/pgwire/counters.h"
#include "spec/scaffold.h"

using namespace hanse;
using namespace hanse::server::pgwire;

namespace {

// The mesh of `hanse init`, applied.
struct Mesh {
  Mesh() {
    folder = std::filesystem::temp_directory_path() / ("hanse-fuzz-" + random_hex(6));
    if (!spec::init_mesh(folder, "fuzz")) std::abort();
    auto opened = app::App::open({folder, {}});
    if (!opened) std::abort();
    app = std::move(*opened);
    const auto loaded = app::validate(folder, app->environment());
    const auto plan = loaded ? app::make_plan(*app, *loaded) : std::unexpected(loaded.error());
    if (!plan) std::abort();
    const auto operator_of_it = app->act_as("");
    if (!operator_of_it ||
        !app::apply(*app, *plan, {*operator_of_it, "cli"}, [](const std::string&) {}))
      std::abort();
    const auto token = app->new_token("analyst", 0);
    if (!token) std::abort();
    token_id = token->reveal().substr(4, 16);  // hns_<id>_<secret>
  }
  std::string folder, token_id;
  std::unique_ptr<app::App> app;
  Cancels cancels;
  net::PeerWatcher peers;
  Counters counters;
};

struct FolderRemover {
  ~FolderRemover() { (void)remove_tree(folder); }
  std::string folder;
};

Mesh* kept_mesh = nullptr;  // from the first input to the end

constexpr uint32_t kBytesMax = 8 * 1024;

WireLimits limits() {
  WireLimits out;
  out.startup_bytes_max = out.message_bytes_max = kBytesMax;
  return out;
}

void converse(Mesh& mesh, net::Socket& socket, bool signs_in) {
  const Shared shared{*mesh.app, mesh.cancels, mesh.peers, mesh.counters, limits()};
  MessageReader reader(socket, shared.limits);
  MessageWriter writer(socket, shared.limits);
  if (signs_in) {
    const auto beginning = SignIn(*mesh.app, nullptr, socket, reader, writer, shared.limits).run();
    if (beginning && beginning->signed_in) std::abort();  // nobody told it a token
    if (beginning && beginning->cancel)
      mesh.cancels.cancel({beginning->cancel->process, beginning->cancel->secret});
    return;
  }
  SignedIn who;
  who.user = "analyst", who.token_id = mesh.token_id;
  Connection(shared, socket, reader, writer, std::move(who)).run();
}

std::string everything_from(int descriptor) {
  std::string out;
  char buffer[16 * 1024];
  for (ssize_t got = 0; (got = read(descriptor, buffer, sizeof buffer)) > 0;)
    out.append(buffer, static_cast<size_t>(got));
  return out;
}

// What the server answers are messages from the first byte to the last: a client that loses its
// place in them takes data for commands.
void check_messages(std::string_view sent) {
  BodyReader reader(sent);
  while (!reader.at_end()) {
    const uint8_t type = reader.byte();
    const int32_t length = reader.int32();
    if (type < '1' || length < 4) std::abort();
    (void)reader.bytes(static_cast<size_t>(length) - 4);
    if (!reader.ok()) std::abort();
  }
}

}  // namespace

void inputs_end() { delete kept_mesh; }

// Before the first input, whose time is limited.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  kept_mesh = new Mesh;
  return 0;
}

// Any bytes as what a client sends over one connection; the first says whether it is signed in.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Mesh& mesh = *kept_mesh;
  static const FolderRemover remover{mesh.folder};
  if (size == 0) return 0;
  const bool signs_in = data[0] == '0';
  int peer = -1;
  const int descriptor = sent_bytes(data + 1, size - 1, &peer);
  if (descriptor < 0) return 0;
  std::string answers;
  std::thread client([&] { answers = everything_from(peer); });
  {
    net::Socket socket(descriptor);
    converse(mesh, socket, signs_in);
  }
  client.join();
  close(peer);
  if (!signs_in) check_messages(answers);  // the answer to a request for TLS is a byte alone
  return 0;
}
