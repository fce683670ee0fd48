// SPDX-License-Identifier: Apache-2.0
#include "spec/configuration_page.h"

#include <map>

#include "base/check.h"
#include "spec/mesh.h"

namespace hanse::spec {
namespace {

// path.field: what it holds. Limits say what they bound.
const std::map<std::string_view, std::string_view> kMeanings = {
    {"apiVersion", "`hanse/v1`"},
    {"kind", "`Mesh`"},
    {"id", "the mesh's own name"},
    {"name", "for people"},
    {"description", "for people"},
    {"teams", "who takes part"},
    {"council", "the seats of federated governance"},
    {"domains", "a domain exists when it stands here"},
    {"environments", "the first is the default; each has its own state"},
    {"purposes", "what data may be asked for; a statement's purpose is one of them"},
    {"technologies", "what was decided on technology"},
    {"notice", "how long before a change people are told"},
    {"identity", "who may sign in"},
    {"stores", "where state and sources lie"},
    {"listeners", "where it serves; see below"},
    {"ledger",
     "`strict`: an entry is on disk before an answer; `relaxed` (default): a kill or a crash loses "
     "entries of answers given in the last 10 ms and while those before were written, 100,000 at "
     "the most"},
    {"limits", "what bounds a statement and a request"},
    {"notifications", "how people hear of incidents"},
    {"teams[].id", "as other parts name it"},
    {"teams[].name", "for people"},
    {"teams[].type", "streamAligned, platform, enabling, complicatedSubsystem or council"},
    {"teams[].group", "the identity group of its people"},
    {"teams[].costCenter", "whom its cost belongs to"},
    {"teams[].support", "where to ask it: a mailbox, or an address of `https://` for webhooks"},
    {"teams[].notifications", "of this team"},
    {"teams[].notifications.quietHours", "instead of the mesh's"},
    {"teams[].notifications.quietHours.from", "HH:MM"},
    {"teams[].notifications.quietHours.to", "HH:MM; before `from`: of the next day"},
    {"teams[].notifications.quietHours.timeZone",
     "of the time zone database, such as Europe/Berlin; default UTC"},
    {"teams[].notifications.quietHours.pass",
     "`error`: incidents of that severity are told at once"},
    {"council[].role", "governance, legal, security or domainLiaison"},
    {"council[].team", "the team that holds the seat"},
    {"council[].approves", "policy, purpose, technology, restrictedAgreement"},
    {"domains[].id", "its folder's name below `domains/`"},
    {"domains[].owner", "a team"},
    {"domains[].repository", "where its files are kept"},
    {"environments[].id", "as `--env` takes it"},
    {"environments[].development",
     "whether development users, their tokens, `--as` and the operator "
     "count; as it was applied"},
    {"environments[].data", "real, masked or sample"},
    {"environments[].after", "environments that a change passes first"},
    {"environments[].approvers", "teams of which one applies"},
    {"environments[].url", "where it is served"},
    {"environments[].variables", "fill `${NAME}` in servers"},
    {"purposes[].id", "as statements and agreements name it"},
    {"purposes[].name", "for people"},
    {"purposes[].description", "for people"},
    {"purposes[].parent", "the purpose that it is a part of"},
    {"purposes[].legalBasis", "why it is lawful"},
    {"purposes[].classificationMax",
     "public, internal, confidential or restricted: nothing stricter "
     "is read for it"},
    {"purposes[].retentionMax", "ISO 8601 duration"},
    {"technologies[].id", "its name"},
    {"technologies[].for", "what it is for"},
    {"technologies[].ring", "adopt, trial, assess or hold"},
    {"technologies[].decision", "where the decision stands"},
    {"technologies[].reviewBy", "a date"},
    {"notice.breaking", "ISO 8601 duration before a breaking change; default P90D"},
    {"notice.retirement", "ISO 8601 duration before a product goes; default P180D"},
    {"identity.developmentUsers", "people to try it out with"},
    {"identity.developmentUsers[].id", "as `--as` and `hanse token` take it"},
    {"identity.developmentUsers[].name", "for people"},
    {"identity.developmentUsers[].groups", "identity groups, as policies see them"},
    {"identity.developmentUsers[].attributes", "as policies see them"},
    {"identity.developmentUsers[].defaultPurpose", "of statements that state none"},
    {"stores.state", "where the state lies"},
    {"stores.targets", "databases that products are delivered to: `postgres://HOST:PORT/DATABASE`"},
    {"stores.sources", "folders that file servers may lie in (default: the mesh folder), and "
                       "databases that may be asked: `postgres://HOST:PORT/DATABASE`"},
    {"stores.state.path", "a folder; default `.hanse`"},
    {"listeners[].kind", "http, metrics or postgres"},
    {"listeners[].address", "HOST:PORT; port 0: any"},
    {"listeners[].certificate", "PEM, with its chain, relative to the mesh folder"},
    {"listeners[].key", "PEM, not encrypted"},
    {"limits.queryTimeMs", "from the start of a statement to its last row"},
    {"limits.queryMemoryBytes",
     "the memory that one query may declare (`--memory`, `memory_bytes`); "
     "undeclared: an even share, `engineMemoryBytes` / `queriesRunning`"},
    {"limits.engineMemoryBytes",
     "the engine's memory; queries are admitted while what they declared "
     "fits into it"},
    {"limits.resultRows", "rows of one result"},
    {"limits.resultBytes", "bytes of one result"},
    {"limits.queryNesting", "levels of a statement"},
    {"limits.queryParts", "expressions, subqueries and tables of a statement together"},
    {"limits.queryTables", "tables of a statement, those of `WITH` and table functions too"},
    {"limits.queryTextBytes", "bytes of a statement"},
    {"limits.queriesRunning",
     "statements at once; those of one principal take three quarters at most, of this and of "
     "`engineMemoryBytes`"},
    {"limits.policyTimeUs", "one evaluation of policies"},
    {"limits.requestBodyBytes", "an HTTP request's body"},
    {"limits.connections", "connections at once"},
    {"limits.copiesBytes",
     "disk for copies, in the engine's own format, of the snapshots that a server is asked for "
     "most; 0: none are made"},
    {"limits.copyAfterQueries", "statements that read a snapshot before it is copied"},
    {"limits.historyDays",
     "how long check runs are kept, and when service levels changed: at least the longest window "
     "of an objective; the newest run of each table stays"},
    {"notifications.mail", "the mail server; without it nothing goes to mailboxes"},
    {"notifications.webhook", "how messages to programs are signed; without it none are sent"},
    {"notifications.quietHours", "when notices wait for one digest afterwards"},
    {"notifications.authorities",
     "PEM, relative to the mesh folder: those that mail server and webhooks are trusted by, in "
     "place of the system's"},
    {"notifications.mail.server", "HOST:PORT"},
    {"notifications.mail.security",
     "`starttls` (default; no mail without it), `tls` from the first byte, or `none`"},
    {"notifications.mail.sender", "the mailbox that mail comes from"},
    {"notifications.mail.user", "signs in as; default: does not sign in"},
    {"notifications.mail.password", "`${NAME}`, an environment variable of the server"},
    {"notifications.webhook.secret",
     "`${NAME}`, an environment variable of the server: `whsec_` and base64, as Standard Webhooks "
     "have it"},
    {"notifications.webhook.privateAddresses",
     "whether messages may go to loopback, link-local and private addresses; default: not"},
    {"notifications.quietHours.from", "HH:MM"},
    {"notifications.quietHours.to", "HH:MM; before `from`: of the next day"},
    {"notifications.quietHours.timeZone",
     "of the time zone database, such as Europe/Berlin; default UTC"},
    {"notifications.quietHours.pass", "`error`: incidents of that severity are told at once"}};

std::map<std::string_view, int64_t> limit_defaults() {
  std::map<std::string_view, int64_t> out;
  for (const LimitField& field : kLimitFields) out[field.name] = Limits().*field.value;
  return out;
}

std::string_view word_of(Expect expect) {
  switch (expect) {
    case Expect::kText:
      return "text";
    case Expect::kTextOrNumber:
      return "text or number";
    case Expect::kScalar:
      return "scalar";
    case Expect::kBool:
      return "true or false";
    case Expect::kInteger:
      return "integer";
    case Expect::kNumber:
      return "number";
    case Expect::kTexts:
      return "list of texts";
    case Expect::kList:
      return "list";
    case Expect::kMaps:
      return "list of maps";
    case Expect::kMap:
      return "map";
    case Expect::kAny:
      return "anything";
  }
  return "";
}

std::string grouped(int64_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

constexpr std::string_view kAbout = R"(# mesh.yaml

The register of a mesh. Made by `hanse reference configuration` from the tables that read it.
)";

constexpr std::string_view kListeners = R"(
`serve` and `up` take the first listener of each kind; without one HTTP listens on 127.0.0.1:8080,
and the others nowhere. `--listen` and `--listen-metrics` replace the address, `--tls-certificate`
with `--tls-key` the certificate and key of the HTTP listener.

With a certificate the listener speaks TLS 1.2 and newer and nothing else; it is read once, at the
start. A listener without TLS is refused beyond loopback, unless `--insecure` is given.

A listener on loopback answers requests only whose `Host` is `localhost`, an address of 127/8 or
`[::1]`. A client that closes its connection cancels its statement. One that ends only its sending
half cannot be told from that and cancels too, as with nginx and Go's `net/http`: keep the sending
half open until the answer has come.

When it is told to stop, `/readyz` says so, new statements are refused, and what runs has ten
seconds to end.
)";

}  // namespace

