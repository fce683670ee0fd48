// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/sign_in.h"

#include "base/utf8.h"
#include "server/pgwire/sqlstate.h"

namespace hanse::server::pgwire {
namespace {

constexpr int32_t kTlsRequest = 80877103, kGssRequest = 80877104, kCancelRequest = 80877102;
constexpr int32_t kMajor = 3;
// AuthenticationRequest codes.
constexpr int32_t kOk = 0, kCleartext = 3, kSasl = 10, kSaslContinue = 11, kSaslFinal = 12;
constexpr std::string_view kFatal = "FATAL";
constexpr int kNegotiationsMax = 4;  // requests for encryption before the start-up message

std::unexpected<Error> refused(std::string message, std::string help = {}) {
  return fail(ErrorCode::kUnauthenticated, std::move(message), std::move(help));
}

std::unexpected<Error> malformed() {
  return fail(ErrorCode::kInvalidArgument, "the start-up message does not read");
}

std::string_view state_of(const Error& error) {
  if (error.code == ErrorCode::kUnauthenticated) return "28P01";  // invalid_password
  if (error.code == ErrorCode::kInvalidArgument) return kProtocol;
  if (error.code == ErrorCode::kNotFound) return kUnknownObject;  // a setting
  return sqlstate_of(error.code);
}

}  // namespace

Result<Beginning> SignIn::run() {
  for (int i = 0; i < kNegotiationsMax; ++i) {
    HANSE_TRY(const auto body, reader_.startup(left_ms()));
    if (!body) return Beginning();
    BodyReader fields(*body);
    const int32_t code = fields.int32();
    if (code == kCancelRequest) {
      const CancelRequest request{fields.int32(), fields.int32()};
      if (!fields.at_end()) return Beginning();
      return Beginning{{}, request};
    }
    if (code == kTlsRequest && !secure_) {
      HANSE_TRY_STATUS(answer_tls_request());
      continue;
    }
    if (code == kGssRequest) {
      writer_.byte('N');
      HANSE_TRY_STATUS(writer_.flush());
      continue;
    }
    auto signed_in = started(*body);
    if (signed_in) return Beginning{std::move(*signed_in), {}};
    write_error(writer_, signed_in.error(), {{}, kFatal, state_of(signed_in.error())});
    (void)writer_.flush();
    socket_.close_gently();
    return Beginning();
  }
  return Beginning();
}

Status SignIn::answer_tls_request() {
  writer_.byte(tls_ != nullptr ? 'S' : 'N');
  // What was sent before encryption began would be read as if it had been encrypted.
  if (reader_.has_more()) return fail(ErrorCode::kInvalidArgument, "unencrypted bytes before TLS");
  HANSE_TRY_STATUS(writer_.flush());
  if (tls_ == nullptr) return {};
  secure_ = true;
  return socket_.secure(tls_->transport(socket_.descriptor()), left_ms());
}

int64_t SignIn::left_ms() const {
  return std::max<int64_t>(0, (until_us_ - app_.clock().monotonic_us()) / 1'000);
}

Result<SignedIn> SignIn::started(std::string_view body) {
  SignedIn out;
  BodyReader fields(body);
  const int32_t version = fields.int32();
  if (version >> 16 != kMajor)
    return fail(ErrorCode::kUnsupported,
                fmt::format("protocol {}.{}", version >> 16, version & 0xffff),
                "expected version 3");
  if (tls_ != nullptr && !secure_)
    return refused("this listener speaks TLS", "connect with sslmode=require, or stricter");
  HANSE_TRY_STATUS(read_parameters(fields.rest(), version, out));
  HANSE_TRY_STATUS(authenticate(out));
  return out;
}

Status SignIn::read_parameters(std::string_view body, int32_t version, SignedIn& out) {
  BodyReader fields(body);
  std::vector<std::string> unknown;  // protocol options, which begin with _pq_.
  while (true) {
    const std::string name(fields.text());
    if (!fields.ok()) return malformed();
    if (name.empty()) break;
    const std::string value(fields.text());
    if (!fields.ok()) return malformed();
    for (const std::string& text : {name, value})
      if (first_invalid_utf8(text) != std::string::npos) return malformed();
    if (name == "user")
      out.user = value;
    else if (name == "database")
      out.database = value;
    else if (name == "options")
      HANSE_TRY_STATUS(read_options(value, out.settings));
    else if (name.starts_with("_pq_."))
      unknown.push_back(name);
    else if (name == "replication" && value != "false" && value != "off" && value != "0")
      return fail(ErrorCode::kUnsupported, "replication", "this door answers SELECT");
    else if (name != "replication")
      HANSE_TRY_STATUS(out.settings.set(name, value, Settings::Scope::kSession));
  }
  if (!fields.at_end()) return malformed();
  if (out.user.empty()) return refused("no user was named");
  if ((version & 0xffff) == 0 && unknown.empty()) return {};
  writer_.begin('v');  // the newest minor version that we speak, and what it lacks
  writer_.int32(kMajor << 16);
  writer_.int32(static_cast<int32_t>(unknown.size()));
  for (const std::string& name : unknown) writer_.text(name);
  writer_.end();
  return {};
}

// `-c name=value` and `--name=value`, as PGOPTIONS has them; a backslash keeps a space.
Status SignIn::read_options(std::string_view text, Settings& settings) {
  std::vector<std::string> words(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size())
      words.back() += text[++i];
    else if (text[i] != ' ')
      words.back() += text[i];
    else if (!words.back().empty())
      words.emplace_back();
  }
  for (size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word.empty()) continue;
    if (word == "-c" && i + 1 < words.size())
      word = words[++i];
    else if (word.starts_with("-c") || word.starts_with("--"))
      word.erase(0, 2);
    else
      return fail(ErrorCode::kUnsupported, fmt::format("the option `{}`", word));
    const size_t equals = word.find('=');
    if (equals == std::string::npos) return malformed();
    HANSE_TRY_STATUS(
        settings.set(word.substr(0, equals), word.substr(equals + 1), Settings::Scope::kSession));
  }
  return {};
}

