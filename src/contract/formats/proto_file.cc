// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/proto_file.h"

#include "contract/formats/format.h"
#include "contract/formats/proto_tokens.h"

namespace hanse::contract {
namespace {

using TokenKind = ProtoToken::Kind;

class ProtoReader {
 public:
  ProtoReader(std::vector<ProtoToken> tokens, Diagnostics& diagnostics)
      : tokens_(std::move(tokens)), diagnostics_(diagnostics) {}

  ProtoFile all() {
    while (peek().kind != TokenKind::kEnd && !diagnostics_.has_errors()) statement("", 0);
    return std::move(file_);
  }

 private:
  const ProtoToken& peek() const { return tokens_[at_]; }
  const ProtoToken& next() {
    const ProtoToken& token = tokens_[at_];
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool is(std::string_view text) const {
    return peek().kind != TokenKind::kText && peek().text == text;
  }
  bool take(std::string_view text) {
    if (!is(text)) return false;
    next();
    return true;
  }

  void expected(std::string_view what) {
    if (!diagnostics_.has_errors())
      diagnostics_.error("HNS-C080", peek().span,
                         fmt::format("expected {}, found `{}`", what, peek().text));
  }

  // To the `;`, or past the block that begins before one.
  void skip() {
    int depth = 0;
    while (peek().kind != TokenKind::kEnd) {
      if (is("{")) ++depth;
      const bool closes = is("}") && --depth == 0;
      const bool ends = is(";") && depth == 0;
      next();
      if (closes || ends) return;
    }
  }

  void left_out(const ProtoToken& token) {
    diagnostics_.warning("HNS-C081", token.span, fmt::format("`{}` is left out", token.text));
  }

  void too_many(const Span& span) {
    if (diagnostics_.has_errors()) return;
    diagnostics_.error(
        "HNS-C083", span,
        fmt::format("more than {} declarations or {} fields, messages nested more "
                    "than {} deep, or a name of more than {} bytes",
                    kDeclarationsMax, kSourceNodesMax, kMessageDepthMax, kDeclaredNameBytesMax));
  }

  // Counts a declaration; false when it is beyond the limits.
  bool declare(const ProtoToken& name) {
    if (name.text.size() <= kDeclaredNameBytesMax && ++declarations_ <= kDeclarationsMax)
      return true;
    too_many(name.span);
    return false;
  }

  static std::string within(const std::string& scope, const std::string& name) {
    return scope.empty() ? name : scope + "." + name;
  }

  void statement(const std::string& scope, int depth) {
    const ProtoToken first = peek();
    if (take(";")) return;
    if (is("message")) return message(scope, depth);
    if (is("enum")) return enumeration(scope);
    if (is("package")) {
      next();
      file_.package = next().text;
    }
    if (is("service") || is("extend")) left_out(first);
    skip();
  }

  void message(const std::string& scope, int depth) {
    ProtoMessage made;
    made.description = next().comment;
    made.span = peek().span;
    if (!declare(peek())) return;
    made.full_name = within(scope, next().text);
    made.top = scope.empty();
    if (depth > kMessageDepthMax) return too_many(made.span);
    if (!take("{")) return expected("`{`");
    members(made, depth);
    file_.order.push_back(made.full_name);
    file_.messages.try_emplace(made.full_name, std::move(made));
  }

  void members(ProtoMessage& made, int depth) {
    while (!take("}")) {
      if (peek().kind == TokenKind::kEnd || diagnostics_.has_errors()) return expected("`}`");
      const bool after = at_ + 1 < tokens_.size() && tokens_[at_ + 1].kind == TokenKind::kWord;
      if (is("option") || is("reserved") || is("extensions") || is("extend"))
        skip();
      else if (take(";"))
        continue;
      else if ((is("message") || is("enum")) && after && opens(2))
        statement(made.full_name, depth + 1);
      else if (is("oneof") && after && opens(2))
        one_of(made);
      else
        field(made, false);
    }
  }

  bool opens(size_t ahead) const {
    return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].text == "{" &&
           tokens_[at_ + ahead].kind == TokenKind::kSymbol;
  }

  void one_of(ProtoMessage& made) {
    diagnostics_.warning(
        "HNS-C081", peek().span,
        fmt::format("that only one field of `{}` is there is left out", tokens_[at_ + 1].text));
    next();
    next();
    next();
    while (!take("}")) {
      if (peek().kind == TokenKind::kEnd || diagnostics_.has_errors()) return expected("`}`");
      if (is("option"))
        skip();
      else
        field(made, true);
    }
  }

  void field(ProtoMessage& made, bool optional) {
    ProtoField field;
    field.description = peek().comment;
    if (++fields_ > kSourceNodesMax) return too_many(peek().span);
    field.optional = take("optional") || optional;
    field.repeated = !field.optional && take("repeated");
    if (!field.optional && !field.repeated) take("required");
    if (is("map") && at_ + 1 < tokens_.size() && tokens_[at_ + 1].text == "<") {
      next();
      next();
      field.key_type = next().text;
      if (!take(",")) return expected("`,` between the types of a map");
      field.type = type_name();
      if (!take(">")) return expected("`>`");
    } else {
      field.type = type_name();
    }
    field.span = peek().span;
    if (peek().kind != TokenKind::kWord) return expected("the name of a field");
    field.name = next().text;
    if (!take("=")) return expected("`=` and a field number");
    next();
    if (is("[")) options(field);
    if (!take(";")) return expected("`;`");
    made.fields.push_back(std::move(field));
  }

  std::string type_name() {
    take(".");
    if (peek().kind != TokenKind::kWord) {
      expected("a type");
      return {};
    }
    return next().text;
  }

  void options(ProtoField& field) {
    next();
    while (peek().kind != TokenKind::kEnd && !take("]")) {
      if (take("json_name") && take("="))
        field.name = next().text;
      else if (take("deprecated") && take("="))
        field.deprecated = next().text == "true";
      else
        next();
    }
  }

  void enumeration(const std::string& scope) {
    next();
    if (!declare(peek())) return;
    const std::string name = within(scope, next().text);
    if (!take("{")) return expected("`{`");
    auto& words = file_.enums[name];
    while (!take("}")) {
      if (peek().kind == TokenKind::kEnd) return expected("`}`");
      const bool value = peek().kind == TokenKind::kWord && !is("option") && !is("reserved");
      if (value) words.push_back(peek().text);
      skip();
    }
  }

  std::vector<ProtoToken> tokens_;
  size_t at_ = 0;
  Diagnostics& diagnostics_;
  ProtoFile file_;
  size_t declarations_ = 0, fields_ = 0;
};

}  // namespace

ProtoFile read_proto(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics) {
  std::vector<ProtoToken> tokens = proto_tokens(source, diagnostics);
  if (diagnostics.has_errors()) return {};
  return ProtoReader(std::move(tokens), diagnostics).all();
}

}  // namespace hanse::contract