std::string configuration_markdown() {
  std::string out(kAbout);
  const auto defaults = limit_defaults();
  size_t told = 0;
  for (const RegisterPart& part : register_parts()) {
    const bool limits = part.path == "limits";
    if (!part.path.empty()) out += fmt::format("\n## {}\n", part.path);
    out += limits ? "\n| field | default | what it bounds |\n|---|---|---|\n"
                  : "\n| field | is | holds |\n|---|---|---|\n";
    for (const Field& field : part.fields) {
      const std::string path =
          part.path.empty() ? std::string(field.name) : fmt::format("{}.{}", part.path, field.name);
      const auto meaning = kMeanings.find(path);
      HANSE_CHECK(meaning != kMeanings.end(), "every field of mesh.yaml has a meaning");
      ++told;
      out += limits
                 ? fmt::format("| `{}` | {} | {} |\n", field.name, grouped(defaults.at(field.name)),
                               meaning->second)
                 : fmt::format("| `{}` | {}{} | {} |\n", field.name, word_of(field.expect),
                               field.need == Need::kRequired ? ", required" : "", meaning->second);
    }
    if (part.path == "listeners[]") out += kListeners;
  }
  HANSE_CHECK(told == kMeanings.size(), "every meaning is a field's");
  return out;
}

}  // namespace hanse::spec