Result<std::string> SignIn::answer_of_client() {
  HANSE_TRY_STATUS(writer_.flush());
  HANSE_TRY(const auto message, reader_.next_within(limits_.startup_bytes_max, left_ms()));
  if (!message || message->type != 'p')
    return fail(ErrorCode::kInvalidArgument, "expected the client's answer to authentication");
  return std::string(message->body);
}

Status SignIn::authenticate(SignedIn& out) {
  const bool password = out.settings.value("hanse.auth") == "password";
  if (password && !secure_)
    return refused("a password is not taken over a connection that is not encrypted",
                   "connect with TLS, or without hanse.auth=password");
  HANSE_TRY_STATUS(password ? take_password(out) : prove(out));
  writer_.begin('R');
  writer_.int32(kOk);
  writer_.end();
  return {};
}

Status SignIn::take_password(SignedIn& out) {
  writer_.begin('R');
  writer_.int32(kCleartext);
  writer_.end();
  HANSE_TRY(const std::string body, answer_of_client());
  BodyReader fields(body);
  const std::string token(fields.text());
  if (!fields.at_end()) return malformed();
  const auto principal = app_.authenticate(Secret<std::string>(token));
  // A token says who its user is: the name beside it must be that one.
  if (!principal || principal->id != out.user) return refused("the user or the token is not valid");
  constexpr size_t kPrefix = 4, kIdDigits = 16;  // hns_<id>_<secret>
  out.token_id = token.substr(kPrefix, kIdDigits);
  return {};
}

Status SignIn::prove(SignedIn& out) {
  const std::string end_point = secure_ ? tls_->end_point() : std::string();
  HANSE_TRY(identity::ScramExchange exchange, app_.begin_scram(out.user, end_point));
  writer_.begin('R');
  writer_.int32(kSasl);
  if (!end_point.empty()) writer_.text("SCRAM-SHA-256-PLUS");
  writer_.text("SCRAM-SHA-256");
  writer_.byte('\0');
  writer_.end();
  HANSE_TRY(const std::string initial, answer_of_client());
  BodyReader fields(initial);
  const std::string mechanism(fields.text());
  const int32_t length = fields.int32();
  const std::string first(length < 0 ? std::string_view()
                                     : fields.bytes(static_cast<size_t>(length)));
  if (!fields.at_end()) return malformed();
  HANSE_TRY(const std::string challenge, exchange.first(mechanism, first));
  writer_.begin('R');
  writer_.int32(kSaslContinue);
  writer_.bytes(challenge);
  writer_.end();
  HANSE_TRY(const std::string last, answer_of_client());
  HANSE_TRY(const auto accepted, exchange.last(last));
  writer_.begin('R');
  writer_.int32(kSaslFinal);
  writer_.bytes(accepted.message);
  writer_.end();
  out.token_id = accepted.token_id;
  return {};
}

}  // namespace hanse::server::pgwire
