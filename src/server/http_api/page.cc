// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/page.h"

#include "base/embedded.h"
#include "base/markup.h"

namespace hanse::server {
namespace {

std::string e(const Json& value) { return escape_markup(value.as_string()); }

std::string columns_table(const Json& table) {
  std::string out = fmt::format(
      "<table><caption>Columns of {}</caption><thead><tr><th scope=\"col\">Column</th>"
      "<th scope=\"col\">Type</th><th scope=\"col\">Meaning</th><th "
      "scope=\"col\">Classification</th></tr></thead><tbody>",
      e(table["name"]));
  for (const Json& column : table["columns"].items())
    out += fmt::format(
        "<tr><th "
        "scope=\"row\"><code>{}</code></th><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
        e(column["name"]), e(column["type"]), e(column["description"]),
        e(column["classification"]));
  return out + "</tbody></table>";
}

std::string end_of_life(const Json& table) {
  const std::string lifecycle = e(table["lifecycle"]);
  if (lifecycle == "active") return {};
  const std::string_view removal = table["removal"].as_string();
  return fmt::format(" <strong>It is {}{}.</strong>", lifecycle,
                     removal.empty() ? "" : fmt::format(" and ends on {}", removal.substr(0, 10)));
}

std::string table_section(const Json& table) {
  std::string out = fmt::format("<section><h4><code>{}</code></h4>", e(table["name"]));
  if (!table["description"].as_string().empty())
    out += fmt::format("<p>{}</p>", e(table["description"]));
  out += fmt::format(
      "<p>Contract {} {}. State: {}{}. Checks: {}.{}</p>", e(table["contract"]["id"]),
      e(table["contract"]["version"]), e(table["state"]),
      table["freshAt"].is_string() ? ", data of " + e(table["freshAt"]) : std::string(),
      e(table["quality"]), end_of_life(table));
  if (table["readable"].as_bool()) return out + columns_table(table) + "</section>";
  out += "<p>You may know of this table and not read it.</p><ul>";
  for (const Json& reason : table["reasons"].items())
    out += fmt::format("<li>{} {}</li>", e(reason["message"]), e(reason["request"]));
  return out + "</ul></section>";
}

std::string products_part(const Json& document) {
  std::string out, domain;
  for (const Json& product : document["products"].items()) {
    if (product["domain"].as_string() != domain) {
      domain = std::string(product["domain"].as_string());
      out += fmt::format("<h2>Domain {}</h2>", escape_markup(domain));
    }
    out +=
        fmt::format("<article><h3>{}</h3><p>{}</p>", e(product["id"]), e(product["description"]));
    for (const Json& table : product["tables"].items()) out += table_section(table);
    out += "</article>";
  }
  if (out.empty()) out = "<p>There is no data product that you may find.</p>";
  return out;
}

std::string connect_part(const PageModel& model) {
  return fmt::format(
      "<h2>How to connect</h2><pre><code>curl -s {}/v1/query -H 'Authorization: Bearer "
      "TOKEN' \\\n"
      "  -H 'Content-Type: application/json' -d '{{\"sql\": \"SELECT …\"}}'</code></pre>"
      "<p>On the server's machine: <code>hanse query --as USER 'SELECT …'</code>. The API is "
      "described by "
      "<a href=\"/openapi.json\">openapi.json</a>.</p>",
      escape_markup(model.url));
}

constexpr std::string_view kSignIn =
    "<h2>Sign in</h2><p>What you see depends on who you are. Paste a token; in a development "
    "environment "
    "<code>hanse token USER</code> prints one.</p><form method=\"post\" action=\"/session\">"
    "<label for=\"token\">Token</label> <input id=\"token\" name=\"token\" type=\"password\" "
    "required "
    "autocomplete=\"off\"> <button type=\"submit\">Sign in</button></form>";

}  // namespace

std::string render_page(const PageModel& model) {
  std::string out = fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0} · data "
      "products</title>"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\"><style nonce=\"{2}\">{1}</style></head><body>"
      "<a class=\"skip\" href=\"#main\">Skip to the products</a><header><h1>{0}</h1>",
      escape_markup(model.mesh_name), embedded_file("src/server/http_api/page.css"),
      model.nonce);
  if (!model.user.empty()) out += fmt::format("<p>Signed in as {}</p>", escape_markup(model.user));
  out += "</header><main id=\"main\">";
  if (!model.message.empty())
    out += fmt::format("<p role=\"alert\">{}</p>", escape_markup(model.message));
  if (model.products == nullptr) out += kSignIn;
  else out += products_part(*model.products) + connect_part(model);
  return out + "</main><footer><p>Hanse</p></footer></body></html>\n";
}

}  // namespace hanse::server
