// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"
#include "server/http_api/http_api.h"
#include "server/http_api/page.h"

namespace hanse::server {
namespace {

constexpr std::string_view kCookie = "hanse_token=";
constexpr size_t kNonceBytes = 16;

// No script runs on this page, and nothing is loaded from elsewhere.
// The page's style carries `nonce`, which is of one answer.
net::Headers page_headers(const std::string& nonce) {
  return {{"Content-Type", "text/html; charset=utf-8"},
          {"Content-Security-Policy",
           fmt::format("default-src 'none'; style-src 'nonce-{}'; form-action 'self'; "
                       "frame-ancestors 'none'; base-uri 'none'",
                       nonce)},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cache-Control", "no-store"}};
}

// The token of the cookie of exactly this name. A browser sends it on its own, so it signs in to
// the page alone; what answers other programs takes the Authorization header only.
std::string cookie_token(std::string_view cookies) {
  while (!cookies.empty()) {
    std::string_view pair = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), pair.size() + 1));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(kCookie)) return std::string(pair.substr(kCookie.size()));
  }
  return {};
}

// The value of `token` in a form body; tokens need no percent-decoding.
std::string form_token(std::string_view body) {
  if (!body.starts_with("token=")) return {};
  return std::string(body.substr(6, body.find('&') - 6));
}

}  // namespace

void HttpApi::get_page(Call& call) {
  PageModel model;
  model.nonce = random_hex(kNonceBytes);
  model.url = fmt::format("{}://{}", call.request.is_secure ? "https" : "http",
                          call.request.header("host"));
  const auto catalog = app_.catalog().current();
  if (catalog) model.mesh_name = (*catalog)->model().mesh.name;
  if (model.mesh_name.empty()) model.mesh_name = "Data mesh";
  const std::string cookie = cookie_token(call.request.header("cookie"));
  const bool by_cookie = call.request.header("authorization").empty();
  const auto session = by_cookie ? session_by(cookie, "") : session_of(call.request, "");
  Result<Json> products = Json();
  if (session) {
    products = app_.products(*session);
    model.user = session->principal.id;
    if (products) model.products = &*products;
    else model.message = products.error().message;
  } else if (!cookie.empty()) {
    model.message = "the token is not valid (any more)";
  }
  counters_.count(200);
  (void)call.writer.send(200, page_headers(model.nonce), render_page(model));
}

void HttpApi::post_session(Call& call) {
  const std::string token = form_token(call.request.body);
  const auto principal = app_.authenticate(Secret<std::string>(token));
  if (!principal) {
    PageModel model;
    model.nonce = random_hex(kNonceBytes);
    model.mesh_name = "Data mesh";
    model.message = principal.error().message;
    counters_.count(401);
    (void)call.writer.send(401, page_headers(model.nonce), render_page(model));
    return;
  }
  counters_.count(303);
  // A browser sends a cookie without `Secure` to the same name over plain HTTP, too.
  const std::string_view secure = call.request.is_secure ? "; Secure" : "";
  (void)call.writer.send(
      303,
      {{"Location", "/"},
       {"Set-Cookie", fmt::format("{}{}; Path=/; HttpOnly; SameSite=Strict{}", kCookie, token,
                                  secure)}},
      "");
}

}  // namespace hanse::server
