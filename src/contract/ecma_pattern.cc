// SPDX-License-Identifier: Apache-2.0
#include "contract/ecma_pattern.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "spec/pattern.h"

namespace hanse::contract {
namespace {

// ECMA-262's white space: more than RE2's.
constexpr std::string_view kSpaces = R"(\t\n\x0b\x0c\r\x{feff}\p{Z})";

std::unexpected<Error> not_carried(std::string_view what) {
  return fail(ErrorCode::kUnsupported,
              fmt::format("the pattern has {}, which the engine cannot match", what));
}

class Translator {
 public:
  explicit Translator(std::string_view pattern) : text_(pattern) {}

  Result<std::string> run() {
    while (at_ < text_.size()) {
      if (text_[at_] == '\\') {
        HANSE_TRY_STATUS(escape());
      } else if (text_[at_] == '[') {
        in_class_ = true;
        out_ += text_[at_++];
        if (at_ < text_.size() && text_[at_] == '^') out_ += text_[at_++];
        if (at_ < text_.size() && text_[at_] == ']') return not_carried("an empty class");
        HANSE_TRY_STATUS(members());
      } else if (text_.substr(at_).starts_with("(?<")) {
        at_ = text_.find('>', at_) + 1;  // a named group: nothing refers to its name
        out_ += '(';
      } else if (text_[at_] == '.') {  // RE2's takes line ends other than \n
        out_ += R"([^\n\r\x{2028}\x{2029}])";
        ++at_;
      } else if (text_[at_] == '$') {
        out_ += R"(\z)";
        ++at_;
      } else if (text_[at_] == '^') {
        out_ += R"(\A)";
        ++at_;
      } else {
        out_ += text_[at_++];
      }
    }
    return std::move(out_);
  }

 private:
  Status members() {
    while (at_ < text_.size() && text_[at_] != ']') {
      if (text_[at_] == '\\') {
        HANSE_TRY_STATUS(escape());
        continue;
      }
      if (text_[at_] == '[') out_ += '\\';  // RE2 would read `[:` as the start of a named class
      out_ += text_[at_++];
    }
    in_class_ = false;
    if (at_ < text_.size()) out_ += text_[at_++];
    return {};
  }

  Status escape() {
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    at_ += 2;
    if (c == 's') {
      out_ += in_class_ ? std::string(kSpaces) : fmt::format("[{}]", kSpaces);
    } else if (c == 'S') {
      if (in_class_)
        out_ += R"(\S)";  // with others, such as `[\s\S]`; wider by rare spaces
      else
        out_ += fmt::format("[^{}]", kSpaces);
    } else if (c == 'b' && in_class_) {
      out_ += R"(\x08)";
    } else if (c == '0' && !(at_ < text_.size() && is_digit(text_[at_]))) {
      out_ += R"(\x00)";
    } else if (std::string_view("dDwWbBtnrfv").find(c) != std::string_view::npos) {
      out_ += '\\';
      out_ += c;
    } else if (c == 'x' || c == 'p' || c == 'P') {
      if (c != 'x' && !(at_ < text_.size() && text_[at_] == '{'))
        return not_carried(fmt::format("an escape `\\{}`", c));
      out_ += '\\';
      out_ += c;
    } else if (is_letter(c) || is_digit(c) || c == '\0') {
      return not_carried(fmt::format("an escape `\\{}`", c));
    } else {
      if (static_cast<unsigned char>(c) < 0x80) out_ += '\\';
      out_ += c;
    }
    return {};
  }

  std::string_view text_;
  size_t at_ = 0;
  bool in_class_ = false;
  std::string out_;
};

constexpr std::string_view kOctet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
constexpr std::string_view kDate =
    "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|"
    "02-(0[1-9]|[12][0-9]))";
constexpr std::string_view kTime =
    "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([zZ]|[+-]([01][0-9]|2[0-3]):[0-5]"
    "[0-9])";
constexpr std::string_view kLabel = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

std::string ipv4() { return fmt::format("{0}\\.{0}\\.{0}\\.{0}", kOctet); }

// RFC 4291: eight groups, one run of zeros as `::`, the last two perhaps as IPv4.
std::string ipv6() {
  const std::string group = "[0-9A-Fa-f]{1,4}";
  const std::string last = fmt::format("({0}:{0}|{1})", group, ipv4());
  std::string out = fmt::format("({0}:){{6}}{1}|::({0}:){{5}}{1}", group, last);
  for (int after = 4; after >= 0; --after)
    out += fmt::format("|(({0}:){{0,{1}}}{0})?::({0}:){{{2}}}{3}", group, 4 - after, after, last);
  // With at most one group behind `::`.
  out += fmt::format("|(({0}:){{0,5}}{0})?::{0}|(({0}:){{0,6}}{0})?::", group);
  return out;
}

}  // namespace

Result<std::string> matcher_of(std::string_view pattern) {
  if (const auto problem = spec::pattern_problem(pattern)) {
    if (problem->is_syntax)
      return fail(ErrorCode::kUnsupported,
                  fmt::format("the pattern does not parse: {}", problem->message));
    return not_carried(problem->message);
  }
  return Translator(pattern).run();
}

Result<std::string> matcher_of_format(std::string_view format) {
  const std::string name = ascii_lower(format);
  const auto whole = [](std::string_view body) { return fmt::format("\\A({})\\z", body); };
  if (name == "password" || name == "binary") return std::string();
  if (name == "email" || name == "idn-email")
    return whole(
        fmt::format("[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~\\-\\x{{80}}-\\x{{10ffff}}]+@{0}(\\.{0})*",
                    name == "email" ? std::string(kLabel) : std::string("[^\\s@.]+")));
  if (name == "uuid")
    return whole("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
  if (name == "uri" || name == "url")
    return whole(
        "[A-Za-z][A-Za-z0-9+.\\-]*:([A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+");
  if (name == "uri-reference")
    return whole("([A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*");
  if (name == "hostname") return whole(fmt::format("{0}(\\.{0})*\\.?", kLabel));
  if (name == "ipv4") return whole(ipv4());
  if (name == "ipv6") return whole(ipv6());
  if (name == "date") return whole(kDate);
  if (name == "time") return whole(kTime);
  if (name == "date-time") return whole(fmt::format("{}[tT ]{}", kDate, kTime));
  if (name == "duration")
    return whole(
        "P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T[0-9]+(H([0-9]+M)?([0-9]+S)?|M([0-9]+S)?"
        "|S))?)");
  if (name == "byte") return whole("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  return fail(ErrorCode::kUnsupported,
              fmt::format("the format `{}` is none that can be checked", format));
}

}  // namespace hanse::contract
