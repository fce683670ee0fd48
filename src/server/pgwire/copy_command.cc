// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "server/pgwire/words.h"

namespace hanse::server::pgwire {
namespace {

Result<char> one_character(std::string_view option, const std::string& text) {
  if (text.size() == 1 && text[0] != '\n' && text[0] != '\r') return text[0];
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("COPY: `{}` takes one single-byte character", option));
}

Status take_copy_option(Words& words, CopyOptions& options, bool& has_null, bool& has_delimiter) {
  const std::string name = words.take_value();
  std::string value;
  const sql::Token* next = words.look();
  if (next != nullptr && next->text != "," && next->text != ")") value = words.take_value();
  if (name == "format") {
    const std::string form = ascii_lower(value);
    if (form == "csv")
      options.form = CopyOptions::Form::kCsv;
    else if (form == "binary")
      options.form = CopyOptions::Form::kBinary;
    else if (form != "text")
      return fail(ErrorCode::kInvalidArgument, fmt::format("COPY knows no format `{}`", value),
                  "expected text, csv or binary");
  } else if (name == "header") {
    options.header = value.empty() || value == "true" || value == "on" || value == "1";
  } else if (name == "delimiter") {
    HANSE_TRY(options.delimiter, one_character(name, value));
    has_delimiter = true;
  } else if (name == "quote") {
    HANSE_TRY(options.quote, one_character(name, value));
  } else if (name == "escape") {
    HANSE_TRY(options.escape, one_character(name, value));
  } else if (name == "null") {
    options.null = value;
    has_null = true;
  } else if (name == "force_quote") {
    if (value != "*") return fail(ErrorCode::kUnsupported, "COPY: FORCE_QUOTE of single columns");
    options.force_quote_all = true;
  } else if (name == "encoding") {
    if (ascii_lower(value) != "utf8" && ascii_lower(value) != "utf-8")
      return fail(ErrorCode::kUnsupported, "COPY in another encoding than UTF8");
  } else {
    return fail(ErrorCode::kInvalidArgument, fmt::format("COPY knows no option `{}`", name));
  }
  return {};
}

}  // namespace

Result<Command> copy_command(Words& words) {
  Command out;
  out.kind = Command::Kind::kCopy;
  const sql::Token* first = words.look();
  if (first == nullptr) return unreadable("COPY");
  if (first->text == "(") {
    out.sql = words.take_parentheses();
  } else {  // a table: quoted as it was written
    std::string table(first->text);
    words.take_value();
    while (words.take(".")) {
      if (words.look() == nullptr) return unreadable("COPY");
      table += "." + std::string(words.look()->text);
      words.take_value();
    }
    const std::string columns = words.take_parentheses();
    for (const sql::Token& token : sql::tokens_of(columns)) {
      const bool is_name = token.kind == sql::Token::Kind::kWord ||
                           token.kind == sql::Token::Kind::kQuoted || token.text == ",";
      if (!is_name) return unreadable("COPY");
    }
    out.sql = fmt::format("SELECT {} FROM {}", columns.empty() ? "*" : columns, table);
  }
  if (words.take("from")) return fail(ErrorCode::kDenied, "COPY … FROM writes", kWritesHelp);
  if (!words.take("to")) return unreadable("COPY");
  if (!words.take("stdout"))
    return fail(ErrorCode::kDenied, "COPY writes to STDOUT only",
                "`COPY (SELECT …) TO STDOUT`; psql's `\\copy` writes files");
  words.take("with");
  bool has_null = false, has_delimiter = false;
  if (words.take("(")) {
    while (!words.take(")")) {
      if (words.at_end()) return unreadable("COPY");
      HANSE_TRY_STATUS(take_copy_option(words, out.copy, has_null, has_delimiter));
      words.take(",");
    }
  } else {  // the form of PostgreSQL before 9
    while (!words.at_end()) {
      if (words.take("csv"))
        out.copy.form = CopyOptions::Form::kCsv;
      else if (words.take("binary"))
        out.copy.form = CopyOptions::Form::kBinary;
      else if (words.take("header"))
        out.copy.header = true;
      else if (words.take("delimiter") || words.take("delimiters")) {
        words.take("as");
        HANSE_TRY(out.copy.delimiter, one_character("delimiter", words.take_value()));
        has_delimiter = true;
      } else if (words.take("null")) {
        words.take("as");
        out.copy.null = words.take_value();
        has_null = true;
      } else {
        return unreadable("COPY");
      }
    }
  }
  if (!words.at_end()) return unreadable("COPY");
  if (out.copy.form == CopyOptions::Form::kCsv) {
    if (!has_null) out.copy.null.clear();
    if (!has_delimiter) out.copy.delimiter = ',';
  }
  return out;
}

}  // namespace hanse::server::pgwire
