// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/http_api.h"
#include "server/http_api/page.h"

namespace hanse::server {
namespace {

// No script runs on this page, and nothing is loaded from elsewhere.
const net::Headers kPageHeaders = {{"Content-Type", "text/html; charset=utf-8"},
                                   {"Content-Security-Policy",
                                    "default-src 'none'; style-src 'unsafe-inline'; form-action "
                                    "'self'; frame-ancestors 'none'; base-uri 'none'"},
                                   {"X-Content-Type-Options", "nosniff"},
                                   {"Referrer-Policy", "no-referrer"},
                                   {"Cache-Control", "no-store"}};

// The value of `token` in a form body; tokens need no percent-decoding.
std::string form_token(std::string_view body) {
  if (!body.starts_with("token=")) return {};
  return std::string(body.substr(6, body.find('&') - 6));
}

}  // namespace

void HttpApi::get_page(Call& call) {
  PageModel model;
  model.address = std::string(call.request.header("host"));
  const auto catalog = app_.catalog().current();
  if (catalog) model.mesh_name = (*catalog)->model().mesh.name;
  if (model.mesh_name.empty()) model.mesh_name = "Data mesh";
  const auto session = session_of(call.request, "");
  Result<Json> products = Json();
  if (session) {
    products = app_.products(*session);
    model.user = session->principal.id;
    if (products) model.products = &*products;
    else model.message = products.error().message;
  } else if (call.request.header("cookie").find("hanse_token=") != std::string_view::npos) {
    model.message = "the token is not valid (any more)";
  }
  counters_.count(200);
  (void)call.writer.send(200, kPageHeaders, render_page(model));
}

void HttpApi::post_session(Call& call) {
  const std::string token = form_token(call.request.body);
  const auto principal = app_.authenticate(Secret<std::string>(token));
  if (!principal) {
    PageModel model;
    model.mesh_name = "Data mesh";
    model.message = principal.error().message;
    counters_.count(401);
    (void)call.writer.send(401, kPageHeaders, render_page(model));
    return;
  }
  counters_.count(303);
  (void)call.writer.send(
      303,
      {{"Location", "/"},
       {"Set-Cookie", "hanse_token=" + token + "; Path=/; HttpOnly; SameSite=Strict"}},
      "");
}

}  // namespace hanse::server
